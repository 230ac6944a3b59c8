"""The known histories through real workbooks: forms made, filled in, handed in; the panel is what was lived.

`RUECKLAUF_FORMS=53` sends that many alliances through four waves; see CONTRIBUTING.md.
"""

from __future__ import annotations

import io
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from cli.conftest import make_databases
from dataset.panel.lives import (
    NETZ_2,
    NETZ_3,
    ORTE_2,
    ORTE_3,
    WAVES,
    Life,
    form_said,
    known_became,
    known_histories,
    live,
    newest_row,
    status_of,
    stays_as_gone,
)
from revisions.declaring import NETZ, ORTE, SETTINGS, write_worksheet
from rounds.playing import saved_at
from ruecklauf.dataset.panel import Panel
from ruecklauf.fieldtypes.companion import ORIGIN, ROW_STATUS
from ruecklauf.findings import Subject
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import CARRYING_VERSION, LAYOUT_VERSION, InputCell
from ruecklauf.project import Alliance, alliances_for_nrw, open_project, write_alliances
from ruecklauf.project.settings import Wave
from ruecklauf.revisions.fates import Fate
from ruecklauf.revisions.together import carry_all
from ruecklauf.rounds.asking.same_rows import panel_of
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.issuing.prefill import NOTHING, Prefills, from_wave
from ruecklauf.rounds.issuing.rows import more_rows
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace

ALLIANCES = int(os.environ.get("RUECKLAUF_FORMS", "4"))
STARTS = {
    wave: datetime(2026, 6, 1, 8, tzinfo=UTC) + timedelta(days=100 * nr) for nr, wave in enumerate(WAVES)
}
DECLARED = {"netz": (NETZ, NETZ_2, NETZ_3), "orte": (ORTE, ORTE_2, ORTE_3)}
STATUS = {"unveraendert": "unverändert", "geaendert": "geändert", "entfallen": "entfallen", "": None}
SEED = 36
"""Gives all that may become of a row, also one that is left standing as gone and comes back."""
Cells = Mapping[tuple[Subject, str], tuple[str, InputCell]]
"""Sheet and cell of each answer, and of each code of several."""


@dataclass(frozen=True)
class Lived:
    """A project of which everything came back, and what its municipalities meant."""

    workspace: Workspace
    lives: list[Life]
    panel: Panel


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    root = tmp_path_factory.mktemp("forms") / "p"
    root.mkdir()
    rng = Random(SEED)
    lives = [live(f"A{number:05}", rng) for number in range(ALLIANCES)]
    head = SETTINGS[: SETTINGS.index("[[waves]]")]
    waves = "".join(
        f'[[waves]]\nid = "{wave}"\ntitle = "{wave}"\ndeadline = {start.date() + timedelta(days=60)}\n'
        'worksheets = ["netz", "orte"]\n'
        for wave, start in STARTS.items()
    )
    (root / "ruecklauf.toml").write_text(head + waves, encoding="utf-8")
    listed = zip(lives, alliances_for_nrw(), strict=False)
    named = [Alliance(one.alliance, of.name, of.ags, of.area_type, "a@amt.example") for one, of in listed]
    write_alliances(root / "alliances.csv", named)
    make_databases(root)
    for wave in WAVES:
        play(root, wave, lives)
    with Workspace(open_project(root)) as workspace:
        yield Lived(workspace, lives, panel_of(workspace))


def play(root: Path, wave_id: str, lives: list[Life]) -> None:
    """One wave: worksheets revised, forms made from what was said last, filled in and handed in."""
    for name, number in zip(DECLARED, WAVES[wave_id], strict=True):
        write_worksheet(root, DECLARED[name][number - 1])
    with Workspace(open_project(root), makes=True) as workspace:
        wave, now = workspace.project.wave(wave_id), STARTS[wave_id]
        asked: dict[str, list[Life]] = defaultdict(list)
        for life in lives:
            if wave_id in life.waves:
                asked[last_wave(life, wave_id)].append(life)
        returned = []
        for last, group in asked.items():
            prefills = from_last(workspace, wave, last, group)
            returned += list(fill_all(workspace, wave, last, group, prefills, root / "forms" / wave_id))
        received = list(Receiver(workspace, wave).receive_all(returned, now=now + timedelta(days=30)))
        assert {one.outcome.partition("_")[0] for one in received} == {"accepted"}


