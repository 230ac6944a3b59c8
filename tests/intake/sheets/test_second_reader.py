"""openpyxl reads the same file as we do: where it agrees, nothing is said, and every difference is told."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from functools import cache
from pathlib import Path
from random import Random

import openpyxl
import pytest

from forms.making import FROZEN, RECIPIENT, ROUND, all_types, with_referred, writer
from office.opened import read_workbook
from office.packages import (
    STRICT_MAIN,
    STRICT_OFFICE,
    content_types,
    workbook_of,
    workbook_parts,
    worksheet,
    zipped,
)
from office.programs import converted
from ruecklauf.cells import BLANK, CellKind, parse_a1
from ruecklauf.definition.models import Worksheet
from ruecklauf.demo.respondent import Respondent
from ruecklauf.findings import Place, Subject, remark
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.intake.sheets.second_reader import SecondReaderMissingError, disagreements
from ruecklauf.intake.submission import (
    NOTHING,
    CellCounts,
    Confidence,
    Identity,
    Noted,
    RawAnswer,
    Submission,
)
from ruecklauf.layout.build import build_layout
from ruecklauf.texts import load_texts

TEXTS = load_texts()
WORKSHEETS = with_referred(*FROZEN)
NOBODY = Identity("", "", (), Confidence.UNCLEAR, ())
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="0 Std"/>'
    "</numFmts><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    "<cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="46"/><xf numFmtId="165"/></cellXfs>'
)
STRINGS_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
"""openpyxl finds the shared strings by their content type only."""
STRINGS = (
    "<si><t>a_x000D_&#10;b</t></si><si><t>_x005F_x000D_</t></si>"
    "<si><r><t>ver</t></r><r><rPr><b/></rPr><t>teilt</t></r><rPh sb='0' eb='1'><t>Laut</t></rPh></si>"
    '<si><t xml:space="preserve"> außen </t></si><si/>'
)


@cache
def form() -> bytes:
    told = Respondent(build_layout(WORKSHEETS), "Ahornstadt", Random(7), ROUND.reference_date).answer()
    return writer(WORKSHEETS).write(RECIPIENT, told)


def told_of(data: bytes, worksheets: tuple[Worksheet, ...] = WORKSHEETS) -> tuple[Noted, ...]:
    opened = open_return(data)
    submission = read_submission(opened, worksheets)
    return disagreements(data, submission, workbook=opened.workbook, texts=TEXTS)


def told_of_cells(data: bytes, *places: str, subject: Subject = NOTHING) -> tuple[Noted, ...]:
    """What is told of a small workbook if these places of its sheet are answers, or all that are filled."""
    workbook = read_workbook(data)
    (sheet,) = workbook.sheets
    at = [parse_a1(place) for place in places] or list(sheet.cells)
    answers = tuple(
        RawAnswer(subject, "", cell.raw if cell else BLANK, Place(sheet.name, f"{chr(64 + column)}{row}"))
        for row, column, cell in ((row, column, sheet.cells.get((row, column))) for row, column in at)
    )
    submission = Submission("", NOBODY, (all_types(),), answers, (), CellCounts(0, 0, 0))
    return disagreements(data, submission, workbook=workbook, texts=TEXTS)


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The file with the first match of a pattern in one part replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    before = bytes(parts[part]).decode()  # type: ignore[arg-type]
    parts[part] = re.sub(old, new, before, count=1)
    assert parts[part] != before
    return zipped(parts)


def test_readers_agree_over_a_form_of_all_worksheets() -> None:
    answered = [
        answer for answer in read_submission(open_return(form()), WORKSHEETS).answers if answer.raw.text
    ]
    assert len(answered) > 1_000
    assert told_of(form()) == ()


@pytest.mark.parametrize("program", ["soffice", "ssconvert"])
def test_readers_agree_over_a_form_saved_by_another_program(program: str, tmp_path: Path) -> None:
    assert told_of(converted(form(), tmp_path, program)) == ()


def test_readers_agree_over_a_form_saved_by_openpyxl() -> None:
    file = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(form())).save(file)
    assert told_of(file.getvalue()) == ()


SAME = {
    "text with escaped characters": '<c r="A1" t="s"><v>0</v></c>',
    "text with an escaped escape": '<c r="A1" t="s"><v>1</v></c>',
    "rich text with its reading": '<c r="A1" t="s"><v>2</v></c>',
    "text with outer spaces": '<c r="A1" t="s"><v>3</v></c>',
    "empty text": '<c r="A1" t="s"><v>4</v></c>',
    "inline text": '<c r="A1" t="inlineStr"><is><t>a &lt; b</t></is></c>',
    "text as a value": '<c r="A1" t="str"><v> a_x0041_ </v></c>',
    "text that looks like a formula": '<c r="A1" t="str"><v>=1+1</v></c>',
    "text that looks like an error": '<c r="A1" t="str"><v>#N/A</v></c>',
    "whole number": '<c r="A1"><v>380</v></c>',
    "number with all its digits": '<c r="A1"><v>0.10000000000000000555</v></c>',
    "number on a line of its own": '<c r="A1"><v>\n380\n</v></c>',
    "number with exponent": '<c r="A1"><v>-1.5E-007</v></c>',
    "long number": '<c r="A1"><v>12345678901234567890</v></c>',
    "date": '<c r="A1" s="1"><v>45108</v></c>',
    "date with time": '<c r="A1" s="1"><v>45108.604166666664</v></c>',
    "time of day": '<c r="A1" s="1"><v>0.25</v></c>',
    "early date": '<c r="A1" s="1"><v>59</v></c>',
    "day that never was": '<c r="A1" s="1"><v>60</v></c>',
    "day beyond the calendar": '<c r="A1" s="1"><v>99999999</v></c>',
    "duration": '<c r="A1" s="2"><v>1.5</v></c>',
    "number whose unit looks like a date": '<c r="A1" s="3"><v>7.5</v></c>',
    "ISO date": '<c r="A1" t="d"><v>2023-07-01T12:00:00</v></c>',
    "ISO time": '<c r="A1" t="d"><v>12:30:00</v></c>',
    "truth": '<c r="A1" t="b"><v>1</v></c>',
    "error": '<c r="A1" t="e"><v>#DIV/0!</v></c>',
    "formula": '<c r="A1"><f>B1*2</f><v>7</v></c>',
    "formula with a date": '<c r="A1" s="1"><f>B1</f><v>45108</v></c>',
    "formula with an error": '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    "formula with an empty text": '<c r="A1" t="str"><f>B1</f><v></v></c>',
    "formula without result": '<c r="A1"><f>B1*2</f></c>',
    "array formula": '<c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>4</v></c>',
    "only a style": '<c r="A1" s="1"/>',
}  # fmt: skip


@pytest.mark.parametrize("cell", SAME.values(), ids=SAME)
def test_what_openpyxl_shows_in_another_way_is_no_disagreement(cell: str) -> None:
    parts = workbook_parts(worksheet(f'<row r="1">{cell}</row>'), strings=STRINGS, styles=STYLES)
    parts["[Content_Types].xml"] = content_types().replace("</Types>", f"{STRINGS_TYPE}</Types>")
    assert told_of_cells(zipped(parts), "A1") == ()


def test_formulas_that_share_their_text_agree() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f t="shared" ref="A1:A2" si="0">{text}</f><v>{row}</v></c></row>'
        for row, text in ((1, "B1*2"), (2, ""))
    )
    assert told_of_cells(workbook_of(rows)) == ()


def test_dates_since_1904_agree() -> None:
    data = workbook_of(
        '<row r="1"><c r="A1" s="1"><v>43646</v></c></row>',
        styles=STYLES,
        properties='<workbookPr date1904="1"/>',
    )
    assert told_of_cells(data) == ()


def test_wrong_dimension_hides_nothing_from_either_reader() -> None:
    data = changed(form(), "xl/worksheets/sheet2.xml", r'<dimension ref="[^"]*"/>', '<dimension ref="A1"/>')
    assert told_of(data) == ()


DIFFERENT = {
    "two values in one cell": ('<c r="A1"><v>380</v><v>999</v></c>', "999", "380"),
    "two texts in one cell": ('<c r="A1" t="str"><v>ja</v><v>nein</v></c>', "nein", "ja"),
    "a value where a text should be": ('<c r="A1" t="inlineStr"><v>ja</v></c>', "ja", "nichts"),
    "a zero and nothing": ('<c r="A1"><v>0</v><v></v></c>', "nichts", "0"),
    "a false and nothing": ('<c r="A1" t="b"><v>0</v><v></v></c>', "nichts", "False"),
    "truth and its contrary": ('<c r="A1" t="b"><v>0</v><v>1</v></c>', "1", "False"),
    "two errors": ('<c r="A1" t="e"><v>#N/A</v><v>#REF!</v></c>', "#REF!", "#N/A"),
    "two dates": ('<c r="A1" s="1"><v>45108</v><v>45109</v></c>', "45109", "2023-07-01 00:00:00"),
    "two results of a formula": ('<c r="A1"><f>B1</f><v>1</v><v>2</v></c>', "2", "1"),
}


@pytest.mark.parametrize(("cell", "ours", "theirs"), DIFFERENT.values(), ids=DIFFERENT)
def test_disagreement_is_told_with_both_readings(cell: str, ours: str, theirs: str) -> None:
    data = workbook_of(f'<row r="1">{cell}</row>', styles=STYLES)
    (told,) = told_of_cells(data, "A1")
    about = remark("readers_disagree", ours=ours, theirs=theirs)
    assert told == Noted(about, Place("Blatt", "A1"), "" if ours == "nichts" else ours)


def test_disagreement_over_an_answer_stands_at_its_cell() -> None:
    answer = next(
        one
        for one in read_submission(open_return(form()), WORKSHEETS).answers
        if one.raw.kind is CellKind.NUMBER
    )
    index = [sheet.name for sheet in open_return(form()).workbook.sheets].index(answer.place.sheet) + 1
    place = re.escape(f'<c r="{answer.place.cell}"')
    pattern = rf"({place}[^>]*>)(<v>)([0-9.]+)(</v>)"
    data = changed(form(), f"xl/worksheets/sheet{index}.xml", pattern, r"\g<1><v>7\g<3></v><v>\g<3></v>")
    (told,) = told_of(data)
    assert (told.remark.code, told.place, told.subject) == ("readers_disagree", answer.place, answer.subject)
    theirs = dict(told.remark.params)["theirs"]
    assert dict(told.remark.params)["ours"] == answer.raw.text
    assert float(theirs) == float(f"7{answer.raw.text}")


def test_personal_answers_and_free_text_are_not_quoted() -> None:
    worksheet_, section, field = next(
        (one, section, field)
        for one in (all_types(),)
        for section, field in one.all_fields()
        if field.personal or field.is_prose
    )
    subject = Subject(worksheet_.id, section.id, "Z101", field.id)
    data = workbook_of('<row r="1"><c r="A1" t="str"><v>Frau Meier</v><v>Frau Schulze</v></c></row>')
    (told,) = told_of_cells(data, subject=subject)
    assert dict(told.remark.params) == {"ours": "12 Zeichen", "theirs": "10 Zeichen"}


def test_strict_file_in_which_openpyxl_sees_no_sheet_is_noted() -> None:
    rows = '<row r="1"><c r="A1"><v>380</v></c></row>'
    sheet = worksheet(rows, namespace=STRICT_MAIN)
    data = zipped(workbook_parts(sheet, namespace=STRICT_MAIN, office=STRICT_OFFICE))
    (told,) = told_of_cells(data)
    assert told.remark.code == "second_reader_failed"


def test_failure_of_openpyxl_is_noted_without_quoting_the_cell() -> None:
    data = workbook_of('<row r="1"><c r="A1" t="b"><v>true</v></c></row>')
    (told,) = told_of_cells(data)
    assert told == Noted(told.remark, Place())
    assert told.remark.code == "second_reader_failed"
    assert dict(told.remark.params) == {"why": "Fehler ValueError"}


def test_merged_area_too_large_for_openpyxl_is_noted() -> None:
    sheet = worksheet(
        '<row r="1"><c r="A1"><v>380</v></c></row>',
        after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    (told,) = told_of_cells(zipped(workbook_parts(sheet)))
    assert dict(told.remark.params) == {"why": "zu viele verbundene Zellen"}


def test_what_stands_under_a_merged_area_is_not_compared() -> None:
    sheet = worksheet(
        '<row r="1"><c r="A1"><v>380</v></c><c r="B1"><v>5</v></c></row>',
        after='<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
    )
    assert told_of_cells(zipped(workbook_parts(sheet))) == ()


def test_missing_package_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(SecondReaderMissingError, match=r'pip install "ruecklauf\[verify\]"'):
        told_of_cells(workbook_of())
