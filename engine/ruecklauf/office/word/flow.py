"""Where in a Word document the reading stands: the story that is being told, and those it interrupts."""

from __future__ import annotations

from collections.abc import Callable

from ruecklauf.office.document import Block, Change, paragraphs_of
from ruecklauf.office.word.story import Story
from ruecklauf.office.word.styles import WordStyles
from ruecklauf.office.word.tally import Tally


class Flow:
    """The stories of one part, one within another: a text box within a paragraph."""

    def __init__(self, styles: WordStyles, tally: Tally) -> None:
        self.tally = tally
        self.story = Story(styles, tally)
        self.boxes: list[str] = []
        """The texts of shapes, see `TextDocument.drawing_texts`."""
        self.pictures = 0
        self.told: Callable[[Change, str], None] | None = None
        """Whom a change concerns while a paragraph's or row's properties are read; else what follows."""
        self._styles = styles
        self._outer: list[Story] = []

    @property
    def main(self) -> Story:
        """The part's own story."""
        return self._outer[0] if self._outer else self.story

    def enter(self) -> None:
        """Begin a story; the one before goes on where it ends."""
        self.tally.count(1)
        self._outer.append(self.story)
        self.story = Story(self._styles, self.tally)

    def leave(self) -> tuple[Block, ...]:
        """The story that has just ended."""
        blocks = self.story.take()
        self.story = self._outer.pop()
        return blocks

    def keep_box(self, text: str) -> None:
        if text.strip():
            self.boxes.append(text)
            self.tally.shown += 1
            self.tally.count(1, len(text))

    def keep_picture(self) -> None:
        self.pictures += 1
        self.tally.shown += 1


def text_of(blocks: tuple[Block, ...]) -> str:
    """All paragraphs of a story, separated by newlines, as they read once changes are accepted."""
    return "\n".join(paragraph.text for paragraph in paragraphs_of(blocks))
