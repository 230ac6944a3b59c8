"""Questions that nobody is ever asked: each waits for an answer that is only given once it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from ruecklauf.definition.rulebook import scope_of
from ruecklauf.errors import Problem
from ruecklauf.lint.declared import Declarations, DeclaredSection
from ruecklauf.lint.rules import WAVE_DATES
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.evaluate import compile_rule
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.resolve import resolve
from ruecklauf.rules.rows import Env
from ruecklauf.rules.scope import Scope
from ruecklauf.rules.terms import Item, Resolved, Rows, walk


def check_asked(declared: Declarations) -> Iterator[Problem]:
    """Conditions in a circle, of which none can ever hold."""
    worksheets = tuple(worksheet.worksheet for worksheet in declared.worksheets)
    for worksheet, section in declared.sections():
        scope = scope_of(worksheet.worksheet, section.section, worksheets)
        waiting = _waiting(section, scope)
        for field in section.fields:
            if field.field.id in waiting and not field.added:
                named = ", ".join(sorted(waiting[field.field.id]))
                yield field.at("relevant_when").problem(
                    f"field {field.field.id!r} is never asked: it waits for an answer to {named}, "
                    f"which nobody gives before it is asked"
                )


def _waiting(section: DeclaredSection, scope: Scope) -> Mapping[str, frozenset[str]]:
    """By field that is never asked: the fields that it waits for."""
    waiting: dict[str, frozenset[str]] = {}
    for field in section.fields:
        with suppress(RuleError):
            if field.field.relevant_when:
                named = _named(resolve(parse_rule(field.field.relevant_when), scope))
                waiting |= {field.field.id: named} if named else {}
    while free := {name for name, named in waiting.items() if named - waiting.keys()}:
        waiting = {name: named for name, named in waiting.items() if name not in free}
    return waiting


def _named(rule: Resolved) -> frozenset[str]:
    """Fields of the row of which one must be answered before the rule holds; none where it may hold so."""
    terms = list(walk(rule.condition))
    if any(isinstance(term, Rows) or (isinstance(term, Item) and term.via is not None) for term in terms):
        return frozenset()
    check = compile_rule(rule)
    if any(check(Env(day, {})) is True for day in WAVE_DATES):
        return frozenset()
    return frozenset(term.symbol.field.id for term in terms if isinstance(term, Item))
