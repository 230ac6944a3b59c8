"""XML written so plainly that regular expressions read it exactly: what is checked before they may.

They cut a text into pieces, and every character must belong to a piece of known form. Where that fails,
`NotPlain` says so and the XML parser reads the part instead: slower, with the same result. (Only an attribute
whose prefix was never declared goes unnoticed here.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass


class NotPlain(ValueError):  # noqa: N818 - nothing is wrong, it is only read another way
    """The text is not written in the way the regular expressions know."""


@dataclass(frozen=True, slots=True)
class CutPart:
    """A part of a file, cut before and after the content of one element."""

    head: bytes
    content: str
    tail: bytes

    def around(self, content: str) -> bytes:
        """The part with other content in the element."""
        return self.head + content.encode() + self.tail


_DECLARATION = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>?]*\sencoding=["']([^"']*)["']""")
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n")

_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def cut_out(data: bytes, element: bytes) -> CutPart:
    """A part cut around an element; NotPlain if the element is not there exactly once or the part no UTF-8.

    Nor is it plain with comments before the element, or with characters that a parser changes (carriage
    returns) or refuses. What begins with `<` in the content is left for the caller to recognise.
    """
    declared = _DECLARATION.match(data)
    if declared and declared[1].lower() != b"utf-8":
        raise NotPlain
    opening = data.find(b"<" + element)
    start = data.find(b">", opening) + 1
    end = data.find(b"</" + element + b">", start)
    if opening < 0 or end < 0 or data[start - 2 : start - 1] == b"/":
        raise NotPlain
    head, tail = data[:start], data[end:]
    if b"<!" in head or head.find(b"<?", 5) >= 0 or b"<" + element in tail:
        raise NotPlain
    if len(data.translate(None, _CONTROLS)) != len(data):
        raise NotPlain
    try:
        content = data[start:end].decode("utf-8")
    except UnicodeDecodeError as fault:
        raise NotPlain from fault
    if "\ufffe" in content or "\uffff" in content or ("]" in content and "]]>" in content):
        raise NotPlain
    return CutPart(head, content, tail)


def decode_entities(text: str) -> str:
    """Text with `&amp;` and its like decoded; NotPlain for any that XML does not know by itself."""
    if "&" not in text:
        return text
    # Formulas are full of these; none of what is put in can make an entity with what stands around it.
    plain = text.replace("&gt;", ">").replace("&lt;", "<")
    if "&" not in plain:
        return plain
    plain = plain.replace("&quot;", '"').replace("&apos;", "'")
    if plain.count("&") == plain.count("&amp;"):
        return plain.replace("&amp;", "&")
    return _ENTITY.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    if decimal is None and hexadecimal is None:
        raise NotPlain
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not _is_character(code):
        raise NotPlain
    return chr(code)


def _is_character(code: int) -> bool:
    """Whether XML 1.0 allows the character (section 2.2)."""
    if code < 0x20:
        return code in (9, 10, 13)
    return code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
