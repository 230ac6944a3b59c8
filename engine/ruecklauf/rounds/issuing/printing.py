"""Forms as PDF, to be read or filled in on paper, printed by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from ruecklauf.errors import ProjectError
from ruecklauf.own_files import completing, refuse_foreign, write_own
from ruecklauf.store import write_private

PROGRAMS = ("soffice", "libreoffice")
PLACES = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
"""Where it stands if it is not among the programs that can be called by name."""
TOGETHER = 20
"""Forms that are printed in one run."""
SECONDS = 60
"""That one form may take."""
SUMS = "pdf.sha256"
"""Where earlier versions kept the checksums of PDFs that they wrote."""
_KEPT = "The PDF is kept. Move it away, or choose another folder with --out."


def printer() -> Path:
    """LibreOffice; ProjectError where it is not found."""
    called = [Path(found) for name in PROGRAMS if (found := shutil.which(name))]
    there = next((path for path in (*called, *PLACES) if path.exists()), None)
    if there is None:
        raise ProjectError(
            "LibreOffice, which prints the forms, is not found",
            remedy="Install LibreOffice (it is free), or leave out --pdf.",
        )
    return there


def print_forms(
    forms: Sequence[Path], *, program: Path, progress: Callable[[], None] = lambda: None
) -> tuple[Path, ...]:
    """A PDF beside each form, under its name.

    ProjectError if LibreOffice fails, and where a PDF stands that was not written here or was changed since.
    """
    printed = list(map(pdf_of, forms))
    for path in printed:
        refuse_foreign(path.parent, {path.name: ""}, also=_known(path.parent), remedy=_KEPT)
    written: list[Path] = []
    with ExitStack() as completed:
        for folder in dict.fromkeys(path.parent for path in printed):
            names = [path.name for path in printed if path.parent == folder]
            completed.enter_context(completing(folder, names))
        for first in range(0, len(forms), TOGETHER):
            for path, content in _printed(forms[first : first + TOGETHER], program):
                _save(path, content)
                written.append(path)
                progress()
    return tuple(written)


def pdf_of(form: Path) -> Path:
    """The PDF of a form. Workbooks and documents have names of their own, so their PDFs do too."""
    return form.with_suffix(".pdf")


def _printed(forms: Sequence[Path], program: Path) -> Iterator[tuple[Path, bytes]]:
    with tempfile.TemporaryDirectory(prefix="ruecklauf-") as name:
        folder = Path(name)
        command = [
            str(program),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder / "printed")),
            *map(str, forms),
        ]
        said = _run(command, seconds=SECONDS * len(forms))
        for form in forms:
            made = folder / "printed" / pdf_of(form).name
            if not made.exists():
                raise ProjectError(
                    f"LibreOffice did not print this form: {said or 'it said nothing'}", where=str(form)
                )
            yield pdf_of(form), made.read_bytes()


def _run(command: list[str], *, seconds: int) -> str:
    """What the program said last."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise ProjectError(
            f"LibreOffice did not end within {seconds} s",
            remedy="Close LibreOffice, and print fewer forms at once (--alliance).",
        ) from error
    except OSError as error:
        raise ProjectError(f"LibreOffice cannot be started: {error.strerror or error}") from error
    lines = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def _save(path: Path, content: bytes) -> None:
    """A form may be prefilled with contacts, and so may be its PDF."""
    try:
        write_own(path, content, write=write_private, also=_known(path.parent), remedy=_KEPT)
    except OSError as error:
        raise ProjectError(
            f"PDFs cannot be written here: {error.strerror or error}",
            where=str(path.parent),
            remedy="Close the PDF if it is open, or choose another folder with --out.",
        ) from error


def _known(folder: Path) -> frozenset[str]:
    """Checksums of PDFs that an earlier version wrote."""
    path = folder / SUMS
    if not path.exists():
        return frozenset()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return frozenset(line.partition("  ")[0] for line in lines)
