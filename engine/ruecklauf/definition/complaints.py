"""pydantic's errors in an author's words, each with file, line and column."""

from __future__ import annotations

import copy
import types
from collections.abc import Iterable
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ruecklauf.definition.models import FILLED_IN
from ruecklauf.definition.source import At, Mapping, Node, Scalar, Sequence, locate
from ruecklauf.errors import Problem
from ruecklauf.likeness import nearest

Loc = tuple[int | str, ...]
"""Where in the data, as pydantic says it: keys, indexes, and names of union members between them."""


def complaints(error: ValidationError, root: Node, model: type[BaseModel]) -> list[Problem]:
    """One problem per mistake; what only follows from another mistake is left out."""
    details = error.errors(include_url=False)
    misspelt = {found for detail in details for found in _meant(detail, model)}
    return [
        _complaint(detail, root, model)
        for detail in details
        if not _follows(detail, root) and not (detail["type"] == "missing" and detail["loc"] in misspelt)
    ]


def _meant(detail: ErrorDetails, model: type[BaseModel]) -> list[Loc]:
    """The key that an unknown one is a near spelling of."""
    if detail["type"] != "extra_forbidden":
        return []
    *above, key = detail["loc"]
    meant = _nearest(str(key), allowed_keys(model, tuple(above)))
    return [(*above, meant)] if meant else []


def _follows(detail: ErrorDetails, root: Node) -> bool:
    """Whether a list is only too short because pydantic left out its wrong entries."""
    node, _, _ = locate(root, tuple(detail["loc"]))
    return detail["type"] == "too_short" and isinstance(node, Sequence) and bool(node.items)


def _complaint(detail: ErrorDetails, root: Node, model: type[BaseModel]) -> Problem:
    path: Loc = tuple(detail["loc"])
    node, at, left = locate(root, path)
    match detail["type"]:
        case "extra_forbidden":
            parent, _, _ = locate(root, path[:-1])
            if isinstance(parent, Mapping) and str(path[-1]) in parent.keys:
                at = parent.keys[str(path[-1])]
            return at.problem(unknown_key(str(path[-1]), allowed_keys(model, path[:-1])))
        case "missing":
            return at.problem(f"{str(path[-1])!r} is missing here")
        case "union_tag_not_found":
            return at.problem(f"{_tag_key(detail)!r} is missing here; allowed: {_tags(detail, model, path)}")
        case "union_tag_invalid":
            return _wrong_tag(detail, node, model, path) or at.problem(detail["msg"])
        case "value_error" | "language" if isinstance(node, Mapping):
            return _key_in(node, detail).problem(_message(detail, node))
    name = _name(path, left)
    return at.problem(f"{name}: {_message(detail, node)}" if name else _message(detail, node))


def corrected(data: Any, error: ValidationError) -> Any | None:
    """The data with misspelt types and kinds as they were probably meant; None if nothing is misspelt."""
    meant = copy.deepcopy(data)
    tags = [detail for detail in error.errors(include_url=False) if detail["type"] == "union_tag_invalid"]
    changed = False
    for detail in tags:
        allowed = [tag.strip(" '") for tag in str(detail["ctx"]["expected_tags"]).split(",")]
        if tag := _nearest(str(detail["ctx"]["tag"]), allowed):
            _below(meant, tuple(detail["loc"]))[_tag_key(detail)] = tag
            changed = True
    return meant if changed else None


def _below(data: Any, path: Loc) -> Any:
    for segment in path:
        known = segment < len(data) if isinstance(segment, int) else segment in data
        data = data[segment] if known else data
    return data


def _name(path: Loc, left: list[int | str]) -> str:
    """The key that the mistake is about; entries of lists are called by the list's."""
    keys = [str(segment) for segment in (left or path) if isinstance(segment, str)]
    return keys[-1] if keys else ""


