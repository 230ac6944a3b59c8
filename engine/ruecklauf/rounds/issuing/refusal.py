"""What must be right before a form goes out: all that `ruecklauf check` calls an error."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import DeclarationError, Problem, ProjectError
from ruecklauf.library import TEMPLATES
from ruecklauf.lint import mistakes
from ruecklauf.lint.declared import declarations
from ruecklauf.lint.formulas import check_formulas
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.guards import guard
from ruecklauf.rounds.issuing.languages import spoken
from ruecklauf.rounds.issuing.templates import check_templates
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.texts import GERMAN


def refuse_mistakes(
    workspace: Workspace, wave: Wave, worksheets: tuple[Worksheet, ...], *, today: date
) -> None:
    """DeclarationError with every error in the project's declarations, settings and Word templates."""
    errors = [
        problem for problem in _problems(workspace, wave, worksheets, today) if problem.severity == "error"
    ]
    if errors:
        raise DeclarationError(errors)


def refuse_closed(wave: Wave, *, closed: bool) -> None:
    """ProjectError for a wave that was closed: what comes back of its forms would not count."""
    if closed:
        raise ProjectError(
            f"wave {wave.id} is closed", remedy=f"Open it again: `ruecklauf wave {wave.id} open`."
        )


def formulas_in_languages(workspace: Workspace, *, today: date) -> tuple[Problem, ...]:
    """What Excel would refuse in forms of the waves to come that are not German: texts differ in length."""
    waves, declared = workspace.project.settings.waves, declarations(workspace.library)
    found = {
        problem
        for wave in waves
        if wave.deadline >= today or wave is waves[-1]
        for language in spoken(workspace.project, wave)
        if language != GERMAN
        for problem in check_formulas(declared, workspace.worksheets(wave), language)
    }
    return tuple(sorted(found))


def _problems(
    workspace: Workspace, wave: Wave, worksheets: tuple[Worksheet, ...], today: date
) -> Iterator[Problem]:
    yield from workspace.project.notes
    yield from (guarded := guard(workspace, today=today))
    found = mistakes(workspace.library)
    yield from found
    if found or any(problem.severity == "error" for problem in guarded):
        return
    for language in spoken(workspace.project, wave):
        yield from check_formulas(declarations(workspace.library), worksheets, language)
    if any(workspace.project.root.glob(TEMPLATES)):
        yield from check_templates(workspace.project.root)
