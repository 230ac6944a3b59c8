"""What kind of answer a place asks for: by its validation, number format, content, or words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation

_YES_NO = frozenset({"ja", "nein", "unbekannt", "weiß nicht", "yes", "no", "unknown"})
_TICKS = frozenset({"x", "✓", "✔", "☒", "☑"})
_EPOCH = date(1899, 12, 30)
LONG = 255
_WORDS = (
    (r"e-?mail", {"type": "email", "personal": True, "wave": "X"}),
    (r"telefon|\btel\b|mobil|fax|phone", {"type": "phone", "personal": True, "wave": "X"}),
    (
        r"ansprechpart|ansprechperson|vorname|nachname|name der person|contact person",
        {"type": "text", "personal": True, "wave": "X"},
    ),
    (r"gemeindeschlüssel|\bags\b", {"type": "ags"}),
    (r"\bdatum\b|seit wann|bis wann|\bdate\b", {"type": "date"}),
    (r"%|prozent|\banteil", {"type": "percent"}),
    (r"\banzahl\b|\bzahl der\b|wie viele|number of|how many", {"type": "integer", "min": 0}),
    (
        r"^(gibt|haben|hat|ist|sind|liegt|wurde|wird|besteht|do|does|is|are|has|have)\b.*\?$",
        {"type": "yes_no_unknown"},
    ),
    (r"bemerkung|anmerkung|erläuterung|beschreib|begründ|remark|comment|describe", {"type": "longtext"}),
)  # fmt: skip
"""What words of a question say of its answer; the first that fits."""


@dataclass(frozen=True)
class Kind:
    """The keys of a field, and why they were guessed so."""

    keys: dict[str, Any]
    why: str
    entries: tuple[str, ...] = ()
    """Of a choice."""
    lost: tuple[str, ...] = field(default=())
    """What the place says that no key can."""


def kind_of(
    label: str,
    validation: DataValidation | None,
    entries: tuple[str, ...],
    formats: Iterable[str],
    samples: Iterable[object],
) -> Kind:
    """The kind of a question with this label; `formats` and `samples` are those of its places."""
    kind = _by_validation(validation, entries) if validation is not None else None
    worded = _by_words(label)
    if kind is None:
        shown = _by_format(set(formats))
        stands = _by_samples([sample for sample in samples if sample is not None])
        kind = shown if shown and shown.keys["type"] == "percent" else stands or worded or shown
    kind = kind or Kind({"type": "text"}, "nothing says what it is")
    if worded and worded.keys.get("personal") and kind.keys["type"] in ("text", "longtext"):
        kind = Kind(worded.keys, worded.why, lost=kind.lost)
    return kind


def _by_validation(rule: DataValidation, entries: tuple[str, ...]) -> Kind | None:
    if rule.type == "list":
        return of_entries(entries) if entries else _unclear(rule, "a list that cannot be found")
    limits = _limits(rule)
    if rule.type in ("whole", "decimal"):
        if limits is None:
            return _unclear(rule, "limits", {"type": "integer" if rule.type == "whole" else "decimal"})
        number = int if rule.type == "whole" else float
        keys = {key: number(value) for key, value in limits.items()}
        return Kind({"type": "integer" if rule.type == "whole" else "decimal", **keys}, "by its validation")
    if rule.type == "date":
        if limits is None:
            return _unclear(rule, "limits", {"type": "date"})
        days = {key: _EPOCH + timedelta(days=int(value)) for key, value in limits.items()}
        return Kind({"type": "date", **days}, "by its validation")
    if rule.type == "textLength":
        longest = int((limits or {}).get("max", LONG))
        return Kind(
            {"type": "longtext" if longest > LONG else "text", "max_length": longest}, "by its validation"
        )
    return _unclear(rule, "a rule of its own") if rule.type == "custom" else None


def _unclear(rule: DataValidation, what: str, keys: dict[str, Any] | None = None) -> Kind:
    formula = " … ".join(str(bound) for bound in (rule.formula1, rule.formula2) if bound)
    return Kind(
        keys or {"type": "text"}, f"its validation holds {what}", lost=(f"validation {rule.type}: {formula}",)
    )


def _limits(rule: DataValidation) -> dict[str, float] | None:
    """Least and greatest value; None where they are calculated, or cannot be said so."""
    try:
        first = float(str(rule.formula1)) if rule.formula1 else None
        second = float(str(rule.formula2)) if rule.formula2 else None
    except ValueError:
        return None
    step = 1 if rule.type in ("whole", "date", "textLength") else 0
    if first is None:
        return {}
    if rule.operator in (None, "between") and second is not None:
        return {"min": first, "max": second}
    if rule.operator == "greaterThanOrEqual" or (rule.operator == "greaterThan" and step):
        return {"min": first + (step if rule.operator == "greaterThan" else 0)}
    if rule.operator == "lessThanOrEqual" or (rule.operator == "lessThan" and step):
        return {"max": first - (step if rule.operator == "lessThan" else 0)}
    return None


def of_entries(entries: tuple[str, ...]) -> Kind:
    """The kind of an answer that is one of these entries."""
    folded = {entry.casefold() for entry in entries}
    if {"ja", "nein"} <= folded <= _YES_NO or {"yes", "no"} <= folded <= _YES_NO:
        return Kind({"type": "yes_no_unknown"}, "its list has yes and no")
    if folded <= _TICKS:
        return Kind({"type": "tick"}, "its list has a mark alone")
    return Kind({"type": "choice"}, "by its list", entries)


def _by_words(label: str) -> Kind | None:
    for pattern, keys in _WORDS:
        if re.search(pattern, label, re.IGNORECASE):
            return Kind(dict(keys), "by its words")
    return None


def _by_samples(samples: list[object]) -> Kind | None:
    if not samples:
        return None
    if all(isinstance(sample, str) and sample.strip().casefold() in _TICKS for sample in samples):
        return Kind({"type": "tick"}, "marks stand there")
    if all(isinstance(sample, datetime | date) for sample in samples):
        return Kind({"type": "date"}, "dates stand there")
    if all(isinstance(sample, int) and not isinstance(sample, bool) for sample in samples):
        return Kind({"type": "integer"}, "whole numbers stand there")
    if all(isinstance(sample, int | float) and not isinstance(sample, bool) for sample in samples):
        return Kind({"type": "decimal"}, "numbers stand there")
    return None


def _by_format(formats: set[str]) -> Kind | None:
    if len(formats) != 1:
        return None
    from openpyxl.styles.numbers import is_date_format

    (code,) = formats
    if code in ("General", "@"):
        return None
    if is_date_format(code):
        return Kind({"type": "date"}, f"its cells show {code}")
    if "%" in code:
        return Kind({"type": "percent"}, f"its cells show {code}")
    if re.fullmatch(r"#?,?#*0", code):
        return Kind({"type": "integer"}, f"its cells show {code}")
    return Kind({"type": "decimal"}, f"its cells show {code}") if re.search(r"0[.,]0", code) else None
