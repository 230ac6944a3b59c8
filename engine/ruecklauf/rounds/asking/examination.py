"""The examination that `ruecklauf doctor` prints: installation, declarations, databases, archive."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ruecklauf import __version__
from ruecklauf.errors import RuecklaufError
from ruecklauf.lint import check_everything
from ruecklauf.project import Project, open_project
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import StoredSubmission

LIBRARIES = (
    "pydantic", "XlsxWriter", "docxtpl", "python-docx", "ruamel.yaml", "lark", "babel", "rapidfuzz",
    "SQLAlchemy", "pandas", "pyarrow", "xlrd",
)  # fmt: skip


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
    missing = _missing_databases(project)
    if missing is not None:
        yield missing
        return
    with Workspace(project) as workspace:
        try:
            with workspace.store.snapshot() as state:
                forms, imports = state.issued(), state.submissions()
            yield Result("databases", True, f"{len(forms)} forms, {len(imports)} files taken in")
        except RuecklaufError as error:
            yield Result("databases", False, str(error))
            return
        try:
            damages = tuple(workspace.archive.verify())
            absent = _not_archived(project, imports)
        except RuecklaufError as error:
            yield Result("archive", False, str(error))
            return
    for damage in damages:
        yield Result("archive", False, f"{damage.path}: {damage.what}", damage.remedy)
    for sha256 in absent:
        yield Result(
            "archive",
            False,
            f"{sha256} is in the database but not in the archive",
            "Restore it from a backup.",
        )
    if not damages and not absent:
        yield Result("archive", True, f"every original is there and unchanged in {project.archive_dir}")


def _missing_databases(project: Project) -> Result | None:
    """What to say where a database in a file is not there; None where all are."""
    urls = {"answers": project.database_url, "contacts": project.contacts_url}
    gone = [name for name, url in urls.items() if _is_absent(url)]
    if not gone:
        return None
    kept = sum(1 for path in project.archive_dir.rglob("*") if path.is_file())
    found = f"no database of {' and '.join(gone)} yet"
    if not kept and len(gone) == len(urls):
        return Result("databases", True, found)
    remedy = "Restore it from a backup; the originals are in the archive."
    return Result("databases", False, f"{found}, but {kept} files in the archive", remedy)


def _is_absent(url: str) -> bool:
    """Whether a database in a file is not there; looking would make one."""
    file = url.removeprefix("sqlite:///")
    return file != url and not Path(file).exists()


def _not_archived(project: Project, imports: Iterable[StoredSubmission]) -> tuple[str, ...]:
    folder = project.archive_dir
    known = {imported.sha256 for imported in imports}
    return tuple(sorted(sha256 for sha256 in known if not (folder / sha256[:2] / sha256).is_file()))
