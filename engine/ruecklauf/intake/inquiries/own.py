"""What stands in a returned inquiry because it was sent so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.intake.inquiries.lines import QuestionSheet
from ruecklauf.layout.inquiries import COLUMNS, AskedRow, Inquiry
from ruecklauf.office.workbook import SheetCell
from ruecklauf.texts import Texts


@dataclass(frozen=True)
class Own:
    """The texts of an inquiry and where they belong."""

    inquiry: Inquiry
    texts: Texts

    def has(self, cell: SheetCell, on: QuestionSheet | None) -> bool:
        """Whether the cell is as it was sent; `on` is its sheet, if questions stand there."""
        text = fold(plain_text(cell.raw))
        if cell.raw.formula is not None:
            return False
        if on is None:
            return self._hidden.get((cell.row, cell.column), set()) >= {text}
        row = on.lines.get(cell.row)
        if row is not None:
            return self._is_of_row(text, cell, row, on)
        is_head = (cell.row, cell.column) in on.heads
        return is_head or text in self._around

    def _is_of_row(self, text: str, cell: SheetCell, row: AskedRow, on: QuestionSheet) -> bool:
        """Whether the text stands in the column in which it was sent."""
        if text == fold(row.id):
            return True
        said = dict(zip(COLUMNS, map(fold, row.texts), strict=False))
        if not row.is_answerable:
            said["answer"] = fold(self.texts("inquiry.only_explain"))
        for number, key in enumerate(COLUMNS, start=1):
            # heads may be lost: then columns are where they were
            if on.columns.get(key, number) == cell.column and key in said:
                return said[key] == text
        return False

    @cached_property
    def _around(self) -> frozenset[str]:
        """What stands above and between the rows, sentences all."""
        points = (point.text for point in self.inquiry.points)
        return frozenset(fold(text) for text in (*self.inquiry.introduction, *points) if text)

    @cached_property
    def _hidden(self) -> dict[tuple[int, int], set[str]]:
        """What the hidden sheets say, cell by cell."""
        found: dict[tuple[int, int], set[str]] = {}
        for column, words in enumerate(self.inquiry.lists, start=1):
            for row, word in enumerate(words, start=1):
                found.setdefault((row, column), set()).add(fold(word))
        for row, pair in enumerate(self.inquiry.identity.items(), start=1):
            for column, text in enumerate(pair, start=1):
                found.setdefault((row, column), set()).add(fold(text))
        return found
