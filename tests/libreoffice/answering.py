"""Answers as they are entered into Word forms: text for every cell, and the ways people take by turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from libreoffice.writer import BESIDE, Entry, Way
from ruecklauf.fieldtypes.base import CellContent
from ruecklauf.fieldtypes.reference import JOINT
from ruecklauf.fieldtypes.tick import tick_words
from ruecklauf.findings import Subject
from ruecklauf.layout.inputs import shown_text
from ruecklauf.layout.pages.plan import DocumentPlan, PlannedCell
from ruecklauf.texts import Texts, load_texts
from ruecklauf.values import Value

YES, NO = tick_words(load_texts())
ALL_WAYS: tuple[Way, ...] = ("clicked", "front", "keyed", "below", "appended", "behind", "clicked", "whole")


@dataclass(frozen=True, slots=True)
class Meant:
    """One cell that is filled in, and what is meant by it."""

    entry: Entry
    cell: PlannedCell


def meant_in(
    plan: DocumentPlan, answers: Mapping[Subject, Value], ways: tuple[Way, ...] = ALL_WAYS
) -> tuple[Meant, ...]:
    """What is entered into the document for these answers, by one way after the other."""
    turn, texts = cycle(ways), load_texts()
    return tuple(
        Meant(_entry(row, head, cell, content, texts=texts, way=next(turn)), cell)
        for row, head, cell in _cells(plan, texts)
        if not cell.locked and (content := _content(plan, cell, answers, texts)) is not None
    )


def _cells(plan: DocumentPlan, texts: Texts) -> Iterator[tuple[str, str, PlannedCell]]:
    """Code of the row, head of the column, and what is between them."""
    answer = texts.list("document.heads")[-1]
    for section in plan.sections:
        yield from ((question.code, answer, question.cell) for question in section.questions)
        for table in section.tables:
            for line in table.lines:
                for column, cell in zip(table.columns, line.cells, strict=True):
                    yield line.code, column.head, cell


def _content(
    plan: DocumentPlan, cell: PlannedCell, answers: Mapping[Subject, Value], texts: Texts
) -> CellContent:
    value = answers.get(cell.subject)
    if value is None:
        return None
    if cell.part:
        return YES if isinstance(value, tuple) and cell.part in value else None
    return cell.field.render(value, plan.worksheet.lists, texts)


def _entry(row: str, head: str, cell: PlannedCell, content: CellContent, *, texts: Texts, way: Way) -> Entry:
    text = _offered(cell, shown_text(content, cell.field, texts))
    if cell.control.kind == "boxes":
        # Writer lets nobody type over a box; an x beside the two of them is asked about, a word is not
        way = way if way in BESIDE else "clicked"
        word = "nein" if content == NO else "ja"
        return Entry(row, head, word, way, box=int(content == NO))
    return Entry(row, head, text, way, day=content.isoformat() if isinstance(content, date) else "")


def _offered(cell: PlannedCell, text: str) -> str:
    """The entry that a list of rows has for a row id; the text where it has none."""
    offered = (entry for entry in cell.control.entries if entry.startswith(f"{text}{JOINT}"))
    return next(offered, text)
