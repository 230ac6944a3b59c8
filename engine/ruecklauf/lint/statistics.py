"""What statistics packages can hold: names of variables, labels of variables and values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.source import At
from ruecklauf.errors import Problem
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.layout.wording import header
from ruecklauf.lint.declared import Declarations, DeclaredField
from ruecklauf.texts import load_texts

NAME_LIMIT = 32
"""Characters of a Stata name; SPSS takes 64 bytes."""
VARIABLE_LABEL_LIMIT = 256
VALUE_LABEL_LIMIT = 120
"""Bytes in a .sav file; pyreadstat cuts longer ones without a word."""
SPSS_WORDS = frozenset({"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"})
STATA_WORD = re.compile(r"byte|double|float|if|in|int|long|str[0-9]+|strL|using|with|_.*")
ROW_COLUMNS = ("alliance", "wave", "version", "row_id", "printed", "row_id_original")
"""Columns that tables of a dataset have beside the fields; those of the panel begin with `panel_`, too."""
BESIDE_FIELDS = ("_missing", "_original", "_became")
"""What the panel calls the columns that stand beside a field's own, after its id."""


def check_statistics_limits(declared: Declarations) -> Iterator[Problem]:
    """Names and labels that SPSS or Stata would refuse or cut; personal fields never get there."""
    for worksheet, section in declared.sections():
        fields = [field for field in section.fields if not field.field.personal]
        yield from _columns(fields)
        yield from _beside(fields)
        for field in fields:
            yield from _labels(field, worksheet.worksheet)
    for entry in declared.lists:
        yield from _name(entry.codelist.id, "code list", entry.at("id"))
        for number, code in enumerate(entry.codelist.codes):
            yield from _text(
                code.label, VALUE_LABEL_LIMIT, "a value label", entry.at("codes", number, "label")
            )


def _columns(fields: list[DeclaredField]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for field in fields:
        at = field.at("id")
        for name in column_names(field.field):
            yield from _name(name, "column", at)
            if name in ROW_COLUMNS:
                yield at.problem(f"every table of a dataset has a column {name!r} already; choose another id")
            if name.startswith("panel_"):
                yield at.problem(f"names that begin with panel_ are columns of the panel; rename {name!r}")
            owner = first.setdefault(name, field.field.id)
            if owner != field.field.id:
                yield at.problem(
                    f"column {name!r} of the dataset is that of field {owner!r}; choose another id"
                )


def _beside(fields: list[DeclaredField]) -> Iterator[Problem]:
    """Fields that are called as a column beside another one."""
    known = {field.field.id for field in fields}
    for field in fields:
        name = field.field.id
        for end in BESIDE_FIELDS:
            if name.endswith(end) and (owner := name.removesuffix(end)) in known:
                yield field.at("id").problem(
                    f"datasets have a column {name!r} beside that of field {owner!r}; choose another id"
                )


def column_names(field: FieldBase) -> Iterator[str]:
    """The columns that hold a field's values in a dataset; those for missing kinds get free names."""
    if field.parts:
        yield from (f"{field.id}_{code}" for code in field.parts)
    else:
        yield field.id


def _name(name: str, what: str, at: At) -> Iterator[Problem]:
    if len(name) > NAME_LIMIT:
        yield at.problem(f"{what} {name!r} has {len(name)} characters; statistics packages take {NAME_LIMIT}")
    if name.upper() in SPSS_WORDS:
        yield at.problem(f"{what} {name!r} is a reserved word of SPSS; choose another id")
    if STATA_WORD.fullmatch(name):
        yield at.problem(f"{what} {name!r} is a reserved word of Stata; choose another id")
    if name.endswith("_"):
        yield at.problem(f"{what} {name!r} ends with _, which SPSS warns of; choose another id")


def _labels(field: DeclaredField, worksheet: Worksheet) -> Iterator[Problem]:
    at = field.at("label")
    for part in field.field.parts or ("",):
        label = header(field.field, worksheet.lists, load_texts("de"), part)
        yield from _bytes(label, VARIABLE_LABEL_LIMIT, "a variable label", at)
    steps: dict[str, Localised] = getattr(field.field, "labels", {})
    for step, text in steps.items():
        yield from _text(text, VALUE_LABEL_LIMIT, "a value label", field.at("labels", step))


def _text(text: Localised, limit: int, what: str, at: At) -> Iterator[Problem]:
    for _, words in text.items():
        yield from _bytes(words, limit, what, at)


def _bytes(text: str, limit: int, what: str, at: At) -> Iterator[Problem]:
    length = len(text.encode())
    if length > limit:
        yield at.problem(
            f"{what} has {limit} bytes at most in SPSS, here {length} (an umlaut counts 2); shorten it"
        )
