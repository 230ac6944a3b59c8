"""Equations in a Word document, as far as their form says which numbers are apart (ECMA-376 part 1, 22.1)."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.hardened_xml import StartHandler, Starts
from ruecklauf.office.word.flow import WordFlow, WordParagraph
from ruecklauf.office.word.names import MATH

_SIGNS = {"sup": "^", "sub": "_"}
"""What an equation shows by its form: without it two numbers would read as one."""
_BETWEEN = {"eqArr": "\n", "m": "\n", "mr": " ", "d": "|", "oMathPara": "\n"}
"""What parts the lines, rows and cells that an element has several of."""
_PARTS = {"eqArr": "e", "m": "mr", "mr": "e", "d": "e", "oMathPara": "oMath"}
_BEFORE = {
    ("func", "e"): "(",
    ("sPre", "e"): " ",
    ("f", "den"): "/",
    ("limLow", "lim"): "_",
    ("limUpp", "lim"): "^",
}
"""What stands before a part of an element."""
_BEHIND = {"func": ")"}
_MARKS = {"acc": "\u0302", "bar": "\u0332", "groupChr": "\u23df", "nary": "\u222b"}
"""The sign over, under, behind or before a part of an element that does not say which."""
_STRUCK = "\u0336"
_STRIKES = ("strikeH", "strikeV", "strikeBLTR", "strikeTLBR")
_OTHERS = ("borderBox", "box", "f", "func", "limLow", "limUpp", "phant", "rad")
"""What else has parts."""
_SCRIPTED = ("sPre", "sSub", "sSubSup", "sSup")
_AROUND = (*_BETWEEN, *_MARKS, *_OTHERS, *_SCRIPTED)
_PARTS_OF_ALL = ("e", "mr", "den", "lim", "oMath")


@dataclass(slots=True)
class _Open:
    name: str
    parts: int = 0
    begins: str = "("
    ends: str = ")"
    """Brackets around `d`."""
    mark: str = ""
    """As `_MARKS`."""
    shown: int = 0
    """See `RunningText.shown`: where it begins."""
    on_top: bool = False
    """Of `bar`."""
    hidden: WordParagraph | None = None
    """In which what stands in it keeps its place and is not shown."""


class Equations:
    """Shows the signs that stand in no text of an equation."""

    def __init__(self, flow: WordFlow) -> None:
        self._flow = flow
        self._open: list[_Open] = []

    def register(self, dispatch: Dispatch) -> None:
        signs: Starts = {name: self._sign(text) for name, text in _SIGNS.items()}
        dispatch.add(MATH, signs)
        dispatch.add(MATH, {name: self._begin(name) for name in _AROUND}, dict.fromkeys(_AROUND, self._end))
        parts: Starts = {name: self._part(name) for name in _PARTS_OF_ALL}
        dispatch.add(MATH, {**parts, "begChr": self._note_begin, "endChr": self._note_end})
        properties: Starts = {
            "chr": self._note_mark,
            "pos": self._note_position,
            "show": self._note_shown,
            **dict.fromkeys(_STRIKES, self._note_strike),
        }
        dispatch.add(MATH, properties)
        dispatch.pass_over(MATH, "ctrlPr")

    def _sign(self, text: str) -> StartHandler:
        def begin(_attributes: dict[str, str]) -> None:
            self._begin_nary()
            self._flow.add(text)

        return begin

    def _begin(self, name: str) -> StartHandler:
        def begin(_attributes: dict[str, str]) -> None:
            if name == "f":
                self._part_from_number()
            elif name == "rad":
                self._flow.add("√")
            self._open.append(_Open(name, mark=_MARKS.get(name, ""), shown=self._flow.shown))

        return begin

    def _part_from_number(self) -> None:
        """One and three quarters is not thirteen quarters."""
        paragraph = self._flow.paragraph
        if paragraph is not None and paragraph.runs and paragraph.runs[-1][1][-1][-1:].isalnum():
            self._flow.add(" ")

    def _end(self) -> None:
        ended = self._open.pop()
        if ended.hidden is not None:
            ended.hidden.codes = max(ended.hidden.codes - 1, 0)
            self._flow.changed()
        if ended.name == "d":
            self._show(ended.ends)
        elif ended.name == "bar":
            self._show("\u0305" if ended.on_top else ended.mark)
        elif ended.name != "nary":
            self._show(ended.mark or _BEHIND.get(ended.name, ""))

    def _show(self, text: str) -> None:
        if text:
            self._flow.add(text)

    def _begin_nary(self) -> None:
        """The sign of a sum stands before its limits, and before what is summed up."""
        for outer in self._open[-1:]:
            if outer.name == "nary" and not outer.parts:
                outer.parts = 1
                self._show(outer.mark)

    def _part(self, name: str) -> StartHandler:
        def begin(_attributes: dict[str, str]) -> None:
            # A row is a part itself before it has parts.
            around = self._open[-2:-1] if name == "mr" else self._open[-1:]
            for outer in around:
                if (name, outer.name) == ("e", "rad") and outer.shown < self._flow.shown:
                    self._show("(")  # a root of some degree
                    outer.mark = ")"
                self._begin_nary()
                self._show(_BEFORE.get((outer.name, name), ""))
                if _PARTS.get(outer.name) != name:
                    continue
                if outer.parts:
                    self._flow.add(_BETWEEN[outer.name])
                elif outer.name == "d":
                    self._show(outer.begins)
                outer.parts += 1

        return begin

    # Properties

    def _note_begin(self, attributes: dict[str, str]) -> None:
        for outer in self._open[-1:]:
            outer.begins = _value(attributes, outer.begins)

    def _note_end(self, attributes: dict[str, str]) -> None:
        for outer in self._open[-1:]:
            outer.ends = _value(attributes, outer.ends)

    def _note_mark(self, attributes: dict[str, str]) -> None:
        for outer in self._open[-1:]:
            if outer.name in _MARKS:
                outer.mark = _value(attributes, "")

    def _note_position(self, attributes: dict[str, str]) -> None:
        for outer in self._open[-1:]:
            outer.on_top = _value(attributes, "") == "top"

    def _note_shown(self, attributes: dict[str, str]) -> None:
        for outer in self._open[-1:]:
            if outer.name == "phant" and _is_off(attributes) and outer.hidden is None:
                outer.hidden = self._flow.changed()
                outer.hidden.codes += 1

    def _note_strike(self, attributes: dict[str, str]) -> None:
        for outer in self._open[-1:]:
            if outer.name == "borderBox" and not _is_off(attributes):
                outer.mark = _STRUCK


def _value(attributes: dict[str, str], usual: str) -> str:
    return next((text for name, text in attributes.items() if name.endswith(" val")), usual)


def _is_off(attributes: dict[str, str]) -> bool:
    return _value(attributes, "1").strip().lower() in ("0", "off", "false")
