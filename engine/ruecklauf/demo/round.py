"""The demonstration: twelve forms, good and flawed returns, findings and datasets, in one folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from ruecklauf.dataset import build_dataset
from ruecklauf.demo.mishaps import PDF, cut_off, typed_over
from ruecklauf.demo.municipalities import fictional_alliances
from ruecklauf.demo.respondent import Respondent
from ruecklauf.exports import write_export
from ruecklauf.findings import Subject
from ruecklauf.forms.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.project import Alliance, create_project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing import WrittenForm, issue_forms, recipient_of, round_of
from ruecklauf.rounds.receiving import Received, Receiver, files_in
from ruecklauf.rounds.reporting import WaveStatus, finding_rows, wave_status, write_findings
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import Value

SEED = 2026
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoRound:
    """What the demonstration made."""

    form: Path
    findings: Path
    dataset: Path
    received: tuple[Received, ...]
    status: WaveStatus

    @property
    def outcomes(self) -> dict[str, int]:
        return dict(Counter(one.outcome for one in self.received))


def run_demo(folder: Path, tell: Tell) -> DemoRound:
    """Play a round in a new folder, telling each step. ProjectError if the folder is not empty."""
    rng = Random(SEED)
    alliances = fictional_alliances(rng)
    project = create_project(
        folder, title="Lokale Bündnisse (Vorführung)", fictional=True, alliances=alliances
    )
    wave = project.settings.waves[-1]
    now = datetime.now(UTC)
    tell(f"Project with {len(alliances)} fictional alliances in {project.root}")
    with Workspace(project) as workspace:
        forms = issue_forms(workspace, wave, alliances, folder=project.forms_dir / wave.id, now=now)
        tell(f"{len(forms)} forms written to {project.forms_dir / wave.id}")
        returns = project.root / "returns"
        _send_back(workspace, wave, alliances, returns, rng)
        files = files_in([returns])
        tell(f"{len(files)} files came back to {returns}")
        receiver = Receiver(workspace, wave)
        received = tuple(
            receiver.receive(file, now=now + timedelta(seconds=number)) for number, file in enumerate(files)
        )
        findings = project.root / "findings.xlsx"
        rows = finding_rows(workspace)
        write_findings(rows, findings)
        tell(f"{len(rows)} findings written to {findings}")
        write_export(build_dataset(workspace.store), project.root / "data", ("csv", "xlsx", "parquet"))
        tell(f"Datasets written to {project.root / 'data'}")
        status = wave_status(workspace, wave)
    return DemoRound(_first(forms), findings, project.root / "data" / "dataset.xlsx", received, status)


def _first(forms: tuple[WrittenForm, ...]) -> Path:
    return forms[0].path


@dataclass(frozen=True)
class _Post:
    """Writes filled forms into the folder of returns."""

    writer: FormWriter
    folder: Path
    wave: Wave
    rng: Random

    def answers(self, alliance: Alliance) -> dict[Subject, Value]:
        respondent = Respondent(
            self.writer.layout, alliance.name, Random(self.rng.random()), self.wave.reference_date
        )
        return respondent.answer()

    def filled(self, alliance: Alliance, answers: dict[Subject, Value]) -> bytes:
        return self.writer.write(recipient_of(alliance), answers)

    def send(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)


def _send_back(
    workspace: Workspace, wave: Wave, alliances: tuple[Alliance, ...], folder: Path, rng: Random
) -> None:
    """Ten of twelve answer, three of them with mistakes; some send twice, or something else."""
    folder.mkdir()
    layout = build_layout(workspace.worksheets(wave), language=wave.language)
    post = _Post(FormWriter(layout, round_of(workspace.project, wave)), folder, wave, rng)
    for number, alliance in enumerate(alliances[:6], start=1):
        post.send(f"{number:02} {alliance.name}.xlsx", post.filled(alliance, post.answers(alliance)))
    _with_mistakes(post, alliances[6])
    _half_empty(post, alliances[7])
    _sent_twice(post, alliances[8])
    tenth = post.filled(alliances[9], post.answers(alliances[9]))
    post.send("10a abgebrochen.xlsx", cut_off(tenth))
    post.send("10b neu gesendet.xlsx", tenth)
    post.send("10c neu gesendet (Kopie).xlsx", tenth)
    post.send("11 Scan.xlsx", PDF)


def _with_mistakes(post: _Post, alliance: Alliance) -> None:
    answers = post.answers(alliance)
    mistakes: dict[Subject, str] = {
        Subject("stammblatt", "stammblatt", "ST", "gs_vzae"): "ca. 1,5",
        Subject("stammblatt", "stammblatt", "ST", "gs_benannt"): "ja (seit 2024)",
        Subject("stammblatt", "stammblatt", "ST", "kg_seit"): "Ende Juni",
        Subject("zielgruppe", "zielgruppe", "ZG001", "n_gesamt"): "10-12",
        Subject("akteure", "akteure", "AK001", "koop"): "teils",
    }
    kept = {subject: value for subject, value in answers.items() if subject not in mistakes}
    form = post.filled(alliance, kept)
    post.send(f"07 {alliance.name}.xlsx", typed_over(form, post.writer.layout, mistakes))


def _half_empty(post: _Post, alliance: Alliance) -> None:
    answers = post.answers(alliance)
    kept = {
        subject: value
        for subject, value in answers.items()
        if subject.worksheet in ("stammblatt", "akteure") and post.rng.random() < 0.7
    }
    post.send(f"08 {alliance.name}.xlsx", post.filled(alliance, kept))


def _sent_twice(post: _Post, alliance: Alliance) -> None:
    answers = post.answers(alliance)
    post.send(f"09a {alliance.name}.xlsx", post.filled(alliance, answers))
    changed = dict(list(answers.items())[:-3])
    changed[Subject("stammblatt", "stammblatt", "ST", "lead_benannt")] = "ja"
    post.send(f"09b {alliance.name} (korrigiert).xlsx", post.filled(alliance, changed))
