"""The report's texts, one file per language, and numbers as its readers write them."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources

from ruecklauf.texts import Texts

LANGUAGES = ("de", "en")
FEWEST_FOR_PERCENT = 10
"""Below this many cases counts are given and no percentages."""
FEWEST_SHOWN = 3
"""Cells of fewer institutions are not shown."""
FEWEST_PERSONS = 5
"""Likewise for numbers of persons."""
NONE = "–"


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts and numbers of one language."""

    texts: Texts

    @property
    def language(self) -> str:
        return self.texts.language

    def __call__(self, key: str, **params: object) -> str:
        return self.texts(key, **params)

    @property
    def none(self) -> str:
        """What stands for no number."""
        return NONE

    def heads(self, key: str) -> tuple[str, ...]:
        return self.texts.list(key)

    def number(self, value: float | None, *, places: int = 2, signed: bool = False) -> str:
        """A number with at most so many places; a dash for what is missing."""
        if value is None or math.isnan(value):
            return NONE
        # as people round: what is exactly between two numbers goes up, binary dust does not count
        rounded = Decimal(str(round(float(value), 10))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        text = f"{rounded:{'+' if signed else ''}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        text = "0" if not rounded else text
        return (text.replace(".", ",") if self.language == "de" else text).replace("-", "−")

    def share(self, part: float, whole: float) -> str:
        """Percent with both counts; under ten cases the counts alone."""
        counts = self("numbers.of", part=int(part), whole=int(whole))
        if whole < FEWEST_FOR_PERCENT:
            return counts
        return self("numbers.percent", percent=f"{part / whole * 100:.0f}", counts=counts)

    def cells(self, counts: tuple[int, ...], *, fewest: int = FEWEST_SHOWN) -> tuple[str, ...]:
        """Counts of one row with those under `fewest` withheld, and the smallest further one, from which with
        the row's sum a single one could be worked out."""
        withheld = hidden(counts, fewest=fewest)
        return tuple(
            self("numbers.withheld") if number in withheld else str(count)
            for number, count in enumerate(counts)
        )


def hidden(counts: tuple[int, ...], *, fewest: int = FEWEST_SHOWN) -> frozenset[int]:
    """Which cells of a row are withheld: small ones, and a second one where it would be only one."""
    small = {number for number, count in enumerate(counts) if 0 < count < fewest}
    others = [number for number, count in enumerate(counts) if number not in small and count > 0]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda number: counts[number]))
    return frozenset(small)


@cache
def wording(language: str) -> Wording:
    """The texts of a language."""
    source = resources.files("ruecklauf.report.texts").joinpath(f"{language}.toml")
    return Wording(Texts(language, tomllib.loads(source.read_text(encoding="utf-8")), {}))
