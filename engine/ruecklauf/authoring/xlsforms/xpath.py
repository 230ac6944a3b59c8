"""Rules as XPath: what is definitely true of a condition, what is not definitely false of a constraint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import singledispatchmethod

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.fieldtypes.codelist import Code
from ruecklauf.rules import terms
from ruecklauf.rules.terms import INVERSE, State, Term
from ruecklauf.values import decimal_text


class InexpressibleError(Exception):
    """The rule says what XPath in a form cannot."""


@dataclass(frozen=True, slots=True)
class Pair:
    true: str
    false: str


@dataclass(frozen=True, slots=True)
class XPath:
    """Translates one rule; `name` gives the question's name, `own` is the field that the rule stands at."""

    name: Callable[[terms.Item], str]
    own: str = ""
    is_record: Callable[[str], bool] = lambda table: False
    """Whether a table is a record, which has one answer to each question."""

    def holds(self, condition: Term) -> str:
        return self.pair(condition).true

    def kept(self, condition: Term) -> str:
        return f"not({self.pair(condition).false})"

    def _ref(self, item: terms.Item) -> str:
        if item.via is not None or (item.inner and not self.is_record(item.table.name)):
            raise InexpressibleError("it looks at another row")
        name = self.name(item)
        return "." if name == self.own else f"${{{name}}}"

    @singledispatchmethod
    def pair(self, term: Term) -> Pair:
        raise InexpressibleError(f"it uses {type(term).__name__.lower()}(…)")

    @pair.register
    def _(self, term: terms.And) -> Pair:
        parts = [self.pair(part) for part in term.parts]
        return Pair(_joined("and", [p.true for p in parts]), _joined("or", [p.false for p in parts]))

    @pair.register
    def _(self, term: terms.Or) -> Pair:
        parts = [self.pair(part) for part in term.parts]
        return Pair(_joined("or", [p.true for p in parts]), _joined("and", [p.false for p in parts]))

    @pair.register
    def _(self, term: terms.Not) -> Pair:
        found = self.pair(term.operand)
        return Pair(found.false, found.true)

    @pair.register
    def _(self, term: terms.Implies) -> Pair:
        return self.pair(terms.Or((terms.Not(term.premise), term.conclusion)))

    @pair.register
    def _(self, term: terms.Comparison) -> Pair:
        left, right = self.value(term.left), self.value(term.right)
        known = [
            f"{ref} != ''" for ref in dict.fromkeys((*self._fields(term.left), *self._fields(term.right)))
        ]

        def compared(operator: str) -> str:
            sign = {"<>": "!="}.get(operator, operator)
            return _joined("and", [*known, f"{left} {sign} {right}"])

        return Pair(compared(term.operator), compared(INVERSE[term.operator]))

    @pair.register
    def _(self, term: terms.OneOf) -> Pair:
        return self.pair(
            terms.Or(tuple(terms.Comparison("=", term.operand, option) for option in term.options))
        )

    @pair.register
    def _(self, term: terms.Ticked) -> Pair:
        return Pair(f"{self._ref(term.item)} = 'OK'", f"{self._ref(term.item)} != 'OK'")

    @pair.register
    def _(self, term: terms.Contains) -> Pair:
        said = f"selected({self._ref(term.item)}, '{term.code.code}')"
        return Pair(said, f"not({said})")

    @pair.register
    def _(self, term: terms.Matches) -> Pair:
        ref, known = self._ref(term.item), f"{self._ref(term.item)} != ''"
        regex = "|".join(pattern.regex for pattern in term.patterns)
        regex = f"^({regex})$" if len(term.patterns) > 1 else f"^{regex}$"
        if "'" in regex:
            raise InexpressibleError("a pattern in it has an apostrophe")
        fits = f"regex({ref}, '{regex}')"
        return Pair(f"({known} and {fits})", f"({known} and not({fits}))")

    @pair.register
    def _(self, term: terms.Exists) -> Pair:
        if not self.is_record(term.rows.table.name) or term.rows.where is None:
            raise InexpressibleError("it uses exists(…)")
        said = self.pair(term.rows.where).true
        return Pair(said, f"not({said})")

    @pair.register
    def _(self, term: terms.HasState) -> Pair:
        ref = self._ref(term.item)
        if term.state in (State.BLANK, State.MISSING):
            return Pair(f"{ref} = ''", f"{ref} != ''")
        if term.state is State.ANSWERED:
            return Pair(f"{ref} != ''", f"{ref} = ''")
        code = next((c.code for c in _codes(term.item) if c.missing == str(term.state)), None)
        if code is None:
            raise InexpressibleError("it asks for a missing kind that has no entry in a code list")
        return Pair(f"{ref} = '{code}'", f"{ref} != '{code}'")

    @singledispatchmethod
    def value(self, term: Term) -> str:
        raise InexpressibleError(f"it uses {type(term).__name__.lower()}(…)")

    @value.register
    def _(self, term: terms.Item) -> str:
        return f"date({self._ref(term)})" if term.kind is Kind.DATE else self._ref(term)

    @value.register
    def _(self, term: terms.Literal) -> str:
        match term.value:
            case Decimal():
                return decimal_text(term.value)
            case date():
                return f"date('{term.value.isoformat()}')"
            case _:
                if "'" in term.value:
                    raise InexpressibleError("a text in it has an apostrophe")
                return f"'{term.value}'"

    @value.register
    def _(self, term: terms.Coded) -> str:
        return f"'{term.code.code}'"

    @value.register
    def _(self, term: terms.WaveDate) -> str:
        return "today()"

    @value.register
    def _(self, term: terms.Arithmetic) -> str:
        sign = {"/": "div"}.get(term.operator, term.operator)
        return f"({self.value(term.left)} {sign} {self.value(term.right)})"

    @value.register
    def _(self, term: terms.Negative) -> str:
        return f"(-{self.value(term.operand)})"

    @value.register
    def _(self, term: terms.Length) -> str:
        return f"string-length({self._ref(term.item)})"

    @value.register
    def _(self, term: terms.TickCount) -> str:
        parts = [
            f"count-selected({self._ref(item)})"
            if item.kind is Kind.MULTI
            else f"if({self._ref(item)} = 'OK', 1, 0)"
            for item in term.items
        ]
        return f"({' + '.join(parts)})"

    def _fields(self, term: Term) -> list[str]:
        """The questions that must have an answer for the value to be known."""
        found = []
        for part in terms.walk(term):
            if isinstance(part, terms.TickCount):
                return []
            if isinstance(part, terms.Item):
                found.append(self._ref(part))
        return found


def _codes(item: terms.Item) -> tuple[Code, ...]:
    return item.symbol.codes.codes if item.symbol.codes else ()


def _joined(word: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + f" {word} ".join(parts) + ")"
