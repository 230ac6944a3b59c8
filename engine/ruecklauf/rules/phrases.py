"""The phrases that sentences are made of, one TOML file per language."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal

from ruecklauf.values import decimal_text

Form = Literal["says", "given", "must", "then"]
"""Statement, the same after "wenn", demand, demand after a clause with "wenn"."""


class Phrases:
    """All phrases of one language. A missing one is a KeyError."""

    def __init__(self, language: str, data: dict[str, dict[str, str]]) -> None:
        self.language = language
        self._data = data

    def __call__(self, group: str, key: str, **parts: str) -> str:
        """The phrase with its parts filled in."""
        return self._data[group][key].format_map(parts)

    @property
    def data(self) -> dict[str, dict[str, str]]:
        return self._data

    def quote(self, text: str) -> str:
        return self("words", "quote", a=text)

    def number(self, number: Decimal) -> str:
        return decimal_text(number).replace(".", self("words", "decimal_mark"))

    def day(self, day: date) -> str:
        return day.strftime(self("words", "date"))

    def listing(self, parts: tuple[str, ...], word: str) -> str:
        """`A, B und C`."""
        *first, last = parts
        return f"{', '.join(first)} {self('words', word)} {last}" if first else last


@cache
def load_phrases(language: str) -> Phrases:
    """The phrases of a language, from the package's own files."""
    source = resources.files("ruecklauf.rules").joinpath(f"phrases_{language}.toml")
    return Phrases(language, tomllib.loads(source.read_text(encoding="utf-8")))
