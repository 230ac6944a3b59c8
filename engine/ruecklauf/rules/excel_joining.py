"""How formulas are joined: by functions in a cell's formula, by arithmetic inside SUMPRODUCT.

AND and OR collapse an array into one value, so where rows are gone through 1 and 0 are multiplied and added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Joining:
    """Each function takes and gives formulas that can stand beside any operator."""

    both: Callable[[Iterable[str]], str]
    either: Callable[[Iterable[str]], str]
    negate: Callable[[str], str]


def _function(name: str) -> Callable[[Iterable[str]], str]:
    def join(tests: Iterable[str]) -> str:
        listed = list(tests)
        return listed[0] if len(listed) == 1 else f"{name}({','.join(listed)})"

    return join


SCALAR = Joining(both=_function("AND"), either=_function("OR"), negate=lambda test: f"NOT({test})")
ARRAY = Joining(
    both=lambda tests: f"({'*'.join(tests)})",
    either=lambda tests: f"(({'+'.join(tests)})>0)",
    negate=lambda test: f"(1-{test})",
)
