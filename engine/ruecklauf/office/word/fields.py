"""Fields of a Word document: their codes are no text, and old form fields show what is chosen in them."""

from __future__ import annotations

import re

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.hardened_xml import Starts
from ruecklauf.office.open_text import OpenField, box
from ruecklauf.office.word.flow import WordFlow
from ruecklauf.office.word.names import WORD, attribute, is_on, number, value
from ruecklauf.office.word.symbols import symbol
from ruecklauf.shown.symbol_fonts import UNKNOWN

_MOST_ENTRIES = 10_000
_LONGEST_CODE = 1_000
_BUTTON = re.compile(r"\s*(?:MACRO|GOTO)BUTTON\s+\S+\s(.*)", re.IGNORECASE | re.DOTALL)
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]+|[1-9][0-9]*)\s", re.IGNORECASE)
_FONT = re.compile(r'\\f\s*"([^"]*)"', re.IGNORECASE)


_KIND = re.compile(r"\s*(=|[A-Za-z]+)")
_LINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
_QUOTED = re.compile(r'\s*QUOTE\s+"([^"]*)"', re.IGNORECASE)
_SILENT = frozenset(
    {
        *("addin", "advance", "ask", "bibliography", "citation", "control", "database", "embed"),
        *("formcheckbox", "formdropdown", "formtext", "hyperlink", "import", "index", "link", "next"),
        *("nextif", "private", "rd", "set", "skipif", "symbol", "ta", "tc", "toa", "toc", "xe"),
    }
)
"""Fields that show nothing of their own, or nothing as long as nothing was entered in them."""

_UNSEEN = frozenset({"ask", "set"})
"""Fields of which not even the result is seen: it is the text of a bookmark."""


def _kind(code: str) -> str:
    found = _KIND.match(code)
    return found[1].lower() if found else ""


def _unsaid_result(field: OpenField) -> str:
    """What a field shows without saying so in its result (ECMA-376 part 1, 17.16.17)."""
    if field.ticked is not None:
        return box(ticked=field.ticked)
    if field.entries:
        return field.choice()
    if button := _BUTTON.match(field.code):
        return button[1].strip()
    if sign := _SYMBOL.match(field.code):
        font = _FONT.search(field.code)
        return symbol(font[1] if font else "", f"{int(sign[1], 0):X}")
    if quoted := _QUOTED.match(field.code):
        return quoted[1]
    if (kind := _kind(field.code)) == "" or kind in _SILENT:
        return ""
    # What it shows only Word knows.
    return f"{{{field.code}}}{UNKNOWN}"


class Fields:
    """Reads the fields of the flow."""

    def __init__(self, flow: WordFlow) -> None:
        self._flow = flow
        self._texts: list[str] = []
        self._simple: list[OpenField] = []
        """Those that are one element."""

    def register(self, dispatch: Dispatch) -> None:
        self._texts = dispatch.texts
        starts: Starts = {
            "fldChar": self._note_mark,
            "fldSimple": self._start_simple,
            "instrText": lambda _: self._texts.clear(),
            "checkBox": self._note_box,
            "default": self._note_default,
            "checked": self._note_checked,
            "result": self._note_chosen,
            "listEntry": self._note_entry,
        }
        dispatch.add(WORD, starts, {"instrText": self._note_code, "fldSimple": self._end_simple})

    def _note_mark(self, attributes: dict[str, str]) -> None:
        kind, fields = attribute(attributes, "fldCharType"), self._flow.story.fields
        if kind == "begin":
            fields.append(OpenField(self._flow.shown, default=0))
            self._flow.changed().codes += 1
        elif fields:
            if kind == "end" or _kind(fields[-1].code) not in _UNSEEN:
                self._end_code(fields[-1])
            if kind == "end":
                self._end(fields.pop())

    def _start_simple(self, attributes: dict[str, str]) -> None:
        code = attribute(attributes, "instr")[:_LONGEST_CODE]
        unseen = _kind(code) in _UNSEEN
        self._simple.append(OpenField(self._flow.shown, in_code=unseen, code=code))
        if unseen:
            self._flow.changed().codes += 1

    def _end_simple(self) -> None:
        ended = self._simple.pop()
        self._end_code(ended)
        self._end(ended)

    def _end_code(self, ended: OpenField) -> None:
        if ended.in_code:
            ended.in_code = False
            ended.shown = self._flow.shown
            paragraph = self._flow.changed()
            paragraph.codes = max(paragraph.codes - 1, 0)

    def _end(self, ended: OpenField) -> None:
        if link := _LINK.match(ended.code):
            self._flow.links.append(link[1])
        if ended.shown == self._flow.shown:
            if text := _unsaid_result(ended):
                self._flow.add(text)
        elif chosen := ended.choice():
            self._add_chosen(ended, chosen)

    def _add_chosen(self, ended: OpenField, chosen: str) -> None:
        """What Word shows of a dropdown is its entry, whatever a program has put there as its result."""
        paragraph = self._flow.paragraph
        if paragraph is None or not paragraph.ends_with(chosen):
            self._flow.add(f"\n{chosen}")

    def _field(self) -> OpenField:
        """The innermost one that is open; else one that comes to nothing."""
        fields = self._flow.story.fields
        return fields[-1] if fields else OpenField()

    def _note_code(self) -> None:
        field = self._field()
        if len(field.code) < _LONGEST_CODE:
            field.code += "".join(self._texts)[:_LONGEST_CODE]

    def _note_box(self, _attributes: dict[str, str]) -> None:
        self._field().ticked = False

    def _note_default(self, attributes: dict[str, str]) -> None:
        field = self._field()
        if field.ticked is None:
            field.default = number(value(attributes), most=_MOST_ENTRIES)
        else:
            field.ticked = is_on(attributes)

    def _note_checked(self, attributes: dict[str, str]) -> None:
        self._field().ticked = is_on(attributes)

    def _note_chosen(self, attributes: dict[str, str]) -> None:
        self._field().chosen = number(value(attributes), most=_MOST_ENTRIES)

    def _note_entry(self, attributes: dict[str, str]) -> None:
        entries = self._field().entries
        if len(entries) <= _MOST_ENTRIES:
            entries.append(value(attributes))
