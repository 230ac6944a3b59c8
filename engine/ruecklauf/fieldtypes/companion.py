"""Fields that no declaration has: every form puts them beside its rows and questions."""

from __future__ import annotations

from typing import ClassVar

from ruecklauf.fieldtypes.text import LongTextField

EXPLAINED = "_explained"
"""The id of a row's explanation; begins that of a question's. No declared field's id begins with `_`."""


def explains(field_id: str = "") -> str:
    """The id of the explanation beside a question, or of a row."""
    return f"{EXPLAINED}_{field_id}" if field_id else EXPLAINED


def explained_question(field_id: str) -> str | None:
    """The question that an explanation is about, '' for that of a row; None for all other fields."""
    if field_id == EXPLAINED:
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
