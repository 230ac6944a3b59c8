"""Equations in a Word document, as far as their form says which numbers are apart (ECMA-376 part 1, 22.1)."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.hardened_xml import StartHandler, Starts
from ruecklauf.office.word.flow import WordFlow
from ruecklauf.office.word.names import MATH

_SIGNS = {"den": "/", "rad": "√", "sup": "^", "sub": "_"}
"""What an equation shows by its form: without it a fraction would read as one number."""
_BETWEEN = {"eqArr": "\n", "m": "\n", "mr": " ", "d": "|"}
"""What parts the lines, rows and cells that an element has several of."""
_PARTS = {"eqArr": "e", "m": "mr", "mr": "e", "d": "e"}
_OTHERS = (
    *("acc", "bar", "box", "borderBox", "func", "groupChr", "limLow", "limUpp", "nary", "phant", "rad"),
    *("sPre", "sSub", "sSubSup", "sSup"),
)
"""What else has an `e`, and never several."""


@dataclass(slots=True)
class _Open:
    name: str
    parts: int = 0
    begins: str = "("
    ends: str = ")"
    """Brackets around `d`."""


class Equations:
    """Shows the signs that stand in no text of an equation."""

    def __init__(self, flow: WordFlow) -> None:
        self._flow = flow
        self._open: list[_Open] = []

    def register(self, dispatch: Dispatch) -> None:
        signs: Starts = {name: self._sign(text) for name, text in _SIGNS.items()}
        dispatch.add(MATH, signs)
        around = (*_BETWEEN, *_OTHERS)
        dispatch.add(MATH, {name: self._begin(name) for name in around}, dict.fromkeys(around, self._end))
        parts: Starts = {name: self._part(name) for name in ("e", "mr")}
        dispatch.add(MATH, {**parts, "begChr": self._note_begin, "endChr": self._note_end})
        dispatch.pass_over(MATH, "ctrlPr")

    def _sign(self, text: str) -> StartHandler:
        return lambda _: self._flow.add(text)

    def _begin(self, name: str) -> StartHandler:
        return lambda _: self._open.append(_Open(name))

    def _end(self) -> None:
        ended = self._open.pop()
        if ended.name == "d" and ended.ends:
            self._flow.add(ended.ends)

    def _part(self, name: str) -> StartHandler:
        def begin(_attributes: dict[str, str]) -> None:
            # A row is a part itself before it has parts.
            around = self._open[-2:-1] if name == "mr" else self._open[-1:]
            for outer in around:
                if _PARTS.get(outer.name) != name:
                    continue
                if outer.parts:
                    self._flow.add(_BETWEEN[outer.name])
                elif outer.name == "d" and outer.begins:
                    self._flow.add(outer.begins)
                outer.parts += 1

        return begin

    def _note_begin(self, attributes: dict[str, str]) -> None:
        for outer in self._open[-1:]:
            outer.begins = _value(attributes, outer.begins)

    def _note_end(self, attributes: dict[str, str]) -> None:
        for outer in self._open[-1:]:
            outer.ends = _value(attributes, outer.ends)


def _value(attributes: dict[str, str], usual: str) -> str:
    return next((text for name, text in attributes.items() if name.endswith(" val")), usual)
