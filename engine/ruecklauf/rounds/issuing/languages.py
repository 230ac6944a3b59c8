"""What forms and messages in the languages of a project lack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ruecklauf.errors import Problem, RuecklaufError
from ruecklauf.lint.declared import declarations
from ruecklauf.lint.languages import missing_texts
from ruecklauf.project import Project
from ruecklauf.project.folder import SETTINGS_FILE
from ruecklauf.project.lines import Location, key_lines, line_of
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.texts import GERMAN, languages


def unwritten(workspace: Workspace, *, today: date) -> Iterator[Problem]:
    """Every text that is missing, of the waves to come and the last one, with its place."""
    project, waves = workspace.project, workspace.project.settings.waves
    for number, wave in enumerate(waves):
        if wave.language not in languages():
            known = ", ".join(languages())
            said = f"wave {wave.id} is in {wave.language!r}, but there are forms in: {known}."
            yield _in_settings(project, ("waves", number, "language"), said)
        elif wave.deadline >= today or wave is waves[-1]:
            for language in spoken(project, wave):
                yield from _of_wave(workspace, wave, language)


def spoken(project: Project, wave: Wave) -> tuple[str, ...]:
    """The languages that a wave's forms are in."""
    chosen = {alliance.language_in(wave) for alliance in project.alliances} or {wave.language}
    return tuple(sorted(chosen & set(languages())))


def _of_wave(workspace: Workspace, wave: Wave, language: str) -> Iterator[Problem]:
    if missing := workspace.project.settings.unsaid(wave, language):
        yield _in_settings(workspace.project, ("translations", language), f"{missing}.")
    try:
        library = workspace.library
    except RuecklaufError:
        # what is wrong with it says `check` by itself
        return
    yield from missing_texts(declarations(library), wave.worksheets, language)
    for name in wave.worksheets:
        path = library.template(name, language)
        if language != GERMAN and path is not None and not path.is_file():
            said = "there is no such template beside form.docx; write it, or remove that one"
            yield Problem(str(path), 1, 1, said)


def _in_settings(project: Project, where: Location, said: str) -> Problem:
    path = project.root / SETTINGS_FILE
    return Problem(str(path), line_of(where, key_lines(path.read_text(encoding="utf-8-sig"))), 1, said)
