"""What an OpenDocument text consists of, gathered while its XML is walked."""

from __future__ import annotations

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import Block, Comment
from ruecklauf.office.limits import TextAllowance
from ruecklauf.office.opendocument.meta import Properties
from ruecklauf.office.opendocument.names import CONFIG, LIBREOFFICE_SCRIPTS, OFFICE, SCRIPT, TEXT
from ruecklauf.office.opendocument.styles import Styles
from ruecklauf.office.writer.changes import Changes
from ruecklauf.office.writer.controls import Controls
from ruecklauf.office.writer.flow import WriterFlow
from ruecklauf.office.writer.forms import Forms
from ruecklauf.office.writer.frames import Frames
from ruecklauf.office.writer.lists import Lists
from ruecklauf.office.writer.marks import Marks
from ruecklauf.office.writer.notes import Notes
from ruecklauf.office.writer.tables import TableReader

_ROOTS = frozenset(
    f"{OFFICE} {name}"
    for name in ("document", *(f"document-{part}" for part in ("content", "styles", "meta", "settings")))
)


class TextParts:
    """Everything in the XML parts of one file; they are read in the order styles, content, others."""

    def __init__(self) -> None:
        self._dispatch = Dispatch()
        self._texts = self._dispatch.texts
        self._flow = WriterFlow(self._texts, TextAllowance.of_each())
        # a text document has no numbers that formats show
        styles, lists = Styles([]), Lists()
        self.blocks: tuple[Block, ...] = ()
        self.is_text = False
        self.protected = False
        self.macros = False
        self.properties = Properties(self._texts)
        self.changes = Changes(self._flow, self._texts)
        self.forms = Forms(self._flow)
        self.notes = Notes(self._flow, self._texts)
        self.frames = Frames(self._flow, self.notes)
        self._setting = ""
        for shared in (styles, self.properties):
            self._dispatch.add(("",), *shared.handlers())
        within = (Marks(self._flow, styles, lists), TableReader(self._flow, styles), Controls(self._flow))
        for reader in (self.changes, self.forms, self.notes, self.frames, lists, *within):
            reader.register(self._dispatch)
        self._register()

    def _register(self) -> None:
        add = self._dispatch.add
        add((OFFICE,), {"text": lambda _: self._flow.begin()}, {"text": self._end_body})
        add((CONFIG,), {"config-item": self._start_setting}, {"config-item": self._end_setting})
        add((LIBREOFFICE_SCRIPTS,), {"module": self._note_script})
        add((SCRIPT,), {"event-listener": self._note_script})
        add((TEXT,), {"script": self._note_script})

    def read(self, data: bytes, part: str) -> bool:
        """Walk over one part, True when it is done. Refusal as of `parse_xml`, and `too_large`."""
        self._dispatch.parse(data, part=part, roots=_ROOTS)
        return True

    def let_go(self) -> None:
        """After the last part, see `Dispatch.let_go`."""
        self._dispatch.let_go()

    @property
    def pictures(self) -> int:
        return len(self._flow.pictures) + len(self.frames.page_pictures)

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses outside the file, each once."""
        return tuple(dict.fromkeys(link for link in self._flow.links if link and not link.startswith("#")))

    def drawing_texts(self) -> tuple[str, ...]:
        return (*self._flow.boxes, *self.forms.unplaced())

    def unread(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """What was not read: these parts, and what was deleted from nowhere."""
        unread = (*parts, *self.changes.unplaced())
        self._flow.allowance.things.spend(len(unread) + len(self.properties.custom))
        return unread

    def comments(self) -> tuple[Comment, ...]:
        return self.notes.comments(self.blocks)

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
