"""Many values in parts that a database takes at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

_AT_ONCE = 500


def parts_of(values: Collection[Any]) -> Iterator[list[Any]]:
    """The values, so many at a time that each is a parameter of a query."""
    held = list(values)
    for start in range(0, len(held), _AT_ONCE):
        yield held[start : start + _AT_ONCE]
