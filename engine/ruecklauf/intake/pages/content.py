"""What was entered into a cell: its text without prompts, and what is odd about it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ruecklauf.cells import BLANK, Raw, text_cell
from ruecklauf.fieldtypes.base import Control as PlannedControl
from ruecklauf.fieldtypes.folding import bare, clean, fold
from ruecklauf.fieldtypes.tick import EMPTY_BOX, with_drawn, with_marked, with_struck
from ruecklauf.intake.pages.boxes import StruckBoxes, are_open, marked_words, struck_boxes
from ruecklauf.intake.pages.days import unseen_day
from ruecklauf.intake.pages.grid import Grid, GridCell
from ruecklauf.office.document import Change, Control, ControlKind, Paragraph, Piece
from ruecklauf.office.workbook import PartlyStruck
from ruecklauf.texts import Texts

_PROMPTS_OF_WORD = (
    "Klicken oder tippen Sie hier, um Text einzugeben.",
    "Klicken oder tippen Sie, um Text einzugeben.",
    "Klicken Sie hier, um Text einzugeben.",
    "Wählen Sie ein Element aus.",
    "Klicken oder tippen Sie, um ein Datum einzugeben.",
    "Klicken Sie hier, um ein Datum einzugeben.",
    "Click or tap here to enter text.",
    "Click here to enter text.",
    "Choose an item.",
    "Click or tap to enter a date.",
    "Click here to enter a date.",
)
"""What Word shows where a document's own prompt is lost, in its versions since 2010."""
_TICKED_SIGNS = frozenset("☒☑✓✔✗✘xX")
_COUNTED = re.compile(r"([0-9]+)[.)]")
_BOX_SIGNS = "☐□◻["
_REPEATED = 3
"""Cells in which a long text that is marked as a prompt stands, for it to be one."""
_LONG = 15
_LEAVE_MARKS = ("LibreOffice", "Collabora")


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What stands in a cell for an answer."""

    raw: Raw
    before: str
    """What stood there before tracked changes; the same text if there are none."""
    struck: bool = False
    partly_struck: bool = False
    hidden: bool = False
    """A part of it is hidden text."""
    kept_prompt: bool = False
    """It is marked as a prompt but is none that is known."""
    box_differs: bool = False
    """A box's sign shows something else than the box says of itself."""
    unseen_day: str = ""
    """See `days.unseen_day`."""
    changed: bool = False
    """Something else stood there before tracked changes."""
    pictures: int = 0
    """So many lie on open boxes, which says so."""


@dataclass(frozen=True)
class Prompts:
    """The texts that say that nothing was entered."""

    known: frozenset[str]
    """Folded."""
    pattern: re.Pattern[str]
    """Finds them in a text."""
    untouched_boxes: re.Pattern[str]
    repeated: Mapping[str, tuple[str, ...]]
    """Long texts that most of what is marked as a prompt shows: Word's own in other languages. With the tags
    of the controls that show them."""
    marks_count: bool = True
    """What is marked as a prompt without being one is odd."""

    def has(self, marked: str) -> bool:
        """Whether a text that is marked as a prompt is one."""
        return not clean(marked) or fold(marked) in self.known or clean(marked) in self.repeated

    def cut(self, text: str) -> str:
        """A text without prompts at its beginning and its end, and without outer white space."""
        return clean(_without_outer(text, self.pattern))

    def cut_entered(self, text: str, planned: PlannedControl) -> str:
        """A paragraph of a cell for answers without the cell's own prompt, or one of Word's, around it.

        People type before and behind prompts; one amid a text belongs to it, as do those of other cells.
        """
        own = () if planned.kind == "boxes" else (planned.placeholder,)
        return _without_outer(text, _pattern((*own, *_PROMPTS_OF_WORD)))

    def is_prompt(self, text: str) -> bool:
        """Whether a text that is not empty says that nothing was entered, and nothing else."""
        return bool(clean(text)) and not self.cut_boxes(self._without_any(text))

    def is_only(self, text: str) -> bool:
        """Whether a text has nothing but prompts."""
        return not clean(self._without_any(text))

    def _without_any(self, text: str) -> str:
        return self.pattern.sub("", text) if "[" in text or "." in text else text

    def cut_all(self, text: str) -> str:
        """A text as it stands, or nothing if it says that nothing was entered."""
        return "" if self.is_prompt(text) else clean(text)

    def cut_boxes(self, text: str) -> str:
        """Nothing if a text has the two boxes, neither ticked, and nothing else; else the whole text.

        What stands beside them is read with them: a mark may be meant for the one or the other.
        """
        if not any(sign in text for sign in _BOX_SIGNS):
            return clean(text)
        return clean(text) if bare(self.untouched_boxes.sub(" ", bare(text))) else ""


