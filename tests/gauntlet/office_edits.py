"""Edits of a form by one LibreOffice, all in a single run, and what came of each."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gauntlet.mutation import Expected
from gauntlet.programs import SCRIPTS
from libreoffice.soffice import running_office

SCRIPT = SCRIPTS / "libreoffice.py"
SECONDS = 900
"""A minute is usual; busy machines take several."""

Step = tuple[str, tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person does to the form before saving it."""

    name: str
    steps: tuple[Step, ...] = ()
    """Operations of scripts/person.py with their arguments."""
    kinds: tuple[str, ...] = ("xlsx",)
    """The formats it is saved in, one after another."""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """An edit, the group that it belongs to, and what has to come of it."""

    edit: Edit
    group: str
    expected: Expected


def step(operation: str, *arguments: str | int) -> Step:
    """One thing that a person does; the operations are in scripts/person.py."""
    return operation, arguments


@cache
def carried_out(form: bytes, edits: tuple[Edit, ...]) -> Mapping[str, bytes | str]:
    """By name of the edit, the file that came out, or why there is none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "form.xlsx").write_bytes(form)
        stopped = _run(folder, edits)
        return {edit.name: _outcome(_out(folder, number), stopped) for number, edit in enumerate(edits)}


def _run(folder: Path, edits: tuple[Edit, ...]) -> str:
    """Carry the edits out; why the run ended before its end, or nothing."""
    job = folder / "job.json"
    job.write_text(json.dumps(_as_json(folder, edits)), "utf-8")
    (folder / "office").mkdir()
    with running_office(folder / "office") as office:
        try:
            return office.call(SCRIPT, str(job), seconds=SECONDS).stderr
        except subprocess.TimeoutExpired:
            return f"LibreOffice was not done after {SECONDS} seconds"


def _as_json(folder: Path, edits: tuple[Edit, ...]) -> dict[str, object]:
    return {
        "form": os.fspath(folder / "form.xlsx"),
        "edits": [
            {
                "steps": edit.steps,
                "kinds": edit.kinds,
                "password": edit.password,
                "out": os.fspath(_out(folder, number)),
            }
            for number, edit in enumerate(edits)
        ],
    }


def _out(folder: Path, number: int) -> Path:
    return folder / f"edit{number}"


def _outcome(out: Path, stopped: str) -> bytes | str:
    error = out.with_name(out.name + ".error")
    if out.exists():
        return out.read_bytes()
    return error.read_text("utf-8") if error.exists() else stopped
