"""A wave's case studies, as pages and as Word documents."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from ruecklauf.cases.document import render_document
from ruecklauf.cases.gathering import WORKSHEET, Case, cases, evidence, kinds_of
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import RuecklaufError
from ruecklauf.own_files import write_own_together
from ruecklauf.project.settings import Wave
from ruecklauf.report.sealed import Sheet, template
from ruecklauf.report.wording import Wording
from ruecklauf.rounds.evaluating.evaluation import evaluate
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import write_private
from ruecklauf.texts import Texts

_ROOM = "ruecklauf.cases"


def write_cases(
    workspace: Workspace, wave: Wave, folder: Path, language: str, formats: Sequence[str] = ("html",)
) -> list[Path]:
    """Each case in these of the FORMATS, for the owner alone. RuecklaufError where the wave has none."""
    say = wording(language)
    worksheet = workspace.library.worksheet(WORKSHEET)
    found = cases(
        evaluate(workspace),
        wave.id,
        workspace.project.alliances,
        worksheet,
        language=language,
        unnamed=say("unnamed"),
    )
    if not found:
        raise RuecklaufError(
            f"there is no case study in wave {wave.id}.",
            remedy=f"Name the team's own wave that has the worksheet {WORKSHEET} with --wave.",
        )
    made = {
        f"case-{wave.id}-{case.letter}.{language}.{each}": FORMATS[each](case, worksheet, say)
        for case in found
        for each in formats
    }
    try:
        return write_own_together(folder, made, write=write_private)
    except OSError as error:
        raise RuecklaufError(f"cannot be written ({error.strerror}).", where=str(folder)) from error


def render(case: Case, worksheet: Worksheet, say: Wording) -> bytes:
    """The page of one case."""
    page = template(_ROOM, "page.html.j2").render(
        case=case,
        say=say,
        sheet=Sheet.of(_ROOM, "style.css"),
        kinds=kinds_of(worksheet, say.language),
        evidence=evidence,
    )
    return page.encode()


FORMATS: dict[str, Callable[[Case, Worksheet, Wording], bytes]] = {"html": render, "docx": render_document}
"""By the endings of their files."""


@cache
def wording(language: str) -> Wording:
    """The texts of a language."""
    source = resources.files(f"{_ROOM}.texts").joinpath(f"{language}.toml")
    return Wording(Texts(language, tomllib.loads(source.read_text(encoding="utf-8")), {}))
