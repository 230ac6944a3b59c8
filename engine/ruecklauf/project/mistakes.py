"""pydantic's errors about ruecklauf.toml, in the operator's words and with their lines."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ruecklauf.errors import Problem
from ruecklauf.project.lines import Location, line_of
from ruecklauf.project.problems import did_you_mean

_PATTERNS = {
    "id": "1 to 8 letters, digits and hyphens, beginning with a letter or digit, such as 2026-1",
    "worksheets": 'ids of worksheets, lower case, such as "stammblatt"',
    "language": 'two lower-case letters, such as "de"',
    "[key]": "two lower-case letters, such as en",
}


def settings_problems(
    error: ValidationError, *, model: type[BaseModel], file: str, lines: dict[Location, int]
) -> list[Problem]:
    """One problem per mistake, at the line of the key or of the nearest table around it."""
    return [
        Problem(file, line_of(details["loc"], lines), 1, _message(details, model))
        for details in error.errors()
        # pydantic also calls a list too short if none of its items is valid; those have their own problems
        if details["type"] != "too_short" or not details["input"]
    ]


def _message(details: ErrorDetails, model: type[BaseModel]) -> str:
    location = details["loc"]
    name = dotted(location)
    match details["type"]:
        case "missing":
            return f"'{name}' is missing."
        case "extra_forbidden":
            allowed = _keys_at(location[:-1], model)
            hint = did_you_mean(str(location[-1]), allowed) or f" Allowed here: {', '.join(allowed)}."
            return f"'{name}' is not a setting.{hint}"
        case "value_error":
            return f"'{name}' {details['ctx']['error']}."
        case "string_type":
            return f"'{name}' must be text in quotes, not {details['input']!r}."
        case "string_too_short" | "too_short":
            return f"'{name}' must not be empty."
        case "string_too_long":
            limit, length = details["ctx"]["max_length"], len(details["input"])
            return f"'{name}' has {length} characters; the cover has room for {limit}."
        case "string_pattern_mismatch":
            keys = [part for part in location if isinstance(part, str)]
            return f"'{name}' is {details['input']!r}, but must be {_PATTERNS[keys[-1]]}."
        case "model_type" | "tuple_type":
            return f"'{name}' must be {_shape(name)}."
        case _:
            return f"'{name}': {details['msg']}."


def dotted(location: Location) -> str:
    """A location as people write it; list positions count from 1: waves[2].deadline."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location]
    return "".join(parts).removeprefix(".")


def _shape(name: str) -> str:
    if name.endswith("worksheets"):
        return 'a list such as ["stammblatt", "akteure"]'
    return "tables headed [[waves]]" if name.startswith("waves") else f"a table headed [{name}]"


def _keys_at(location: Location, model: type[BaseModel]) -> list[str]:
    for key in location:
        if isinstance(key, str):
            model = _model_in(model.model_fields[key].annotation)
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel]:
    """The model that an annotation is, or is a tuple of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(_model_in(argument) for argument in get_args(annotation))
