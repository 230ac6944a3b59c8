"""What the cells of an inquiry take: the field's own list and limits, and what is shown beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ruecklauf.fieldtypes.base import CodeLists, FieldBase, Validation
from ruecklauf.layout.inquiries import AskedRow
from ruecklauf.layout.sheets.acceptance import ANYTHING
from ruecklauf.layout.wording import PROMPT_LIMIT, cut, error_text, prompt, prompt_title
from ruecklauf.texts import Texts


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell for an answer."""

    validation: Validation
    """A list has its words."""
    title: str
    prompt: str
    error: str
    number_format: str


def entry_of(
    field: FieldBase, part: str, lists: CodeLists, texts: Texts, *, offered: tuple[str, ...] = ()
) -> Entry:
    """What a cell for the field takes; `offered` are the rows that a reference can name."""
    validation = Validation("list", words=texts.list("words.ticks"))
    if not part:
        validation = field.validation(lists, texts) or ANYTHING
    if validation.kind == "list" and not validation.words:
        words = offered
        if field.list_id:
            words = tuple(code.label(texts.language) for code in lists[field.list_id].offered)
        validation = replace(validation, words=words) if words else ANYTHING
    return Entry(
        validation,
        prompt_title(field, texts),
        cut(prompt(field, lists, texts), PROMPT_LIMIT),
        error_text(field, lists, texts),
        "General" if part else field.number_format,
    )


Entries = Mapping[str, Entry]
"""By the ids of rows that can be answered."""


def lists_of(entries: Mapping[AskedRow, Entry]) -> tuple[tuple[str, ...], ...]:
    """Every list that is offered, each once."""
    words = (entry.validation.words for entry in entries.values() if entry.validation.kind == "list")
    return tuple(dict.fromkeys(words))
