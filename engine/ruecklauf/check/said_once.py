"""Of findings that say one thing twice the more helpful one is kept, and names what the other told."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from ruecklauf.definition.models import TableSection, Worksheet
from ruecklauf.definition.rulebook import bind_rules
from ruecklauf.fieldtypes.folding import bare
from ruecklauf.fieldtypes.reference import split_reference
from ruecklauf.findings import Finding, Place, Severity, Subject, shorten
from ruecklauf.layout.geometry import referred
from ruecklauf.rules.terms import Item, walk
from ruecklauf.texts import Texts

SHOWN = 5
"""References named in a message."""
_MISSING, _LEADS_NOWHERE, _TAKEN_AS_IT_IS = "required_missing", "reference_unresolved", "prompt_kept"
_PRINTED, _ANOTHERS, _OUTSIDE, _RULE = "printed_changed", "ags_of_other", "outside_limits", "rule"


def said_once(
    findings: Iterable[Finding],
    worksheets: tuple[Worksheet, ...],
    texts: Texts,
    *,
    put_right: Container[Subject] = (),
) -> tuple[Finding, ...]:
    """The findings about one return, each thing once. None goes that tells of another place or value without
    being named by the one that stays.

    A reference to a row that lacks nothing but its name is right: the missing name says where it is used.
    A rule that looks at a number outside its limits can say nothing before that is put right; of answers that
    a person has `put_right` it speaks for itself.
    """
    found = _at_one_cell(tuple(findings))
    outside = {each.subject for each in found if each.code == _OUTSIDE and each.subject not in put_right}
    found = _with_rules(found, outside, worksheets, texts) if outside else found
    return _with_references(found, {worksheet.id: worksheet for worksheet in worksheets}, texts)


def _at_one_cell(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Without what another finding says of the same text in the same cell."""
    anothers = {_at(finding) for finding in findings if finding.code == _ANOTHERS}
    unread = {_at(f) for f in findings if f.severity is Severity.ERROR and _family(f) != _RULE}
    said = {_PRINTED: anothers, _TAKEN_AS_IT_IS: unread}
    return tuple(
        finding
        for finding in findings
        if not (finding.place.cell and _at(finding) in said.get(finding.code, ()))
    )


def _at(finding: Finding) -> tuple[Place, str]:
    return finding.place, finding.found


def _family(finding: Finding) -> str:
    return finding.code.partition(".")[0]


# Rules over numbers and dates outside their limits


def _with_rules(
    findings: tuple[Finding, ...], outside: set[Subject], worksheets: tuple[Worksheet, ...], texts: Texts
) -> tuple[Finding, ...]:
    following: dict[Subject, list[Finding]] = {}
    for finding in findings:
        if _family(finding) == _RULE:
            looked_at = (finding.subject._replace(field=name) for name in _fields_of(finding, worksheets))
            if about := next((subject for subject in looked_at if subject in outside), None):
                following.setdefault(about, []).append(finding)
    named = {id(finding) for several in following.values() for finding in several}
    return tuple(
        _followed(finding, following.get(finding.subject, ()), texts) if finding.code == _OUTSIDE else finding
        for finding in findings
        if id(finding) not in named
    )


def _fields_of(finding: Finding, worksheets: tuple[Worksheet, ...]) -> tuple[str, ...]:
    """The fields of its row that a broken rule looks at."""
    about, rule_id = finding.subject, finding.code.partition(".")[2]
    section = bind_rules(worksheets).sections.get(f"{about.worksheet}.{about.section}")
    terms = (
        term
        for bound in (section.rules if section else ())
        if bound.rule.id == rule_id
        for term in walk(bound.constraint.resolved.condition)
    )
    items = (term for term in terms if isinstance(term, Item) and not term.inner and term.via is None)
    return tuple(dict.fromkeys(item.symbol.field.id for item in items))


def _followed(finding: Finding, rules: Iterable[Finding], texts: Texts) -> Finding:
    """What is outside its limits, with the rules that are broken by it, and no others that it said before."""
    begin = f" {texts('words.follows')} "
    said = [_of_rule(rule, finding, texts) for rule in rules]
    return replace(finding, message=begin.join([finding.message.partition(begin)[0], *said]))


def _of_rule(rule: Finding, about: Finding, texts: Texts) -> str:
    head = f"{rule.place}: "
    message = rule.message.removeprefix(head)
    if rule.place == about.place or not rule.found:
        return message
    return f"{rule.place} {texts.quoted(shorten(rule.found, 60))}: {message}"


# References to rows whose names are missing


def _with_references(
    findings: tuple[Finding, ...], worksheets: Mapping[str, Worksheet], texts: Texts
) -> tuple[Finding, ...]:
    missing = {finding.subject for finding in findings if finding.code == _MISSING}
    if not missing:
        return findings
    leading: dict[Subject, list[Finding]] = {}
    for finding in findings:
        if finding.code == _LEADS_NOWHERE and (name := _name_of_row(finding, worksheets)) in missing:
            leading.setdefault(name, []).append(finding)
    named = {id(finding) for several in leading.values() for finding in several}
    return tuple(
        _naming(finding, leading.get(finding.subject, ()), texts) if finding.code == _MISSING else finding
        for finding in findings
        if id(finding) not in named
    )


def _name_of_row(finding: Finding, worksheets: Mapping[str, Worksheet]) -> Subject:
    """The question for the name of the row that a reference leads to; an empty one where that is unclear."""
    about = finding.subject
    worksheet = worksheets.get(about.worksheet)
    named = split_reference(bare(finding.hidden or finding.found))
    if worksheet is None or named is None:
        return Subject()
    target, _, table = referred(worksheet, worksheet.section(about.section).field(about.field)).partition(".")
    sections = worksheets[target].sections if target in worksheets else ()
    there = (section for section in sections if section.id == table and isinstance(section, TableSection))
    label = next((section.label_field for section in there), None)
    return Subject(target, table, named.row_id, label) if label else Subject()


def _naming(finding: Finding, references: Iterable[Finding], texts: Texts) -> Finding:
    """A missing name that says which references lead to its row, instead of those that it said before."""
    named = [f"{reference.place} {texts.quoted(shorten(reference.found, 60))}" for reference in references]
    if not named:
        return finding
    begin, end = texts("words.referred_from", said="\0").split("\0")
    before, found, behind = finding.message.partition(f" {begin}")
    kept = before + (behind.partition(end)[2] if found else "")
    more = texts("words.in_all", count=len(named)) if len(named) > SHOWN else ""
    return replace(finding, message=f"{kept} {begin}{', '.join(named[:SHOWN])}{more}{end}")
