"""The form's live formulas, worked out by LibreOffice, against what import and stored values say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from libreoffice.respondent import CARELESS, SLOPPY
from libreoffice.returning import Returned, fill_and_return
from libreoffice.sending import WAVE_DATE, recipients
from libreoffice.soffice import Office, Step, Task
from ruecklauf.cells import CellKind, a1, parse_a1
from ruecklauf.definition.rulebook import RuleBook, bind_rules
from ruecklauf.findings import Finding, Subject
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.geometry import question_code
from ruecklauf.layout.model import FormulaCell, TextCell
from ruecklauf.layout.sheets.check_strips import CHECK_SHEET, FIRST_CHECK_COLUMN, Strips
from ruecklauf.layout.state import REQUIRED, Check, FormState
from ruecklauf.office.workbook import Sheet
from ruecklauf.values import Missing, Value

pytestmark = pytest.mark.xdist_group("live rules")

CHOSEN = (0, 20, 40)
CROSS_SHEET = "Mitgliedschaften"
ABOUT_FORM = frozenset(
    {
        "ambiguous_number",
        "date_for_number",
        "date_incomplete",
        "error_value",
        "no_date",
        "no_integer",
        "no_number",
        "no_reference",
        "no_step",
        "no_tick",
        "not_on_list",
        "not_on_list_but_like",
        "number_for_date",
    }
)
"""Findings on content that is not of its field's form."""


@pytest.fixture(scope="module")
def careless(office: Office, writer: FormWriter, tmp_path_factory: pytest.TempPathFactory) -> list[Returned]:
    """Readable answers that contradict each other, leave out what is due and answer what is not asked."""
    folder = tmp_path_factory.mktemp("careless")
    chosen = [recipients()[number] for number in CHOSEN]
    return fill_and_return(office, writer, chosen, folder, seed=4711, manner=CARELESS)


@pytest.fixture(scope="module")
def sloppy(office: Office, writer: FormWriter, tmp_path_factory: pytest.TempPathFactory) -> list[Returned]:
    """The same, with unreadable content pasted over closed answers."""
    folder = tmp_path_factory.mktemp("sloppy")
    chosen = [recipients()[number] for number in CHOSEN]
    return fill_and_return(office, writer, chosen, folder, seed=815, manner=SLOPPY)


@pytest.mark.parametrize("number", range(len(CHOSEN)))
@pytest.mark.parametrize("manner", ["careless", "sloppy"])
def test_every_formula_gives_what_would_have_been_stored(
    request: pytest.FixtureRequest, writer: FormWriter, manner: str, number: int
) -> None:
    """Progress, status, cover, review, lists and checks: the values stored in prefilled forms."""
    returned: Returned = request.getfixturevalue(manner)[number]
    state = state_of(returned, writer)
    wrong = []
    for plan in writer.layout.sheets:
        sheet = returned.opened.workbook.sheet(plan.name)
        assert sheet is not None
        for cell in plan.cells:
            if isinstance(cell, FormulaCell) and shown(sheet, cell.row, cell.column) != str(
                cell.value(state)
            ):
                found = shown(sheet, cell.row, cell.column)
                wrong.append(f"{plan.name} R{cell.row}C{cell.column}: {found!r}, not {cell.value(state)!r}")
    assert wrong == []


