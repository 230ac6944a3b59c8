"""What to look for in a returned document: codes, heads, tags and printed texts of each section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Place, Subject
from ruecklauf.intake.codes import normal_code, split_code
from ruecklauf.layout.model import Layout
from ruecklauf.layout.pages.plan import (
    NO,
    DocumentPlan,
    PlannedCell,
    PlannedQuestion,
    PlannedSection,
    plan_document,
)
from ruecklauf.texts import Texts, load_texts

ANSWER, EXPLANATION, LAST = "answer", "explanation", "last"
"""The keys of the columns of questions."""
LABEL = "\0label"
"""Stands for the labels' column among keys."""


@dataclass(frozen=True)
class Part:
    """The columns of one planned table, after those that lead its rows."""

    keys: tuple[str, ...]
    lead: int

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Which of a row's cells each column is."""
        return {key: index for index, key in enumerate(self.keys, start=self.lead)}

    @property
    def width(self) -> int:
        return self.lead + len(self.keys)


@dataclass(frozen=True, eq=False)
class Shape:
    """A section as it stands in a document; compared by identity.

    Questions are rows too: they have one column, and their text stands where tables have labels.
    """

    plan: DocumentPlan
    section: PlannedSection
    rows: Mapping[str, Mapping[str, PlannedCell]]
    """By code and key."""
    heads: Mapping[str, str]
    """Keys by folded head."""
    head_texts: Mapping[str, str]
    """Heads by key."""
    leads: tuple[str, ...]
    """Folded heads of the columns before the answers, that of the codes first."""
    labels: Mapping[str, str]
    """Folded, by code; not of free rows."""
    parts: tuple[Part, ...]
    examples: Mapping[str, str]
    """What the example row shows, folded, by key; empty where there is none."""

    @property
    def worksheet(self) -> str:
        return self.plan.worksheet.id

    @property
    def is_record(self) -> bool:
        return self.section.block.is_record

    @property
    def is_cross(self) -> bool:
        return self.section.block.is_cross

    @property
    def grows(self) -> bool:
        """Whether rows without a code are new rows."""
        return not self.is_record and not self.is_cross

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Codes by what `normal_code` makes of them."""
        return {normal_code(code): code for code in self.rows}

    @cached_property
    def tags(self) -> Mapping[str, tuple[str, str]]:
        """Code and key by tag, those of the boxes for no included."""
        found = {cell.tag: (code, key) for code, cells in self.rows.items() for key, cell in cells.items()}
        return {**found, **{tag + NO: place for tag, place in found.items()}}

    @cached_property
    def prints(self) -> Mapping[str, Mapping[str, str]]:
        """What the form printed into each row to say what it is: folded texts by code and key."""
        return {
            code: {key: fold(cell.text) for key, cell in cells.items() if cell.locked and cell.text}
            for code, cells in self.rows.items()
        }

    def is_printed(self, code: str) -> bool:
        """Whether the form says itself what a row is."""
        return bool(self.prints.get(code) or self.labels.get(code))

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        """Codes by labels that only one row has."""
        counts = Counter(self.labels.values())
        return {label: code for code, label in self.labels.items() if label and counts[label] == 1}

    def row_by_print(self, shown: Mapping[str, str]) -> str:
        """The one row in which the form printed these (folded) texts, by key; empty if there is none."""
        keys = self._printed_keys.intersection(shown)
        if not any(shown[key] for key in keys):
            return ""
        if keys not in self._by_print:
            self._by_print[keys] = self._rows_by(keys)
        return self._by_print[keys].get(tuple(shown[key] for key in sorted(keys)), "")

    @cached_property
    def _printed_keys(self) -> frozenset[str]:
        keys = {key for prints in self.prints.values() for key in prints}
        return frozenset(keys | ({LABEL} if any(self.labels.values()) else set()))

    @cached_property
    def _by_print(self) -> dict[frozenset[str], dict[tuple[str, ...], str]]:
        """Rows by what is printed, for the keys that were asked for."""
        return {}

    def _rows_by(self, keys: frozenset[str]) -> dict[tuple[str, ...], str]:
        signs = {
            code: tuple(
                self.labels.get(code, "") if key == LABEL else self.prints[code].get(key, "")
                for key in sorted(keys)
            )
            for code in self.rows
        }
        counts = Counter(signs.values())
        return {sign: code for code, sign in signs.items() if any(sign) and counts[sign] == 1}

    def code_of(self, text: str) -> tuple[str, str]:
        """The code that a text begins with, and what stands behind it."""
        found, rest = split_code(text, self.codes)
        return self.codes.get(found, ""), rest

    def key_of_head(self, text: str) -> str:
        """The key of the column whose head a text is; empty for none."""
        key = self.heads.get(fold(text), "")
        if not key and self.is_cross:
            key = self.heads.get(split_code(text, self._across)[0].casefold(), "")
        return key

    @cached_property
    def _across(self) -> frozenset[str]:
        return frozenset(normal_code(key) for key in self.head_texts) if self.is_cross else frozenset()

    def heads_in_order(self, keys: Collection[str]) -> Iterator[str]:
        """The keys in the order of their columns."""
        return (key for key in self.head_texts if key in keys)

    def about(self, code: str = "", key: str = "") -> Subject:
        """The subject of a row, or of an answer in it."""
        cells = self.rows.get(code)
        if cells and key in cells:
            return cells[key].subject
        row_id = "" if self.is_record else code
        any_row = next(iter(self.rows.values()))
        field = any_row[key].subject.field if key in any_row and not self.is_record else ""
        return Subject(self.worksheet, self.section.block.section.id, row_id, field)

    def place(self, where: str = "") -> Place:
        return Place(self.plan.short, where)

    def is_personal(self, code: str, key: str) -> bool:
        cells = self.rows.get(code) or next(iter(self.rows.values()))
        return key in cells and cells[key].field.personal


@dataclass(frozen=True)
class FormShapes:
    """The sections of all worksheets of a form."""

    texts: Texts
    plans: tuple[DocumentPlan, ...]
    all: tuple[Shape, ...]

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Shape, ...]]:
        """The sections that have a row with this (normal) code."""
        found: dict[str, tuple[Shape, ...]] = {}
        for shape in self.all:
            for code in shape.codes:
                found[code] = (*found.get(code, ()), shape)
        return found

    @cached_property
    def _by_head(self) -> Mapping[str, tuple[Shape, ...]]:
        found: dict[str, tuple[Shape, ...]] = {}
        for shape in self.all:
            for head in shape.heads:
                found[head] = (*found.get(head, ()), shape)
        return found

    def with_heads(self, texts: Iterable[str]) -> tuple[Shape, ...]:
        """The sections that may have one of these heads, in the order of the form."""
        found = {shape for text in texts for shape in self._by_head.get(fold(text), ())}
        return tuple(shape for shape in self.all if shape in found or shape.is_cross)

    @cached_property
    def by_tag(self) -> Mapping[str, Shape]:
        return {tag: shape for shape in self.all for tag in shape.tags}

    def with_code(self, text: str) -> tuple[Shape, ...]:
        """The sections that have a row with the code that a text begins with."""
        return self.by_code.get(split_code(text, self.by_code)[0], ())

    def of(self, worksheet_id: str) -> tuple[Shape, ...]:
        return tuple(shape for shape in self.all if shape.worksheet == worksheet_id)


@lru_cache(maxsize=16)
def shapes_of(layout: Layout) -> FormShapes:
    """The sections of a form's worksheets; hundreds of documents are read by one layout."""
    texts = load_texts(layout.language)
    plans = tuple(plan_document(layout, worksheet.id) for worksheet in layout.worksheets)
    return FormShapes(
        texts, plans, tuple(_shape(plan, section, texts) for plan in plans for section in plan.sections)
    )


