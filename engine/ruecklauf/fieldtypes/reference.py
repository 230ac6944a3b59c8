"""A reference to a row of another table, chosen from what stands there."""

from __future__ import annotations

import re
from typing import ClassVar, Literal

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
    plain_text,
    unreadable,
)
from ruecklauf.texts import Texts
from ruecklauf.values import Value

JOINT = " · "
"""Stands between row id and row label in drop-down lists: `AK007 · Jugendamt`."""

_ID = r"([A-Za-z]{2})\s?([0-9]{3,6})"
_ROW_ID = re.compile(rf"\s*{_ID}\b\s*(?:[·|:,;–-]\s*(.*))?", re.DOTALL)
_IDS = re.compile(rf"\b{_ID}\b")
_BEHIND = re.compile(rf"([^()]*\S)\s*\({_ID}\)\s*", re.DOTALL)


def split_reference(text: str) -> tuple[str, str] | None:
    """(row id, label) of a reference as forms offer it, or with the id behind in brackets; None for no row.

    The label may be empty. `AK007, AK009` names two rows.
    """
    if match := _ROW_ID.fullmatch(text):
        prefix, number, label = match[1].upper(), match[2], (match[3] or "").strip()
    elif match := _BEHIND.fullmatch(text):
        prefix, number, label = match[2].upper(), match[3], match[1].strip()
    else:
        return None
    named = {found.upper() + digits for found, digits in _IDS.findall(label) if found.upper() == prefix}
    return None if named - {prefix + number} else (prefix + number, label)


class ReferenceField(FieldBase):
    """The row_id of a row of another table. Whether that row exists is checked over the tables."""

    type: Literal["reference"]
    to: str = Field(description="table referred to: worksheet, or worksheet.section")

    kind: ClassVar[Kind] = Kind.REFERENCE
    default_width: ClassVar[int] = 30

    @property
    def refers_to(self) -> str | None:
        return self.to

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        parts = split_reference(plain_text(raw))
        if parts is None:
            code = "several_references" if len(_IDS.findall(plain_text(raw))) > 1 else "no_reference"
            return unreadable(code, expected=self.expectation(lists, texts))
        return Parsed(parts[0])

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        return str(value)

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        return Validation("list")

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        return Control("combo", texts("document.placeholder.reference"))

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts("expectation.reference")

    def excel_known(self, cell: str, among: str = "") -> str:
        return f"ISNUMBER(MATCH({cell},{among},0))"

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return ("AK001", "AK101")

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return ("Niemand",)
