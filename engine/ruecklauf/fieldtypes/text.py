"""Texts: short and long text, e-mail, phone."""

from __future__ import annotations

import re
from typing import ClassVar, Literal

from pydantic import Field

from ruecklauf.cells import CellKind, Raw, text_cell
from ruecklauf.directions import reorders
from ruecklauf.fieldtypes.base import (
    CellContent,
    CodeLists,
    Control,
    FieldBase,
    Kind,
    Parsed,
    Validation,
)
from ruecklauf.fieldtypes.folding import bare
from ruecklauf.fieldtypes.seen import YEAR_OF_TIMES, plain_text, stored_text
from ruecklauf.findings import Remark, remark
from ruecklauf.shown.number_formats import is_general
from ruecklauf.shown.symbol_fonts import has_unknown_sign
from ruecklauf.texts import Texts
from ruecklauf.values import Value

EXCEL_CELL_LIMIT = 32_767
_CASE = "tells the case of a made-up or anonymised person: nobody may be recognised in it"


class _AnyText(FieldBase):
    max_length: int = Field(255, ge=1, le=EXCEL_CELL_LIMIT, description="longest text in characters")

    kind: ClassVar[Kind] = Kind.TEXT
    number_format: ClassVar[str] = "@"

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        text = self._text(raw)
        remarks = [*_about_signs(text), *self._judge(text)]
        if len(text) > self.max_length:
            remarks.append(remark("text_too_long", length=len(text), limit=self.max_length))
        return Parsed(text, tuple(remarks))

    def _weigh(self, raw: Raw, seen: Raw, typed: Parsed, lists: CodeLists, texts: Texts) -> Parsed:
        if raw.kind is CellKind.DATE and raw.moment is not None and raw.moment.year > YEAR_OF_TIMES:
            return Parsed(typed.value, (remark("date_for_text"), *typed.remarks))
        if raw.kind is CellKind.NUMBER and is_general(raw.number_format) and "E" in seen.text:
            whole = self._parse_answer(text_cell(stored_text(raw)), lists, texts)
            noted = remark("shown_rounded", shown=seen.text, stored=whole.value)
            return Parsed(whole.value, (noted, *whole.remarks))
        return typed

    def _text(self, raw: Raw) -> str:
        return plain_text(raw)

    def _judge(self, text: str) -> tuple[Remark, ...]:
        return ()

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        return str(value)

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        return Validation("length", minimum=0, maximum=self.max_length)

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts(f"expectation.{self.type}", limit=self.max_length)  # type: ignore[attr-defined]

    def excel_known(self, cell: str, among: str = "", *, language: str) -> str:
        return f'(TRIM({cell})<>"")'

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return ("x" * (self.max_length + 1),)


def _about_signs(text: str) -> tuple[Remark, ...]:
    if text.isascii():
        return ()
    unknown, reordered = has_unknown_sign(text), reorders(text)
    return (*((remark("unknown_sign"),) if unknown else ()), *((remark("reordered"),) if reordered else ()))


class TextField(_AnyText):
    """One line of text."""

    type: Literal["text"]
    is_prose: ClassVar[bool] = True
    case: bool = Field(False, description=_CASE)
    default_width: ClassVar[int] = 28

    @property
    def tells_a_case(self) -> bool:
        return self.case

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return tuple(t for t in ("Beispiel & Söhne <GmbH>", "=1+1", "007", "k") if len(t) <= self.max_length)


class LongTextField(_AnyText):
    """Text of several lines; the form asks to enter no personal data."""

    type: Literal["longtext"]
    is_prose: ClassVar[bool] = True
    max_length: int = Field(500, ge=1, le=EXCEL_CELL_LIMIT, description="longest text in characters")
    case: bool = Field(False, description=_CASE)
    default_width: ClassVar[int] = 42
    entry_lines: ClassVar[int] = 4

    @property
    def tells_a_case(self) -> bool:
        return self.case

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        return Control("lines", texts("document.placeholder.text"))

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return tuple(t for t in ("Erste Zeile\nzweite Zeile", "„Zitat“ – 50 %") if len(t) <= self.max_length)


_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-zÀ-ÿ]{2,}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()/.–-]{4,}[0-9]")


class _Address(_AnyText):
    """What programs use as it is written, so that nothing may be in it that nobody sees."""

    is_address: ClassVar[bool] = True

    def _text(self, raw: Raw) -> str:
        return bare(plain_text(raw))


class EmailField(_Address):
    """An e-mail address; the check is of its form only."""

    type: Literal["email"]
    default_width: ClassVar[int] = 26

    def _judge(self, text: str) -> tuple[Remark, ...]:
        return () if _EMAIL.fullmatch(text) else (remark("no_email"),)

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        return Validation(
            "custom", formula=f'AND(ISNUMBER(FIND("@",{{cell}})),LEN({{cell}})<={self.max_length})'
        )

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return ("stelle@beispielstadt.example",)

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return ("keine", *super().counterexamples(lists))


class PhoneField(_Address):
    """A telephone number, kept as text."""

    type: Literal["phone"]
    default_width: ClassVar[int] = 18

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        parsed = super()._parse_answer(raw, lists, texts)
        return _as_number(parsed) if raw.kind is CellKind.NUMBER else parsed

    def _weigh(self, raw: Raw, seen: Raw, typed: Parsed, lists: CodeLists, texts: Texts) -> Parsed:
        parsed = super()._weigh(raw, seen, typed, lists, texts)
        has_zeros = seen.text.startswith(("0", "+", "(0"))
        return _as_number(parsed) if raw.kind is CellKind.NUMBER and not has_zeros else parsed

    def _judge(self, text: str) -> tuple[Remark, ...]:
        return () if _PHONE.fullmatch(text) else (remark("no_phone"),)

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return ("0211 123456-0", "+49 211 1234")


def _as_number(parsed: Parsed) -> Parsed:
    """A telephone number that a program took for a number: zeros before it may be gone."""
    return Parsed(parsed.value, (remark("phone_as_number"),))
