"""Mistakes of the author (declarations) or the operator (commands, project folder): these are raised.

What a respondent did wrong is never raised; it becomes a `Finding` (see findings.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_WORD, LONGEST_LINE = 300, 1200
"""Characters that a message quotes: of what has no blank in it, and of one line."""
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def bounded(message: str) -> str:
    """A message in which whatever it quotes is no longer than can be read, with how long it was."""
    if len(message) <= LONGEST_WORD:
        return message
    return "\n".join(map(_bounded_line, message.split("\n")))


def _bounded_line(line: str) -> str:
    line = _LONG_WORD.sub(lambda found: _cut(found[0], LONGEST_WORD // 3), line)
    return line if len(line) <= LONGEST_LINE else _cut(line, LONGEST_LINE // 3)


def _cut(text: str, shown: int) -> str:
    return f"{text[:shown]} … ({len(text)} characters) … {text[-shown // 2 :]}"


class RuecklaufError(Exception):
    """Something the author or operator must change: what is wrong, where, and what to do.

    What it quotes is `bounded`: values of any length may be wrong.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = bounded(what)
        super().__init__(self.what)
        self.where = where
        self.remedy = bounded(remedy)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        if self.remedy and head[-1:] not in ".!?":
            head += "."
        return f"{head} {self.remedy}".rstrip()


class ProjectError(RuecklaufError):
    """The project folder, its settings or its alliances cannot be used as they are."""


class StoreError(RuecklaufError):
    """The database or the archive cannot be used as it is."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a declaration, with its position (line and column count from 1)."""

    file: str
    line: int
    column: int
    message: str
    severity: str = "error"
    """"error" stops everything; "warning" is printed by `ruecklauf check` and stops nothing."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", bounded(self.message))

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.file}:{self.line}:{self.column}: {mark}{self.message}"


class DeclarationError(RuecklaufError):
    """All mistakes found in the declarations, each with file, line and column."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
