"""What a release has of computed fields: nothing that their inputs in it do not tell.

A computed field stands in a release where everything it is computed from does, exactly as it was answered.
Then whoever has the release could compute it himself. Where an input is left out or made coarser, the
computed value would tell more of it than the release means to, and is left out with it. In return a computed
field that is left out for somebody's sake takes its inputs along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ruecklauf.dataset import Dataset
from ruecklauf.definition.rulebook import FieldRules, RuleBook
from ruecklauf.release.fates import Fate, Fates, Question, fields_of
from ruecklauf.rules import terms

PRINTED = "F"
"""The wave behaviour of answers that forms print: they stay, the same for all."""

_HIDDEN = (Fate.QUASI, Fate.PLACE, Fate.ALLIANCE, Fate.TELLING)
"""Where another question is asked because of the answer, that would tell it."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a field is computed from, and what decides whether it has a value."""

    of_row: frozenset[Question] = frozenset()
    """Of the same row."""
    of_others: frozenset[Question] = frozenset()
    """Of other rows, of this table or another."""
    tables: frozenset[str] = frozenset()
    """Those whose rows it counts or goes through."""

    @property
    def all(self) -> frozenset[Question]:
        return self.of_row | self.of_others

    def joined(self, other: Inputs) -> Inputs:
        """Of a field that has several formulas."""
        return Inputs(
            self.of_row | other.of_row, self.of_others | other.of_others, self.tables | other.tables
        )


@dataclass(frozen=True)
class Formulas:
    """The computed fields, over all versions of their worksheets."""

    of: Mapping[Question, Inputs] = field(default_factory=dict)
    asked_for: Mapping[Question, frozenset[Question]] = field(default_factory=dict)
    """By question those whose values, not only whether there are any, decide whether it is asked."""
    unknown: frozenset[Question] = frozenset()
    """Those of which some version's formula cannot be read any more."""

    def joined(self, other: Formulas) -> Formulas:
        """With the formulas of another version."""
        of, asked_for = dict(self.of), dict(self.asked_for)
        for question, inputs in other.of.items():
            of[question] = of.get(question, Inputs()).joined(inputs)
        for question, causes in other.asked_for.items():
            asked_for[question] = asked_for.get(question, frozenset()) | causes
        return Formulas(of, asked_for, self.unknown | other.unknown)

    def behind(self, question: Question) -> frozenset[Question]:
        """The question, and all that it is computed from, by however many steps."""
        found: set[Question] = set()
        waiting = [question]
        while waiting:
            if (own := waiting.pop()) not in found:
                found.add(own)
                waiting += self.of[own].all if own in self.of else ()
        return frozenset(found)


def formulas_of(book: RuleBook) -> Formulas:
    """The computed fields of worksheets that are used together, and what decides which fields are asked."""
    fields = {
        (table, rules.field.id): rules for table, section in book.sections.items() for rules in section.fields
    }
    return Formulas(
        {question: _inputs(rules) for question, rules in fields.items() if rules.formula is not None},
        {
            question: frozenset(_valued(rules.relevant.resolved.condition))
            for question, rules in fields.items()
            if rules.relevant is not None
        },
    )


def _question(item: terms.Item) -> Question:
    return item.table.name, item.symbol.field.id


def _valued(condition: terms.Condition) -> Iterator[Question]:
    """What is asked about with its value; whether there is one at all a release tells of all that it has."""
    parts = list(terms.walk(condition))
    about_state = {id(item) for part in parts if isinstance(part, terms.HasState) for item in (part.item,)}
    for part in parts:
        if isinstance(part, terms.Item) and id(part) not in about_state:
            yield _question(part)


def _inputs(rules: FieldRules) -> Inputs:
    assert rules.formula is not None
    asked = (rules.relevant.resolved.condition,) if rules.relevant else ()
    found = [part for term in (rules.formula.value, *asked) for part in terms.walk(term)]
    items = [part for part in found if isinstance(part, terms.Item)]
    return Inputs(
        frozenset(_question(item) for item in items if not (item.inner or item.via)),
        frozenset(_question(item) for item in items if item.inner or item.via),
        frozenset(part.table.name for part in found if isinstance(part, terms.Rows)),
    )


def with_formulas(fates: Fates, formulas: Formulas, dataset: Dataset) -> Fates:
    """The fates under which nothing tells what is left out or made coarser, by formula or by being asked."""
    of = dict(fates.of)
    computed = {
        (table.name, each.id)
        for table in dataset.info.values()
        for each in fields_of(table)
        if each.computed is not None
    }
    for question in computed:
        if _protects_somebody(of[question], question, dataset):
            inputs = formulas.behind(question) - {question}
            of |= {each: of[question] for each in inputs if each in of and not _is_printed(each, dataset)}
    asked_by = dict(_asked_by(dataset))
    while telling := set(_telling(of, computed, formulas, asked_by)):
        of |= dict.fromkeys(telling, Fate.TELLING)
    return Fates(of, fates.terms)


def _protects_somebody(fate: Fate, question: Question, dataset: Dataset) -> bool:
    """Whether it is left out for what it says, and not as its name says a place."""
    if fate is Fate.QUASI:
        return True
    return fate is Fate.TEXT and any(
        each.id == question[1] and each.personal for each in fields_of(dataset.info[question[0]])
    )


def _is_printed(question: Question, dataset: Dataset) -> bool:
    return any(
        each.id == question[1] and each.wave == PRINTED for each in fields_of(dataset.info[question[0]])
    )


def _asked_by(dataset: Dataset) -> Iterator[tuple[Question, tuple[Question, ...]]]:
    for table in dataset.info.values():
        known = {each.id for each in fields_of(table)}
        yield from (
            ((table.name, name), note.asked_by) for name, note in table.notes.items() if name in known
        )


def _telling(
    of: Mapping[Question, Fate],
    computed: Iterable[Question],
    formulas: Formulas,
    asked_by: Mapping[Question, tuple[Question, ...]],
) -> Iterator[Question]:
    kept = {table for (table, _), fate in of.items() if not fate.is_left_out}
    for question in computed:
        inputs = formulas.of.get(question)
        if not of[question].is_left_out and (
            inputs is None
            or question in formulas.unknown
            or not inputs.tables <= kept
            or any(not of.get(each, Fate.TEXT).is_exact for each in inputs.all)
        ):
            yield question
    for question, causes in asked_by.items():
        by_value = formulas.asked_for.get(question, ())
        if not of[question].is_left_out and (
            any(of.get(cause) in _HIDDEN for cause in causes)
            or any(of.get(cause) is Fate.ROUNDED for cause in by_value)
        ):
            yield question
