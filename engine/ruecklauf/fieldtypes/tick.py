"""A tick: `x` or nothing. Nothing is no answer; it never becomes a no by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Literal

from ruecklauf.cells import CellKind, Raw, text_cell
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
from ruecklauf.fieldtypes.folding import bare, clean, fold
from ruecklauf.findings import remark
from ruecklauf.texts import Texts, load_texts
from ruecklauf.values import Missing, Value

_YES = frozenset({"x", "✓", "✔", "☒", "☑", "1", "true"})
_NO = frozenset({"☐", "0", "false", "-", "–"})
"""Signs; the words beside them are those of the form's language."""


_EMPTY_SIGNS, _TICKED_SIGNS = "☐□◻", "☒☑✓✔✗✘■xX"
_EMPTY = rf"[{_EMPTY_SIGNS}]|\[ *\]"
_TICKED = rf"[{_TICKED_SIGNS}]|\[ *[xX✓✔] *\]"
_SIGN = rf"({_EMPTY}|{_TICKED})"
_PAIR = re.compile(rf"{_SIGN}\s*(?:ja|yes)\s*{_SIGN}\s*(?:nein|no\b)", re.IGNORECASE)
_ONE = re.compile(rf"(?:{_TICKED})\s*(ja|nein|yes|no)", re.IGNORECASE)
"""One of the two boxes alone, with its sign; an empty one alone says nothing of the other."""
_STOPS = ".!"


UNTICKED = "unticked_boxes"
"""Code of the remark on a check box that somebody put into a cell and did not tick."""


def tick_words(texts: Texts) -> tuple[str, str]:
    """What a cell offers for yes and for no."""
    yes, no = texts.list("words.ticks")
    return yes, no


@cache
def _said(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """All that is read as yes, and as no."""
    texts = load_texts(language)
    return _YES | set(texts.list("words.yes")), _NO | set(texts.list("words.no"))


@dataclass(frozen=True, slots=True)
class Boxes:
    """The two boxes in a text, and which of them is ticked."""

    yes: bool
    no: bool
    begin: int
    no_begins: int
    end: int


def find_boxes(text: str) -> Boxes | None:
    """The boxes for yes and no in a text, if they stand there."""
    pair = _PAIR.search(text)
    if pair is None:
        return None
    yes, no = (re.fullmatch(_TICKED, sign) is not None for sign in pair.groups())
    return Boxes(yes, no, pair.start(), pair.start(2), pair.end())


def with_struck(text: str, words: str, texts: Texts) -> str:
    """What stands in a cell for a tick whose boxes are empty, with what of them is struck through.

    `read_tick` takes it for neither yes nor no: some strike what does not hold, others what they mark.
    """
    return f"{text} {texts('words.struck')}{words})"


def with_marked(text: str, words: str, texts: Texts) -> str:
    """The same with what of the boxes is bold, underlined or otherwise set off."""
    return f"{text} {texts('words.marked')}{words})"


def with_drawn(text: str, texts: Texts) -> str:
    """The same with a shape drawn on them."""
    return with_marked(text, texts("words.drawn"), texts)


def read_tick(raw: Raw, texts: Texts) -> Parsed:
    """True for a tick however it was made, False for an explicit no.

    A check box of Excel 365 or Google Sheets fills its cell with FALSE as soon as it is there: no answer yet.
    Of a text document's two boxes the ticked one counts, or what is written beside them if none is.
    """
    if is_unticked(raw):
        return Parsed(Missing.NO_ANSWER, (remark(UNTICKED),))
    if raw.kind is not CellKind.TEXT:
        return _read_word(raw, texts)
    if texts("words.struck") in raw.text:
        return unreadable("boxes_struck")
    if texts("words.marked") in raw.text:
        return unreadable("boxes_marked")
    text = bare(raw.text)
    boxes = find_boxes(text)
    return _read_boxes(boxes, text, texts) if boxes else _read_word(text_cell(text), texts)


def is_unticked(raw: Raw) -> bool:
    """Whether a cell has the value of a check box that is not ticked."""
    return raw.kind is CellKind.BOOL and raw.text == "0"


def _read_boxes(boxes: Boxes, text: str, texts: Texts) -> Parsed:
    beside = clean(text[: boxes.begin] + " " + text[boxes.end :])
    if boxes.yes and boxes.no:
        return unreadable("both_boxes")
    if not beside:
        return Parsed(boxes.yes if boxes.yes or boxes.no else Missing.NO_ANSWER)
    # a mark behind the one word or before the other may be meant for either
    is_word = fold(beside).rstrip(_STOPS) in {texts.list("words.yes")[0], texts.list("words.no")[0]}
    if is_word and not (boxes.yes or boxes.no):
        return _read_word(text_cell(beside), texts)
    return unreadable("no_tick")


def _read_word(raw: Raw, texts: Texts) -> Parsed:
    text = fold(raw.text) or clean(raw.text)
    if raw.kind is CellKind.TEXT:
        word = _ONE.fullmatch(clean(raw.text))
        text = word[1].lower() if word else text.rstrip(_STOPS) or text
    if raw.kind is CellKind.NUMBER:
        text = {1.0: "1", 0.0: "0"}.get(float(raw.text), raw.text)
    if raw.kind in (CellKind.TEXT, CellKind.BOOL, CellKind.NUMBER):
        said_yes, said_no = _said(texts.language)
        if text in said_yes:
            return Parsed(True)
        # an empty box alone is no tick: what stood beside it is gone
        if text in said_no and text not in _EMPTY_SIGNS:
            return Parsed(False)
    return unreadable("no_tick")


EMPTY_BOX, TICKED_BOX = "☐", "☒"


def boxes(texts: Texts) -> Control:
    """Two boxes, for yes and for no: nothing ticked is no answer."""
    return Control("boxes", texts("document.boxes", yes=EMPTY_BOX, no=EMPTY_BOX))


def boxes_text(content: str, texts: Texts) -> str:
    """The two boxes as they look when a tick cell's content stands in them."""
    yes, no = (TICKED_BOX if content == word else EMPTY_BOX for word in tick_words(texts))
    return texts("document.boxes", yes=yes, no=no)


def ticked_formula(cell: str, language: str) -> str:
    """Excel formula: the cell holds one of the entries that `read_tick` takes for a tick."""
    return _one_of(cell, _said(language)[0])


def answered_formula(cell: str, language: str) -> str:
    """Excel formula: the cell holds one of the entries that `read_tick` takes for a tick or a no."""
    return _one_of(cell, frozenset().union(*_said(language)))


def _one_of(cell: str, words: frozenset[str]) -> str:
    # FIND, because MATCH takes a cell that holds ? or * for a wildcard
    listed = "¦".join(sorted(words))
    return f'ISNUMBER(FIND("¦"&LOWER(TRIM({cell}))&"¦","¦{listed}¦"))'


class TickField(FieldBase):
    """A box to tick; the cell offers `x` and the word for no."""

    type: Literal["tick"]
    kind: ClassVar[Kind] = Kind.TICK
    dtype: ClassVar[str] = "boolean"
    default_width: ClassVar[int] = 12

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        return read_tick(raw, texts)

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        return tick_words(texts)[0 if value is True else 1]

    def from_text(self, text: str) -> Value:
        return text == "true"

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        return Validation("list", words=tick_words(texts))

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        return boxes(texts)

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts("expectation.tick")

    def excel_known(self, cell: str, among: str = "", *, language: str) -> str:
        return answered_formula(cell, language)

    def excel_value(self, cell: str, *, language: str) -> str:
        return ticked_formula(cell, language)

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return (True, False)

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return ("vielleicht",)
