"""What every field type promises of Excel: its validation and `excel_known` agree with its examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from fieldtypes.declared import FIELDS
from fieldtypes.typed import LISTS, TEXTS, as_returned
from forms.making import RECIPIENT, ROUND
from libreoffice.soffice import Office, Step, Task
from ruecklauf.cells import a1
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import CellContent, FieldBase, Kind
from ruecklauf.fieldtypes.reference import JOINT
from ruecklauf.fieldtypes.tick import tick_words
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.inputs import shown_text
from ruecklauf.layout.model import Block
from ruecklauf.values import Missing, Value

ACTORS = {"AK001": "Jugendamt", "AK101": "Verein"}
"""The rows that references name."""
OFFICES = {"id": "aemter", "title": "Ämter", "codes": [{"code": "amt", "nr": 1, "label": "Amt"}]}
OFFICE = {"type": "choice", "list": "aemter", "id": "amt", "label": "Amt"}
NAME = {"type": "text", "id": "name", "label": "Name"}


@dataclass(frozen=True, slots=True)
class Case:
    """One content for one field, in a row of its own."""

    field: FieldBase
    row: int
    content: CellContent
    value: Value | None = None
    """What the content says; None for a counterexample."""

    @property
    def key(self) -> tuple[str, int]:
        return self.field.id, self.row


def content_of(field: FieldBase, value: Value) -> CellContent:
    """What a form's cell holds for a value; a reference is chosen with the row's name."""
    if field.kind is Kind.REFERENCE:
        return f"{value}{JOINT}{ACTORS[str(value)]}"
    return field.render(value, LISTS, TEXTS)


def cases_of(field: FieldBase) -> list[Case]:
    good = [(content_of(field, value), value) for value in field.examples(LISTS)]
    bad = [(content, None) for content in field.counterexamples(LISTS)]
    return [Case(field, row, *told) for row, told in enumerate([*good, *bad])]


FIELDS_BY_ID = {
    f"feld{number:02}": field.model_copy(update={"id": f"feld{number:02}"})
    for number, field in enumerate(FIELDS)
}
CASES = [case for field in FIELDS_BY_ID.values() for case in cases_of(field)]
each_field = pytest.mark.parametrize(
    "field", FIELDS_BY_ID.values(), ids=lambda field: f"{type(field).__name__}-{field.id}"
)


def worksheet() -> Worksheet:
    """A table with a column for every field, and one that references name."""
    listed = [codelist.model_dump(mode="json", exclude_defaults=True) for codelist in LISTS.values()]
    content = {
        **dict.fromkeys(("title", "short", "purpose", "instructions"), "Feldarten"),
        "id": "feldarten",
        "version": "1.0",
        "codelists": [*listed, OFFICES],
        "sections": [
            {
                "kind": "table",
                "id": "akteure",
                "title": "Akteure",
                "prefix": "AK",
                "printed": {"list": "aemter", "into": "amt"},
                "free_rows": 1,
                "label_field": "name",
                "fields": [OFFICE, NAME],
            },
            {
                "kind": "table",
                "id": "probe",
                "title": "Probe",
                "prefix": "PR",
                "free_rows": max(case.row for case in CASES) + 1,
                "fields": [
                    field.model_dump(mode="json", exclude_defaults=True) for field in FIELDS_BY_ID.values()
                ],
            },
        ],
    }
    return Worksheet.model_validate(content)


def step(block: Block, row: int, field_id: str, part: str, text: str) -> Step:
    address = block.address(block.rows[row], field_id, part)
    return Step(block.sheet, address.rpartition("!")[2].replace("$", ""), text)


def entry(case: Case, part: str) -> str:
    """What a person enters into the cell, or into that of one code."""
    if isinstance(case.value, tuple):
        yes, no = tick_words(TEXTS)
        return yes if part in case.value else no
    return shown_text(case.content, case.field, TEXTS)


@pytest.fixture(scope="module")
def outcomes(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], set[str]]:
    """What became of each content when it was typed, or chosen, in the form."""
    layout = build_layout((worksheet(),))
    path = tmp_path_factory.mktemp("field_types") / "form.xlsx"
    path.write_bytes(FormWriter(layout, ROUND).write(RECIPIENT))
    actors, probe = layout.block("feldarten.akteure"), layout.block("feldarten.probe")
    names = [step(actors, row, "name", "", name) for row, name in enumerate(ACTORS.values())]
    entered = [
        (case, step(probe, case.row, case.field.id, part, entry(case, part)))
        for case in CASES
        for part in case.field.parts or ("",)
    ]
    [filled] = office.fill([Task(path, [*names, *(step for _, step in entered)])])
    assert [row.row_id for row in actors.rows] == list(ACTORS)
    assert {outcome.kind for outcome in filled.outcomes[: len(names)]} == {"done"}
    found: dict[tuple[str, int], set[str]] = {}
    for (case, _), outcome in zip(entered, filled.outcomes[len(names) :], strict=True):
        found.setdefault(case.key, set()).add(outcome.kind)
    return found


@each_field
def test_excel_takes_every_example(field: FieldBase, outcomes: dict[tuple[str, int], set[str]]) -> None:
    cases = [case for case in CASES if case.field is field and case.value is not None]
    assert [(case.content, outcomes[case.key]) for case in cases if outcomes[case.key] != {"done"}] == []


@each_field
def test_excel_refuses_every_counterexample(
    field: FieldBase, outcomes: dict[tuple[str, int], set[str]]
) -> None:
    cases = [case for case in CASES if case.field is field and case.value is None]
    assert [case.content for case in cases if "done" in outcomes[case.key]] == []


@dataclass(frozen=True, slots=True)
class Judged:
    """What the formulas for rules say of a field's column."""

    known: dict[CellContent, bool]
    values: dict[CellContent, float | str]
    blank_is_known: bool
    count: float
    """The known cells, counted over the whole column in one formula."""


