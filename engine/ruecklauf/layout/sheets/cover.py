"""The cover: guidance, contents and progress."""

from __future__ import annotations

import math

from ruecklauf.cells import a1
from ruecklauf.layout.block import Block
from ruecklauf.layout.geometry import PlacedSheet, is_remark
from ruecklauf.layout.model import FORM_CODE_NAME, Cell, FormulaCell, Role, SheetPlan, SlotCell, TextCell
from ruecklauf.layout.sheets.checks import CheckSheet
from ruecklauf.layout.sheets.columns import LETTERS
from ruecklauf.layout.sheets.heights import TITLE_HEIGHT
from ruecklauf.layout.sheets.highlights import pending
from ruecklauf.layout.sheets.live import live_cell
from ruecklauf.layout.wording import lines
from ruecklauf.texts import Texts

FIRST_SLOTS = (("cover.for_whom", "alliance.name"), ("cover.deadline", "round.deadline"))
FURTHER_SLOTS = (
    ("cover.wave", "round.wave"),
    ("cover.code", "alliance.form_code"),
    ("cover.ags", "alliance.ags"),
    ("cover.sender", "round.sender"),
)
QUARTER = 15
FREE_MINUTES = 5.0
"""Minutes."""
LINE = 84
"""Characters of the cover's text column, for row heights."""
LINE_HEIGHT = 15.0


class Rows:
    """Cells as they are written from top to bottom."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.heights: dict[int, float] = {}
        self.row = 1

    def text(self, column: int, text: str, role: Role, link: str = "") -> None:
        self.cells.append(TextCell(self.row, column, text, role, link))

    def next(self, text: str = "", width: float = (LINE - 8) * LETTERS) -> None:
        """Go to the next row; a long text makes this one higher."""
        self.next_after(lines(text, width))

    def next_after(self, number: int) -> None:
        """Go to the next row; this one is so many lines high."""
        if number > 1:
            self.heights[self.row] = LINE_HEIGHT * number
        self.row += 1


def plan_cover(
    placed: tuple[PlacedSheet, ...], checks: CheckSheet, legend: tuple[str, ...], texts: Texts
) -> SheetPlan:
    """For whom, by when, to whom, and the path through the sheets with live progress; then all else."""
    rows = Rows()
    rows.cells.append(SlotCell(1, 1, "round.title", Role.TITLE))
    rows.heights[1] = TITLE_HEIGHT
    rows.next()
    _slots(rows, FIRST_SLOTS, texts)
    _way_back(rows, texts)
    _slots(rows, (("cover.contact", "round.contact"),), texts)
    rows.text(1, texts("cover.duration"), Role.LABEL)
    rows.text(2, texts("cover.minutes", minutes=minutes_needed(placed)), Role.TEXT)
    rows.next(texts("cover.minutes", minutes=0))
    rows.text(1, texts("cover.begin"), Role.LABEL)
    rows.text(2, placed[0].name, Role.LINK, link=f"{placed[0].name}!A1")
    rows.next()
    contents(rows, placed, checks, texts)
    rows.next()
    rows.text(1, texts("cover.purpose"), Role.LABEL)
    rows.cells.append(SlotCell(rows.row, 2, "round.purpose", Role.TEXT))
    rows.next_after(4)
    _slots(rows, FURTHER_SLOTS, texts)
    below(rows, legend, texts)
    return cover_of(rows, texts)


def _slots(rows: Rows, slots: tuple[tuple[str, str], ...], texts: Texts) -> None:
    for key, slot in slots:
        rows.text(1, texts(key), Role.LABEL)
        emphasised = slot == "round.deadline"
        rows.cells.append(SlotCell(rows.row, 2, slot, Role.STATUS if emphasised else Role.TEXT))
        rows.next_after(3 if slot == "round.sender" else 1)


def _way_back(rows: Rows, texts: Texts) -> None:
    """The address, and a link that begins a message to it, with the form's code as its subject."""
    rows.text(1, texts("cover.return_to"), Role.LABEL)
    rows.cells.append(SlotCell(rows.row, 2, "round.return_to", Role.TEXT))
    to, write = a1(rows.row, 2, absolute=True), texts("cover.write")
    link = f'HYPERLINK("mailto:"&{to}&"?subject="&{FORM_CODE_NAME},"{write}")'
    formula = f'IF(ISNUMBER(FIND("@",{to})),{link},"")'
    rows.cells.append(FormulaCell(rows.row, 3, formula, Role.ADDRESS, lambda state: write))
    rows.next()


