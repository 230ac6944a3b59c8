"""The answers of a cross table: each between an id at the left and an id above that both are certain.

Beside every id stands a name that the form takes from the table of that row. People go by the name: where it
is another row's than the id, as after a table was sorted with its ids, nothing of it is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruecklauf.cells import a1
from ruecklauf.definition.models import CrossSection
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, remark
from ruecklauf.intake.notes import gone, listed
from ruecklauf.intake.sheets.anchors import Axis, Found
from ruecklauf.intake.sheets.axes import shifted_columns, unplaced
from ruecklauf.intake.sheets.located import Located, place_of
from ruecklauf.intake.sheets.settling import only_changed_places
from ruecklauf.intake.submission import Noted, RawAnswer
from ruecklauf.layout.block import Block
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.model import Position

Names = Mapping[str, Mapping[str, str]]
"""By table and row id, what names the row."""


def names_in(located: Located) -> dict[str, str]:
    """By row id the names of a table's rows, as far as they have any."""
    label = located.found.block.section.row_label
    return {
        answer.subject.row_id: plain_text(answer.raw)
        for answer in located.answers
        if answer.subject.field == label and not answer.raw.is_blank
    }


def locate_cross(found: Found, names: Names) -> Located:
    """The filled cells of a cross table; `names` are those of the rows of the tables that it crosses."""
    block, noted = found.block, list[Noted]()
    rows = _settled(found, found.rows, "row_missing", noted)
    columns = _settled(found, found.columns, "column_missing", noted)
    shifted = [key for key in columns if key in shifted_columns(found)]
    if shifted:
        wording = remark("column_shifted", heads=listed(shifted))
        noted.append(Noted(wording, _whole(found), subject=block.about()))
    columns = {key: column for key, column in columns.items() if key not in shifted}
    down, across = _tables(block)
    beside = {key: (row, found.code_column + 1) for key, row in rows.items()}
    above = {key: (found.header_row + 1, column) for key, column in columns.items()}
    doubtful_rows = _of_others(found, beside, names.get(down, {}))
    doubtful_columns = _of_others(found, above, names.get(across, {}))
    filled = {
        (row_id, other): (row, column)
        for row_id, row in rows.items()
        for other, column in columns.items()
        if (row, column) in found.sheet.cells
    }
    taken = [key for key in filled if key[0] not in doubtful_rows and key[1] not in doubtful_columns]
    left = filled.keys() - set(taken)
    heads = (
        *_about_heads(found, beside, doubtful_rows, {row_id for row_id, _ in left}),
        *_about_heads(found, above, doubtful_columns, {other for _, other in left}),
    )
    answers = tuple(_answer(found, key, filled[key]) for key in taken)
    return Located(found, answers, tuple(noted), rows, columns, quoted=heads)


def _tables(block: Block) -> tuple[str, str]:
    section = block.section
    assert isinstance(section, CrossSection)
    down, across = (section.field(end) for end in (section.down, section.across))
    return referred(block.worksheet, down), referred(block.worksheet, across)


def _whole(found: Found) -> Place:
    return Place(found.sheet.name)


def _answer(found: Found, key: tuple[str, str], at: Position) -> RawAnswer:
    block = found.block
    subject = block.about("-".join(key), block.columns[0].field.id)
    return RawAnswer(subject, "", found.sheet.cells[at].raw, place_of(found.sheet.name, *at))


# Ids


def _settled(found: Found, axes: Mapping[str, Axis], code: str, noted: list[Noted]) -> dict[str, int]:
    """Where each id is; ids that have only changed places were sorted, and count where they are seen."""
    settled = {key: axis.best for key, axis in axes.items() if axis.best}
    open_ = {key: axis for key, axis in axes.items() if axis.seen and axis.named and not axis.agrees}
    about = found.block.about()
    if open_ and only_changed_places(axes.values()):
        settled |= {key: axis.seen for key, axis in open_.items()}
        moved = "rows_moved" if code == "row_missing" else "columns_moved"
        noted.append(Noted(remark(moved, rows=listed([*open_])), _whole(found), subject=about))
        open_ = {}
    at_seen = {axis.seen: key for key, axis in axes.items() if axis.seen}
    for key, at in tuple(settled.items()):
        if at_seen.get(at, key) != key:
            # another id is seen there: the name alone, which points to it, does not count
            del settled[key]
    for key, axis in open_.items():
        noted.append(_unplaced(found, key, axis, code))
    missing = [key for key in axes if key not in settled and key not in open_]
    if missing:
        noted.append(Noted(gone(code, missing), _whole(found), subject=about))
    return {key: settled[key] for key in axes if key in settled}


def _unplaced(found: Found, key: str, axis: Axis, code: str) -> Noted:
    if code == "row_missing":
        at = found.code_column or 1
        return unplaced(found.sheet, found.block.about(key), axis, Axis(at, at))
    at = found.header_row or 1
    return unplaced(found.sheet, found.block.about(), Axis(at, at), axis)


# Names beside them


def _of_others(found: Found, heads: Mapping[str, Position], names: Mapping[str, str]) -> dict[str, list[str]]:
    """The ids beside which another known row's name stands, with the ids of the rows of that name."""
    by_name: dict[str, list[str]] = {}
    for row_id, name in names.items():
        by_name.setdefault(fold(name), []).append(row_id)
    shown = {key: fold(_text(found, at)) for key, at in heads.items()}
    return {key: by_name[name] for key, name in shown.items() if name in by_name and key not in by_name[name]}


def _text(found: Found, at: Position) -> str:
    cell = found.sheet.cells.get(at)
    return plain_text(cell.raw) if cell is not None else ""


def _about_heads(
    found: Found, heads: Mapping[str, Position], others: Mapping[str, list[str]], filled: set[str]
) -> Iterator[Noted]:
    """A note on each id that has another row's name beside it and answers."""
    for key in others:
        if key in filled:
            wording = remark("head_of_other", row=key, other=listed(others[key]))
            place = Place(found.sheet.name, a1(*heads[key]))
            yield Noted(wording, place, _text(found, heads[key]), found.block.about(key))
