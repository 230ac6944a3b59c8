"""Edits of Word forms by one LibreOffice Writer, all in a single run, and what came of each."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gauntlet.documents.filled import filled_document
from gauntlet.mutation import Expected
from gauntlet.office_edits import Step, step
from gauntlet.programs import SCRIPTS
from libreoffice.soffice import running_office

SCRIPT = SCRIPTS / "writer.py"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person does to a worksheet's form before saving it."""

    name: str
    worksheet: str
    steps: tuple[Step, ...] = ()
    """Methods of `Writer` in scripts/writer.py with their arguments."""
    kinds: tuple[str, ...] = ("docx",)
    """The formats it is saved in, one after another."""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An edit, the group that it belongs to, and what has to come of it."""

    edit: Edit
    group: str
    expected: Expected


FORMATS = {
    "docx": "Word document",
    "docm": "Word document for macros",
    "dotx": "Word template",
    "odt": "OpenDocument text",
    "ott": "OpenDocument text template",
    "fodt": "flat OpenDocument text",
}


def edited(
    name: str,
    worksheet: str,
    *steps: Step,
    expected: Expected,
    kinds: tuple[str, ...] = ("docx",),
    group: str,
) -> Case:
    return Case(Edit(name, worksheet, steps, kinds), f"Word {group}", expected)


def in_both_formats(
    name: str, worksheet: str, *steps: Step, expected: Expected, group: str
) -> tuple[Case, ...]:
    """An edit saved in either format."""
    return tuple(
        edited(
            f"{name}, saved as {FORMATS[kind]}",
            worksheet,
            *steps,
            expected=expected,
            kinds=(kind,),
            group=group,
        )
        for kind in ("docx", "odt")
    )


UNPROTECT = step("unprotect")
ANSWER, TOTALS = "Ihre Angabe", "Anzahl insgesamt"
"""Heads of columns."""


@cache
def carried_out(edits: tuple[Edit, ...]) -> Mapping[str, bytes | str]:
    """By name of the edit, the file that came out, or why there is none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for worksheet in {edit.worksheet for edit in edits}:
            (folder / f"{worksheet}.docx").write_bytes(filled_document(worksheet))
        (folder / "office").mkdir()
        with running_office(folder / "office") as office:
            failed = office.run(SCRIPT, {"edits": [_as_json(folder, *one) for one in enumerate(edits)]})
        outs = {edit.name: _out(folder, number) for number, edit in enumerate(edits)}
        return {name: failed[name] if name in failed else path.read_bytes() for name, path in outs.items()}


def _as_json(folder: Path, number: int, edit: Edit) -> dict[str, object]:
    return {
        "name": edit.name,
        "form": os.fspath(folder / f"{edit.worksheet}.docx"),
        "steps": edit.steps,
        "kinds": edit.kinds,
        "password": edit.password,
        "out": os.fspath(_out(folder, number)),
    }


def _out(folder: Path, number: int) -> Path:
    return folder / f"edit{number}"
