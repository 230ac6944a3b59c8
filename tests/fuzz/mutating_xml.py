"""One change to an XML part, as text: what comes out need not be well-formed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from fuzz.change import Change

Tokens = list[str]

_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)=("[^"]*"|'[^']*')""")


def change_xml(data: bytes, change: Change) -> bytes:
    """The part after a change whose kind is one of XML_KINDS."""
    tokens = _TOKEN.findall(data.decode("utf-8", "replace"))
    starts = [at for at, token in enumerate(tokens) if token[:1] == "<" and token[1:2].isalpha()]
    if not starts:
        return data
    # Another number than for the choice of the part, lest each part is changed at few places.
    at = starts[(change.at * 31 + change.other) % len(starts)]
    return "".join(XML_KINDS[change.kind](tokens, at, starts, change)).encode("utf-8", "replace")


def _end_of(tokens: Tokens, at: int) -> int:
    """The first token behind an element."""
    depth = 0
    for number in range(at, len(tokens)):
        token = tokens[number]
        if token[:2] == "</":
            depth -= 1
        elif token[:1] == "<" and token[1:2].isalpha() and not token.endswith("/>"):
            depth += 1
        if depth <= 0:
            return number + 1
    return len(tokens)


def _double_element(tokens: Tokens, at: int, _starts: list[int], change: Change) -> Tokens:
    end = _end_of(tokens, at)
    return tokens[:end] + tokens[at:end] * (1 + change.other % 3) + tokens[end:]


def _remove_element(tokens: Tokens, at: int, _starts: list[int], _change: Change) -> Tokens:
    return tokens[:at] + tokens[_end_of(tokens, at) :]


def _move_element(tokens: Tokens, at: int, starts: list[int], change: Change) -> Tokens:
    """To before or into another one."""
    end = _end_of(tokens, at)
    element, rest = tokens[at:end], tokens[:at] + tokens[end:]
    target = min(starts[change.other % len(starts)] + change.other % 2, len(rest))
    return rest[:target] + element + rest[target:]


def _nest_element(tokens: Tokens, at: int, _starts: list[int], change: Change) -> Tokens:
    """Into itself."""
    end = _end_of(tokens, at)
    if end - at < 2:
        return _double_element(tokens, at, [], change)
    return [*tokens[: at + 1], *tokens[at:end], *tokens[at + 1 :]]


def _rename_element(tokens: Tokens, at: int, starts: list[int], change: Change) -> Tokens:
    """To the name of another one."""
    other = re.match(r"<([^\s/>]+)", tokens[starts[change.other % len(starts)]])
    new = other[1] if other else "x"
    end = _end_of(tokens, at)
    renamed = list(tokens)
    renamed[at] = re.sub(r"^<[^\s/>]+", f"<{new}", renamed[at])
    if end - at > 1:
        renamed[end - 1] = f"</{new}>"
    return renamed


def _change_attribute(tokens: Tokens, at: int, _starts: list[int], change: Change) -> Tokens:
    found = list(_ATTRIBUTE.finditer(tokens[at]))
    if not found:
        return _change_text(tokens, at, [], change)
    match = found[change.other % len(found)]
    value = change.value.replace('"', "&quot;").replace("<", "&lt;")
    token = f'{tokens[at][: match.start()]}{match[1]}="{value}"{tokens[at][match.end() :]}'
    return [*tokens[:at], token, *tokens[at + 1 :]]


def _remove_attribute(tokens: Tokens, at: int, _starts: list[int], change: Change) -> Tokens:
    found = list(_ATTRIBUTE.finditer(tokens[at]))
    if not found:
        return tokens
    match = found[change.other % len(found)]
    return [*tokens[:at], tokens[at][: match.start()] + tokens[at][match.end() :], *tokens[at + 1 :]]


def _change_namespace(tokens: Tokens, at: int, _starts: list[int], change: Change) -> Tokens:
    declared = ' xmlns="urn:x"' if change.other % 2 else ' xmlns=""'
    token = re.sub(r"^<[^\s/>]+", lambda match: match[0] + declared, tokens[at])
    return [*tokens[:at], token, *tokens[at + 1 :]]


def _change_text(tokens: Tokens, at: int, _starts: list[int], change: Change) -> Tokens:
    """The first text within the element, or a new one behind its start."""
    for number in range(at + 1, min(at + 20, len(tokens))):
        if tokens[number][:1] != "<":
            return [*tokens[:number], change.value, *tokens[number + 1 :]]
    return [*tokens[: at + 1], change.value, *tokens[at + 1 :]]


def _texts(tokens: Tokens) -> list[int]:
    return [number for number, token in enumerate(tokens) if token[:1] != "<" and token.strip()]


def _swap_texts(tokens: Tokens, _at: int, _starts: list[int], change: Change) -> Tokens:
    """Of any two elements: an answer and its code, two codes, a head and a word of a paragraph."""
    if not (texts := _texts(tokens)):
        return tokens
    one, other = texts[change.at % len(texts)], texts[change.other % len(texts)]
    swapped = list(tokens)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


def _copy_text(tokens: Tokens, at: int, _starts: list[int], change: Change) -> Tokens:
    """Of one element into another."""
    if not (texts := _texts(tokens)):
        return tokens
    text = tokens[texts[change.at % len(texts)]]
    return _change_text(tokens, at, [], replace(change, value=text))


XML_KINDS: dict[str, Callable[[Tokens, int, list[int], Change], Tokens]] = {
    "double an element": _double_element,
    "remove an element": _remove_element,
    "move an element": _move_element,
    "nest an element": _nest_element,
    "rename an element": _rename_element,
    "change an attribute": _change_attribute,
    "remove an attribute": _remove_attribute,
    "change a namespace": _change_namespace,
    "change a text": _change_text,
    "swap texts": _swap_texts,
    "copy a text": _copy_text,
}
