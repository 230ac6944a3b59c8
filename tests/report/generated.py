"""Rounds that never were, written into a store without files: for figures, and for many alliances."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import CrossSection
from ruecklauf.demo.respondent import Respondent
from ruecklauf.findings import Place, Subject
from ruecklauf.formcode import draw_alliance_id
from ruecklauf.intake.submission import Confidence
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.project import Alliance, Project, create_project, open_project
from ruecklauf.project.folder import SETTINGS_FILE
from ruecklauf.project.nrw import alliances_for_nrw
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm, Outcome, Store, StoredWorksheet, SubmissionEntry
from ruecklauf.values import Value

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = (
    *(
        "stammblatt",
        "akteure",
        "gremien",
        "mitgliedschaften",
        "prioritaeten",
        "angebote",
        "bedarf",
        "zielgruppe",
    ),
    *("entwicklungsbedarf", "vierfelder", "treffen", "massnahmen", "reflexion", "selbsteinschaetzung"),
)
Answers = Mapping[Subject, Value]
_MOVES: Mapping[str, Mapping[Value, Value]] = {
    "kerngruppe": {"geplant": "aktiv"},
    "stand": {"offen": "begonnen", "begonnen": "teilweise", "teilweise": "erreicht"},
}


@dataclass(frozen=True)
class Field:
    """A project with everything that came back in it."""

    root: Path
    project: Project
    layout: Layout


def made_project(folder: Path, alliances: int, waves: int, worksheets: Sequence[str]) -> Project:
    """A project with so many alliances and waves; the first 53 are the districts of NRW by their codes."""
    rng = Random(1)
    listed = list(alliances_for_nrw(rng))[:alliances]
    taken = {one.id for one in listed}
    for number in range(len(listed), alliances):
        drawn = draw_alliance_id(taken, rng)
        taken.add(drawn)
        land = (1, 3, 6, 7, 8, 9)[number % 6]
        listed.append(Alliance(drawn, f"Ort {number}", (f"{land:02}{number:06}",), "kreisangehoerig"))
    project = create_project(folder, fictional=True, alliances=listed)
    settings = project.root / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8").partition("\n[[waves]]\n")[0] + "\n"
    for number in range(waves):
        day = NOON.date() + timedelta(weeks=26 * number)
        text += (
            f'[[waves]]\nid = "{2026 + number // 2}-{number % 2 + 1}"\ntitle = "Welle {number + 1}"\n'
            f"deadline = {day}\nworksheets = {list(worksheets)!r}\n\n".replace("'", '"')
        )
    settings.write_text(text, encoding="utf-8")
    return open_project(folder)


def fill(
    project: Project,
    *,
    different: int = 12,
    returned: float = 0.85,
    seed: int = 1,
    released: bool = False,
) -> Field:
    """Store a return of most alliances in every wave: `different` sets of answers, moved on each wave."""
    waves = project.settings.waves
    with Workspace(project, makes=True) as workspace:
        worksheets = workspace.worksheets(waves[0])
        layout = build_layout(worksheets)
        workspace.store.save_declarations(layout.worksheets)
        told = [
            Respondent(layout, f"Ort {number}", Random(seed + number), waves[0].reference_date).answer()
            for number in range(different)
        ]
        told = [_released(answers) for answers in told] if released else told
        for number, wave in enumerate(waves):
            entries = _entries(project, layout, wave, number, told, Random(seed + number), returned)
            _store(workspace.store, project, wave, number, layout, entries)
            told = [_moved(answers, Random(seed + number)) for answers in told]
    return Field(project.root, project, layout)


def _store(
    store: Store,
    project: Project,
    wave: Wave,
    number: int,
    layout: Layout,
    entries: Iterable[SubmissionEntry],
) -> None:
    sent = NOON + timedelta(weeks=26 * number)
    hashes = tuple(worksheet.content_hash for worksheet in layout.worksheets)
    store.record_forms(
        IssuedForm(one.id, wave.id, f"{one.id}-{wave.id}", _sha(f"form {one.id} {wave.id}"), "f.xlsx",
                   layout.fingerprint, hashes, sent)
        for one in project.alliances
    )  # fmt: skip
    for entry in entries:
        store.save_submission(entry)


def _entries(
    project: Project,
    layout: Layout,
    wave: Wave,
    number: int,
    told: Sequence[Answers],
    rng: Random,
    share: float,
) -> Iterator[SubmissionEntry]:
    records = [tuple(records_of(layout, answers)) for answers in told]
    sent = NOON + timedelta(weeks=26 * number)
    for place, alliance in enumerate(project.alliances):
        if rng.random() > share:
            continue
        own = records[place % len(records)]
        received = sent + timedelta(days=int(rng.triangular(1, 56, 20)), hours=rng.randint(0, 8))
        name = f"{alliance.id} {wave.id}"
        worksheets = tuple(
            StoredWorksheet(
                one.id, one.version, one.content_hash, sum(record.worksheet == one.id for record in own)
            )
            for one in layout.worksheets
        )
        yield SubmissionEntry(
            sha256=_sha(name), size=len(name), file_name=f"{name}.xlsx", received_at=received,
            importer_version="1", imported_at=received, outcome=Outcome.ACCEPTED, alliance=alliance.id,
            wave=wave.id, confidence=Confidence.CERTAIN, worksheets=worksheets, records=own,
        )  # fmt: skip


def records_of(layout: Layout, answers: Answers) -> Iterator[Record]:
    """The records of a form in which this was answered, as an import gives them; nothing personal."""
    by_row: dict[Subject, dict[str, Value]] = {}
    for subject, value in answers.items():
        by_row.setdefault(subject.row, {})[subject.field] = value
    ends = {block.name: block.section for block in layout.blocks if isinstance(block.section, CrossSection)}
    for row, said in by_row.items():
        if section := ends.get(f"{row.worksheet}.{row.section}"):
            said[section.down], said[section.across] = row.row_id.split("-")
    for block in layout.blocks:
        printed = {row.row_id: row for row in block.rows if row.printed}
        own = [subject for subject in by_row if (subject.worksheet, subject.section) == block.about()[:2]]
        ids = dict.fromkeys([*printed, *(subject.row_id for subject in own)])
        for position, row_id in enumerate(ids, start=1):
            given = printed[row_id].given if row_id in printed else {}
            said = {**given, **by_row.get(block.about(row_id), {})}
            entries = {
                name: Entry(value, str(value), Place(block.sheet, f"C{position}"))
                for name, value in said.items()
                if not block.section.field(name).personal
            }
            yield Record(
                block.worksheet.id, block.worksheet.version, block.section.id, row_id, position,
                row_id in printed, entries, {},
            )  # fmt: skip


def _moved(answers: Answers, rng: Random) -> Answers:
    """The same half a year later: some states went on."""
    return {
        subject: _MOVES.get(subject.field, {}).get(value, value) if rng.random() < 0.4 else value
        for subject, value in answers.items()
    }


def _released(answers: Answers) -> Answers:
    """With solution trees that may be shown."""
    return {
        subject: "oeffentlich_ohne" if subject.field == "freigabe" else value
        for subject, value in answers.items()
    }


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
