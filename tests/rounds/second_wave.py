"""A second wave whose forms carry on what was said in the first one."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from cli.conftest import SETTINGS
from gauntlet.workbooks.kept_open import opened, saved
from rounds.playing import Game
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.issuing.prefill import from_wave

WAVE, KLEVE = "2026-2", "AAAAAA"
_ASKED = '["stammblatt", "akteure"]'
FOUR = SETTINGS.replace(_ASKED, '["stammblatt", "akteure", "angebote", "entwicklungsbedarf"]')
TABLE, OFFERS, NEEDS = ("akteure", "akteure"), ("angebote", "angebote"), ("entwicklungsbedarf",) * 2
LEAD = ("stammblatt", "stammblatt", "ST")
SAID = {
    (*LEAD, "lead_benannt"): "ja",
    (*LEAD, "gs_name"): "Erika Muster",
    (*TABLE, "AK001", "vorhanden"): "nein",
    (*TABLE, "AK101", "vorhanden"): "ja",
    (*TABLE, "AK101", "bereich"): "mi",
    (*TABLE, "AK101", "akteurstyp"): "jmd",
    (*TABLE, "AK101", "institution"): "Caritas",
    (*TABLE, "AK102", "institution"): "Diakonie",
    (*OFFERS, "AN101", "name"): "Sprachkurs",
    (*OFFERS, "AN101", "traeger"): "AK101",
    (*OFFERS, "AN101", "plaetze"): 20,
    (*OFFERS, "AN101", "belegt"): 17,
    (*NEEDS, "EN001", "entwicklungsbedarf"): "hoch",
    (*NEEDS, "EN001", "begruendung_text"): "Frau Muster, Tel. 02821 123456, weiß mehr.",
}


@cache
def _played() -> Path:
    """The project after its second wave's forms were made, to be copied."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    game = Game(Path(folder) / "projekt", settings=FOUR)
    game.hand_in(game.filled("Kleve", SAID))
    carry_on(game, (FormFormat.XLSX,))
    game.close()
    return game.root


def carry_on(game: Game, formats: tuple[FormFormat, ...], only: tuple[str, ...] = ()) -> None:
    """The forms of the second wave, with what counts of the first one."""
    wave = game.wave(WAVE)
    worksheets = game.workspace.worksheets(wave, only)
    issue_forms(
        game.workspace,
        wave,
        game.workspace.project.alliances,
        folder=game.root / "forms" / WAVE,
        now=game.later(),
        only=only,
        formats=formats,
        prefills=from_wave(game.workspace, "2026-1", worksheets, into=wave),
    )


def second_wave(root: Path) -> Game:
    """A copy of it, to hand returns in."""
    shutil.copytree(_played(), root, dirs_exist_ok=True)
    game = Game(root.with_name("begun"), settings=FOUR, moments=10, files=10)
    shutil.rmtree(game.root)
    game.root = root
    return game


def form_of(game: Game, worksheet: str = "", alliance: str = "Kleve") -> Path:
    """A form of the second wave: the workbook, or a worksheet's document."""
    ending = f"_{worksheet}.docx" if worksheet else ".xlsx"
    folder = game.root / "forms" / WAVE
    return next(
        path
        for path in sorted(folder.iterdir())
        if path.name.startswith(alliance) and path.name.endswith(ending)
    )


def row_of(sheet: Worksheet, code: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == code)


def column_of(sheet: Worksheet, head: str) -> int:
    return next(c.column for line in sheet.iter_rows() for c in line if str(c.value).split("\n")[0] == head)


def shown(form: Path, sheet_name: str, code: str, *heads: str) -> tuple[object, ...]:
    """What stands in a row below these heads."""
    sheet = openpyxl.load_workbook(form, data_only=True)[sheet_name]
    return tuple(sheet.cell(row_of(sheet, code), column_of(sheet, head)).value for head in heads)


def typed(form: Path, cells: Mapping[tuple[str, str, str], object]) -> bytes:
    """The workbook with these contents, by sheet, row and head."""
    book = opened(form.read_bytes())
    for (name, code, head), content in cells.items():
        sheet = book[name]
        sheet.cell(row_of(sheet, code), column_of(sheet, head)).value = content
    return saved(book)
