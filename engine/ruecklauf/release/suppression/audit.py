"""What a reader of tables can work out for the cells that are withheld."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping

from ruecklauf.release.suppression.models import Interval, Key, System
from ruecklauf.release.suppression.programs import Program, Row

_EXACT = 1e-6
"""What HiGHS takes for the same number, with room."""


def intervals(
    system: System,
    withheld: Collection[Key],
    asked: Collection[Key] | None = None,
    least: Mapping[Key, float] | None = None,
) -> dict[Key, Interval]:
    """The least and the most that each withheld cell can be, given all others and the sums.

    Only of those `asked`, where these are named.
    """
    auditor = Auditor(system, withheld, least)
    return {key: auditor.interval(key) for key in sorted(withheld if asked is None else asked)}


class Auditor:
    """Looks at one choice of cells.

    Of some that are withheld so much is shown that everybody knows the `least` which they are.
    """

    def __init__(
        self, system: System, withheld: Collection[Key], least: Mapping[Key, float] | None = None
    ) -> None:
        self._system, self._shown = system, least or {}
        self._places = {key: place for place, key in enumerate(sorted(withheld))}
        self._program = Program([math.inf] * len(self._places), list(self._rows()))

    def interval(self, key: Key) -> Interval:
        """The least and the most, free of what computing left behind the point."""
        place = self._places[key]
        shown = self._shown.get(key, 0.0)
        return Interval(*(_even(shown + self._program.extreme(place, most=most)) for most in (False, True)))

    def is_protected(self, key: Key) -> bool:
        """Whether the interval is as wide as is asked for; the least is only looked for where it matters."""
        place, asked = self._places[key], self._system.protection - _EXACT
        above = self._program.extreme(place, most=True) - self._hidden(key)
        return above >= asked or above + self._below(key) >= asked

    def _below(self, key: Key) -> float:
        return self._hidden(key) - self._program.extreme(self._places[key], most=False)

    def _hidden(self, key: Key) -> float:
        return self._system.cells[key].value - self._shown.get(key, 0.0)

    def _rows(self) -> Iterator[Row]:
        for equation in self._system.equations:
            signed = [(equation.total, 1.0), *((part, -1.0) for part in equation.parts)]
            open_ = [(self._places[key], sign) for key, sign in signed if key in self._places]
            known = sum(
                sign * (self._shown.get(key, 0.0) if key in self._places else self._system.cells[key].value)
                for key, sign in signed
            )
            if open_:
                yield Row(tuple(place for place, _ in open_), tuple(sign for _, sign in open_), -known)


def _even(number: float) -> float:
    return round(number, 6) + 0.0 if math.isfinite(number) else number
