"""Fields that no declaration has: every form puts them beside its rows and questions."""

from __future__ import annotations

from typing import ClassVar

from ruecklauf.fieldtypes.choice import ChoiceField
from ruecklauf.fieldtypes.text import LongTextField, TextField

EXPLAINED = "_explained"
"""The id of a row's explanation; begins that of a question's. No declared field's id begins with `_`."""
ORIGIN, ROW_STATUS = "_origin", "_status"
"""The ids of the wave that a row was carried on from, and of what became of the row since."""


def explains(field_id: str = "") -> str:
    """The id of the explanation beside a question, or of a row."""
    return f"{EXPLAINED}_{field_id}" if field_id else EXPLAINED


def explained_question(field_id: str) -> str | None:
    """The question that a companion is about, '' for what is about a row; None for all declared fields."""
    if field_id in (EXPLAINED, ORIGIN, ROW_STATUS):
        return ""
    question = field_id.removeprefix(f"{EXPLAINED}_")
    return None if question == field_id else question


class ExplanationField(LongTextField):
    """Why it is so: what people say of a row or question that does not seem to fit."""

    id: str
    """See `explains`."""

    default_width: ClassVar[int] = 20
    entry_lines: ClassVar[int] = 1
    is_companion: ClassVar[bool] = True


class OriginField(TextField):
    """The wave from which a row was carried on; empty in rows that are new."""

    id: str

    default_width: ClassVar[int] = 11
    is_companion: ClassVar[bool] = True
    is_locked: ClassVar[bool] = True


class RowStatusField(ChoiceField):
    """What became since of a row that was carried on."""

    id: str

    default_width: ClassVar[int] = 13
    is_companion: ClassVar[bool] = True
