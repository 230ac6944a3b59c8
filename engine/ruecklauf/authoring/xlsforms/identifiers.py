"""Names of other programs as ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import product
from string import ascii_uppercase

from ruecklauf.definition.load import REMARKS_FIELD
from ruecklauf.lint.identifiers import RULE_WORDS
from ruecklauf.lint.statistics import ROW_COLUMNS, SPSS_WORDS, STATA_WORD

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def identifier(text: str) -> str:
    """Lower-case ASCII letters, digits and _, umlauts spelt out; x where nothing is left."""
    plain = (
        unicodedata.normalize("NFKD", text.lower().translate(_SPELT_OUT)).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "x"


def unused_prefix(worksheet_id: str, used: Container[str]) -> str:
    """Two capital letters, of the worksheet's id if there are some left."""
    own = [letter for letter in worksheet_id.upper() if letter in ascii_uppercase]
    pairs = (*product(own, own), *product(ascii_uppercase, repeat=2))
    return next(a + b for a, b in pairs if a + b not in used)


def unused(name: str, used: Container[str]) -> str:
    """An id for a name, with a number where it is used already."""
    base = identifier(name)
    base = base if base[:1].isalpha() and not _is_taken(base) else f"f_{base}"
    found = base[:28]
    number = 2
    while found in used:
        found, number = f"{base[:26]}_{number}", number + 1
    return found


def _is_taken(name: str) -> bool:
    """Whether rules, datasets or statistics packages mean something else by it."""
    is_word = name.upper() in SPSS_WORDS or STATA_WORD.fullmatch(name) is not None
    return is_word or name in RULE_WORDS or name in ROW_COLUMNS or name == REMARKS_FIELD
