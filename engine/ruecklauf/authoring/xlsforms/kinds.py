"""What kind of question a row is: its type in all the ways in which forms spell it."""

from __future__ import annotations

import re
from collections.abc import Callable
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


def is_yes(text: str) -> bool:
    """Whether a cell says yes, in the ways in which forms do."""
    return text.strip().lower() in ("yes", "true", "true()")


def is_no(text: str) -> bool:
    return text.strip().lower() in ("no", "false", "false()")


def count_of(text: str, otherwise: int) -> tuple[int, tuple[str, ...]]:
    """How many rows a repeat has, and what of its count is no number that a table can have."""
    if re.fullmatch("[0-9]+", text) and 1 <= int(text) <= 899:
        return int(text), ()
    return otherwise, (f"repeat_count: {text}; the table has {otherwise} rows",) if text else ()


_RANGE = {"start": "1", "end": "10", "step": "1"}
"""What a range says of itself where its parameters do not."""


def range_of(parameters: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A range question by parameters `start=1 end=10 step=1` as keys of a field, and what else they say."""
    said = dict(re.findall(r"(\w+)\s*=\s*([^\s,;]+)", parameters))
    known = {**_RANGE, **{name.lower(): text for name, text in said.items() if name.lower() in _RANGE}}
    lost = [f"{name}={text}" for name, text in said.items() if name.lower() not in _RANGE]
    if not all(re.fullmatch(r"-?\d+(\.\d+)?", text) for text in known.values()):
        return {"type": "decimal"}, (parameters,)
    is_whole = not any("." in text.rstrip("0").rstrip(".") for text in known.values() if "." in text)
    number: Callable[[str], int | float] = (lambda text: int(float(text))) if is_whole else float
    low, high = sorted((number(known["start"]), number(known["end"])))
    if float(known["step"]) != 1:
        lost.append(f"step={known['step']}; every number within is taken")
    return {"type": "integer" if is_whole else "decimal", "min": low, "max": high}, tuple(lost)


_REFERS = re.compile(r"\$\{[^}]*\}")


def lost_of(head: str, text: str, type_: str) -> str:
    """What a cell says that no declaration does, by the head of its column; empty where it is taken whole."""
    kind = words_of(type_)[0]
    if head in ("read_only", "readonly") and not is_no(text):
        when = "" if is_yes(text) else f" where {text}"
        return f"read_only{when}; people can change what stands there"
    if head in ("label", "hint") and _REFERS.search(text):
        return f"the answer within the {head}, which stands there as it is: {text}"
    if head == "calculation" and kind != "calculate":
        return f"the calculation of the answer: {text}; people enter it"
    if head == "parameters" and kind != "range":
        return f"parameters: {text}"
    if head == "appearance" and text != "multiline":
        return f"appearance: {text}"
    return ""
