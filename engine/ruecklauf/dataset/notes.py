"""What is to be known of a question beside its answers: when it is asked, how checked, where used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import BoundRule, Condition, RuleBook, SectionRules, bind_rules
from ruecklauf.findings import Severity
from ruecklauf.rules import terms
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.sentence import clause, phrase
from ruecklauf.texts import GERMAN

Question = tuple[str, str]
"""`worksheet.section` and field."""


class RuleNote(NamedTuple):
    """A rule that looks at a question."""

    id: str
    severity: Severity
    message: str
    findings: int
    """How often it is broken in the current returns."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be known of one question, in German; everything is empty where there is nothing to say."""

    asked_when: str = ""
    """A clause: `„Gibt es die Stelle?“ ist „ja“`."""
    required: str = ""
    computed: str = ""
    """Of a field that nobody is asked for: what it is computed from."""
    rules: tuple[RuleNote, ...] = ()
    versions: tuple[str, ...] = ()
    """The versions of the worksheet that have it, newest first."""
    former_labels: tuple[tuple[str, str], ...] = ()
    """Version and wording, where an older version asked in other words."""
    used_by: tuple[str, ...] = ()
    """The questions and rules whose conditions look at it."""
    asked_by: tuple[Question, ...] = ()
    """The questions by whose answers it is asked or not."""


@dataclass(frozen=True)
class Notebook:
    """Notes on the questions of a set of worksheets."""

    worksheets: Mapping[str, Worksheet]
    """The newest versions, by id."""
    found: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Current findings, by worksheet and code."""

    def notes(self, table: str, versions: Mapping[str, Worksheet]) -> dict[str, Note]:
        """By field, for a table whose worksheet was returned in these versions, newest first."""
        section_id = table.partition(".")[2]
        rules = self._book.sections.get(table) if self._book else None
        return {
            field_id: self._note((table, field_id), rules, _labels(versions, section_id, field_id))
            for field_id in _field_ids(versions, section_id)
        }

    @cached_property
    def _used(self) -> dict[Question, list[str]]:
        return _used(self._book) if self._book else {}

    @cached_property
    def _book(self) -> RuleBook | None:
        """None where worksheets of the newest versions do not go together."""
        try:
            return bind_rules(tuple(self.worksheets[worksheet] for worksheet in sorted(self.worksheets)))
        except RuleError:
            return None

    def _note(
        self,
        question: Question,
        rules: SectionRules | None,
        labels: Mapping[str, str],
    ) -> Note:
        worksheet = question[0].partition(".")[0]
        asked = (
            next((bound for bound in rules.fields if bound.field.id == question[1]), None) if rules else None
        )
        newest = next(iter(labels.values()), "")
        required = "immer" if asked and asked.field.required else _said(asked.required if asked else None)
        return Note(
            asked_when=_said(asked.relevant if asked else None),
            required=required,
            computed=phrase(asked.formula.value, GERMAN) if asked and asked.formula else "",
            rules=tuple(
                RuleNote(
                    bound.rule.id,
                    bound.rule.severity,
                    bound.rule.message.de,
                    self.found.get((worksheet, f"rule.{bound.rule.id}"), 0),
                )
                for bound in (rules.rules if rules else ())
                if question in set(_questions(bound.constraint))
            ),
            versions=tuple(labels),
            former_labels=tuple((version, label) for version, label in labels.items() if label != newest),
            used_by=tuple(dict.fromkeys(self._used.get(question, ()))),
            asked_by=tuple(dict.fromkeys(_questions(asked.relevant))) if asked and asked.relevant else (),
        )


def _said(condition: Condition | None) -> str:
    return clause(condition.resolved, GERMAN) if condition else ""


def _questions(condition: Condition) -> Iterator[Question]:
    for term in terms.walk(condition.resolved.condition):
        if isinstance(term, terms.Item):
            yield term.table.name, term.symbol.field.id


def _used(book: RuleBook) -> dict[Question, list[str]]:
    found: dict[Question, list[str]] = defaultdict(list)
    for name, condition in _conditions(book):
        for question in _questions(condition):
            found[question].append(name)
    return found


def _conditions(book: RuleBook) -> Iterator[tuple[str, Condition]]:
    for table, rules in book.sections.items():
        for asked in rules.fields:
            for condition in filter(None, (asked.relevant, asked.required)):
                yield f"Frage {table}.{asked.field.id}", condition
        yield from _rules(table, rules.rules)
    for worksheet, bound in book.whole.items():
        yield from _rules(worksheet, bound)


def _rules(place: str, bound: tuple[BoundRule, ...]) -> Iterator[tuple[str, Condition]]:
    for bound_rule in bound:
        yield f"Regel {place}.{bound_rule.rule.id}", bound_rule.constraint


def _field_ids(versions: Mapping[str, Worksheet], section_id: str) -> list[str]:
    return list(
        dict.fromkeys(
            asked.id
            for version in versions.values()
            for section in version.sections
            if section.id == section_id
            for asked in section.fields
        )
    )


def _labels(versions: Mapping[str, Worksheet], section_id: str, field_id: str) -> dict[str, str]:
    """The wording in each version that has the question, newest first."""
    return {
        version.version: asked.label.de
        for version in versions.values()
        for section in version.sections
        if section.id == section_id
        for asked in section.fields
        if asked.id == field_id
    }
