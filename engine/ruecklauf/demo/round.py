"""The demonstration: forms, good and flawed returns, findings and datasets, in one folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from ruecklauf.cockpit.writing import write_cockpit
from ruecklauf.dataset import Dataset
from ruecklauf.dataset.build import known_names
from ruecklauf.dataset.masking import masked_panel
from ruecklauf.demo.mishaps import PDF, cut_off, saved, typed_over
from ruecklauf.demo.post import draft, message
from ruecklauf.demo.reporting import release_all, report_waves
from ruecklauf.demo.respondent import Respondent
from ruecklauf.demo.script import Return, Script, Town, read_script
from ruecklauf.demo.second_wave import play_second_wave
from ruecklauf.exports import write_export
from ruecklauf.feedback.places import folder_of
from ruecklauf.feedback.writing import write_feedback
from ruecklauf.fieldwork.occasions import Occasion
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
from ruecklauf.rounds.asking.waves import WaveState, decide_wave
from ruecklauf.rounds.evaluating.evaluation import Evaluation, evaluate
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
    cockpit: Path
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
    begun = now - (len(script.returns) + 1) * APART
    taken_in = now - APART / 2
    tell(f"Project with {len(alliances)} fictional alliances in {project.root}")
    with Workspace(project, makes=True) as workspace:
        folder_of_forms = project.forms_dir / wave.id
        forms = issue_forms(
            workspace, wave, alliances, folder=folder_of_forms, now=begun, formats=tuple(FormFormat)
        )
        tell(f"{len(forms)} forms written to {folder_of_forms}, as workbooks and as Word documents")
        launched = draft(workspace, wave, Occasion.LAUNCH, begun)
        tell(f"{launched} drafts to mail them in {project.root / 'drafts'}")
        returns = project.root / "returns"
        post = _send_back(workspace, wave, script, returns, begun)
        files = files_in([returns])
        tell(f"{len(files)} messages came back to {returns}")
        received = tuple(receive_files(workspace, files, now=taken_in, expected=wave))
        findings = project.root / "findings.xlsx"
        rows = finding_rows(workspace)
        write_findings(rows, findings)
        tell(f"{len(rows)} findings written to {findings}")
        _ask_back(workspace, wave, script, post, returns, tell, taken_in)
        status = wave_status(workspace, wave)
    project = play_second_wave(project, wave, now, tell)
    data = project.root / "data"
    with Workspace(project) as workspace:
        evaluation = evaluate(workspace)
        dataset = _exported(workspace, evaluation)
        report_waves(workspace, evaluation, tell)
        release_all(workspace, evaluation, dataset, tell)
        cockpit = _tell_back(workspace, wave, evaluation, tell)
    write_export(dataset, data, ("csv", "xlsx", "parquet"))
    tell(f"Datasets of both waves, and a panel, written to {data}")
    return DemoRound(forms[0].path, findings, data / "dataset.xlsx", cockpit, received, status)


def _exported(workspace: Workspace, evaluation: Evaluation) -> Dataset:
    """As `export` writes it: with the panel, and masked in all tables."""
    panel = panel_of(workspace)
    with workspace.store.snapshot() as state:
        names = known_names(state)
    return replace(evaluation.exported(), panel=masked_panel(panel.frames(), panel.newest, names))


def _tell_back(workspace: Workspace, wave: Wave, evaluation: Evaluation, tell: Tell) -> Path:
    """What each alliance gets of the first wave, ready to be mailed; then the cockpit, and where it is."""
    folder, alliances = folder_of(workspace.project, wave), workspace.project.alliances
    written = write_feedback(workspace, wave, alliances, folder, replace=False, evaluation=evaluation)
    tell(f"{len(written) // 2} letters with workbooks, each alliance beside the others, in {folder}")
    cockpit = write_cockpit(workspace, now=datetime.now(UTC)).path
    tell(f"How far everybody is, and what to do next: {cockpit}")
    return cockpit


def _ask_back(
    workspace: Workspace,
    wave: Wave,
    script: Script,
    post: _Post,
    returns: Path,
    tell: Tell,
    now: datetime,
) -> None:
    """Acknowledge, ask, get an answer, remind whom something is missing of, and close the wave."""
    receipts = draft(workspace, wave, Occasion.RECEIPT, now)
    asked = draft(workspace, wave, Occasion.QUESTIONS, now)
    tell(f"{receipts} receipts and {asked} messages with questions drafted")
    answer = _answer(post, script, returns)
    _, became, *_ = receive_files(workspace, [answer], now=post.end)
    tell(f"{answer.name} answers what was asked: {became.outcome.replace('_', ' ')}")
    reminded = draft(workspace, wave, Occasion.REMINDER, post.end)
    tell(f"{reminded} reminders drafted to whom something is missing")
    why = "the demonstration of this wave ends"
    decide_wave(workspace, wave, WaveState.CLOSED, person="demo", reason=why, now=post.end)
    tell(f"Wave {wave.id} closed; `ruecklauf wave {wave.id} open` opens it again")


def fictional_alliances(towns: tuple[Town, ...], rng: Random) -> tuple[Alliance, ...]:
    """The script's alliances, with random ids."""
    alliances: list[Alliance] = []
    for number, town in enumerate(towns, start=1):
        alliance_id = draw_alliance_id([alliance.id for alliance in alliances], rng)
        email = f"buendnis{number:02}@gemeinden.example"
        alliances.append(Alliance(alliance_id, town.name, (town.ags,), town.area_type, email))
    return tuple(alliances)


APART = timedelta(days=2, hours=7)
"""Between one return and the next."""


@dataclass
class _Post:
    """Fills forms in and puts them into the folder of returns."""

    writer: FormWriter
    documents: DocumentWriter
    wave: Wave
    alliances: dict[str, Alliance]
    rng: Random
    begun: datetime
    sent: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, dict[Subject, Value]] = field(default_factory=dict)

    @property
    def end(self) -> datetime:
        """A moment after everything that was sent: files come on different days."""
        return self.begun + len(self.sent) * APART

    def put(self, folder: Path, planned: Return) -> Path:
        """The return in a message, as its file."""
        alliance = self.alliances.get(planned.sender)
        sender, content = alliance.email if alliance else "", self.sent[planned.file]
        path = folder / f"{Path(planned.file).stem}.eml"
        path.write_bytes(message(sender, self.writer.round.return_to, self.end, planned.file, content))
        return path

    def content(self, planned: Return) -> bytes:
        """The bytes of a return."""
        if planned.copy_of:
            return self.sent[planned.copy_of]
        if planned.mishap == "scan":
            return PDF
        form = saved(self._filled(planned), self.end)
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


def _send_back(workspace: Workspace, wave: Wave, script: Script, folder: Path, begun: datetime) -> _Post:
    folder.mkdir()
    layout = build_layout(workspace.worksheets(wave), language=wave.language)
    about = round_of(workspace.project, wave)
    alliances = {alliance.name: alliance for alliance in workspace.project.alliances}
    writers = FormWriter(layout, about), DocumentWriter(layout, about)
    post = _Post(*writers, wave, alliances, Random(script.seed), begun)
    for planned in script.returns:
        post.sent[planned.file] = post.content(planned)
        post.put(folder, planned)
    return post


def _answer(post: _Post, script: Script, folder: Path) -> Path:
    """The form that was filled in past every validation comes once more, put right."""
    asked = next(planned for planned in script.returns if planned.typed)
    right = asked.model_copy(update={"file": f"11 {asked.sender} (berichtigt).xlsx", "typed": ()})
    post.sent[right.file] = post.content(right)
    return post.put(folder, right)
