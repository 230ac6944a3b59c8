"""The report of a project, written into a folder."""

from __future__ import annotations

from pathlib import Path

from ruecklauf.errors import RuecklaufError
from ruecklauf.project.settings import Wave
from ruecklauf.report.figures import Material
from ruecklauf.report.page import render_page
from ruecklauf.report.wording import wording
from ruecklauf.rounds.evaluating.evaluation import evaluate
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.whole_files import write_whole


def material_of(workspace: Workspace, wave: Wave, language: str) -> Material:
    """What the report on a wave is drawn from; RuecklaufError where no form of it was ever made."""
    evaluation = evaluate(workspace)
    if wave.id not in evaluation.frames.waves:
        raise RuecklaufError(
            f"there is nothing to report on wave {wave.id}: no forms were made and nothing came back.",
            remedy="Name another wave with --wave.",
        )
    alliances = {alliance.id: alliance for alliance in workspace.project.alliances}
    return Material(evaluation, workspace.library.worksheets, alliances, wave.id, wording(language))


def write_report(workspace: Workspace, wave: Wave, folder: Path, language: str) -> list[Path]:
    """Write report-WAVE.html and return the paths; an older report of the same name is replaced."""
    material = material_of(workspace, wave, language)
    page = render_page(material, project=workspace.project.settings.title, wave_title=wave.title)
    path = folder / f"report-{wave.id}.{language}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, page.encode())
    except OSError as error:
        raise RuecklaufError(f"cannot be written ({error.strerror}).", where=str(path)) from error
    return [path]
