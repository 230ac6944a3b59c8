"""What is struck through or set off of a cell's two boxes for yes and no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ruecklauf.fieldtypes.tick import find_boxes
from ruecklauf.office.document import Change, Piece


@dataclass(frozen=True, slots=True)
class StruckBoxes:
    """Strokes through the two boxes and their words, as people strike out what does not hold."""

    words: str
    """What is struck of them; empty for nothing."""
    is_open: bool
    """Neither box is ticked: the strokes alone say which one holds."""
    through_ticked: bool
    """The ticked one is struck too."""


def struck_boxes(paragraphs: Iterable[Iterable[Piece]]) -> StruckBoxes | None:
    """The strokes through a cell's boxes as the cell reads once changes are accepted; None without any."""
    signs = list(_signs(paragraphs))
    boxes = find_boxes("".join(sign for sign, _ in signs))
    if boxes is None:
        return None
    struck = [is_struck and not sign.isspace() for sign, is_struck in signs]
    if not any(struck[boxes.begin : boxes.end]):
        return None
    halves = ((boxes.yes, boxes.begin, boxes.no_begins), (boxes.no, boxes.no_begins, boxes.end))
    return StruckBoxes(
        _words(signs[boxes.begin : boxes.end]),
        not (boxes.yes or boxes.no),
        any(ticked and any(struck[first:last]) for ticked, first, last in halves),
    )


def marked_words(paragraphs: Iterable[Iterable[Piece]]) -> str:
    """What of two boxes, neither ticked, is set off from the rest by its look; empty for nothing."""
    signs = list(_signs(paragraphs, marks=True))
    boxes = find_boxes("".join(sign for sign, _ in signs))
    if boxes is None or boxes.yes or boxes.no:
        return ""
    within = signs[boxes.begin : boxes.end]
    looks = {is_marked for sign, is_marked in within if not sign.isspace()}
    return _words(within) if len(looks) > 1 else ""


def are_open(paragraphs: Iterable[Iterable[Piece]]) -> bool:
    """Whether there are two boxes, neither ticked."""
    boxes = find_boxes("".join(sign for sign, _ in _signs(paragraphs)))
    return boxes is not None and not (boxes.yes or boxes.no)


def _signs(paragraphs: Iterable[Iterable[Piece]], *, marks: bool = False) -> Iterator[tuple[str, bool]]:
    """Every character that is seen, and whether it is struck, or set off."""
    for paragraph in paragraphs:
        for piece in paragraph:
            if piece.change is not Change.DELETED:
                noted = piece.marked if marks else piece.struck
                yield from ((sign, noted) for sign in piece.text)
        yield "\n", False


def _words(signs: list[tuple[str, bool]]) -> str:
    runs = groupby(signs, key=lambda sign: sign[1])
    texts = ("".join(sign for sign, _ in run) for is_struck, run in runs if is_struck)
    return " ".join(" ".join(texts).split())
