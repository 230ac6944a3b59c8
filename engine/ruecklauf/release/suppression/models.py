"""Tables as cells and the sums that bind them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Key = tuple[str, ...]
"""Which cell; the same cell of several tables has one key."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell would show."""

    value: float
    """A count or a sum; never negative."""
    sensitive: bool = False
    """It may not be published."""
    fixed: bool = False
    """It is known from elsewhere, so that withholding it would hide nothing."""
    is_open: bool = False
    """Where it is withheld its interval may be as narrow as it likes: no table has it."""


class Equation(NamedTuple):
    """A cell that is the sum of others."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class System:
    """Tables that are published together; everybody knows their sums, and that nothing is negative."""

    cells: Mapping[Key, Cell]
    equations: tuple[Equation, ...]
    protection: float
    """How far apart the least and the most must be that can be worked out for a cell that is withheld."""

    def __post_init__(self) -> None:
        named = {key for equation in self.equations for key in (equation.total, *equation.parts)}
        if unknown := named - self.cells.keys():
            raise ValueError(f"sums name cells that there are not: {sorted(unknown)[:3]}")
        if any(cell.fixed and cell.sensitive for cell in self.cells.values()):
            raise ValueError("a cell is known that may not be")
        if any(cell.value < 0 for cell in self.cells.values()):
            raise ValueError("a cell is negative; counts and sums of what cannot be negative are expected")


class Interval(NamedTuple):
    """What can be worked out for a cell; `most` may be infinite."""

    least: float
    most: float

    @property
    def width(self) -> float:
        return self.most - self.least


@dataclass(frozen=True)
class Suppression:
    """Which cells are withheld, and what can be worked out for each of them."""

    primary: frozenset[Key]
    """Those that are sensitive themselves."""
    secondary: frozenset[Key]
    """Those without which the others could be worked out."""
    intervals: Mapping[Key, Interval]
    least: Mapping[Key, float] = field(default_factory=dict)
    """Of open cells that are withheld in part: how much of each is shown."""

    @property
    def withheld(self) -> frozenset[Key]:
        return self.primary | self.secondary

    @property
    def narrowest(self) -> float | None:
        """The width of the narrowest interval; None where nothing is withheld."""
        return min((interval.width for interval in self.intervals.values()), default=None)