def _without_outer(text: str, pattern: re.Pattern[str]) -> str:
    """A text without what a pattern of prompts finds at its beginning and its end."""
    # what every prompt has is found faster than prompts are
    spans = [match.span() for match in pattern.finditer(text)] if "[" in text or "." in text else []
    begin, end = 0, len(text)
    for first, last in spans:
        if text[begin:first].strip():
            break
        begin = last
    for first, last in reversed(spans):
        if first < begin or text[last:end].strip():
            break
        end = first
    inner = text[begin:end]
    inner = inner.lstrip() if begin else inner
    return inner.rstrip() if end < len(text) else inner


@lru_cache(maxsize=32)
def _pattern(shown: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, shown), key=len, reverse=True)
    alternatives = "|".join(re.escape(text).replace(r"\ ", r"\s+") for text in longest_first)
    return re.compile(alternatives, re.IGNORECASE)


def prompts_of(
    texts: Texts,
    grid: Grid,
    *,
    program: str = "",
    offered: Iterable[str] = (),
    takes_text: Container[str] = (),
) -> Prompts:
    """The form's prompts, Word's, and those that the document repeats in place of them.

    `offered` are the entries of all lists: answers, however often they stand in the document. So is what only
    controls that take any text show, those with the tags `takes_text`. LibreOffice leaves the mark of a
    prompt where something was typed over it: its word does not count.
    """
    own = [texts(f"document.placeholder.{kind}") for kind in ("text", "number", "date", "list", "reference")]
    boxes = texts("document.boxes", yes=EMPTY_BOX, no=EMPTY_BOX)
    fixed = _fixed_prompts((*own, boxes, *_PROMPTS_OF_WORD), boxes)
    if any(name in program for name in _LEAVE_MARKS):
        return replace(fixed, marks_count=False)
    repeated = _repeated(grid, fixed)
    entries = frozenset(map(fold, offered)) if repeated else frozenset()
    prompts = {
        text: tags
        for text, tags in repeated.items()
        if fold(text) not in entries and any(tag not in takes_text for tag in tags)
    }
    return replace(fixed, repeated=prompts)


@lru_cache(maxsize=8)
def _fixed_prompts(shown: tuple[str, ...], boxes: str) -> Prompts:
    signs = re.escape(boxes).replace(r"\ ", r"\s*").replace(EMPTY_BOX, r"(?:[☐□◻]|\[ *\])")
    return Prompts(
        frozenset(map(fold, shown)),
        _pattern(tuple(text for text in shown if text != boxes)),
        re.compile(signs, re.IGNORECASE),
        {},
    )


def _repeated(grid: Grid, fixed: Prompts) -> dict[str, tuple[str, ...]]:
    """The long texts that most of what is marked as a prompt shows, with the tags of the controls."""
    shown: dict[int, str] = {}
    tags: dict[int, str] = {}
    for table in grid.tables:
        for line in table.lines:
            for cell in line.cells:
                for control, text in _marked(cell).items():
                    number = control.number
                    shown[number] = shown.get(number, "") + text
                    tags[number] = control.tag or control.alias
    by_text: dict[str, list[str]] = {}
    for number, text in shown.items():
        by_text.setdefault(clean(text), []).append(tags[number])
    return {
        text: tuple(found)
        for text, found in by_text.items()
        if len(found) >= _REPEATED
        and len(found) * 2 > len(shown)
        and len(text) >= _LONG
        and " " in text
        and not fixed.has(text)
    }


def _marked(cell: GridCell) -> Mapping[Control, str]:
    """The texts marked as prompts in a cell, by their controls."""
    found: dict[Control, str] = {}
    for piece in _pieces(cell):
        if piece.control and piece.control.placeholder:
            found[piece.control] = found.get(piece.control, "") + piece.text
    return found


def _pieces(cell: GridCell) -> Iterator[Piece]:
    return (piece for paragraph in cell.paragraphs for piece in paragraph.paragraph.pieces)


