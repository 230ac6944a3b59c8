"""Fields of a Word document: their codes are no text, and old form fields show what is chosen in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from ruecklauf.office.word.dispatch import Dispatch
from ruecklauf.office.word.flow import Flow
from ruecklauf.office.word.names import WORD, Starts, attribute, is_on, number, value
from ruecklauf.office.word.story import Story
from ruecklauf.office.word.symbols import box, symbol

_MOST_ENTRIES = 10_000
_LONGEST_CODE = 1_000
_BUTTON = re.compile(r"\s*(?:MACRO|GOTO)BUTTON\s+\S+\s(.*)", re.IGNORECASE | re.DOTALL)
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]+|[1-9][0-9]*)\s", re.IGNORECASE)
_FONT = re.compile(r'\\f\s*"([^"]*)"', re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    """A field that has begun, with what a form field says of itself (ECMA-376 part 1, 17.16.17)."""

    shown: int
    """See `Tally.shown`: where its result begins."""
    in_code: bool = True
    ticked: bool | None = None
    """Of a check box."""
    entries: list[str] = field(default_factory=list)
    """Of a dropdown."""
    default: int = 0
    chosen: int | None = None
    code: str = ""

    def choice(self) -> str:
        """What it shows without saying so in its result."""
        if self.ticked is not None:
            return box(ticked=self.ticked)
        if self.entries:
            chosen = self.default if self.chosen is None else self.chosen
            return self.entries[chosen] if chosen < len(self.entries) else ""
        if button := _BUTTON.match(self.code):
            return button[1].strip()
        if sign := _SYMBOL.match(self.code):
            font = _FONT.search(self.code)
            return symbol(font[1] if font else "", f"{int(sign[1], 0):X}")
        return ""


class Fields:
    """Reads the fields of the flow's stories; `texts` is what the parser collects."""

    def __init__(self, flow: Flow, texts: list[str]) -> None:
        self._flow = flow
        self._texts = texts
        self._open: WeakKeyDictionary[Story, list[_Field]] = WeakKeyDictionary()

    def register(self, dispatch: Dispatch) -> None:
        starts: Starts = {
            "fldChar": self._note_mark,
            "instrText": lambda _: self._texts.clear(),
            "checkBox": self._note_box,
            "default": self._note_default,
            "checked": self._note_checked,
            "result": self._note_chosen,
            "listEntry": self._note_entry,
        }
        dispatch.add(WORD, starts, {"instrText": self._note_code})

    def _fields(self) -> list[_Field]:
        return self._open.setdefault(self._flow.story, [])

    def _note_mark(self, attributes: dict[str, str]) -> None:
        kind = attribute(attributes, "fldCharType")
        if kind == "begin":
            self._fields().append(_Field(self._flow.tally.shown))
            self._flow.story.begin_code()
        elif fields := self._fields():
            self._end_code(fields[-1])
            if kind == "end":
                self._end(fields.pop())

    def _end_code(self, ended: _Field) -> None:
        if ended.in_code:
            ended.in_code = False
            ended.shown = self._flow.tally.shown
            self._flow.story.end_code()

    def _end(self, ended: _Field) -> None:
        if ended.shown == self._flow.tally.shown and (text := ended.choice()):
            self._flow.story.add(text)

    def _note_code(self) -> None:
        for one in self._fields()[-1:]:
            if len(one.code) < _LONGEST_CODE:
                one.code += "".join(self._texts)[:_LONGEST_CODE]

    def _note_box(self, _attributes: dict[str, str]) -> None:
        for one in self._fields()[-1:]:
            one.ticked = False

    def _note_default(self, attributes: dict[str, str]) -> None:
        for one in self._fields()[-1:]:
            if one.ticked is None:
                one.default = number(value(attributes), most=_MOST_ENTRIES)
            else:
                one.ticked = is_on(attributes)

    def _note_checked(self, attributes: dict[str, str]) -> None:
        for one in self._fields()[-1:]:
            one.ticked = is_on(attributes)

    def _note_chosen(self, attributes: dict[str, str]) -> None:
        for one in self._fields()[-1:]:
            one.chosen = number(value(attributes), most=_MOST_ENTRIES)

    def _note_entry(self, attributes: dict[str, str]) -> None:
        for one in self._fields()[-1:]:
            if len(one.entries) <= _MOST_ENTRIES:
                one.entries.append(value(attributes))