def last_wave(life: Life, wave_id: str) -> str:
    waves = list(life.waves)
    return waves[waves.index(wave_id) - 1] if waves[0] != wave_id else ""


def from_last(workspace: Workspace, wave: Wave, last: str, group: list[Life]) -> Prefills:
    if not last:
        return NOTHING
    ids = {life.alliance for life in group}
    return from_wave(workspace, last, workspace.worksheets(wave), into=wave, alliances=ids)


def fill_all(
    workspace: Workspace, wave: Wave, last: str, group: list[Life], prefills: Prefills, folder: Path
) -> Iterator[Path]:
    """The forms of some alliances as they come back."""
    worksheets = workspace.worksheets(wave)
    rounds = "netz.kreise" if WAVES[wave.id][0] == 3 else "netz.runden"
    free = {rounds: 12}
    alliances = [workspace.project.alliance(life.alliance) for life in group]
    now = STARTS[wave.id]
    made = issue_forms(workspace, wave, alliances, folder=folder, now=now, prefills=prefills, free_rows=free)
    rows = more_rows(free, worksheets, needed=prefills.more_rows)
    version = CARRYING_VERSION if last else LAYOUT_VERSION
    layout = build_layout(worksheets, more_rows=rows, version=version)
    cells = {(one.subject, one.part): (plan.name, one) for plan in layout.sheets for one in plan.inputs()}
    for life, form in zip(group, made, strict=True):
        book = openpyxl.load_workbook(form.path)
        fill(book, cells, life, wave.id, last)
        file = io.BytesIO()
        book.save(file)
        path = folder.with_name(f"{wave.id} {life.alliance}.xlsx")
        path.write_bytes(saved_at(file.getvalue(), now + timedelta(days=20)))
        yield path


def fill(book: openpyxl.Workbook, cells: Cells, life: Life, wave: str, last: str) -> None:
    """What people type: every answer of the wave, what became of each row, rows deleted and sorted."""
    netz, orte = WAVES[wave]
    tables, before = life.waves[wave], life.waves[last] if last else {}

    def put(subject: Subject, content: object, part: str = "") -> None:
        sheet, cell = cells[subject, part]
        book[sheet].cell(cell.row, cell.column).value = content

    def put_status(row: Subject, status: str) -> None:
        put(row._replace(field=ROW_STATUS), STATUS[status])

    put(Subject("orte", "ort", "OO", "name" if orte == 1 else "ortsname"), tables["ort"][""]["name"])
    lists = {"fest": "fest", "lose": "lose", "locker": "locker", "offen": "offen", "halb": "halb"}
    for kind, meant in tables["leute"].items():
        number = (
            "NL004" if netz == 3 and kind == "amt" else {"amt": "NL001"}.get(kind, newest_row("leute", kind))
        )
        row = Subject("netz", "leute", number)
        put(row._replace(field="name"), meant["name"])
        put(row._replace(field="form"), lists[str(form_said(netz, str(meant["form"]))["form"])])
        for topic in ("sprache", "arbeit", *(("wohnen",) if netz == 1 else ())):
            ticked = isinstance(meant["themen"], tuple) and topic in meant["themen"]
            put(row._replace(field="themen"), "x" if ticked else None, topic)
        if last:
            same = as_sent(before["leute"][kind], netz, last) == as_sent(meant, netz, wave)
            put_status(row, status_of(life.alliance, wave, number, changed=not same))
    fill_rounds(book, cells, life, wave, last)


def as_sent(meant: Mapping[str, object], netz: int, wave: str) -> tuple[object, ...]:
    topics = meant["themen"]
    assert isinstance(topics, tuple)
    return meant["name"], meant["form"], tuple(one for one in topics if netz == 1 or one != "wohnen")


