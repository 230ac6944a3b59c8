"""Example rows and defaults: every value must be one that its field takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from ruecklauf.cells import BLANK, CellKind, Raw
from ruecklauf.definition.models import SectionBase
from ruecklauf.errors import Problem
from ruecklauf.fieldtypes.base import CellContent, CodeLists, FieldBase, Kind
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.lint.declared import Declarations
from ruecklauf.rules.suggest import one_of
from ruecklauf.texts import load_texts
from ruecklauf.values import Value, canonical_text, decimal_text

_WRITTEN = {
    Kind.NUMBER: "a number, such as 20 or 12.5",
    Kind.DATE: "a date, such as 2026-06-30",
    Kind.TEXT: "a text",
    Kind.CHOICE: "a code of its list",
    Kind.TICK: "true or false",
    Kind.MULTI: "codes of its list, joined by |",
    Kind.REFERENCE: "a row, such as AK001 · Jugendamt",
}
"""How an example's value is written, by the kind of the field."""
_REFUSED = {
    "outside_limits": "is outside min and max of",
    "no_step": "is outside min and max of",
    "text_too_long": "is longer than max_length of",
    "no_email": "is no e-mail address for",
    "no_phone": "is no telephone number for",
}
"""Why, by the code of the finding that a respondent would get."""


def check_examples(declared: Declarations) -> Iterator[Problem]:
    """Fields that are not there, and values that a respondent could not enter."""
    for worksheet, section in declared.sections():
        fields = {field.field.id: field.field for field in section.fields}
        for name, given in section.section.example_row.items():
            if name not in fields:
                at = section.at("example", name)
                yield at.problem(f"this section has no field {name!r}; {one_of(name, fields)}")
            else:
                for text in _texts(given):
                    if wrong := _wrong(fields[name], text, worksheet.worksheet.lists):
                        yield section.at("example", name).problem(wrong)


def check_defaults(declared: Declarations) -> Iterator[Problem]:
    """Defaults where none may stand, and those that a respondent could not enter."""
    for worksheet, section, field in declared.fields():
        default = field.field.default
        if default is None:
            continue
        if wrong := _no_default(section.section, field.field) or _wrong(
            field.field, default, worksheet.worksheet.lists
        ):
            yield field.at("default").problem(wrong)


def _no_default(section: SectionBase, field: FieldBase) -> str:
    if section.has_rows:
        return "a default belongs to a record: rows that nobody filled in would count as answered"
    if field.relevant_when:
        return "a question with relevant_when is not always asked, so it has no default"
    if field.personal or field.from_alliance or field.kind is Kind.REFERENCE:
        return "a default is no person, no row, and nothing that the list of alliances gives"
    return ""


def _texts(given: str | Localised) -> tuple[str, ...]:
    """The value, in all languages that it is given in."""
    return (given,) if isinstance(given, str) else tuple(text for _, text in given.items())


def _wrong(field: FieldBase, text: str, lists: CodeLists) -> str:
    """What is wrong with an example's value; empty if nothing is."""
    if field.list_id and (unknown := _unknown_code(field, text, lists[field.list_id])):
        return unknown
    written = f"{text!r} is not what {field.id!r} takes; write {_WRITTEN[field.kind]}"
    try:
        value = field.from_text(text)
    except (ValueError, ArithmeticError):
        return written
    refused = _refused(field, value, lists)
    if refused in _REFUSED:
        return f"{text!r} {_REFUSED[refused]} {field.id!r}"
    inexact = isinstance(value, bool) and canonical_text(value) != text
    return written if refused or inexact else ""


def _unknown_code(field: FieldBase, text: str, codes: CodeList) -> str:
    value = field.from_text(text)
    for code in value if isinstance(value, tuple) else (str(value),):
        if code not in codes:
            return (
                f"code list {codes.id!r} has no code {code!r}; {one_of(code, [c.code for c in codes.codes])}"
            )
    return ""


def _refused(field: FieldBase, value: Value, lists: CodeLists) -> str:
    """The code of the finding if the value stood so in a form; empty if there is none."""
    texts = load_texts("de")
    parsed = field.parse(_cell(field.render(value, lists, texts), field), lists, texts)
    return parsed.remarks[0].code if parsed.remarks else ""


def _cell(content: CellContent, field: FieldBase) -> Raw:
    """The cell of a form that holds the content."""
    match content:
        case None:
            return BLANK
        case str():
            return Raw(CellKind.TEXT, content)
        case date():
            return Raw(CellKind.DATE, "1", moment=datetime.combine(content, time.min))
        case _:
            return Raw(CellKind.NUMBER, decimal_text(Decimal(content)), number_format=field.number_format)
