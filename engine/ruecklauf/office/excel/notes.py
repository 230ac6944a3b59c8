"""What stands on a sheet outside its cells: notes, threaded comments, and the texts of drawings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ruecklauf.office.excel.strings import RichTextCollector
from ruecklauf.office.hardened_xml import EndHandler, Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import (
    COMPATIBILITY,
    DRAWING,
    DRAWING_TEXT,
    MAIN,
    THREADED_COMMENTS,
    VML,
    VML_EXCEL,
    position,
    roots,
    unescape,
)
from ruecklauf.office.workbook import Note

_PLACEHOLDER_AUTHOR = "tc="
"""Excel gives each thread a note for older versions, whose author is `tc={id}`."""


def read_notes(data: bytes, part: str) -> tuple[Note, ...]:
    """The notes of a comments part, placeholders of threads included (see `without_placeholders`)."""
    reader = _NotesReader()
    parse_xml(data, reader.handlers(), part=part)
    return tuple(reader.notes)


def read_persons(data: bytes, part: str) -> dict[str, str]:
    """The names of those who wrote threaded comments, by their id."""
    names: dict[str, str] = {}

    def note_person(attributes: dict[str, str]) -> None:
        names[attributes.get("id", "")] = attributes.get("displayName", "")

    parse_xml(data, Handlers(qualify(THREADED_COMMENTS, {"person": note_person}), {}), part=part)
    return names


def read_threaded_comments(persons: Mapping[str, str], data: bytes, part: str) -> tuple[Note, ...]:
    """All comments and replies of a sheet's threads, in the file's order."""
    reader = _ThreadReader(persons)
    parse_xml(data, reader.handlers(), part=part)
    return tuple(reader.notes)


def without_placeholders(notes: tuple[Note, ...], threaded: tuple[Note, ...]) -> tuple[Note, ...]:
    """The notes that do not merely repeat a thread which the file has itself."""
    threads = {(note.row, note.column) for note in threaded}
    return tuple(
        note
        for note in notes
        if not ((note.row, note.column) in threads and note.author.startswith(_PLACEHOLDER_AUTHOR))
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a sheet."""

    texts: tuple[str, ...]
    """Of shapes and text boxes; copies for older programs only where they alone have one."""
    plain: bool
    """There is a line, or a shape without a text: it may cover or strike out what lies beneath."""


def read_drawing(data: bytes, part: str) -> Drawn:
    """The texts of shapes and text boxes, and whether there are shapes without any."""
    reader = _DrawingReader()
    parse_xml(data, reader.handlers(), part=part)
    return Drawn(tuple(reader.found), reader.plain)


def read_vml_texts(data: bytes, part: str) -> tuple[str, ...]:
    """The texts of old text boxes and form controls; shapes that only display notes are left out.

    Refusal `damaged_file` if it is no XML, which also happens to files that Excel itself wrote: it leaves
    `<br>` open, which is mended here (https://github.com/ClosedXML/ClosedXML/issues/1254).
    """
    reader = _VmlReader()
    parse_xml(with_closed_breaks(data), reader.handlers(), part=part)
    return tuple(reader.found)


def with_closed_breaks(data: bytes) -> bytes:
    """An old drawing as XML."""
    return data.replace(b"</br>", b"").replace(b"<br>", b"<br/>")


class _NotesReader:
    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._texts: list[str] = []
        self._rich = RichTextCollector(self._texts)
        self._authors: list[str] = []
        self._comment: dict[str, str] = {}

    def handlers(self) -> Handlers:
        starts, ends = self._rich.handlers()
        starts |= {
            "author": lambda _: self._texts.clear(),
            "comment": self._start_comment,
            "text": self._rich.begin,
        }
        ends |= {"author": self._end_author, "text": self._end_text}
        return Handlers(qualify(MAIN, starts), qualify(MAIN, ends), self._texts, roots("comments"))

    def _end_author(self) -> None:
        self._authors.append("".join(self._texts))

    def _start_comment(self, attributes: dict[str, str]) -> None:
        self._comment = attributes

    def _end_text(self) -> None:
        row, column = position(self._comment.get("ref", ""))
        number = int(self._comment.get("authorId", "0"))
        author = self._authors[number] if 0 <= number < len(self._authors) else ""
        self.notes.append(Note(row, column, self._rich.result().text, author=author))


