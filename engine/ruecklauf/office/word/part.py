"""One part of a Word document that holds text: its body, a header, or all notes or comments."""

from __future__ import annotations

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import Block
from ruecklauf.office.limits import TextAllowance
from ruecklauf.office.ooxml.names import roots
from ruecklauf.office.word.controls import Controls
from ruecklauf.office.word.equations import Equations
from ruecklauf.office.word.fields import Fields
from ruecklauf.office.word.flow import WordFlow
from ruecklauf.office.word.lean import lean
from ruecklauf.office.word.names import STRICT, WORD
from ruecklauf.office.word.numbering import Numbering
from ruecklauf.office.word.runs import Runs
from ruecklauf.office.word.shapes import Boxes
from ruecklauf.office.word.styles import WordStyles
from ruecklauf.office.word.tables import Tables

_MAX_DEPTH = 400
"""Elements in one another: a table in a cell takes three levels, each control two, a text box a dozen."""


class PartReader:
    """Reads the text of one part; further handlers may be added to its `dispatch` before."""

    def __init__(
        self, styles: WordStyles, allowance: TextAllowance, numbering: Numbering | None = None
    ) -> None:
        self.flow = WordFlow(styles, allowance, numbering)
        self.strict = False
        self._kept = {"fonts": styles.has_signs, "sizes": styles.has_sizes}
        self.dispatch = Dispatch()
        for reader in (Runs, Fields, Controls, Tables, Boxes, Equations):
            reader(self.flow).register(self.dispatch)

    def read(self, data: bytes, part: str, *, root: str) -> tuple[Block, ...]:
        """The blocks of the part's own story; a reader reads one part."""
        self.dispatch.add((STRICT,), {root: self._note_strict})
        allowed = roots(root, namespaces=WORD)
        try:
            self.dispatch.parse(lean(data, **self._kept), part=part, roots=allowed, max_depth=_MAX_DEPTH)
        finally:
            self.dispatch.let_go()
        return self.flow.take()

    def _note_strict(self, _attributes: dict[str, str]) -> None:
        self.strict = True
