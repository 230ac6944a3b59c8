"""A worksheet as a table: each field with what it is and when it is asked, each rule as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.definition.rulebook import BoundRule, FieldRules, RuleBook, bind_rules
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.rules.sentence import clause, phrase, sentence
from ruecklauf.texts import languages

FIELD_HEADS = ("section", "field", "type", "label", "wave", "needed")
RULE_HEADS = ("section", "rule", "severity", "sentence")


def bound_with(worksheet: Worksheet, library: Iterable[Worksheet]) -> RuleBook:
    """The worksheet's rules, read beside all worksheets that they may name."""
    others = [other for other in library if other.id != worksheet.id]
    return bind_rules((worksheet, *others))


def field_rows(worksheet: Worksheet, book: RuleBook, language: str = "de") -> Iterator[dict[str, str]]:
    """One row for each declared field, by `FIELD_HEADS`."""
    for section in own_sections(worksheet):
        rules = book.sections[f"{worksheet.id}.{section.id}"]
        for field in section.fields:
            yield {
                "section": section.id,
                "field": field.id,
                "type": type_of(field),
                "label": field.label(language),
                "wave": field.wave,
                "needed": needed(rules.of(field.id), language),
            }


def rule_rows(worksheet: Worksheet, book: RuleBook, language: str = "de") -> Iterator[dict[str, str]]:
    """One row for each rule, by `RULE_HEADS`; those over whole sections have no section."""
    for section in own_sections(worksheet):
        for bound in book.sections[f"{worksheet.id}.{section.id}"].rules:
            yield _rule_row(section.id, bound, language)
    for bound in book.whole[worksheet.id]:
        yield _rule_row("", bound, language)


def own_sections(worksheet: Worksheet) -> tuple[SectionBase, ...]:
    """The sections that were declared, without those for remarks."""
    return tuple(section for section in worksheet.sections if not section.is_remarks)


def type_of(field: FieldBase) -> str:
    """The type as it is declared, with the list or table that goes with it."""
    with_list = getattr(field, "list", None) or field.refers_to
    named = str(getattr(field, "type", ""))
    return f"{named} {with_list}" if with_list else named


def needed(rules: FieldRules, language: str) -> str:
    """When a field is asked, and when it must be answered."""
    parts = ["required"] if rules.field.required else []
    if rules.formula is not None:
        parts.append(f"computed: {phrase(rules.formula.value, spoken(language))}")
    for word, condition in (("required", rules.required), ("asked", rules.relevant)):
        if condition is not None:
            parts.append(f"{word} if {clause(condition.resolved, spoken(language))}")
    return "; ".join(parts)


def spoken(language: str) -> str:
    """The language in which rules are said: the wanted one, or German."""
    return language if language in languages() else "de"


def _rule_row(section: str, bound: BoundRule, language: str) -> dict[str, str]:
    return {
        "section": section,
        "rule": bound.rule.id,
        "severity": str(bound.rule.severity),
        "sentence": sentence(bound.constraint.resolved, spoken(language)),
    }
