"""One table over several versions of a worksheet: which fields, categories and columns it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from ruecklauf.dataset.models import ColumnInfo
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.errors import RuecklaufError
from ruecklauf.fieldtypes import FieldBase
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.companion import EXPLAINED, ORIGIN, ROW_STATUS, explained_question
from ruecklauf.values import MISSING_CODES

_NUMBERS = {"Int64", "Float64"}
_KINDS = tuple(kind.value for kind in MISSING_CODES)


@dataclass(frozen=True, slots=True)
class MergedField:
    """A field as the versions that have it declare it."""

    newest: FieldBase
    by_declaration: Mapping[str, FieldBase]
    lists: Mapping[str, CodeList | None]
    """The code list that the field uses, by declaration."""
    dtype: str
    codes: tuple[str, ...]
    """Categories, or the codes that get a column each."""
    ordered: bool
    missing_column: str
    """Name of the column that says why there is no value."""

    @property
    def id(self) -> str:
        return self.newest.id

    def columns(self) -> Iterator[ColumnInfo]:
        """The columns the field gets in a wide table; the last says why there is no value.

        Nobody has to explain anything: explanations have no such column.
        """
        yield from self._value_columns()
        if not self.newest.is_companion:
            yield ColumnInfo(
                self.missing_column, "category", self.newest, says_why_missing=True, categories=_KINDS
            )

    def _value_columns(self) -> Iterator[ColumnInfo]:
        if self.newest.parts:
            for code in self.codes:
                yield ColumnInfo(f"{self.id}_{code}", self.dtype, self.newest, code=code)
        else:
            categories = self.codes if self.dtype == "category" else ()
            yield ColumnInfo(
                column_name(self.id), self.dtype, self.newest, categories=categories, ordered=self.ordered
            )

    @property
    def value_names(self) -> tuple[str, ...]:
        """The names of the columns that hold its values."""
        return tuple(column.name for column in self._value_columns())

    def missing_codes(self, declaration: str) -> dict[str, str]:
        """The code that is a category of the column, by the missing kind that it stands for."""
        codelist = self.lists[declaration]
        if codelist is None or self.ordered or self.dtype != "category":
            return {}
        return {entry.missing: entry.code for entry in reversed(codelist.codes) if entry.missing}


_ROW_COLUMNS = {ORIGIN: "carried_from", ROW_STATUS: "row_status"}


def column_name(field_id: str) -> str:
    """The name of a field's column; statistics programs want it to begin with a letter."""
    if field_id in _ROW_COLUMNS:
        return _ROW_COLUMNS[field_id]
    question = explained_question(field_id)
    return field_id if question is None else f"{question}{EXPLAINED}".removeprefix("_")


def newest_first(versions: Mapping[str, Worksheet]) -> list[str]:
    """The content hashes of a worksheet's versions, newest version first."""

    def age(content_hash: str) -> tuple[tuple[int, ...], str]:
        return tuple(int(part) for part in versions[content_hash].version.split(".")), content_hash

    return sorted(versions, key=age, reverse=True)


def merged_order(orders: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """All items: those of the first order in that order, others behind their predecessors in their own."""
    merged: list[str] = []
    for order in orders:
        place = 0
        for item in order:
            if item in merged:
                place = merged.index(item) + 1
            else:
                merged.insert(place, item)
                place += 1
    return tuple(merged)


def merge_fields(
    section_id: str, versions: Mapping[str, Worksheet], *, left_out: frozenset[str]
) -> tuple[MergedField, ...]:
    """The fields of a section over versions, newest first, in declared order, without those `left_out`."""
    sections: dict[str, SectionBase] = {
        content_hash: section
        for content_hash, worksheet in versions.items()
        for section in worksheet.sections
        if section.id == section_id
    }
    order = merged_order([field.id for field in section.fields] for section in sections.values())
    merged = [
        _merge(
            {
                content_hash: field
                for content_hash, section in sections.items()
                for field in section.fields
                if field.id == field_id
            },
            versions,
        )
        for field_id in order
        if field_id not in left_out
    ]
    return _with_names_of_their_own(merged)


def _with_names_of_their_own(merged: Sequence[MergedField]) -> tuple[MergedField, ...]:
    """With columns for missing kinds named like no other column: `n_missing_2` beside a field `n_missing`."""
    taken = {name for field in merged for name in field.value_names}
    named = []
    for field in merged:
        candidates = (f"{field.id}_missing{'' if number == 1 else f'_{number}'}" for number in count(1))
        name = next(name for name in candidates if name not in taken)
        taken.add(name)
        named.append(replace(field, missing_column=name))
    return tuple(named)


def _merge(declared: Mapping[str, FieldBase], versions: Mapping[str, Worksheet]) -> MergedField:
    fields = list(declared.values())
    newest = fields[0]
    lists = {
        content_hash: versions[content_hash].lists[field.list_id] if field.list_id else None
        for content_hash, field in declared.items()
    }
    used = [codelist for codelist in lists.values() if codelist is not None]
    dtype = _common_dtype(newest, fields)
    ordered = dtype == "category" and bool(used) and used[0].ordered
    return MergedField(
        newest=newest,
        by_declaration=declared,
        lists=lists,
        dtype=dtype,
        codes=_codes(fields, used, ordered=ordered),
        ordered=ordered,
        missing_column=f"{newest.id}_missing",
    )


def _common_dtype(newest: FieldBase, fields: Sequence[FieldBase]) -> str:
    dtypes = {field.dtype for field in fields}
    if len(dtypes) == 1 and len({bool(field.parts) for field in fields}) == 1:
        return newest.dtype
    if dtypes == _NUMBERS:
        return "Float64"
    raise RuecklaufError(
        f"has another type in another version: its columns would be {' and '.join(sorted(dtypes))}.",
        where=f"field {newest.id}",
        remedy="Give the newer field an id of its own.",
    )


def _codes(fields: Sequence[FieldBase], used: Sequence[CodeList], *, ordered: bool) -> tuple[str, ...]:
    """Codes over all versions. Of an ordered list the missing kinds are left out: they have no rank."""
    if fields[0].parts:
        return merged_order(field.parts for field in fields)
    return merged_order(
        [entry.code for entry in (codelist.values if ordered else codelist.offered)] for codelist in used
    )
