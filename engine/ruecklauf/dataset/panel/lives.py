"""Which row stands under a number in each wave, as far as the rows themselves tell.

The number of a row that people add is a place in the form. Unless the form showed what had stood there, or
what stands there now says so, another row may have taken it: that one begins a life of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ruecklauf.dataset.panel.rows import NOTHING, PanelRow
from ruecklauf.likeness import SAME_ROW, likeness

LATER_LIFE = "@"
"""Between the id of a row and the wave in which it began, where others had the number before."""
Lives = Mapping[tuple[str, str], str]
"""By wave and row id the life that a row has there."""
_CROSSED = re.compile(r"-(?=[A-Z]{2}[0-9])")


def crossed(row_id: str) -> list[str]:
    """The two rows that a crossing is named by, or the row itself. Ids of waves have dashes, too."""
    return _CROSSED.split(row_id)


def lives(rows: Sequence[PanelRow], waves: Sequence[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """The lives of the rows of one table of an alliance, which returned it in these waves."""
    by_id: dict[str, dict[str, PanelRow]] = defaultdict(dict)
    for each in rows:
        by_id[each.row_id][each.wave] = each
    for row_id, found in by_id.items():
        seen: dict[str, PanelRow] = {}
        life, last = row_id, ""
        for wave in waves:
            row = found.get(wave)
            if row is not None:
                if seen and _may_be_another(found.get(last), row):
                    life = _taken_up(row, seen) or f"{row_id}{LATER_LIFE}{wave}"
                seen.pop(life, None)
                seen[life] = row
                yield (wave, row_id), life
            last = wave if row else ""


def _may_be_another(before: PanelRow | None, row: PanelRow) -> bool:
    """Whether more than the number is needed to know a row again."""
    return before is None or before.is_retired != row.is_retired or row.was_blank


def _taken_up(row: PanelRow, seen: dict[str, PanelRow]) -> str:
    """The life that a row goes on with after it was dropped; empty where it shares nothing with any."""
    seen = {life: before for life, before in seen.items() if before.is_retired == row.is_retired}
    if not seen:
        return ""
    if row.printed or not row.row_id[2:].isdecimal() or row.was_shown:
        return [*seen][-1]
    return next((life for life in reversed(seen) if _shares(seen[life], row)), "")


def _shares(before: PanelRow, now: PanelRow) -> bool:
    """Whether two rows have something in common: words, or any answer where one of them has no words.

    What is chosen from a list is the same in many rows.
    """
    old, new = ({text.casefold() for text in row.words if text} for row in (before, now))
    if old and new:
        return bool(old & new) or likeness(" ".join(before.words), " ".join(now.words)) >= SAME_ROW
    there = ((name, cell.value) for name, cell in before.cells.items() if cell.value)
    return any(now.cells.get(name, NOTHING).value == value for name, value in there)
