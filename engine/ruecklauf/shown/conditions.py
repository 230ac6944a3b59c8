"""Whether a conditional format takes hold of a cell, as far as that can be told from the cell alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruecklauf.cells import CellKind, Raw
from ruecklauf.shown.expressions import CellAt, UnknownError, nowhere, worked_out

SIGN = "▲ "
"""What our forms show before a wrong content, by a number format of a condition."""
_MARKS = "▲△▼▽◆◇●■►▶⚠❗ "
_PLAIN = frozenset({"General", "Standard", "@", "0", "0.##%", "dd.mm.yyyy"})
"""Number formats that say no more than what is there, and those of our percentages."""

NUMBERS = (CellKind.NUMBER, CellKind.DATE)
is_number = re.compile(r"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?").fullmatch
_ASIDE = re.compile(r'["\\]|\[[^\]\[]*+\]')
_WILD = re.compile(r"[?*~]")
_SAME = ("equal", "notEqual")

Constant = float | str


@dataclass(frozen=True, slots=True)
class Condition:
    """When a conditional format takes hold, in the words of Excel (ECMA-376 part 1, 18.18.12, 18.18.15)."""

    kind: str = "expression"
    """`always` besides those of Excel: for whatever is a number, as icons and bars are."""
    operator: str = ""
    formulas: tuple[str, ...] = ()
    text: str = ""

    def holds(self, raw: Raw, cell: CellAt = nowhere) -> bool | None:
        """Whether it does for a cell with this content; None where that is not known.

        `cell` gives the cells that its formulas refer to.
        """
        match self.kind:
            case "always":
                return raw.kind in NUMBERS
            case "cellIs":
                return self._compares(raw, cell)
            case "containsText" | "notContainsText" | "beginsWith" | "endsWith":
                return self._finds(raw)
            case "containsErrors" | "notContainsErrors":
                return (raw.kind is CellKind.ERROR) is (self.kind == "containsErrors")
            case "containsBlanks" | "notContainsBlanks":
                return None if raw.is_blank or not raw.text else self.kind == "notContainsBlanks"
            case "expression" if len(self.formulas) == 1:
                value = _worked_out(self.formulas[0], cell)
                return bool(value) if isinstance(value, float) else None
        return None

    def _compares(self, raw: Raw, cell: CellAt) -> bool | None:
        content, bounds = _content(raw), [_worked_out(formula, cell) for formula in self.formulas]
        if content is None or not bounds or any(bound is None for bound in bounds):
            return None
        known = [bound for bound in bounds if bound is not None]
        if self.operator in _SAME and len(known) == 1:
            return (content == known[0]) is (self.operator == "equal")
        if not isinstance(content, float):
            return None
        numbers = [bound for bound in known if isinstance(bound, float)]
        return _in_order(self.operator, content, numbers) if len(numbers) == len(known) else None

    def _finds(self, raw: Raw) -> bool | None:
        if not self.text or _WILD.search(self.text):
            return None
        sought, content = self.text.casefold(), _content(raw)
        if isinstance(content, float):
            content = str(int(content)) if content.is_integer() and abs(content) < 1e11 else None
        match content and self.kind:
            case "containsText":
                return sought in str(content)
            case "notContainsText":
                return sought not in str(content)
            case "beginsWith":
                return str(content).startswith(sought)
            case "endsWith":
                return str(content).endswith(sought)
        return None


def foreign_format(code: str) -> str | None:
    """A number format that a condition gives; None if it puts a mere mark before, as our forms' own does."""
    parts = _ASIDE.sub("", code).split(";")
    return None if all(part[:1] in _MARKS and part.strip(_MARKS + "-") in _PLAIN for part in parts) else code


def _in_order(operator: str, content: float, bounds: list[float]) -> bool | None:
    first, last = min(bounds), max(bounds)
    match operator, len(bounds):
        case "lessThan", 1:
            return content < first
        case "lessThanOrEqual", 1:
            return content <= first
        case "greaterThan", 1:
            return content > first
        case "greaterThanOrEqual", 1:
            return content >= first
        case "between", 2:
            return first <= content <= last
        case "notBetween", 2:
            return not first <= content <= last
    return None


def _content(raw: Raw) -> Constant | None:
    """What a cell holds as it is compared: texts without regard to capitals; None for what is neither."""
    if raw.kind is CellKind.TEXT:
        return raw.text.casefold()
    if raw.kind not in NUMBERS or not is_number(raw.text):
        return None
    return float(raw.text)


def _worked_out(formula: str, cell: CellAt) -> Constant | None:
    """The number or text that a formula without `=` gives, truths as numbers; None if that is not known."""
    try:
        value = worked_out(formula, cell)
    except UnknownError:
        return None
    return float(value) if isinstance(value, bool) else value if isinstance(value, float | str) else None
