"""What a release says of its tables and questions: the project's own texts, without the names of places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ruecklauf.dataset import ColumnInfo, TableInfo
from ruecklauf.dataset.notes import Note
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.codelist import Code, CodeList
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.release.fates import Fates, fields_of
from ruecklauf.release.naming import Places

LEFT_OUT = "(im Projekt erhalten)"
"""Stands where a text of the project would name a place or a person."""


def as_released(table: TableInfo, fates: Fates, places: Places) -> TableInfo:
    """The table with what the release has of it."""
    fields = {
        field.id: _field(field, places)
        for field in fields_of(table)
        if not fates[table.name, field.id].is_left_out
    }
    used = {field.list_id for field in fields.values() if field.list_id}
    return replace(
        table,
        title=places.without(table.title, LEFT_OUT),
        columns=tuple(_columns(table, fields)),
        lists={name: _list(codelist, places) for name, codelist in table.lists.items() if name in used},
        notes={name: _note(note, places) for name, note in table.notes.items() if name in fields},
    )


def _columns(table: TableInfo, fields: Mapping[str, FieldBase]) -> list[ColumnInfo]:
    return [
        replace(column, field=fields[column.field.id]) if column.field else column
        for column in table.columns
        if column.field is None or column.field.id in fields
    ]


def _field(field: FieldBase, places: Places) -> FieldBase:
    texts: dict[str, Any] = {
        "label": places.without(field.label, field.id),
        "help": field.help and places.without(field.help, LEFT_OUT),
        "unit": field.unit and places.without(field.unit, LEFT_OUT),
    }
    if isinstance(steps := getattr(field, "labels", None), Mapping):
        texts["labels"] = {
            step: places.without(text, str(step)) if isinstance(text, Localised) else text
            for step, text in steps.items()
        }
    return field.model_copy(update=texts)


def _list(codelist: CodeList, places: Places) -> CodeList:
    title = places.without(codelist.title, codelist.id)
    codes = tuple(_code(entry, places) for entry in codelist.codes)
    return codelist.model_copy(update={"title": title, "codes": codes})


def _code(entry: Code, places: Places) -> Code:
    label = places.without(entry.label, entry.code)
    return entry.model_copy(update={"label": label, "help": None})


def _note(note: Note, places: Places) -> Note:
    return replace(
        note,
        asked_when=_said(note.asked_when, places),
        required=_said(note.required, places),
        computed=_said(note.computed, places),
        rules=tuple(
            rule._replace(
                id=LEFT_OUT if places.found_in_id(rule.id) else rule.id,
                message=_said(rule.message, places),
            )
            for rule in note.rules
        ),
        used_by=tuple(used for used in note.used_by if not _names_place(used, places)),
        former_labels=tuple((version, _said(text, places)) for version, text in note.former_labels),
    )


def _names_place(used: str, places: Places) -> bool:
    """Whether an id in it does: `Frage worksheet.section.field`."""
    return any(places.found_in_id(part) for part in used.replace(".", " ").split())


def _said(text: str, places: Places) -> str:
    return LEFT_OUT if places.found_in(text) else text