def minutes_needed(placed: tuple[PlacedSheet, ...]) -> int:
    """How long the sheets to return may take: a rule of thumb, in whole quarters of an hour."""
    returned = [sheet for sheet in placed if not sheet.blocks[0].section.local]
    needed = sum(_minutes(block) for sheet in returned for block in sheet.blocks if not is_remark(block))
    return math.ceil(max(needed, 1) / QUARTER) * QUARTER


def _minutes(block: Block) -> float:
    """Half a minute for each question or printed row, five for rows that people begin themselves."""
    if block.is_record:
        return len(block.questions) / 2
    if block.is_cross:
        return FREE_MINUTES
    printed = sum(row.printed for row in block.rows)
    return printed / 2 + (FREE_MINUTES if block.section.has_free_rows else 0)


def below(rows: Rows, legend: tuple[str, ...], texts: Texts) -> None:
    """How to fill in the form, what the cells mean, and what becomes of the data."""
    _list(rows, texts("cover.how"), texts.list("cover.steps"))
    _legend(rows, legend, texts)
    rows.text(1, texts("cover.privacy"), Role.HEADING)
    rows.next()
    rows.cells.append(SlotCell(rows.row, 1, "round.privacy_version", Role.LABEL))
    rows.cells.append(SlotCell(rows.row, 2, "round.privacy", Role.TEXT))
    rows.heights[rows.row] = 8 * LINE_HEIGHT


def cover_of(rows: Rows, texts: Texts) -> SheetPlan:
    """The sheet with these rows."""
    name = texts("cover.sheet")
    return SheetPlan(
        name,
        name,
        tuple(rows.cells),
        widths=(28, LINE - 8, 33, 20),
        heights=rows.heights,
        highlights=tuple(pending(rows.cells, 4, texts)),
    )


def contents(rows: Rows, placed: tuple[PlacedSheet, ...], checks: CheckSheet, texts: Texts) -> None:
    rows.text(1, texts("cover.contents"), Role.HEADING)
    rows.next()
    for column, head in enumerate(texts.list("cover.contents_heads"), start=1):
        rows.text(column, head, Role.HEADER)
    rows.next()
    for sheet in placed:
        rows.text(1, sheet.name, Role.LINK, link=f"{sheet.name}!A1")
        first = sheet.blocks[0].section
        rows.text(
            2, f"{sheet.head.title} ({texts('words.local' if first.local else 'words.returned')})", Role.TEXT
        )
        rows.cells.append(live_cell(rows.row, 3, checks.progress(sheet.name, texts), Role.PROGRESS))
        rows.cells.append(live_cell(rows.row, 4, checks.open_text(sheet.name, texts), Role.PROGRESS))
        rows.next()
    rows.text(1, texts("review.sheet"), Role.LINK, link=f"{texts('review.sheet')}!A1")
    rows.text(2, texts("cover.review"), Role.TEXT)
    rows.cells.append(live_cell(rows.row, 3, checks.progress("", texts), Role.PROGRESS))
    rows.cells.append(live_cell(rows.row, 4, checks.open_text("", texts), Role.PROGRESS))
    rows.next()
    rows.text(1, texts("guide.sheet"), Role.LINK, link=f"{texts('guide.sheet')}!A1")
    rows.text(2, texts("cover.guide"), Role.TEXT)
    rows.next()


def _list(rows: Rows, heading: str, entries: tuple[str, ...]) -> None:
    rows.text(1, heading, Role.HEADING)
    rows.next()
    for number, line in enumerate(entries, start=1):
        rows.text(1, f"{number}.", Role.LABEL)
        rows.text(2, line, Role.TEXT)
        rows.next(line)


_LEGEND = ("input", "required", "fixed", "irrelevant", "example")
_EXPLAINED = (*_LEGEND, "wrong", "explained")
LEGENDS = {
    1: _LEGEND,
    2: (*_LEGEND, "wrong"),
    3: _EXPLAINED,
    4: _EXPLAINED,
    5: _EXPLAINED,
    6: _EXPLAINED,
    7: _EXPLAINED,
    8: _EXPLAINED,
    9: _EXPLAINED,
    10: _EXPLAINED,
}
"""By version of the layout."""


def _legend(rows: Rows, legend: tuple[str, ...], texts: Texts) -> None:
    rows.text(1, texts("cover.legend"), Role.HEADING)
    rows.next()
    for key in legend:
        rows.text(1, texts(f"legend.{key}"), Role.LABEL)
        line = texts(f"legend.{key}_text")
        rows.text(2, line, Role.TEXT)
        rows.next(line)
