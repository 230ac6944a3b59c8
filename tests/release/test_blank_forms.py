"""The instruments of a deposit: blank, of any version, and as LibreOffice prints them."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

from installed import program
from ruecklauf.library import load_library
from ruecklauf.rounds.issuing.previews import blank_forms

DAY = date(2026, 6, 30)


def test_blank_forms_are_printed_by_libreoffice(tmp_path: Path) -> None:
    library = load_library()
    made = blank_forms(
        library.worksheet("fuenf_fragen"), library=library, today=DAY, program=Path(program("soffice"))
    )
    assert set(made) == {"xlsx", "docx", "pdf"}
    (tmp_path / "form.pdf").write_bytes(made["pdf"])
    text = subprocess.run(
        [program("pdftotext"), tmp_path / "form.pdf", "-"], capture_output=True, check=True, text=True
    ).stdout
    first = library.worksheet("fuenf_fragen").sections[0].declared_fields[0].label.de
    assert " ".join(first.split()[:3]) in " ".join(text.split())


def test_a_version_that_is_sent_no_longer_has_its_own_form() -> None:
    library = load_library()
    older = library.worksheet("fuenf_fragen").with_changes(version="0.9")
    made = blank_forms(older, library=library, today=DAY)
    newest = blank_forms(library.worksheet("fuenf_fragen"), library=library, today=DAY)
    assert set(made) == {"xlsx", "docx"} and made["docx"] != newest["docx"]
    assert made == blank_forms(older, library=library, today=DAY)