def near(word: str, allowed: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or a full stop."""
    close = _nearest(word, allowed)
    return f"; did you mean {close!r}?" if close else "."


def _nearest(word: str, allowed: Iterable[str]) -> str | None:
    return nearest(word, allowed, at_least=60)


def unknown_key(key: str, allowed: Iterable[str]) -> str:
    """What to say of a key that the program does not know."""
    names = list(allowed)
    return f"unknown key {key!r}{near(key, names)} Allowed here: {', '.join(names)}"


def _tag_key(detail: ErrorDetails) -> str:
    return str(detail["ctx"]["discriminator"]).strip("'")


def _tags(detail: ErrorDetails, model: type[BaseModel], path: Loc) -> str:
    members = [member for member in _models_at(model, path) if _tag_key(detail) in member.model_fields]
    tags = [get_args(member.model_fields[_tag_key(detail)].annotation)[0] for member in members]
    return ", ".join(map(str, tags))


def _wrong_tag(detail: ErrorDetails, node: Node, model: type[BaseModel], path: Loc) -> Problem | None:
    key = _tag_key(detail)
    if not isinstance(node, Mapping) or key not in node.items:
        return None
    given = str(detail["ctx"]["tag"])
    tags = _tags(detail, model, path)
    meant = _CALLED_ELSEWHERE.get(given.lower())
    hint = f"; here it is called {meant}." if meant else near(given, tags.split(", "))
    return node.items[key].at.problem(f"unknown {key} {given!r}{hint} Allowed: {tags}")


_CALLED_ELSEWHERE = {
    **dict.fromkeys(("number", "numeric", "zahl"), "integer (whole numbers) or decimal"),
    **dict.fromkeys(("int", "count"), "integer"),
    **dict.fromkeys(("float", "double", "money"), "decimal"),
    **dict.fromkeys(("string", "str"), "text"),
    **dict.fromkeys(("textarea", "memo", "note"), "longtext"),
    **dict.fromkeys(("bool", "boolean", "checkbox"), "tick, or yes_no_unknown if a no should be said"),
    **dict.fromkeys(("select", "select_one", "enum", "dropdown", "radio", "list"), "choice"),
    **dict.fromkeys(("select_multiple", "multiselect", "checkboxes"), "multichoice"),
    **dict.fromkeys(("datetime", "day", "datum"), "date"),
    **dict.fromkeys(("mail", "e-mail"), "email"),
    **dict.fromkeys(("likert", "rating"), "scale"),
    **dict.fromkeys(("ref", "link", "foreign_key", "lookup"), "reference"),
}
"""Types by what other programs, and people, call them."""


_EXPECTED = {
    "string_type": "should be a text",
    "tuple_type": "should be a list, such as [one, two]",
    "dict_type": "should have keys and values, such as 'id: name'",
    "model_type": "should have keys and values, such as 'id: name'",
    "model_attributes_type": "should have keys and values, such as 'id: name'",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "decimal_type": "should be a number, such as 10 or 2.5",
    "decimal_parsing": "should be a number, such as 10 or 2.5",
    "finite_number": "should be a number, such as 10 or 2.5",
    "date_type": "should be a date, such as 2026-06-30",
    "date_parsing": "should be a date, such as 2026-06-30",
    "date_from_datetime_parsing": "should be a date, such as 2026-06-30",
    "date_from_datetime_inexact": "should be a date, such as 2026-06-30",
    "greater_than_equal": "should be {ge} or more",
    "less_than_equal": "should be {le} or less",
    "too_short": "should have at least {min_length} entry",
    "too_long": "should have at most {max_length} entries",
    "string_pattern_mismatch": "should match {pattern}",
    "text": "should be a text, or texts by language, such as {{de: Name, en: Name}}",
}
"""What is allowed, by the type of pydantic's error."""


def _message(detail: ErrorDetails, node: Node) -> str:
    found = node.text if isinstance(node, Scalar) else None
    if found == "":
        return "nothing stands here; give a value or leave the key out"
    given = "" if found is None else f" (here: {found!r})"
    context = detail.get("ctx", {})
    if detail["type"] in ("literal_error", "enum"):
        allowed = [word.strip("'") for word in str(context["expected"]).replace(" or ", ", ").split(", ")]
        return f"{found!r} is not allowed{near(found or '', allowed)} Allowed: {', '.join(allowed)}"
    if detail["type"] in _EXPECTED:
        return _EXPECTED[detail["type"]].format_map(context) + given
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return message[:1].lower() + message[1:] + given


def _key_in(node: Mapping, detail: ErrorDetails) -> At:
    """Where the first key stands that a message about several keys names."""
    words = [str(detail.get("ctx", {}).get("wrong")), *_message(detail, node).split()]
    return next((node.keys[word] for word in words if word in node.keys), node.at)


def allowed_keys(model: type[BaseModel], path: Loc = ()) -> list[str]:
    """The keys that an author may write at a place; those that the program fills in are left out."""
    models = _models_at(model, path)
    return list(
        dict.fromkeys(
            key for found in models for key in found.model_fields if key not in FILLED_IN.get(found, ())
        )
    )


def _models_at(model: type[BaseModel], path: Loc) -> list[type[BaseModel]]:
    """The models a pydantic error path leads to; several where a union's member is not yet chosen."""
    current: list[type[BaseModel]] = [model]
    for segment in path:
        if isinstance(segment, int):
            continue
        tagged = [found for found in current if _has_tag(found, segment)]
        if tagged:
            current = tagged
            continue
        below = [
            inner
            for found in current
            if segment in found.model_fields
            for inner in _models_in(found.model_fields[segment].annotation)
        ]
        if below:
            current = below
    return current


def _has_tag(model: type[BaseModel], tag: str) -> bool:
    return any(
        model.model_fields[key].annotation is not None
        and get_args(model.model_fields[key].annotation) == (tag,)
        for key in ("type", "kind")
        if key in model.model_fields
    )


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Annotated, Union, types.UnionType, tuple, list, dict):
        return [found for part in get_args(annotation) for found in _models_in(part)]
    return []
