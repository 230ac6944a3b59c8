"""Row ids and question codes as people leave them: with other dashes, spaces, case, or something beside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

from ruecklauf.fieldtypes.folding import clean

LONGEST_CODE = 40
"""Characters of a text that may be a code."""
_AROUND = ".,:;()[]·"


@lru_cache(maxsize=20_000)
def normal_code(text: str) -> str:
    """A code for comparing: upper case, every dash a hyphen, without spaces, points and the invisible."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(map(_normal, plain)).strip(_AROUND) if len(text) <= LONGEST_CODE else ""


def _normal(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    return "" if category == "Cf" or character.isspace() else character


def split_code(text: str, known: Container[str]) -> tuple[str, str]:
    """The known code (as `normal_code` gives it) that a text is or begins with, and the rest of the text.

    Both are empty for a text that begins with none.
    """
    whole = normal_code(text)
    if not whole or whole in known:
        return whole, ""
    first, *rest = re.split(r"(?<=[\s:·])", clean(text), maxsplit=1)
    code = normal_code(first)
    return (code, "".join(rest).strip()) if code and code in known else ("", "")
