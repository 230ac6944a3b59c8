"""What stands beside the form is said once: remarks one by one, what is alike together, blocks at once."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from forms.making import answers, read_back
from intake.sheets.test_damage import WORKSHEETS, known, returned
from intake.sheets.test_locate import FIRST, PROBE, TABLE, form, put
from intake.sheets.test_locate import returned as probe_returned
from office.programs import converted
from ruecklauf.check.records import Checked
from ruecklauf.exports.workbook import write_list
from ruecklauf.findings import COLUMNS, Finding
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.intake.submission import CellCounts
from ruecklauf.office.refusal import Refusal

BESIDE = 60
"""A column right of the table."""
PHONE = "bitte 0211 12345-67 anrufen"


def checked(data: bytes) -> Checked:
    return read_back(data, PROBE)


def balance(data: bytes) -> CellCounts:
    return read_submission(open_return(data), PROBE).counts


def in_format(data: bytes, ending: str, folder: Path) -> bytes:
    return data if ending == "xlsx" else converted(data, folder, "soffice", ending)


def strays(data: bytes) -> list[Finding]:
    return [one for one in checked(data).findings if one.code in ("stray_text", "extra_sheet")]


def put_all(*texts: str, sheet: str = TABLE.sheet) -> Callable[[Workbook], None]:
    """Texts one below the other."""

    def damage(book: Workbook) -> None:
        for row, text in enumerate(texts, FIRST):
            book[sheet].cell(row, BESIDE).value = text

    return damage


def pasted(rows: int, columns: int) -> Callable[[Workbook], None]:
    def damage(book: Workbook) -> None:
        for row in range(rows):
            for column in range(columns):
                book[TABLE.sheet].cell(FIRST + row, BESIDE + column).value = f"Wert {row}.{column}"

    return damage


def added(rows: int) -> Callable[[Workbook], None]:
    def damage(book: Workbook) -> None:
        sheet = book.create_sheet("Unsere Liste")
        for row in range(rows):
            sheet.append([f"Träger {row}", row])

    return damage


def test_remarks_beside_a_table_are_findings_of_their_own() -> None:
    found = strays(probe_returned(put_all(*(f"Hinweis {number}" for number in range(10)))))
    assert [one.found for one in found] == [f"Hinweis {number}" for number in range(10)]


def test_equal_remarks_are_one_finding_with_their_cells() -> None:
    (found,) = strays(probe_returned(put_all("?", "?", "?")))
    cells = [f"BH{FIRST + row}" for row in range(3)]
    assert found.found == " / ".join(f"{cell}: ?" for cell in cells)
    assert found.place.cell == f"{cells[0]}:{cells[-1]}"
    assert "an 3 Stellen" in found.message


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_block_and_extra_sheet_are_one_finding_each_with_area_size_and_sample(
    ending: str, tmp_path: Path
) -> None:
    def damage(book: Workbook) -> None:
        pasted(50, 4)(book)
        added(300)(book)

    data = in_format(probe_returned(damage), ending, tmp_path)
    block, sheet = strays(data)
    assert (block.code, block.place.cell) == ("stray_text", f"BH{FIRST}:BK{FIRST + 49}")
    assert "an 200 Stellen" in block.message
    assert block.found.startswith(f"BH{FIRST}: Wert 0.0 / BI{FIRST}: Wert 0.1 / ")
    assert (block.found.count(" / "), block.found[-2:]) == (99, " …")
    assert (sheet.code, str(sheet.place)) == ("extra_sheet", "Unsere Liste!A1:B300")
    assert "an 600 Stellen" in sheet.message
    assert "A2: Träger 1 / B2: 1 / " in sheet.found
    assert balance(data).balanced


def test_answers_that_are_not_taken_are_quoted_however_many_they_are() -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book[TABLE.sheet])
        for row in TABLE.rows:
            book[f"{TABLE.sheet} Copy"].cell(row.row, TABLE.column("name").index).value = f"Neu {row.row_id}"

    said = " ".join(one.found for one in checked(probe_returned(copy)).findings)
    assert all(f"Neu {row.row_id}" in said for row in TABLE.rows)


def test_personal_text_in_a_block_hides_itself_and_nothing_else() -> None:
    (found,) = strays(probe_returned(put_all(*(f"Hinweis {n}" for n in range(11)), PHONE)))
    assert "Hinweis 10 / " in found.found
    assert f"BH{FIRST + 11}: (personenbezogene Angabe)" in found.found
    assert PHONE in found.hidden
    assert PHONE not in found.message


def test_comment_that_is_hidden_does_not_account_for_the_answer_below() -> None:
    def comment(book: Workbook) -> None:
        book[TABLE.sheet].cell(FIRST, TABLE.column("name").index).comment = Comment(PHONE, "X")

    data = probe_returned(comment)
    (hidden,) = [one for one in checked(data).findings if one.code == "note_found"]
    assert (hidden.found, hidden.hidden) == ("(personenbezogene Angabe)", PHONE)
    assert answers(checked(data)) == answers(checked(form()))


def test_heads_exchanged_are_shown_as_they_stand() -> None:
    def exchange(book: Workbook) -> None:
        sheet, column = book[TABLE.sheet], TABLE.column("name").index
        left, right = sheet.cell(TABLE.header_row, column), sheet.cell(TABLE.header_row, column + 1)
        left.value, right.value = right.value, left.value

    found = [
        one.found for one in checked(probe_returned(exchange)).findings if one.code == "anchors_disagree"
    ]
    assert found
    assert not any("leer" in text for text in found)


# What is the form's, however a program calls it


def exported_by_numbers(data: bytes) -> bytes:
    """As Numbers exports a form: each table on a sheet "Name - Tabelle 1" below its name, no formulas, no
    names, nothing hidden, and an overview in front."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    exported = Workbook()
    exported.active.title = "Exportübersicht"
    exported.active["B2"] = (
        "Dieses Dokument wurde aus Numbers exportiert und jede Tabelle in ein Excel-Arbeitsblatt konvertiert."
    )
    exported.active.append(["Numbers-Blattname", "Numbers-Tabellenname", "Excel-Arbeitsblattname"])
    for sheet in book:
        exported.active.append([sheet.title, "Tabelle 1", f"{sheet.title} - Tabelle 1"])
        table = exported.create_sheet(f"{sheet.title} - Tabelle 1"[:31])
        table["A1"] = "Tabelle 1"
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")):
            table.cell(cell.row + 1, cell.column, cell.value).number_format = cell.number_format
    file = io.BytesIO()
    exported.save(file)
    return file.getvalue()


