"""What kind of question a row is: its type in all the ways in which forms spell it."""

from __future__ import annotations

import re
from typing import Any

_SPELT = (
    (r"(?:add )?select[ _]?(?:one|1)(?: prompt using)?(?: from)?\b(?!_)", "select_one"),
    (r"(?:add )?select[ _]?(?:multiple|all that apply)(?: from)?\b(?!_)", "select_multiple"),
    (r"(begin|end)[ _](group|repeat)\b", r"\1_\2"),
)


def words_of(type_: str) -> list[str]:
    """The words of a type, the first as the standard spells it: `select one from x` is select_one x."""
    text = type_.strip()
    for spelt, standard in _SPELT:
        text = re.sub(f"^{spelt}", standard, text, flags=re.IGNORECASE)
    text = re.sub(r"\bor (?:specify )?other$", "or_other", text)
    first, *rest = text.split() or [""]
    return [first.lower(), *rest]


def range_limits(parameters: str) -> dict[str, Any]:
    """The limits of a range question, as keys of a field, by its parameters `start=1 end=10`."""
    said = dict(re.findall(r"(start|end)\s*=\s*(-?\d+)(?![\d.])", parameters))
    return {key: int(said[name]) for name, key in (("start", "min"), ("end", "max")) if name in said}
