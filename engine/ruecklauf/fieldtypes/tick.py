"""A tick: `x` or nothing. Nothing is no answer; it never becomes a no by itself."""

from __future__ import annotations

from typing import ClassVar, Literal

from ruecklauf.cells import CellKind, Raw
from ruecklauf.fieldtypes.base import (
    CellContent,
    CodeLists,
    FieldBase,
    Kind,
    Parsed,
    Validation,
    unreadable,
)
from ruecklauf.fieldtypes.folding import clean, fold
from ruecklauf.texts import Texts
from ruecklauf.values import Value

TICKED = "x"
NOT_TICKED = "nein"
_YES = {"x", "ja", "j", "✓", "✔", "☒", "☑", "1", "wahr", "true"}
_NO = {"nein", "n", "☐", "0", "falsch", "false", "-", "–"}


def read_tick(raw: Raw) -> Parsed:
    """True for a tick however it was made, False for an explicit no."""
    text = fold(raw.text) or clean(raw.text)
    if raw.kind is CellKind.NUMBER:
        text = {1.0: "1", 0.0: "0"}.get(float(raw.text), raw.text)
    if raw.kind in (CellKind.TEXT, CellKind.BOOL, CellKind.NUMBER):
        if text in _YES:
            return Parsed(True)
        if text in _NO:
            return Parsed(False)
    return unreadable("no_tick")


def ticked_formula(cell: str) -> str:
    """Excel formula: the cell holds one of the entries that `read_tick` takes for a tick."""
    return _one_of(cell, _YES)


def answered_formula(cell: str) -> str:
    """Excel formula: the cell holds one of the entries that `read_tick` takes for a tick or a no."""
    return _one_of(cell, _YES | _NO)


def _one_of(cell: str, words: set[str]) -> str:
    # FIND, because MATCH takes a cell that holds ? or * for a wildcard
    listed = "¦".join(sorted(words))
    return f'ISNUMBER(FIND("¦"&LOWER(TRIM({cell}))&"¦","¦{listed}¦"))'


class TickField(FieldBase):
    """A box to tick; the cell offers `x` and `nein`."""

    type: Literal["tick"]
    kind: ClassVar[Kind] = Kind.TICK
    dtype: ClassVar[str] = "boolean"
    default_width: ClassVar[int] = 12

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        return read_tick(raw)

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        return TICKED if value is True else NOT_TICKED

    def from_text(self, text: str) -> Value:
        return text == "true"

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        return Validation("list", words=(TICKED, NOT_TICKED))

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts("expectation.tick")

    def excel_known(self, cell: str, among: str = "") -> str:
        return answered_formula(cell)

    def excel_value(self, cell: str) -> str:
        return ticked_formula(cell)

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return (True, False)