def fill_rounds(book: openpyxl.Workbook, cells: Cells, life: Life, wave: str, last: str) -> None:
    netz = WAVES[wave][0]
    section, prefix = ("kreise", "NK") if netz == 3 else ("runden", "NR")
    name = "titel" if netz == 1 else "thema"
    rounds, before = life.waves[wave]["runden"], life.waves[last]["runden"] if last else {}
    for row in {**before, **rounds}:
        subject = Subject("netz", section, f"{prefix}{row}", name)
        sheet, cell = cells[subject, ""]
        line = book[sheet].cell(cell.row, cell.column)
        status = ""
        if row in rounds:
            line.value = rounds[row]["titel"]
            changed = row in before and before[row]["titel"] != rounds[row]["titel"]
            status = status_of(life.alliance, wave, prefix + row, changed=changed) if row in before else ""
        elif stays_as_gone(life.alliance, wave, prefix + row):
            status = "entfallen"
        else:
            line.value = None
        if last:
            place = cells[subject._replace(field=ROW_STATUS), ""][1]
            book[sheet].cell(place.row, place.column).value = STATUS[status]
    order = [f"{prefix}{row}" for row in rounds]
    if order != sorted(order):
        lines = {row: cells[Subject("netz", section, row, name), ""][1].row for row in order}
        sort_rows(book[sheet], [lines[row] for row in order])


def sort_rows(sheet: Sheet, order: list[int]) -> None:
    """Whole rows, ids and all, in another order, as the program's command for sorting leaves them."""
    held = {row: [cell.value for cell in sheet[row]] for row in order}
    for target, source in zip(sorted(order), order, strict=True):
        for cell, value in zip(sheet[target], held[source], strict=True):
            if not (isinstance(value, str) and value.startswith("=")):
                cell.value = value


def test_panel_is_the_known_history(lived: Lived) -> None:
    told = {
        (table, moment.alliance, moment.row_id, moment.wave): (
            str(moment.status),
            frozenset((one.field, one.before.value, one.now.value) for one in moment.changes),
        )
        for table, moments in lived.panel.moments.items()
        for moment in moments
        if table in ("netz.leute", "netz.kreise", "orte.ort") and is_lived(moment.row_id)
    }
    # no tick in a form is no answer
    known = {
        key: (status, frozenset((name, old or None, new or None) for name, old, new in changes))
        for key, (status, changes) in known_histories(lived.lives).items()
    }
    assert told == known
    assert len({status for status, _ in told.values()}) == 6


def is_lived(row_id: str) -> bool:
    """Whether the row is one of those that people wrote into, and not only printed."""
    return row_id.startswith(("NK", "OO")) or row_id in ("NL004", "NL002", "NL003")


def test_every_answer_became_what_was_lived_and_said(lived: Lived) -> None:
    told = {
        (moment.alliance, moment.row_id, moment.wave): moment.row.cells["thema"].became
        for moment in lived.panel.moments["netz.kreise"]
        if moment.row is not None
    }
    assert told == known_became(lived.lives)


def test_proof_balances(lived: Lived) -> None:
    with lived.workspace.store.snapshot() as state:
        answers = list(state.values(current_only=False))
        kept = state.declarations()
        declared = {place: kept[hashed] for place, hashed in state.declared_by().items()}
    fates = Counter(made.fate for _, made in carry_all(answers, declared, lived.workspace.library.worksheets))
    assert fates.total() == len(answers)
    assert Fate.UNDECLARED not in fates and {Fate.CARRIED, Fate.RECODED} <= set(fates)


def test_rows_were_sorted_and_said_where_they_come_from(lived: Lived) -> None:
    """So that the test cannot pass without what it is about."""
    orders = [list(tables["runden"]) for life in lived.lives for tables in life.waves.values()]
    assert any(order != sorted(order) for order in orders)
    with lived.workspace.store.snapshot() as state:
        assert {one.value for one in state.values() if one.field == ORIGIN} >= set(list(WAVES)[:3])
