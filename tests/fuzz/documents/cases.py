"""What the hostile text documents have in common: how they are listed, and answers that look dangerous."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fuzz.documents.forms import KEPT, Told
from fuzz.measuring import Case

MANY = 1_000_000
TOO_LARGE = ("too_large",)
HOSTILE = ("hostile_file",)
DAMAGED = ("damaged_file",)
READ = ("read",)

ANSWERS = (
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)",
    "+49 211 1234",
    "-2+3",
    "{{ 7*7 }}{% if x %}${7*7}#{7*7}",
    "<script>alert(1)</script>",
    "]]>",
    "'; DROP TABLE answers; --",
    "../../etc/passwd",
    "%s%n%x",
    "_x0041_",
    "abc\u202edef\u202c",
    "a\u200b\u200db\u2066c",
    "e\u0301" * 50,
    "Z\u0335\u0321" + "\u0300" * 500,
    "ab\u0085cd\u2028ef",
    "\ue000\uf8ff",
    "a\ufeffb",
    "😀\U0010fffd",
    "KQ7M2X-2026A-3F9A2C-7",
    "Zeile",
    "ST102",
)
TAKEN = {"ab\u0085cd\u2028ef": "ab\ncd\nef"}
"""Those of them that are taken as they are seen: in lines."""


@dataclass(frozen=True)
class Listed:
    """A file that is made when it is needed; those of great numbers are heavy."""

    name: str
    make: Callable[[], bytes]
    outcomes: tuple[str, ...] = READ
    cells: Told | None = None
    heavy: bool = False


def light(name: str, make: Callable[[], bytes], outcomes: tuple[str, ...] = READ) -> Listed:
    """One of which the answers are left, if it is read."""
    return Listed(name, make, outcomes, KEPT)


def heavy(
    name: str, make: Callable[[], bytes], outcomes: tuple[str, ...] = READ, cells: Told | None = KEPT
) -> Listed:
    return Listed(name, make, outcomes, cells, heavy=True)


def cases(groups: tuple[Callable[[], Iterator[Listed]], ...], *, with_heavy: bool) -> Iterator[Case]:
    for group in groups:
        for one in group():
            if with_heavy or not one.heavy:
                yield Case(one.name, one.make(), one.outcomes, one.cells)
