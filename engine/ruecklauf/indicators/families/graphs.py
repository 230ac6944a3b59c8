"""Figures of small graphs as the literature defines them, by counting.

A set of actors is a number, with a bit for each of them: what two sets share is `first & second`, and how
many there are `int.bit_count`. Tests hold all of this beside networkx. Two-mode figures: Borgatti and
Halgin, "Analyzing affiliation networks" (2011).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from statistics import mean

Bits = int
"""A set of actors."""


def bits_of(actors: Bits) -> Iterator[int]:
    """The places of the actors in a set."""
    while actors:
        lowest = actors & -actors
        yield lowest.bit_length() - 1
        actors ^= lowest


def density(committees: Sequence[Bits], actors: int) -> float:
    """L / (n·m) of a two-mode graph."""
    return sum(body.bit_count() for body in committees) / (actors * len(committees))


def centrality(degrees: Collection[int], possible: int) -> list[float]:
    """d_i / m of actors, s_j / n of committees: ties by those that are possible."""
    each = 1 / possible
    return [degree * each for degree in degrees]


def jaccard(first: Bits, second: Bits) -> float:
    """|A ∩ B| / |A ∪ B| of two sets that are not both empty."""
    return (first & second).bit_count() / (first | second).bit_count()


def containment(first: Bits, second: Bits) -> float:
    """|A ∩ B| / min(|A|, |B|) of two sets that are not empty."""
    return (first & second).bit_count() / min(first.bit_count(), second.bit_count())


def overlaps(committees: Sequence[Bits]) -> tuple[list[float], list[float]]:
    """Jaccard and containment of every pair of committees that have members."""
    pairs = list(combinations(filter(None, committees), 2))
    return [jaccard(*pair) for pair in pairs], [containment(*pair) for pair in pairs]


def projected(committees: Sequence[Bits], actors: int) -> list[Bits]:
    """The one-mode graph: for each actor those with whom it shares a committee."""
    found = [0] * actors
    for body in committees:
        for actor in bits_of(body):
            found[actor] |= body
    return [met & ~(1 << actor) for actor, met in enumerate(found)]


def ties(neighbours: Sequence[Bits]) -> int:
    """Pairs of actors that are tied in a one-mode graph."""
    return sum(met.bit_count() for met in neighbours) // 2


def one_mode_density(neighbours: Sequence[Bits]) -> float | None:
    """2E / (n(n−1)); None for fewer than two nodes."""
    n = len(neighbours)
    return 2 * ties(neighbours) / (n * (n - 1)) if n > 1 else None


def centralisation(neighbours: Sequence[Bits]) -> float | None:
    """Degree centralisation Σ(d_max − d_i) / ((n−1)(n−2)), Freeman 1978; None for fewer than three nodes."""
    n = len(neighbours)
    if n < 3:
        return None
    degrees = [met.bit_count() for met in neighbours]
    return (n * max(degrees) - sum(degrees)) / ((n - 1) * (n - 2))


def ei_index(neighbours: Sequence[Bits], groups: Collection[Bits]) -> tuple[float | None, int, int]:
    """(external − internal) / ties, Krackhardt and Stern 1988, with both counts; None without ties.

    Groups have no actor in common. Ties of nodes that are in no group are left out.
    """
    known = sum(groups)
    inside = sum((neighbours[actor] & group).bit_count() for group in groups for actor in bits_of(group))
    every = sum((neighbours[actor] & known).bit_count() for actor in bits_of(known))
    internal, count = inside // 2, every // 2
    external = count - internal
    return ((external - internal) / count if count else None), external, internal


def reach(committee: Bits, areas: Collection[Bits]) -> float:
    """Areas present in a committee, by all areas."""
    return sum(bool(committee & area) for area in areas) / len(areas)


def average(values: Collection[float]) -> float | None:
    """The mean; None of nothing."""
    return mean(values) if values else None
