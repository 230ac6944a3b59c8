"""One headless LibreOffice for a whole test run, with a profile of its own and German settings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import installed

SCRIPT = Path(__file__).with_name("fill.py")
PROFILE_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item>
</oor:items>
"""
"""A German one makes `0,5` a number and `30.6.2026` a date when typed."""
ATTEMPTS = 2
"""A Python that talks to LibreOffice crashes now and then, at its end most often."""
SECONDS_PER_JOB = 300


@dataclass(frozen=True, slots=True)
class Step:
    """One cell filled in by a person."""

    sheet: str
    cell: str
    text: str
    how: Literal["typed", "pasted", "keys", "quick"] = "typed"
    """Typed or chosen from the cell's list; pasted, which no validation sees; or pressed key by key. What
    is quick is pasted where only the form's formulas could tell whether it is valid, else typed."""


@dataclass(frozen=True, slots=True)
class Task:
    """A form to fill in, what to read back from it, and where to save it."""

    form: Path
    steps: Sequence[Step] = ()
    read: Sequence[tuple[str, str]] = ()
    """(sheet, area) pairs."""
    save: Sequence[tuple[Path, str]] = ()
    """(path, format) pairs; the formats are xlsx, ods, xls, fods and pdf."""
    window: bool = False
    """Show the document: slower, but needed to press keys and to keep frozen panes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step: done, protected, not_offered, invalid, or (of keys) refused."""

    kind: str
    entries: tuple[str, ...] = ()
    """What the cell's list offered."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a task."""

    outcomes: tuple[Outcome, ...]
    read: list[list[list[Any]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Office:
    """A running LibreOffice."""

    pipe: str
    folder: Path

    def fill(self, tasks: Sequence[Task]) -> list[Filled]:
        """Carry the tasks out one after another."""
        report = self.run(SCRIPT, {"forms": [_as_json(task) for task in tasks]})
        return [_filled(form) for form in report["forms"]]

    def run(self, script: Path, job: dict[str, Any]) -> dict[str, Any]:
        """The report of a script for the Python that has uno."""
        order, report = self.folder / "job.json", self.folder / "report.json"
        order.write_text(json.dumps(job), "utf-8")
        ended = self.call(script, str(order), str(report))
        assert ended.returncode == 0, f"{ended.returncode} {ended.stderr}"
        found: dict[str, Any] = json.loads(report.read_text("utf-8"))
        return found

    def call(
        self, script: Path, *words: str, seconds: float = SECONDS_PER_JOB
    ) -> subprocess.CompletedProcess[str]:
        """A script for the Python that has uno, with the pipe and these words; once more if that crashes.

        The bridge itself crashes now and then, whatever it is asked.
        """
        command = [_python_with_uno(), str(script), self.pipe, *words]
        environment = {**_own_env(), "PYTHONDONTWRITEBYTECODE": "1"}
        for _ in range(ATTEMPTS):
            ended = subprocess.run(command, capture_output=True, text=True, timeout=seconds, env=environment)
            if ended.returncode >= 0:
                break
        return ended


@contextmanager
def running_office(folder: Path, *, locale: str = "de-DE") -> Iterator[Office]:
    """A LibreOffice that listens on a pipe of its own and is ended afterwards, it alone."""
    require_office()
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    settings = PROFILE_SETTINGS.format(locale=locale)
    (profile / "user" / "registrymodifications.xcu").write_text(settings, "utf-8")
    pipe = f"ruecklauf-tests-{os.getpid()}-{locale}"
    command = [
        shutil.which("soffice") or "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        f"--accept=pipe,name={pipe};urp",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_own_env()
    ) as process:
        try:
            yield Office(pipe, folder)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The start script hands the signal on to the program it started."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def require_office() -> None:
    """Skip on a machine without LibreOffice and its Python; in CI their absence is a failure."""
    installed.program("soffice")
    if _python_with_uno() == "":
        installed.missing("no Python with LibreOffice's uno module was found")


@cache
def _python_with_uno() -> str:
    """The first Python that can import uno: the system's, or the one that comes with LibreOffice."""
    beside = Path(shutil.which("soffice") or "").resolve().parent
    found = [Path(folder) / "python3" for folder in os.environ.get("PATH", "").split(os.pathsep)]
    for python in (*found, Path("/usr/bin/python3"), beside / "python"):
        if python.exists():
            run = subprocess.run([str(python), "-c", "import uno"], capture_output=True, env=_own_env())
            if run.returncode == 0:
                return str(python)
    return ""


def _own_env() -> dict[str, str]:
    """The environment without what belongs to the tests' Python."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def _as_json(task: Task) -> dict[str, Any]:
    return {
        "open": str(task.form),
        "window": task.window,
        "steps": [
            {"sheet": step.sheet, "cell": step.cell, "text": step.text, "how": step.how}
            for step in task.steps
        ],
        "read": [list(area) for area in task.read],
        "save": [[str(path), kind] for path, kind in task.save],
    }


def _filled(form: dict[str, Any]) -> Filled:
    lists = [tuple(entries) for entries in form["lists"]]
    outcomes = tuple(
        Outcome(step["outcome"], lists[step["list"]] if "list" in step else ()) for step in form["outcomes"]
    )
    return Filled(outcomes, form["read"])
