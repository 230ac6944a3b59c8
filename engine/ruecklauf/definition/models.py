"""The declaration of a worksheet: what a `worksheet.yaml` may say, and what it means once read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, Field, PlainValidator

from ruecklauf.definition.changes import ChangeSet, Version
from ruecklauf.fieldtypes import AnyField
from ruecklauf.fieldtypes.base import Declared, FieldBase, Identifier
from ruecklauf.fieldtypes.choice import MultiChoiceField
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.findings import Severity


def _check_prefix(text: str) -> str:
    if len(text) != 2 or not (text.isascii() and text.isalpha() and text.isupper()):
        raise ValueError("a prefix is two capital letters, for example AK")
    return text


Prefix = Annotated[str, AfterValidator(_check_prefix), Field(pattern="^[A-Z]{2}$")]


class Rule(Declared):
    """Something that must hold. Where it is definitely false, `message` becomes a finding."""

    id: Identifier = Field(description="name of the rule, unique in the worksheet")
    constraint: str = Field(description="rule that must not be false")
    severity: Severity = Field(Severity.ERROR, description="error, warning or note")
    message: Localised = Field(
        description="what is wrong and what to do, for the officer who fills the form in"
    )
    at: Identifier | None = Field(
        None, description="field the finding points at (row rules), or section (worksheet rules)"
    )


_Model = TypeVar("_Model", bound=Declared)


def _copy_without_caches(model: _Model, changes: dict[str, Any]) -> _Model:
    # model_copy takes what cached_property stored along, as if it were still true
    copy = model.model_copy(update=changes)
    for name in list(vars(copy)):
        if name not in type(model).model_fields:
            del vars(copy)[name]
    return copy


def _example_value(given: Any) -> str | Localised:
    return given.strip() if isinstance(given, str) else Localised.validated(given)


Example = dict[
    str,
    Annotated[str | Localised, PlainValidator(_example_value, json_schema_input_type=str | Localised)],
]
"""Values by field; texts and names of rows are words of a language, and may be given by language."""


class PrintedRows(Declared):
    """Rows that the form prints, one per code of a list."""

    list: str = Field(description="code list that gives one row per code with a fixed nr")
    into: Identifier = Field(description="field that holds the row's code")
    parent_into: Identifier | None = Field(
        None, description="field that holds the code's parent (cascading lists)"
    )


class SectionBase(Declared):
    """A part of a worksheet."""

    id: Identifier = Field(
        description="name of the section in rules and datasets; stays the same over versions"
    )
    title: Localised = Field(description="heading of the section")
    short: Localised | None = Field(
        None,
        description="name of this section's sheet in Excel, 22 characters at most; "
        "without it the worksheet's, with a number from the second on",
    )
    instructions: Localised | None = Field(
        None, description="how to fill this section in, one or two sentences"
    )
    local: bool = Field(False, description="stays with the municipality; returning it is voluntary")
    remarks: bool = Field(True, description="the form has a cell for remarks on this section")
    prefix: Prefix = Field(description="two capital letters before the numbers of rows or questions")
    fields: tuple[AnyField, ...] = Field(min_length=1, description="the questions, or the columns of a table")
    rules: tuple[Rule, ...] = Field((), description="rules over one row (or over the record)")

    def with_changes(self, **changes: Any) -> Self:
        """A copy with other values in some keys."""
        return _copy_without_caches(self, changes)

    @cached_property
    def _fields_by_id(self) -> dict[str, FieldBase]:
        return {field.id: field for field in self.fields}

    def field(self, field_id: str) -> FieldBase:
        """The field with this id; KeyError if there is none."""
        return self._fields_by_id[field_id]

    @cached_property
    def companions(self) -> tuple[FieldBase, ...]:
        """The fields that are not declared (see `definition.companions`), behind all others."""
        return tuple(field for field in self.fields if field.is_companion)

    @cached_property
    def declared_fields(self) -> tuple[FieldBase, ...]:
        return tuple(field for field in self.fields if not field.is_companion)

    @property
    def has_rows(self) -> bool:
        return True

    @property
    def has_free_rows(self) -> bool:
        return False

    @property
    def is_remarks(self) -> bool:
        """Whether this is the program's own record for remarks on another section."""
        return False

    @property
    def row_label(self) -> str | None:
        """The field that names a row where another table refers to it, if any."""
        return None

    @property
    def named_by(self) -> tuple[str, ...]:
        """The fields that together name a row where others refer to it; none where nobody can."""
        return (self.row_label,) if self.row_label else ()

    @property
    def example_row(self) -> Example:
        """Values of the example row, by field; empty where there is none."""
        return {}

    @cached_property
    def example_texts(self) -> dict[str, Localised]:
        """Those values of the example row that are words of a language."""
        known = self._fields_by_id
        return {
            name: value if isinstance(value, Localised) else Localised({"de": value})
            for name, value in self.example_row.items()
            if isinstance(value, Localised) or (name in known and known[name].is_worded)
        }

    def example_value(self, field_id: str, language: str) -> str | None:
        """A value of the example row in a language; None where the row has none for the field."""
        if field_id in self.example_texts:
            return self.example_texts[field_id](language)
        value = self.example_row.get(field_id)
        return value if isinstance(value, str) else None

    @property
    def printed_rows(self) -> tuple[PrintedRows, ...]:
        """The code lists that rows are printed from; rows are their combinations."""
        return ()


