"""Which sheet row and column belongs to each of a table's rows and fields, where the anchors leave doubt.

Printed cells are the third witness: a row that shows what the form printed into another one was sorted or
moved without its id. Nothing of such a row is taken unless the whole table says where it belongs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ruecklauf.cells import a1
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, remark
from ruecklauf.intake.notes import listed
from ruecklauf.intake.sheets.anchors import Axis, Found
from ruecklauf.intake.sheets.axes import cell_quoted, is_filled, most_common, unplaced
from ruecklauf.intake.submission import Noted
from ruecklauf.layout.block import RowPlan
from ruecklauf.layout.inputs import given_content
from ruecklauf.texts import Texts

Signature = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettledRows:
    """The sheet row of every row id that is certain."""

    rows: Mapping[str, int]
    doubtful: frozenset[int]
    """Sheet rows of which nothing is taken, not as new rows either."""
    noted: tuple[Noted, ...]


@dataclass(frozen=True)
class _Printed:
    """What the form printed into the rows of a table, and where that stands now."""

    found: Found
    settled: Mapping[str, int]
    """The columns that are certain."""
    texts: Texts

    @cached_property
    def columns(self) -> tuple[tuple[str, int], ...]:
        """Fields with printed content whose column is certain, with that column."""
        given = {name for row in self.found.block.rows for name in row.given}
        return tuple((name, index) for name, index in self.settled.items() if name in given)

    @cached_property
    def by_row(self) -> dict[str, Signature]:
        """What the form printed into each printed row."""
        return {row.row_id: self._planned(row) for row in self.found.block.rows if row.printed}

    @cached_property
    def by_signature(self) -> dict[Signature, str]:
        """The row id of each signature that only one printed row has."""
        signatures = self.by_row
        counts = Counter(signatures.values())
        return {mark: row_id for row_id, mark in signatures.items() if counts[mark] == 1 and any(mark)}

    def _planned(self, row: RowPlan) -> Signature:
        block = self.found.block
        contents = (
            given_content(block, row, block.column(name), self.texts) if name in row.given else None
            for name, _ in self.columns
        )
        return tuple(fold(str(content)) if content is not None else "" for content in contents)

    def at(self, row: int) -> str:
        """The id of the printed row whose content a sheet row shows; empty if it shows none's."""
        cells = self.found.sheet.cells
        mark = tuple(
            fold(plain_text(cells[row, index].raw)) if (row, index) in cells else ""
            for _, index in self.columns
        )
        return self.by_signature.get(mark, "") if mark else ""

    def speaks_against(self, row: int, row_id: str) -> bool:
        """Whether cells of a printed row that the form had filled say something else, all of them."""
        planned = self.by_row.get(row_id, ())
        shown = (
            [(text, index) for text, (_, index) in zip(planned, self.columns, strict=True) if text]
            if planned
            else []
        )
        cells = self.found.sheet.cells
        return bool(shown) and all(
            (row, index) in cells and fold(plain_text(cells[row, index].raw)) != text for text, index in shown
        )

    def shown(self, rows: Iterable[int]) -> dict[int, str]:
        """By sheet row, the printed row whose content it shows."""
        return {row: row_id for row in rows if (row_id := self.at(row))}


@dataclass
class _Draft:
    """The rows while they are being settled."""

    rows: dict[str, int] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    by_name: list[str] = field(default_factory=list)
    """Ids whose visible anchor points elsewhere, but whose printed cells agree with the hidden one."""
    missing: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)


def settle_rows(found: Found, columns: Mapping[str, int], texts: Texts) -> SettledRows:
    """The sheet row of every row id, as far as anchors and printed cells agree on it.

    `columns` are the columns that are certain.
    """
    printed = _Printed(found, columns, texts)
    draft = _by_anchors(found, printed)
    noted = [_unplaced_row(found, row_id) for row_id in draft.unplaced]
    doubtful = {
        row for row_id in draft.unplaced for row in (found.rows[row_id].seen, found.rows[row_id].named) if row
    }
    doubtful -= set(draft.rows.values())
    rows, out, more = _by_print(found, printed, draft.rows)
    shifted = _ids_shifted(found, rows, printed)
    noted += [*more, *_about_rows(found, draft), *_about_shift(found, shifted)]
    gone = {rows[row_id] for row_id in shifted}
    if shifted:
        gone |= _without_id(rows)
    kept = {row_id: row for row_id, row in rows.items() if row_id not in shifted}
    return SettledRows(kept, frozenset(doubtful | out | gone), tuple(noted))


