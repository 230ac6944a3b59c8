"""The second wave of the demonstration: a worksheet was revised, and answers are carried on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from ruecklauf.definition.changes import version_key
from ruecklauf.fieldtypes.companion import ORIGIN, ROW_STATUS, companion_kind
from ruecklauf.findings import Subject
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.library import data_folder
from ruecklauf.project import Alliance, Project, open_project
from ruecklauf.project.folder import SETTINGS_FILE
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.carried_on import filled_in
from ruecklauf.rounds.issuing.forms import issue_forms, recipient_of, round_of
from ruecklauf.rounds.issuing.prefill import Prefills, from_wave
from ruecklauf.rounds.taking_in.collection import files_in
from ruecklauf.rounds.taking_in.reception import receive_files
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import Value

REVISED = "prioritaeten"
WORKSHEETS = ("akteure", REVISED)
ANSWERING = 5
"""How many alliances answer the second wave: the first ones of the list."""
_WEEKS = 26
_RENAMED, _DROPPED = ("schritt_text", "naechster_schritt_text"), "bestand_vor_buendnis"
_CHANGES = f"""
changes:
  - since: "{{since}}"
    fields:
      - {{{{was: {REVISED}.{_RENAMED[0]}, now: {REVISED}.{_RENAMED[1]}}}}}
      - {{{{was: {REVISED}.{_DROPPED}, dropped: "steht seit der ersten Erhebung fest"}}}}
"""


def play_second_wave(project: Project, first: Wave, now: datetime, tell: Callable[[str], None]) -> Project:
    """Revise a worksheet, make prefilled forms, and take in what comes back; the project as it is then."""
    revise(project.root)
    wave_id = f"{first.id.rpartition('-')[0]}-2"
    _declare_wave(project.root, wave_id, first)
    opened = open_project(project.root)
    wave = opened.wave(wave_id)
    with Workspace(opened) as workspace:
        prefills = from_wave(workspace, first.id, workspace.worksheets(wave), into=wave)
        folder = opened.forms_dir / wave.id
        alliances = opened.alliances
        forms = issue_forms(workspace, wave, alliances, folder=folder, now=now, prefills=prefills)
        tell(f"Worksheet {REVISED} revised; {len(forms)} prefilled forms of wave {wave.id} written")
        tell(f"{len(prefills.left_out)} answers are left out of them, each with its reason")
        returns = project.root / f"returns-{wave.id}"
        _send_back(workspace, wave, prefills, alliances[:ANSWERING], returns)
        received = list(receive_files(workspace, files_in([returns]), now=now, expected=wave))
        tell(f"{len(received)} files of wave {wave.id} came back to {returns}")
    return opened


def revise(root: Path) -> Path:
    """Put a new version of a built-in worksheet into the project, and say what became of its fields."""
    text = (data_folder() / "worksheets" / REVISED / "worksheet.yaml").read_text(encoding="utf-8")
    found = re.search(r'^version: "(.+)"$', text, re.MULTILINE)
    assert found is not None
    since = found[1]
    text = text.replace(found[0], f'version: "{version_key(since)[0] + 1}.0"')
    text = re.sub(rf"\b{_RENAMED[0]}\b", _RENAMED[1], text)
    text = re.sub(rf"      - id: {_DROPPED}\n(?:        .*\n)+", "", text)
    text = re.sub(rf"      {_DROPPED}: .*\n", "", text)
    path = root / "worksheets" / REVISED / "worksheet.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text.rstrip() + _CHANGES.format(since=since), encoding="utf-8")
    return path


def _declare_wave(root: Path, wave_id: str, first: Wave) -> None:
    deadline = first.deadline + timedelta(weeks=_WEEKS)
    wave = (
        f'\n[[waves]]\nid = "{wave_id}"\ntitle = "Erhebung {wave_id}"\n'
        f"deadline = {deadline.isoformat()}\nworksheets = {json.dumps(WORKSHEETS)}\n"
    )
    path = root / SETTINGS_FILE
    path.write_text(path.read_text(encoding="utf-8") + wave, encoding="utf-8")


def _send_back(
    workspace: Workspace, wave: Wave, prefills: Prefills, alliances: tuple[Alliance, ...], folder: Path
) -> None:
    folder.mkdir()
    worksheets, rows, language = workspace.worksheets(wave), prefills.more_rows, wave.language
    for alliance in alliances:
        version = prefills.version_for(alliance.id)
        layout = build_layout(worksheets, more_rows=rows, language=language, version=version)
        writer = FormWriter(layout, round_of(workspace.project, wave))
        answers = _gone_on(filled_in(prefills, alliance.id, layout))
        (folder / f"{alliance.name}.xlsx").write_bytes(writer.write(recipient_of(alliance), answers))


def _gone_on(carried: Mapping[Subject, Value]) -> dict[Subject, Value]:
    """The last wave's answers half a year later: every priority is begun, and the last was typed anew."""
    answers = dict(carried)
    for subject in carried:
        if subject.field == ORIGIN:
            became = "geaendert" if subject.section == REVISED else "unveraendert"
            answers[subject._replace(field=ROW_STATUS)] = became
    rows = sorted({subject.row_id for subject in carried if subject.section == REVISED})
    for row in rows:
        answers[Subject(REVISED, REVISED, row, "stand")] = "begonnen"
    if rows:
        anew = f"{rows[-1][:2]}{int(rows[-1][2:]) + 1:03}"
        for subject in [subject for subject in answers if subject.section == REVISED]:
            if subject.row_id == rows[-1]:
                value = answers.pop(subject)
                if companion_kind(subject.field):
                    continue
                title = f"{value} (neu)" if subject.field == "titel" else value
                answers[subject._replace(row_id=anew)] = title
    return answers
