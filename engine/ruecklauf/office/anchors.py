"""What comments in running text are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ruecklauf.office.document import Block, paragraphs_of
from ruecklauf.office.running_text import Place, RunningText

_LONGEST = 1_000
_MOST_PARAGRAPHS = 50


@dataclass(slots=True)
class _Anchor:
    start: Place
    end: Place | None = None


@dataclass(frozen=True, slots=True)
class Anchored:
    """What a comment is about, see `Comment`."""

    text: str = ""
    paragraph: int = 0


class Anchors:
    """Notes by their ids where comments begin and end in running text."""

    def __init__(self, flow: RunningText[Any]) -> None:
        self._flow = flow
        self._anchors: dict[str, _Anchor] = {}

    def begin(self, id_: str) -> None:
        """Of one that has begun the first place counts."""
        if id_ not in self._anchors:
            self._anchors[id_] = _Anchor(self._flow.place())
            self._flow.allowance.things.spend()

    def end(self, id_: str) -> None:
        anchor = self._anchors.get(id_)
        if anchor and not anchor.end:
            anchor.end = self._flow.place()

    def within(self, blocks: tuple[Block, ...]) -> dict[str, Anchored]:
        """The anchors in a finished text."""
        texts = [paragraph.text for paragraph in paragraphs_of(blocks)] if self._anchors else []
        return {id_: _anchored(anchor, texts) for id_, anchor in self._anchors.items()}


def _anchored(anchor: _Anchor, texts: list[str]) -> Anchored:
    first, start = _in_text(anchor.start)
    last, end = _in_text(anchor.end or anchor.start)
    if not 0 < first <= len(texts):
        return Anchored()
    stop = first + _MOST_PARAGRAPHS
    lines = texts[first - 1 : min(last, stop)]
    if last <= len(texts) and last <= stop:
        lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start : start + _LONGEST + 1]
    whole = "\n".join(line[: _LONGEST + 1] for line in lines).strip("\n")
    cut = len(whole) > _LONGEST or min(last, len(texts)) > stop
    return Anchored(whole[:_LONGEST] + "…" if cut else whole, first)


def _in_text(place: Place) -> tuple[int, int]:
    """Paragraph and letters in the outermost text, in which asides stand or are anchored; else 0."""
    story, paragraph, letters = place
    while story.anchor is not None:
        outer, number, before = story.anchor
        if story.before is not None:
            paragraph += story.before
        elif story.box:
            paragraph, letters = number, before
        else:
            return 0, 0
        story = outer
    return paragraph, letters
