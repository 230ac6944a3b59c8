"""Fields, lists and tables that declarations name by their ids."""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.definition.models import (
    CrossSection,
    GridSection,
    PrintedRows,
    SectionBase,
    TableSection,
    Worksheet,
)
from ruecklauf.definition.source import At
from ruecklauf.errors import Problem
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.layout.geometry import referred
from ruecklauf.lint.declared import Declarations, DeclaredField, DeclaredSection, DeclaredWorksheet
from ruecklauf.rules.suggest import one_of

Tables = dict[str, SectionBase]
"""Sections by `worksheet.section`."""


def check_references(declared: Declarations) -> Iterator[Problem]:
    """Names of fields and tables that lead nowhere, or to something that cannot be used so."""
    tables = {
        f"{worksheet.worksheet.id}.{section.section.id}": section.section
        for worksheet, section in declared.sections()
    }
    for worksheet, section in declared.sections():
        yield from _section(worksheet, section)
        for field in section.fields:
            if field.field.kind is Kind.REFERENCE:
                yield from _target(worksheet.worksheet, field, tables)
                yield from _crossed(worksheet.worksheet, section, field, tables)
            yield from _dependence(worksheet.worksheet, section, field)
    for worksheet in declared.worksheets:
        yield from _rule_places(worksheet)


def _rule_places(worksheet: DeclaredWorksheet) -> Iterator[Problem]:
    """What a rule's findings point at: a field for rules of a section, a section for those of a worksheet."""
    sections = [section.section.id for section in worksheet.sections]
    for number, rule in enumerate(worksheet.worksheet.rules):
        if rule.at is not None and rule.at not in sections:
            yield worksheet.at("rules", number, "at").problem(
                f"this worksheet has no section {rule.at!r}; {one_of(rule.at, sections)}"
            )
    for section in worksheet.sections:
        for number, rule in enumerate(section.section.rules):
            if rule.at is not None and rule.at not in section.field_ids:
                yield _no_field(section, rule.at, section.at("rules", number, "at"))


def _section(worksheet: DeclaredWorksheet, section: DeclaredSection) -> Iterator[Problem]:
    declared = section.section
    if isinstance(declared, TableSection):
        yield from _rows(section, declared)
        yield from _label_field(section, declared)
    if isinstance(declared, CrossSection):
        yield from _cross(section, declared)
    for number, printed in enumerate(declared.printed_rows):
        path = ("printed",) if isinstance(declared, TableSection) else ("rows", number)
        yield from _printed(worksheet.worksheet, section, printed, path)
    into = [printed.into for printed in declared.printed_rows]
    if len(set(into)) < len(into):
        yield section.at("rows", 1, "into").problem(
            f"both lists go into field {into[0]!r}; each needs its own"
        )


def _rows(section: DeclaredSection, table: TableSection) -> Iterator[Problem]:
    if not table.printed and not table.has_free_rows:
        yield section.at().problem("this table has no rows; add free_rows, or printed with a code list")


def _label_field(section: DeclaredSection, table: TableSection) -> Iterator[Problem]:
    if table.label_field is None:
        return
    at = section.at("label_field")
    found = _find(section, table.label_field)
    if found is None:
        yield _no_field(section, table.label_field, at)
    elif found.kind is not Kind.TEXT:
        yield at.problem(f"rows are named by a text; field {found.id!r} is a {found.kind}")
    elif found.personal:
        yield at.problem(
            f"field {found.id!r} is personal; its content would be shown wherever rows are chosen"
        )


