"""What became of sections, fields and codes from one version of a worksheet to the next, as its author says.

A set of changes leads from its version `since` to the next set's, the last one to the worksheet's own. What
it does not name stayed as it was. Rows follow the codes that they are printed from.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from ruecklauf.fieldtypes.base import Declared
from ruecklauf.fieldtypes.codelist import CodeText


def _check_version(text: str) -> str:
    if not re.fullmatch(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*", text):
        raise ValueError("a version is numbers without leading zeros, joined by points, for example 1.0")
    return text


Version = Annotated[
    str, AfterValidator(_check_version), Field(pattern=r"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*$")
]


def version_key(version: str) -> tuple[int, ...]:
    """What orders versions: 1.10 is newer than 1.9."""
    return tuple(map(int, version.split(".")))


def _checked(pattern: str, expected: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"this should be {expected}")
        return text

    return AfterValidator(check)


_NAME = "[a-z][a-z0-9_]*"
_OWN_SECTION, _SECTION = f"^{_NAME}$", rf"^({_NAME}\.)?{_NAME}$"
_OWN_FIELD, _FIELD = rf"^{_NAME}\.{_NAME}$", rf"^({_NAME}\.)?{_NAME}\.{_NAME}$"
OwnSection = Annotated[str, _checked(_OWN_SECTION, "the id of a section"), Field(pattern=_OWN_SECTION)]
SectionName = Annotated[
    str, _checked(_SECTION, "section, or worksheet.section elsewhere"), Field(pattern=_SECTION)
]
OwnField = Annotated[str, _checked(_OWN_FIELD, "section.field"), Field(pattern=_OWN_FIELD)]
FieldName = Annotated[
    str, _checked(_FIELD, "section.field, or worksheet.section.field elsewhere"), Field(pattern=_FIELD)
]


class Change(Declared):
    """What all kinds of changes say: what it was, and what it is, or why it is not; or what is new."""

    was: str | None = None
    now: str | None = None
    dropped: str | None = None
    new: str | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        ways = [key for key in ("now", "split", "dropped") if getattr(self, key, None)]
        was, new = getattr(self, "was", None), getattr(self, "new", None)
        if (new and (was or ways)) or (not new and (not was or len(ways) != 1)):
            allowed = " or ".join(
                key for key in ("now", "split", "dropped") if key in type(self).model_fields
            )
            raise ValueError(f"a change says either new, or was with one of {allowed}")
        return self


class SectionChange(Change):
    """What became of a section; its fields go with it unless something else is said of them."""

    was: OwnSection | None = Field(None, description="the section's id before")
    now: SectionName | None = Field(None, description="its id now; worksheet.section if it was moved there")
    dropped: str | None = Field(None, min_length=1, description="why it is asked no longer")
    new: OwnSection | None = Field(None, description="a section that was not there before")


class FieldChange(Change):
    """What became of a field."""

    was: OwnField | None = Field(None, description="section.field before")
    now: FieldName | None = Field(
        None, description="section.field now; worksheet.section.field if it was moved there"
    )
    answers: Literal["kept", "ask"] | None = Field(
        None,
        description="where the type is another: kept carries what the new field takes and asks for the rest, "
        "ask asks for all",
    )
    dropped: str | None = Field(None, min_length=1, description="why it is asked no longer")
    new: OwnField | None = Field(None, description="section.field that was not there before")


class Part(Declared):
    """One of the codes that a code was split into."""

    into: CodeText = Field(description="the code")
    when: str | None = Field(
        None, description="rule over the answers of the row before; without one, people are asked"
    )


class CodeChange(Change):
    """What became of a code of a list. Several codes may become the same one."""

    list: CodeText = Field(description="the code list")
    was: CodeText | None = Field(None, description="the code before")
    now: CodeText | None = Field(None, description="the code now")
    split: tuple[Part, ...] = Field((), description="the codes that it was split into")
    dropped: str | None = Field(None, min_length=1, description="why it can be chosen no longer")
    new: CodeText | None = Field(None, description="a code that was not there before")


class ChangeSet(Declared):
    """All that changed from one version to the next."""

    since: Version = Field(description="the version before")
    sections: tuple[SectionChange, ...] = Field((), description="sections renamed, moved, dropped or new")
    fields: tuple[FieldChange, ...] = Field((), description="fields renamed, moved, dropped or new")
    codes: tuple[CodeChange, ...] = Field((), description="codes renamed, merged, split, dropped or new")
