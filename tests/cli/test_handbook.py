"""The handbook: each worksheet is there with all it asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import html

from axe import WIDTHS, audit
from cli.conftest import Run
from ruecklauf.authoring.handbook import write_handbook
from ruecklauf.library import load_library

Cli = Callable[..., Run]


def test_pages_say_all_that_is_asked_and_demanded(run: Cli, tmp_path: Path) -> None:
    root = tmp_path / "neu"
    run("init", root)
    pages = tmp_path / "handbuch"
    made = run("handbook", pages, "-p", root, "--worksheet", "treffen", "--language", "de")
    assert (made.status, len(made.out.split("\n")) - 1) == (0, 3)
    page = html.fromstring((pages / "treffen.html").read_text(encoding="utf-8"))
    worksheet = load_library().worksheet("treffen")
    said = page.text_content()
    for section in worksheet.sections:
        assert all(field.label.de in said for field in section.fields if not section.is_remarks)
        assert all(rule.message.de in said for rule in section.rules)
    assert "„Nächstes Treffen“ muss nach „Datum“ liegen." in said
    assert [len(page.xpath("//h1")), len(page.xpath("//table")), len(page.xpath("//caption"))] == [1, 5, 5]
    document = docx.Document(str(pages / "treffen.docx"))
    assert len(document.tables) == len(page.xpath("//table"))
    assert document.tables[0].rows[1].cells[0].text == "Bezeichnung"


def test_every_shipped_worksheet_has_its_pages(tmp_path: Path) -> None:
    library = load_library()
    written = write_handbook(library.worksheets.values(), tmp_path, only={"reflexion", "fallstudie"})
    assert sorted(path.name for path in written) == [
        *("fallstudie.docx", "fallstudie.html", "index.html", "reflexion.docx", "reflexion.html")
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_hinders_people_who_read_it_otherwise(width: int, tmp_path: Path) -> None:
    """The index, and a worksheet with tables, a cross table and lists, in windows wide and narrow."""
    library = load_library()
    written = write_handbook(library.worksheets.values(), tmp_path, only={"mitgliedschaften"})
    for path in (one for one in written if one.suffix == ".html"):
        found = audit(path.read_text(encoding="utf-8"), tmp_path, width=width)
        assert (found.violations, found.needed) == ((), found.width), path.name


@pytest.mark.parametrize(
    "words",
    [
        ("handbook",),
        ("worksheet", "preview", "akteure", "--out"),
        ("worksheet", "export", "akteure", "--out"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_one_clear_line(
    run: Cli, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "datei").write_text("keine Ablage", encoding="utf-8")
    run("init", tmp_path / "projekt")
    said = run(*words, tmp_path / "datei" / "darin", "-p", tmp_path / "projekt")
    assert (said.status, said.out) == (2, "")
    assert said.err.count("Error: ") == 1
    assert str(tmp_path / "datei") in said.err
    assert "Traceback" not in said.err
