"""Rows that may be others over the waves than their ids say: for people to decide, never by likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ruecklauf.dataset.panel.histories import Moment, RowStatus
from ruecklauf.dataset.panel.lives import LATER_LIFE
from ruecklauf.likeness import SAME_ROW, likeness


class Likely(NamedTuple):
    """A row that was dropped, and one that came in its place in the same wave."""

    alliance: str
    table: str
    wave: str
    row_id: str
    """The later row."""
    same_as: str
    """The row that was dropped."""
    now: str
    before: str
    """What stands in them."""
    likeness: int


def likely_same(table: str, moments: Iterable[Moment]) -> Iterator[Likely]:
    """The most like row for each that was dropped, in the wave in which it was; by alliance and wave."""
    last: dict[tuple[str, str], Moment] = {}
    dropped: dict[tuple[str, str], list[Moment]] = defaultdict(list)
    new: dict[tuple[str, str], list[Moment]] = defaultdict(list)
    for moment in moments:
        if moment.status is RowStatus.DROPPED:
            dropped[moment.alliance, moment.wave].append(last[moment.alliance, moment.row_id])
        elif moment.status is RowStatus.NEW:
            new[moment.alliance, moment.wave].append(moment)
        last[moment.alliance, moment.row_id] = moment
    for key in sorted(dropped):
        yield from _pairs(table, key[1], dropped[key], new.get(key, []))


def numbers_used_again(table: str, moments: Iterable[Moment]) -> Iterator[Likely]:
    """Rows that took the number of a dropped one and share nothing with it, each in its first wave."""
    there = [moment for moment in moments if moment.row and not moment.row.printed]
    first = {(moment.alliance, moment.life): moment for moment in there if LATER_LIFE not in moment.life}
    for now in there:
        number, _, begun = now.life.partition(LATER_LIFE)
        if begun == now.wave and now.row_id == now.life:
            before = first[now.alliance, number]
            alike = round(likeness(_said(before), _said(now)))
            yield Likely(now.alliance, table, now.wave, now.life, number, _said(now), _said(before), alike)


def _pairs(table: str, wave: str, gone: list[Moment], came: list[Moment]) -> Iterator[Likely]:
    for before in gone:
        rated = [(round(likeness(_said(before), _said(now))), now) for now in came]
        best = max(rated, key=lambda found: found[0], default=None)
        if best and best[0] >= SAME_ROW:
            now = best[1]
            yield Likely(
                before.alliance, table, wave, now.row_id, before.row_id, _said(now), _said(before), best[0]
            )


def _said(moment: Moment) -> str:
    """The texts of a row, longest first: that is what it is called."""
    cells = moment.row.cells.values() if moment.row else ()
    texts = [cell.value for cell in cells if cell.value and any(map(str.isalpha, cell.value))]
    return " ".join(sorted(texts, key=len, reverse=True))
