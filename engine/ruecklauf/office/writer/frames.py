"""Text boxes, shapes and pictures of OpenDocument texts, and what lies embedded in them."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import DocumentTable, text_of
from ruecklauf.office.hardened_xml import PASS_OVER, Starts
from ruecklauf.office.opendocument.names import DRAW, OFFICE, STYLE, XLINK
from ruecklauf.office.writer.flow import WriterFlow
from ruecklauf.office.writer.notes import Notes

_SHAPES = (
    *("frame", "custom-shape", "rect", "line", "polyline", "polygon", "regular-polygon", "path"),
    *("circle", "ellipse", "caption", "connector", "measure"),
)
_OBJECTS = ("object", "object-ole", "plugin", "applet", "floating-frame")


@dataclass(slots=True)
class _Frame:
    name: str
    before: int
    """See `RunningText.shown`: where it begins."""
    picture: str | None = None
    """Where a picture lies that it shows."""
    document: bool = False
    """A document, of which a picture is shown."""
    equation: str = ""
    """What it shows, if it is one."""


class Frames:
    """Gathers the texts of shapes; a table in a text box stands in the text, where Word has it too."""

    def __init__(self, flow: WriterFlow, notes: Notes) -> None:
        self.pictured: set[str] = set()
        """Where the pictures lie."""
        self.page_pictures: set[str] = set()
        """Those in headers and footers, each once however many of these show it."""
        self.objects: dict[str, None] = {}
        """Where embedded documents lie; the names of their shapes if it is in the XML itself."""
        self.equations: dict[str, str] = {}
        """What those among them show that are equations."""
        self._flow = flow
        self._notes = notes
        self._open: list[_Frame] = []

    def register(self, dispatch: Dispatch) -> None:
        starts: Starts = dict.fromkeys(_SHAPES, self._start_shape)
        starts |= dict.fromkeys(_OBJECTS, self._note_object)
        starts |= {"image": self._note_image, "fill-image": self._note_reference}
        dispatch.add((DRAW,), starts, dict.fromkeys(_SHAPES, self._end_shape))
        dispatch.add((STYLE,), {"background-image": self._note_reference})
        dispatch.pass_over((OFFICE,), "binary-data")

    def _start_shape(self, attributes: dict[str, str]) -> None:
        self._flow.begin_box()
        self._open.append(_Frame(attributes.get(f"{DRAW} name", ""), self._flow.shown))

    def _end_shape(self) -> None:
        shape = self._open.pop()
        story = self._flow.story
        blocks = self._flow.end()
        if shape.picture is not None and not shape.document:
            if self._notes.in_margin:
                self.page_pictures.add(shape.picture or shape.name)
            else:
                self._flow.keep_picture(shape.picture)
        if shape.equation:
            self._flow.say(shape.equation)
        elif any(isinstance(block, DocumentTable) for block in blocks):
            self._flow.put_in(story, blocks)
        else:
            self._flow.keep_box(text_of(blocks).strip())
            if not (shape.document or self._notes.in_margin) and self._flow.shown == shape.before:
                # A mark drawn by hand is seen as a picture is.
                self._flow.keep_picture("")
            self._flow.note_drawn()

    def _note_image(self, attributes: dict[str, str]) -> None:
        self._note_reference(attributes)
        if self._open:
            self._open[-1].picture = _member(attributes)

    def _note_reference(self, attributes: dict[str, str]) -> None:
        self.pictured.add(_member(attributes))

    def _note_object(self, attributes: dict[str, str]) -> object:
        """Documents within the document have the same elements."""
        name = ""
        if self._open:
            self._open[-1].document = True
            self._open[-1].equation = self.equations.get(_member(attributes).rstrip("/"), "")
            name = self._open[-1].name
        self.objects[_member(attributes) or name or "draw:object"] = None
        return PASS_OVER


def _member(attributes: dict[str, str]) -> str:
    return attributes.get(f"{XLINK} href", "").removeprefix("./")
