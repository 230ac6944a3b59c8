"""Conditional formats of OpenDocument spreadsheets: LibreOffice's beside the cells, and those of styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from ruecklauf.office.conditional import ConditionalFormat, Look, Place, as_conditioned
from ruecklauf.office.hardened_xml import Ends, Starts, qualify
from ruecklauf.office.ooxml.names import area
from ruecklauf.office.opendocument.names import LIBREOFFICE_CELLS
from ruecklauf.office.opendocument.styles import Styles
from ruecklauf.office.workbook import Area, Sheet
from ruecklauf.shown.conditions import Condition

_RANGE, _STYLE, _VALUE = (
    f"{LIBREOFFICE_CELLS} {name}" for name in ("target-range-address", "apply-style-name", "value")
)
_BASE = f"{LIBREOFFICE_CELLS} base-cell-address"
_SHOWS = f"{LIBREOFFICE_CELLS} show-value"
_CORNER = re.compile(r"\.(\$?[A-Za-z]{1,3}\$?[0-9]{1,7})(?=:|$)")
_COMPARED = re.compile(r"(<=|>=|!=|<>|<|>|=)(.*)", re.DOTALL)
_CALLED = re.compile(r"([a-z-]+)\((.*)\)", re.DOTALL)
_OPERATORS = {
    "<": "lessThan",
    "<=": "lessThanOrEqual",
    ">": "greaterThan",
    ">=": "greaterThanOrEqual",
    "=": "equal",
    "!=": "notEqual",
    "<>": "notEqual",
}
_BETWEEN = {
    "between": "between",
    "not-between": "notBetween",
    "cell-content-is-between": "between",
    "cell-content-is-not-between": "notBetween",
}
_TEXTS = {
    "contains-text": "containsText",
    "not-contains-text": "notContainsText",
    "begins-with": "beginsWith",
    "ends-with": "endsWith",
}
_ERRORS = {"is-error": "containsErrors", "is-no-error": "notContainsErrors"}
_FORMULAS = ("formula-is", "is-true-formula")


class ConditionReader:
    """Gathers the conditional formats of the table that is open."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._areas: tuple[Area, ...] = ()
        self._found: list[ConditionalFormat] = []

    def handlers(self) -> tuple[Starts, Ends]:
        starts: Starts = {
            "conditional-format": self._start_format,
            "condition": self._note_condition,
            "data-bar": self._note_value,
            "icon-set": self._note_value,
            # LibreOffice says it of the first entry
            "formatting-entry": self._note_value,
        }
        return qualify((LIBREOFFICE_CELLS,), starts), {}

    def take(self) -> tuple[ConditionalFormat, ...]:
        """Those of the table that ends."""
        found, self._found = tuple(self._found), []
        return found

    def _start_format(self, attributes: dict[str, str]) -> None:
        self._areas = tuple(_areas(attributes.get(_RANGE, "")))

    def _note_condition(self, attributes: dict[str, str]) -> None:
        look = self._styles.look(attributes.get(_STYLE, ""))
        condition, base = condition_of(attributes.get(_VALUE, "")), _base(attributes.get(_BASE, ""))
        self._found.append(ConditionalFormat(self._areas, condition, look, base))

    def _note_value(self, attributes: dict[str, str]) -> None:
        if attributes.get(_SHOWS) == "false":
            self._found.append(ConditionalFormat(self._areas, Condition("always"), Look(hides=True)))


def conditioned(
    sheet: Sheet,
    names: Mapping[Place, str | None],
    formats: tuple[ConditionalFormat, ...],
    styles: Styles,
) -> Sheet:
    """The sheet as its conditional formats let it be seen; `names` are those of its cells' styles."""
    letters, grounds = styles.colours
    telling = [each for each in (*formats, *_of_styles(names, styles)) if each.look.tells(letters, grounds)]
    return as_conditioned(sheet, telling, lambda place: styles.cell_colours(names.get(place)))


def _of_styles(names: Mapping[Place, str | None], styles: Styles) -> Iterator[ConditionalFormat]:
    """The formats that cells have by conditions in their own styles."""
    with_maps = {name for name in set(names.values()) if styles.maps(name)}
    places: dict[str | None, list[Area]] = {name: [] for name in with_maps}
    for place, name in names.items() if with_maps else ():
        if name in places:
            places[name].append((*place, *place))
    for name, areas in places.items():
        for condition, then, base in styles.maps(name):
            yield ConditionalFormat(tuple(areas), condition_of(condition), styles.look(then), _base(base))


def condition_of(text: str) -> Condition:
    """What `>5`, `between(1,2)` and `cell-content()="ja"` say in the words of Excel."""
    said = text.strip().removeprefix("of:").removeprefix("cell-content()").strip()
    if compared := _COMPARED.fullmatch(said):
        return Condition("cellIs", _OPERATORS[compared[1]], (compared[2],))
    name, inside = called.groups() if (called := _CALLED.fullmatch(said)) else (said, "")
    if name in _BETWEEN:
        return Condition("cellIs", _BETWEEN[name], tuple(re.split("[,;]", inside)))
    if name in _TEXTS:
        quoted = len(inside) > 1 and inside[0] == inside[-1] == '"'
        return Condition(_TEXTS[name], text=inside[1:-1].replace('""', '"') if quoted else "")
    if name in _ERRORS:
        return Condition(_ERRORS[name])
    return Condition("expression", formulas=(inside,)) if name in _FORMULAS else Condition(name)


def _areas(ranges: str) -> Iterator[Area]:
    """`Blatt.A1:Blatt.B2 'ein Blatt'.C1`: all are on the same sheet."""
    for reference in re.findall(r"(?:'(?:[^']|'')*'|[^\s'])+", ranges):
        corners = _CORNER.findall(reference)
        with suppress(ValueError):
            yield area(":".join(corners[:2]).replace("$", ""))


def _base(address: str) -> Place | None:
    """The cell that formulas are written for; None if nothing is said of it."""
    corner = _CORNER.search(address)
    with suppress(ValueError):
        return area(corner[1].replace("$", ""))[:2] if corner else None
    return None
