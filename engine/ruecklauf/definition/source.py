"""YAML read with positions: every scalar stays text, every key and value knows file, line and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from ruecklauf.errors import DeclarationError, Problem, ProjectError


@dataclass(frozen=True, slots=True)
class At:
    """A position; line and column count from 1."""

    file: str
    line: int
    column: int

    def problem(self, message: str, *, severity: str = "error") -> Problem:
        return Problem(self.file, self.line, self.column, message, severity)


@dataclass(frozen=True, slots=True)
class Scalar:
    at: At
    text: str
    plain: bool = True
    """Whether it stands on one line without quotes, so that a column within it can be named."""


@dataclass(frozen=True, slots=True)
class Sequence:
    at: At
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    at: At
    items: dict[str, Node]
    keys: dict[str, At]
    """Where each key stands."""

    def text(self, key: str) -> str | None:
        """The scalar under a key, or None."""
        node = self.items.get(key)
        return node.text if isinstance(node, Scalar) else None


Node = Scalar | Sequence | Mapping


def read_yaml(path: Path, *, shown_as: str) -> Node:
    """The content of a YAML file as nodes.

    Duplicate keys (all of them), anchors' aliases used as merge keys, and syntax mistakes raise
    `DeclarationError`; a file that cannot be opened raises `ProjectError`.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(
            f"cannot be read: {error}", where=shown_as, remedy="Save it as a UTF-8 text file."
        ) from error
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise DeclarationError(
            [Problem(shown_as, line, column, f"this is no YAML: {error.problem}")]
        ) from error
    if root is None:
        raise DeclarationError([Problem(shown_as, 1, 1, "the file is empty")])
    problems: list[Problem] = []
    node = _convert(root, shown_as, problems)
    if problems:
        raise DeclarationError(problems)
    return node


def _convert(node: Any, file: str, problems: list[Problem]) -> Node:
    at = At(file, node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, ScalarNode):
        quoted = node.style in ("'", '"')
        if quoted:
            at = At(file, at.line, at.column + 1)
        one_line = node.start_mark.line == node.end_mark.line
        # in round-trip mode a folded text keeps a BEL where a line was folded
        text = "" if _is_null(node) else node.value.replace("\a", "")
        return Scalar(at, text, plain=one_line)
    if isinstance(node, SequenceNode):
        return Sequence(at, tuple(_convert(item, file, problems) for item in node.value))
    assert isinstance(node, MappingNode)
    items: dict[str, Node] = {}
    keys: dict[str, At] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        key_at = At(file, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if key in items:
            first = keys[key]
            problems.append(
                key_at.problem(f"key {key!r} stands here twice; the first is in line {first.line}")
            )
            continue
        keys[key] = key_at
        items[key] = _convert(value_node, file, problems)
    return Mapping(at, items, keys)


def _is_null(node: Any) -> bool:
    return node.style is None and node.value in ("", "~", "null")


def plain_data(node: Node) -> Any:
    """The node as dicts, lists and strings, for pydantic."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain_data(item) for item in node.items]
        case Mapping():
            return {key: plain_data(value) for key, value in node.items.items()}


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    match node:
        case Sequence():
            for item in node.items:
                yield from walk(item)
        case Mapping():
            for value in node.items.values():
                yield from walk(value)


def locate(node: Node, path: tuple[int | str, ...]) -> tuple[Node, At, list[int | str]]:
    """The deepest node along a pydantic error path that exists, where it stands, and what of the path is left.

    Segments that are no key or index here (pydantic names union members in its paths) are skipped.
    """
    at = node.at
    left: list[int | str] = []
    for segment in path:
        if isinstance(node, Mapping) and isinstance(segment, str) and segment in node.items:
            at = node.keys[segment] if not isinstance(node.items[segment], Scalar) else node.items[segment].at
            node, left = node.items[segment], []
        elif isinstance(node, Sequence) and isinstance(segment, int) and segment < len(node.items):
            node, left = node.items[segment], []
            at = node.at
        else:
            left.append(segment)
    return node, at, left
