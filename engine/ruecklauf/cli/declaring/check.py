"""`ruecklauf check`: are the declarations right?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import json_option, now, opened, project_option
from ruecklauf.cli.terminal import print_json, say, talk
from ruecklauf.errors import Problem, ProjectError
from ruecklauf.library import TEMPLATES


@click.command("check")
@project_option
@json_option
@click.pass_context
def command(ctx: click.Context, project: Path | None, as_json: bool) -> None:
    """Check worksheets, code lists, rules, indicators and templates.

    With a project also settings, alliances and mails are checked.

    Every problem is named with file, line and column; in Word templates the paragraph is quoted. Without a
    project the built-in worksheets are checked.

    Example: `ruecklauf check --project welle-2026`
    """
    from ruecklauf.authoring.start import prepare_editors
    from ruecklauf.lint import check_everything

    root, problems = _project(project)
    if root is not None:
        _prepare(root, prepare_editors)
    problems += check_everything(root)
    if root is not None:
        problems += (*_guarded(root), *_of_mails(root))
    if not any(problem.severity == "error" for problem in problems):
        problems += (*_in_languages(root), *_of_templates(root), *_of_indicators(root))
    if as_json:
        print_json([asdict(problem) for problem in problems])
    else:
        for problem in problems:
            say(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    if problems:
        talk(f"{errors} errors, {len(problems) - errors} warnings.")
        ctx.exit(1)
    talk("All declarations are right.")


def _prepare(root: Path, prepare: Callable[[Path], tuple[Path, ...]]) -> None:
    """Schemas for editors; a project that may not be written to is checked all the same."""
    try:
        changed = prepare(root)
    except OSError as error:
        talk(f"Nothing was put in for editors: {error.strerror}.")
        return
    if changed:
        talk(f"Put in for editors, which complete and explain what may be declared: {len(changed)} files.")
    begun = sum(path.suffix != ".json" for path in changed)
    if begun:
        talk(
            f"A first line for editors was added to {begun} declarations, this once: their lines are one "
            "further down, and counted so here. Load them again where they are open."
        )


def _guarded(root: Path) -> tuple[Problem, ...]:
    from ruecklauf.rounds.issuing.guards import guard
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(root)) as workspace:
        return guard(workspace, today=now().date())


def _in_languages(root: Path | None) -> tuple[Problem, ...]:
    if root is None:
        return ()
    from ruecklauf.rounds.issuing.refusal import formulas_in_languages
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(root)) as workspace:
        return formulas_in_languages(workspace, today=now().date())


def _of_mails(root: Path) -> tuple[Problem, ...]:
    from ruecklauf.fieldwork.templates import check_mails

    return check_mails(root)


def _of_indicators(root: Path | None) -> tuple[Problem, ...]:
    from ruecklauf.indicators.declared import check_indicators
    from ruecklauf.library import load_library

    return check_indicators(load_library(root), root)


def _of_templates(root: Path | None) -> tuple[Problem, ...]:
    """Loads the libraries that make documents only where there is a template."""
    if root is None or not any(root.glob(TEMPLATES)):
        return ()
    from ruecklauf.rounds.issuing.templates import check_templates

    return check_templates(root)


def _project(path: Path | None) -> tuple[Path | None, tuple[Problem, ...]]:
    """The project's folder and the errors in its files; None where there is none and none was named."""
    try:
        project = opened(path)
        for note in project.notes:
            talk(str(note))
        return project.root, tuple(note for note in project.notes if note.severity == "error")
    except ProjectError:
        if path is not None:
            raise
        here = Path.cwd()
        if any((folder / "ruecklauf.toml").is_file() for folder in (here, *here.parents)):
            raise
        return None, ()
