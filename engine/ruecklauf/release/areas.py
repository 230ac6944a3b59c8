"""Area type and size class, as coarse as it takes for nobody to stand alone.

https://doi.org/10.1142/S0218488502001648 (Sweeney, k-anonymity), by recoding that is the same for everybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ruecklauf.errors import RuecklaufError
from ruecklauf.release.terms import Origin, Terms

UNKNOWN, ALL = "unbekannt", "alle"
_TYPES: tuple[Mapping[str, str], ...] = (
    {},
    {"kreisangehoerig": "andere", "verbund": "andere", UNKNOWN: "andere"},
    dict.fromkeys(("kreisfrei", "kreisangehoerig", "verbund", UNKNOWN), "nicht_kreis"),
    dict.fromkeys(("kreis", "kreisfrei", "kreisangehoerig", "verbund", UNKNOWN), ALL),
)
"""From fine to coarse: what each type becomes; others stay."""

Area = tuple[str, str]
"""Area type and size class."""


@dataclass(frozen=True)
class Areas:
    """The classes that a release has, and how coarse they had to become."""

    by_alliance: Mapping[str, Area]
    """By the project's own id."""
    k_before: int
    """How many alliances the smallest group has with the finest classes, in the wave where it is smallest."""
    k_after: int
    merged: tuple[str, ...]
    """What was put together, in German."""

    def groups(self) -> Counter[Area]:
        return Counter(self.by_alliance.values())


def coarsened(origins: Mapping[str, Origin], returned: Mapping[str, frozenset[str]], terms: Terms) -> Areas:
    """The finest classes in which at least k alliances look the same, among all and in each wave.

    `returned` are alliances by wave. RuecklaufError where there are fewer than k alliances at all.
    """
    finest = {
        name: (origin.area_type, size_class(origin.population, terms)) for name, origin in origins.items()
    }
    among = [frozenset(origins), *(frozenset(who) for who in returned.values() if who)]
    before = _smallest(finest, among)
    for types, sizes in _steps(list(finest.values())):
        found = {
            name: (types.get(kind, kind), sizes.get(size, size)) for name, (kind, size) in finest.items()
        }
        if (smallest := _smallest(found, among)) >= terms.k:
            return Areas(found, before, smallest, tuple(_merged(finest, found)))
    raise RuecklaufError(
        f"there are fewer than {terms.k} alliances, or fewer returned a wave: each would be known.",
        remedy="Release more alliances together, or leave that wave out with --wave.",
    )


def size_class(population: int | None, terms: Terms) -> str:
    """The class that so many inhabitants are in."""
    if population is None:
        return UNKNOWN
    bounds = [0, *terms.size_classes]
    number = sum(bound <= population for bound in bounds) - 1
    if number == len(bounds) - 1:
        return f"ab_{bounds[number]}"
    return f"unter_{bounds[number + 1]}" if not number else f"{bounds[number]}_bis_{bounds[number + 1] - 1}"


def _smallest(classes: Mapping[str, Area], among: Sequence[frozenset[str]]) -> int:
    return min((min(Counter(classes[name] for name in who).values()) for who in among if who), default=0)


def _steps(there: Sequence[Area]) -> Iterator[tuple[Mapping[str, str], Mapping[str, str]]]:
    """Ways to recode, those that lose least first; the type is kept rather than the size."""
    sizes = list(_mergers([size for _, size in there]))
    numbered = product(enumerate(_TYPES), enumerate(sizes))
    for _, types, _, merged in sorted(
        ((2 * t + s, types, (t, s), merged) for (t, types), (s, merged) in numbered),
        key=lambda step: (step[0], step[2]),
    ):
        yield types, merged


def _mergers(sizes: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """Nothing merged, then one class after another with its neighbour, at last all."""
    counted = Counter(sizes)
    groups = [[name] for name in sorted(counted, key=_lower_bound)]
    yield {}
    while len(groups) > 2:
        at = min(range(len(groups)), key=lambda place: sum(counted[name] for name in groups[place]))
        beside = [place for place in (at - 1, at + 1) if 0 <= place < len(groups)]
        other = min(beside, key=lambda place: sum(counted[name] for name in groups[place]))
        first, second = sorted((at, other))
        groups[first : second + 1] = [groups[first] + groups[second]]
        yield {name: _joined(group) for group in groups for name in group if len(group) > 1}
    if len(groups) > 1:
        yield dict.fromkeys(counted, ALL)


def _lower_bound(name: str) -> int:
    digits = [part for part in name.split("_") if part.isdigit()]
    return -1 if name == UNKNOWN else 0 if name.startswith("unter_") else int(digits[0])


def _joined(group: Sequence[str]) -> str:
    return "_oder_".join(group)


def _merged(finest: Mapping[str, Area], found: Mapping[str, Area]) -> Iterator[str]:
    for place, what in enumerate(("Gebietstyp", "Größenklasse")):
        changed = {(finest[name][place], area[place]) for name, area in found.items()}
        for before, after in sorted(pair for pair in changed if pair[0] != pair[1]):
            yield f"{what} {before} → {after}"
