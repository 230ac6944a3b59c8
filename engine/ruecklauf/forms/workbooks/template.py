"""A form written once per round with XlsxWriter; what differs between alliances stays empty."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ruecklauf.cells import a1
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import CellContent, Validation
from ruecklauf.forms.workbooks.looks import Looks
from ruecklauf.forms.workbooks.printing import set_up_print
from ruecklauf.layout.model import (
    FormulaCell,
    Highlight,
    InputCell,
    Layout,
    PlannedValidation,
    SheetPlan,
    SlotCell,
    TextCell,
    Visibility,
)
from ruecklauf.layout.state import FormState

FOOTER_TOKENS = ("RLFOOTERLEFT", "RLFOOTERMIDDLE", "RLFOOTERRIGHT")
"""Stand in the footers until a form is stamped."""
OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
PROTECTION = {"format_columns": True, "format_rows": True, "select_locked_cells": True}


class _FormSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are taken as they are, for those of a form call only what every Excel knows.

    XlsxWriter looks through every formula for thirty names that need a prefix; that is two thirds of the time
    that a form takes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


def write_template(layout: Layout, state: FormState) -> bytes:
    """The layout as a workbook in which every slot is an empty cell; formulas hold what `state` gives.

    A text over an Office limit raises ProjectError: XlsxWriter would drop what it belongs to.
    """
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Workbook(target, OPTIONS) as workbook:
                _write(workbook, layout, state)
        except UserWarning as warning:
            raise ProjectError(
                f"the form cannot be written as declared: {warning}",
                remedy="Run `ruecklauf check`; it names the declaration.",
            ) from warning
    return target.getvalue()


def _write(workbook: Workbook, layout: Layout, state: FormState) -> None:
    looks = Looks(workbook)
    for plan in layout.sheets:
        sheet = workbook.add_worksheet(plan.name, _FormSheet)
        _write_cells(sheet, plan, looks, state)
        _set_up(sheet, plan)
        for validation in plan.validations:
            _validate(sheet, validation)
        for highlight in plan.highlights:
            _highlight(sheet, highlight, looks)
    for name, reference in layout.names.items():
        workbook.define_name(name, f"={reference}")


def _write_cells(sheet: Worksheet, plan: SheetPlan, looks: Looks, state: FormState) -> None:
    for cell in plan.cells:
        row, column = cell.row - 1, cell.column - 1
        match cell:
            case TextCell(link=link, text=text) if link:
                target, _, address = link.partition("!")
                url = f"internal:'{target}'!{address}"
                sheet.write_url(row, column, url, looks.role(cell.role), text, tip=text)
            case TextCell(as_number=True):
                sheet.write_number(row, column, int(cell.text), looks.role(cell.role))
            case TextCell():
                sheet.write_string(row, column, cell.text, looks.role(cell.role))
                for beside in range(column + 1, column + cell.columns):
                    sheet.write_blank(row, beside, None, looks.role(cell.role))
            case SlotCell():
                sheet.write_blank(row, column, None, looks.role(cell.role))
            case FormulaCell():
                look = looks.computed(cell.number_format) if cell.number_format else looks.role(cell.role)
                sheet.write_formula(row, column, f"={cell.formula}", look, _stored(cell.value(state)))
            case InputCell():
                _write_input(sheet, cell, looks)


def _stored(result: str | int | Decimal) -> str | int | float:
    return float(result) if isinstance(result, Decimal) else result


def _write_input(sheet: Worksheet, cell: InputCell, looks: Looks) -> None:
    row, column, look = cell.row - 1, cell.column - 1, looks.input(cell)
    match cell.content:
        case None:
            sheet.write_blank(row, column, None, look)
        case str(text):
            sheet.write_string(row, column, text, look)
        case date() as day:
            sheet.write_datetime(row, column, datetime.combine(day, time()), look)
        case int() | Decimal():
            sheet.write_number(row, column, float(cell.content), look)


def _set_up(sheet: Worksheet, plan: SheetPlan) -> None:
    for column, width in enumerate(plan.widths):
        sheet.set_column(column, column, width)
    for row, height in plan.heights.items():
        sheet.set_row(row - 1, height)
    if plan.visibility is Visibility.HIDDEN:
        sheet.hide()
    elif plan.visibility is Visibility.VERY_HIDDEN:
        sheet.very_hidden()
    sheet.protect("", PROTECTION)
    if plan.visibility is Visibility.VISIBLE:
        _set_up_print(sheet, plan)


def _set_up_print(sheet: Worksheet, plan: SheetPlan) -> None:
    sheet.hide_gridlines(2)
    if plan.freeze:
        sheet.freeze_panes(plan.freeze[0] - 1, plan.freeze[1] - 1)
    first = next((cell for cell in plan.inputs() if not cell.locked), None)
    if first is not None:
        sheet.set_selection(first.row - 1, first.column - 1, first.row - 1, first.column - 1)
    set_up_print(sheet, plan)
    left, middle, right = FOOTER_TOKENS
    sheet.set_footer(f"&L{left}&C{middle}&R{right}")


def _validate(sheet: Worksheet, planned: PlannedValidation) -> None:
    options: dict[str, Any] = {
        **criteria_of(
            planned.validation,
            source=planned.source,
            cell=a1(planned.first_row, planned.first_column),
        ),
        "ignore_blank": True,
        "input_title": planned.prompt_title,
        "input_message": planned.prompt,
        "error_title": planned.error_title,
        "error_message": planned.error,
        "error_type": "stop" if planned.strict else "warning",
    }
    result = sheet.data_validation(
        planned.first_row - 1,
        planned.first_column - 1,
        planned.last_row - 1,
        planned.last_column - 1,
        options,
    )
    if result:  # pragma: no cover - XlsxWriter warns before it returns an error code
        raise ProjectError(f"the validation of {planned.prompt_title!r} cannot be written")


def criteria_of(validation: Validation, *, source: str, cell: str) -> dict[str, Any]:
    """What XlsxWriter takes for a validation; `source` gives a list's entries, `cell` is the first."""
    match validation.kind:
        case "list":
            return {"validate": "list", "source": f"={source}"}
        case "custom" if validation.formula == "TRUE":
            return {"validate": "any"}
        case "custom":
            return {"validate": "custom", "value": "=" + validation.formula.replace("{cell}", cell)}
        case "whole":
            name = "integer"
        case other:
            name = other
    return {
        "validate": name,
        "criteria": "between",
        "minimum": _limit(validation.minimum),
        "maximum": _limit(validation.maximum),
    }


def _limit(limit: CellContent) -> float | datetime:
    if isinstance(limit, date):
        return datetime.combine(limit, time())
    assert isinstance(limit, int | Decimal)
    return int(limit) if limit == int(limit) else float(limit)


def _highlight(sheet: Worksheet, highlight: Highlight, looks: Looks) -> None:
    sheet.conditional_format(
        highlight.first_row - 1,
        highlight.first_column - 1,
        highlight.last_row - 1,
        highlight.last_column - 1,
        {
            "type": "formula",
            "criteria": f"={highlight.formula}",
            "format": looks.highlight(highlight.look, highlight.number_format),
            "stop_if_true": False,
        },
    )
