"""The words a form shows for a field: header, prompt, error text. One place, so that lint can judge them."""

from __future__ import annotations

import textwrap

from ruecklauf.fieldtypes.base import CodeLists, FieldBase
from ruecklauf.texts import Texts

PROMPT_TITLE_LIMIT = 32
PROMPT_LIMIT = 255
"""Office limits of a validation's title and text; XlsxWriter drops a validation that exceeds them."""


def header(field: FieldBase, lists: CodeLists, texts: Texts, part: str = "") -> str:
    """The head of a field's column: label, unit, and the code's label where each code has a column."""
    label = field.label(texts.language)
    if field.unit:
        label = f"{label} ({field.unit(texts.language)})"
    if part and field.list_id:
        label = f"{label}: {lists[field.list_id].label(part, texts.language)}"
    return label


def header_cell(field: FieldBase, lists: CodeLists, texts: Texts, part: str = "") -> str:
    """The head as it stands in the form, with the word for required fields."""
    text = header(field, lists, texts, part)
    return f"{text}\n({texts('words.required')})" if is_required(field) else text


def is_required(field: FieldBase) -> bool:
    """Whether the field must be answered, everywhere or under a condition."""
    return field.required or field.required_when is not None


def prompt_title(field: FieldBase, texts: Texts) -> str:
    """The title of the prompt, cut to the limit."""
    return cut(field.label(texts.language), PROMPT_TITLE_LIMIT)


def prompt(field: FieldBase, lists: CodeLists, texts: Texts) -> str:
    """What is shown when the cell is selected: help, then the expected format."""
    expected = texts("prompt.expected", what=expected_in(field, lists, texts))
    return f"{field.help(texts.language)}\n{expected}" if field.help else expected


def error_text(field: FieldBase, lists: CodeLists, texts: Texts) -> str:
    """What is shown when something else is typed, with what to do."""
    return cut(texts("prompt.error", what=expected_in(field, lists, texts)), PROMPT_LIMIT)


def expected_in(field: FieldBase, lists: CodeLists, texts: Texts) -> str:
    """What may be entered, with the words for missing kinds; that a computed field takes nothing."""
    if field.computed is not None:
        return texts("computed.expected")
    return or_words(field.expectation(lists, texts), field, texts)


def or_words(expected: str, field: FieldBase, texts: Texts) -> str:
    """What is expected, and the words for missing kinds that may be entered instead."""
    words = [texts.quoted(word) for word in field.missing_words(texts)]
    return texts("prompt.or_words", what=expected, words=texts("words.or").join(words)) if words else expected


def explained_choice(field: FieldBase, lists: CodeLists, texts: Texts) -> str:
    """The entries of a field's list, each with what is meant; empty for fields without one."""
    if not field.list_id or field.parts:
        return ""
    entries = [
        f"{code.label(texts.language)} ({code.help(texts.language)})"
        if code.help
        else code.label(texts.language)
        for code in lists[field.list_id].offered
    ]
    return texts("guide.choose", entries="; ".join(entries))


def cut(text: str, limit: int) -> str:
    """The text, ended by … where it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def lines(text: str, width: float) -> int:
    """How many lines a text takes when wrapped at `width` characters."""
    room = max(4, int(width))
    # most texts are short, and forms of hundreds of alliances ask for each
    return sum(1 if len(part) <= room else len(textwrap.wrap(part, room)) or 1 for part in text.split("\n"))