@pytest.fixture(scope="module")
def judged(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Judged]:
    path = tmp_path_factory.mktemp("known") / "known.xlsx"
    fields = [field for field in FIELDS_BY_ID.values() if not field.parts]
    height = max(case.row for case in CASES) + 2
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        cells, formulas, lists = (book.add_worksheet(name) for name in ("Zellen", "Formeln", "Listen"))
        for column, field in enumerate(fields):
            lists.write_column(0, column, offered(field))
            look = book.add_format({"num_format": field.number_format})
            for case in cases_of(field):
                write(cells, case.row, column, case.content, look)
            among = f"Listen!{a1(1, column + 1, absolute=True)}:{a1(20, column + 1, absolute=True)}"
            for row in range(height):
                cell = f"Zellen!{a1(row + 1, column + 1)}"
                formulas.write_formula(
                    row, column, f"=IF({field.excel_known(cell, among, language=TEXTS.language)},1,0)"
                )
                formulas.write_formula(
                    height + row, column, f'=IFERROR({field.excel_value(cell, language=TEXTS.language)},"")'
                )
            whole = f"Zellen!{a1(1, column + 1)}:{a1(height, column + 1)}"
            formulas.write_array_formula(
                2 * height,
                column,
                2 * height,
                column,
                f"{{=SUM(IF({field.excel_known(whole, among, language=TEXTS.language)},1,0))}}",
            )
    area = f"A1:{a1(2 * height + 1, len(fields))}"
    [filled] = office.fill([Task(path, read=[("Formeln", area)])])
    columns = zip(*filled.read[0], strict=True)
    return {
        field.id: Judged(
            {case.content: column[case.row] == 1 for case in cases_of(field)},
            {case.content: column[height + case.row] for case in cases_of(field)},
            blank_is_known=column[height - 1] == 1,
            count=column[2 * height],
        )
        for field, column in zip(fields, columns, strict=True)
    }


def offered(field: FieldBase) -> list[str]:
    """The texts that a choice or reference is one of."""
    if field.kind is Kind.REFERENCE:
        return [f"{row_id}{JOINT}{name}" for row_id, name in ACTORS.items()]
    return [code.label(TEXTS.language) for code in LISTS[field.list_id].offered] if field.list_id else []


def write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    content: CellContent,
    look: xlsxwriter.format.Format,
) -> None:
    match content:
        case str():
            sheet.write_string(row, column, content)
        case date():
            sheet.write_datetime(row, column, content, look)
        case Decimal() | int():
            sheet.write_number(row, column, float(content), look)


each_field_with_a_cell = pytest.mark.parametrize(
    "field",
    [field for field in FIELDS_BY_ID.values() if not field.parts],
    ids=lambda field: f"{type(field).__name__}-{field.id}",
)


@each_field_with_a_cell
def test_every_example_is_known_and_nothing_else(field: FieldBase, judged: dict[str, Judged]) -> None:
    found = judged[field.id]
    expected = {case.content: is_answer(case) for case in cases_of(field)}
    assert found.known == expected
    assert not found.blank_is_known
    assert found.count == sum(expected.values())


def is_answer(case: Case) -> bool:
    """Whether the content is a value of the field's type, be it outside of its limits."""
    read = case.field.parse(as_returned(case.content, case.field), LISTS, TEXTS)
    return case.field.kind is Kind.TEXT or read.value is not Missing.UNREADABLE


@each_field_with_a_cell
def test_value_that_rules_compare_is_that_of_the_answer(field: FieldBase, judged: dict[str, Judged]) -> None:
    for case in cases_of(field):
        if isinstance(case.value, int | Decimal) and not isinstance(case.value, bool):
            assert judged[field.id].values[case.content] == pytest.approx(float(case.value))
