"""Single fields: keys that do not go together, limits that Office or a type cannot keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ruecklauf.definition.source import Mapping, Scalar, walk
from ruecklauf.errors import Problem
from ruecklauf.fieldtypes.base import CodeLists, FieldBase, Kind
from ruecklauf.lint.declared import Declarations, DeclaredField
from ruecklauf.texts import load_texts
from ruecklauf.values import MISSING_CODES

FIRST_EXCEL_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that was none, so that earlier dates differ between programs."""
NUMBERS = frozenset({"min", "max", "max_length", "free_rows", "width", "nr"})
"""Keys that take a number."""
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.000)+")
LOWEST_MISSING, HIGHEST_MISSING = min(MISSING_CODES.values()), max(MISSING_CODES.values())


MOST_COLUMNS = 200
"""Entries of a multiple choice: each is a column, which nobody finds any more."""


def check_fields(declared: Declarations) -> Iterator[Problem]:
    """What is wrong within single fields."""
    for worksheet, _, field in declared.fields():
        if not field.added:
            yield from _privacy(field)
            yield from _ticks(field)
            yield from _limits(field)
            yield from _columns(field)
            yield from _missing_words(field, worksheet.worksheet.lists)
    for root in (
        *(declaration.node for declaration in declared.worksheets),
        *(listed.node for listed in declared.lists),
    ):
        yield from _thousands(root)


def _thousands(root: Mapping) -> Iterator[Problem]:
    """Numbers with points for thousands, as they are written in German: YAML reads 1.000 as one."""
    for node in walk(root):
        items = node.items if isinstance(node, Mapping) else {}
        for key, value in items.items():
            if key in NUMBERS and isinstance(value, Scalar) and _THOUSANDS.fullmatch(value.text):
                whole, read = value.text.replace(".", ""), value.text.partition(".")[0]
                yield value.at.problem(f"{key}: {value.text} is read as {read}; write {whole}, or {read}")


def _privacy(field: DeclaredField) -> Iterator[Problem]:
    personal, wave = field.field.personal, field.field.wave
    if personal and wave != "X":
        at = field.at("wave") if field.scalar("wave") else field.at("personal")
        yield at.problem("a personal field has wave: X, since it is kept in the contact store only")
    if wave == "X" and not personal:
        yield field.at("wave").problem(
            "wave: X keeps a field in the contact store only; add personal: true, or choose F, U or L"
        )


def _ticks(field: DeclaredField) -> Iterator[Problem]:
    if field.field.required and field.field.kind in (Kind.TICK, Kind.MULTI):
        yield field.at("required").problem(
            "an empty box is no answer, so everybody would have to write x or nein into each one; "
            "is required meant here?",
            severity="warning",
        )


def _columns(field: DeclaredField) -> Iterator[Problem]:
    count = len(field.field.parts)
    if count > MOST_COLUMNS:
        yield field.at("list").problem(
            f"each entry is a column here; {MOST_COLUMNS} at most, not {count}: ask for a choice in free rows"
        )


def _limits(field: DeclaredField) -> Iterator[Problem]:
    limits = {key: getattr(field.field, key, None) for key in ("min", "max")}
    for key, limit in limits.items():
        if isinstance(limit, Decimal) and field.field.dtype == "Int64" and limit != limit.to_integral_value():
            yield field.at(key).problem(f"{key} is {limit}, but the field takes whole numbers only")
        if isinstance(limit, date) and limit < FIRST_EXCEL_DAY:
            yield field.at(key).problem(
                f"{key} is before {FIRST_EXCEL_DAY}, the first day on which Excel is right"
            )
    if field.field.kind is Kind.NUMBER and not (field.field.personal or field.field.computed):
        yield from _missing_codes(field, limits["min"], limits["max"])


def _missing_codes(field: DeclaredField, low: Decimal | None, high: Decimal | None) -> Iterator[Problem]:
    """SPSS and Stata files mark missing values by numbers that no real value may have."""
    if high is not None and high < LOWEST_MISSING:
        return
    codes = f"{LOWEST_MISSING} to {HIGHEST_MISSING} mark missing values in statistics packages"
    if low is None:
        yield field.at("type").problem(
            f"{codes}; add a min above them, for example min: 0", severity="warning"
        )
    elif low <= HIGHEST_MISSING:
        yield field.at("min").problem(f"{codes}; min must be above {HIGHEST_MISSING}")


def _missing_words(field: DeclaredField, lists: CodeLists) -> Iterator[Problem]:
    """Words for missing kinds that the drop-down list of the cell would refuse."""
    for number, kind in enumerate(field.field.missing):
        if not _is_offered(field.field, kind, lists):
            yield field.at("missing", number).problem(
                f"the form offers no entry for {kind} here; "
                f"use an entry with missing: {kind} in a code list, or leave it out"
            )


def _is_offered(field: FieldBase, kind: str, lists: CodeLists) -> bool:
    texts = load_texts("de")
    if field.list_id and field.kind is Kind.CHOICE:
        return any(code.missing == kind for code in lists[field.list_id].codes)
    validation = field.validation(lists, texts)
    offers = (validation is not None and validation.kind == "list") or field.kind is Kind.MULTI
    return not offers or (validation is not None and set(field.missing_words(texts)) <= set(validation.words))
