"""What a file may multiply: OpenDocument repeats cells and spaces by a mere number."""

from __future__ import annotations

from ruecklauf.intake.refusal import Refusal

MAX_CELLS = 1_000_000
"""Cells with content, repeated ones counted each, and hidden rows and columns, in a whole workbook."""
MAX_SPACES = 10_000_000
MAX_SHEETS = 2_000


class Budget:
    """A number that is spent bit by bit; Refusal `too_large` when there is no more."""

    def __init__(self, amount: int, why: str) -> None:
        self._left = amount
        self._why = why

    @classmethod
    def of_cells(cls) -> Budget:
        """For the cells of one workbook."""
        return cls(MAX_CELLS, "die Tabelle hat zu viele Zellen")

    def spend(self, amount: int = 1) -> None:
        self._left -= amount
        if self._left < 0:
            raise Refusal("too_large", why=self._why)


def count(text: str | None) -> int:
    """How often something is repeated: once if nothing is said or the number is none."""
    return max(int(text), 1) if text else 1
