"""pydantic's errors in an author's words, each with file, line and column."""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterable
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ruecklauf.definition.source import Mapping, Node, Scalar, locate
from ruecklauf.errors import Problem


def complaints(error: ValidationError, root: Node, model: type[BaseModel]) -> list[Problem]:
    """One problem per mistake pydantic found."""
    return [_complaint(detail, root, model) for detail in error.errors(include_url=False)]


def _complaint(detail: ErrorDetails, root: Node, model: type[BaseModel]) -> Problem:
    path = tuple(detail["loc"])
    node, at, left = locate(root, path)
    kind = detail["type"]
    if kind == "extra_forbidden":
        parent, _, _ = locate(root, path[:-1])
        if isinstance(parent, Mapping) and str(path[-1]) in parent.keys:
            at = parent.keys[str(path[-1])]
        return at.problem(_unknown_key(str(path[-1]), _allowed_keys(model, path[:-1])))
    if kind == "missing":
        return at.problem(f"{str(path[-1])!r} is missing here")
    if kind == "union_tag_not_found":
        return at.problem(
            f"{_discriminator(detail)!r} is missing here; allowed: {_tags(detail, model, path)}"
        )
    if kind == "union_tag_invalid":
        return _wrong_tag(detail, node, model, path) or at.problem(detail["msg"])
    given = f" (here: {node.text!r})" if isinstance(node, Scalar) else ""
    name = f"{left[-1] if left else path[-1]}: " if path else ""
    return at.problem(f"{name}{_plain(detail)}{given}")


def near(word: str, allowed: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or nothing."""
    close = difflib.get_close_matches(word, list(allowed), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _unknown_key(key: str, allowed: list[str]) -> str:
    return f"unknown key {key!r}{near(key, allowed)} Allowed here: {', '.join(allowed)}"


def _discriminator(detail: ErrorDetails) -> str:
    return str(detail["ctx"]["discriminator"]).strip("'")


def _tags(detail: ErrorDetails, model: type[BaseModel], path: tuple[int | str, ...]) -> str:
    members = [member for member in _models_at(model, path) if _discriminator(detail) in member.model_fields]
    tags = [get_args(member.model_fields[_discriminator(detail)].annotation)[0] for member in members]
    return ", ".join(map(str, tags))


def _wrong_tag(
    detail: ErrorDetails, node: Node, model: type[BaseModel], path: tuple[int | str, ...]
) -> Problem | None:
    key = _discriminator(detail)
    if not isinstance(node, Mapping) or key not in node.items:
        return None
    given = str(detail["ctx"]["tag"])
    tags = _tags(detail, model, path)
    return node.items[key].at.problem(
        f"unknown {key} {given!r}{near(given, tags.split(', '))} Allowed: {tags}"
    )


def _plain(detail: ErrorDetails) -> str:
    message = detail["msg"]
    for lead in ("Value error, ", "Assertion failed, ", "Input "):
        message = message.removeprefix(lead)
    return message[0].lower() + message[1:] if message else detail["type"]


def _allowed_keys(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    models = _models_at(model, path)
    return list(dict.fromkeys(key for found in models for key in found.model_fields)) if models else []


def _models_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[type[BaseModel]]:
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
