"""In which languages a declaration is written: every text of it, or it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pydantic import BaseModel

from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.fieldtypes.localised import Localised

Path = tuple[str | int, ...]
"""Keys and indexes under which a text stands."""


def texts_of(model: BaseModel, *, without: frozenset[str] = frozenset()) -> Iterator[tuple[Path, Localised]]:
    """Every text that people read, with its path; keys named in `without` are passed over."""
    for key in type(model).model_fields:
        if key not in without:
            yield from _within(getattr(model, key), (key,))
    if isinstance(model, SectionBase) and "example" not in without:
        for field_id, text in model.example_texts.items():
            yield ("example", field_id), text


def _within(value: object, path: Path) -> Iterator[tuple[Path, Localised]]:
    match value:
        case Localised():
            yield path, value
        case BaseModel():
            yield from ((path + inner, text) for inner, text in texts_of(value))
        case tuple():
            for number, item in enumerate(value):
                yield from _within(item, (*path, number))
        case Mapping() if path[-1] != "example":
            for key, item in value.items():
                yield from _within(item, (*path, key))


@lru_cache(maxsize=256)
def speaks(worksheet: Worksheet, language: str) -> bool:
    """Whether every text of a worksheet, its lists included, is written in a language."""
    return all(language in text.languages for _, text in texts_of(worksheet))
