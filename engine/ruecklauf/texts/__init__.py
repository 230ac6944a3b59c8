"""The texts people read, one TOML file per language: each has every text, and none stands in for another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from babel.dates import format_date

GERMAN = "de"


class Counted(str):
    """A number that chooses words: `{count:Zeile/Zeilen}` is `1 Zeile` or `2 Zeilen`."""

    def __format__(self, words: str) -> str:
        if not words:
            return str(self)
        single, several = words.split("/")
        return f"{self} {single if self == '1' else several}"


def filled(template: str, values: Mapping[str, object]) -> str:
    """A text with its placeholders filled; `count` chooses between one and several."""
    counts = {"count": Counted(values["count"])} if "count" in values else {}
    return template.format_map({**values, **counts})


@dataclass(frozen=True, slots=True)
class FindingText:
    """The severity and message template of one finding code."""

    severity: str
    message: str
    for_team: bool = False
    """The municipality cannot answer it, whatever its severity."""


class Texts:
    """All texts of one language. A missing text is a KeyError: a test compares all languages with German."""

    def __init__(self, language: str, data: dict[str, Any], findings: dict[str, FindingText]) -> None:
        self.language = language
        self._data = data
        self._findings = findings

    def __call__(self, key: str, **params: object) -> str:
        """The text under a dotted key (`cover.title`), its placeholders filled."""
        text = self._look_up(key)
        if not isinstance(text, str):
            raise KeyError(key)
        return filled(text, params) if params else text

    def list(self, key: str) -> tuple[str, ...]:
        """The texts of a list under a dotted key."""
        return tuple(self._look_up(key))

    def finding(self, code: str) -> FindingText:
        """Severity and message template of a finding code."""
        return self._findings[code]

    @property
    def finding_codes(self) -> tuple[str, ...]:
        return tuple(self._findings)

    def day(self, day: date) -> str:
        """A day as running text has it: `30.06.2026`, `30 June 2026`. What is typed is written in digits."""
        return format_date(day, self("formats.day"), locale=self.language)

    def quoted(self, text: str) -> str:
        """A text in the language's quotation marks."""
        return self("formats.quote", text=text)

    def as_once(self, former: dict[str, dict[str, Any]]) -> Texts:
        """These texts with former ones, by section, in the places of those that there are today."""
        changed = {section: {**self._data[section], **entries} for section, entries in former.items()}
        return Texts(self.language, {**self._data, **changed}, self._findings)

    def _look_up(self, key: str) -> Any:
        found: Any = self._data
        for part in key.split("."):
            found = found[part]
        return found


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are texts in."""
    names = (entry.name for entry in resources.files("ruecklauf.texts").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load_texts(language: str = GERMAN) -> Texts:
    """The texts of a language, from the package's own files."""
    data, german = _read(language), _read(GERMAN)
    findings = {
        code: FindingText(entry["severity"], _message(data, code), entry.get("for_team", False))
        for code, entry in german["findings"].items()
    }
    return Texts(language, data, findings)


FORMER = (6, 4)
"""The layouts after which the texts of forms changed, the newest first; `former/` has what they said."""


@cache
def texts_of(language: str, layout: int) -> Texts:
    """The texts of a language as forms of a version of the layout have them."""
    texts = load_texts(language)
    for last in FORMER:
        if layout <= last:
            source = resources.files("ruecklauf.texts").joinpath("former", str(last), f"{language}.toml")
            texts = texts.as_once(tomllib.loads(source.read_text(encoding="utf-8")))
    return texts


@cache
def in_any_language(key: str) -> tuple[str, ...]:
    """What stands under a key in the languages, for stored texts of which the language is not known."""
    return tuple(load_texts(language)(key) for language in languages())


@cache
def _read(language: str) -> dict[str, Any]:
    source = resources.files("ruecklauf.texts").joinpath(f"{language}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _message(data: dict[str, Any], code: str) -> str:
    """A finding's message; German has the severity beside it."""
    entry = data["findings"][code]
    return entry if isinstance(entry, str) else entry["message"]
