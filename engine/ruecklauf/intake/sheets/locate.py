"""The answers of a returned form: each in the cell on which both anchors agree, or not taken at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ruecklauf.findings import Place, remark
from ruecklauf.intake.notes import listed, section_missing
from ruecklauf.intake.sheets.anchors import Found, find_block
from ruecklauf.intake.sheets.axes import settle_columns, unplaced
from ruecklauf.intake.sheets.copies import fuller, uncontested
from ruecklauf.intake.sheets.crossing import Names, locate_cross, names_in
from ruecklauf.intake.sheets.located import Located
from ruecklauf.intake.sheets.settling import settle_rows
from ruecklauf.intake.sheets.table_rows import added_rows, answers_in, copied_rows, placed_in
from ruecklauf.intake.sheets.workbook_index import WorkbookIndex, copy_of, find_sheets, twin_of
from ruecklauf.intake.submission import Noted, RawAnswer
from ruecklauf.layout.block import Block
from ruecklauf.layout.model import Layout
from ruecklauf.office.workbook import Sheet, Workbook
from ruecklauf.texts import Texts


def locate(workbook: Workbook, layout: Layout, texts: Texts) -> tuple[tuple[Located, ...], tuple[Noted, ...]]:
    """Every block of the form that is in the file; and a note for each one that is not."""
    index = WorkbookIndex(workbook)
    sheets = find_sheets(index, layout.blocks)
    located: dict[str, Located] = {}
    names: dict[str, Mapping[str, str]] = {}
    # cross tables show the names of other tables' rows
    for name in sorted(sheets, key=lambda name: any(block.is_cross for block in layout.blocks_on(name))):
        for here in _on_sheet(index, layout.blocks_on(name), sheets, names, texts):
            located[here.found.block.name] = here
            names[here.found.block.name] = names_in(here)
    noted: list[Noted] = []
    for name in dict.fromkeys(block.sheet for block in layout.blocks):
        if name not in sheets:
            noted += _sheet_missing(layout.blocks_on(name))
    noted += _renamed({name: sheet.name for name, sheet in sheets.items() if sheet.name != name})
    found = tuple(located[block.name] for block in layout.blocks if block.name in located)
    return found, (*noted, *_lost_names(found))


def _sheet_missing(blocks: tuple[Block, ...]) -> Iterator[Noted]:
    """One note on a sheet with all its sections, an error if one of them is to be returned."""
    asked = sorted(
        (block for block in blocks if not block.section.is_remarks), key=lambda block: block.section.local
    )
    for block in asked[:1]:
        yield from section_missing(block, block.sheet, Place())


def _renamed(now: Mapping[str, str]) -> Iterator[Noted]:
    """One note on all sheets that have other names now."""
    if now:
        pairs = listed([f"„{name}“ → „{new}“" for name, new in now.items()])
        place = Place(*now.values()) if len(now) == 1 else Place()
        yield Noted(remark("sheet_renamed", names=pairs), place, " / ".join(now.values()))


def _lost_names(located: Iterable[Located]) -> Iterator[Noted]:
    """One note on all hidden names that are lost; that those of a copied sheet are elsewhere is none."""
    lost = [(here.found.sheet.name, _without_names(here.found)) for here in located if here.left is None]
    sheets = {sheet for sheet, count in lost if count}
    if sheets:
        place = Place(*sheets) if len(sheets) == 1 else Place()
        yield Noted(remark("names_lost", count=sum(count for _, count in lost)), place)


def _without_names(found: Found) -> int:
    return sum(1 for axis in (*found.row_axes, *found.columns.values()) if axis.seen and not axis.named)


def _on_sheet(
    index: WorkbookIndex, blocks: tuple[Block, ...], sheets: Mapping[str, Sheet], names: Names, texts: Texts
) -> tuple[Located, ...]:
    """The blocks of one of the form's sheets; if it was copied, read where they say more."""

    def on(sheet: Sheet) -> tuple[Located, ...]:
        return tuple(_locate_block(find_block(index, block, sheet, texts), names, texts) for block in blocks)

    sheet = sheets[blocks[0].sheet]
    here = on(sheet)
    if (twin := twin_of(index, blocks, sheet)) is not None:
        return tuple(map(uncontested, here, on(twin)))
    copy = copy_of(index, blocks, taken=sheets.values())
    return here if copy is None else fuller(here, on(copy))


def _locate_block(found: Found, names: Names, texts: Texts) -> Located:
    if found.block.is_record:
        return _locate_record(found)
    if found.block.is_cross:
        return locate_cross(found, names)
    return _locate_table(found, texts)


def _locate_record(found: Found) -> Located:
    block = found.block
    answers: list[RawAnswer] = []
    noted: list[Noted] = []
    for column, planned in zip(block.columns, block.planned[block.rows[0].row_id], strict=True):
        key = column.key
        row, index = found.rows[key], found.columns[key]
        if not row.best or not index.best:
            noted.append(unplaced(found.sheet, planned.subject, row, index))
            continue
        answers += answers_in(found.sheet, row.best, [(index.best, 0)], (planned,))
    return Located(found, tuple(answers), tuple(noted))


def _locate_table(found: Found, texts: Texts) -> Located:
    block = found.block
    columns, column_notes = settle_columns(found)
    settled = settle_rows(found, columns, texts)
    placed = placed_in(block, columns)
    known = set(settled.rows.values()) | settled.doubtful if settled.rows else set()
    copied = copied_rows(found, known, placed, texts)
    rows = {row_id: row for row_id, row in settled.rows.items() if row not in copied}
    answers = [
        answer
        for row in block.rows
        if row.row_id in rows
        for answer in answers_in(found.sheet, rows[row.row_id], placed, block.planned[row.row_id])
    ]
    added, added_notes = added_rows(found, known, placed, copied, texts)
    written_over = [
        row.row_id for row in block.rows if row.printed and settled.rows.get(row.row_id) in copied
    ]
    missing = _missing_rows(found, written_over)
    noted = (*settled.noted, *missing, *column_notes, *added_notes)
    return Located(found, (*answers, *added), noted, rows, columns, tuple(added), frozenset(copied))


def _missing_rows(found: Found, row_ids: list[str]) -> Iterator[Noted]:
    printed = {row.row_id for row in found.block.rows if row.printed}
    for row_id in row_ids:
        if row_id in printed:
            noted = remark("row_missing", row=row_id)
            yield Noted(noted, Place(found.sheet.name), subject=found.block.about(row_id))
