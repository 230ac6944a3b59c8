"""YAML read with positions: every scalar stays text, every key and value knows file, line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from ruecklauf.errors import DeclarationError, Problem, ProjectError
from ruecklauf.invisibles import shows_nothing, unclosed_direction


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
    """Whether it stands in the file as it is, on one line: character n stands n columns after `at`."""


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


def read_yaml(path: Path, *, shown_as: str) -> tuple[Node, tuple[Problem, ...]]:
    """The content of a YAML file as nodes, and the keys in it that cannot stand (of twins the first counts).

    What keeps the file from being read at all raises `DeclarationError`; a file that cannot be opened raises
    `ProjectError`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"cannot be read: {error.strerror}", where=shown_as, remedy="Check that the file may be opened."
        ) from error
    return _read(content, shown_as)


MOST_NODES = 200_000
"""Keys, values and lists of a file, those that * repeats counted each time: a list of all municipalities in
Germany has 70,000."""
DEEPEST = 40
LARGEST = 4_000_000
"""Bytes of a file."""


# what is built in is read again with every project
@lru_cache(maxsize=256)
def _read(content: bytes, shown_as: str) -> tuple[Node, tuple[Problem, ...]]:
    if len(content) > LARGEST:
        raise DeclarationError([Problem(shown_as, 1, 1, f"the file is larger than {LARGEST} bytes")])
    text = _decoded(content, shown_as)
    root = _compose(text, shown_as)
    _check_size(root, shown_as)
    node = _convert(root, shown_as)
    cut_off = _cut_off(root, text.split("\n"), shown_as)
    return node, (*_mistaken_keys(root, shown_as), *_unwritable(root, shown_as), *cut_off)


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        problem = _position(file, before).problem("this is no UTF-8; save the file as UTF-8 text")
        raise DeclarationError([problem]) from error


