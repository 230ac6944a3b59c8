"""What the style of a Word table does to the first row of it, the last column and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ruecklauf.office.document import Block, DocumentCell, DocumentRow, Paragraph, unseen_cell
from ruecklauf.office.word.names import attribute, value
from ruecklauf.office.word.styles import Part

_SWITCHES = {
    "firstRow": 0x0020,
    "lastRow": 0x0040,
    "firstCol": 0x0080,
    "lastCol": 0x0100,
    "neCell": 0x0020,
    "nwCell": 0x0020,
    "seCell": 0x0040,
    "swCell": 0x0040,
}
"""The bits of `w:tblLook` that switch parts on (ECMA-376 part 1, 17.4.55)."""
_NO_BANDS = {"band1Horz": 0x0200, "band2Horz": 0x0200, "band1Vert": 0x0400, "band2Vert": 0x0400}
"""Those that switch bands off."""
_BITS = {
    "firstRow": 0x0020, "lastRow": 0x0040, "firstColumn": 0x0080, "lastColumn": 0x0100,
    "noHBand": 0x0200, "noVBand": 0x0400,
}  # fmt: skip
"""Their names in newer files."""
_HEXADECIMAL = 16


def as_styled(
    rows: Sequence[DocumentRow], parts: Mapping[str, Part], look: dict[str, str]
) -> Sequence[DocumentRow]:
    """The rows with text struck and hidden that their table's style strikes and hides in such parts.

    Bands are taken for all of the table, and what cells say against it themselves is not asked: what is
    hidden so is asked about, not lost.
    """
    switched = _switches(look)
    on = {name: part for name, part in parts.items() if _is_on(name, switched)}
    if not on:
        return rows
    return [
        replace(row, cells=tuple(_cells(row.cells, number, len(rows), on))) for number, row in enumerate(rows)
    ]


def _cells(
    cells: Sequence[DocumentCell], row: int, rows: int, parts: Mapping[str, Part]
) -> Iterator[DocumentCell]:
    for number, cell in enumerate(cells):
        edges = {
            "firstRow": row == 0, "lastRow": row == rows - 1,
            "firstCol": number == 0, "lastCol": number == len(cells) - 1,
        }  # fmt: skip
        here = [part for name, part in parts.items() if _is_in(name, edges)]
        struck = _struck(cell) if any(part.struck for part in here) else cell
        yield unseen_cell(struck) if any(part.unseen for part in here) else struck


def _is_in(name: str, edges: Mapping[str, bool]) -> bool:
    corners = {"nwCell": (0, 2), "neCell": (0, 3), "swCell": (1, 2), "seCell": (1, 3)}
    if name in corners:
        sides = list(edges.values())
        return all(sides[side] for side in corners[name])
    return edges.get(name, True)


def _is_on(name: str, switched: int) -> bool:
    return not switched & _NO_BANDS.get(name, 0) and (
        name not in _SWITCHES or bool(switched & _SWITCHES[name])
    )


def _switches(look: dict[str, str]) -> int:
    said = {name: attribute(look, name).strip().lower() for name in _BITS}
    if any(said.values()):
        return sum(_BITS[name] for name, text in said.items() if text in ("1", "true", "on"))
    try:
        return int(value(look) or "0", _HEXADECIMAL)
    except ValueError:
        return 0


def _struck(cell: DocumentCell) -> DocumentCell:
    return replace(cell, blocks=tuple(map(_struck_block, cell.blocks)))


def _struck_block(block: Block) -> Block:
    if not isinstance(block, Paragraph):
        return block
    return replace(block, pieces=tuple(piece._replace(struck=True) for piece in block.pieces))