def read_cell(cell: GridCell, planned: PlannedControl, prompts: Prompts, texts: Texts) -> AnswerContent:
    """The answer in a cell, as the cell reads once tracked changes are accepted."""
    if not cell.paragraphs or not cell.has_text or _is_untouched(cell, prompts):
        return _NOTHING
    kept = {control.number: text for control, text in _marked(cell).items() if not prompts.has(text)}
    boxes = planned.kind == "boxes"
    entered = _Entered(cell, planned, prompts, kept)
    after, before = entered.text(Change.DELETED), entered.text(Change.INSERTED)
    pieces = [piece for piece in _pieces(cell) if _counts(piece, kept, prompts)]
    struck = [piece.struck for piece in pieces if piece.change is not Change.DELETED] if after else []
    strokes = _strokes(cell) if boxes and any(piece.struck for piece in pieces) else None
    says_which = strokes is not None and not strokes.through_ticked
    partly = any(struck) and not all(struck) and not says_which
    shown = with_struck(cell.text, strokes.words, texts) if strokes and strokes.is_open else after
    marked = _marked_boxes(cell, texts) if boxes and not strokes else ""
    shown = marked or shown
    return AnswerContent(
        text_cell(PartlyStruck(shown) if partly else shown),
        before,
        struck=any(struck) and not partly and not says_which,
        partly_struck=partly,
        hidden=any(piece.hidden for piece in pieces),
        kept_prompt=bool(kept) and not boxes and prompts.marks_count,
        box_differs=any(map(_differs, _pieces(cell))),
        unseen_day=unseen_day(_pieces(cell)) if planned.kind == "date" else "",
        changed=before != after,
        pictures=_pictures(cell) if texts("words.drawn") in marked else 0,
    )


def _pictures(cell: GridCell) -> int:
    return sum(paragraph.paragraph.pictures for paragraph in cell.paragraphs)


def _marked_boxes(cell: GridCell, texts: Texts) -> str:
    """The text of a cell with two boxes, neither ticked, of which something is set off; else nothing."""
    paragraphs = [paragraph.paragraph for paragraph in cell.paragraphs]
    has_marks = any(piece.marked for piece in _pieces(cell))
    if has_marks and (words := marked_words(paragraph.pieces for paragraph in paragraphs)):
        return with_marked(cell.text, words, texts)
    is_drawn = any(paragraph.drawn for paragraph in paragraphs)
    is_open = is_drawn and are_open(paragraph.pieces for paragraph in paragraphs)
    return with_drawn(cell.text, texts) if is_open else ""


def _strokes(cell: GridCell) -> StruckBoxes | None:
    return struck_boxes(paragraph.paragraph.pieces for paragraph in cell.paragraphs)


_NOTHING = AnswerContent(BLANK, "")


def _is_untouched(cell: GridCell, prompts: Prompts) -> bool:
    """Whether there is one control that shows its prompt and nothing else, as in most cells."""
    pieces = cell.paragraphs[0].paragraph.pieces
    if len(cell.paragraphs) > 1 or len(pieces) != 1 or cell.paragraphs[0].label:
        return False
    control = pieces[0].control
    return control is not None and control.placeholder and prompts.has(pieces[0].text)


@dataclass(frozen=True, slots=True)
class _Entered:
    """A cell in which something may have been entered."""

    cell: GridCell
    planned: PlannedControl
    prompts: Prompts
    kept: Mapping[int, str]
    """Texts that are marked as prompts and are none, by their controls' numbers."""

    def text(self, without: Change) -> str:
        """What was entered, before or after tracked changes."""
        shown = self._paragraph_texts(without)
        if self.planned.kind == "text" and len(shown) == 1 and (counted := _COUNTED.fullmatch(shown[0])):
            # Where a number is asked for, that of a list is one, without what parts it from a text.
            return counted[1] if self.cell.paragraphs[0].label == shown[0] else shown[0]
        if self.prompts.is_prompt("\n".join(shown)):
            return ""
        cut = "\n".join(self.prompts.cut_entered(text, self.planned) for text in shown)
        text = clean("\n".join(line.rstrip() for line in cut.split("\n")))
        return self.prompts.cut_boxes(text) if self.planned.kind == "boxes" else text

    def _paragraph_texts(self, without: Change) -> list[str]:
        return [
            " ".join(
                filter(None, (paragraph.label, _paragraph_text(paragraph.paragraph, without, self.kept)))
            )
            for paragraph in self.cell.paragraphs
        ]


def _paragraph_text(paragraph: Paragraph, without: Change, kept: Mapping[int, str]) -> str:
    return "".join(
        piece.text
        for piece in paragraph.pieces
        if piece.change is not without and not _is_prompt(piece, kept)
    )


def _is_prompt(piece: Piece, kept: Mapping[int, str]) -> bool:
    control = piece.control
    return control is not None and control.placeholder and control.number not in kept


def _counts(piece: Piece, kept: Mapping[int, str], prompts: Prompts) -> bool:
    """Whether a piece is part of an answer's text."""
    return bool(piece.text.strip()) and not _is_prompt(piece, kept) and not prompts.is_only(piece.text)


def _differs(piece: Piece) -> bool:
    control = piece.control
    if control is None or control.kind is not ControlKind.BOX or control.checked is None:
        return False
    sign = clean(piece.text)
    return bool(sign) and piece.change is not Change.DELETED and (sign in _TICKED_SIGNS) != control.checked
