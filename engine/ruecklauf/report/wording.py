"""The report's texts, one file per language, and numbers as its readers write them."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources

from ruecklauf.report.small import Counts, is_small
from ruecklauf.texts import Texts
from ruecklauf.values import FEWEST_FOR_PERCENT

LANGUAGES = ("de", "en")
NONE = "–"
_NUMBER = re.compile(r"[+-]?\d+(\.\d{1,2})?")


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

    @property
    def withheld(self) -> str:
        """What stands for a number that is not shown."""
        return self("numbers.withheld")

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

    def read(self, text: str) -> float | None:
        """The number that a text of `number` or a count is; None for any other text."""
        plain = text.replace("−", "-")
        plain = plain.replace(",", ".") if self.language == "de" else plain
        return float(plain) if _NUMBER.fullmatch(plain) else None

    def share(self, part: float, whole: float) -> str:
        """Percent with both counts; under ten cases the counts alone."""
        counts = self("numbers.of", part=int(part), whole=int(whole))
        if whole < FEWEST_FOR_PERCENT:
            return counts
        return self("numbers.percent", percent=f"{part / whole * 100:.0f}", counts=counts)

    def part(self, part: int, whole: int) -> str:
        """As `share`, of alliances or institutions: withheld where either side is too small to be shown."""
        if is_small(whole) or is_small(part) or is_small(whole - part):
            return self.withheld
        return self.share(part, whole)

    def counts(self, counts: Iterable[int | None]) -> tuple[str, ...]:
        """Counts as texts, with a word for withheld ones."""
        return tuple(self.withheld if count is None else str(count) for count in counts)

    def counted(self, counts: Counts) -> tuple[str, ...]:
        """The counts of a row with their sum behind them."""
        return self.counts((*counts.shown, counts.total))


@cache
def wording(language: str) -> Wording:
    """The texts of a language."""
    source = resources.files("ruecklauf.report.texts").joinpath(f"{language}.toml")
    return Wording(Texts(language, tomllib.loads(source.read_text(encoding="utf-8")), {}))
