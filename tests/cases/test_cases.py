"""Two case studies, one of a municipality that may be named, from their forms to their pages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from lxml import html

from axe import WIDTHS, audit
from cli.conftest import SETTINGS, Run, run
from rounds.playing import Game
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import Value

__all__ = ["run"]
TEAM = SETTINGS.replace('id = "2026-1"', 'id = "fall-1"\naudience = "team"').replace(
    'worksheets = ["stammblatt", "akteure"]', 'worksheets = ["fallstudie"]', 1
)
ACTIVE = "<script>alert(1)</script>"
Answers = dict[tuple[str, str, str, str], Value]


def answers(name: str, *, released: bool) -> Answers:
    """A case study whose texts name the municipality."""
    record = {
        "auswahl_text": f"In {name} begann es früh",
        "freigabe_name": "ja" if released else "nein",
        "zusammenfassung_text": f"{name}s Kerngruppe trägt {ACTIVE}",
    }
    if released:
        record["freigabe_am"] = date(2026, 5, 1)  # type: ignore[assignment]
    material = {"material": f"Protokoll {name}", "materialart": "protokoll", "ablage": f"Laufwerk/{name}"}
    finding = {"befund_text": f"{name} hat Vertretungen", "fallcode": "umsetzung", "beleg": "FM101"}
    return {
        **{("fallstudie", "fallstudie", "FS", field): value for field, value in record.items()},
        **{("fallstudie", "fall_material", "FM101", field): value for field, value in material.items()},
        **{("fallstudie", "fall_befunde", "FK101", field): value for field, value in finding.items()},
    }


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    folder = tmp_path_factory.mktemp("cases")
    game = Game(folder / "projekt", settings=TEAM, opened_as=Workspace)
    for name, released in (("Kleve", False), ("Köln", True)):
        came = game.hand_in(game.filled(name, answers(name, released=released), wave="fall-1"))
        assert came.outcome.startswith("accepted")
    yield game
    game.close()


def test_each_case_is_a_page_and_named_only_where_released(
    game: Game, run: Callable[..., Run], tmp_path: Path
) -> None:
    done = run("cases", tmp_path, "--wave", "fall-1", "--json", "--project", game.root)
    assert done.status == 0
    veiled, named = (Path(path).read_text("utf-8") for path in done.data)
    assert "Kommune A" in veiled and not re.search("kleve|05154|AAAAAA", veiled, re.IGNORECASE)
    assert "nicht zur Nennung freigegeben" in veiled and "Kommune A hat Vertretungen" in veiled
    assert "Köln hat Vertretungen" in named and "Kleve" not in named
    for page in (veiled, named):
        root = html.fromstring(page)
        assert not root.xpath("//script | //*[@style] | //*[@src] | //img | //link")
        assert "alert(1)" in root.text_content()
        [item] = root.xpath("//li/span")
        assert re.fullmatch(r"Beleg: FM101 · Protokoll .+", item.text_content().strip())
        assert root.xpath("//table[caption='Material']/tbody/tr/td[2]/text()") == ["Protokoll"]
        for width in WIDTHS:
            found = audit(page, tmp_path, width=width)
            assert (found.violations, found.needed) == ((), found.width)


def texts_of_page(path: Path) -> list[str]:
    """What stands in a page from its first heading on, in order; a bullet is two texts."""
    root = html.fromstring(path.read_text("utf-8"))
    found = root.xpath("//main//text()[normalize-space() and not(ancestor::caption)]")
    return [str(text).strip() for text in found]


def texts_of_document(path: Path) -> list[str]:
    """As `texts_of_page`."""
    document = Document(str(path))
    blocks = [
        [block.text]
        if isinstance(block, Paragraph)
        else [cell.text for row in block.rows for cell in row.cells]
        for block in document.iter_inner_content()
    ]
    return [line for texts in blocks for text in texts for line in text.split("\n")]


def test_documents_say_what_the_pages_say(game: Game, run: Callable[..., Run], tmp_path: Path) -> None:
    done = run(
        "cases", tmp_path, "--wave", "fall-1", "--format", "html,docx", "--json", "--project", game.root
    )
    paths = [Path(path) for path in done.data]
    assert [path.suffix for path in paths] == [".html", ".docx"] * 2
    for page, document in (paths[:2], paths[2:]):
        told = texts_of_document(document)
        assert " ".join(told) == " ".join(texts_of_page(page))
        assert f"Beleg: FM101 · Protokoll {told[0].partition(': ')[2]}" in told
    with zipfile.ZipFile(paths[1]) as veiled:
        content = " ".join(veiled.read(name).decode("utf-8", "replace") for name in veiled.namelist())
    assert "Kommune A" in content and not re.search("kleve|05154|AAAAAA", content, re.IGNORECASE)
    before = paths[1].read_bytes()
    run("cases", tmp_path, "--wave", "fall-1", "--format", "docx", "--project", game.root)
    assert paths[1].read_bytes() == before


def test_a_wave_without_case_studies_has_no_pages(
    game: Game, run: Callable[..., Run], tmp_path: Path
) -> None:
    done = run("cases", tmp_path / "none", "--wave", "2026-2", "--language", "en", "--project", game.root)
    assert done.status == 2 and "there is no case study in wave 2026-2" in done.err
    assert not (tmp_path / "none").exists()
