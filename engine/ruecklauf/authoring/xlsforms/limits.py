"""Limits of a question: the part of an XLSForm's constraint that a field can declare itself."""

from __future__ import annotations

import re
from typing import Any

_LIMIT = re.compile(
    r"(?:\.\s*(?P<sign>>=|<=)\s*(?:date\('(?P<day>\d{4}-\d\d-\d\d)'\)|(?P<number>-?\d+(?:\.\d+)?))"
    r"|string-length\(\.\)\s*<=\s*(?P<length>\d+))\s*(?:and\s+|$)"
)


LIMITED = {
    **dict.fromkeys(("integer", "decimal", "date"), frozenset({"min", "max"})),
    **dict.fromkeys(("text", "longtext"), frozenset({"max_length"})),
}
"""The limits that fields of a type may declare."""


def limits_of(constraint: str) -> tuple[dict[str, Any], str]:
    """The limits with which a constraint begins, as keys of a field, and what else it says."""
    limits: dict[str, Any] = {}
    while found := _LIMIT.match(constraint):
        if found["length"]:
            limits["max_length"] = int(found["length"])
        else:
            number = found["number"] or ""
            value = found["day"] or (float(number) if "." in number else int(number))
            limits["min" if found["sign"] == ">=" else "max"] = value
        constraint = constraint[found.end() :]
    return limits, constraint.strip()