def test_cover_counts_what_was_just_typed(office: Office, writer: FormWriter, tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(writer.write(recipients()[9]))
    block = writer.layout.block("stammblatt.stammblatt")
    typed = {"lead_benannt": "ja", "gs_benannt": "nein", "kg_konstituiert": "ja"}
    places = {name: block.address(block.rows[0], name).partition("!")[2].replace("$", "") for name in typed}
    steps = [Step(block.sheet, places[name], text) for name, text in typed.items()]
    cover = writer.layout.sheets[0]
    last = a1(max(cell.row for cell in cover.cells), len(cover.widths))
    before, after = office.fill(
        [Task(form, done, read=[(cover.name, f"A1:{last}")]) for done in ([], steps)],
    )
    links = [cell for cell in cover.cells if isinstance(cell, TextCell) and cell.column == 1]
    [progress] = [cell for cell in links if cell.text == block.sheet]
    shown_before, shown_after = (filled.read[0][progress.row - 1][2] for filled in (before, after))
    assert shown_before == "0 von 3 Pflichtfeldern ausgefüllt"
    assert shown_after == "3 von 3 Pflichtfeldern ausgefüllt"


@pytest.mark.parametrize("number", range(len(CHOSEN)))
@pytest.mark.parametrize("manner", ["careless", "sloppy"])
def test_live_checks_and_import_agree(
    request: pytest.FixtureRequest, writer: FormWriter, manner: str, number: int
) -> None:
    """Every required field and every rule is open in the form if and only if import finds it wanting."""
    returned: Returned = request.getfixturevalue(manner)[number]
    rulebook = bind_rules(writer.layout.worksheets)
    live = live_verdicts(returned, writer, rulebook)
    known = {about for about, _ in verdicts_of(writer, rulebook)}
    found = {about for finding in returned.checked.findings if (about := subject_of(finding)) in known}
    assert sorted(map(str, live ^ found)) == []
    assert len(found) > 50


@pytest.mark.parametrize("number", range(len(CHOSEN)))
@pytest.mark.parametrize("manner", ["careless", "sloppy"])
def test_live_checks_and_state_agree(
    request: pytest.FixtureRequest, writer: FormWriter, manner: str, number: int
) -> None:
    """Required fields and rules as FormState has them, open, due and explained."""
    returned: Returned = request.getfixturevalue(manner)[number]
    state = state_of(returned, writer)
    live = zip(open_checks(returned, writer), due_checks(returned, writer), strict=True)
    wrong = [
        f"{check.where}: {check.message} (open: {is_open}, due: {is_due})"
        for number, (check, (is_open, is_due)) in enumerate(zip(writer.layout.checks, live, strict=True))
        if (is_open, is_due) != (state.open[number], state.due[number])
    ]
    assert wrong == []
    explained = [verdict == "3" for verdict in verdicts(returned, writer)]
    assert explained == list(state.explained)
    assert any(explained)


@pytest.mark.parametrize("number", range(len(CHOSEN)))
def test_content_of_the_wrong_form_is_open_in_its_row(
    sloppy: list[Returned], writer: FormWriter, number: int
) -> None:
    returned = sloppy[number]
    live = {
        (check.sheet, check.slot)
        for check in found_open(returned, writer)
        if check.constraint is None and check.kind != REQUIRED and check.sheet != CROSS_SHEET
    }
    found = {
        (finding.place.sheet, slot_of(finding.subject, writer))
        for finding in returned.checked.findings
        if finding.code in ABOUT_FORM
    }
    assert len(found) > 20
    assert live == found


@pytest.mark.parametrize("number", range(len(CHOSEN)))
def test_roles_without_actor_or_committee_are_open_and_found(
    careless: list[Returned], writer: FormWriter, number: int
) -> None:
    returned = careless[number]
    live = {check.slot for check in found_open(returned, writer) if check.sheet == CROSS_SHEET}
    found = {
        finding.subject.row_id.partition("-")[0]
        for finding in returned.checked.findings
        if finding.code == "reference_unresolved" and finding.place.sheet == CROSS_SHEET
    }
    assert live
    assert live == found


def state_of(returned: Returned, writer: FormWriter) -> FormState:
    """The form's state as it follows from what was typed."""
    layout = writer.layout
    known = returned.recipient.by_key()
    values: dict[Subject, Value] = {
        cell.subject: known[cell.field.from_alliance]
        for sheet in layout.sheets
        for cell in sheet.inputs()
        if cell.field.from_alliance and cell.locked
    }
    values |= {one.subject: one.value for one in returned.meant if one.step.text}
    unread = {
        typed.subject: standing(returned, typed.step)
        for typed in returned.meant
        if typed.value is Missing.UNREADABLE
    }
    return FormState(layout.blocks, layout.checks, layout.spans, WAVE_DATE, values, unread=unread)


def standing(returned: Returned, step: Step) -> str:
    """What stands in a cell after a step: its text, or that it holds an error value."""
    sheet = returned.opened.workbook.sheet(step.sheet)
    assert sheet is not None
    raw = sheet.cells[parse_a1(step.cell)].raw
    return "Fehlerwert" if raw.kind is CellKind.ERROR else raw.text


def shown(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return cell.raw.text if cell else ""


def verdicts(returned: Returned, writer: FormWriter) -> Iterator[str]:
    """What LibreOffice found for each check, one after another."""
    sheet = returned.opened.workbook.sheet(CHECK_SHEET)
    assert sheet is not None
    first_row = Strips.of(writer.layout.blocks).last_row + 2
    for check in writer.layout.checks:
        yield shown(sheet, first_row + check.group, FIRST_CHECK_COLUMN - 1 + check.position)


def open_checks(returned: Returned, writer: FormWriter) -> Iterator[bool]:
    """Which checks LibreOffice found open, one after another."""
    return (verdict == "1" for verdict in verdicts(returned, writer))


def due_checks(returned: Returned, writer: FormWriter) -> Iterator[bool]:
    """Which required fields LibreOffice found to apply."""
    for check, verdict in zip(writer.layout.checks, verdicts(returned, writer), strict=True):
        yield check.kind == REQUIRED and verdict in ("1", "2")


def found_open(returned: Returned, writer: FormWriter) -> list[Check]:
    verdicts = zip(writer.layout.checks, open_checks(returned, writer), strict=True)
    return [check for check, is_open in verdicts if is_open]


About = tuple[str, Subject]
"""Finding code and what it is about."""


def live_verdicts(returned: Returned, writer: FormWriter, rulebook: RuleBook) -> set[About]:
    """What the form found wanting, explained or not."""
    judged = zip(writer.layout.checks, verdicts(returned, writer), strict=True)
    found = {id(check) for check, verdict in judged if verdict in ("1", "3")}
    return {about for about, check in verdicts_of(writer, rulebook) if id(check) in found}


def verdicts_of(writer: FormWriter, rulebook: RuleBook) -> Iterator[tuple[About, Check]]:
    """Every check that import makes too, with the finding that belongs to it."""
    by_constraint = {
        id(bound.constraint): (bound, worksheet)
        for worksheet, rules in rulebook.whole.items()
        for bound in rules
    } | {
        id(bound.constraint): (bound, name)
        for name, section in rulebook.sections.items()
        for bound in section.rules
    }
    for check in writer.layout.checks:
        if check.block is not None and check.row is not None:
            place = check.block.worksheet.id, check.block.section.id, check.row.row_id
        if check.kind == REQUIRED:
            yield ("required_missing", Subject(*place, check.field_id)), check
        elif check.constraint is not None:
            bound, where = by_constraint[id(check.constraint)]
            at = bound.rule.at or ""
            subject = Subject(*place, at) if check.block else Subject(where, at)
            yield (f"rule.{bound.rule.id}", subject), check


def subject_of(finding: Finding) -> About:
    return finding.code, finding.subject


def slot_of(subject: Subject, writer: FormWriter) -> str:
    """What a check is counted with: the table row, or the question's code."""
    block = writer.layout.block(f"{subject.worksheet}.{subject.section}")
    return question_code(block, block.column(subject.field)) if block.is_record else subject.row_id
