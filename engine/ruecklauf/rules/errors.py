"""Mistakes in a rule, each with its column in the rule's text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from ruecklauf.errors import RuecklaufError

_Part = TypeVar("_Part")
_Found = TypeVar("_Found")


class RuleError(RuecklaufError):
    """What is wrong in a rule and what was expected; `errors` has every mistake found, in order."""

    def __init__(self, message: str, column: int, *, more: Iterable[RuleError] = ()) -> None:
        super().__init__(message, where=f"column {column}")
        self.message = self.what
        self.column = column
        """Counts from 1."""
        self.errors: tuple[RuleError, ...] = (self, *more)

    def __str__(self) -> str:
        return "\n".join(f"{error.where}: {error.message}" for error in self.errors)


def all_of(errors: Iterable[RuleError]) -> RuleError:
    """One error that carries them all; its own message and column are those of the first in the text."""
    ordered = sorted((single for error in errors for single in error.errors), key=lambda error: error.column)
    first, *rest = ordered
    return RuleError(first.message, first.column, more=rest)


def gather(read: Callable[[_Part], _Found], parts: Iterable[_Part]) -> tuple[_Found, ...]:
    """Each part read; the mistakes of all parts are raised together."""
    found: list[_Found] = []
    errors: list[RuleError] = []
    for part in parts:
        try:
            found.append(read(part))
        except RuleError as error:
            errors.append(error)
    if errors:
        raise all_of(errors)
    return tuple(found)
