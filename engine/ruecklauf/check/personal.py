"""What is personal in the answers of a file: whom it names as contacts, and what nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.check.contact_names import Names, names_among
from ruecklauf.check.privacy import marks_of_a_person_in, personal_data_in
from ruecklauf.check.rows import Answer, ReadTable
from ruecklauf.findings import Remark, remark
from ruecklauf.values import Missing


def contacts_in(tables: tuple[ReadTable, ...]) -> Names:
    """The people whom personal answers name."""
    return names_among(
        (name, answer.raw)
        for table in tables
        for row in table.present
        for name, answer in row.answers.items()
        if answer.field.personal and answer.field.is_prose
    )


def about_personal(answer: Answer) -> Iterator[Remark]:
    kinds = personal_kinds(answer)
    if kinds:
        code = "like_a_person" if answer.field.tells_a_case else "personal_in_text"
        yield remark(code, kinds=", ".join(kinds))


def personal_kinds(answer: Answer) -> tuple[str, ...]:
    """What kinds of personal data nobody asked for were entered; in a number, list, date or tick only where
    the answer is not what such a field takes."""
    field = answer.field
    if field.personal or field.is_address:
        return ()
    if field.is_prose:
        seems = marks_of_a_person_in if field.tells_a_case else personal_data_in
        return () if isinstance(answer.value, Missing) else seems(str(answer.value))
    return personal_data_in(answer.seen) if answer.remarks else ()