def _position(file: str, before: str) -> At:
    """Where the character after a text stands."""
    return At(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _compose(text: str, file: str) -> Any:
    # brackets in one line may begin a key: the reader looks ahead for each of them, for minutes
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count("[") + line.count("{") > DEEPEST and (column := _deepest(line)):
            raise DeclarationError([Problem(file, number, column, _NESTED)])
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = At(file, mark.line + 1, mark.column + 1) if mark else At(file, 1, 1)
        raise DeclarationError([at.problem(_syntax(error.problem or ""))]) from error
    except RecursionError as error:
        raise DeclarationError([_too_deep(text, file)]) from error
    except ReaderError as error:
        at = _position(file, text[: error.position])
        code = f"U+{ord(text[error.position]):04X}"
        raise DeclarationError(
            [at.problem(f"the character {code} may not stand in YAML; delete it")]
        ) from error
    if root is None:
        raise DeclarationError([Problem(file, 1, 1, "the file is empty")])
    return root


_ADVICE = {
    "'\\t'": "YAML is indented with spaces, never with tabs",
    "mapping values": 'a text that holds ": " stands in quotes',
    "another document": "one file holds one declaration; remove the line ---",
    "expected ':'": "a colon and a space follow a key, as in 'label: Name'",
    "alias": "a text that begins with * stands in quotes",
    "<block end>": "the indentation does not fit the lines above",
    "that cannot start": "a text that begins with this character stands in quotes",
    "scanning a quoted scalar": "the closing quote is missing",
    "',' or": "the list or map is not closed, or a text in it needs quotes",
    "unexpected end of stream": "a closing quote or bracket is missing",
}
"""What to do, by what the message of the YAML reader holds; the first that fits."""


def _syntax(found: str) -> str:
    advice = next((text for sign, text in _ADVICE.items() if sign in found), "")
    return f"this is no YAML: {found}" + (f"; {advice}" if advice else "")


def _at(node: Any, file: str) -> At:
    return At(file, node.start_mark.line + 1, node.start_mark.column + 1)


def _check_size(root: Any, file: str) -> None:
    """Refuse what is nested too deep, and what * and & make too much of."""
    count = 0
    pending: list[tuple[Any, tuple[Any, ...]]] = [(root, ())]
    while pending:
        node, above = pending.pop()
        count += 1
        problem = None
        if any(node is outer for outer in above):
            problem = "this is repeated inside itself (by * and &), without an end"
        elif count > MOST_NODES:
            problem = f"with what * repeats, the file has more than {MOST_NODES} keys and values"
        elif len(above) > DEEPEST:
            problem = _NESTED
        if problem is not None:
            raise DeclarationError([_at(node, file).problem(problem)])
        if not isinstance(node, ScalarNode):
            parts = chain.from_iterable(node.value) if isinstance(node, MappingNode) else node.value
            pending += [(part, (*above, node)) for part in parts]


_NESTED = f"lists and maps are nested more than {DEEPEST} levels deep"


def _deepest(line: str) -> int:
    """The column in which brackets of one line are nested too deep; 0 if they are not."""
    depth = 0
    for column, sign in enumerate(line, start=1):
        depth += (sign in "[{") - (sign in "]}")
        if depth > DEEPEST:
            return column
    return 0


def _too_deep(text: str, file: str) -> Problem:
    """Where a file is nested so deep that it could not even be read."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            return _at(event, file).problem(_NESTED)
    return Problem(file, 1, 1, _NESTED)


def _convert(node: Any, file: str) -> Node:
    at = _at(node, file)
    if isinstance(node, ScalarNode):
        return _scalar(node, at)
    if isinstance(node, SequenceNode):
        return Sequence(at, tuple(_convert(item, file) for item in node.value))
    assert isinstance(node, MappingNode)
    items: dict[str, Node] = {}
    keys: dict[str, At] = {}
    for key_node, value_node in node.value:
        key = _key(key_node)
        if key is not None and key not in items:
            keys[key] = _at(key_node, file)
            items[key] = _convert(value_node, file)
    return Mapping(at, items, keys)


def _scalar(node: Any, at: At) -> Scalar:
    quotes = 1 if node.style in ("'", '"') else 0
    one_line = node.start_mark.line == node.end_mark.line
    # an escaped character takes more columns than it has characters
    as_written = node.end_mark.column - node.start_mark.column == len(node.value) + 2 * quotes
    text = "" if _is_null(node) else node.value
    return Scalar(At(at.file, at.line, at.column + quotes), text, plain=one_line and as_written)


def _key(node: Any) -> str | None:
    """A key's text; None for what is no key of a declaration."""
    is_word = isinstance(node, ScalarNode) and node.value != "<<"
    return str(node.value) if is_word else None


def _mistaken_keys(node: Any, file: str) -> Iterator[Problem]:
    """Keys that stand twice or are no words, in the whole file."""
    if isinstance(node, ScalarNode):
        return
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _mistaken_keys(item, file)
        return
    first: dict[str, At] = {}
    for key_node, value_node in node.value:
        key, at = _key(key_node), _at(key_node, file)
        if key is None:
            yield at.problem(
                "a key is a word; for what several worksheets share there are field groups (use: …)"
            )
        elif key in first:
            yield at.problem(f"key {key!r} stands here twice; the first is in line {first[key].line}")
        else:
            first[key] = at
        yield from _mistaken_keys(value_node, file)


def _cut_off(node: Any, lines: list[str], file: str) -> Iterator[Problem]:
    """Texts that end before a # which was meant as part of them, as in `label: Haus #3`."""
    if not isinstance(node, ScalarNode):
        for part in chain.from_iterable(node.value) if isinstance(node, MappingNode) else node.value:
            yield from _cut_off(part, lines, file)
        return
    line, column = node.end_mark.line, node.end_mark.column
    if node.style is None and line < len(lines) and _COMMENT.match(lines[line], column):
        yield At(file, line + 1, lines[line].index("#", column) + 1).problem(
            "what stands behind # is no part of the text; put the text in quotes, or a space behind #"
        )


_COMMENT = re.compile(r"[ \t]+#[^\s#]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _unwritable(node: Any, file: str) -> Iterator[Problem]:
    """Characters that YAML lets be escaped and no workbook or document can hold, and texts without a look."""
    if not isinstance(node, ScalarNode):
        yield from _unsaid(node, file)
        for part in chain.from_iterable(node.value) if isinstance(node, MappingNode) else node.value:
            yield from _unwritable(part, file)
    elif found := _NOT_IN_XML.search(node.value):
        yield _at(node, file).problem(
            f"the character U+{ord(found[0]):04X} can stand in no Excel or Word file; delete it"
        )
    elif node.value.strip() and shows_nothing(node.value):
        yield _at(node, file).problem("this text has only characters that nobody sees; write what it says")
    elif turning := unclosed_direction(node.value):
        yield _at(node, file).problem(
            f"the character U+{ord(turning):04X} turns the direction of all that follows it; delete it"
        )


def _unsaid(node: Any, file: str) -> Iterator[Problem]:
    pairs = node.value if isinstance(node, MappingNode) else ()
    texts = {key.value: text for key, text in pairs if isinstance(key, ScalarNode)}
    for language, text in texts.items() if "de" in texts else ():
        if language != "de" and isinstance(text, ScalarNode) and not text.value.strip():
            yield _at(text, file).problem(f"there is no text in {language!r}; write it, or leave it out")


def _is_null(node: Any) -> bool:
    return node.style is None and node.value in ("", "~", "null", "Null", "NULL")


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
    """The deepest node along a pydantic error path, where it stands, and what of the path is left.

    Segments that are no key or index here (pydantic names union members in its paths) are skipped.
    """
    at = node.at
    left: list[int | str] = []
    for segment in path:
        if isinstance(node, Mapping) and isinstance(segment, str) and segment in node.items:
            value = node.items[segment]
            # a list or map begins in the next line; nothing has no place of its own
            at = value.at if isinstance(value, Scalar) and value.text else node.keys[segment]
            node, left = value, []
        elif isinstance(node, Sequence) and isinstance(segment, int) and segment < len(node.items):
            node, left = node.items[segment], []
            at = node.at
        else:
            left.append(segment)
    return node, at, left
