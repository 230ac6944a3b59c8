"""The same file read by openpyxl too: every disagreement over an answer is told.

Asked for by `import --verify`; openpyxl is needed for that only, and imported here only.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from ruecklauf.cells import CellKind, Raw, parse_a1
from ruecklauf.errors import RuecklaufError
from ruecklauf.findings import Place, Subject, remark, shorten
from ruecklauf.intake.submission import Noted, RawAnswer, Submission
from ruecklauf.office.ooxml.names import unescape
from ruecklauf.office.workbook import Workbook
from ruecklauf.texts import Texts

MOST_MERGED = 1_000_000
"""Cells in merged areas beyond which openpyxl, which makes every one of them, is not started."""

_MILLISECOND = 1 / 86_400_000
_NO_DATE = date(1899, 12, 31)
_DATES = (date, time, timedelta)


class SecondReaderMissingError(RuecklaufError):
    """openpyxl is not installed."""


def disagreements(
    data: bytes, submission: Submission, *, workbook: Workbook, texts: Texts
) -> tuple[Noted, ...]:
    """What openpyxl reads differently in the cells of the submission's answers.

    `data` is the .xlsx or .xlsm file that `workbook` was read from. Where openpyxl cannot read it, that is
    noted too. Raises SecondReaderMissingError only.
    """
    _require_openpyxl()
    if _merged_cells(workbook) > MOST_MERGED:
        return (_failed("zu viele verbundene Zellen"),)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tuple(_compared(_Second(data), submission, workbook, texts))
    except Exception as fault:
        # openpyxl fails with whatever its parsers raise. Its message may quote a cell and is not told.
        return (_failed(f"Fehler {type(fault).__name__}"),)


def _require_openpyxl() -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError as error:
        raise SecondReaderMissingError(
            "the second reader, openpyxl, is not installed",
            remedy='Install it with: pip install "ruecklauf[verify]"',
        ) from error


def _merged_cells(workbook: Workbook) -> int:
    areas = [area for sheet in workbook.sheets for area in sheet.merged]
    return sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in areas)


def _failed(why: str, sheet: str = "") -> Noted:
    return Noted(remark("second_reader_failed", why=why), Place(sheet))


class _Second:
    """The workbook as openpyxl sees it: formulas, and their results where asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def formulas(self) -> Any:
        return self._load(data_only=False)

    @cached_property
    def results(self) -> Any:
        return self._load(data_only=True)

    def _load(self, *, data_only: bool) -> Any:
        from openpyxl import load_workbook

        return load_workbook(io.BytesIO(self._data), data_only=data_only)

    @property
    def date1904(self) -> bool:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        return bool(self.formulas.epoch == CALENDAR_MAC_1904)

    def cell(self, place: Place) -> _TheirCell | None:
        """What openpyxl finds at the place; None where it keeps nothing under a merged area."""
        from openpyxl.cell.cell import MergedCell
        from openpyxl.utils.datetime import to_excel

        row, column = parse_a1(place.cell)
        cell = self.formulas[place.sheet].cell(row, column)
        if isinstance(cell, MergedCell):
            return None
        is_formula = cell.data_type == "f"
        if is_formula:
            cell = self.results[place.sheet].cell(row, column)
        value = cell.value
        serial = to_excel(value, self.formulas.epoch) if isinstance(value, _DATES) else None
        return _TheirCell(value, serial, is_formula, is_error=cell.data_type == "e")


@dataclass(frozen=True, slots=True)
class _TheirCell:
    """One cell as openpyxl gives it; of a formula its result."""

    value: Any
    serial: float | None
    """The number that openpyxl made a date or time of."""
    is_formula: bool
    is_error: bool

    def shown(self) -> str:
        if self.value is None:
            return "=" if self.is_formula else ""
        return unescape(str(self.value))

    def is_text(self, text: str) -> bool:
        # An empty text is None to openpyxl. It leaves `_x000D_` as it stands, and takes the escape off an
        # escaped one: the two look alike to it.
        value = "" if self.value is None else self.value
        return isinstance(value, str) and not self.is_error and unescape(value) == unescape(text)

    def is_number(self, literal: str) -> bool:
        """Whether it is this number, or a date made of it: more formats are dates to openpyxl than to us."""
        if self.serial is not None:
            # openpyxl rounds to milliseconds.
            return abs(self.serial - float(literal)) < 2 * _MILLISECOND
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return Decimal(literal) == self.value
        return isinstance(self.value, float) and self.value == float(literal)

    def is_date(self, ours: Raw) -> bool:
        if ours.moment is None:
            # The 29 February 1900, and what no calendar has, become a neighbour or an error in openpyxl.
            return self.value is not None
        if _is_iso(ours.text):
            return _moment(self.value) == ours.moment
        return self.is_number(ours.text)


def _is_iso(literal: str) -> bool:
    """Whether a date is written as such, and not as a serial number."""
    return ":" in literal or literal.count("-") == 2


def _moment(value: Any) -> datetime | None:
    match value:
        case datetime():
            return value
        case date():
            return datetime.combine(value, time())
        case time():
            return datetime.combine(_NO_DATE, value)
    return None


def _compared(second: _Second, submission: Submission, workbook: Workbook, texts: Texts) -> Iterator[Noted]:
    seen = {sheet.title for sheet in second.formulas.worksheets}
    asked = dict.fromkeys(answer.place.sheet for answer in submission.answers)
    for name in asked:
        if name not in seen:
            yield _failed("das Blatt wird nicht gefunden", name)
    unquoted = _not_to_quote(submission)
    same_epoch = second.date1904 == workbook.date1904
    for answer in submission.answers:
        theirs = second.cell(answer.place) if answer.place.sheet in seen else None
        if theirs is not None and not _agree(answer.raw, theirs, same_epoch=same_epoch):
            about = answer.subject.column
            yield _difference(answer, theirs, texts, quoted=about not in unquoted)


def _agree(ours: Raw, theirs: _TheirCell, *, same_epoch: bool) -> bool:
    # The texts of formulas are not compared: openpyxl moves shared ones from cell to cell. The result counts.
    if theirs.is_formula != (ours.formula is not None):
        return False
    match ours.kind:
        case CellKind.BLANK | CellKind.TEXT:
            return theirs.is_text(ours.text)
        case CellKind.NUMBER:
            return theirs.is_number(ours.text)
        case CellKind.DATE:
            return same_epoch and theirs.is_date(ours)
        case CellKind.BOOL:
            return theirs.value is (ours.text == "1")
        case CellKind.ERROR:
            return theirs.is_error and theirs.value == ours.text


# What is said of a difference


def _not_to_quote(submission: Submission) -> frozenset[Subject]:
    return frozenset(
        Subject(worksheet.id, section.id, field=field.id)
        for worksheet in submission.worksheets
        for section, field in worksheet.all_fields()
        if field.personal or field.is_prose
    )


def _difference(answer: RawAnswer, theirs: _TheirCell, texts: Texts, *, quoted: bool) -> Noted:
    ours = answer.raw.text or (f"={answer.raw.formula}" if answer.raw.formula else "")
    shown = [_quoted(text, texts, quoted=quoted) for text in (ours, theirs.shown())]
    about = remark("readers_disagree", ours=shown[0], theirs=shown[1])
    return Noted(about, answer.place, answer.raw.text, answer.subject)


def _quoted(text: str, texts: Texts, *, quoted: bool) -> str:
    if not text:
        return texts("words.nothing")
    return shorten(text) if quoted else texts("words.characters", count=len(text))
