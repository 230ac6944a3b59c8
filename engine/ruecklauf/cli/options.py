"""What several commands have in common: where the project is, options, the clock, progress."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click

from ruecklauf.cli.following import OPENED
from ruecklauf.cli.terminal import talk
from ruecklauf.errors import ProjectError
from ruecklauf.project import Project, open_project
from ruecklauf.project.settings import Wave

NOTES_SHOWN = 3
FOLDER = click.Path(path_type=Path)
_Command = TypeVar("_Command", bound=Callable[..., Any])

project_option = click.option(
    "--project",
    "-p",
    type=FOLDER,
    default=None,
    help="Project folder; by default the nearest one with a ruecklauf.toml, from here upwards.",
)


def _said(ctx: click.Context, parameter: click.Parameter, text: str) -> str:
    if not text.strip():
        raise click.BadParameter("Say why.")
    return text


reason_option = click.option(
    "--reason",
    required=True,
    metavar="TEXT",
    callback=_said,
    help="Why; it is recorded with the decision.",
)
person_option = click.option(
    "--person",
    default=lambda: _login(),
    show_default="your login name",
    metavar="NAME",
    help="Who decided.",
)


def formats_option(known: Collection[str], *, default: str, text: str) -> Callable[[_Command], _Command]:
    """`--format`: one or more of the names known, with commas or given again; a wrong one is wrong use."""

    def read(
        _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
    ) -> tuple[str, ...]:
        value = ",".join(values)
        named = tuple(dict.fromkeys(filter(None, (name.strip().lower() for name in value.split(",")))))
        wrong = [name for name in named if name not in known]
        if wrong or not named:
            raise click.BadParameter(
                f"unknown format {', '.join(wrong) or repr(value)}; choose from {', '.join(known)}"
            )
        return named

    return click.option(
        "--format",
        "formats",
        multiple=True,
        default=tuple(default.split(",")),
        show_default=True,
        callback=read,
        help=text,
    )


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def _login() -> str:
    """The login name; a system without one makes click ask for --person."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def opened(path: Path | None, *, telling: bool = False) -> Project:
    """The project; with `telling` after saying what was noted about its files, as before forms are made."""
    project = open_project(path)
    if context := click.get_current_context(silent=True):
        context.meta[OPENED] = project
    if not telling:
        return project
    for note in project.notes[:NOTES_SHOWN]:
        talk(str(note))
    if len(project.notes) > NOTES_SHOWN:
        talk(f"… and {len(project.notes) - NOTES_SHOWN} more notes; see them all with: ruecklauf doctor")
    return project


def chosen_wave(project: Project, wanted: str | None) -> Wave:
    """The wave named; without a name the only one, or the last declared."""
    if wanted is not None:
        return project.wave(wanted)
    if not project.settings.waves:
        raise ProjectError("ruecklauf.toml declares no wave", remedy="Add a [[waves]] entry.")
    return (project.settings.surveys or project.settings.waves)[-1]


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)
