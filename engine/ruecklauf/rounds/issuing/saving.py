"""The files of forms: how they are called, and that they are whole where they lie."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.own_files import completing, refuse_foreign, write_own
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.printing import pdf_of
from ruecklauf.store import write_private

_ELSEWHERE = "Move it away, or choose another folder with --out."


def save_form(folder: Path, name: str, content: bytes, *, own: Container[str]) -> Path:
    """Write a form; only one that is still as it was written here is replaced."""
    path = folder / name
    with _explained(folder):
        # it may be prefilled with contacts
        write_own(path, content, write=write_private, also=own, remedy=_ELSEWHERE)
    return path


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """OSError as ProjectError with what can be done."""
    try:
        yield
    except OSError as error:
        raise ProjectError(
            f"forms cannot be written here: {error.strerror or error}",
            where=str(folder),
            remedy="Choose another folder with --out, or close the form if it is open in Excel.",
        ) from error


def names_of(
    alliance: Alliance, wave: Wave, worksheets: Iterable[Worksheet], formats: Collection[FormFormat]
) -> Iterator[str]:
    """How the forms of an alliance will be called."""
    if FormFormat.XLSX in formats:
        yield form_name(alliance, wave)
    if FormFormat.DOCX in formats:
        language = alliance.language_in(wave)
        yield from (document_name(alliance, wave, worksheet, language) for worksheet in worksheets)


@contextmanager
def whole_set(
    folder: Path, names: Sequence[str], *, own: Container[str], printed_later: bool
) -> Iterator[None]:
    """To be open while these forms are written: the folder says that they, and what is printed of them later,
    are not whole yet. ProjectError, and nothing is written, where one would replace another file."""
    pages = [pdf_of(Path(name)).name for name in names] if printed_later else []
    with _explained(folder):
        refuse_foreign(folder, dict.fromkeys(names, ""), also=own, remedy=_ELSEWHERE)
        with completing(folder, names, later=pages):
            yield


_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def form_name(alliance: Alliance, wave: Wave) -> str:
    """A file name that every mail program and file system takes: `Kleve_2026-1_KQ7M2X.xlsx`."""
    return f"{_plain(alliance.name)}_{wave.id}_{alliance.id}.xlsx"


def document_name(alliance: Alliance, wave: Wave, worksheet: Worksheet, language: str) -> str:
    """The same of a worksheet's document: `Kleve_2026-1_KQ7M2X_Akteure.docx`."""
    return f"{_plain(alliance.name)}_{wave.id}_{alliance.id}_{named_by(worksheet, language)}.docx"


def named_by(worksheet: Worksheet, language: str) -> str:
    """What tells the documents of one alliance apart, by their names."""
    return _plain(worksheet.short.told(language))


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name.translate(_SPELT_OUT)).strip("-")[:60]
