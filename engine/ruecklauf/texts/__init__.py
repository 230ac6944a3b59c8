"""The texts people read, one TOML file per language; German is complete, others may follow."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class FindingText:
    """The severity and message template of one finding code."""

    severity: str
    message: str
    for_team: bool = False
    """The municipality cannot answer it, whatever its severity."""


class Texts:
    """All texts of one language. A missing text is a KeyError: a test looks up every one that is used."""

    def __init__(self, language: str, data: dict[str, Any]) -> None:
        self.language = language
        self._data = data

    def __call__(self, key: str, **params: object) -> str:
        """The text under a dotted key (`cover.title`), its placeholders filled."""
        text = self._look_up(key)
        if not isinstance(text, str):
            raise KeyError(key)
        return text.format_map(params) if params else text

    def list(self, key: str) -> tuple[str, ...]:
        """The texts of a list under a dotted key."""
        return tuple(self._look_up(key))

    def finding(self, code: str) -> FindingText:
        """Severity and message template of a finding code."""
        entry = self._data["findings"][code]
        return FindingText(entry["severity"], entry["message"], entry.get("for_team", False))

    @property
    def finding_codes(self) -> tuple[str, ...]:
        return tuple(self._data["findings"])

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
def load_texts(language: str = "de") -> Texts:
    """The texts of a language, from the package's own files."""
    source = resources.files("ruecklauf.texts").joinpath(f"{language}.toml")
    return Texts(language, tomllib.loads(source.read_text(encoding="utf-8")))
