"""What number formats show, as LibreOffice shows it: in German and in English."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from libreoffice.soffice import Office, running_office
from ruecklauf.shown.number_formats import shown_number

SCRIPT = Path(__file__).with_name("shown.py")
NUMBERS = (
    "0", "1", "-1", "0.5", "-0.4", "7", "12", "21", "100", "380", "1.4", "2.345", "999.995", "1000",
    "1234.5", "-1234.5", "49211", "5000", "1234567", "0.125", "0.07", "2.675", "46054", "46203.6", "0.6",
    "1.25",
)  # fmt: skip
CODES = (
    "General", "0", "00", "0.0", "0.00", "#", "#.##", "0.##", "0.0#", "#,##0", "#,##0.00", "# ##0", "0%",
    "0.00%", "0.##%", '0.0" %"', "0\\ \\%", '0"%"', "000", "00000", "0000000", "0.000", "#,##0.000",
    '"ca. "0', '0" bis 40"', '"mind. "0', '0"?"', '0"*"', '"Kurs "0', '0" Tsd."', '0.0" Tsd."',
    '#,##0" Tsd."', "#,##0,", "0.0,", "#,##0.0,,", '0,"T"', "0;(0)", "0;-0;", '0;-0;"k. A."',
    '0;"negativ";"null"', ";;;", '"Text";"Text";"Text"', "@", '0;0;0;"Text: "@', "0.00E+00", "0E+0",
    "##0.0E+0", "0.0E-0", "# ?/?", "# ??/??", "?/?", "0/0", "00/00", '#,##0.00\\ "€"', "#,##0.00 [$€-407]",
    "[$-407]#,##0.00", "#,##0 [$EUR]", "[$$-409]#,##0.00",
    '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', "#,##0;[Red]-#,##0", "[Red]0",
    "[Color5]0", "[Blue][<10]0;0.0", "(000) 000-0000", "000\\-00", "## ###", "0 000", "0\\.000",
    "000-00-0000", '0" "00" "00', '"D-"00000', '00"."00"."0000', "0_)", "(0_);(0)", "\\x0", "0\\ \\m",
    "?0.0?", "??0", "0.0??", "-0", "+0;-0;0", "+0.0%;-0.0%", "# ?/8",
)  # fmt: skip
SERIALS = (
    "61", "36526", "46054", "46203.604166666664", "46447", "43831.5", "46113", "46143", "46174", "46204",
    "46235", "46266", "46296", "46327", "46357",
)  # fmt: skip
DATE_CODES = (
    "dd.mm.yyyy", "d.m.yy", "dd.mm.yy", "dd/mm/yyyy", "mm/dd/yyyy", "yyyy-mm-dd", "mmm yyyy", "mmmm yyyy",
    "mm/yy", "mm.yyyy", "yyyy", "yy", "d. mmmm yyyy", "d. mmm", "dd. mmm yy", "ddd dd.mm.yyyy",
    "dddd, d. mmmm yyyy", "[$-407]d. mmmm yyyy", "[$-409]mmmm d, yyyy", "[$-409]d mmm yyyy", "[$-809]dddd",
    "[$-407]mmm yy;@", "mmmmm", "hh:mm", "h:mm", "hh:mm:ss", "[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[s]",
    "mm:ss", "mm:ss.0", "h:mm:ss.00", "dd.mm.yyyy hh:mm", "dd.mm.yyyy\\ hh:mm:ss", '"Stand: "dd.mm.yyyy',
    '"vor "yyyy', 'dd.mm.yyyy" ?"', '"Q1 "yyyy', "d", "dd", "m", "mm", "mmm", "h", "m/d/yy h:mm",
    "mm-dd-yy", "d-mmm-yy", "d-mmm", "mmm-yy", "yyyymmdd", "ddmmyyyy", 'hh:mm" Uhr"', 'h" Std. "mm" Min."',
    "dd-mmm-yyyy", "yyyy/mm/dd;@", "[h]", "[m]", "d.m.", "dd.mm.",
)  # fmt: skip
OTHERWISE = (
    ('[=0]"k. A.";0', "-1", "-1", "1"),
    ('[<100]"wenig";[<1000]"mittel";"viel"', "-1", "-wenig", "wenig"),
    ("[>=1000]#,##0;0.0", "-1", "-1,0", "1,0"),
    ('"k. A."', "-1", "-k. A.", "k. A."),
    ('"ca. "@', "21", "ca. 21", "21"),
    ("General", "0.6041666666666666", "0,604166667", "0,604166666666667"),
    ("General", "123456789012", "1,23457E+11", "123456789012"),
    ("0.##", "12", "12,", "12"),
    ("0%", "0.5", "50%", "50\u00a0%"),
    ("h:mm AM/PM", "0.6", "2:24 PM", "2:24 nachm."),
    ("dd.mm.yyyy", "1", "01.01.1900", "31.12.1899"),
    ("dd.mm.yyyy", "0", "00.01.1900", "30.12.1899"),
    ("hh:mm:ss", "45000.123456", "02:57:47", "02:57:46"),
    ("mmm", "46082", "Mrz", "Mär"),
)
"""Code, number, what Excel shows and we do, what LibreOffice shows."""


def _shown_by(office: Office, folder: Path, cells: Sequence[Sequence[tuple[str, str]]]) -> list[list[str]]:
    book = openpyxl.Workbook()
    for row, formats in enumerate(cells, start=1):
        for column, (code, literal) in enumerate(formats, start=1):
            cell = book.active.cell(row, column)
            cell.value = float(literal) if "." in literal else int(literal)
            cell.number_format = code
    path = folder / "formats.xlsx"
    book.save(path)
    job = {"open": str(path), "rows": len(cells), "columns": len(cells[0])}
    shown: list[list[str]] = office.run(SCRIPT, job)  # type: ignore[assignment]
    return shown


def _alike(shown: str, language: str) -> str:
    """A text without what the programs are known to write differently."""
    text = shown.replace("\u00a0%", "%").replace("Mär", "Mrz").replace("Mrzz", "März").strip()
    point = "," if language == "de" else "."
    return text.removesuffix(point).replace(f"{point}%", "%") if text.rstrip("%").endswith(point) else text


def _cells(codes: Sequence[str], literals: Sequence[str]) -> list[list[tuple[str, str]]]:
    return [[(code, literal) for literal in literals] for code in codes]


@pytest.mark.parametrize(
    "codes, literals", [(CODES, NUMBERS), (DATE_CODES, SERIALS)], ids=["numbers", "dates"]
)
@pytest.mark.parametrize("language, locale", [("de", "de-DE"), ("en", "en-US")])
def test_formats_show_what_libreoffice_shows(
    tmp_path_factory: pytest.TempPathFactory,
    codes: Sequence[str],
    literals: Sequence[str],
    language: str,
    locale: str,
) -> None:
    cells = _cells(codes, literals)
    folder = tmp_path_factory.mktemp("shown")
    with running_office(folder, locale=locale) as office:
        theirs = _shown_by(office, folder, cells)
    differing = [
        (code, literal, ours, text)
        for formats, shown in zip(cells, theirs, strict=True)
        for (code, literal), text in zip(formats, shown, strict=True)
        if _alike(ours := shown_number(literal, code, language=language), language) != _alike(text, language)
    ]
    assert differing == []


def test_where_the_programs_differ_excel_is_followed(office: Office, tmp_path: Path) -> None:
    shown = _shown_by(office, tmp_path, [[(code, literal)] for code, literal, _, _ in OTHERWISE])
    ours = [shown_number(literal, code) for code, literal, _, _ in OTHERWISE]
    assert ours == [excel for _, _, excel, _ in OTHERWISE]
    assert [text for (text,) in shown] == [libreoffice for _, _, _, libreoffice in OTHERWISE]
