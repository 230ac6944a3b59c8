"""Values of a rule in words: `„Beginn“`, `die Anzahl der Zeilen in „Akteure“`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import singledispatchmethod

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rules import terms
from ruecklauf.rules.phrases import Phrases
from ruecklauf.rules.terms import Condition, Rows, Term

_WORDS = {"+": "plus", "-": "minus", "*": "times", "/": "divided"}


@dataclass(frozen=True, slots=True)
class Nouns:
    """Names values; `among_rows` while the rows of a table are spoken of."""

    phrases: Phrases
    given: Callable[[Condition], str]
    """A condition as a clause with the verb at the end, for the rows that are counted."""
    among_rows: bool = False

    def table(self, rows: Rows) -> str:
        return self.phrases.quote(rows.table.label(self.phrases.language))

    def rows(self, rows: Rows, number: str = "rows") -> str:
        """The clause that says which rows: `, in denen …,`; empty where all rows are meant."""
        return self.phrases("nouns", number, a=self.given(rows.where)) if rows.where else ""

    def items(self, items: tuple[terms.Item, ...], word: str) -> str:
        return self.phrases.listing(tuple(self.name(item) for item in items), word)

    def dative(self, value: Term) -> str:
        """After "vor" and "nach"."""
        if isinstance(value, terms.WaveDate):
            return self.phrases("nouns", "wave_date_dative")
        if isinstance(value, terms.Literal) and isinstance(value.value, date):
            return self.phrases("nouns", "day_dative", a=self.name(value))
        return self.name(value)

    @singledispatchmethod
    def name(self, value: Term) -> str:
        raise TypeError(f"{type(value).__name__} is no value")

    @name.register
    def _(self, value: terms.Item) -> str:
        name = self.phrases.quote(value.symbol.field.label(self.phrases.language))
        if value.via is not None:
            return self.phrases("nouns", "followed", a=name, b=self.name(value.via))
        if self.among_rows and not value.inner:
            return self.phrases("nouns", "own", a=name)
        return name

    @name.register
    def _(self, value: terms.Literal) -> str:
        match value.value:
            case Decimal():
                return self.phrases.number(value.value)
            case date():
                return self.phrases.day(value.value)
            case _:
                return self.phrases.quote(value.value)

    @name.register
    def _(self, value: terms.Coded) -> str:
        return self.phrases.quote(value.code.label(self.phrases.language))

    @name.register
    def _(self, value: terms.WaveDate) -> str:
        return self.phrases("nouns", "wave_date")

    @name.register
    def _(self, value: terms.Arithmetic) -> str:
        left, right = value.left, value.right
        if right.kind is Kind.DATE and left.kind is Kind.NUMBER:
            left, right = right, left
        word = _WORDS[value.operator]
        if left.kind is Kind.DATE:
            between = "days_between" if right.kind is Kind.DATE else ""
            word = between or ("days_later" if value.operator == "+" else "days_earlier")
            return self.phrases("nouns", word, a=self.dative(left), b=self.dative(right))
        return self.phrases("nouns", word, a=self._operand(left), b=self._operand(right))

    def _operand(self, value: Term) -> str:
        name = self.name(value)
        return self.phrases("words", "group", a=name) if isinstance(value, terms.Arithmetic) else name

    @name.register
    def _(self, value: terms.Negative) -> str:
        return self.phrases("nouns", "negative", a=self._operand(value.operand))

    @name.register
    def _(self, value: terms.Length) -> str:
        return self.phrases("nouns", "length", a=self.name(value.item))

    @name.register
    def _(self, value: terms.TickCount) -> str:
        return self.phrases("nouns", "ticks", a=self.items(value.items, "and"))

    @name.register
    def _(self, value: terms.Count) -> str:
        return self.phrases("nouns", "count", a=self.table(value.rows), b=self.rows(value.rows))

    @name.register(terms.Sum)
    @name.register(terms.Distinct)
    def _(self, value: terms.Sum | terms.Distinct) -> str:
        word = "sum" if isinstance(value, terms.Sum) else "distinct"
        rows = value.rows
        return self.phrases("nouns", word, a=self.table(rows), b=self.rows(rows), c=self.name(value.item))
