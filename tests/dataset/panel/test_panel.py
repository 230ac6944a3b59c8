"""Four waves, two worksheets, two revisions of each: the panel is the history that was lived."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from dataset.expected import save
from dataset.panel.lives import (
    NETZ_3,
    ORTE_3,
    WAVES,
    Life,
    known_became,
    known_histories,
    live,
    store_life,
    versions,
)
from revisions.declaring import NETZ, library, revised
from ruecklauf.check.records import Entry, Record
from ruecklauf.dataset.panel import Panel, build_panel
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Place
from ruecklauf.revisions.fates import Fate
from ruecklauf.revisions.together import carry_all
from ruecklauf.store import Store, open_store

ALLIANCES = int(os.environ.get("RUECKLAUF_PANEL", "16"))
"""`RUECKLAUF_PANEL=60` is the whole of it."""


@pytest.fixture(scope="module")
def lives() -> list[Life]:
    rng = Random(14)
    return [live(f"A{number:05}", rng) for number in range(ALLIANCES)]


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worksheet]:
    return library(tmp_path_factory.mktemp("newest"), NETZ_3, ORTE_3).worksheets


@pytest.fixture(scope="module")
def store(lives: list[Life], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    root = tmp_path_factory.mktemp("panel")
    with open_store(f"sqlite:///{root / 'a.sqlite'}", f"sqlite:///{root / 'c.sqlite'}") as opened:
        declared = versions(root)
        for life in lives:
            store_life(opened, life, declared)
        yield opened


@pytest.fixture(scope="module")
def panel(store: Store, newest: dict[str, Worksheet]) -> Panel:
    return build_panel(store, library=newest, order=list(WAVES))


def test_panel_is_the_known_history(panel: Panel, lives: list[Life]) -> None:
    told = {
        (table, moment.alliance, moment.row_id, moment.wave): (
            str(moment.status),
            frozenset((one.field, one.before.value, one.now.value) for one in moment.changes),
        )
        for table, moments in panel.moments.items()
        for moment in moments
        if not table.endswith("_bemerkungen") and table != "netz.stelle"
    }
    assert told == known_histories(lives)
    assert len({status for status, _ in told.values()}) == 6


def test_every_answer_became_what_was_lived_and_said(panel: Panel, lives: list[Life]) -> None:
    told = {
        (moment.alliance, moment.row_id, moment.wave): moment.row.cells["thema"].became
        for moment in panel.moments["netz.kreise"]
        if moment.row is not None
    }
    assert told == known_became(lives)
    assert set(told.values()) == {"new", "confirmed", "untouched", "changed"}


def test_first_and_last_wave_are_those_in_which_the_row_was_there(panel: Panel, lives: list[Life]) -> None:
    by_alliance = {life.alliance: life for life in lives}
    for moment in panel.moments["netz.kreise"]:
        waves = by_alliance[moment.alliance].waves
        there = [wave for wave, tables in waves.items() if moment.row_id[2:] in tables["runden"]]
        assert (moment.first, moment.last) == (there[0], there[-1])


def test_balanced_are_those_who_returned_every_wave(panel: Panel, lives: list[Life]) -> None:
    every = {life.alliance for life in lives if len(life.waves) == len(WAVES)}
    assert panel.balanced["netz.leute"] == panel.balanced["orte.ort"] == every
    frame = panel.frames()["panel.netz.leute"]
    assert set(frame.loc[frame["panel_balanced"] == "true", "alliance"]) == every


def test_original_stands_beside_the_newest_terms(panel: Panel) -> None:
    frame = panel.frames()["panel.netz.leute"]
    before = frame[frame["version"] == "1.0"]
    pairs = set(zip(before["form"].fillna("-"), before["form_original"], strict=True))
    assert pairs == {("fest", "fest"), ("locker", "lose"), ("-", "offen")}
    rows = set(zip(before["row_id"], before["row_id_original"], strict=True))
    assert ("NL004", "NL001") in rows


def test_every_change_is_a_row_of_its_own(panel: Panel, lives: list[Life]) -> None:
    changes = panel.frames()["panel_changes"]
    assert len(changes) == sum(len(changed) for _, changed in known_histories(lives).values())
    assert set(changes["table"]) <= {"netz.leute", "netz.kreise", "orte.ort"}


def test_proof_balances(store: Store, newest: dict[str, Worksheet]) -> None:
    with store.snapshot() as state:
        answers = list(state.values(current_only=False))
        kept = state.declarations()
        declared = {place: kept[hashed] for place, hashed in state.declared_by().items()}
    fates = Counter(made.fate for _, made in carry_all(answers, declared, newest))
    assert fates.total() == len(answers)
    assert set(fates) == {Fate.CARRIED, Fate.RECODED, Fate.ASKED, Fate.DROPPED}


def test_a_printed_row_under_the_number_of_a_retired_one_is_another(tmp_path: Path) -> None:
    changes = '  - since: "1.0"\n    codes: [{list: art, was: amt, dropped: weg}, {list: art, new: kammer}]\n'
    code = "{code: amt, label: Amt, nr: 1}"
    text = revised(NETZ, (code, "{code: kammer, label: Kammer, nr: 1}"), changes=changes)
    kept = {"amt": library(tmp_path / "1", NETZ), "kammer": library(tmp_path / "2", text)}
    with open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", f"sqlite:///{tmp_path / 'c.sqlite'}") as opened:
        for (code, read), wave in zip(kept.items(), ("2026-1", "2027-1"), strict=True):
            worksheet, where = read.worksheet("netz"), Place("Netz", "B9")
            said = {name: Entry(value, value, where) for name, value in (("art", code), ("name", "Haus"))}
            row = Record("netz", worksheet.version, "leute", "NL001", 1, True, said, {})
            save(opened, worksheet, row, content=wave, alliance="A", wave=wave, findings=())
        panel = build_panel(opened, library=kept["kammer"].worksheets)
    told = {(one.row_id, one.wave): str(one.status) for one in panel.moments["netz.leute"]}
    assert told == {
        ("NL001", "2026-1"): "first", ("NL001", "2027-1"): "dropped", ("NL001@2027-1", "2027-1"): "new",
    }  # fmt: skip
