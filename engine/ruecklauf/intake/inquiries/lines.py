"""Which line of a returned inquiry is which row of it, and in which columns its answers stand.

Three witnesses say it of a line: the visible id, the hidden names of the cells for answers, and the question.
Two must agree, so that lines may be sorted, and ids or questions overwritten; one alone is not believed.
Where cells were cut and pasted, or some columns sorted without the others, nothing of the line is taken.
Documents, and workbooks that have lost their names, have the id of the other side in place of these.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.intake.codes import normal_code
from ruecklauf.intake.sheets.recognise import corner_of
from ruecklauf.layout.inquiries import (
    ANSWER_NAME,
    COLUMNS,
    EXPLANATION_NAME,
    AskedRow,
    Inquiry,
    heads,
)
from ruecklauf.office.workbook import Sheet, Workbook
from ruecklauf.texts import Texts

TRUSTED = 2
"""Witnesses that must agree about a line."""
_NAMES = {"answer": ANSWER_NAME, "explanation": EXPLANATION_NAME}


@dataclass(frozen=True)
class QuestionSheet:
    """A sheet of the file on which rows of the inquiry stand, or stood."""

    sheet: Sheet
    columns: Mapping[str, int]
    """By key as COLUMNS has them; those that were found. None of an answer where the evidence disagrees."""
    disagrees: bool
    """Heads and names show different columns for answers: nothing is taken."""
    lines: Mapping[int, AskedRow]
    """The row that each line is."""
    doubtful: frozenset[int]
    """Lines of which it is not sure that their answers belong to them."""
    heads: Mapping[tuple[int, int], str]
    """Cells in which a head stands."""


def question_sheets(workbook: Workbook, inquiry: Inquiry, texts: Texts) -> tuple[QuestionSheet, ...]:
    """Every sheet on which anything of the inquiry is found, in the order of the tabs."""
    finding = _Finding(workbook, inquiry, texts)
    return tuple(found for sheet in workbook.sheets if (found := finding.on(sheet)) is not None)


@dataclass(frozen=True)
class _Finding:
    workbook: Workbook
    inquiry: Inquiry
    texts: Texts

    def on(self, sheet: Sheet) -> QuestionSheet | None:
        head_cells = {
            position: self._heads[fold(cell.raw.text)]
            for position, cell in sheet.cells.items()
            if fold(cell.raw.text) in self._heads
        }
        rows = Counter(row for row, _ in head_cells)
        best = rows.most_common(1)[0] if rows else (0, 0)
        in_line = {key: column for (row, column), key in head_cells.items() if row == best[0]}
        columns = dict(in_line) if best[1] > 1 else {}
        disagrees = False
        for key in _NAMES:
            named = self._named_columns(sheet, key)
            disagrees |= bool(named) and key in columns and columns[key] not in named
            if key not in columns and len(named) == 1:
                columns[key] = next(iter(named))
        witnesses = self._witnesses(sheet, columns)
        lines = dict(self._lines(witnesses))
        if not lines and not columns:
            return None
        own_heads = {position: key for position, key in head_cells.items() if position[0] == best[0]}
        doubtful = frozenset(line for line in lines if self._is_doubtful(sheet, line, witnesses[line]))
        return QuestionSheet(sheet, columns, disagrees, lines, doubtful, own_heads)

    @cached_property
    def _heads(self) -> dict[str, str]:
        return {fold(text): key for key, text in zip(COLUMNS, heads(self.texts), strict=True)}

    @cached_property
    def _by_id(self) -> dict[str, AskedRow]:
        return {normal_code(row.id): row for row in self.inquiry.rows}

    @cached_property
    def _by_question(self) -> dict[tuple[str, ...], AskedRow]:
        """Rows by place and question, and by what is wrong too where several share these."""
        asked = [(tuple(map(fold, (row.where, row.question, row.wrong))), row) for row in self.inquiry.rows]
        number = Counter(part for key, _ in asked for part in (key[:2], key))
        return {key[:2] if number[key[:2]] == 1 else key: row for key, row in asked if number[key] == 1}

    @cached_property
    def _named(self) -> dict[str, dict[str, tuple[str, int, int]]]:
        """By kind of cell and row id, the sheet (folded), row and column that the hidden name says."""
        folded = {name.casefold(): reference for name, reference in self.workbook.names.items()}
        found: dict[str, dict[str, tuple[str, int, int]]] = defaultdict(dict)
        for kind, start in _NAMES.items():
            for row in self.inquiry.rows:
                name = f"{start}{row.id.replace('-', '.')}".casefold()
                corner = corner_of(folded.get(name, ""))
                if corner is not None:
                    found[kind][row.id] = (corner[0].casefold(), *corner[1:])
        return found

    def _named_columns(self, sheet: Sheet, kind: str) -> set[int]:
        """The column in which most names of a kind lead to the sheet; several if none has most of them."""
        here = [column for name, _, column in self._named[kind].values() if name == sheet.name.casefold()]
        ranked = Counter(here).most_common()
        return {column for column, number in ranked if number == ranked[0][1]}

    def _witnesses(self, sheet: Sheet, columns: Mapping[str, int]) -> dict[int, dict[str, set[str]]]:
        """By line and row id, what says that the line is that row."""
        witnesses: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for (line, _), cell in sheet.cells.items():
            row = self._by_id.get(normal_code(cell.raw.text))
            if row is not None:
                # documents have no names: there the ids on both sides of the answers are two witnesses
                is_second = "id" in witnesses[line][row.id] and not any(self._named.values())
                witnesses[line][row.id].add("id again" if is_second else "id")
        filled = {at for at, _ in sheet.cells}
        for kind in _NAMES:
            for row_id, (name, line, _) in self._named[kind].items():
                if name == sheet.name.casefold() and line in filled:
                    witnesses[line][row_id].add("name")
        for line, row in self._asked_in(sheet, columns):
            witnesses[line][row.id].add("question")
        return witnesses

    def _lines(self, witnesses: Mapping[int, Mapping[str, set[str]]]) -> Iterator[tuple[int, AskedRow]]:
        rows = {row.id: row for row in self.inquiry.rows}
        for line, by_row in witnesses.items():
            best = max(by_row, key=lambda row_id: len(by_row[row_id]))
            if len(by_row[best]) >= TRUSTED:
                yield line, rows[best]

    def _is_doubtful(self, sheet: Sheet, line: int, by_row: Mapping[str, set[str]]) -> bool:
        """Whether ids of several rows stand in the line, names of several lead to one cell of it, or others
        lead there while its own are lost."""
        if sum("id" in said for said in by_row.values()) > 1:
            return True
        for kind in _NAMES:
            here = [
                row_id
                for row_id, (name, at, _) in self._named[kind].items()
                if (name, at) == (sheet.name.casefold(), line)
            ]
            best = max(by_row, key=lambda row_id: len(by_row[row_id]))
            if len(here) > 1 or (here and best not in here and best not in self._named[kind]):
                return True
        return False

    def _asked_in(self, sheet: Sheet, columns: Mapping[str, int]) -> Iterator[tuple[int, AskedRow]]:
        where, question = columns.get("where"), columns.get("question")
        if not where or not question:
            return
        for line in {line for line, _ in sheet.cells}:
            cells = [sheet.cells.get((line, column)) for column in (where, question, columns.get("wrong", 0))]
            key = tuple(fold(cell.raw.text) if cell else "" for cell in cells)
            row = self._by_question.get(key[:2]) or self._by_question.get(key)
            if row is not None:
                yield line, row
