"""Mistakes of the author (declarations) or the operator (commands, project folder): these are raised.

What a respondent did wrong is never raised; it becomes a `Finding` (see findings.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class RuecklaufError(Exception):
    """Something the author or operator must change: what is wrong, where, and what to do."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

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

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.file}:{self.line}:{self.column}: {mark}{self.message}"


class DeclarationError(RuecklaufError):
    """All mistakes found in the declarations, each with file, line and column."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