def _by_anchors(found: Found, printed: _Printed) -> _Draft:
    draft = _Draft()
    open_rows: list[str] = []
    contradicted = _contradicted(found, printed)
    for plan in found.block.rows:
        axis, row_id = found.rows[plan.row_id], plan.row_id
        if row_id in contradicted:
            draft.unplaced.append(row_id)
        elif axis.best:
            draft.rows[row_id] = axis.best
        elif not (axis.seen and axis.named):
            draft.missing += [row_id] if plan.printed else []
        elif not plan.printed:
            open_rows.append(row_id)
        elif (by_seen := printed.at(axis.seen) == row_id) != (printed.at(axis.named) == row_id):
            draft.rows[row_id] = axis.seen if by_seen else axis.named
            (draft.moved if by_seen else draft.by_name).append(row_id)
        else:
            draft.unplaced.append(row_id)
    # free rows hold nothing printed: they go by their id where the table was sorted as a whole, that is
    # where the ids have only changed places, and no printed row proves them wrong
    if draft.by_name or draft.unplaced or not only_changed_places(found.rows.values()):
        draft.unplaced += open_rows
    else:
        draft.rows |= {row_id: found.rows[row_id].seen for row_id in open_rows}
        draft.moved += open_rows
    _drop_taken_twice(found, draft, printed)
    return draft


def _contradicted(found: Found, printed: _Printed) -> set[str]:
    """The rows whose id is lost and whose name points to where something else is printed.

    If that is so of most printed rows, the table was rearranged, and the others' names say nothing either.
    """
    unseen = {row_id: axis.best for row_id, axis in found.rows.items() if axis.best and not axis.seen}
    against = {row_id for row_id, row in unseen.items() if printed.speaks_against(row, row_id)}
    printed_ones = sum(row_id in printed.by_row for row_id in unseen)
    doubtful = len(against) * 2 > printed_ones or _is_rearranged(found)
    return set(unseen) if doubtful else against


def _is_rearranged(found: Found) -> bool:
    """Whether most ids and heads are gone, and one that is left contradicts the names: as when transposed."""
    axes = (found.rows.values(), found.columns.values())
    lost = all(sum(not axis.seen for axis in along) * 2 > len(along) for along in axes)
    return lost and any(axis.seen and axis.named and not axis.agrees for along in axes for axis in along)


def only_changed_places(axes: Iterable[Axis]) -> bool:
    """Whether ids and names that contradict each other are in the same rows, in another order: sorted."""
    moved = [axis for axis in axes if axis.seen and axis.named and not axis.agrees]
    return {axis.seen for axis in moved} == {axis.named for axis in moved}


def _drop_taken_twice(found: Found, draft: _Draft, printed: _Printed) -> None:
    """A row in which one id is seen does not go to another one whose name alone points to it."""
    seen = {axis.seen: row_id for row_id, axis in found.rows.items() if axis.seen}
    for row_id, row in tuple(draft.rows.items()):
        if seen.get(row, row_id) != row_id and printed.at(row) != row_id:
            del draft.rows[row_id]
            draft.unplaced.append(row_id)


