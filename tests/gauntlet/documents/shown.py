"""What Word forms show that nobody typed letter by letter, in Word's XML and in what Writer makes of it."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gauntlet.documents.editing import Change, in_word
from gauntlet.documents.filled import filled_document
from gauntlet.documents.making import RAW, changed, done
from gauntlet.mutation import Expected, Mutation

BY_WRITER = "LibreOffice Writer"


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What somebody did to a worksheet's form so that it shows something, and what has to come of it."""

    name: str
    worksheet: str
    change: Change
    expected: Expected
    in_open_document: Expected | None = None
    """Where Writer shows something else."""


def in_words_xml(cases: tuple[Shown, ...]) -> tuple[Mutation, ...]:
    return tuple(
        changed("content", case.name, case.worksheet, case.change, case.expected, by=RAW) for case in cases
    )


def saved_by_writer(cases: tuple[Shown, ...]) -> tuple[Mutation, ...]:
    """The same opened in LibreOffice Writer and saved as OpenDocument text."""

    def saved(case: Shown) -> Callable[[bytes, Path], bytes]:
        return lambda _data, _folder: _converted(cases)[case.name]

    return tuple(
        done(
            "content",
            f"{case.name}, saved by Writer as OpenDocument text",
            case.worksheet,
            saved(case),
            case.in_open_document or case.expected,
            by=BY_WRITER,
        )
        for case in cases
    )


@cache
def in_open_document(worksheet: str) -> bytes:
    """A worksheet's filled form opened in LibreOffice Writer and saved as OpenDocument text."""
    case = Shown("filled", worksheet, lambda _: None, Expected("accepted"))
    return _converted((case,))[case.name]


@cache
def _converted(cases: tuple[Shown, ...]) -> Mapping[str, bytes]:
    """All of them by one run of the program."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {case.name: folder / f"{number}.docx" for number, case in enumerate(cases)}
        for case in cases:
            files[case.name].write_bytes(in_word(case.change)(filled_document(case.worksheet), folder))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", name]
        subprocess.run([*command, *map(str, files.values())], check=True, capture_output=True, timeout=300)
        return {name: file.with_suffix(".odt").read_bytes() for name, file in files.items()}
