"""One part of a Word document that holds text: its body, a header, or all notes or comments."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.document import Block, paragraphs_of
from ruecklauf.office.ooxml.names import roots
from ruecklauf.office.word.controls import Controls
from ruecklauf.office.word.dispatch import Dispatch
from ruecklauf.office.word.fields import Fields
from ruecklauf.office.word.flow import Flow
from ruecklauf.office.word.names import STRICT, WORD, Starts, attribute
from ruecklauf.office.word.runs import Runs
from ruecklauf.office.word.shapes import Shapes
from ruecklauf.office.word.styles import WordStyles
from ruecklauf.office.word.tables import Tables
from ruecklauf.office.word.tally import Tally

_LONGEST_ANCHOR = 1_000
_MOST_PARAGRAPHS = 50

Position = tuple[int, int]
"""A paragraph, counted from 1, and the letters before it in that paragraph."""


class PartReader:
    """Reads the text of one part; further handlers may be added to its `dispatch` before."""

    def __init__(self, styles: WordStyles, tally: Tally) -> None:
        self.flow = Flow(styles, tally)
        self.strict = False
        self.dispatch = Dispatch(tally)
        texts: list[str] = []
        self._texts = texts
        for reader in (
            Runs(self.flow, texts),
            Fields(self.flow, texts),
            Controls(self.flow),
            Tables(self.flow),
            Shapes(self.flow, texts),
        ):
            reader.register(self.dispatch)

    def read(self, data: bytes, part: str, *, root: str) -> tuple[Block, ...]:
        """The blocks of the part's own story."""
        self.dispatch.add((STRICT,), {root: self._note_strict})
        self.dispatch.parse(data, self._texts, part=part, roots=roots(root, namespaces=WORD))
        return self.flow.story.take()

    def _note_strict(self, _attributes: dict[str, str]) -> None:
        self.strict = True


@dataclass(slots=True)
class _Anchor:
    start: Position
    end: Position | None = None


@dataclass(frozen=True, slots=True)
class Anchored:
    """What a comment is about, see `Comment`."""

    text: str = ""
    paragraph: int = 0


class Anchors:
    """Notes where comments are anchored in the body, by their ids."""

    def __init__(self, reader: PartReader) -> None:
        self._flow = reader.flow
        self._anchors: dict[str, _Anchor] = {}
        starts: Starts = {
            "commentRangeStart": self._note_start,
            "commentRangeEnd": self._note_end,
            "commentReference": self._note_start,
        }
        reader.dispatch.add(WORD, starts)

    def within(self, blocks: tuple[Block, ...]) -> dict[str, Anchored]:
        """The anchors in the finished body."""
        texts = [paragraph.text for paragraph in paragraphs_of(blocks)] if self._anchors else []
        return {id_: _anchored(anchor, texts) for id_, anchor in self._anchors.items()}

    def _here(self) -> Position:
        story = self._flow.main
        return story.finished + 1, story.position

    def _note_start(self, attributes: dict[str, str]) -> None:
        id_ = attribute(attributes, "id")
        if id_ not in self._anchors:
            self._anchors[id_] = _Anchor(self._here())
            self._flow.tally.count(1)

    def _note_end(self, attributes: dict[str, str]) -> None:
        anchor = self._anchors.get(attribute(attributes, "id"))
        if anchor and not anchor.end:
            anchor.end = self._here()


def _anchored(anchor: _Anchor, texts: list[str]) -> Anchored:
    (first, start), (last, end) = anchor.start, anchor.end or anchor.start
    if first > len(texts):
        return Anchored()
    stop = first + _MOST_PARAGRAPHS
    lines = texts[first - 1 : min(last, stop)]
    if last <= len(texts) and last <= stop:
        lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start : start + _LONGEST_ANCHOR + 1]
    whole = "\n".join(line[: _LONGEST_ANCHOR + 1] for line in lines).strip("\n")
    cut = len(whole) > _LONGEST_ANCHOR or min(last, len(texts)) > stop
    return Anchored(whole[:_LONGEST_ANCHOR] + "…" if cut else whole, first)
