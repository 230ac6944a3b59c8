"""The same forms written the usual way: openpyxl, one workbook per alliance, cell by cell.

The yardstick for `FormWriter`. It takes care to be fast: every style is made once per workbook and copied
to its cells. What openpyxl cannot write, it leaves out: the stored results of formulas.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.formatting.rule import FormulaRule  # type: ignore[import-untyped]
from openpyxl.styles import (  # type: ignore[import-untyped]
    Alignment,
    Border,
    Font,
    PatternFill,
    Protection,
    Side,
)
from openpyxl.workbook.defined_name import DefinedName  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

from ruecklauf.cells import a1
from ruecklauf.fieldtypes.base import CellContent, Validation
from ruecklauf.findings import Subject
from ruecklauf.forms.slots import Recipient, Round, Slots, alliance_slots, round_slots
from ruecklauf.forms.workbooks.looks import FIXED_FILL, HIGHLIGHTS, INPUT_FILL, ROLES
from ruecklauf.layout.model import (
    Cell,
    FormulaCell,
    Highlight,
    InputCell,
    Layout,
    PlannedValidation,
    Role,
    SheetPlan,
    SlotCell,
    TextCell,
    Visibility,
)
from ruecklauf.texts import load_texts
from ruecklauf.values import Value

_THIN = Side(style="thin", color="7F7F7F")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write_form(
    layout: Layout, round_: Round, recipient: Recipient, prefill: Mapping[Subject, Value] | None = None
) -> bytes:
    """One alliance's form."""
    texts = load_texts(layout.language)
    slots = round_slots(round_, layout, texts) | alliance_slots(recipient, round_, layout, texts)
    known = recipient.by_key()
    values = {
        **(prefill or {}),
        **{
            cell.subject: known[cell.field.from_alliance]
            for plan in layout.sheets
            for cell in plan.inputs()
            if cell.field.from_alliance and cell.locked
        },
    }
    book = Workbook()
    book.remove(book.active)
    styles = _Styles(book)
    for plan in layout.sheets:
        _write_sheet(book.create_sheet(plan.name), plan, slots, values, layout, styles)
    for name, reference in layout.names.items():
        book.defined_names[name] = DefinedName(name, attr_text=reference)
    book.properties.title = f"{round_.title} – {recipient.name}"
    book.properties.creator = round_.sender.splitlines()[0]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Styles:
    """The cells that others copy their style from, on a sheet that is removed again."""

    def __init__(self, book: Any) -> None:
        self._sheet = book.create_sheet("styles")
        self._made: dict[object, Any] = {}
        book.remove(self._sheet)

    def of(self, cell: Cell) -> Any:
        return self.input(cell) if isinstance(cell, InputCell) else self.role(cell.role)

    def role(self, role: Role) -> Any:
        look = ROLES[role]
        return self._style(
            role,
            font=_font(look),
            alignment=Alignment(vertical="top", wrap_text=look.get("text_wrap", False)),
            fill=_solid(look["bg_color"]) if "bg_color" in look else None,
            border=_BORDER if "border" in look else None,
        )

    def input(self, cell: InputCell) -> Any:
        number_format = "General" if cell.part else cell.field.number_format
        return self._style(
            (number_format, cell.locked),
            alignment=Alignment(vertical="top", horizontal="left", wrap_text=True),
            fill=_solid(FIXED_FILL if cell.locked else INPUT_FILL),
            border=_BORDER,
            protection=Protection(locked=cell.locked),
            number_format=number_format,
        )

    def _style(self, key: object, **parts: Any) -> Any:
        if key not in self._made:
            cell = self._sheet.cell(len(self._made) + 1, 1)
            for name, part in parts.items():
                if part is not None:
                    setattr(cell, name, part)
            self._made[key] = cell._style
        return self._made[key]


def _font(look: Mapping[str, Any]) -> Font:
    return Font(
        name="Calibri",
        size=look.get("font_size", 11),
        bold=look.get("bold", False),
        italic=look.get("italic", False),
        underline="single" if look.get("underline") else None,
        color=str(look.get("font_color", "#000000")).removeprefix("#"),
    )


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour.removeprefix("#"))


