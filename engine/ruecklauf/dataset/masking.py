"""What seems to be personal in answers is masked: the store keeps it, and `trace` shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from ruecklauf.check.contact_names import NOBODY, Names, knowing
from ruecklauf.check.privacy import marks_of_a_person_in, personal_data_in
from ruecklauf.dataset.planning import TablePlan
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes import FieldBase
from ruecklauf.findings import Subject
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing

Answered = tuple[str, str, Subject]
"""Alliance and wave whose answer to a question is meant."""
MASKED = "masked"
"""Column that says whether anything of the answer was masked."""


_NO_NAMES: Mapping[str, Names] = {}


def masked(
    values: pd.DataFrame,
    plans: Mapping[str, TablePlan],
    kept: Collection[Answered] = (),
    names: Mapping[str, Names] = _NO_NAMES,
) -> pd.DataFrame:
    """The values without names, addresses and telephone numbers that nobody asked for (see `check.privacy`).

    `names` are those of each alliance's contacts, which are known in its texts also without a title.

    They stand in texts that people write freely, and in the `raw` of numbers, lists, dates and ticks that
    could not be read. Of an answer that is `kept`, a person said that it holds as it is; one that was
    corrected since is looked at anew.
    """
    fields = {f"{name}.{field.id}": field.newest for name, plan in plans.items() for field in plan.fields}
    word = load_texts()("words.personal")
    looked_at = _looked_at(values)
    hidden: dict[str, list[int]] = {"value": [], "raw": []}
    for index, row in zip(looked_at.index, looked_at.itertuples(index=False), strict=True):
        field = fields[f"{row.name}.{row.field}"]
        unread = row.missing == Missing.UNREADABLE
        if field.is_address or not (field.is_prose or unread) or _is_kept(row, kept):
            continue
        for column in hidden:
            text = getattr(row, column)
            known = names.get(str(row.alliance), NOBODY)
            if isinstance(text, str) and seems_personal(text, field.tells_a_case, known):
                hidden[column].append(index)
    for column, rows in hidden.items():
        values.loc[rows, column] = word
    values[MASKED] = values.index.isin({*hidden["value"], *hidden["raw"]})
    # somebody may have called a sheet of the form by a name
    called = [name for name in values["sheet"].dropna().unique() if personal_data_in(str(name))]
    values["sheet"] = values["sheet"].mask(values["sheet"].isin(called), word)
    return values


def _looked_at(values: pd.DataFrame) -> pd.DataFrame:
    """Answers; questions that nobody answered have no text."""
    columns = ["name", "field", "value", "missing", "raw", "corrected", "alliance", "wave"]
    own = [*columns, "worksheet", "section", "row_id"]
    return values.loc[values["raw"].notna() & (values["raw"] != ""), own]


def _is_kept(row: object, kept: Collection[Answered]) -> bool:
    whose = [str(getattr(row, name)) for name in ("alliance", "wave")]
    about = Subject(*(str(getattr(row, name)) for name in ("worksheet", "section", "row_id", "field")))
    return not getattr(row, "corrected") and (whose[0], whose[1], about) in kept  # noqa: B009


@lru_cache(maxsize=4_096)
def seems_personal(text: str, is_case: bool, names: Names = NOBODY) -> bool:
    """Whether a text, that of a case or another, holds what is masked; `names` are known besides."""
    with knowing(names):
        return bool(marks_of_a_person_in(text) if is_case else personal_data_in(text))


def masked_panel(
    frames: Mapping[str, pd.DataFrame],
    newest: Mapping[str, Worksheet],
    names: Mapping[str, Names] = _NO_NAMES,
) -> dict[str, pd.DataFrame]:
    """The tables of a panel with the same masks; here also where a person let a text hold."""
    return {name: _masked_frame(name, frame.copy(), newest, names) for name, frame in frames.items()}


def _masked_frame(
    name: str, frame: pd.DataFrame, newest: Mapping[str, Worksheet], names: Mapping[str, Names]
) -> pd.DataFrame:
    known = [names.get(str(alliance), NOBODY) for alliance in frame.get("alliance", [""] * len(frame))]
    if {"table", "field", "before", "now"} <= set(frame.columns):
        asked = [_asked(newest, *key) for key in zip(frame["table"], frame["field"], strict=True)]
        for when in ("before", "now"):
            for column in (when, f"{when}_original"):
                _mask(frame, column, asked, frame[f"{when}_missing"], known)
    for column in [head for head in frame.columns if f"{head}_original" in frame.columns]:
        fields = [_asked(newest, name.removeprefix("panel."), str(column))] * len(frame)
        if f"{column}_missing" in frame.columns:
            for own in (str(column), f"{column}_original"):
                _mask(frame, own, fields, frame[f"{column}_missing"], known)
    if "panel_changed" in frame.columns:
        changed = zip(frame["panel_changed"], known, strict=True)
        is_personal = [
            isinstance(text, str) and seems_personal(text, False, those) for text, those in changed
        ]
        frame.loc[is_personal, "panel_changed"] = load_texts()("words.personal")
    return frame


def _mask(
    frame: pd.DataFrame,
    column: str,
    asked: Sequence[FieldBase | None],
    missing: pd.Series[Any],
    known: Sequence[Names],
) -> None:
    hidden = [
        isinstance(text, str)
        and (field is None or field.is_prose or (kind is not pd.NA and kind == Missing.UNREADABLE))
        and not (field is not None and field.is_address)
        and seems_personal(text, field is not None and field.tells_a_case, names)
        for text, field, kind, names in zip(frame[column], asked, missing, known, strict=True)
    ]
    frame.loc[hidden, column] = load_texts()("words.personal")


def _asked(newest: Mapping[str, Worksheet], table: object, field_id: object) -> FieldBase | None:
    """The field as it is declared now; None for one that is not declared any more."""
    worksheet, _, section_id = str(table).partition(".")
    sections = newest[worksheet].sections if worksheet in newest else ()
    fields = (field for section in sections if section.id == section_id for field in section.fields)
    return next((field for field in fields if field.id == field_id), None)