class _ThreadReader:
    def __init__(self, persons: Mapping[str, str]) -> None:
        self.notes: list[Note] = []
        self._persons = persons
        self._texts: list[str] = []
        self._comment: dict[str, str] = {}

    def handlers(self) -> Handlers:
        starts: dict[str, StartHandler] = {
            "threadedComment": self._start_comment,
            "text": lambda _: self._texts.clear(),
        }
        ends: dict[str, EndHandler] = {"text": self._end_text}
        names = roots("ThreadedComments", namespaces=THREADED_COMMENTS)
        return Handlers(
            qualify(THREADED_COMMENTS, starts), qualify(THREADED_COMMENTS, ends), self._texts, names
        )

    def _start_comment(self, attributes: dict[str, str]) -> None:
        self._comment = attributes

    def _end_text(self) -> None:
        row, column = position(self._comment.get("ref", "").partition(":")[0])
        author = self._persons.get(self._comment.get("personId", ""), "")
        text = unescape("".join(self._texts))
        self.notes.append(Note(row, column, text, threaded=True, author=author))


class _DrawingReader:
    """Takes what is meant for programs that know less (Fallback) only where the other has no text."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._texts: list[str] = []
        self._pieces: list[str] = []
        self._alternatives: list[int] = []
        """How many texts there were before each choice that is open."""
        self._passed_over = 0
        self.plain = False
        self._is_silent = False
        """The shape that is open has no text so far."""

    def handlers(self) -> Handlers:
        body: dict[str, StartHandler] = {
            "txBody": self._start_body,
            "sp": self._start_shape,
            "cxnSp": self._start_shape,
        }
        text: dict[str, StartHandler] = {
            "t": lambda _: self._texts.clear(),
            "br": lambda _: self._pieces.append("\n"),
        }
        text_ends: dict[str, EndHandler] = {"t": self._end_text, "p": lambda: self._pieces.append("\n")}
        fallback: dict[str, StartHandler] = {
            "AlternateContent": lambda _: self._alternatives.append(len(self.found)),
            "Fallback": self._enter_fallback,
        }
        fallback_ends: dict[str, EndHandler] = {
            "AlternateContent": self._alternatives.pop,
            "Fallback": self._leave_fallback,
        }
        return Handlers(
            {
                **qualify(DRAWING, body),
                **qualify(DRAWING_TEXT, text),
                **qualify(COMPATIBILITY, fallback),
            },
            {
                **qualify(
                    DRAWING, {"txBody": self._end_body, "sp": self._end_shape, "cxnSp": self._end_shape}
                ),
                **qualify(DRAWING_TEXT, text_ends),
                **qualify(COMPATIBILITY, fallback_ends),
            },
            self._texts,
            roots("wsDr", namespaces=DRAWING),
        )

    def _enter_fallback(self, _attributes: dict[str, str]) -> None:
        if self._passed_over or (self._alternatives and len(self.found) > self._alternatives[-1]):
            self._passed_over += 1

    def _leave_fallback(self) -> None:
        self._passed_over = max(self._passed_over - 1, 0)

    def _start_shape(self, _attributes: dict[str, str]) -> None:
        self._is_silent = True

    def _end_shape(self) -> None:
        # In two versions there are form controls: their texts stand in old drawings, too.
        self.plain |= self._is_silent and not self._alternatives

    def _start_body(self, _attributes: dict[str, str]) -> None:
        self._pieces = []

    def _end_text(self) -> None:
        self._pieces.append("".join(self._texts))

    def _end_body(self) -> None:
        text = "".join(self._pieces).removesuffix("\n")
        if text.strip() and not self._passed_over:
            self.found.append(text)
            self._is_silent = False


_VML_SHAPES = ("shape", "rect", "roundrect", "oval", "line", "polyline", "arc", "curve", "image")


class _VmlReader:
    def __init__(self) -> None:
        self.found: list[str] = []
        self._texts: list[str] = []
        self._box = ""
        self._shows_note = False

    def handlers(self) -> Handlers:
        vml_starts: dict[str, StartHandler] = dict.fromkeys(_VML_SHAPES, self._start_shape)
        vml_starts["textbox"] = lambda _: self._texts.clear()
        vml_ends: dict[str, EndHandler] = dict.fromkeys(_VML_SHAPES, self._end_shape)
        vml_ends["textbox"] = self._end_box
        html_ends: dict[str, EndHandler] = dict.fromkeys(("br", "div", "p"), self._break_line)
        client: dict[str, StartHandler] = {"ClientData": self._note_kind}
        return Handlers(
            {**qualify(VML, vml_starts), **qualify(VML_EXCEL, client)},
            {**qualify(VML, vml_ends), **html_ends},
            self._texts,
        )

    def _start_shape(self, _attributes: dict[str, str]) -> None:
        self._box = ""
        self._shows_note = False

    def _break_line(self) -> None:
        self._texts.append("\n")

    def _end_box(self) -> None:
        lines = "".join(self._texts).split("\n")
        self._box = "\n".join(line.strip() for line in lines if line.strip())

    def _note_kind(self, attributes: dict[str, str]) -> None:
        self._shows_note = attributes.get("ObjectType") == "Note"

    def _end_shape(self) -> None:
        if self._box and not self._shows_note:
            self.found.append(self._box)
        self._box = ""
