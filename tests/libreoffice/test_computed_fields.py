"""What LibreOffice computes in a form is what import works out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from forms.making import RECIPIENT, ROUND, declared
from libreoffice.soffice import Office, Step, Task
from ruecklauf.cells import a1
from ruecklauf.check.check import check
from ruecklauf.findings import Subject
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import FormulaCell, Role
from ruecklauf.layout.state import FormState
from ruecklauf.values import Value

SHEETS = (declared("computed.yaml"),)
LAYOUT = build_layout(SHEETS)
ENTERED: dict[tuple[str, str, str], tuple[str, Value]] = {
    ("kopf", "KO", "eigene"): ("7", 7),
    ("kopf", "KO", "beginn"): ("28.2.2028", date(2028, 2, 28)),
    ("posten", "PO101", "name"): ("Kurs", "Kurs"),
    ("posten", "PO101", "menge"): ("3", 3),
    ("posten", "PO101", "preis"): ("0,1", Decimal("0.1")),
    ("posten", "PO103", "name"): ("Raum", "Raum"),
    ("posten", "PO103", "menge"): ("20", 20),
}


def step(key: tuple[str, str, str], text: str) -> Step:
    section, row_id, field = key
    block = LAYOUT.block(f"rechnen.{section}")
    row = next(row for row in block.rows if row.row_id == row_id)
    return Step(block.sheet, a1(*block.position(row, block.column(field))), text)


@pytest.fixture(scope="module")
def returned(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The form as it was filled in, by format."""
    folder = tmp_path_factory.mktemp("computed")
    form = folder / "form.xlsx"
    form.write_bytes(FormWriter(LAYOUT, ROUND).write(RECIPIENT))
    saved = {ending: folder / f"back.{ending}" for ending in ("xlsx", "ods", "xls")}
    steps = [step(key, text) for key, (text, _) in ENTERED.items()]
    task = Task(form, steps, save=[(path, ending) for ending, path in saved.items()])
    [filled] = office.fill([task])
    assert {outcome.kind for outcome in filled.outcomes} == {"done"}
    return {ending: path.read_bytes() for ending, path in saved.items()}


def test_locked_cells_take_nothing(office: Office, tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(FormWriter(LAYOUT, ROUND).write(RECIPIENT))
    [filled] = office.fill([Task(form, [step(("kopf", "KO", "summe"), "5")])])
    assert [outcome.kind for outcome in filled.outcomes] == ["protected"]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_the_office_computes_what_import_works_out(returned: dict[str, bytes], ending: str) -> None:
    values = {Subject("rechnen", *key): value for key, (_, value) in ENTERED.items()}
    state = FormState(LAYOUT.blocks, LAYOUT.checks, LAYOUT.spans, ROUND.reference_date, values)
    workbook = open_return(returned[ending]).workbook
    shown, expected = {}, {}
    for plan in LAYOUT.sheets:
        sheet = workbook.sheet(plan.name)
        assert sheet is not None
        for cell in plan.cells:
            if isinstance(cell, FormulaCell) and cell.role is Role.COMPUTED:
                raw = sheet.cells[cell.row, cell.column].raw
                at = f"{plan.name}!{a1(cell.row, cell.column)}"
                shown[at] = round(Decimal(raw.text), 9) if raw.text else ""
                value = cell.value(state)
                expected[at] = value if isinstance(value, str) else round(Decimal(value), 9)
    assert shown == expected
    assert sum(value != "" for value in expected.values()) == 4


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_nothing_is_to_be_said_of_it(returned: dict[str, bytes], ending: str) -> None:
    checked = check(read_submission(open_return(returned[ending]), SHEETS), wave_date=ROUND.reference_date)
    assert [str(found) for found in checked.findings if found.severity != "note"] == []
    entered = {
        Subject("rechnen", record.section, record.row_id, field)
        for record in checked.records
        for field in record.entries
    }
    assert entered == {Subject("rechnen", *key) for key in ENTERED}