def _write_sheet(
    sheet: Any,
    plan: SheetPlan,
    slots: Slots,
    prefill: Mapping[Subject, Value],
    layout: Layout,
    styles: _Styles,
) -> None:
    for planned in plan.cells:
        cell = sheet.cell(planned.row, planned.column)
        content = _content(planned, slots, prefill, layout)
        if content is not None:
            cell.value = float(content) if isinstance(content, Decimal) else content
            if isinstance(content, str) and not isinstance(planned, FormulaCell):
                cell.data_type = "s"
        cell._style = copy(styles.of(planned))
        if isinstance(planned, TextCell) and planned.link:
            target, _, address = planned.link.partition("!")
            cell.hyperlink = f"#'{target}'!{address}"
    _set_up(sheet, plan)
    for validation in plan.validations:
        _validate(sheet, validation)
    for highlight in plan.highlights:
        _highlight(sheet, highlight)


def _content(planned: Cell, slots: Slots, prefill: Mapping[Subject, Value], layout: Layout) -> CellContent:
    match planned:
        case TextCell():
            return int(planned.text) if planned.as_number else planned.text
        case SlotCell():
            return slots[planned.slot]
        case FormulaCell():
            return f"={planned.formula}"
        case InputCell(part=part) if part:
            chosen = prefill.get(planned.subject)
            return "x" if isinstance(chosen, tuple) and part in chosen else None
        case InputCell(content=None) if planned.subject in prefill:
            worksheet = next(one for one in layout.worksheets if one.id == planned.subject.worksheet)
            return planned.field.render(
                prefill[planned.subject], worksheet.lists, load_texts(layout.language)
            )
        case InputCell():
            return planned.content


def _set_up(sheet: Any, plan: SheetPlan) -> None:
    for column, width in enumerate(plan.widths, start=1):
        sheet.column_dimensions[a1(1, column)[:-1]].width = width
    for row, height in plan.heights.items():
        sheet.row_dimensions[row].height = height
    sheet.sheet_state = plan.visibility.value
    sheet.protection.enable()
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    if plan.visibility is not Visibility.VISIBLE:
        return
    sheet.sheet_view.showGridLines = False
    if plan.freeze:
        sheet.freeze_panes = a1(*plan.freeze)
    if plan.repeat:
        sheet.print_title_rows = f"{plan.repeat[0]}:{plan.repeat[1]}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = "Seite &P von &N"


def _validate(sheet: Any, planned: PlannedValidation) -> None:
    kinds = {"length": "textLength"}
    validation = planned.validation
    formula1, formula2 = _formulas(planned, validation)
    made = DataValidation(
        type=kinds.get(validation.kind, validation.kind),
        operator=None if formula2 is None else "between",
        formula1=formula1,
        formula2=formula2,
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorStyle="stop" if planned.strict else "warning",
        promptTitle=planned.prompt_title,
        prompt=planned.prompt,
        errorTitle=planned.error_title,
        error=planned.error,
    )
    first_cell, last_cell = (
        a1(planned.first_row, planned.first_column),
        a1(planned.last_row, planned.last_column),
    )
    made.add(f"{first_cell}:{last_cell}")
    sheet.add_data_validation(made)


def _formulas(planned: PlannedValidation, validation: Validation) -> tuple[str, str | None]:
    if validation.kind == "list":
        return planned.source, None
    if validation.kind == "custom":
        return validation.formula.replace("{cell}", a1(planned.first_row, planned.first_column)), None
    return str(validation.minimum), str(validation.maximum)


def _highlight(sheet: Any, highlight: Highlight) -> None:
    look = HIGHLIGHTS[highlight.look]
    first, last = (
        a1(highlight.first_row, highlight.first_column),
        a1(highlight.last_row, highlight.last_column),
    )
    fill = _solid(look["bg_color"]) if "bg_color" in look else None
    rule = FormulaRule(formula=[highlight.formula], fill=fill, border=_BORDER if "border" in look else None)
    sheet.conditional_formatting.add(f"{first}:{last}", rule)
