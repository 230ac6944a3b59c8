"""The newer colour of letters, `w14:textFill`, which Word obeys before `w:color`.

https://learn.microsoft.com/en-us/openspecs/office_standards/ms-docx/
"""

from __future__ import annotations

from collections.abc import Callable

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.word.names import WORD_2010, colour_of_digits, number
from ruecklauf.shown.colours import NOWHERE_SEEN, PAPER, is_lost

_VALUE = f"{WORD_2010[0]} val"
_WHOLE, _CLEAR = 100_000, 90_000
"""Letters that let more than that much through are not seen."""
_PAPERS = ("bg1", "lt1")
_SHADES = ("lumMod", "lumOff", "shade", "tint")


class TextFills:
    """Tells of each fill the colour that it gives letters, as `colour_of` does; shadows, outlines give none.

    Letters without a fill are not seen, even where they have an outline: such are asked about.
    """

    def __init__(self, dispatch: Dispatch, note: Callable[[str], None]) -> None:
        self._note = note
        self._colours: list[str] | None = None
        """Those of the fill that is open."""
        dispatch.add(
            WORD_2010,
            {
                "textFill": self._start,
                "noFill": lambda _: self._add(NOWHERE_SEEN),
                "srgbClr": lambda attributes: self._add(colour_of_digits(attributes.get(_VALUE, ""))),
                "schemeClr": lambda attributes: self._add(PAPER if attributes.get(_VALUE) in _PAPERS else ""),
                "alpha": self._make_clear,
                **dict.fromkeys(_SHADES, self._shade),
            },
            {"textFill": self._end},
        )

    def _start(self, _attributes: dict[str, str]) -> None:
        self._colours = []

    def _add(self, colour: str) -> None:
        if self._colours is not None:
            self._colours.append(colour)

    def _make_clear(self, attributes: dict[str, str]) -> None:
        if self._colours and number(attributes.get(_VALUE, ""), most=_WHOLE) > _CLEAR:
            self._colours[-1] = NOWHERE_SEEN

    def _shade(self, _attributes: dict[str, str]) -> None:
        """A colour of the theme that is made darker or lighter: the white one is so no longer."""
        if self._colours and self._colours[-1] == PAPER:
            self._colours[-1] = ""

    def _end(self) -> None:
        """Of the colours of a gradient the one that is seen best."""
        colours, self._colours = self._colours or [], None
        if colours:
            self._note(min(colours, key=lambda colour: (is_lost(colour, PAPER), colour == NOWHERE_SEEN)))
