"""Fields that no declaration has: every form puts them beside its rows and questions."""

from __future__ import annotations

from typing import ClassVar

from ruecklauf.fieldtypes.base import CodeLists
from ruecklauf.fieldtypes.choice import ChoiceField
from ruecklauf.fieldtypes.text import LongTextField, TextField
from ruecklauf.texts import Texts

EXPLAINED = "_explained"
"""The id of a row's explanation; begins that of a question's. No declared field's id begins with `_`."""
ORIGIN, ROW_STATUS = "_origin", "_status"
"""The ids of the wave that a row was carried on from, and of what became of the row since."""

LAST = "_last"
"""The id of what was answered last in fields of a row that are left empty in each wave; begins that of what
the form says of the last wave beside a question."""
_KINDS = (EXPLAINED, ORIGIN, ROW_STATUS, LAST)


def explains(field_id: str = "") -> str:
    """The id of the explanation beside a question, or of a row."""
    return beside(EXPLAINED, field_id)


def beside(kind: str, field_id: str = "") -> str:
    """The id of a companion beside a question, or of a row, whose companions of its kind are called so."""
    return f"{kind}_{field_id}" if field_id else kind


def explained_question(field_id: str) -> str | None:
    """The question that a companion is about, '' for what is about a row; None for all declared fields."""
    kind = companion_kind(field_id)
    return field_id.removeprefix(kind).removeprefix("_") if kind else None


def companion_kind(field_id: str) -> str:
    """What a row's companion of this kind is called; empty for all declared fields."""
    if not field_id.startswith("_"):
        return ""
    return next((kind for kind in _KINDS if field_id == kind or field_id.startswith(f"{kind}_")), "")


def is_said_by_form(field_id: str) -> bool:
    """Whether the form says it of a row or question, and nobody is asked."""
    return companion_kind(field_id) in (ORIGIN, LAST)


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

    @property
    def is_locked(self) -> bool:
        return True

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts("carried.nothing")


class LastField(LongTextField):
    """What the form says of the last wave, beside a question or of a row: told to people, not asked."""

    id: str

    default_width: ClassVar[int] = 26
    entry_lines: ClassVar[int] = 1
    is_companion: ClassVar[bool] = True

    @property
    def is_locked(self) -> bool:
        return True

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts("carried.nothing")


class RowStatusField(ChoiceField):
    """What became since of a row that was carried on."""

    id: str

    default_width: ClassVar[int] = 13
    is_companion: ClassVar[bool] = True
