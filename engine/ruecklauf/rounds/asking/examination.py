"""The examination that `ruecklauf doctor` prints: installation, declarations, databases, archive."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ruecklauf import __version__
from ruecklauf.errors import RuecklaufError
from ruecklauf.lint import check_everything
from ruecklauf.project import Project, open_project
from ruecklauf.rounds.issuing.guards import guard
from ruecklauf.rounds.workspace import Workspace

LIBRARIES = (
    "pydantic", "XlsxWriter", "docxtpl", "python-docx", "ruamel.yaml", "lark", "babel", "rapidfuzz",
    "SQLAlchemy", "pandas", "pyarrow", "xlrd",
)  # fmt: skip
MOST = 20
"""Faults of a database that are listed."""
_RESTORE = "Run `ruecklauf rebuild`, or restore both databases from a backup."


@dataclass(frozen=True, slots=True)
class Result:
    """One thing looked at."""

    what: str
    ok: bool
    found: str
    remedy: str = ""


def examine(path: Path | None) -> Iterator[Result]:
    """Look at everything; what is wrong is a result, not an exception."""
    yield Result("ruecklauf", True, f"{__version__} on Python {platform.python_version()} ({sys.platform})")
    yield _libraries()
    try:
        project = open_project(path)
    except RuecklaufError as error:
        yield Result(
            "project", path is None, str(error) if path else "none here; only the installation is looked at"
        )
        yield _declarations(None)
        return
    yield Result(
        "project",
        True,
        f"{project.root}: {len(project.alliances)} alliances, {len(project.settings.waves)} waves",
    )
    for note in project.notes:
        yield Result("settings", True, str(note))
    yield _declarations(project.root)
    yield from _stored(project)


def _libraries() -> Result:
    found, absent = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            absent.append(name)
    if absent:
        return Result(
            "libraries", False, f"missing: {', '.join(absent)}", "Install ruecklauf again with pip."
        )
    return Result("libraries", True, ", ".join(found))


def _declarations(root: Path | None) -> Result:
    try:
        problems = check_everything(root)
    except RuecklaufError as error:
        return Result("declarations", False, str(error))
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        return Result(
            "declarations", False, f"{len(errors)} errors, first: {errors[0]}", "Run `ruecklauf check`."
        )
    return Result("declarations", True, f"no errors, {len(problems)} warnings")


def _stored(project: Project) -> Iterator[Result]:
    with Workspace(project) as workspace:
        for problem in guard(workspace, today=datetime.now(UTC).date()):
            yield Result("project", problem.severity != "error", str(problem))
        try:
            yield from _databases(workspace)
        except RuecklaufError as error:
            yield Result("databases", False, str(error))
        try:
            yield from _archive(workspace)
        except RuecklaufError as error:
            yield Result("archive", False, str(error))


def _databases(workspace: Workspace) -> Iterator[Result]:
    faults = workspace.store.faults()
    for fault in faults[:MOST]:
        yield Result("databases", False, fault, _RESTORE)
    if faults:
        return
    with workspace.store.snapshot() as state:
        lacking, forms, imports = state.lacking(), state.issued(), state.submissions()
    for worksheet in lacking[:MOST]:
        yield Result("databases", False, str(worksheet), _RESTORE)
    if not lacking:
        yield Result("databases", True, f"sound; {len(forms)} forms, {len(imports)} files taken in")


def _archive(workspace: Workspace) -> Iterator[Result]:
    damages = workspace.archive.verify()
    for damage in damages:
        yield Result("archive", False, f"{damage.path}: {damage.what}", damage.remedy)
    kept, known = workspace.archive.originals(), _known(workspace)
    if known is None:
        yield Result("archive", not kept, f"{len(kept)} originals in {workspace.archive.folder}")
        return
    erased = workspace.archive.erased()
    for sha256 in sorted(known - kept - erased):
        what = f"{sha256} is in the database but not in the archive"
        yield Result("archive", False, what, "Restore it from a backup.")
    for sha256 in sorted(kept - known):
        path = workspace.archive.folder / sha256[:2] / sha256
        yield Result("archive", False, f"{path} is known to no import", "Import it again: give this path.")
    if not damages and kept == known - erased:
        said = f"; {len(erased)} were deleted on purpose" if erased else ""
        yield Result(
            "archive", True, f"every original is there and unchanged in {workspace.archive.folder}{said}"
        )


def _known(workspace: Workspace) -> frozenset[str] | None:
    """The hashes of all files that were imported; None where the databases cannot say it."""
    try:
        with workspace.store.snapshot() as state:
            return frozenset(imported.sha256 for imported in state.submissions())
    except RuecklaufError:
        return None
