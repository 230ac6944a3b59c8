"""The team's own Word templates: put beside worksheets, and checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

from ruecklauf.errors import Problem, ProjectError
from ruecklauf.forms.documents.general_template import general_template
from ruecklauf.forms.documents.names import needless_names
from ruecklauf.forms.documents.template import name_missing, read_tags
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.slots import Recipient, Round
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.layout.pages.plan import plan_document
from ruecklauf.library import TEMPLATES, Library, load_library
from ruecklauf.likeness import nearest
from ruecklauf.project.alliances import AreaType
from ruecklauf.rounds.issuing.limits import SECONDS, OutOfTimeError, limited
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.whole_files import write_whole

_DAY = date(2026, 1, 31)
_ROUND = Round(
    title="Erhebung",
    purpose="Zweck",
    wave_id="2026-1",
    wave_title="Welle 1",
    deadline=_DAY,
    reference_date=_DAY,
    sender="Institut",
    return_to="institut@beispiel.example",
    contact="Kontakt",
    privacy="Datenschutz",
    privacy_version="1.0",
)
_RECIPIENTS = tuple(
    Recipient("AAAAAA", "Beispielstadt", ("05000000",), area_type) for area_type in get_args(AreaType)
)
"""A round and alliances to try templates with: what a template says may depend on the type of area."""


def put_template(workspace: Workspace, worksheet_id: str, *, replace: bool = False) -> Path:
    """Write the general template into the project as a worksheet's own, and say where.

    ProjectError if there is no such worksheet, or a template already that is not to be replaced.
    """
    workspace.library.worksheet(worksheet_id)
    path = workspace.project.root / TEMPLATES.replace("*", worksheet_id)
    if path.exists() and not replace:
        raise ProjectError(
            "there is a template already",
            where=str(path),
            remedy="Edit it, or replace it with --force.",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, general_template(workspace.project.settings.waves[-1].language))
    except OSError as error:
        raise ProjectError(
            f"the template cannot be written: {error.strerror or error}",
            where=str(path),
            remedy="Close it if it is open in Word.",
        ) from error
    return path


def check_templates(root: Path | None) -> tuple[Problem, ...]:
    """What is wrong with the Word templates of a project (or of the built-in worksheets), by file.

    Problems have no line: the paragraph is quoted. DeclarationError if the declarations cannot be read.
    """
    library = load_library(root)
    return tuple(
        problem
        for worksheet_id, path in sorted(library.templates.items())
        for problem in _problems(library, worksheet_id, path, _path_text(path, root))
    )


def _path_text(path: Path, root: Path | None) -> str:
    return path.relative_to(root).as_posix() if root and path.is_relative_to(root) else str(path)


def _problems(library: Library, worksheet_id: str, path: Path, shown: str) -> Iterator[Problem]:
    if worksheet_id not in library.sources:
        meant = nearest(worksheet_id, library.sources, at_least=60)
        hint = f"; is {meant!r} meant?" if meant else ""
        yield Problem(shown, 1, 1, f"there is no worksheet {worksheet_id!r} that this could be for{hint}")
        return
    try:
        tags = read_tags(path.read_bytes(), shown)
    except OSError as error:
        yield Problem(shown, 1, 1, f"this template cannot be read: {error.strerror or error}")
        return
    except ProjectError as error:
        yield Problem(shown, 1, 1, error.what)
        return
    layout = build_layout(tuple(library.worksheets.values()))
    passed_over = needless_names(plan_document(layout, worksheet_id))
    missing = [name for name in tags.missing() if name not in passed_over and tags.is_readable]
    wrong = [str(found) for found in tags.problems]
    wrong += map(name_missing, missing)
    yield from (Problem(shown, 1, 1, what) for what in wrong or _tried(layout, worksheet_id, path))
    for name in tags.unused():
        if name not in passed_over and tags.is_readable:
            yield Problem(shown, 1, 1, f"{{{{ {name} }}}} is not used; respondents should be told", "warning")


def _tried(layout: Layout, worksheet_id: str, path: Path) -> tuple[str, ...]:
    """What goes wrong when forms are made; one mistake is said once."""
    content = path.read_bytes()
    found: dict[str, None] = {}
    try:
        with limited():
            writer = DocumentWriter(layout, _ROUND, {worksheet_id: content})
            for recipient in _RECIPIENTS:
                try:
                    writer.write(recipient, worksheet_id)
                except ProjectError as error:
                    found[error.what] = None
    except OutOfTimeError:
        found[f"its tags take longer than {SECONDS:g} seconds; is there a loop in a loop?"] = None
    except MemoryError:
        found["its tags ask for more than the memory can hold"] = None
    return tuple(found)
