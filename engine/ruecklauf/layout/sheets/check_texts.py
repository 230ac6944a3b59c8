"""What is said of each check, packed into one short cell, and the formulas that unpack it.

A form has thousands of checks but few different messages: a cell holds kind, place and link in columns of
fixed width, and the number of its message in a list beside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.findings import Severity
from ruecklauf.layout.model import Role, TextCell
from ruecklauf.layout.state import REQUIRED, Check

KINDS = (REQUIRED, *(severity.value for severity in Severity))
"""The first character of a check's text is a kind's number here, from 1."""
DIGITS = 4
"""The last characters are the message's number."""


@dataclass(frozen=True, slots=True)
class CheckTexts:
    """The texts of a form's checks."""

    messages: dict[str, int]
    """Number of each message, from 1, in order."""
    where_width: int
    link_width: int
    area: str
    """The absolute range of the messages, with its sheet."""

    @classmethod
    def of(cls, checks: tuple[Check, ...], *, sheet: str, first_row: int, column: int) -> CheckTexts:
        """The messages of all checks, listed in a column of a sheet."""
        messages = dict.fromkeys(dict.fromkeys(check.message for check in checks), 0) or {"": 0}
        numbered = {text: number for number, text in enumerate(messages, start=1)}
        top = a1(first_row, column, absolute=True)
        bottom = a1(first_row + len(numbered) - 1, column, absolute=True)
        return cls(
            numbered,
            max((len(check.where) for check in checks), default=0) + 1,
            max((len(_link(check)) for check in checks), default=0) + 1,
            f"{quote_sheet(sheet)}!{top}:{bottom}",
        )

    def text(self, check: Check) -> str:
        """The packed text of a check."""
        number = self.messages[check.message]
        return (
            f"{KINDS.index(check.kind) + 1}{check.where:<{self.where_width}}"
            f"{_link(check):<{self.link_width}}{number:0{DIGITS}}"
        )

    def cells(self, first_row: int, column: int) -> Iterator[TextCell]:
        """The list of messages."""
        for row, message in enumerate(self.messages, start=first_row):
            yield TextCell(row, column, message, Role.DATA)

    def kind(self, entry: str) -> str:
        """Formula: number of the kind of the check whose text stands in a cell."""
        return f"VALUE(LEFT({entry},1))"

    def where(self, entry: str) -> str:
        """Formula: the place in words."""
        return f"TRIM(MID({entry},2,{self.where_width}))"

    def link(self, entry: str) -> str:
        """Formula: the target of the link."""
        return f"TRIM(MID({entry},{2 + self.where_width},{self.link_width}))"

    def message(self, entry: str) -> str:
        """Formula: the message."""
        return f"INDEX({self.area},VALUE(RIGHT({entry},{DIGITS})))"


def _link(check: Check) -> str:
    return f"#{quote_sheet(check.sheet)}!{check.target}"