def _by_print(
    found: Found, printed: _Printed, rows: Mapping[str, int]
) -> tuple[dict[str, int], set[int], list[Noted]]:
    """Rows whose printed cells are another row's go to that row, or to none; with the rows given up.

    A free row may well show the same as a printed one: a second institution of its kind.
    """
    wanted = {row_id: rows[row_id] for row_id in printed.by_signature.values() if row_id in rows}
    shown = printed.shown(wanted.values())
    displaced = {row_id for row_id, row in wanted.items() if shown.get(row, row_id) != row_id}
    if not displaced:
        return dict(rows), set(), []
    everywhere = shown if set(shown.values()) == wanted.keys() else printed.shown(_lines(rows))
    claims = Counter(everywhere.values())
    crossed = set(everywhere.values()) - set(shown.values())
    doubtful = {
        row_id for row_id in rows.keys() - wanted.keys() if crossed and is_filled(found, rows[row_id])
    }
    noted: list[Noted] = []
    if all(claims[row_id] == 1 for row_id in wanted):
        by_content = {row_id: row for row, row_id in everywhere.items()}
        noted = [_by_print_note(found, sorted(displaced))]
    else:
        by_content = {}
        doubtful |= displaced | ({key for key in wanted if wanted[key] not in shown} if crossed else set())
    kept = {
        row_id: row for row_id, row in rows.items() if row_id not in doubtful and row_id not in by_content
    }
    taken = {**{k: r for k, r in kept.items() if r not in by_content.values()}, **by_content}
    doubts = [_contradiction(found, row_id, rows[row_id], printed) for row_id in rows if row_id in doubtful]
    return taken, set(rows.values()) - set(taken.values()), [*noted, *doubts]


def _by_print_note(found: Found, row_ids: list[str]) -> Noted:
    place = Place(found.sheet.name)
    return Noted(remark("rows_by_print", rows=listed(row_ids)), place, subject=found.block.about())


def _lines(rows: Mapping[str, int]) -> range:
    """The sheet rows of the table, with one above and one below."""
    return range(min(rows.values()) - 1, max(rows.values()) + 2)


def _ids_shifted(found: Found, rows: Mapping[str, int], printed: _Printed) -> set[str]:
    """Row ids that were moved up or down by themselves: their names left the rows of the fields' names.

    Rows proved by what is printed in them are not among them.
    """
    named = [axis.named for axis in found.rows.values() if axis.named]
    if not named or not found.spans:
        return set()
    span, count = most_common(found)
    if count < len(found.spans) / 2 or span == (min(named), max(named)):
        return set()
    if not any(is_filled(found, row) for row in range(span[0], span[1] + 1) if row not in rows.values()):
        # rows that were moved as a whole leave nothing behind
        return set()
    return {row_id for row_id, row in rows.items() if printed.at(row) != row_id}


def _without_id(rows: Mapping[str, int]) -> set[int]:
    known = set(rows.values())
    return {row for row in _lines(rows) if row not in known}


def _about_rows(found: Found, draft: _Draft) -> Iterator[Noted]:
    place, about = Place(found.sheet.name), found.block.about()
    printed = {row.row_id for row in found.block.rows if row.printed}
    for row_id in draft.missing:
        if row_id in printed:
            yield Noted(remark("row_missing", row=row_id), place, subject=found.block.about(row_id))
    if draft.moved:
        yield Noted(remark("rows_moved", rows=listed(draft.moved)), place, subject=about)
    if draft.by_name:
        yield _by_print_note(found, draft.by_name)


def _about_shift(found: Found, shifted: set[str]) -> Iterator[Noted]:
    if shifted:
        wording = remark("ids_shifted", rows=listed(sorted(shifted)))
        yield Noted(wording, Place(found.sheet.name), subject=found.block.about())


def _unplaced_row(found: Found, row_id: str) -> Noted:
    code = found.code_column or 1
    return unplaced(found.sheet, found.block.about(row_id), found.rows[row_id], Axis(code, code))


def _contradiction(found: Found, row_id: str, row: int, printed: _Printed) -> Noted:
    """The row's id beside what is printed in the row."""
    columns = (found.code_column, *(index for _, index in printed.columns))
    place = Place(found.sheet.name, a1(row, found.code_column or 1))
    quotes = tuple(cell_quoted(found.sheet, row, index) for index in columns if index)
    return Noted(remark("anchors_disagree"), place, "", found.block.about(row_id), quotes)
