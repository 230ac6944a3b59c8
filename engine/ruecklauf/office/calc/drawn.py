"""Text boxes, shapes and form controls of an OpenDocument table, and what lies embedded in them."""

from __future__ import annotations

from ruecklauf.office.calc.text import Paragraphs
from ruecklauf.office.chosen import Reference, reference
from ruecklauf.office.hardened_xml import Ends, Starts, qualify
from ruecklauf.office.opendocument.names import DRAW, FORM, LIBREOFFICE_CELLS, OFFICE, XLINK

_DRAWN = (
    *("custom-shape", "rect", "line", "polyline", "polygon", "regular-polygon", "path"),
    *("circle", "ellipse", "connector", "measure"),
)
"""What is seen without a text, too: it may cover or strike out what lies beneath."""
_SHAPES = ("frame", *_DRAWN, "caption", "control")
_SHOWING = ("image", "fill-image", "object", "object-ole", "plugin", "applet", "floating-frame")
_CONTROLS = (
    *("button", "checkbox", "radio", "frame", "fixed-text", "text", "textarea", "formatted-text"),
    *("number", "date", "time", "listbox", "combobox", "option", "item"),
)


class DrawnTexts:
    """Gathers the texts of shapes, one text each, for whoever takes them at the end of a table."""

    def __init__(self, texts: list[str], paragraphs: Paragraphs) -> None:
        self.depth = 0
        """How many shapes are open; what lies within one is no cell of the sheet."""
        self.embedded: dict[str, None] = {}
        """Names of shapes with a picture or document inside the XML itself, one for all without a text."""
        self.linked: list[Reference] = []
        """Cells with the numbers of entries that people chose in form controls."""
        self.addresses: dict[str, None] = {}
        """Of pictures and documents that shapes show."""
        self._texts = texts
        self._paragraphs = paragraphs
        self._found: list[str] = []
        self._name = ""
        self._is_drawn = False
        """The shape that is open is one of `_DRAWN`."""

    def handlers(self) -> tuple[Starts, Ends]:
        starts: Starts = dict.fromkeys(_SHAPES, self._start_shape)
        starts |= dict.fromkeys(_DRAWN, self._start_drawn)
        controls: Starts = dict.fromkeys(_CONTROLS, self._note_control)
        controls |= {"radio": self._start_radio, "listbox": self._start_list}
        ends: Ends = dict.fromkeys(_SHAPES, self._end_shape)
        starts |= dict.fromkeys(_SHOWING, self._note_address)
        inside: Starts = dict.fromkeys(("binary-data", "document"), self._note_embedded)
        return (
            {
                **qualify((DRAW,), starts),
                **qualify((FORM,), controls),
                **qualify((OFFICE,), inside),
                f"{LIBREOFFICE_CELLS} sparkline": self._note_sparkline,
            },
            {**qualify((DRAW,), ends), f"{OFFICE} binary-data": self._texts.clear},
        )

    def take(self) -> list[str]:
        """The texts found since the last time."""
        found, self._found = self._found, []
        return found

    def _start_shape(self, attributes: dict[str, str]) -> None:
        if not self.depth:
            self._name = attributes.get(f"{DRAW} name", "")
            self._is_drawn = False
            self._paragraphs.begin()
        self.depth += 1

    def _start_drawn(self, attributes: dict[str, str]) -> None:
        outermost = not self.depth
        self._start_shape(attributes)
        self._is_drawn |= outermost

    def _end_shape(self) -> None:
        self.depth -= 1
        if self.depth:
            return
        if (text := self._paragraphs.end().text).strip():
            self._found.append(text)
        elif self._is_drawn:
            self.embedded["draw:shape"] = None
        self._found += self._paragraphs.take_asides()

    def _note_sparkline(self, _attributes: dict[str, str]) -> None:
        """A small chart in a cell."""
        self.embedded["calcext:sparkline"] = None

    def _note_address(self, attributes: dict[str, str]) -> None:
        if address := attributes.get(f"{XLINK} href", ""):
            self.addresses[address] = None

    def _note_control(self, attributes: dict[str, str]) -> None:
        said = [attributes.get(f"{FORM} {key}", "") for key in ("label", "current-value", "value")]
        if text := "\n".join(dict.fromkeys(text for text in said if text.strip())):
            self._found.append(text)

    def _start_radio(self, attributes: dict[str, str]) -> None:
        self._note_control(attributes)
        self._note_linked(attributes)

    def _start_list(self, attributes: dict[str, str]) -> None:
        self._note_control(attributes)
        if attributes.get(f"{FORM} list-linkage-type") == "selection-indexes":
            self._note_linked(attributes)

    def _note_linked(self, attributes: dict[str, str]) -> None:
        if cell := reference(attributes.get(f"{FORM} linked-cell", ""), "."):
            self.linked.append(cell)

    def _note_embedded(self, _attributes: dict[str, str]) -> None:
        name = self._name or "office:binary-data"
        if self.depth:
            self.embedded[name] = None
