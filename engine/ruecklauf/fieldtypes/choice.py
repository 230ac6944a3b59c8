"""Closed answers: yes/no/unknown, one of a code list, several of a code list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from ruecklauf.cells import CellKind, Raw
from ruecklauf.fieldtypes.base import (
    CellContent,
    CodeLists,
    Control,
    FieldBase,
    Identifier,
    Kind,
    Parsed,
    Validation,
    read_cell,
)
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.folding import bare, fold
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.fieldtypes.tick import boxes, is_unticked, read_tick
from ruecklauf.findings import remark
from ruecklauf.likeness import nearest
from ruecklauf.texts import Texts
from ruecklauf.values import SEPARATOR, Missing, Value

YES_NO_UNKNOWN = "jnu"
"""Id of the code list that yes/no/unknown fields use."""

YES = "ja"
_LIKELY = 70
"""From this likeness (0 to 100) on, an entry is named as what may have been meant."""


class _OneOfList(FieldBase):
    kind: ClassVar[Kind] = Kind.CHOICE
    dtype: ClassVar[str] = "category"
    number_format: ClassVar[str] = "@"
    """A program would make a number of the entry 01, and a date of 1/2."""
    default_width: ClassVar[int] = 18

    def _codes(self, lists: CodeLists) -> CodeList:
        list_id = self.list_id
        assert list_id is not None
        return lists[list_id]

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        codes = self._codes(lists)
        typed = plain_text(raw)
        entry = codes.find(typed, texts.language)
        if entry is not None:
            return Parsed(Missing(entry.missing) if entry.missing else entry.code)
        meant = suggestion(typed, (code.label(texts.language) for code in codes.codes))
        expected = self.expectation(lists, texts)
        if meant:
            return Parsed(
                Missing.UNREADABLE, (remark("not_on_list_but_like", meant=meant, expected=expected),)
            )
        return Parsed(Missing.UNREADABLE, (remark("not_on_list", expected=expected),))

    def render(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        codes = self._codes(lists)
        if isinstance(value, Missing):
            named = [code for code in codes.codes if code.missing == value]
            return named[0].label(texts.language) if named else None
        return self._render_answer(value, lists, texts)

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        entry = self._codes(lists).get(str(value))
        return entry.label(texts.language) if entry else None

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        labels = [code.label(texts.language) for code in self._codes(lists).offered]
        if sum(map(len, labels)) > 90:
            return texts("expectation.choice")
        return texts("expectation.choice_of", labels=" / ".join(labels))

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        return Validation("list")

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        entries = tuple(code.label(texts.language) for code in self._codes(lists).offered)
        return Control("list", texts("document.placeholder.list"), entries)

    def excel_known(self, cell: str, among: str = "", *, language: str) -> str:
        return f"ISNUMBER(MATCH({cell},{among},0))"

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        codes = self._codes(lists)
        missing = tuple(dict.fromkeys(Missing(code.missing) for code in codes.codes if code.missing))
        return (*(code.code for code in codes.values), *missing)

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return ("steht auf keiner Liste",)


class YesNoUnknownField(_OneOfList):
    """ja, nein or unbekannt."""

    type: Literal["yes_no_unknown"]
    default_width: ClassVar[int] = 11

    @property
    def list_id(self) -> str | None:
        return YES_NO_UNKNOWN

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        if raw.kind is not CellKind.BOOL:
            return super()._parse_answer(raw, lists, texts)
        return read_tick(raw, texts) if is_unticked(raw) else Parsed(YES)


class ChoiceField(_OneOfList):
    """One code of a list; with `depends_on` only the codes below another field's choice are offered."""

    type: Literal["choice"]
    list: str = Field(description="id of the code list")
    depends_on: Identifier | None = Field(None, description="field of the same row that narrows the choices")

    @property
    def list_id(self) -> str | None:
        return self.list

    @property
    def narrowed_by(self) -> str | None:
        return self.depends_on


class MultiChoiceField(FieldBase):
    """Several codes of a list; each code has a tick cell of its own."""

    type: Literal["multichoice"]
    list: str = Field(description="id of the code list")
    codes: tuple[str, ...] = Field((), description="filled in from the list when the declaration is read")

    kind: ClassVar[Kind] = Kind.MULTI
    dtype: ClassVar[str] = "boolean"
    default_width: ClassVar[int] = 11

    @property
    def list_id(self) -> str | None:
        return self.list

    @property
    def parts(self) -> tuple[str, ...]:
        return self.codes

    def parse_part(self, raw: Raw, texts: Texts) -> Parsed:
        """Read the cell of one code: ticked or not, see `combine`."""
        return read_cell(raw, lambda seen: read_tick(seen, texts))

    def combine(self, ticks: dict[str, Value]) -> Value:
        """The codes ticked, in list order; no answer where no cell was answered at all."""
        if any(value is Missing.UNREADABLE for value in ticks.values()):
            return Missing.UNREADABLE
        if all(isinstance(value, Missing) for value in ticks.values()):
            return Missing.NO_ANSWER
        return tuple(code for code in self.codes if ticks.get(code) is True)

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        """Several labels in one cell, one a line or separated by semicolons."""
        labels = [part for part in bare(plain_text(raw)).replace("\n", ";").split(";") if part.strip()]
        found = [lists[self.list].find(label, texts.language) for label in labels]
        codes = {entry.code for entry in found if entry and not entry.missing}
        if len(codes) < len(labels):
            return Parsed(
                Missing.UNREADABLE, (remark("not_on_list", expected=self.expectation(lists, texts)),)
            )
        return Parsed(tuple(code for code in self.codes if code in codes))

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        if not isinstance(value, tuple):
            return None
        return "; ".join(lists[self.list].label(code, texts.language) for code in value)

    def from_text(self, text: str) -> Value:
        return tuple(text.split(SEPARATOR)) if text else ()

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        return boxes(texts)

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts("expectation.multichoice")

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return (self.codes[:1], self.codes, self.codes[-1:])

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return ("vielleicht",)


def suggestion(typed: str, labels: Iterable[str]) -> str | None:
    """The label that was most likely meant, for the message only: likeness never decides an answer."""
    return nearest(typed, labels, at_least=_LIKELY, parts=True, compared_as=fold)
