"""The guide: every field of every sheet with what is meant and may be entered, and the rules in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ruecklauf.definition.load import REMARKS_FIELD
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.layout.geometry import PlacedSheet
from ruecklauf.layout.model import Role, SheetPlan, SlotCell
from ruecklauf.layout.sheets.columns import BOLD
from ruecklauf.layout.sheets.cover import Rows
from ruecklauf.layout.wording import expected_in, explained_choice, header, is_required, lines, or_words
from ruecklauf.texts import Texts

GUIDE_WIDTHS = (31, 98)
"""Together they fit on an upright page."""
WIDE_LETTERS = 1.21
"""As `LETTERS`, of a column so wide that a word too long for the end of a line leaves little room."""
SHORT_CHOICE, LONG_CHOICE = 40, 150
"""Characters of a list's entries that are said beside each field of several, or beside the only one."""


def plan_guide(
    placed: tuple[PlacedSheet, ...], sentences: dict[str, tuple[str, ...]], texts: Texts
) -> SheetPlan:
    """Every field with what is meant and what may be entered, the rules in words, and each list once."""
    rows = Rows()
    rows.text(1, texts("guide.title"), Role.TITLE)
    rows.heights[1] = 24
    rows.next()
    rows.cells.append(SlotCell(rows.row, 1, "alliance.identity", Role.LINE))
    rows.next()
    for line in texts.list("guide.leads"):
        rows.text(1, line, Role.LINE)
        rows.next()
    for column, head in enumerate(texts.list("guide.columns"), start=1):
        rows.text(column, head, Role.HEADER)
    header_row = rows.row
    rows.next()
    _Guide(rows, placed, texts).write(sentences)
    return SheetPlan(
        texts("guide.sheet"),
        texts("guide.sheet"),
        tuple(rows.cells),
        widths=GUIDE_WIDTHS,
        heights=rows.heights,
        freeze=(header_row + 1, 1),
        repeat=(header_row, header_row),
        upright=True,
    )


@dataclass(frozen=True)
class _Guide:
    rows: Rows
    placed: tuple[PlacedSheet, ...]
    texts: Texts

    def write(self, sentences: dict[str, tuple[str, ...]]) -> None:
        """The sheets one after the other, then the lists that are said once."""
        lists = self._lists()
        for sheet in self.placed:
            self._sheet(sheet, sentences.get(sheet.name, ()), lists)
        if lists:
            self._heading(self.texts("guide.lists"))
            for entries, title in lists.items():
                self._row(title, entries)

    def _fields(self) -> Iterator[tuple[Worksheet, FieldBase]]:
        for sheet in self.placed:
            for block in sheet.blocks:
                yield from ((block.worksheet, field) for field in block.section.declared_fields)

    def _lists(self) -> dict[str, str]:
        """The entries of lists that are long or that several fields offer, with the list's title."""
        found = [
            (explained_choice(field, worksheet.lists, self.texts), worksheet, field)
            for worksheet, field in self._fields()
        ]
        times = Counter(entries for entries, _, _ in found)
        return {
            entries: worksheet.lists[field.list_id or ""].title(self.texts.language)
            for entries, worksheet, field in found
            if len(entries) > (SHORT_CHOICE if times[entries] > 1 else LONG_CHOICE)
        }

    def _sheet(self, sheet: PlacedSheet, sentences: tuple[str, ...], lists: dict[str, str]) -> None:
        texts = self.texts
        self._heading(texts("guide.of_sheet", sheet=sheet.name, title=sheet.head.title))
        about = (sheet.worksheet.purpose(texts.language), *_instructions(sheet, texts))
        self._row(texts("cover.purpose"), " ".join(about))
        for block in sheet.blocks:
            for field in block.section.declared_fields:
                if field.id != REMARKS_FIELD:
                    label = header(field, block.worksheet.lists, texts)
                    self._row(label, " ".join(self._about(block.worksheet, field, lists)))
        for sentence in sentences:
            self._row(texts("guide.rule"), sentence)

    def _about(self, worksheet: Worksheet, field: FieldBase, lists: dict[str, str]) -> Iterator[str]:
        """What is meant, what may be entered, and whether it is needed."""
        texts = self.texts
        if field.help:
            yield field.help(texts.language)
        entries = explained_choice(field, worksheet.lists, texts)
        if title := lists.get(entries):
            entries = texts("guide.list", title=title)
        expected = or_words(entries, field, texts) if entries else expected_in(field, worksheet.lists, texts)
        if not field.help or expected != texts("expectation.tick"):
            yield texts("prompt.expected", what=expected)
        if is_required(field):
            yield texts("guide.required")

    def _heading(self, text: str) -> None:
        self.rows.text(1, text, Role.HEADING)
        self.rows.next()

    def _row(self, label: str, text: str) -> None:
        self.rows.text(1, label, Role.LABEL)
        self.rows.text(2, text, Role.TEXT)
        self.rows.next_after(
            max(lines(label, GUIDE_WIDTHS[0] * BOLD), lines(text, GUIDE_WIDTHS[1] * WIDE_LETTERS))
        )


def _instructions(sheet: PlacedSheet, texts: Texts) -> Iterator[str]:
    yield sheet.worksheet.instructions(texts.language)
    for block in sheet.blocks:
        if block.section.instructions:
            yield block.section.instructions(texts.language)
