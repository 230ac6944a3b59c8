"""Which cells may not be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Threshold:
    """A count that fewer than this many stand behind: cases, or alliances that they come from."""

    fewest: int = 3

    def is_sensitive(self, count: float, alliances: int) -> bool:
        """Nobody behind a cell is no secret."""
        return 0 < count < self.fewest or 0 < alliances < self.fewest


@dataclass(frozen=True, slots=True)
class Dominance:
    """A sum of which the largest contributors make up too much, or can work each other out.

    https://doi.org/10.1002/9781118348239 (Hundepool et al., Statistical Disclosure Control, 4.2)
    """

    fewest: int = 3
    largest: int = 1
    """How many contributors together may not make up more than `share` of the sum."""
    share: float = 0.85
    p: float = 0.1
    """The second largest may not be able to work the largest out to within this share of it."""

    def is_sensitive(self, contributions: Sequence[float]) -> bool:
        """Whether a sum of these contributions, one for each alliance, would tell of one of them."""
        known = sorted((contribution for contribution in contributions if contribution > 0), reverse=True)
        if not known:
            return False
        total, rest = sum(known), sum(known[2:])
        return (
            len(known) < self.fewest
            or sum(known[: self.largest]) > self.share * total
            or rest < self.p * known[0]
        )
