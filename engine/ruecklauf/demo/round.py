"""The demonstration: forms, good and flawed returns, findings and datasets, in one folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from ruecklauf.demo.mishaps import PDF, cut_off, saved, typed_over
from ruecklauf.demo.respondent import Respondent
from ruecklauf.demo.script import Return, Script, Town, read_script
from ruecklauf.demo.second_wave import play_second_wave
from ruecklauf.exports import write_export
from ruecklauf.findings import Subject
from ruecklauf.formcode import draw_alliance_id
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.project import Alliance, create_project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.listing import finding_rows, write_findings
from ruecklauf.rounds.asking.reports import WaveStatus, wave_status
from ruecklauf.rounds.asking.same_rows import panel_of
from ruecklauf.rounds.evaluating.evaluation import evaluate
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.forms import issue_forms, recipient_of, round_of
from ruecklauf.rounds.taking_in.collection import files_in
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import receive_files
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import Value

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoRound:
    """What the demonstration made."""

    form: Path
    findings: Path
    dataset: Path
    received: tuple[Received, ...]
    status: WaveStatus


def run_demo(folder: Path, tell: Tell) -> DemoRound:
    """Play a round in a new folder, telling each step. ProjectError if the folder is not empty."""
    script = read_script()
    rng = Random(script.seed)
    alliances = fictional_alliances(script.alliances, rng)
    project = create_project(folder, title=script.title, fictional=True, alliances=alliances)
    wave = project.settings.waves[-1]
    now = datetime.now(UTC)
    tell(f"Project with {len(alliances)} fictional alliances in {project.root}")
    with Workspace(project, makes=True) as workspace:
        folder_of_forms = project.forms_dir / wave.id
        forms = issue_forms(
            workspace, wave, alliances, folder=folder_of_forms, now=now, formats=tuple(FormFormat)
        )
        tell(f"{len(forms)} forms written to {folder_of_forms}, as workbooks and as Word documents")
        returns = project.root / "returns"
        _send_back(workspace, wave, script, returns, now)
        files = files_in([returns])
        tell(f"{len(files)} files came back to {returns}")
        received = tuple(receive_files(workspace, files, now=now, expected=wave))
        findings = project.root / "findings.xlsx"
        rows = finding_rows(workspace)
        write_findings(rows, findings)
        tell(f"{len(rows)} findings written to {findings}")
        status = wave_status(workspace, wave)
    project = play_second_wave(project, wave, now, tell)
    data = project.root / "data"
    with Workspace(project) as workspace:
        dataset = replace(evaluate(workspace).exported(), panel=panel_of(workspace).frames())
    write_export(dataset, data, ("csv", "xlsx", "parquet"))
    tell(f"Datasets of both waves, and a panel, written to {data}")
    return DemoRound(forms[0].path, findings, data / "dataset.xlsx", received, status)


def fictional_alliances(towns: tuple[Town, ...], rng: Random) -> tuple[Alliance, ...]:
    """The script's alliances, with random ids."""
    alliances: list[Alliance] = []
    for number, town in enumerate(towns, start=1):
        alliance_id = draw_alliance_id([alliance.id for alliance in alliances], rng)
        email = f"buendnis{number:02}@gemeinden.example"
        alliances.append(Alliance(alliance_id, town.name, (town.ags,), town.area_type, email))
    return tuple(alliances)


@dataclass
class _Post:
    """Fills forms in and puts them into the folder of returns."""

    writer: FormWriter
    documents: DocumentWriter
    wave: Wave
    alliances: dict[str, Alliance]
    rng: Random
    now: datetime
    sent: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, dict[Subject, Value]] = field(default_factory=dict)

    def content(self, planned: Return) -> bytes:
        """The bytes of a return."""
        if planned.copy_of:
            return self.sent[planned.copy_of]
        if planned.mishap == "scan":
            return PDF
        form = saved(self._filled(planned), self.now + timedelta(seconds=len(self.sent)))
        return cut_off(form) if planned.mishap == "cut_off" else form

    def _filled(self, planned: Return) -> bytes:
        alliance = self.alliances[planned.sender]
        typed = {
            Subject(text.worksheet, text.table, text.row, text.field): text.text for text in planned.typed
        }
        kept = {
            subject: value
            for subject, value in self._answers_of(alliance, planned).items()
            if subject not in typed
        }
        if planned.document:
            return self.documents.write(recipient_of(alliance), planned.document, kept)
        form = self.writer.write(recipient_of(alliance), kept)
        return typed_over(form, self.writer.layout, typed) if typed else form

    def _answers_of(self, alliance: Alliance, planned: Return) -> dict[Subject, Value]:
        if alliance.name not in self.answers:
            seed = Random(self.rng.random())
            respondent = Respondent(self.writer.layout, alliance.name, seed, self.wave.reference_date)
            self.answers[alliance.name] = respondent.answer()
        answers = list(self.answers[alliance.name].items())
        return {
            subject: value
            for subject, value in answers[: len(answers) - planned.without_last]
            if (not planned.only or subject.worksheet in planned.only)
            and (planned.share >= 1 or self.rng.random() < planned.share)
        }


def _send_back(workspace: Workspace, wave: Wave, script: Script, folder: Path, now: datetime) -> None:
    folder.mkdir()
    layout = build_layout(workspace.worksheets(wave), language=wave.language)
    about = round_of(workspace.project, wave)
    alliances = {alliance.name: alliance for alliance in workspace.project.alliances}
    writers = FormWriter(layout, about), DocumentWriter(layout, about)
    post = _Post(*writers, wave, alliances, Random(script.seed), now)
    for planned in script.returns:
        post.sent[planned.file] = post.content(planned)
        (folder / planned.file).write_bytes(post.sent[planned.file])
