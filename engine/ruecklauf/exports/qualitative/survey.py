"""A table of all texts: a row for each alliance and wave, a column for each question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ruecklauf.exports.qualitative.contents import Contents, Question, Writer
from ruecklauf.exports.workbook import write_sheets

Sheet = tuple[str, Sequence[str], Iterable[Sequence[str | int]]]
FILE_NAME = "survey.xlsx"
_LONGEST = 16_000
"""Characters of a cell: one of Excel takes 32,767, counted in UTF-16."""


def write_survey(contents: Contents, folder: Path) -> str:
    """Write the table with what its heads mean. Texts of several rows stand below each other, each behind
    the id of its row; what is too long for a cell goes on in further columns."""
    columns = [column for question in contents.questions for column in _columns(question, contents)]
    heads = ["alliance", "wave", *(name for name, _ in columns)]
    rows = [
        [writer.alliance, writer.wave, *(texts.get(writer.name, "") for _, texts in columns)]
        for writer in contents.writers
    ]
    asked = [(question.code, question.table, question.label) for question in contents.questions]
    explained = ("questions", ("column", "section", "question"), asked)
    sheets: list[Sheet] = [("survey", heads, rows), explained]
    write_sheets(folder / FILE_NAME, title="survey", sheets=sheets, created=contents.made)
    return FILE_NAME


def _columns(question: Question, contents: Contents) -> list[tuple[str, dict[str, str]]]:
    """Name of each column of a question, and its texts by writer."""
    pieces = {writer.name: _pieces(writer, question) for writer in contents.writers}
    width = max(map(len, pieces.values()), default=0)
    return [
        (
            f"{question.code}_{number + 1}" if number else question.code,
            {name: held[number] for name, held in pieces.items() if number < len(held)},
        )
        for number in range(width)
    ]


def _pieces(writer: Writer, question: Question) -> list[str]:
    texts = [
        f"{said.row_id}: {said.text}" if said.row_id else said.text
        for said in writer.said
        if said.question == question
    ]
    whole = "\n".join(texts)
    return [whole[start : start + _LONGEST] for start in range(0, len(whole), _LONGEST)]
