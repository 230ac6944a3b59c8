"""What OpenDocument styles tell about content: struck through, hidden, shown as percentage or date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TypeVar

from ruecklauf.office.conditional import Look
from ruecklauf.office.hardened_xml import Ends, Starts, qualify
from ruecklauf.office.opendocument.laying import laid_by, laying_said
from ruecklauf.office.opendocument.lengths import digits_in, is_slim, is_zero, shift
from ruecklauf.office.opendocument.names import FORMAT, LIBREOFFICE, STYLE, SVG, TABLE
from ruecklauf.office.opendocument.number_styles import GENERAL, NumberStyles
from ruecklauf.office.opendocument.style import Style, marks_said
from ruecklauf.office.opendocument.unseen import DISPLAY, Unseen, is_low, unseen_by
from ruecklauf.office.room import Laid
from ruecklauf.shown.colours import NOWHERE_SEEN, is_lost
from ruecklauf.shown.conditions import foreign_format
from ruecklauf.shown.symbol_fonts import is_symbol_font

_OF_MAPS = (f"{STYLE} condition", f"{STYLE} apply-style-name", f"{STYLE} base-cell-address")
_MANY_PAIRS = 10_000
Said = TypeVar("Said")
_letters, _ground = attrgetter("letters"), attrgetter("ground")
MAX_ANCESTORS = 100
"""Of one style; programs write a handful."""


class Styles:
    """All styles of a document, filled while it is parsed; those of styles.xml first."""

    def __init__(self, texts: list[str]) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self._numbers = NumberStyles(texts)
        self._known: dict[tuple[str, str], bool | None] = {}
        self._known_formats: dict[str | None, str] = {}
        self._current: Style | None = None
        self._known_unseen: dict[tuple[str, str], Unseen] = {}
        self._any_unseen = False
        self._any_shift = self._any_repeated = self._any_concealed = False
        self.any_small = False
        """More fits into some cells than usual, for letters shrink until it does."""
        self._by_display: dict[str, str] = {}
        """Names of cell styles by those that people see; LibreOffice refers to these."""
        self._faces: dict[str, str] = {}
        """Font families by the names that the document gives them."""
        self._symbols: set[str] = set()
        """Those that are fonts of symbols, as the document says."""
        self._known_fonts: dict[tuple[str, str], str | None] = {}
        self._known_colours: dict[str | None, tuple[str, str]] = {}
        self._any_symbols = False
        self.colours: tuple[set[str], set[str]] = (set(), {""})
        """Those of letters, and those behind them."""
        self._any_lost: bool | None = None
        """Whether some of them may not be seen on another; None until it is asked."""
        self.version = 0
        """Another one with every style: what is known of styles by their names is so no longer."""
        self._known_marks: dict[str, bool] = {}

    def handlers(self) -> tuple[Starts, Ends]:
        starts: Starts = {
            "style": self._start_style,
            "default-style": self._start_style,
            "font-face": self._note_face,
            "text-properties": self._note_text,
            "paragraph-properties": self._note_paragraph,
            "table-cell-properties": self._note_cell,
            "map": self._note_map,
            "table-properties": self._note_table,
            "table-row-properties": self._note_row,
            "table-column-properties": self._note_column,
        }
        ends: Ends = {"style": self._end_style, "default-style": self._end_style}
        number_starts, number_ends = self._numbers.handlers()
        return {**number_starts, **qualify((STYLE,), starts)}, {**qualify((STYLE,), ends), **number_ends}

    def struck(self, family: str, name: str | None) -> bool | None:
        """Whether a style strikes text through, also by its parents; None if it does not say."""
        key = (family, name or "")
        if key not in self._known:
            self._known[key] = self._first(family, name, lambda style: style.struck)
        return self._known[key]

    def number_format(self, name: str | None) -> str:
        """The format code of a cell style."""
        if name not in self._known_formats:
            said = (style.data_style for style in self._line("table-cell", name or "") if style.data_style)
            self._known_formats[name] = next(map(self._numbers.code, said), GENERAL)
        return self._known_formats[name]

    def hides(self, family: str, name: str | None) -> bool:
        """Whether a style hides a table (`table`), or leaves a row or column no size."""
        style = self._styles.get((family, name or ""))
        return style is not None and style.hidden

    def is_low(self, name: str | None, family: str = "table-row") -> bool:
        """Whether the style of a row, or of another family, leaves nothing to be seen in it."""
        return self._styles.get((family, name or ""), Style()).low

    def width(self, name: str | None) -> float | None:
        """How many digits fit side by side into a column of that style; None if it does not say."""
        return self._styles.get(("table-column", name or ""), Style()).width

    def laid(self, name: str | None) -> Laid:
        """How a cell style lays a content into a cell."""
        return laid_by([style.laying for style in self._line("table-cell", name or "")])

    def look(self, name: str) -> Look:
        """What a cell style changes of what is seen, where a condition gives it to cells."""
        name = self._by_display.get(name, name)
        style = self._styles.get(("table-cell", name), Style())
        code = self._numbers.code(style.data_style) if style.data_style else None
        return Look(
            None if code in (None, GENERAL) else foreign_format(code or ""),
            bool(self.struck("table-cell", name)),
            *self.cell_colours(name),
        )

    def maps(self, name: str | None) -> Sequence[tuple[str, str, str]]:
        """The conditions of a cell style with the names of styles that hold then."""
        return self._styles.get(("table-cell", name or ""), Style()).maps

    def master_page(self, name: str | None) -> str:
        """The page style of a table's style."""
        said = (style.master_page for style in self._line("table", name or ""))
        return next(filter(None, said), "Default")

    def unseen(self, family: str, name: str | None) -> Unseen | None:
        """What hides text in a style or its parents, or does not; None where no style of all hides any."""
        if not self._any_unseen:
            return None
        key = (family, name or "")
        if key not in self._known_unseen:
            said = (style.unseen for style in reversed(self._line(*key)))
            self._known_unseen[key] = {name: hides for each in said for name, hides in each.items()}
        return self._known_unseen[key]

    def letters(self, family: str, name: str | None) -> str | None:
        """The colour of a style's letters, asked only where some may be lost; None if it does not say."""
        return self._first(family, name, _letters) if self._may_lose() else None

    def letters_in_cell(self, name: str | None) -> str | None:
        """The same of a style of characters in a cell, where such as are hidden have no colour."""
        hidden = any((self.unseen("text", name) or {}).values())
        return NOWHERE_SEEN if hidden else self.letters("text", name)

    def repeats(self, name: str | None) -> bool:
        """Whether a cell style repeats what stands in the cell until it is full."""
        return self._any_repeated and bool(self._first("table-cell", name, lambda style: style.repeats))

    def conceals(self, name: str | None) -> bool:
        """Whether a cell style shows nothing of a cell as long as its sheet is protected."""
        return self._any_concealed and bool(self._first("table-cell", name, lambda style: style.conceals))

    def ground(self, family: str, name: str | None) -> str | None:
        """The colour behind them, likewise."""
        return self._first(family, name, _ground) if self._may_lose() else None

    def _may_lose(self) -> bool:
        if self._any_lost is None:
            letters, grounds = self.colours
            few = len(letters) * len(grounds) < _MANY_PAIRS
            self._any_lost = not few or any(is_lost(letter, on) for letter in letters for on in grounds)
        return self._any_lost

    def shift(self, name: str | None) -> int | None:
        """Whether a text style raises (1) or lowers (-1) text, as `struck` tells; None if it does not say."""
        return self._first("text", name, lambda style: style.shift) if self._any_shift else None

    def symbol_font(self, family: str, name: str | None) -> str | None:
        """The font of a style if its letters are signs, empty if they are not; None if it does not say."""
        if not self._any_symbols:
            return None
        key = (family, name or "")
        if key not in self._known_fonts:
            self._known_fonts[key] = self._symbol_font(*key)
        return self._known_fonts[key]

    def _symbol_font(self, family: str, name: str) -> str | None:
        font = self._first(family, name, lambda style: style.font)
        if font is None:
            return None
        face = self._faces.get(font, font)
        return face if is_symbol_font(face, symbols=font in self._symbols) else ""

    def marks(self, name: str | None) -> bool:
        """Whether a text style or its parents set text off: bold, underlined, on a colour, framed."""
        key = name or ""
        if key not in self._known_marks:
            said: dict[str, bool] = {}
            for style in self._line("text", key):
                said = {**style.marks, **said}
            self._known_marks[key] = any(said.values())
        return self._known_marks[key]

    def tracked(self, name: str | None) -> bool:
        """Whether a row's style says that it was added or taken out with changes tracked."""
        style = self._styles.get(("table-row", name or ""))
        return style is not None and style.tracked

    def _first(self, family: str, name: str | None, of: Callable[[Style], Said | None]) -> Said | None:
        """What the nearest of a style and its ancestors says; None if none of them does."""
        said = map(of, self._line(family, name or ""))
        return next((each for each in said if each is not None), None)

    def _line(self, family: str, name: str) -> list[Style]:
        """A style with its ancestors, the default last; circles are cut, and ValueError for endless lines."""
        line: list[Style] = []
        names = {name}
        style = self._styles.get((family, name))
        while style is not None:
            line.append(style)
            if style.parent is None or style.parent in names:
                break
            names.add(style.parent)
            if len(names) > MAX_ANCESTORS:
                raise ValueError("zu viele Formatvorlagen bauen aufeinander auf")
            style = self._styles.get((family, style.parent))
        default = self._styles.get((family, ""))
        return [*line, default] if default is not None else line

    def _start_style(self, attributes: dict[str, str]) -> None:
        name, family = attributes.get(f"{STYLE} name", ""), attributes.get(f"{STYLE} family", "")
        parent, data_style = (attributes.get(f"{STYLE} {key}-style-name") for key in ("parent", "data"))
        self._current = self._styles[family, name] = Style(parent, data_style)
        if family == "table-cell" and (shown := attributes.get(f"{STYLE} display-name")):
            self._by_display[shown] = name
        self._current.master_page = attributes.get(f"{STYLE} master-page-name")
        # Parts name their own styles alike.
        self.version += 1
        self._any_lost = None
        self._known.clear()
        self._known_unseen.clear()
        self._known_fonts.clear()
        self._known_colours.clear()
        self._known_marks.clear()

    def _end_style(self) -> None:
        self._current = None

    def _note_face(self, attributes: dict[str, str]) -> None:
        name = attributes.get(f"{STYLE} name", "")
        face = attributes.get(f"{SVG} font-family", name).strip("'\" ")
        self._faces[name] = face
        if attributes.get(f"{STYLE} font-charset") == "x-symbol":
            self._symbols.add(name)
        self._any_symbols |= is_symbol_font(face, symbols=name in self._symbols)

    def _note_font(self, attributes: dict[str, str]) -> None:
        name, family = (attributes.get(key) for key in (f"{STYLE} font-name", f"{FORMAT} font-family"))
        if self._current is None or not (name or family):
            return
        self._current.font = name or (family or "").strip("'\" ")
        if attributes.get(f"{STYLE} font-charset") == "x-symbol":
            self._symbols.add(self._current.font)
        self._any_symbols |= is_symbol_font(self._current.font, symbols=self._current.font in self._symbols)

    def cell_colours(self, name: str | None) -> tuple[str, str]:
        """The colours of a cell style's letters and of what is behind them, see `is_lost`."""
        if name not in self._known_colours:
            letters, ground = (self._first("table-cell", name, of) for of in (_letters, _ground))
            # not text:display: Gnumeric writes by it that a cell's formula is not shown
            unseen = self.unseen("table-cell", name) or {}
            hidden = any(hides for key, hides in unseen.items() if key != DISPLAY)
            self._known_colours[name] = (NOWHERE_SEEN if hidden else letters or "", ground or "")
        return self._known_colours[name]

    def _note_text(self, attributes: dict[str, str]) -> None:
        if self._current is None and (colour := attributes.get(f"{FORMAT} color")):
            self._numbers.note_colour(colour)
        self._note_font(attributes)
        if self._current is not None:
            self._current.marks = marks_said(attributes)
        kinds = (attributes.get(f"{STYLE} text-line-through-{key}") for key in ("type", "style"))
        said = [kind for kind in kinds if kind is not None]
        if self._current is not None and said:
            self._current.struck = "none" not in said
        self._note_unseen(attributes)
        if self._current is not None and (position := attributes.get(f"{STYLE} text-position")):
            self._current.shift = shift(position)
            self._any_shift = True
        self._note_letters(attributes)
        self._note_ground(attributes)

    def _note_paragraph(self, attributes: dict[str, str]) -> None:
        self._note_unseen(attributes)
        self._note_ground(attributes)
        if self._current is not None:
            self._current.laying |= laying_said(attributes)

    def _note_unseen(self, attributes: dict[str, str]) -> None:
        if self._current is not None and (said := unseen_by(attributes)):
            self._current.unseen |= said
            self._any_unseen |= any(said.values())

    def _note_letters(self, attributes: dict[str, str]) -> None:
        if self._current is None:
            return
        if attributes.get(f"{STYLE} use-window-font-color") == "true":
            self._current.letters = ""
        elif colour := attributes.get(f"{FORMAT} color"):
            self._current.letters = colour.removeprefix("#").upper()
            self.colours[0].add(self._current.letters)

    def _note_ground(self, attributes: dict[str, str]) -> None:
        if self._current is not None and (colour := attributes.get(f"{FORMAT} background-color")):
            self._current.ground = "" if colour == "transparent" else colour.removeprefix("#").upper()
            self.colours[1].add(self._current.ground)

    def _note_cell(self, attributes: dict[str, str]) -> None:
        self._note_ground(attributes)
        if self._current is None:
            return
        self._current.laying |= laying_said(attributes)
        self.any_small |= attributes.get(f"{STYLE} shrink-to-fit") == "true"
        if repeats := attributes.get(f"{STYLE} repeat-content"):
            self._current.repeats = repeats == "true"
            self._any_repeated |= self._current.repeats
        if kept := attributes.get(f"{STYLE} cell-protect"):
            self._current.conceals = kept == "hidden-and-protected"
            self._any_concealed |= self._current.conceals

    def _note_map(self, attributes: dict[str, str]) -> None:
        if self._current is None:
            self._numbers.note_map(attributes)
        else:
            condition, name, base = (attributes.get(key, "") for key in _OF_MAPS)
            self._current.maps.append((condition, name, base))

    def _note_column(self, attributes: dict[str, str]) -> None:
        self._note_size(f"{STYLE} column-width", attributes)
        if self._current is not None:
            width = attributes.get(f"{STYLE} column-width", "")
            self._current.width, self._current.low = digits_in(width), is_slim(width)

    def _note_table(self, attributes: dict[str, str]) -> None:
        if self._current is not None:
            self._current.hidden = attributes.get(f"{TABLE} display") == "false"

    def _note_row(self, attributes: dict[str, str]) -> None:
        self._note_size(f"{STYLE} row-height", attributes)
        if self._current is not None and is_low(attributes.get(f"{STYLE} row-height", "")):
            self._current.low = True
        if self._current is not None and attributes.get(f"{LIBREOFFICE} text-changes-only") == "false":
            self._current.tracked = True

    def _note_size(self, key: str, attributes: dict[str, str]) -> None:
        if self._current is not None and is_zero(attributes.get(key, "")):
            self._current.hidden = True
