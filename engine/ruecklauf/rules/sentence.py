"""The rule as a sentence that the respondent understands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import singledispatchmethod

from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rules import terms
from ruecklauf.rules.nouns import Nouns
from ruecklauf.rules.patterns.words import pattern_words
from ruecklauf.rules.phrases import Form, Phrases, load_phrases
from ruecklauf.rules.terms import INVERSE, Comparison, Condition, Resolved, Rows, Term, Value

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}
_OF_DATES = {"<": "before", ">": "after", ">=": "not_before", "<=": "not_after"}
_OF_DAYS = {"<": "earlier", ">": "later", ">=": "not_earlier", "<=": "not_later"}
"""Beside days that are counted from another one: "not after 30 days after" would be hard to read."""
_OF_AMOUNTS = {"<": "less", ">": "greater", ">=": "at_least", "<=": "at_most"}
_OF_NUMBERS = {"<": "less", ">": "greater", ">=": "not_less", "<=": "not_greater"}
_OF_TICKS: dict[tuple[str, object], str] = {
    (">=", Decimal(1)): "any_ticked",
    (">", Decimal(0)): "any_ticked",
    ("<>", Decimal(0)): "any_ticked",
    ("<", Decimal(1)): "none_ticked",
    ("<=", Decimal(0)): "none_ticked",
    ("=", Decimal(0)): "none_ticked",
}
_EQUALITY = {"=": "equal", "<>": "different"}


def sentence(rule: Resolved, language: str, *, former: bool = False) -> str:
    """The rule as a whole sentence that demands it: `„Ende“ darf nicht vor „Beginn“ liegen.`

    `former` gives what forms said first: counted days as other days, and no brackets around rows.
    """
    text = _Speaker(load_phrases(language), former=former).say(rule.condition, "must")
    return _tidy(text[0].upper() + text[1:] + ".")


def clause(rule: Resolved, language: str) -> str:
    """The rule as a statement without capital and full stop: `„Stand“ ist „verworfen“`."""
    return _tidy(_Speaker(load_phrases(language)).say(rule.condition, "says"))


def phrase(value: Value, language: str) -> str:
    """A formula as a noun phrase: `„Plätze“ minus „belegt“`."""
    return _tidy(_Speaker(load_phrases(language)).name(value))


def _tidy(text: str) -> str:
    """Commas that close a clause are dropped before other punctuation and at the end."""
    return re.sub(r",+(?=[.,:;)]|$)", "", text)


@dataclass(frozen=True, slots=True)
class _Speaker:
    phrases: Phrases
    among_rows: bool = False
    former: bool = False

    @property
    def nouns(self) -> Nouns:
        return Nouns(self.phrases, replace(self, among_rows=True)._given, self.among_rows)

    def _given(self, condition: Condition) -> str:
        return self.say(condition, "given")

    def name(self, value: Value) -> str:
        return self.nouns.name(value)

    @singledispatchmethod
    def say(self, term: Term, form: Form, *, negated: bool = False) -> str:
        raise TypeError(f"{type(term).__name__} is no condition")

    def _phrase(self, key: str, form: Form, *, negated: bool = False, **parts: str) -> str:
        return self.phrases(f"not_{key}" if negated else key, form, **parts)

    @say.register
    def _(self, term: terms.Not, form: Form, *, negated: bool = False) -> str:
        return self.say(term.operand, form, negated=not negated)

    @say.register
    def _(self, term: terms.And, form: Form, *, negated: bool = False) -> str:
        return self._any(term.parts, form, negated=True) if negated else self._every(term.parts, form)

    @say.register
    def _(self, term: terms.Or, form: Form, *, negated: bool = False) -> str:
        return self._every(term.parts, form, negated=True) if negated else self._any(term.parts, form)

    @say.register
    def _(self, term: terms.Implies, form: Form, *, negated: bool = False) -> str:
        if negated:
            return self._every((term.premise, terms.Not(term.conclusion)), form)
        if form != "must":
            return self._any((terms.Not(term.premise), term.conclusion), form)
        if isinstance(term.conclusion, terms.Implies):
            both = terms.And((term.premise, term.conclusion.premise))
            return self.say(terms.Implies(both, term.conclusion.conclusion), form)
        premise, conclusion = self.say(term.premise, "given"), self.say(term.conclusion, "then")
        return self.phrases("sentences", "if", a=premise, b=conclusion)

    def _every(self, parts: tuple[Condition, ...], form: Form, *, negated: bool = False) -> str:
        ranged = None if negated else _range(parts)
        if ranged:
            subject, low, high = (self.name(value) for value in ranged)
            return self._phrase("between", form, a=subject, b=low, c=high)
        if form in ("must", "then") and any(
            isinstance(part, terms.And | terms.Or | terms.Implies) for part in parts
        ):
            return self._in_turn(parts, form, negated=negated)
        said = (self._grouped(part, form, negated=negated) for part in parts)
        return f" {self.phrases('words', 'and')} ".join(said)

    def _in_turn(self, parts: tuple[Condition, ...], form: Form, *, negated: bool) -> str:
        """Demands one after another, where "and" and "or" would run into each other."""
        first, *rest = parts
        said = self.say(first, form, negated=negated)
        for part in rest:
            said = self.phrases("sentences", "also", a=said, b=self.say(part, "must", negated=negated))
        return said

    def _any(self, parts: tuple[Condition, ...], form: Form, *, negated: bool = False) -> str:
        inner: Form = "given" if form == "given" else "says"
        said = (self._grouped(part, inner, negated=negated) for part in parts)
        listed = f" {self.phrases('words', 'or')} ".join(said)
        return listed if form == inner else self.phrases("sentences", f"one_{form}", a=listed)

    def _grouped(self, part: Condition, form: Form, *, negated: bool) -> str:
        """A part in brackets if it is itself a list, or if what follows could be read as of its rows."""
        said = self.say(part, form, negated=negated)
        mixed = isinstance(part, terms.And | terms.Or | terms.Implies) and form in ("says", "given")
        if mixed:
            return self.phrases("words", "group", a=said)
        is_of_rows = form in ("says", "given") and _picks_rows(part) and not self.former
        return self.phrases("words", "of_rows", a=said) if is_of_rows else said

    @say.register
    def _(self, term: terms.Comparison, form: Form, *, negated: bool = False) -> str:
        operator, left, right = _subject_first(term)
        operator = INVERSE[operator] if negated else operator
        ticks = _tick_phrase(operator, left, right)
        if ticks:
            assert isinstance(left, terms.TickCount)
            return self._phrase(ticks, form, a=self.nouns.items(left.items, "or"))
        other = self.nouns.dative(right) if left.kind is Kind.DATE else self.name(right)
        word = _word(operator, left, right, former=self.former)
        return self._phrase(word, form, a=self.name(left), b=other)

    @say.register
    def _(self, term: terms.OneOf, form: Form, *, negated: bool = False) -> str:
        names = tuple(self.name(option) for option in term.options)
        if negated and len(names) > 1:
            listed = f" {self.phrases('words', 'nor')} ".join(names)
            return self._phrase("neither", form, a=self.name(term.operand), b=listed)
        listed = self.phrases.listing(names, "or")
        return self._phrase("different" if negated else "equal", form, a=self.name(term.operand), b=listed)

    @say.register
    def _(self, term: terms.Ticked, form: Form, *, negated: bool = False) -> str:
        return self._phrase("ticked", form, negated=negated, a=self.name(term.item))

    @say.register
    def _(self, term: terms.Contains, form: Form, *, negated: bool = False) -> str:
        code = self.phrases.quote(term.code.label(self.phrases.language))
        return self._phrase("contains", form, negated=negated, a=self.name(term.item), b=code)

    @say.register
    def _(self, term: terms.Matches, form: Form, *, negated: bool = False) -> str:
        said = pattern_words(term.patterns, self.phrases)
        return self._phrase("matches", form, negated=negated, a=self.name(term.item), b=said)

    @say.register
    def _(self, term: terms.HasState, form: Form, *, negated: bool = False) -> str:
        return self._phrase(term.state, form, negated=negated, a=self.name(term.item))

    @say.register
    def _(self, term: terms.Resolves, form: Form, *, negated: bool = False) -> str:
        table = self.phrases.quote(term.target.label(self.phrases.language))
        return self._phrase("resolves", form, negated=negated, a=self.name(term.item), b=table)

    @say.register
    def _(self, term: terms.Unique, form: Form, *, negated: bool = False) -> str:
        names = self.nouns.items(term.items, "and")
        subject = self.phrases("nouns", "combination", a=names) if len(term.items) > 1 else names
        return self._phrase("unique", form, negated=negated, a=subject)

    @say.register
    def _(self, term: terms.Tree, form: Form, *, negated: bool = False) -> str:
        return self._phrase("tree", form, negated=negated, a=self.name(term.item))

    @say.register
    def _(self, term: terms.Exists, form: Form, *, negated: bool = False) -> str:
        table, which = self._rows(term.rows, "row")
        return self._phrase("exists", form, negated=negated, a=table, b=which)

    @say.register
    def _(self, term: terms.All, form: Form, *, negated: bool = False) -> str:
        table, which = self._rows(term.rows, "row" if negated else "rows")
        inner: Form = "given" if form == "given" else "must" if form != "says" and not negated else "says"
        has = replace(self, among_rows=True).say(term.has, inner)
        return self._phrase("all", form, negated=negated, a=table, b=which, c=has)

    def _rows(self, rows: Rows, number: str) -> tuple[str, str]:
        return self.nouns.table(rows), self.nouns.rows(rows, number)


def _picks_rows(part: Condition) -> bool:
    """Whether it speaks of rows of a table in which something holds."""
    return any(isinstance(term, Rows) and term.where is not None for term in terms.walk(part))


def _subject_first(term: Comparison) -> tuple[str, Value, Value]:
    """Literals and the reference date go to the right."""
    fixed = terms.Literal | terms.Coded | terms.WaveDate
    if isinstance(term.left, fixed) and not isinstance(term.right, fixed):
        return _MIRRORED[term.operator], term.right, term.left
    return term.operator, term.left, term.right


def _word(operator: str, left: Value, right: Value, *, former: bool) -> str:
    if operator in _EQUALITY:
        return _EQUALITY[operator]
    if left.kind is Kind.DATE:
        counted = isinstance(right, terms.Arithmetic) and not former
        return (_OF_DAYS if counted else _OF_DATES)[operator]
    return (_OF_AMOUNTS if isinstance(right, terms.Literal) else _OF_NUMBERS)[operator]


def _tick_phrase(operator: str, left: Value, right: Value) -> str | None:
    if not isinstance(left, terms.TickCount) or not isinstance(right, terms.Literal):
        return None
    return _OF_TICKS.get((operator, right.value))


def _range(parts: tuple[Condition, ...]) -> tuple[Value, Value, Value] | None:
    """Subject, lowest and highest value where two comparisons make a range."""
    if len(parts) != 2 or not all(isinstance(part, Comparison) for part in parts):
        return None
    limits = {}
    for part in parts:
        assert isinstance(part, Comparison)
        operator, subject, limit = _subject_first(part)
        if isinstance(limit, terms.Literal):
            limits[operator] = subject, limit
    if set(limits) != {">=", "<="} or limits[">="][0] != limits["<="][0]:
        return None
    return limits[">="][0], limits[">="][1], limits["<="][1]
