"""Letters and workbooks of a wave, written into a folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ruecklauf.errors import ProjectError, RuecklaufError
from ruecklauf.feedback.comparing import compare
from ruecklauf.feedback.letters import write_letter
from ruecklauf.feedback.places import ENDINGS, file_name, own_template
from ruecklauf.feedback.template import letter_template
from ruecklauf.feedback.wording import wording
from ruecklauf.feedback.workbooks import write_sheet
from ruecklauf.own_files import write_own_together
from ruecklauf.project import Alliance, Project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.evaluating.evaluation import Evaluation, evaluate
from ruecklauf.rounds.issuing.forms import round_of
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import write_private
from ruecklauf.whole_files import write_whole

_REMEDY = "It may have been edited. Replace it with --force, or choose another folder; nothing was written."


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one alliance gets."""

    alliance: Alliance
    letter: bytes
    workbook: bytes


def feedback_of(
    workspace: Workspace, wave: Wave, alliances: Collection[Alliance], evaluation: Evaluation
) -> Iterator[Feedback]:
    """The feedback to those of the alliances that returned anything in the wave, in their order.

    It is in the alliance's language. ProjectError where none of them did, or for a template that is wrong.
    """
    found = compare(evaluation, wave.id)
    chosen = [alliance for alliance in alliances if alliance.id in found]
    if not chosen:
        what = f"none of the alliances chosen returned anything in wave {wave.id}"
        raise ProjectError(what, remedy="Name another wave with --wave.")
    templates: dict[str, tuple[bytes, str]] = {}
    for alliance in chosen:
        language = alliance.language_in(wave)
        if language not in templates:
            templates[language] = _template(workspace.project, language)
        say, of = wording(language), round_of(workspace.project, wave, language)
        compared = found[alliance.id]
        letter = write_letter(*templates[language], alliance, of, compared, say)
        yield Feedback(alliance, letter, write_sheet(alliance, of, compared, say))


def write_feedback(
    workspace: Workspace,
    wave: Wave,
    alliances: Collection[Alliance],
    folder: Path,
    *,
    replace: bool,
    evaluation: Evaluation | None = None,
) -> list[Path]:
    """Write both files for each alliance, for the owner alone; what was edited is not replaced unasked.

    `evaluation` is that of all waves, where it was made already.
    """
    made = list(feedback_of(workspace, wave, alliances, evaluation or evaluate(workspace)))
    files = {
        file_name(each.alliance, wave, ending): content
        for each in made
        for ending, content in zip(ENDINGS, (each.letter, each.workbook), strict=True)
    }
    try:
        return write_own_together(folder, files, write=write_private, replace=replace, remedy=_REMEDY)
    except OSError as error:
        raise RuecklaufError(f"cannot be written ({error.strerror}).", where=str(folder)) from error


def put_template(project: Project, wave: Wave, *, replace: bool) -> Path:
    """Write the shipped template into the project, to be edited, and say where."""
    path = own_template(project, wave.language)
    if path.exists() and not replace:
        raise ProjectError("there is a template already", where=str(path), remedy="Replace it with --force.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, letter_template(wave.language))
    except OSError as error:
        raise RuecklaufError(f"cannot be written ({error.strerror}).", where=str(path)) from error
    return path


def _template(project: Project, language: str) -> tuple[bytes, str]:
    """The project's own, or the shipped one, with where it lies."""
    path = own_template(project, language)
    try:
        return path.read_bytes(), str(path)
    except FileNotFoundError:
        return letter_template(language), "the shipped letter"
    except OSError as error:
        raise ProjectError(f"cannot be read ({error.strerror})", where=str(path)) from error
