"""Texts that forms in a language lack: each is named with the place where it belongs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import BaseModel

from ruecklauf.definition.languages import texts_of
from ruecklauf.errors import Problem
from ruecklauf.lint.declared import (
    Declarations,
    DeclaredField,
    DeclaredList,
    DeclaredSection,
    DeclaredWorksheet,
)

_Declared = DeclaredField | DeclaredList | DeclaredSection | DeclaredWorksheet
_PARTS = frozenset({"sections", "fields", "codelists"})
"""Keys whose contents are declared by themselves."""


def missing_texts(declared: Declarations, names: Collection[str], language: str) -> Iterator[Problem]:
    """What is not written in a language, of the worksheets of these names and of the lists that they use."""
    worksheets = [entry for entry in declared.worksheets if entry.worksheet.id in names]
    used = {codelist for entry in worksheets for codelist in entry.worksheet.codelists}
    for worksheet in worksheets:
        yield from _missing(worksheet, worksheet.worksheet, language)
        for section in worksheet.sections:
            yield from _missing(section, section.section, language)
            for field in section.fields:
                if not field.added:
                    yield from _missing(field, field.field, language)
    for entry in declared.lists:
        if entry.codelist in used or _is_own(entry, worksheets):
            yield from _missing(entry, entry.codelist, language)


def _is_own(entry: DeclaredList, worksheets: list[DeclaredWorksheet]) -> bool:
    return entry.worksheet in {worksheet.worksheet.id for worksheet in worksheets}


def _missing(entry: _Declared, model: BaseModel, language: str) -> Iterator[Problem]:
    for path, text in texts_of(model, without=_PARTS):
        if language not in text.languages:
            how = f"write it as {{de: …, {language}: …}}"
            yield entry.at(*path).problem(f"there is no text in {language!r} beside {text.de!r}; {how}")
