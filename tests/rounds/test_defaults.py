"""Defaults of questions stand in an alliance's first form, and alone they are no return."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from cli.conftest import SETTINGS
from rounds.playing import START, Game, codes
from ruecklauf.findings import Subject
from ruecklauf.forms.defaults import default_answers
from ruecklauf.layout.build import build_layout
from ruecklauf.rounds.issuing.forms import FormFormat, issue_forms
from ruecklauf.rounds.issuing.prefill import Prefills
from ruecklauf.rounds.workspace import Workspace

DECLARED = """
id: haus
version: "1.0"
title: Haus
short: Haus
purpose: Zweck.
instructions: Anleitung.
sections:
  - id: haus
    kind: record
    title: Haus
    prefix: HA
    fields:
      - {id: land, type: text, label: Land, default: Deutschland}
      - {id: anzahl, type: integer, label: Anzahl, min: 0, default: "3"}
      - {id: warm, type: tick, label: Warm, default: "true"}
      - {id: ort, type: text, label: Ort}
"""


@pytest.mark.parametrize("kind", FormFormat)
def test_defaults_stand_in_the_form_and_are_no_return(tmp_path: Path, kind: FormFormat) -> None:
    game = Game(tmp_path / "projekt")
    (game.root / "worksheets" / "haus").mkdir(parents=True)
    (game.root / "worksheets" / "haus" / "worksheet.yaml").write_text(DECLARED, encoding="utf-8")
    settings = SETTINGS.replace('["stammblatt", "akteure"]', '["haus"]')
    (game.root / "ruecklauf.toml").write_text(settings, encoding="utf-8")
    game.opened_as = Workspace
    try:
        forms = issue_forms(
            game.workspace,
            game.wave("2026-1"),
            [game.alliance("Kleve")],
            folder=game.root / "forms",
            now=START,
            formats=[kind],
            prefills=Prefills({"AAAAAA": {Subject("haus", "haus", "HA", "anzahl"): 4}}, {}),
        )
        layout = build_layout(game.workspace.worksheets(game.wave("2026-1")))
        assert {one.field: value for one, value in default_answers(layout).items()} == {
            "land": "Deutschland",
            "anzahl": 3,
            "warm": True,
        }
        (form,) = forms
        came = game.hand_in(form.path.read_bytes())
        assert (codes(came), came.worksheets, game.answers()) == (["form_untouched"], (), {})
        assert {"Deutschland", "4"} <= set(_texts(form.path))
    finally:
        game.close()


def _texts(path: Path) -> list[str]:
    """What stands in the form's cells and paragraphs."""
    with zipfile.ZipFile(path) as parts:
        content = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
    return re.findall(r">([^<>]+)<", content.decode())
