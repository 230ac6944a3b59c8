"""A form that LibreOffice opens and saves keeps everything that people and the import need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from libreoffice.sending import recipients
from libreoffice.soffice import Office, Task
from ruecklauf.forms.workbooks.stamp import FormWriter

Facts = dict[str, Any]


@pytest.fixture(scope="module")
def workbooks(
    office: Office, writer: FormWriter, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Any, Any]:
    """The form as it was sent, and as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("kept")
    sent, saved = folder / "sent.xlsx", folder / "saved.xlsx"
    sent.write_bytes(writer.write(recipients()[7]))
    office.fill([Task(sent, save=[(saved, "xlsx")], window=True)])
    return openpyxl.load_workbook(sent), openpyxl.load_workbook(saved)


def _sheets(workbook: Any) -> Facts:
    """`veryHidden` becomes `hidden`: LibreOffice knows only one way to hide a sheet."""
    return {sheet.title: sheet.sheet_state.replace("veryHidden", "hidden") for sheet in workbook}


def _protection(workbook: Any) -> Facts:
    return {sheet.title: (sheet.protection.sheet, sheet.protection.password) for sheet in workbook}


def _unlocked(workbook: Any) -> Facts:
    return {
        sheet.title: {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
        for sheet in workbook
    }


def _validations(workbook: Any) -> Facts:
    """Cell range, kind, source or limits, and texts of every validation."""
    return {
        sheet.title: sorted(
            (
                str(one.sqref),
                one.type or "none",
                _plain(one.formula1),
                _plain(one.formula2),
                one.errorStyle or "stop",
                one.promptTitle,
                one.prompt,
                one.errorTitle,
                one.error,
            )
            for one in sheet.data_validations.dataValidation
        )
        for sheet in workbook
    }


def _plain(formula: str | None) -> str:
    """Without what means nothing: spaces, `.0`, and a second limit of zero where there is none."""
    text = (formula or "").replace(" ", "")
    return "" if text == "0" else text


def _names(workbook: Any) -> Facts:
    return {name: defined.attr_text.replace("'", "") for name, defined in workbook.defined_names.items()}


def _properties(workbook: Any) -> Facts:
    core = workbook.properties
    return {
        **{one.name: one.value for one in workbook.custom_doc_props.props},
        "title": core.title,
        "subject": core.subject,
        "keywords": core.keywords,
    }


def _views(workbook: Any) -> Facts:
    return {sheet.title: sheet.freeze_panes for sheet in workbook}


def _printing(workbook: Any) -> Facts:
    return {
        sheet.title: (
            sheet.print_title_rows,
            sheet.print_title_cols,
            sheet.page_setup.orientation,
            int(sheet.page_setup.paperSize or 9),
            _size(sheet),
            [each.id for each in sheet.col_breaks.brk],
            sheet.oddFooter.left.text,
            sheet.oddFooter.center.text,
            sheet.oddFooter.right.text,
        )
        for sheet in workbook
        if sheet.sheet_state == "visible"
    }


def _size(sheet: Any) -> Facts:
    """Pages across and downwards, or the scale with the order of pages."""
    if sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage:
        return {"across": sheet.page_setup.fitToWidth or 1, "down": sheet.page_setup.fitToHeight}
    return {"scale": sheet.page_setup.scale, "order": sheet.page_setup.pageOrder}


def _links(workbook: Any) -> Facts:
    return {
        f"{sheet.title}!{cell.coordinate}": (cell.hyperlink.location or "").replace("'", "")
        for sheet in workbook
        for row in sheet
        for cell in row
        if cell.hyperlink
    }


def _widths(workbook: Any) -> Facts:
    return {
        sheet.title: {
            letter: round(sheet.column_dimensions[letter].width)
            for letter in ("A", "B", "C", "D", "E")
            if letter in sheet.column_dimensions
        }
        for sheet in workbook
        if sheet.sheet_state == "visible"
    }


@pytest.mark.parametrize(
    "facts", [_sheets, _protection, _unlocked, _validations, _names, _properties, _views, _printing, _links]
)
def test_is_kept(workbooks: tuple[Any, Any], facts: Any) -> None:
    sent, saved = (facts(workbook) for workbook in workbooks)
    assert any(sent.values())
    assert saved == sent


def test_formulas_are_kept(workbooks: tuple[Any, Any]) -> None:
    """Every formula is still one; LibreOffice writes them with other spaces and quotes."""
    sent, saved = (
        {
            f"{sheet.title}!{cell.coordinate}"
            for sheet in workbook
            for row in sheet
            for cell in row
            if cell.data_type == "f"
        }
        for workbook in workbooks
    )
    assert len(sent) > 5000
    assert saved == sent


def test_pdf_can_be_made(office: Office, writer: FormWriter, tmp_path: Path) -> None:
    form, pdf = tmp_path / "form.xlsx", tmp_path / "form.pdf"
    form.write_bytes(writer.write(recipients()[7]))
    office.fill([Task(form, save=[(pdf, "pdf")])])
    assert pdf.read_bytes().startswith(b"%PDF")
