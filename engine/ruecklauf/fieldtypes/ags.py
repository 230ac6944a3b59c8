"""Official municipality keys (AGS): always text, the leading zero restored and noted."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from ruecklauf.ags import AgsNote, read_ags, split_ags
from ruecklauf.cells import Raw
from ruecklauf.fieldtypes.base import (
    CellContent,
    CodeLists,
    FieldBase,
    Kind,
    Parsed,
    Validation,
    unreadable,
)
from ruecklauf.fieldtypes.folding import bare
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import remark
from ruecklauf.texts import Texts
from ruecklauf.values import Value


class AgsField(FieldBase):
    """One AGS of 8 digits, or several joined by `; `."""

    type: Literal["ags"]
    several: bool = Field(False, description="several codes may be given, separated by semicolons")

    kind: ClassVar[Kind] = Kind.TEXT
    number_format: ClassVar[str] = "@"
    default_width: ClassVar[int] = 20
    is_address: ClassVar[bool] = True

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        typed = bare(plain_text(raw))
        parts = split_ags(typed) if self.several else (typed,)
        read = [read_ags(part) for part in parts]
        codes = [code for code, _ in read if code is not None]
        if len(codes) < len(parts) or not codes:
            return unreadable("no_ags", expected=self.expectation(lists, texts))
        padded = any(note is AgsNote.PADDED for _, note in read)
        value = "; ".join(codes)
        return Parsed(value, (remark("ags_padded", value=value),) if padded else ())

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        return str(value)

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        if self.several:
            return Validation("length", minimum=8, maximum=255)
        return Validation("length", minimum=8, maximum=8)

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts("expectation.ags_several" if self.several else "expectation.ags")

    def excel_known(self, cell: str, among: str = "", *, language: str) -> str:
        return f'(TRIM({cell})<>"")'

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return ("05315000; 05334002",) if self.several else ("05315000",)

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return ("5315",)
