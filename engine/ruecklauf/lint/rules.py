"""Rules: read and bound to the fields they name, then tried out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from math import prod

from ruecklauf.definition.rulebook import scope_of
from ruecklauf.definition.source import Scalar
from ruecklauf.errors import Problem
from ruecklauf.lint.declared import Declarations, DeclaredField, DeclaredSection, DeclaredWorksheet
from ruecklauf.rules.candidates import candidates
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.probe import EXHAUSTIVE_UP_TO, SAMPLES_WITH_TABLES, Probe, probe
from ruecklauf.rules.resolve import resolve
from ruecklauf.rules.scope import Scope
from ruecklauf.rules.terms import Item, Resolved, Rows, Tree, Unique, WaveDate, walk

WAVE_DATES = (date(2020, 12, 31), date(2026, 6, 30), date(2035, 12, 31))
"""Rules about the wave's date are tried with each: one that fails in another year is no mistake."""
CHANCES = 20
"""So often every combination should have come up before tables drawn by lot are trusted."""

CONSTRAINT = (
    "{so} this can never be met: no answers make it true",
    "{so} this can never be violated: no answers make it false",
)
RELEVANT_WHEN = (
    "{so} this never holds, so the field is never asked",
    "{so} this is never false; leave it out, or write answered(…) if that is what you mean",
)
REQUIRED_WHEN = (
    "{so} this never holds, so the field need never be answered",
    "{so} this is never false; write required: true, or answered(…) if that is what you mean",
)
Verdicts = tuple[str, str]
"""What to say of a rule that is never true, and of one that is never false."""


def check_rules(declared: Declarations) -> Iterator[Problem]:
    """Rules that cannot be read, or name what is not there."""
    for scalar, scope, _ in _rules(declared):
        try:
            resolve(parse_rule(scalar.text), scope)
        except RuleError as error:
            yield from (placed(scalar, mistake) for mistake in error.errors)


def try_rules(declared: Declarations) -> Iterator[Problem]:
    """Rules that always come out the same, of those that can be read."""
    for scalar, scope, verdicts in _rules(declared):
        with suppress(RuleError):
            yield from _verdict(scalar, resolve(parse_rule(scalar.text), scope), verdicts)


def _rules(declared: Declarations) -> Iterator[tuple[Scalar, Scope, Verdicts]]:
    worksheets = tuple(worksheet.worksheet for worksheet in declared.worksheets)
    for worksheet, section in declared.sections():
        scope = scope_of(worksheet.worksheet, section.section, worksheets)
        for scalar, verdicts in (*_conditions(section), *_constraints(section)):
            yield scalar, scope, verdicts
    for worksheet in declared.worksheets:
        scope = scope_of(worksheet.worksheet, None, worksheets)
        for scalar, verdicts in _constraints(worksheet):
            yield scalar, scope, verdicts


def _conditions(section: DeclaredSection) -> Iterator[tuple[Scalar, Verdicts]]:
    for field in section.fields:
        if not field.added:
            yield from _conditions_of(field)


def _conditions_of(field: DeclaredField) -> Iterator[tuple[Scalar, Verdicts]]:
    for key, verdicts in (("relevant_when", RELEVANT_WHEN), ("required_when", REQUIRED_WHEN)):
        scalar = field.scalar(key)
        if scalar is not None:
            yield scalar, verdicts


def _constraints(declared: DeclaredSection | DeclaredWorksheet) -> Iterator[tuple[Scalar, Verdicts]]:
    of = declared.section if isinstance(declared, DeclaredSection) else declared.worksheet
    for number in range(len(of.rules)):
        scalar = declared.scalar("rules", number, "constraint")
        if scalar is not None:
            yield scalar, CONSTRAINT


def _verdict(scalar: Scalar, resolved: Resolved, verdicts: Verdicts) -> Iterator[Problem]:
    found = _tried(resolved)
    if not found.exhaustive and not _is_trusted(resolved):
        return
    so = "" if found.exhaustive else "as far as trying shows,"
    for possible, verdict in ((found.can_hold, verdicts[0]), (found.can_fail, verdicts[1])):
        if not possible:
            yield scalar.at.problem(verdict.format(so=so).strip(), severity="warning")


def placed(scalar: Scalar, error: RuleError) -> Problem:
    """The mistake at its own column, or where the text begins if that is folded or has escaped characters."""
    if scalar.plain:
        at = scalar.at
        return Problem(at.file, at.line, at.column + error.column - 1, error.message)
    before = scalar.text[error.column - 1 :].split("\n")[0][:20].strip()
    where = f"at {before!r}" if before else "at the end"
    return scalar.at.problem(f"character {error.column} of the rule, {where}: {error.message}")


def _tried(rule: Resolved) -> Probe:
    """The outcomes over all dates that matter."""
    dated = any(isinstance(term, WaveDate) for term in walk(rule.condition))
    probes = [probe(rule, day) for day in (WAVE_DATES if dated else WAVE_DATES[:1])]
    return Probe(
        any(probe.can_hold for probe in probes),
        any(probe.can_fail for probe in probes),
        all(probe.exhaustive for probe in probes),
    )


def _is_trusted(rule: Resolved) -> bool:
    """Whether so few combinations matter that drawing by lot has met all of them many times."""
    terms = list(walk(rule.condition))
    items = {(term.table.name, term.symbol.field.id): term for term in terms if isinstance(term, Item)}
    tried = candidates(rule, WAVE_DATES[0])
    sizes = [len(tried.of(item.symbol, ("AA001",))) for item in items.values()]
    in_tables = any(
        isinstance(term, Rows | Tree | Unique)
        or (isinstance(term, Item) and rule.scope.target(term.symbol) is not None)
        for term in terms
    )
    if in_tables:
        # a column has one value throughout in half of all draws: a chance of 1 in twice the values
        return prod(2 * size for size in sizes) <= SAMPLES_WITH_TABLES / CHANCES
    return prod(sizes) <= EXHAUSTIVE_UP_TO
