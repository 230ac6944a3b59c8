"""The texts of a dataset by who wrote them and what was asked, and what else is known of the writers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ruecklauf.exports.frames import Cell, cells
from ruecklauf.exports.workbook import visible
from ruecklauf.layout.wording import header
from ruecklauf.texts import load_texts

if TYPE_CHECKING:
    from ruecklauf.dataset import ColumnInfo, Dataset, TableInfo

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is answered in people's own words."""

    code: str
    """`worksheet.section.field`"""
    table: str
    """The title of the section, in German."""
    label: str
    """What is asked, in German."""

    @property
    def section(self) -> str:
        """`worksheet.section`"""
        return self.code.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Said:
    """One text."""

    question: Question
    row_id: str
    """Empty where there is one record, and no table."""
    text: str


@dataclass(frozen=True, slots=True)
class Writer:
    """One alliance in one wave with all that it wrote, in the order of the forms."""

    alliance: str
    wave: str
    said: tuple[Said, ...]
    variables: Mapping[str, Cell]
    """What it answered to closed questions that are asked once, by their codes."""

    @property
    def name(self) -> str:
        return f"{self.alliance}_{self.wave}"


@dataclass(frozen=True, slots=True)
class Contents:
    """All texts of a dataset."""

    questions: tuple[Question, ...]
    writers: tuple[Writer, ...]
    labels: Mapping[str, str]
    """What the variables are called in German, by their codes."""
    made: datetime
    """When the newest file came in: the same for the same dataset."""


def contents(dataset: Dataset) -> Contents:
    """Texts that are prose, remarks and explanations included; answers by codes and numbers are variables."""
    questions = {question.code: question for question in _questions(dataset)}
    said: dict[tuple[str, str], list[Said]] = {}
    columns = [cells(dataset.long[name]) for name in ("alliance", "wave", "row_id", "value")]
    for code, alliance, wave, row_id, value in zip(_codes(dataset), *columns, strict=True):
        if code in questions and value not in (None, ""):
            text = visible(str(value)).strip()
            # the one record of a section is known by letters alone, and needs no name
            row = str(row_id) if any(map(str.isdigit, str(row_id))) else ""
            said.setdefault((str(alliance), str(wave)), []).append(Said(questions[code], row, text))
    known = _variables(dataset)
    order = {code: number for number, code in enumerate(questions)}
    writers = tuple(
        Writer(*who, tuple(sorted(texts, key=lambda answer: order[answer.question.code])), known.get(who, {}))
        for who, texts in sorted(said.items())
    )
    asked = {answer.question.code for writer in writers for answer in writer.said}
    labels = {code: label for code, label, _, _ in _closed(dataset)}
    used = tuple(question for code, question in questions.items() if code in asked)
    return Contents(used, writers, labels, (dataset.newest or _EPOCH).replace(microsecond=0))


def _codes(dataset: Dataset) -> Iterator[str]:
    named = (cells(dataset.long[name]) for name in ("worksheet", "table", "field"))
    for parts in zip(*named, strict=True):
        yield ".".join(map(str, parts))


def _questions(dataset: Dataset) -> Iterator[Question]:
    for info in dataset.info.values():
        for column in info.columns:
            field = column.field
            if field is not None and field.is_prose and not (column.code or column.says_why_missing):
                yield Question(f"{info.name}.{field.id}", info.title.de, field.label.de)


def _closed(dataset: Dataset) -> Iterator[tuple[str, str, TableInfo, ColumnInfo]]:
    """Code and label of what each alliance answers once in a wave other than by writing freely."""
    for info in dataset.info.values():
        frame = dataset.tables.get(info.name)
        if frame is None or not {"alliance", "wave"} <= set(frame.columns):
            continue
        if len(frame) and not frame.duplicated(["alliance", "wave"]).any():
            for column in info.columns:
                field, is_why = column.field, column.says_why_missing
                if field is None or is_why or field.is_prose or field.is_address or field.personal:
                    continue
                label = header(field, info.lists, load_texts(), column.code)
                yield f"{info.name}.{column.name}", label, info, column


def _variables(dataset: Dataset) -> dict[tuple[str, str], dict[str, Cell]]:
    found: dict[tuple[str, str], dict[str, Cell]] = {}
    for code, _, info, column in _closed(dataset):
        frame = dataset.tables[info.name]
        who = zip(cells(frame["alliance"]), cells(frame["wave"]), strict=True)
        for (alliance, wave), value in zip(who, cells(frame[column.name]), strict=True):
            if value is not None:
                found.setdefault((str(alliance), str(wave)), {})[code] = value
    return found
