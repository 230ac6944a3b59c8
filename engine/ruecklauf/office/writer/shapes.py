"""Text boxes, shapes and pictures of OpenDocument texts, and what lies embedded in them."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.document import DocumentTable
from ruecklauf.office.hardened_xml import qualify
from ruecklauf.office.opendocument.names import DRAW, OFFICE, STYLE, XLINK, Ends, Starts
from ruecklauf.office.writer.notes import Notes, joined
from ruecklauf.office.writer.text import Flow

_SHAPES = (
    *("frame", "custom-shape", "rect", "line", "polyline", "polygon", "regular-polygon", "path"),
    *("circle", "ellipse", "caption", "connector", "measure"),
)
OBJECTS = ("object", "object-ole", "plugin", "applet", "floating-frame")


@dataclass(slots=True)
class _Shape:
    name: str
    picture: bool = False
    document: bool = False
    """A document, of which a picture is shown."""


class Shapes:
    """Gathers the texts of shapes; a table in a text box stands in the text, where Word has it too."""

    def __init__(self, flow: Flow, notes: Notes) -> None:
        self.texts: list[str] = []
        self.pictures = 0
        """In the text: those in headers and footers are letterheads."""
        self.pictured: set[str] = set()
        """Where the pictures lie."""
        self.objects: dict[str, None] = {}
        """Where embedded documents lie; the names of their shapes if it is in the XML itself."""
        self._flow = flow
        self._notes = notes
        self._open: list[_Shape] = []

    def handlers(self) -> tuple[Starts, Ends]:
        starts: Starts = dict.fromkeys(_SHAPES, self._start_shape)
        starts |= dict.fromkeys(OBJECTS, self._note_object)
        starts |= {"image": self._note_image, "fill-image": self._note_reference}
        ends: Ends = dict.fromkeys(_SHAPES, self._end_shape)
        others: Starts = {
            f"{STYLE} background-image": self._note_reference,
            f"{OFFICE} binary-data": lambda _: self._flow.begin(aside=True),
        }
        return (
            {**qualify((DRAW,), starts), **others},
            {**qualify((DRAW,), ends), f"{OFFICE} binary-data": self._flow.end},
        )

    def _start_shape(self, attributes: dict[str, str]) -> None:
        self._open.append(_Shape(attributes.get(f"{DRAW} name", "")))
        self._flow.begin(aside=True)

    def _end_shape(self) -> None:
        shape = self._open.pop()
        if shape.picture and not shape.document and not self._notes.in_margin:
            self.pictures += 1
        blocks = self._flow.end()
        if any(isinstance(block, DocumentTable) for block in blocks):
            self._flow.add_blocks(*blocks)
        elif text := joined(blocks):
            self.texts.append(text)

    def _note_image(self, attributes: dict[str, str]) -> None:
        self._note_reference(attributes)
        if self._open:
            self._open[-1].picture = True

    def _note_reference(self, attributes: dict[str, str]) -> None:
        self.pictured.add(_member(attributes))

    def _note_object(self, attributes: dict[str, str]) -> None:
        name = ""
        if self._open:
            self._open[-1].document = True
            name = self._open[-1].name
        self.objects[_member(attributes) or name or "draw:object"] = None


def _member(attributes: dict[str, str]) -> str:
    return attributes.get(f"{XLINK} href", "").removeprefix("./")
