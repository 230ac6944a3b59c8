"""What a form says before anybody has filled it in, and what people cannot answer to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ruecklauf.definition.companions import explained_as_whole
from ruecklauf.definition.models import CrossSection, RecordSection, Rule
from ruecklauf.definition.rulebook import bind_rules
from ruecklauf.definition.source import At
from ruecklauf.errors import Problem
from ruecklauf.findings import Severity
from ruecklauf.layout.model import Layout
from ruecklauf.layout.state import FormState
from ruecklauf.lint.declared import Declarations, DeclaredSection, DeclaredWorksheet

WAVE_DATE = date(2026, 6, 30)
"""Of the form that is looked at; what nobody has filled in is as old in every wave."""


def check_untouched(declared: Declarations, layout: Layout) -> Iterator[Problem]:
    """Rules that an empty form breaks: people would read that something is wrong before they begin."""
    broken = {
        id(check.constraint)
        for check, is_open in zip(layout.checks, _untouched(layout).open, strict=True)
        if is_open and check.constraint is not None
    }
    for constraint, at in _places(declared, layout):
        if constraint in broken:
            yield at.problem(
                "a form that nobody has filled in breaks this rule and says so; begin it with what has to be "
                "answered first, as in exists(table where answered(field)) implies …",
                severity="warning",
            )


def _untouched(layout: Layout) -> FormState:
    known = frozenset(
        cell.subject
        for sheet in layout.sheets
        for cell in sheet.inputs()
        if cell.field.from_alliance and cell.locked
    )
    return FormState(layout.blocks, layout.checks, layout.spans, WAVE_DATE, filled=known)


def _places(declared: Declarations, layout: Layout) -> Iterator[tuple[int, At]]:
    """Where each bound constraint is declared."""
    book = bind_rules(layout.worksheets)
    for worksheet in declared.worksheets:
        for number, bound in enumerate(book.whole.get(worksheet.worksheet.id, ())):
            yield id(bound.constraint), worksheet.at("rules", number, "constraint")
        for section in worksheet.sections:
            rules = book.sections.get(f"{worksheet.worksheet.id}.{section.section.id}")
            for number, bound in enumerate(rules.rules if rules else ()):
                yield id(bound.constraint), section.at("rules", number, "constraint")


def check_explained(declared: Declarations) -> Iterator[Problem]:
    """Warnings to which people can say nothing: about tables that have no remarks."""
    for worksheet in declared.worksheets:
        for section in worksheet.sections:
            rule = _doubt_about(worksheet, section)
            if rule and not explained_as_whole(worksheet.worksheet, section.section.id):
                yield section.at("remarks").problem(
                    f"rule {rule.id} warns of this table as a whole, and without remarks the form has no "
                    "place to say why it is so; leave out remarks: false",
                    severity="warning",
                )


def _doubt_about(worksheet: DeclaredWorksheet, section: DeclaredSection) -> Rule | None:
    """A rule that warns of the whole section; rows and questions are explained beside them."""
    if isinstance(section.section, RecordSection):
        return None
    first = worksheet.worksheet.sections[0].id
    over_all = [rule for rule in worksheet.worksheet.rules if (rule.at or first) == section.section.id]
    own = section.section.rules if isinstance(section.section, CrossSection) else ()
    return next((rule for rule in (*over_all, *own) if rule.severity is not Severity.ERROR), None)
