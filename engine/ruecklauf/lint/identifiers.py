"""Names: each only once where it must be, none that the rule language or a dataset has taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from ruecklauf.definition.load import REMARKS_FIELD
from ruecklauf.definition.source import At
from ruecklauf.errors import Problem
from ruecklauf.fieldtypes.companion import EXPLAINED
from ruecklauf.library import WORKSHEET_FILE
from ruecklauf.lint.declared import Declarations, DeclaredField, DeclaredSection, DeclaredWorksheet, stands

RULE_WORDS = frozenset({"and", "or", "not", "implies", "in", "where", "has", "this", "wave_date"})
"""Words of the rule language, which no rule could use as a name."""


DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
"""Names that Windows keeps for devices."""


def check_identifiers(declared: Declarations) -> Iterator[Problem]:
    """Ids and prefixes that are not unique or not free, and fields that mean something else elsewhere."""
    yield from _twins(
        ((section.section.prefix, section.at("prefix")) for _, section in declared.sections()),
        "prefix {name!r} is that of {place} already; every section of all worksheets has its own",
    )
    for worksheet in declared.worksheets:
        yield from _in_worksheet(worksheet)
        yield from _file_name(worksheet.worksheet.id, worksheet.at("id"))
        yield from _folder(worksheet.worksheet.id, worksheet.at("id"))
    for entry in declared.lists:
        yield from _file_name(entry.codelist.id, entry.at("id"))
    for _, section in declared.sections():
        yield from _in_section(section)
    yield from _other_types(declared)


def _twins(named: Iterable[tuple[str, At]], message: str) -> Iterator[Problem]:
    """A problem for every name that was there before."""
    first: dict[str, At] = {}
    for name, at in named:
        if name in first:
            yield at.problem(message.format(name=name, place=stands(first[name], at)))
        first.setdefault(name, at)


def _file_name(name: str, at: At) -> Iterator[Problem]:
    """Folders and files are named by ids."""
    if DEVICE.fullmatch(name):
        yield at.problem(f"Windows allows no file or folder named {name!r}; choose another id")


def _folder(name: str, at: At) -> Iterator[Problem]:
    """A worksheet is looked for by its id: its folder should be called so."""
    folder = PurePath(at.file).parent.name
    if folder and folder != name and PurePath(at.file).name == WORKSHEET_FILE:
        yield at.problem(
            f"the folder is called {folder!r}, the worksheet {name!r}; give both the same name",
            severity="warning",
        )


def _in_worksheet(worksheet: DeclaredWorksheet) -> Iterator[Problem]:
    sections = [(section.section.id, section.at("id")) for section in worksheet.sections]
    yield from _twins(sections, "section id {name!r} stands in this worksheet already, in {place}")
    added = {section.id for section in worksheet.worksheet.sections} - {name for name, _ in sections}
    remarks = {
        f"{section.section.id}_{REMARKS_FIELD}"
        for section in worksheet.sections
        if section.section.remarks and section.section.has_rows
    }
    for name, at in sections:
        if name in remarks - added:
            yield at.problem(f"section id {name!r} is that of the remarks on another section; rename it")
    yield from _twins(_rule_ids(worksheet), "rule id {name!r} stands in this worksheet already, in {place}")


def _rule_ids(worksheet: DeclaredWorksheet) -> Iterator[tuple[str, At]]:
    for section in worksheet.sections:
        for number, rule in enumerate(section.section.rules):
            yield rule.id, section.at("rules", number, "id")
    for number, rule in enumerate(worksheet.worksheet.rules):
        yield rule.id, worksheet.at("rules", number, "id")


def _in_section(section: DeclaredSection) -> Iterator[Problem]:
    own = [(field.field.id, _written(section, field)) for field in section.fields if not field.added]
    yield from _twins(own, "field id {name!r} stands in this section already, in {place}")
    added = {field.field.id for field in section.fields if field.added}
    for name, at in own:
        if name in added:
            yield at.problem(f"field id {name!r} is that of a field which the program adds; rename it")
        if name in RULE_WORDS:
            yield at.problem(f"{name!r} is a word of the rule language; rename the field")
        if f"_{name}".endswith(EXPLAINED) or name in ("carried_from", "row_status"):
            yield at.problem(f"{name!r} is a column that datasets add; rename the field")


def _written(section: DeclaredSection, field: DeclaredField) -> At:
    """Where a field stands in the worksheet; one of a group stands at `use`."""
    at = field.at("id")
    return at if at.file == section.at().file else field.at()


def _other_types(declared: Declarations) -> Iterator[Problem]:
    """Fields of one name and two types confuse whoever puts datasets together."""
    first: dict[str, tuple[str, At]] = {}
    for _, _, field in declared.fields():
        if field.added:
            continue
        name, kind, at = field.field.id, field.node.text("type") or "", field.at("type")
        before, place = first.setdefault(name, (kind, at))
        if before != kind:
            yield at.problem(
                f"field {name!r} is of type {kind} here, but of type {before} in {stands(place, at)}; "
                "give one of them another id",
                severity="warning",
            )