def test_export_of_numbers_gives_every_answer_and_a_handful_of_findings() -> None:
    back = read_back(exported_by_numbers(returned(lambda _: None)), WORKSHEETS)
    assert answers(back) == known()
    assert sorted(one.code for one in back.findings) == [
        "all_formulas_gone",
        "names_lost",
        "protection_removed",
        "sheet_renamed",
        "validations_lost",
    ]


@pytest.mark.parametrize(
    "heads",
    [
        ("Numbers-Blattname", "Numbers-Tabellenname", "Excel-Arbeitsblattname"),
        ("Numbers Sheet Name", "Numbers Table Name", "Excel Worksheet Name"),
    ],
)
def test_what_somebody_wrote_on_the_overview_of_numbers_is_told(heads: tuple[str, ...]) -> None:
    said = "This document was exported from Numbers. Each table was converted to an Excel worksheet."

    def write(book: Workbook) -> None:
        sheet = book.create_sheet("Export Summary", 0)
        sheet["A1"] = said
        sheet.append(heads)
        book[TABLE.sheet].title = f"{TABLE.sheet} - Tabelle 1"
        sheet.append([TABLE.sheet, "Tabelle 1", f"{TABLE.sheet} - Tabelle 1"])
        sheet["B9"] = "Zeile 5 stimmt nicht"

    (found,) = (one for one in checked(probe_returned(write)).findings if one.code == "extra_sheet")
    assert (found.found, str(found.place)) == ("Zeile 5 stimmt nicht", "Export Summary!B9")


def test_sheet_that_only_speaks_of_numbers_is_told_whole() -> None:
    def write(book: Workbook) -> None:
        book.create_sheet("Notizen")["A1"] = "Dieses Dokument wurde aus Numbers exportiert. Bitte prüfen!"

    (found,) = (one for one in checked(probe_returned(write)).findings if one.code == "extra_sheet")
    assert found.found.startswith("Dieses Dokument")


def test_renamed_hidden_sheets_are_still_the_forms() -> None:
    def rename(book: Workbook) -> None:
        for name in ("_Listen", "_Pruefliste"):
            book[name].title = name.strip("_")

    assert checked(probe_returned(rename)).findings == checked(form()).findings


def test_list_of_findings_is_no_return(tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    write_list(path, title="findings", heads=COLUMNS, rows=[("x",) * len(COLUMNS)])
    with pytest.raises(Refusal) as caught:
        open_return(path.read_bytes())
    assert caught.value.code == "own_findings"


def test_text_aside_is_quoted_as_it_was_shown() -> None:
    (found,) = strays(probe_returned(put(TABLE.sheet, FIRST, BESIDE, True)))
    assert found.found == "WAHR"
