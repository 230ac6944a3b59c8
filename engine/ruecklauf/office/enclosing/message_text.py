"""What a message says itself, and which pictures it shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import unquote

_TAG = re.compile(r"<[^<>]*>")
_BREAKS = re.compile(r"</?(?:br|p|div|tr|li|h\d|blockquote)\b", re.IGNORECASE)
_UNSEEN = re.compile(r"<(style|script|head|title|xml)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"""cid:([^"'\s<>)]+)""", re.IGNORECASE)
LONGEST_TEXT = 100_000
"""Characters of a message's text that are kept."""
_TEXT_CHARSET = re.compile(r"utf|iso|windows|cp\d|latin|koi8|us-ascii|ascii|mac")
"""Python has codecs beside these that are no character sets, and slow ones."""


_WINDOWS = re.compile(r"(?:iso[-_]?8859[-_]?1|latin[-_]?1|us-ascii|ascii|windows-1252|cp1252)$")
"""Where a message claims one of these, letters beyond it are those of Windows."""


def decode_text(data: bytes, charset: str) -> str:
    """Text in the character set a message claims, as far as that can be; else in UTF-8, or as Windows has it.

    Bytes beyond ASCII that are UTF-8 throughout are hardly ever anything else, whatever is claimed of them.
    """
    claimed = charset.lower().strip()
    named = "cp1252" if _WINDOWS.match(claimed) else claimed if _TEXT_CHARSET.match(claimed) else "cp1252"
    for tried in (named,) if data.isascii() else ("utf-8", named, "cp1252"):
        try:
            return data.decode(tried)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def length_of_text(plain: Iterable[str], markup: Iterable[str]) -> int:
    """Characters of a message's text: of its plain form, or of its HTML if there is no plain one.

    Quoted lines (`>`) do not count, nor do runs of blanks beyond one.
    """
    own = (line for text in plain for line in text.splitlines() if not line.lstrip().startswith(">"))
    return _length(" ".join(own)) or _length(" ".join(_shown_text(text) for text in markup))


def text_of(plain: Iterable[str], markup: Iterable[str]) -> str:
    """A message's text by lines: its plain form, or its HTML if there is no plain one; quoted lines too."""
    own = "\n".join(plain)
    found = own if own.strip() else "\n".join(_shown_text(text) for text in markup)
    lines = [" ".join(line.split()) for line in found[:LONGEST_TEXT].splitlines()]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip() + (" …" if len(found) > LONGEST_TEXT else "")


def shown_pictures(markup: Iterable[str]) -> frozenset[str]:
    """The Content-IDs that the HTML of a message refers to."""
    return frozenset(
        unquote(html.unescape(found)).casefold() for text in markup for found in _REFERENCE.findall(text)
    )


def _length(text: str) -> int:
    return len(" ".join(text.split()))


def _shown_text(markup: str) -> str:
    # Not html.parser: over hostile markup it takes quadratic time.
    pieces: list[str] = []
    end, behind = "", 0
    for tag in _TAG.finditer(markup):
        if not end:
            pieces.append(markup[behind : tag.start()])
            end = _end_of_unseen(tag.group())
        elif end in tag.group().lower():
            end = ""
        if _BREAKS.match(tag.group()):
            pieces.append("\n")
        behind = tag.end()
    if not end:
        pieces.append(markup[behind:])
    return html.unescape(" ".join(pieces))


def _end_of_unseen(tag: str) -> str:
    """What ends the part that a tag hides; empty if it hides none."""
    if tag.startswith("<!--[if"):
        return "endif]"
    unseen = _UNSEEN.match(tag)
    return f"</{unseen.group(1).lower()}" if unseen and not tag.endswith("/>") else ""
