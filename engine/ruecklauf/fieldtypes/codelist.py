"""Code lists: the closed answers of choice fields and the printed rows of tables."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.folding import bare, fold
from ruecklauf.fieldtypes.localised import Localised


def _check_code(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_]*", text):
        raise ValueError("a code has lower-case ASCII letters, digits and _")
    return text


CodeText = Annotated[str, AfterValidator(_check_code), Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Code(_Declared):
    """One entry of a code list."""

    code: CodeText = Field(description="what datasets and rules call it; never changes")
    label: Localised = Field(description="what people read and choose")
    nr: int | None = Field(
        None,
        ge=1,
        le=99,
        description="fixed number of the row printed from this code; without one, none is printed",
    )
    parent: CodeText | None = Field(
        None, description="code of the list this one depends on (cascading lists)"
    )
    help: Localised | None = Field(None, description="what is meant, for the guide")
    valid_from: date | None = Field(None, description="first day on which the code may be used")
    valid_to: date | None = Field(None, description="last day on which the code may be used")
    other: bool = Field(False, description="'other, namely': choosing it asks for a text")
    missing: Literal["unknown", "not_applicable"] | None = Field(
        None, description="this entry is a missing kind, not a value"
    )

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


_Entries = dict[str, tuple[Code, ...]]


class CodeList(_Declared):
    """Codes in the order in which they are offered."""

    id: CodeText = Field(description="what fields and tables call it")
    title: Localised
    cascades_on: CodeText | None = Field(None, description="code list that the parents of the codes are in")
    ordered: bool = Field(False, description="the order of the codes has a meaning (ordinal level)")
    codes: tuple[Code, ...] = Field(min_length=1)

    def __contains__(self, code: object) -> bool:
        return any(entry.code == code for entry in self.codes)

    def get(self, code: str) -> Code | None:
        return next((entry for entry in self.codes if entry.code == code), None)

    def label(self, code: str, language: str) -> str:
        """The label of a code; KeyError if it is not in the list."""
        entry = self.get(code)
        if entry is None:
            raise KeyError(code)
        return entry.label(language)

    def labels(self, code: str) -> tuple[str, ...]:
        """The label of a code in all its languages; none if it is not in the list."""
        entry = self.get(code)
        return tuple(label for _, label in entry.label.items()) if entry else ()

    def find(self, typed: str, language: str) -> Code | None:
        """The one entry whose label or code was typed; case, spaces and spelt-out umlauts do not matter.

        None where no entry fits, or several do.
        """
        if language not in self._entries:
            self._entries[language] = self._entries_in(language)
        labelled, named = self._entries[language]
        matches = labelled.get(bare(typed)) or named.get(fold(typed), ())
        return matches[0] if len(matches) == 1 else None

    @cached_property
    def _entries(self) -> dict[str, tuple[_Entries, _Entries]]:
        return {}

    def _entries_in(self, language: str) -> tuple[_Entries, _Entries]:
        """The entries by label, and by what else names them."""
        labelled: _Entries = {}
        named: _Entries = {}
        for entry in self.codes:
            label = entry.label(language)
            labelled[label] = (*labelled.get(label, ()), entry)
            for name in {fold(label), fold(entry.code)}:
                named[name] = (*named.get(name, ()), entry)
        return labelled, named

    @property
    def offered(self) -> tuple[Code, ...]:
        """Values first, missing kinds last: the order of every drop-down list."""
        return (*self.values, *(entry for entry in self.codes if entry.missing))

    @property
    def values(self) -> tuple[Code, ...]:
        """The codes that are values, without the missing kinds."""
        return tuple(entry for entry in self.codes if not entry.missing)

    @property
    def other(self) -> Code | None:
        """The 'other, namely' entry."""
        return next((entry for entry in self.codes if entry.other), None)

    def as_of(self, day: date) -> CodeList:
        """The list with only the codes valid on a day; itself if all are. ProjectError where none is."""
        valid = tuple(entry for entry in self.codes if entry.valid_on(day))
        if len(valid) == len(self.codes):
            return self
        if not valid:
            raise ProjectError(
                f"code list {self.id!r} has no code that is valid on {day}",
                remedy="Change valid_from and valid_to, or the wave's reference_date.",
            )
        return CodeList(
            id=self.id, title=self.title, cascades_on=self.cascades_on, ordered=self.ordered, codes=valid
        )
