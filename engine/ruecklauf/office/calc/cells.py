"""From the attributes and the shown text of an OpenDocument cell to its content."""

from __future__ import annotations

import math
import re
from datetime import date, datetime

from ruecklauf.cells import CellKind, Raw
from ruecklauf.invisibles import shows_nothing
from ruecklauf.office.opendocument.names import GNUMERIC, LIBREOFFICE_CELLS, OFFICE, TABLE, formula_text
from ruecklauf.office.opendocument.number_styles import DATE, GENERAL, PERCENT, TIME
from ruecklauf.shown.apparent import with_words
from ruecklauf.shown.number_formats import fills_cells, is_general, moment_of, shows_date

DATE_AND_TIME = f"{DATE} hh:mm:ss"

_ERRORS = {
    **{text: text for text in ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")},
    "#NV": "#N/A",
    "#BEZUG!": "#REF!",
    "#ZAHL!": "#NUM!",
    "#WERT!": "#VALUE!",
}
"""As Excel names them; LibreOffice shows them in the reader's language."""

_CONSTANTS = {"TRUE()": "1", "FALSE()": "0"}
"""LibreOffice knows no boolean values: it stores those of other programs as these formulas."""

# Put together once: a name that is made anew for each look-up costs more than the look-up.
_FORMULA = f"{TABLE} formula"
_VALUE_TYPE, _VALUE, _STRING = f"{OFFICE} value-type", f"{OFFICE} value", f"{OFFICE} string-value"
_ERROR_OF_GNUMERIC, _TYPE_OF_LIBREOFFICE = f"{GNUMERIC} error-value", f"{LIBREOFFICE_CELLS} value-type"

_is_office_error = re.compile(r"Err:[0-9]{3}").fullmatch
_is_number = re.compile(r"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?").fullmatch
_duration = re.compile(
    r"(-?)P(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,8})H)?(?:([0-9]{1,8})M)?(?:([0-9]{1,8}(?:[.,][0-9]+)?)S)?)?"
).fullmatch
_DAY_ZERO = date(1899, 12, 30).toordinal()
_DAY_ZERO_1904 = date(1904, 1, 1).toordinal()
_MARCH_1900 = date(1900, 3, 1).toordinal()


def cell_content(
    attributes: dict[str, str], shown: str, *, style_format: str, date1904: bool, has_signs: bool = False
) -> Raw:
    """The content of a cell. A value that cannot be is kept as the text that is shown.

    With `has_signs` what is shown looks like no letters of the content, which then does not count.
    """
    if has_signs:
        attributes = {**attributes, _STRING: ""}
    written = attributes.get(_FORMULA)
    formula = None if written is None else formula_text(written)
    error = _error(attributes, shown, formula)
    if error:
        return Raw(CellKind.ERROR, error, formula=None if formula in (shown, error) else formula)
    if formula in _CONSTANTS and not has_signs:
        return Raw(CellKind.BOOL, _CONSTANTS[formula])
    value_type = attributes.get(_VALUE_TYPE, "")
    match value_type:
        case "float" | "currency" | "percentage":
            number_format = _number_format(value_type, attributes, style_format)
            raw = _number(attributes.get(_VALUE, ""), number_format, date1904=date1904)
        case "date":
            raw = _date(attributes.get(f"{OFFICE} date-value", ""), style_format, date1904=date1904)
        case "time":
            raw = _time(attributes.get(f"{OFFICE} time-value", ""), style_format, date1904=date1904)
        case "boolean" if not has_signs:
            raw = _boolean(attributes.get(f"{OFFICE} boolean-value", ""))
        case _:
            raw = None
    kind, text, code, moment = raw or _text(attributes, shown, style_format, value_type)
    seen = shown if has_signs and kind is not CellKind.TEXT else _displayed(shown, kind, text, style_format)
    cell = Raw(kind, text, code, moment, formula, seen)
    return with_words(cell) if kind is CellKind.TEXT and cell.is_blank else cell


_AS_IT_IS = re.compile("[-+\u2212]?(0|[1-9][0-9]*)?([.,][0-9]*)?(E[-+]?[0-9]+)?")
TypedText = tuple[CellKind, str, str, datetime | None]
"""Kind, text, number format and moment, as in Raw."""


def _error(attributes: dict[str, str], shown: str, formula: str | None) -> str | None:
    """The error a cell shows; as text or zero with a formula in files of older programs."""
    said = attributes.get(_ERROR_OF_GNUMERIC)
    if said:
        return said
    if attributes.get(_TYPE_OF_LIBREOFFICE) == "error":
        return _ERRORS.get(shown, shown) or "#N/A"
    if formula is None or not (shown in _ERRORS or _is_office_error(shown)):
        return None
    return None if attributes.get(_STRING) not in (None, "", shown) else _ERRORS.get(shown, shown)


def _displayed(shown: str, kind: CellKind, text: str, style_format: str) -> str | None:
    """What the file says is shown, where a format makes that differ from the content itself.

    Without a format a number is shown as one, rounded at most. What else is shown of it had a format that
    the program which wrote the file has lost.
    """
    if kind is CellKind.BOOL or shown == text or not shown.strip():
        return None
    if is_general(style_format) and (kind is not CellKind.NUMBER or _AS_IT_IS.fullmatch(shown.strip())):
        return None
    if kind is not CellKind.TEXT and fills_cells(style_format):
        return None  # the file does not say with what
    return shown


def _number_format(value_type: str, attributes: dict[str, str], style_format: str) -> str:
    if style_format != GENERAL:
        return style_format
    if value_type == "percentage":
        return PERCENT
    if value_type == "currency":
        return f'#,##0.00 "{attributes.get(f"{OFFICE} currency", "")}"'
    return style_format


def _number(literal: str, number_format: str, *, date1904: bool) -> TypedText | None:
    literal = literal.strip()
    if not _is_number(literal):
        return None
    if sum(map(str.isdigit, literal)) > 17 and math.isfinite(float(literal)):
        # gnumeric writes more digits than a double has.
        literal = _shortest(float(literal))
    if shows_date(number_format):
        return CellKind.DATE, literal, number_format, moment_of(float(literal), date1904=date1904)
    return CellKind.NUMBER, literal, number_format, None


def _date(literal: str, style_format: str, *, date1904: bool) -> TypedText | None:
    try:
        moment = datetime.fromisoformat(literal.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    serial = _serial(moment, date1904=date1904)
    if serial is not None and 0 <= serial < 1 and not date1904:
        return CellKind.DATE, _shortest(serial), _date_format(style_format, TIME), moment_of(serial)
    text = literal.strip() if serial is None else _shortest(serial)
    usual = DATE_AND_TIME if "T" in literal else DATE
    return CellKind.DATE, text, _date_format(style_format, usual), moment


def _date_format(style_format: str, usual: str) -> str:
    return style_format if style_format != GENERAL else usual


def _serial(moment: datetime, *, date1904: bool) -> float | None:
    """The number that Excel stores for a moment; None where its calendar has none."""
    day = moment.toordinal()
    days = day - (_DAY_ZERO_1904 if date1904 else _DAY_ZERO)
    if not date1904 and days > 0 and day < _MARCH_1900:
        # Excel counts a 29 February 1900; see `moment_of`.
        days -= 1
        if not days:
            return None
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return days + (moment - midnight).total_seconds() / 86_400 if days >= 0 else None


def _time(literal: str, style_format: str, *, date1904: bool) -> TypedText | None:
    match = _duration(literal.strip())
    if match is None:
        return None
    days, hours, minutes = (int(part or 0) for part in match.group(2, 3, 4))
    seconds = float((match[5] or "0").replace(",", "."))
    serial = days + (hours * 3_600 + minutes * 60 + seconds) / 86_400
    serial = -serial if match[1] else serial
    moment = moment_of(serial, date1904=date1904)
    return CellKind.DATE, _shortest(serial), _date_format(style_format, TIME), moment


def _boolean(literal: str) -> TypedText | None:
    text = {"true": "1", "false": "0"}.get(literal.strip().lower())
    return None if text is None else (CellKind.BOOL, text, "General", None)


def _text(attributes: dict[str, str], shown: str, style_format: str, value_type: str) -> TypedText:
    """The text of a cell: its own if it differs by more than spaces from the one shown."""
    said = attributes.get(_STRING, "")
    text = said if said.split() and said.split() != shown.split() else shown
    kind = CellKind.TEXT if text or value_type == "string" else CellKind.BLANK
    if not text and _FORMULA not in attributes:
        kind = CellKind.BLANK
    # Of blanks only what the format adds to them is seen, and that is in the text already.
    has_words = bool(said) and not said.split() and not shows_nothing(shown)
    return kind, text, "@" if has_words else style_format, None


def _shortest(number: float) -> str:
    return repr(number).removesuffix(".0")