def _shape(plan: DocumentPlan, section: PlannedSection, texts: Texts) -> Shape:
    return (_record if section.questions else _table)(plan, section, texts)


def _record(plan: DocumentPlan, section: PlannedSection, texts: Texts) -> Shape:
    *leads, answer = texts.list("document.heads")
    heads = {ANSWER: answer}
    if section.has_explanations:
        heads[EXPLANATION] = texts("explained.head")
    if section.is_carried:
        heads[LAST] = texts("carried.last")
    return Shape(
        plan,
        section,
        {question.code: dict(_cells_of(question)) for question in section.questions},
        {fold(head): key for key, head in heads.items()},
        heads,
        tuple(map(fold, leads)),
        {question.code: fold(question.text) for question in section.questions},
        (Part(tuple(heads), len(leads)),),
        {},
    )


def _cells_of(question: PlannedQuestion) -> Iterator[tuple[str, PlannedCell]]:
    cells = {ANSWER: question.cell, EXPLANATION: question.explanation, LAST: question.last}
    return ((key, cell) for key, cell in cells.items() if cell is not None)


def _table(plan: DocumentPlan, section: PlannedSection, texts: Texts) -> Shape:
    rows: dict[str, dict[str, PlannedCell]] = {}
    labels: dict[str, str] = {}
    for table in section.tables:
        for line in table.lines:
            cells = zip((column.key for column in table.columns), line.cells, strict=True)
            rows.setdefault(line.code, {}).update(cells)
            labels.setdefault(line.code, "")
            labels[line.code] = fold(line.label) or labels[line.code]
    heads = {column.key: column.head for table in section.tables for column in table.columns}
    leads = (texts("document.row"), *(table.label_head for table in section.tables if table.label_head))
    return Shape(
        plan,
        section,
        rows,
        {fold(head): key for key, head in heads.items()},
        heads,
        tuple(dict.fromkeys(map(fold, leads))),
        labels,
        tuple(
            Part(tuple(column.key for column in table.columns), 2 if table.label_head else 1)
            for table in section.tables
        ),
        {
            column.key: fold(text)
            for table in section.tables
            for column, text in zip(table.columns, table.example, strict=False)
            if text
        },
    )
