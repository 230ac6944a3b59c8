"""How numbers and sentences of feedback read."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ruecklauf.feedback.comparing import Compared
from ruecklauf.report.wording import Wording
from ruecklauf.texts import Texts

_SHARE = "Anteil"
"""Begins the German unit of shares."""


@cache
def wording(language: str) -> Wording:
    """The texts of a language."""
    source = resources.files("ruecklauf.feedback.texts").joinpath(f"{language}.toml")
    return Wording(Texts(language, tomllib.loads(source.read_text(encoding="utf-8")), {}))


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator as a letter says it."""

    label: str
    unit: str
    value: str
    change: str
    middle: str
    half: str
    number: str


def row_of(compared: Compared, say: Wording) -> Row:
    """Texts of one line; what is missing, or must not be told, is a dash."""
    others = compared.others
    half = say.none
    if others.lower is not None and others.upper is not None:
        half = say("half", lower=say.number(others.lower), upper=say.number(others.upper))
    return Row(
        compared.indicator.label.told(say.language),
        compared.indicator.unit.told(say.language),
        own_value(compared, say),
        say.number(compared.change, signed=True),
        say.number(others.middle),
        half,
        str(others.number),
    )


def is_share(compared: Compared) -> bool:
    """Whether the value lies between 0 and 1 and is a part of n."""
    return compared.indicator.unit.told("de").startswith(_SHARE)


def own_value(compared: Compared, say: Wording) -> str:
    """The number with how many cases it is worked out from; no percentages, which few cases do not bear."""
    if compared.value is None:
        return say.number(compared.value)
    return say("cases", number=say.number(compared.value), n=compared.n)


def remarks(compared: Sequence[Compared], say: Wording) -> tuple[str, ...]:
    """What stands out, in a sentence for each side: only where quartiles are told and one side is better."""
    sides: dict[str, list[str]] = {"ahead": [], "behind": []}
    for each in compared:
        better = each.indicator.direction
        if each.stands and better != "none":
            is_good = (each.stands == "high") == (better == "higher")
            sides["ahead" if is_good else "behind"].append(each.indicator.label.told(say.language))
    return tuple(say(f"remarks.{side}", labels=", ".join(labels)) for side, labels in sides.items() if labels)