class RecordSection(SectionBase):
    """One record: questions below each other, each answered once."""

    kind: Literal["record"]
    remarks_of: Identifier | None = Field(
        None, description="filled in by the program: the section whose remarks these are"
    )

    @property
    def is_remarks(self) -> bool:
        return self.remarks_of is not None

    @property
    def has_rows(self) -> bool:
        return False


class TableSection(SectionBase):
    """Rows printed from a code list, free rows, or both; one column per field."""

    kind: Literal["table"]
    printed: PrintedRows | None = Field(None, description="rows printed from a code list")
    free_rows: int = Field(0, ge=0, le=899, description="number of empty rows the form offers")
    label_field: Identifier | None = Field(
        None,
        description="field that names a row where others refer to it: a text, max_length: 246 or less",
    )
    example: Example = Field(default_factory=dict, description="values of the example row, by field")

    @property
    def row_label(self) -> str | None:
        return self.label_field

    @property
    def example_row(self) -> Example:
        return self.example

    @property
    def printed_rows(self) -> tuple[PrintedRows, ...]:
        return (self.printed,) if self.printed else ()

    @property
    def has_free_rows(self) -> bool:
        return self.free_rows > 0


class GridSection(SectionBase):
    """Fixed rows only: one per code of a list, or one per combination of two lists."""

    kind: Literal["grid"]
    rows: tuple[PrintedRows, ...] = Field(
        min_length=1, max_length=2, description="one or two code lists; every combination is a row"
    )
    example: Example = Field(default_factory=dict, description="values of the example row, by field")

    @property
    def named_by(self) -> tuple[str, ...]:
        return tuple(printed.into for printed in self.rows)

    @property
    def example_row(self) -> Example:
        return self.example

    @property
    def printed_rows(self) -> tuple[PrintedRows, ...]:
        return self.rows


class CrossSection(SectionBase):
    """Rows of one table down, rows of another across, one answer where they meet."""

    kind: Literal["cross"]
    down: Identifier = Field(description="reference field whose rows go down")
    across: Identifier = Field(description="reference field whose rows go across")
    cell: Identifier = Field(description="field that is answered where they meet")


Section = Annotated[RecordSection | TableSection | GridSection | CrossSection, Field(discriminator="kind")]


FILLED_IN: dict[type[BaseModel], frozenset[str]] = {
    MultiChoiceField: frozenset({"codes"}),
    RecordSection: frozenset({"remarks_of"}),
}
"""Keys that the program fills in when a declaration is read; authors may not write them."""


class Worksheet(Declared):
    """A declared instrument (Arbeitshilfe) with everything its forms and checks need."""

    id: Identifier = Field(
        description="name of the worksheet and of its folder; stays the same over versions"
    )
    version: Version = Field(description="for example 1.0; raise it with every change")
    audience: Literal["alliance", "team"] = Field(
        "alliance",
        description="who fills it in: the alliances, or the team itself, for whom it is never mailed",
    )
    title: Localised = Field(description="title of the worksheet, at the head of its sheets")
    short: Localised = Field(description="name of the sheet in Excel, 22 characters at most")
    purpose: Localised = Field(description="what the worksheet is for, two or three sentences")
    instructions: Localised = Field(description="how to fill it in")
    sections: tuple[Section, ...] = Field(min_length=1, description="the parts of the worksheet, in order")
    rules: tuple[Rule, ...] = Field((), description="rules over whole sections and several tables")
    codelists: tuple[CodeList, ...] = Field((), description="code lists of this worksheet alone")
    changes: tuple[ChangeSet, ...] = Field(
        (), description="what became of sections, fields and codes since earlier versions, oldest first"
    )

    def with_changes(self, **changes: Any) -> Self:
        """A copy with other values in some keys."""
        return _copy_without_caches(self, changes)

    @cached_property
    def lists(self) -> dict[str, CodeList]:
        """The worksheet's code lists by id, those shared ones that it uses included."""
        return {codelist.id: codelist for codelist in self.codelists}

    def __hash__(self) -> int:
        return hash(self.content_hash)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Worksheet)
            and self.content_hash == other.content_hash
            and self.companions == other.companions
        )

    @cached_property
    def companions(self) -> tuple[str, ...]:
        """The ids of what it has beside the declared fields, in all sections."""
        return tuple(field.id for section in self.sections for field in section.companions)

    @cached_property
    def declared(self) -> Worksheet:
        """The worksheet without what forms have beside its fields."""
        if not self.companions:
            return self
        sections = tuple(section.with_changes(fields=section.declared_fields) for section in self.sections)
        own = tuple(codelist for codelist in self.codelists if not codelist.id.startswith("_"))
        return self.with_changes(sections=sections, codelists=own)

    def section(self, section_id: str) -> SectionBase:
        """The section with this id; KeyError if there is none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def all_fields(self) -> Iterator[tuple[SectionBase, FieldBase]]:
        for section in self.sections:
            for field in section.fields:
                yield section, field

    @cached_property
    def canonical_json(self) -> str:
        """The declaration as one text: the same for the same content, whatever the YAML looked like."""
        content = self.declared.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (hex) of `canonical_json`: a form carries it, and is read by what it names."""
        return hashlib.sha256(self.canonical_json.encode()).hexdigest()

    def as_of(self, day: date) -> Worksheet:
        """The worksheet with only the codes that are valid on a day."""
        lists = tuple(codelist.as_of(day) for codelist in self.codelists)
        if all(new is old for new, old in zip(lists, self.codelists, strict=True)):
            return self
        return self.with_changes(codelists=lists)


def read_canonical(text: str) -> Worksheet:
    """The worksheet that `canonical_json` wrote."""
    return Worksheet.model_validate_json(text)
