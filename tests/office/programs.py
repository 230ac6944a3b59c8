"""One workbook of many kinds of content, as different programs write it."""

from __future__ import annotations

import io
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import xlsxwriter
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]

import installed


def by_xlsxwriter() -> bytes:
    """Texts, numbers, dates, formulas, errors, notes, a text box, hidden and merged parts, properties."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Akteure")
    date = book.add_format({"num_format": "dd.mm.yyyy"})
    struck = book.add_format({"font_strikeout": True})
    bold = book.add_format({"bold": True})
    sheet.write_row("A1", ["Straße & Söhne", " außen ", "a\nb", "_x000D_", "<3", 380, 12.5, 1e-7, True])
    sheet.write_datetime("A2", datetime(2026, 6, 30, 14, 30), date)
    sheet.write_string("B2", "gestrichen", struck)
    sheet.write_rich_string("C2", struck, "alt", bold, " neu")
    sheet.write_rich_string("D2", struck, "alt", struck, " und weg")
    sheet.write_formula("A3", "=F1*2", None, 760)
    sheet.write_formula("B3", '=IF(F1>1,"ja & nein","")', None, "ja & nein")
    sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
    sheet.write_array_formula("D3:D4", "{=F1:F2*2}", None, 760)
    sheet.write_blank("E3", None, bold)
    sheet.write_string("XFD1048576", "fern")
    sheet.merge_range("A6:C7", "verbunden", bold)
    sheet.set_row(8, None, None, {"hidden": True})
    sheet.write_string("A9", "in verborgener Zeile")
    sheet.set_column("K:L", None, None, {"hidden": True})
    sheet.write_string("K1", "in verborgener Spalte")
    sheet.write_comment("A1", "Bitte prüfen", {"author": "Meier"})
    sheet.insert_textbox("H10", "Freier Text\nzweite Zeile")
    sheet.data_validation("B10:B20", {"validate": "list", "source": ["ja", "nein"]})
    sheet.protect()
    other = book.add_worksheet("Verborgen")
    other.hide()
    other.write_string("A1", "ID")
    book.add_worksheet("Tief verborgen").very_hidden()
    book.define_name("kennung", "=Verborgen!$A$1")
    book.define_name("Akteure!ort", "=Akteure!$A$1")
    book.set_properties({"title": "Formular", "subject": "ABC-1", "keywords": "x, y"})
    book.set_custom_property("code", "ABC-1")
    book.set_custom_property("stand", datetime(2026, 1, 2))
    book.close()
    return buffer.getvalue()


def by_openpyxl() -> bytes:
    """Much the same, with a formula that has no cached value."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Akteure"
    sheet.append(
        ["Straße & Söhne", " außen ", "a\nb", "<3", 380, 12.5, 1e-7, True, None, datetime(2026, 6, 30)]
    )
    sheet.append(["=E1*2", "#DIV/0!", datetime(2026, 6, 30, 14, 30)])
    sheet["A5"] = "gestrichen"
    sheet["A5"].font = Font(strike=True)
    sheet["B5"].comment = Comment("Bitte prüfen", "Meier")
    sheet.merge_cells("A7:B8")
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("Verborgen").sheet_state = "veryHidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def converted(
    data: bytes, folder: Path, program: str, ending: str = "xlsx", *, source_ending: str = "xlsx"
) -> bytes:
    """The file opened and saved again by `soffice` or `ssconvert`; the latter saves as .xlsx only."""
    installed.program(program)
    source = folder / f"form.{source_ending}"
    source.write_bytes(data)
    target = folder / "out" / f"form.{ending}"
    target.parent.mkdir()
    subprocess.run(_command(program, source, target), check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def _command(program: str, source: Path, target: Path) -> list[str]:
    if program == "ssconvert":
        return [program, "--export-type=Gnumeric_Excel:xlsx2", str(source), str(target)]
    profile = f"-env:UserInstallation=file://{source.parent}/profile"
    return [
        program,
        profile,
        "--headless",
        "--convert-to",
        target.suffix.removeprefix("."),
        "--outdir",
        str(target.parent),
        str(source),
    ]
