"""One text of a Word document in the making: its paragraphs and tables, cut into pieces of one look."""

from __future__ import annotations

from ruecklauf.office.document import Block, Change, Control, Paragraph, Piece
from ruecklauf.office.word.styles import WordStyles
from ruecklauf.office.word.tally import Tally

Look = tuple[Control | None, Change, str, bool, bool]
"""What a piece is besides its text, in the order of its fields."""

_EMPTY = Paragraph()
_UNCHANGED = (Change.NONE, "")


class Story:
    """A body, a text box, a header, a note: what is read from it one after the other.

    Text outside of any paragraph makes a paragraph of its own, so that nothing is lost of odd files.
    """

    def __init__(self, styles: WordStyles, tally: Tally) -> None:
        self.blocks: list[Block] = []
        """Those of the cell that is open, or of the story itself."""
        self.finished = 0
        """Paragraphs that are done, those in tables included."""
        self.position = 0
        """Letters in the paragraph that is open, as it reads once changes are accepted."""
        self.controls: list[Control | None] = []
        self.changes: list[tuple[Change, str]] = []
        self._styles = styles
        self._tally = tally
        self._pieces: list[Piece] = []
        self._open = False
        self._goes_on = False
        self._texts: list[str] = []
        self._text_look: Look | None = None
        self._look: Look | None = None
        self._codes = 0
        self._style = ""
        self._outline: int | None = None
        self._mark = _UNCHANGED
        self._run_style = ""
        self._run_toggles: dict[str, bool] = {}

    # Paragraphs

    def begin_paragraph(self) -> None:
        if self._open:
            self.end_paragraph()
        if not self._goes_on:
            self.position = 0
        self._goes_on = False
        self._open = True
        self._style = ""
        self._outline = None
        self._mark = _UNCHANGED
        self._begin_look()

    def set_style(self, style: str) -> None:
        self._style = style
        self._look = None

    def set_outline(self, outline: int) -> None:
        self._outline = outline

    def mark_paragraph(self, change: Change, author: str) -> None:
        """Its end was inserted or deleted, if both deleted; its numbering alone may be inserted too."""
        if self._mark[0] is not Change.DELETED:
            self._mark = (change, author)

    def end_paragraph(self) -> None:
        """Finish it, unless its end was deleted: then the next goes on with it, as Word shows it."""
        if not self._open:
            return
        self._codes = 0
        if self._mark[0] is Change.DELETED:
            self._append("\n", (None, *self._mark, False, False))
            self._open = False
            self._goes_on = True
        else:
            self._finish()

    def close(self) -> None:
        """Nothing follows here that could go on with the last paragraph."""
        if self._open:
            self.end_paragraph()
        if self._goes_on:
            self._flush()
            last = self._pieces.pop()
            text = last.text.removesuffix("\n")
            if text:
                self._pieces.append(Piece(text, None, last.change, last.author))
            self._finish()

    def take(self) -> tuple[Block, ...]:
        """The whole of it."""
        self.close()
        return tuple(self.blocks)

    def _finish(self) -> None:
        self._flush()
        heading = self._styles.heading(self._style, self._outline)
        if self._pieces or heading:
            self.blocks.append(Paragraph(tuple(self._pieces), heading))
            self._pieces = []
        else:
            self.blocks.append(_EMPTY)
        self._tally.count(1)
        self.finished += 1
        self.position = 0
        self._open = self._goes_on = False

    # Text

    def add(self, text: str) -> None:
        """Text as it stands here."""
        look = self._look
        if look is None:
            look = self._look = self._find_look()
        self._append(text, look)

    def add_deleted(self, text: str) -> None:
        """Text that is deleted wherever it stands."""
        look = self._look or self._find_look()
        self._append(text, (look[0], Change.DELETED, *look[2:]))

    def _append(self, text: str, look: Look) -> None:
        if not self._open:
            self.begin_paragraph()
        if look != self._text_look:
            self._flush()
            self._text_look = look
        self._texts.append(text)
        self._tally.shown += 1
        if look[1] is not Change.DELETED:
            self.position += len(text)

    def _flush(self) -> None:
        """Finish the piece that is being collected."""
        texts = self._texts
        if not texts:
            return
        text = texts[0] if len(texts) == 1 else "".join(texts)
        texts.clear()
        if self._text_look is not None:
            self._pieces.append(Piece(text, *self._text_look))
        self._tally.count(1, len(text))

    # Looks

    def begin_run(self) -> None:
        if self._run_toggles or self._run_style:
            self._begin_look()

    def set_run_style(self, style: str) -> None:
        self._run_style = style
        self._look = None

    def toggle(self, name: str, *, on: bool) -> None:
        """Strike, dstrike or vanish, said of the run itself."""
        self._run_toggles[name] = on
        self._look = None

    def begin_control(self, control: Control | None) -> None:
        self.controls.append(control)
        self._look = None

    def end_control(self) -> None:
        self.controls.pop()
        self._look = None

    def begin_change(self, change: Change, author: str) -> None:
        """A change within others; what is deleted once is deleted."""
        within_deleted = self.changes and self.changes[-1][0] is Change.DELETED
        self.changes.append(self.changes[-1] if within_deleted else (change, author))
        self._look = None

    def end_changes(self, kept: int) -> None:
        """Back to the changes that were open when there were so many of them."""
        del self.changes[kept:]
        self._look = None

    def begin_code(self) -> None:
        """A field's code: what stands there as text is not shown. It ends with the paragraph at the latest.

        Only the fields' own texts may stand in several paragraphs; a code without an end would hide all.
        """
        self._codes += 1
        self._look = None

    def end_code(self) -> None:
        self._codes = max(self._codes - 1, 0)
        self._look = None

    def _begin_look(self) -> None:
        self._run_style = ""
        self._run_toggles = {}
        self._look = None

    def _find_look(self) -> Look:
        control = self.controls[-1] if self.controls else None
        change, author = self.changes[-1] if self.changes else _UNCHANGED
        said = self._styles.toggles(self._style, self._run_style)
        if self._run_toggles:
            said = said | self._run_toggles
        struck, hidden = said["strike"] or said["dstrike"], said["vanish"] or self._codes > 0
        return control, change, author, struck, hidden
