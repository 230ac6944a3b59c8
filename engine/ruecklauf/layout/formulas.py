"""What is the same in a formula however a program spells it."""

from __future__ import annotations

import re

_FUNCTION = re.compile(r"(?<![A-Za-z0-9.])([A-Za-z][A-Za-z0-9.]*+)\(")
_SPELLING = str.maketrans({"'": None, "$": None, "[": None, "]": None, ";": ",", ".": "!"})


def functions_of(formula: str) -> frozenset[str]:
    """The functions that a formula uses."""
    return frozenset(name.upper() for name in _FUNCTION.findall(formula))


def plain_spelling(formula: str) -> str:
    """A formula without what programs spell differently while its references stay the same.

    It serves to pass over, quickly, the thousands of formulas in which nothing has moved.
    """
    plain = formula.replace("[.", "").translate(_SPELLING).replace(":!", ":")
    return plain.replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
