"""The syntax tree of a rule: what was written, with positions, before any name has a meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the rule's text."""

    offset: int
    """Counts from 0."""
    length: int

    @property
    def column(self) -> int:
        """The first character, counted from 1."""
        return self.offset + 1


@dataclass(frozen=True, slots=True)
class Node:
    """Base of all nodes."""

    span: Span

    @property
    def column(self) -> int:
        return self.span.column


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, a text (or code), or a date."""

    value: Decimal | str | date


@dataclass(frozen=True, slots=True)
class WaveDate(Node):
    """`wave_date`, the reference date of the survey round."""


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A field, a reference followed by a field, a table; any of these may begin with `this`."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`not` or `-` before an operand."""

    operator: str
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two operands with one of `and or implies = <> < <= > >= + - * /` between them."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """`x in (…)` or `x not in (…)`."""

    operand: Expr
    options: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of fields, `blank(x)`, or of a table's rows, `count(akteure where …)`."""

    function: str
    arguments: tuple[Expr, ...]
    where: Expr | None = None
    has: Expr | None = None
    """Only in `all(table where … has …)`."""


Expr = Literal | WaveDate | Name | Unary | Binary | Membership | Call
