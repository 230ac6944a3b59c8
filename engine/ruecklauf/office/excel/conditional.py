"""Conditional formats of Excel: their looks (`dxf`) in the styles, their rules in the sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from ruecklauf.office.conditional import ConditionalFormat, Look
from ruecklauf.office.excel.colours import colour_of
from ruecklauf.office.hardened_xml import EndHandler, Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import EXCEL_2010, EXCEL_FORMULAS, MAIN, area, is_true, roots, unescape
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Area
from ruecklauf.shown.conditions import Condition, foreign_format

_PATTERNED = "pattern"
_OF_RULES = ("type", "operator", "text", "dxfId")
_SOLID = (None, "solid")
_IN_PLACE_OF_NUMBERS = ("dataBar", "iconSet")
_NOT_CHOSEN = "00000000"
"""A colour that programs write where nobody chose one: it is wholly transparent."""


def read_looks(data: bytes, part: str) -> tuple[Look, ...]:
    """The looks that rules refer to (`dxfs`), in their order; of a damaged part those before the damage."""
    reader = DifferentialReader()
    starts = {**reader.handlers(), "dxf": reader.begin}
    ends: dict[str, EndHandler] = {"dxf": reader.end}
    handlers = Handlers(qualify(MAIN, starts), qualify(MAIN, ends), roots=roots("styleSheet"))
    with suppress(Refusal):
        parse_xml(data, handlers, part=part)
    return tuple(reader.looks)


class DifferentialReader:
    """Gathers looks; of what stands outside of a `dxf` element nothing."""

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self._open = False
        self._part = ""
        """The one of a look that is open: font, fill or border, which all have colours."""
        self._clear()

    def _clear(self) -> None:
        self._code: str | None = None
        self._struck = False
        self._letters = self._ground = ""
        self._is_solid = True

    def handlers(self) -> dict[str, StartHandler]:
        """Handlers by local name for what stands in a look; its own are `begin` and `end`."""
        return {
            **{part: self._entering(part) for part in ("font", "fill", "border")},
            "numFmt": self._note_number_format,
            "strike": self._note_strike,
            "color": self._note_letters,
            "patternFill": self._note_pattern,
            "bgColor": self._note_ground,
        }

    def begin(self, _attributes: dict[str, str]) -> None:
        self._clear()
        self._open = True

    def end(self) -> None:
        self._open = False
        ground = self._ground if self._is_solid else _PATTERNED
        self.looks.append(Look(self._code, self._struck, self._letters, ground))

    def _entering(self, part: str) -> StartHandler:
        def enter(_attributes: dict[str, str]) -> None:
            self._part = part

        return enter

    def _note_number_format(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._code = foreign_format(attributes.get("formatCode", "General"))

    def _note_strike(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._struck = is_true(attributes.get("val", "1"))

    def _note_letters(self, attributes: dict[str, str]) -> None:
        if self._open and self._part == "font":
            self._letters = colour_of(attributes)

    def _note_pattern(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._is_solid = attributes.get("patternType") in _SOLID

    def _note_ground(self, attributes: dict[str, str]) -> None:
        if self._open and self._part == "fill" and attributes.get("rgb") != _NOT_CHOSEN:
            self._ground = colour_of(attributes)


@dataclass(slots=True)
class _Rule:
    kind: str
    operator: str
    text: str
    look: str
    """The number of its look."""
    own_look: Look | None = None
    hides: bool = False
    formulas: list[str] = field(default_factory=list)
    ranges: str = ""


class ConditionReader:
    """Gathers the rules of a sheet while the parser walks over it; those of Excel 2010 bring their looks."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._rules: list[_Rule] = []
        self._ranges = ""
        self._in_rule = False
        self._without_ranges = 0
        """Rules before this one have their ranges; those of Excel 2010 have them at their end."""
        self._differentials = DifferentialReader()

    def handlers(self) -> tuple[dict[str, StartHandler], dict[str, EndHandler]]:
        """Handlers by full name; those of looks collide with the ones for texts with formats."""
        starts: dict[str, StartHandler] = {
            "conditionalFormatting": self._note_ranges,
            "cfRule": self._start_rule,
            "formula": self._begin_text,
            **dict.fromkeys(_IN_PLACE_OF_NUMBERS, self._note_value),
        }
        newer: dict[str, StartHandler] = {
            "conditionalFormatting": self._note_ranges,
            "cfRule": self._start_rule,
            "dxf": self._differentials.begin,
            **dict.fromkeys(_IN_PLACE_OF_NUMBERS, self._note_value),
        }
        looks = self._differentials.handlers()
        return (
            {
                **qualify(MAIN, {**starts, **looks}),
                **qualify(EXCEL_2010, newer),
                **qualify(EXCEL_FORMULAS, {"f": self._begin_text}),
            },
            {
                **qualify(MAIN, {"formula": self._end_formula, "cfRule": self._end_rule}),
                **qualify(EXCEL_2010, {"dxf": self._end_look, "cfRule": self._end_rule}),
                **qualify(EXCEL_FORMULAS, {"f": self._end_formula}),
            },
        )

    def end_ranges(self) -> None:
        """Give the rules of Excel 2010 the ranges that have just been read."""
        for rule in self._rules[self._without_ranges :]:
            rule.ranges = "".join(self._texts)
        self._without_ranges = len(self._rules)

    def formats(self, looks: Sequence[Look], matters: Callable[[Look], bool]) -> Iterator[ConditionalFormat]:
        """What the rules do, of those whose look matters."""
        for rule in self._rules:
            look = rule.own_look or _numbered(looks, rule.look)
            if rule.hides:
                look, condition = Look(hides=True), Condition("always")
            else:
                condition = Condition(rule.kind, rule.operator, tuple(rule.formulas), rule.text)
            if look is not None and matters(look):
                yield ConditionalFormat(tuple(_areas(rule.ranges)), condition, look)

    def _note_ranges(self, attributes: dict[str, str]) -> None:
        self._ranges = attributes.get("sqref", "")

    def _start_rule(self, attributes: dict[str, str]) -> None:
        kind, operator, text, look = (attributes.get(key, "") for key in _OF_RULES)
        self._rules.append(_Rule(kind, operator, text, look, ranges=self._ranges))
        if self._ranges:
            self._without_ranges = len(self._rules)
        self._in_rule = True

    def _end_rule(self) -> None:
        self._in_rule = False

    def _begin_text(self, _attributes: dict[str, str]) -> None:
        self._texts.clear()

    def _end_formula(self) -> None:
        if self._in_rule:
            self._rules[-1].formulas.append(unescape("".join(self._texts)))

    def _note_value(self, attributes: dict[str, str]) -> None:
        if self._in_rule:
            self._rules[-1].hides = not is_true(attributes.get("showValue", "1"))

    def _end_look(self) -> None:
        self._differentials.end()
        look = self._differentials.looks.pop()
        if self._in_rule:
            self._rules[-1].own_look = look


def _numbered(looks: Sequence[Look], number: str) -> Look | None:
    known = number.isascii() and number.isdigit() and len(number) < 10 and int(number) < len(looks)
    return looks[int(number)] if known else None


def _areas(ranges: str) -> Iterator[Area]:
    """What is no range is left out: Excel would not open the file."""
    for reference in ranges.split():
        with suppress(ValueError):
            yield area(reference)
