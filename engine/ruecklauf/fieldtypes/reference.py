"""A reference to a row of another table, chosen from what stands there."""

from __future__ import annotations

import re
from typing import ClassVar, Literal, NamedTuple

from pydantic import Field

from ruecklauf.cells import Raw
from ruecklauf.fieldtypes.base import (
    CellContent,
    CodeLists,
    Control,
    FieldBase,
    Kind,
    Parsed,
    Validation,
    unreadable,
)
from ruecklauf.fieldtypes.folding import bare
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.texts import Texts
from ruecklauf.values import Value

JOINT = " · "
"""Stands between row id and row label in drop-down lists: `AK007 · Jugendamt`."""

_ID = r"([A-Za-z]{2})\s?([0-9]{3,6})"
_ROW_ID = re.compile(rf"\s*{_ID}\b\s*(?:([·|:,;–-])\s*(.*))?", re.DOTALL)
_IDS = re.compile(rf"\b{_ID}\b")
_BEHIND = re.compile(rf"([^()]*\S)\s*\({_ID}\)\s*", re.DOTALL)
_AND = r"(?:(?:und|oder|sowie|bzw|beziehungsweise|bis|auch|u|o)\b\.?|[,;/+&|])"
_NUMBER = r"(?:[A-Za-z]{2}\s?)?([0-9]{1,6})"
_FURTHER = re.compile(rf"[·–-]?\s*(?:{_AND}|{_NUMBER}\s*(?:\Z|[·–-]|{_AND}))", re.IGNORECASE)
"""What follows an id or a name if another row is named: `, 002`, `-004`, `oder das Jobcenter`."""
_NUMBERS = re.compile(rf"(?:(?:[A-Za-z]{{2}}\s?)?[0-9]{{1,6}}(?![0-9])|{_AND}|[\s·–-])+", re.IGNORECASE)
"""Only one way through any text: many digits cut in pieces took longer than anyone waits."""


class Reference(NamedTuple):
    """A row as an answer names it."""

    row_id: str
    label: str
    """May be empty."""
    as_offered: bool
    """Written as the form's own lists have it, so that the label was the row's name when it was chosen."""


def split_reference(text: str) -> Reference | None:
    """A reference as forms offer it, or with the id behind in brackets; None unless exactly one row is named.

    `AK007, AK009` names two rows, and so do `AK007, 009`, `AK007-009` and `AK007 – oder das Jobcenter`.
    """
    if match := _ROW_ID.fullmatch(text):
        prefix, number, joint, label = match[1].upper(), match[2], match[3] or "", (match[4] or "").strip()
    elif match := _BEHIND.fullmatch(text):
        prefix, number, joint, label = match[2].upper(), match[3], "()", match[1].strip()
    else:
        return None
    as_offered = joint in ("", JOINT.strip())
    named = {found.upper() + digits for found, digits in _IDS.findall(label) if found.upper() == prefix}
    if named - {prefix + number} or _ROW_ID.fullmatch(label) or (not as_offered and goes_on(label)):
        return None
    return Reference(prefix + number, label, as_offered)


def goes_on(text: str, *, least: int = 1) -> bool:
    """Whether a text behind an id or a name names something else; a number of `least` digits does."""
    further = _FURTHER.match(text.strip())
    return further is not None and (further[1] is None or len(further[1]) >= least)


def is_enumeration(text: str) -> bool:
    """Whether a text has nothing but the numbers of rows."""
    return _NUMBERS.fullmatch(text) is not None


def begins_with_id(text: str) -> tuple[str, str] | None:
    """The id that a text begins with, and what follows it, whatever that says."""
    match = _IDS.match(text)
    if match is None:
        return None
    return match[1].upper() + match[2], text[match.end() :].strip(" ·|:,;–-")


class ReferenceField(FieldBase):
    """The row_id of a row of another table or grid. Whether that row exists is checked over the tables."""

    type: Literal["reference"]
    to: str = Field(
        description="table or grid referred to: worksheet, or worksheet.section; "
        "rows of a grid are called by the codes printed into them"
    )

    kind: ClassVar[Kind] = Kind.REFERENCE
    number_format: ClassVar[str] = "@"
    default_width: ClassVar[int] = 30

    @property
    def refers_to(self) -> str | None:
        return self.to

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        text = bare(plain_text(raw))
        named = split_reference(text)
        if named is None:
            code = "several_references" if _names_several(text) else "no_reference"
            return unreadable(code, expected=self.expectation(lists, texts))
        return Parsed(named.row_id)

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        return str(value)

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        return Validation("list")

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        return Control("combo", texts("document.placeholder.reference"))

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts("expectation.reference")

    def excel_known(self, cell: str, among: str = "", *, language: str) -> str:
        return f"ISNUMBER(MATCH({cell},{among},0))"

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return ("AK001", "AK101")

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return ("Niemand",)


def _names_several(text: str) -> bool:
    begun = _IDS.match(text)
    return len(_IDS.findall(text)) > 1 or (begun is not None and goes_on(text[begun.end() :]))