def _printed(
    worksheet: Worksheet, section: DeclaredSection, printed: PrintedRows, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    codelist = worksheet.lists[printed.list]
    if not any(code.nr for code in codelist.codes):
        yield section.at(*path, "list").problem(
            f"no code of {printed.list!r} has a nr, so no row would be printed; number the codes"
        )
    yield from _holder(section, printed.into, printed.list, section.at(*path, "into"))
    if printed.parent_into is None:
        return
    at = section.at(*path, "parent_into")
    if codelist.cascades_on is None:
        yield at.problem(f"the codes of {printed.list!r} have no parents; leave parent_into out")
    elif codelist.cascades_on in worksheet.lists:
        yield from _holder(section, printed.parent_into, codelist.cascades_on, at)


def _holder(section: DeclaredSection, name: str, list_id: str, at: At) -> Iterator[Problem]:
    """The field that takes a printed code must offer that code."""
    found = _find(section, name)
    if found is None:
        yield _no_field(section, name, at)
    elif found.kind is not Kind.CHOICE or found.list_id != list_id:
        yield at.problem(f"field {name!r} should be a choice from code list {list_id!r} to hold its codes")


def _cross(section: DeclaredSection, cross: CrossSection) -> Iterator[Problem]:
    named = {"down": cross.down, "across": cross.across, "cell": cross.cell}
    wrong = [problem for key, name in named.items() for problem in _edge(section, key, name)]
    if not wrong and cross.down == cross.across:
        wrong = [section.at("across").problem("down and across are the same field; a cross table needs two")]
    yield from wrong
    if wrong:
        return
    for field in section.fields:
        if field.field.id not in named.values():
            why = ", the text of an 'other' entry," if field.added else ""
            yield field.at("id").problem(
                f"a cross table asks only down, across and cell; {field.field.id!r}{why} would never be asked"
            )


def _edge(section: DeclaredSection, key: str, name: str) -> Iterator[Problem]:
    found = _find(section, name)
    at = section.at(key)
    if found is None:
        yield _no_field(section, name, at)
    elif key != "cell" and found.kind is not Kind.REFERENCE:
        yield at.problem(f"{key} should be a reference field; {name!r} is a {found.kind}")
    elif key == "cell" and found.kind in (Kind.REFERENCE, Kind.MULTI):
        yield at.problem(
            f"cell should be a field with one cell that is no reference; {name!r} is a {found.kind}"
        )


def _target(worksheet: Worksheet, field: DeclaredField, tables: Tables) -> Iterator[Problem]:
    name = referred(worksheet, field.field)
    at = field.at("to")
    known = sorted(table for table, section in tables.items() if section.named_by)
    if name not in tables:
        yield at.problem(f"there is no table {name!r}; {one_of(name, known)}")
    elif not isinstance(tables[name], TableSection | GridSection):
        yield at.problem(f"{name!r} is no table with rows to choose; {one_of(name, known)}")
    elif not tables[name].named_by:
        yield at.problem(
            f"table {name!r} has no label_field, so its rows could not be offered; add one there"
        )


def _crossed(
    worksheet: Worksheet, section: DeclaredSection, field: DeclaredField, tables: Tables
) -> Iterator[Problem]:
    """The ends of a cross table are tables."""
    name = referred(worksheet, field.field)
    if isinstance(section.section, CrossSection) and isinstance(tables.get(name), GridSection):
        yield field.at("to").problem(
            f"{name!r} is a grid, and a cross table crosses tables; print the codes as rows of a table"
        )


def _dependence(worksheet: Worksheet, section: DeclaredSection, field: DeclaredField) -> Iterator[Problem]:
    name = getattr(field.field, "depends_on", None)
    if field.field.list_id is None:
        return
    if name is None:
        yield from _no_dependence(worksheet, section, field)
        return
    at = field.at("depends_on")
    above = worksheet.lists[field.field.list_id].cascades_on
    if above is None:
        yield at.problem(
            f"code list {field.field.list_id!r} does not cascade; add cascades_on and parents to it"
        )
    elif above in worksheet.lists:
        yield from _holder(section, name, above, at)


def _no_dependence(worksheet: Worksheet, section: DeclaredSection, field: DeclaredField) -> Iterator[Problem]:
    """A cascading list of which all codes are offered at once, though another field could narrow them."""
    list_id = field.field.list_id
    above = worksheet.lists[list_id].cascades_on if list_id else None
    if section.section.printed_rows and not section.section.has_free_rows:
        return
    narrowing = [other.field.id for other in section.fields if above and other.field.list_id == above]
    if narrowing and field.field.kind is Kind.CHOICE:
        yield field.at("list").problem(
            f"the codes of {list_id!r} depend on {above!r}, "
            f"but all are offered here whatever is chosen there; add depends_on: {narrowing[0]}",
            severity="warning",
        )


def _find(section: DeclaredSection, name: str) -> FieldBase | None:
    return next((field.field for field in section.fields if field.field.id == name), None)


def _no_field(section: DeclaredSection, name: str, at: At) -> Problem:
    return at.problem(f"this section has no field {name!r}; {one_of(name, section.field_ids)}")
