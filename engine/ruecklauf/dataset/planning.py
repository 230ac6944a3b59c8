"""Which wide tables a dataset has, and which columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ruecklauf.check.privacy import names_person
from ruecklauf.dataset.merging import MergedField, merge_fields, merged_order, newest_first
from ruecklauf.dataset.models import ColumnInfo, TableInfo
from ruecklauf.dataset.notes import Notebook
from ruecklauf.dataset.sent import Asked
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.errors import RuecklaufError
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.localised import Localised

_KEYS = tuple(ColumnInfo(name, "string") for name in ("alliance", "wave", "version", "row_id"))
_PRINTED = ColumnInfo("printed", "boolean")
"""Only in tables that have rows: whether the form printed the row."""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A wide table before it has rows."""

    info: TableInfo
    fields: tuple[MergedField, ...]
    personal: frozenset[str]
    """Fields that are personal in any version of the worksheet, also in one that nobody returned."""


def plan_tables(
    asked: Iterable[Asked],
    declarations: Mapping[str, Worksheet],
    notebook: Notebook,
    *,
    said: Collection[str] = (),
) -> dict[str, TablePlan]:
    """One table for each section of each worksheet asked: worksheets by id, sections in declared order.

    Of what forms have beside the declared fields a table has only what is `said` anywhere, by
    `worksheet.section.field`.
    """
    plans = {}
    for worksheet, versions in _versions(asked, declarations).items():
        sections = merged_order([section.id for section in version.sections] for version in versions.values())
        for section in sections:
            personal = _personal_fields(worksheet, section, declarations.values())
            silent = _silent_companions(worksheet, section, versions.values(), said)
            plans[f"{worksheet}.{section}"] = _plan(
                section, versions, personal, silent=silent, notebook=notebook
            )
    return plans


def _versions(
    asked: Iterable[Asked], declarations: Mapping[str, Worksheet]
) -> dict[str, dict[str, Worksheet]]:
    """By worksheet, newest version first."""
    found: dict[str, dict[str, Worksheet]] = {}
    for sent in sorted(asked, key=lambda sent: sent.worksheet):
        found.setdefault(sent.worksheet, {})[sent.declaration] = declarations[sent.declaration]
    return {
        worksheet: {content_hash: versions[content_hash] for content_hash in newest_first(versions)}
        for worksheet, versions in found.items()
    }


def _silent_companions(
    worksheet: str, section: str, versions: Iterable[Worksheet], said: Collection[str]
) -> frozenset[str]:
    return frozenset(
        field.id
        for place in _sections(section, versions)
        for field in place.companions
        if f"{worksheet}.{section}.{field.id}" not in said
    )


def _personal_fields(worksheet: str, section: str, declared: Iterable[Worksheet]) -> frozenset[str]:
    return frozenset(
        field.id
        for version in declared
        if version.id == worksheet
        for place, field in version.all_fields()
        if place.id == section and field.personal
    )


def _plan(
    section_id: str,
    versions: Mapping[str, Worksheet],
    personal: frozenset[str],
    *,
    silent: frozenset[str],
    notebook: Notebook,
) -> TablePlan:
    worksheet = next(iter(versions.values())).id
    fields = merge_fields(section_id, versions, left_out=personal | silent)
    sections = _sections(section_id, versions.values())
    printed = (_PRINTED,) if any(section.has_rows for section in sections) else ()
    columns = (*_KEYS, *printed, *(column for field in fields for column in field.columns()))
    info = TableInfo(
        name=f"{worksheet}.{section_id}",
        worksheet=worksheet,
        section=section_id,
        title=sections[0].title,
        versions=tuple(dict.fromkeys(version.version for version in versions.values())),
        declarations=tuple(versions),
        columns=columns,
        lists=_lists(versions.values()),
        notes=notebook.notes(f"{worksheet}.{section_id}", versions),
    )
    _refuse_twins(info)
    return TablePlan(info, fields, personal)


def _lists(versions: Iterable[Worksheet]) -> dict[str, CodeList]:
    """By id; codes that the newest version no longer has stand behind those that it has."""
    found: dict[str, CodeList] = {}
    for version in versions:
        for name, codelist in version.lists.items():
            newer = found.get(name)
            gone = [code for code in codelist.codes if newer and code.code not in newer]
            found[name] = newer.model_copy(update={"codes": (*newer.codes, *gone)}) if newer else codelist
    return {name: _nameless(codelist) for name, codelist in found.items()}


def _nameless(codelist: CodeList) -> CodeList:
    """The list with the code in place of every label that names a person; no such help is told, either."""
    if not any(map(names_person, codelist.codes)):
        return codelist
    codes = (
        code.model_copy(update={"label": Localised({"de": code.code}), "help": None})
        if names_person(code)
        else code
        for code in codelist.codes
    )
    return codelist.model_copy(update={"codes": tuple(codes)})


def _sections(section_id: str, versions: Iterable[Worksheet]) -> list[SectionBase]:
    return [section for version in versions for section in version.sections if section.id == section_id]


def _refuse_twins(info: TableInfo) -> None:
    counted = Counter(column.name for column in info.columns)
    if twins := [name for name, count in counted.items() if count > 1]:
        raise RuecklaufError(
            f"would have two columns {twins[0]!r}.",
            where=f"table {info.name}",
            remedy="Give one field another id; alliance, wave, version, row_id and printed are taken.",
        )
