"""Parts of running text while they are read: paragraphs, content controls, fields."""

from __future__ import annotations

from dataclasses import dataclass, field

from ruecklauf.office.document import Change, Control, ControlKind, Paragraph, Piece

CHECKED, UNCHECKED = "☒", "☐"
"""As Word shows check boxes that have no sign of their own in the file."""

DAY_LETTERS = len("2026-01-31")
"""Of a point in time as controls keep it."""


def box(*, ticked: bool) -> str:
    """The sign of a check box."""
    return CHECKED if ticked else UNCHECKED


Look = tuple[Control | None, Change, str, bool, bool, bool]
"""What a piece is besides its text: control, change, author, struck, hidden, marked."""


@dataclass(slots=True, eq=False)
class OpenControl:
    """A control; what stands in it may still decide its kind."""

    kind: ControlKind = ControlKind.TEXT
    tag: str = ""
    alias: str = ""
    placeholder: bool = False
    checked: bool | None = None
    day: str = ""
    verbatim: bool = False
    """Its white space stands as it was typed."""
    number: int = 0
    shown: int = 0
    """See `RunningText.shown`: where its content begins."""
    made: Control | None = None
    """As it was known when its first text came."""

    def make(self) -> Control:
        if self.made is None:
            known = (self.tag, self.alias, self.placeholder, self.checked, self.day)
            self.made = Control(self.number, self.kind, *known)
        return self.made

    def sign(self) -> str:
        """A box without its sign is ticked or not all the same."""
        return box(ticked=bool(self.checked)) if self.kind is ControlKind.BOX else ""


@dataclass(slots=True, eq=False)
class OpenField:
    """A field, of which the code is no text, and which may show what was chosen in it."""

    shown: int = 0
    """See `RunningText.shown`: where its result begins."""
    in_code: bool = True
    code: str = ""
    ticked: bool | None = None
    """Of a check box."""
    entries: list[str] = field(default_factory=list)
    """Of a dropdown."""
    chosen: int | None = None
    default: int | None = None
    control: OpenControl | None = None
    place: tuple[OpenParagraph, int, int] | None = None
    """The paragraph in which it begins, and how much stood in that."""

    def choice(self) -> str:
        """The entry that it shows without saying so in its result."""
        chosen = self.default if self.chosen is None else self.chosen
        return self.entries[chosen] if chosen is not None and chosen < len(self.entries) else ""


@dataclass(slots=True, eq=False)
class OpenParagraph:
    """A paragraph while it is collected."""

    heading: int = 0
    number: str = ""
    bullet: str = ""
    hidden: bool = False
    """All of it, whatever its pieces say."""
    runs: list[tuple[Look, list[str]]] = field(default_factory=list)
    letters: int = 0
    """As it reads once changes are accepted."""
    joint: Look | None = None
    """Its end was deleted."""
    runs_on: bool = False
    """The next is seen in the same line, though its end is there."""
    drawn: bool = False
    pictures: int = 0

    @property
    def ends_in_space(self) -> bool:
        """White space that follows adds nothing (OpenDocument 1.3 part 3, 6.1.2)."""
        return not self.runs or self.runs[-1][1][-1].endswith(" ")

    def ends_with(self, text: str) -> bool:
        """Whether its last run is that text, or ends so."""
        return bool(self.runs) and "".join(self.runs[-1][1]).endswith(text)

    def add(self, text: str, look: Look) -> bool:
        """Take a text in; whether that began a new piece."""
        if self.runs and self.runs[-1][0] == look:
            self.runs[-1][1].append(text)
            return False
        self.runs.append((look, [text]))
        return True

    def size(self) -> tuple[int, int]:
        """How much stands in it, for `cut`: runs, and texts of the last one."""
        return len(self.runs), len(self.runs[-1][1]) if self.runs else 0

    def go_on_with(self, other: OpenParagraph) -> None:
        """Take over what stands in the paragraph before, whose end was deleted."""
        self.runs, self.letters = other.runs, other.letters
        self.drawn, self.pictures = other.drawn, other.pictures
        if other.joint is not None:
            self.add("\n", other.joint)

    def cut(self, runs: int, texts: int) -> None:
        """Keep of its runs so many, and of the last one's texts so many."""
        del self.runs[runs:]
        if self.runs:
            del self.runs[-1][1][texts:]
        kept = (of for look, of in self.runs if look[1] is not Change.DELETED)
        self.letters = sum(len(text) for of in kept for text in of)

    def finish(self) -> Paragraph:
        pieces = [Piece(texts[0] if len(texts) == 1 else "".join(texts), *look) for look, texts in self.runs]
        if self.hidden:
            pieces = [piece._replace(hidden=True) for piece in pieces]
        return Paragraph(tuple(pieces), self.heading, self.number, self.bullet, self.drawn, self.pictures)
