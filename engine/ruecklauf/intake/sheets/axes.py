"""Which sheet column each of a table's fields has, and whether its cells still stand beside their ids."""

from __future__ import annotations

from collections import Counter

from ruecklauf.cells import a1
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, Subject, remark
from ruecklauf.intake.sheets.anchors import Axis, Found
from ruecklauf.intake.submission import Noted, Quote
from ruecklauf.office.workbook import Sheet

Span = tuple[int, int]
"""First and last row of a name."""


def settle_columns(found: Found) -> tuple[dict[str, int], list[Noted]]:
    """The sheet column of every field, and a note on each one that is not certain."""
    settled: dict[str, int] = {}
    noted: list[Noted] = []
    shifted = shifted_columns(found)
    place = Place(found.sheet.name)
    if shifted:
        moved = [plan for plan in found.block.columns if plan.key in shifted]
        heads = ", ".join(dict.fromkeys(f"„{plan.header}“" for plan in moved))
        about = found.block.about(field_id=moved[0].field.id if len(moved) == 1 else "")
        noted.append(Noted(remark("column_shifted", heads=heads), place, subject=about))
    for plan in found.block.columns:
        axis = found.columns[plan.key]
        about = found.block.about(field_id=plan.field.id)
        if plan.key in shifted:
            continue
        if axis.best:
            settled[plan.key] = axis.best
        elif axis.seen and axis.named:
            at = found.header_row or 1
            noted.append(unplaced(found.sheet, about, Axis(at, at), axis))
        else:
            noted.append(Noted(remark("column_missing", head=plan.header), place, subject=about))
    return settled, noted


def shifted_columns(found: Found) -> set[str]:
    """The columns in which single cells were inserted or deleted: their names end in other rows.

    The names of the rows themselves say where they should. Only where no column goes along with these, and
    something stands in a row without an id, the ids may have been moved: then most columns count as right.
    """
    if not found.spans:
        return set()
    rows, (usual, _) = own_span(found), most_common(found)
    by_rows = rows in found.spans.values() or (rows_in_order(found) and not filled_without_id(found, usual))
    return {key for key, span in found.spans.items() if span != (rows if by_rows else usual)}


def filled_without_id(found: Found, span: Span) -> bool:
    """Whether a row within the span that has no id holds anything."""
    known = {axis.best for axis in found.rows.values()}
    return any(is_filled(found, row) for row in range(span[0], span[1] + 1) if row not in known)


def is_filled(found: Found, row: int) -> bool:
    return any((row, axis.best) in found.sheet.cells for axis in found.columns.values() if axis.best)


def own_span(found: Found) -> Span | None:
    """The rows in which the names of the first and of the last row id are."""
    named = [axis.named for axis in found.rows.values() if axis.named]
    return (min(named), max(named)) if named else None


def most_common(found: Found) -> tuple[Span, int]:
    """The rows of most fields' names, and how many fields that are."""
    return Counter(found.spans.values()).most_common(1)[0]


def rows_in_order(found: Found) -> bool:
    """Whether every row id is where its name is, one below the other as the form has them."""
    rows = [axis.seen for axis in found.rows.values()]
    return all(axis.agrees for axis in found.rows.values()) and rows == sorted(rows)


def unplaced(sheet: Sheet, subject: Subject, row: Axis, column: Axis) -> Noted:
    """Both anchors, with what stands at each: nothing is taken, nothing is lost."""
    if not (row.seen or row.named) or not (column.seen or column.named):
        return Noted(remark("answer_cell_missing"), Place(sheet.name), subject=subject)
    places = (
        (row.seen or row.named, column.seen or column.named),
        (row.named or row.seen, column.named or column.seen),
    )
    quotes = tuple(cell_quoted(sheet, *place) for place in dict.fromkeys(places))
    return Noted(remark("anchors_disagree"), Place(sheet.name, a1(*places[0])), "", subject, quotes)


def cell_quoted(sheet: Sheet, row: int, column: int) -> Quote:
    cell = sheet.cells.get((row, column))
    return Quote(plain_text(cell.raw) if cell else "leer", a1(row, column))
