"""The running text of one part of a Word document, with what styles and runs say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ruecklauf.office.document import Change
from ruecklauf.office.limits import TextAllowance
from ruecklauf.office.open_text import Look, OpenParagraph
from ruecklauf.office.running_text import RunningText
from ruecklauf.office.word.names import is_shade
from ruecklauf.office.word.numbering import Numbering
from ruecklauf.office.word.sizes import Sizes
from ruecklauf.office.word.styles import Said, WordStyles
from ruecklauf.shown.colours import is_lost


@dataclass(slots=True, eq=False)
class WordParagraph(OpenParagraph):
    """A paragraph, with what its run says that is being read."""

    style: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    deleted_by: str | None = None
    """Who deleted its end; None if it is there."""
    run_style: str = ""
    marked: bool = False
    """The run itself says that its text is set off."""
    toggles: dict[str, bool] | None = None
    """Strike, dstrike or vanish, said of the run itself."""
    colour: str | None = None
    """Of its letters, as `colour_of`; None if only its styles say."""
    sizes: Sizes = field(default_factory=dict)
    """What the run says of them."""
    own_sizes: Sizes = field(default_factory=dict)
    """What the paragraph says of them itself."""
    ground: str = ""
    """The colour behind its letters, as `ground_of`."""
    dressed: bool = False
    """The run says something of all this."""
    shaded: str = ""
    """The colour behind the whole paragraph."""
    codes: int = 0
    """Fields of which the code is read: text in it is not shown. A code ends with its paragraph at the
    latest: only the fields' own texts may stand in several, and a code without an end would hide all."""

    def undress(self) -> None:
        """Another run begins."""
        self.run_style, self.toggles, self.colour, self.ground = "", None, None, ""
        self.sizes = {}
        self.marked = self.dressed = False


class WordFlow(RunningText[WordParagraph]):
    """Text outside of any paragraph makes one of its own, so that nothing is lost of odd files."""

    def __init__(
        self, styles: WordStyles, allowance: TextAllowance, numbering: Numbering | None = None
    ) -> None:
        super().__init__(allowance)
        self.concerned: Callable[[Change, str], None] | None = None
        """Whom a change concerns while a paragraph's or row's properties are read; else what follows."""
        self.grounds: list[str] = []
        """The colours of the cells that are open; empty for those without one."""
        self.is_plain = styles.is_plain
        """Letters are what they are wherever runs do not say otherwise."""
        self.table_style = ""
        """That of the innermost open table."""
        self.styles = styles
        self._numbering = numbering

    @property
    def current(self) -> WordParagraph:
        """The paragraph that is open; else one that comes to nothing."""
        return self.paragraph or WordParagraph()

    def changed(self) -> WordParagraph:
        """The same, as something is being said of how it looks."""
        self._look = None
        return self.current

    def dressed(self) -> WordParagraph:
        """The same, as the run says something of how it looks."""
        paragraph = self.changed()
        paragraph.dressed = True
        return paragraph

    def begin_outside(self) -> WordParagraph:
        paragraph = WordParagraph()
        self.open_paragraph(paragraph)
        return paragraph

    def end_paragraph(self, *, joint: Look | None = None) -> None:
        ended = self.paragraph
        if ended is None:
            return
        ended.heading = self.styles.heading(ended.style, ended.outline)
        if ended.deleted_by is not None:
            joint = (None, Change.DELETED, ended.deleted_by, False, False, False)
        elif self._numbering is not None:
            style_list, style_level = self.styles.list_of(ended.style)
            id_ = style_list if ended.list_id is None else ended.list_id
            if id_:
                level = style_level if ended.list_level is None else ended.list_level
                ended.number, ended.bullet = self._numbering.label(id_, level)
        super().end_paragraph(joint=joint)

    def mark_paragraph(self, change: Change, author: str) -> None:
        """Its end was inserted or deleted, if both deleted; its numbering alone may be inserted too."""
        if change is Change.DELETED and self.current.deleted_by is None:
            self.current.deleted_by = author

    def add_deleted(self, text: str) -> None:
        """Text that is deleted wherever it stands."""
        look = self.look()
        self.put(text, (look[0], Change.DELETED, *look[2:]))

    def said(self) -> Said:
        """What styles say of the text here."""
        run = self.current
        return self.styles.said(self.table_style, run.style, run.run_style)

    def appearance(self) -> tuple[bool, bool, bool]:
        run = self.paragraph or WordParagraph()
        said = self.styles.said(self.table_style, run.style, run.run_style)
        if not (run.dressed or run.codes or said.colour or run.own_sizes):
            return said.look
        on = {**said.toggles, **run.toggles} if run.toggles else said.toggles
        colour = said.colour if run.colour is None else run.colour
        small = any({**said.sizes, **run.own_sizes, **run.sizes}.values())
        unseen = small or (colour != "" and is_lost(colour, self._ground(run, said)))
        hidden = on["vanish"] or run.codes > 0 or unseen
        return on["strike"] or on["dstrike"], hidden, run.marked or is_shade(run.ground) or said.marked

    def _ground(self, run: WordParagraph, said: Said) -> str:
        """The colour behind letters; empty for paper."""
        near = run.ground or said.ground or run.shaded
        return near or next(filter(None, reversed(self.grounds)), "") or said.table_ground
