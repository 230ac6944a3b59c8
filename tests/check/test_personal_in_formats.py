"""A name, an address or a telephone number in a number, date, list or tick, in each format of a return."""

from __future__ import annotations

import io
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pytest
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from forms.documents.wordprocessing import W, document_writer, plan_of
from forms.making import RECIPIENT, all_types, read_back, writer
from fuzz.documents.forms import as_open_text
from gauntlet.documents.xml import overwritten, tag_of
from office.calc.test_reader import MIMETYPE, content
from office.packages import zipped
from ruecklauf.dataset.masking import seems_personal
from ruecklauf.findings import Subject
from ruecklauf.forms.package import read_parts
from ruecklauf.layout.build import build_layout
from ruecklauf.values import Missing

PROBE = (all_types(),)
TYPED = {
    "anzahl": "Frau Muster",
    "beginn": "0211 123 45 67",
    "bereich": "muster@amt.example",
    "kreuz": "geb. 1.2.1990",
}
BODY = "word/document.xml"


def workbook() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(writer(PROBE).write(RECIPIENT)))
    for sheet in build_layout(PROBE).sheets:
        for cell in sheet.inputs():
            if cell.subject.row_id == "AN" and cell.subject.field in TYPED:
                book[sheet.name].cell(cell.row, cell.column).value = TYPED[cell.subject.field]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def open_workbook() -> bytes:
    """The texts and numbers of the workbook, with nothing around them."""
    tables = "".join(map(_table, openpyxl.load_workbook(io.BytesIO(workbook()))))
    return zipped({"mimetype": MIMETYPE, "content.xml": content(tables)})


def _table(sheet: ExcelSheet) -> str:
    rows = ("".join(map(_cell, row)) for row in sheet.iter_rows(values_only=True))
    lines = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in rows)
    return f"<table:table table:name={quoteattr(sheet.title)}>{lines}</table:table>"


def _cell(value: object) -> str:
    if not isinstance(value, str) or value.startswith("="):
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def document() -> bytes:
    parts = read_parts(document_writer("probe").write(RECIPIENT, "probe"))
    root = etree.fromstring(parts[BODY])
    tags = {tag: cell.subject for tag, cell in plan_of("probe").by_tag.items()}
    places = {
        tags[tag_of(control)]: next(control.iterancestors(f"{W}tc"))
        for control in root.iter(f"{W}sdt")
        if tag_of(control) in tags
    }
    for field, text in TYPED.items():
        overwritten(places[Subject("probe", "angaben", "AN", field)], text)
    return zipped({**parts, BODY: etree.tostring(root)})


def open_text() -> bytes:
    return as_open_text(document())


@pytest.mark.parametrize(
    "returned",
    [workbook, open_workbook, document, open_text],
    ids=["xlsx", "ods", "docx", "odt"],
)
def test_what_is_personal_in_other_fields_is_flagged_masked_and_not_quoted(
    returned: Callable[[], bytes],
) -> None:
    checked = read_back(returned(), PROBE)
    flagged = {
        finding.subject.field: finding.severity
        for finding in checked.findings
        if finding.code == "personal_in_text" and finding.subject.section == "angaben"
    }
    assert flagged.keys() == TYPED.keys()
    told = "\n".join(f"{finding.found} {finding.message}" for finding in checked.findings)
    assert [text for text in TYPED.values() if text in told] == []
    (entries,) = (record.entries for record in checked.records if record.section == "angaben")
    assert {field: entries[field].raw for field in TYPED} == TYPED
    assert {entries[field].value for field in TYPED} == {Missing.UNREADABLE}
    assert all(seems_personal(entries[field].raw, False) for field in TYPED)
