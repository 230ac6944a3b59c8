"""Defaults of questions: what an XLSForm fills in before anybody answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_TICKED = ("ok", "true", "true()", "yes")


def default_of(field: Mapping[str, Any], text: str, codes: Mapping[str, str]) -> str | None:
    """The default as a declaration writes it; None for a calculated one, or one the field does not take.

    `codes`: what choices are called here, by their names in the form.
    """
    plain = text.strip()
    if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "'\"":
        plain = plain[1:-1]
    match field["type"]:
        case "choice":
            return codes.get(plain)
        case "multichoice":
            named = [codes.get(name) for name in plain.split()]
            return "|".join(code for code in named if code) if all(named) else None
        case "tick":
            return "true" if plain.lower() in _TICKED else None
        case "integer" | "decimal":
            whole = field["type"] == "integer"
            return plain if re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", plain) else None
        case "date":
            return plain if re.fullmatch(r"\d{4}-\d\d-\d\d", plain) else None
    return None if re.search(r"\$\{|\(\)|\.\./|^\w+\(.*\)$", plain) else plain


def written_default(kind: str, default: str) -> str:
    """A declaration's default as an XLSForm writes it."""
    if kind == "tick":
        return "OK" if default == "true" else ""
    return default.replace("|", " ") if kind == "multichoice" else default
