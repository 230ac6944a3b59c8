"""What an OpenDocument text consists of, gathered while its XML is walked."""

from __future__ import annotations

from ruecklauf.office.document import Block, Comment
from ruecklauf.office.hardened_xml import EndHandler, Handlers, StartHandler, parse_xml
from ruecklauf.office.opendocument.meta import Properties
from ruecklauf.office.opendocument.names import (
    CONFIG,
    DRAW,
    LIBREOFFICE_SCRIPTS,
    OFFICE,
    SCRIPT,
    TEXT,
    Ends,
    Starts,
    end_of_all,
    start_of_all,
)
from ruecklauf.office.opendocument.styles import Styles
from ruecklauf.office.writer.changes import Changes
from ruecklauf.office.writer.controls import Controls
from ruecklauf.office.writer.forms import Forms
from ruecklauf.office.writer.limits import Allowance
from ruecklauf.office.writer.marks import Marks
from ruecklauf.office.writer.notes import Notes
from ruecklauf.office.writer.shapes import OBJECTS, Shapes
from ruecklauf.office.writer.tables import TableReader
from ruecklauf.office.writer.text import Flow

_ROOTS = frozenset(
    f"{OFFICE} {name}"
    for name in ("document", *(f"document-{part}" for part in ("content", "styles", "meta", "settings")))
)


class Content:
    """Everything in the XML parts of one file; they are read in the order styles, content, others."""

    def __init__(self) -> None:
        texts: list[str] = []
        self._texts = texts
        self._flow = Flow(texts, Allowance())
        styles = Styles()
        self.blocks: tuple[Block, ...] = ()
        self.is_text = False
        self.protected = False
        self.macros = False
        self.properties = Properties(texts)
        self.changes = Changes(self._flow, texts)
        self.forms = Forms(self._flow)
        self.notes = Notes(self._flow, texts)
        self.shapes = Shapes(self._flow, self.notes)
        self._setting = ""
        self._depth = 0
        """Of embedded documents."""
        others = (Marks(self._flow, styles), TableReader(self._flow, styles), Controls(self._flow))
        readers = (styles, self.properties, self.changes, self.forms, self.notes, self.shapes, *others)
        tables = [reader.handlers() for reader in readers]
        self._starts = self._outside_embedded(
            start_of_all((*(starts for starts, _ in tables), self._own_starts()))
        )
        self._ends = self._outside_embedded_ends(
            end_of_all((*(ends for _, ends in tables), self._own_ends()))
        )
        for name in OBJECTS:
            start = self._starts[f"{DRAW} {name}"]
            self._starts[f"{DRAW} {name}"] = self._enter(start)
            self._ends[f"{DRAW} {name}"] = self._leave

    def read(self, data: bytes, part: str) -> None:
        """Walk over one part. Refusal as of `parse_xml`, and `too_large`."""
        parse_xml(data, Handlers(self._starts, self._ends, self._texts, _ROOTS), part=part)

    def drawing_texts(self) -> tuple[str, ...]:
        return (*self.shapes.texts, *self.forms.unplaced())

    def unread(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """What was not read: these parts, and what was deleted from nowhere."""
        unread = (*parts, *self.changes.unplaced())
        self._flow.allowance.things.spend(len(unread) + len(self.properties.custom))
        return unread

    def comments(self) -> tuple[Comment, ...]:
        return self.notes.comments(self.blocks)

    def _own_starts(self) -> Starts:
        return {
            f"{OFFICE} text": lambda _: self._flow.begin(),
            f"{CONFIG} config-item": self._start_setting,
            f"{LIBREOFFICE_SCRIPTS} module": self._note_script,
            f"{SCRIPT} event-listener": self._note_script,
            f"{TEXT} script": self._note_script,
        }

    def _own_ends(self) -> Ends:
        return {f"{OFFICE} text": self._end_body, f"{CONFIG} config-item": self._end_setting}

    def _end_body(self) -> None:
        self.is_text = True
        self.blocks += self._flow.end()

    def _start_setting(self, attributes: dict[str, str]) -> None:
        self._texts.clear()
        self._setting = attributes.get(f"{CONFIG} name", "")

    def _end_setting(self) -> None:
        if self._setting == "ProtectForm" and "".join(self._texts).strip() == "true":
            self.protected = True

    def _note_script(self, _attributes: dict[str, str]) -> None:
        self.macros = True

    # Documents within the document have the same elements.

    def _outside_embedded(self, starts: Starts) -> Starts:
        def guarded(start: StartHandler) -> StartHandler:
            return lambda attributes: None if self._depth else start(attributes)

        return {name: guarded(start) for name, start in starts.items()}

    def _outside_embedded_ends(self, ends: Ends) -> Ends:
        def guarded(end: EndHandler) -> EndHandler:
            return lambda: None if self._depth else end()

        return {name: guarded(end) for name, end in ends.items()}

    def _enter(self, start: StartHandler) -> StartHandler:
        def enter(attributes: dict[str, str]) -> None:
            start(attributes)
            if not self._depth:
                self._flow.begin(aside=True)
            self._depth += 1

        return enter

    def _leave(self) -> None:
        self._depth -= 1
        if not self._depth:
            self._flow.end()
