"""The code pages of Windows, by their numbers."""

from __future__ import annotations

import codecs

_NAMES = {1200: "utf-16-le", 65001: "utf-8", 28591: "latin-1", 28605: "iso8859-15", 20127: "cp1252"}


def codec_of(code_page: int) -> str:
    """The codec of a code page; that of Western Europe for one that is not known."""
    try:
        return codecs.lookup(_NAMES.get(code_page) or f"cp{code_page}").name
    except LookupError:
        return "cp1252"
