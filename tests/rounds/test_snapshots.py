"""The snapshot as Parquet: figures as from the store, and what changed built again as if all were."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from report.generated import fill, made_project
from rounds.playing import START, Game
from rounds.test_deciding import ANSWERS, ROW
from ruecklauf.errors import RuecklaufError
from ruecklauf.privacy.deleting import Word, delete_person, find_person
from ruecklauf.privacy.people import person_named
from ruecklauf.rounds.asking.decisions import assign, correct
from ruecklauf.rounds.asking.rebuilding import rebuild
from ruecklauf.rounds.asking.withdrawing import withdraw
from ruecklauf.rounds.evaluating.evaluation import Measurement, evaluate
from ruecklauf.rounds.evaluating.snapshots import reading, updating
from ruecklauf.rounds.evaluating.snapshots.pieces import read_rows
from ruecklauf.rounds.evaluating.snapshots.reading import measure_from_snapshot
from ruecklauf.rounds.evaluating.snapshots.updating import Brought, bring_up_to_date
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.workspace import Workspace

WORKSHEETS = ("stammblatt", "akteure", "gremien", "mitgliedschaften", "prioritaeten")
NAME = "Kim Beispielfrau"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Five alliances in two waves, some of which returned nothing."""
    project = made_project(tmp_path_factory.mktemp("many") / "p", 5, 2, WORKSHEETS)
    fill(project, different=3)
    with Workspace(project) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def measured(many: Workspace) -> Measurement:
    return evaluate(many)


@pytest.mark.parametrize("jobs", [1, 2])
def test_figures_and_answers_are_those_of_the_store(
    many: Workspace, measured: Measurement, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "PIECE", 2)
    monkeypatch.setattr(reading, "FEW", 2)
    bring_up_to_date(many, anew=True)
    found = measure_from_snapshot(many, jobs=jobs)
    pd.testing.assert_frame_equal(found.measured, measured.measured)
    assert (found.sources, found.frames.waves) == (measured.sources, measured.frames.waves)
    assert found.measured["value"].notna().sum() > 50
    for tables, expected in (
        (found.frames.tables, measured.frames.tables),
        (found.frames.kinds, measured.frames.kinds),
    ):
        assert set(expected) <= set(tables)
        for name, table in expected.items():
            plain = table.astype(object).reset_index(drop=True)
            pd.testing.assert_frame_equal(tables[name], plain, check_column_type=False)


def test_figures_are_kept_until_something_changes(
    many: Workspace, measured: Measurement, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure_from_snapshot(many, jobs=1)
    monkeypatch.setattr(reading._Measurer, "measured", None)
    pd.testing.assert_frame_equal(measure_from_snapshot(many, jobs=1).measured, measured.measured)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_but_the_owner_reads_the_files(many: Workspace) -> None:
    measure_from_snapshot(many, jobs=1)
    folder = many.project.snapshot_dir
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_damaged_piece_is_told_and_a_lost_one_is_made_again(many: Workspace) -> None:
    made = bring_up_to_date(many, anew=True).manifest
    piece = many.project.snapshot_dir / made.pieces[0]
    piece.write_bytes(b"PAR1")
    with pytest.raises(RuecklaufError, match="is damaged"):
        read_rows([piece])
    piece.unlink()
    assert bring_up_to_date(many).built == len(made.alliances)


def held(workspace: Workspace) -> pl.DataFrame:
    """Everything in the snapshot, in one order."""
    folder = workspace.project.snapshot_dir
    rows = read_rows(sorted(folder.glob("*.parquet")))
    keys = ["table", "alliance", "wave", "row_id", "field", "value", "missing"]
    return rows.drop("place").sort(keys, nulls_last=True)


def updated(game: Game) -> Brought:
    """The snapshot brought up to date, which must hold what one made anew holds."""
    found = bring_up_to_date(game.workspace)
    before = held(game.workspace)
    anew = bring_up_to_date(game.workspace, anew=True)
    assert before.equals(held(game.workspace)) and found.manifest.tables == anew.manifest.tables
    return found


def texts(game: Game) -> set[str]:
    return set(held(game.workspace)["value"].drop_nulls())


def test_only_what_changed_is_built_and_it_is_as_if_all_were(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "PIECE", 1)
    assert updated(game).built == 2
    assert updated(game).built == 0
    typed = {**ANSWERS, (*ROW, "ap_name"): f"Frau {NAME}", (*ROW, "beitrag_text"): "Räume im Haus"}
    game.hand_in(game.filled("Kleve", typed), "kleve.xlsx")
    assert updated(game).built == 1
    assert "Räume im Haus" in texts(game) and not any(NAME in text for text in texts(game))
    game.hand_in(game.filled("Köln", ANSWERS), "köln.xlsx")
    assert updated(game).built == 1
    wave = game.wave("2026-1")
    correct(
        game.workspace, game.alliance("Kleve"), wave, "akteure.institution", row="AK001",
        value="Amt am Platz", missing=None, person="Jo", reason="angerufen", now=game.later(),
    )  # fmt: skip
    assert updated(game).built == 1
    assert "Amt am Platz" in texts(game)
    list(withdraw(game.workspace, "köln.xlsx", person="Kim", reason="Entwurf", now=game.later()))
    assert updated(game).built == 1
    second = game.wave("2026-2")
    folder = game.root / "forms" / "2026-2"
    issue_forms(game.workspace, second, [game.alliance("Köln")], folder=folder, now=game.later())
    # a wave that was not there before concerns all: it follows another one
    assert updated(game).built == 2


def test_a_return_that_is_another_alliances_leaves_the_one_and_comes_to_the_other(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "institution"): "Amt X"}), "eins.xlsx")
    updated(game)
    assign(
        game.workspace, game.received[-1].sha256, game.alliance("Köln"), game.wave("2026-1"),
        person="Kim", reason="verwechselt", now=game.later(),
    )  # fmt: skip
    assert updated(game).built == 2
    assert set(held(game.workspace).filter(pl.col("value") == "Amt X")["alliance"]) == {
        game.alliance("Köln").id
    }


def test_a_deletion_takes_the_snapshot_with_it(game: Game) -> None:
    typed = {**ANSWERS, (*ROW, "ap_name"): NAME, (*ROW, "institution"): "Amt von Kim Beispielfrau"}
    game.hand_in(game.filled("Kleve", typed), "kleve.xlsx")
    bring_up_to_date(game.workspace)
    person = person_named(game.workspace, NAME)
    found = find_person(game.workspace, person)
    delete_person(game.workspace, person, found, Word(person="Jo", reason="Antrag", now=START))
    assert not game.workspace.project.snapshot_dir.exists()
    assert updated(game).built == 2
    assert not any("Beispielfrau" in text for text in texts(game))


def test_a_snapshot_that_outlived_a_deletion_is_made_anew(game: Game, tmp_path: Path) -> None:
    """As where the folder could not be deleted, or came back with a backup."""
    game.hand_in(game.filled("Kleve", {**ANSWERS, (*ROW, "ap_name"): NAME}), "kleve.xlsx")
    bring_up_to_date(game.workspace)
    folder = game.workspace.project.snapshot_dir
    folder.rename(tmp_path / "kept")
    person = person_named(game.workspace, NAME)
    found = find_person(game.workspace, person)
    delete_person(game.workspace, person, found, Word(person="Jo", reason="Antrag", now=START))
    (tmp_path / "kept").rename(folder)
    assert updated(game).built == 2


def test_a_rebuild_takes_the_snapshot_with_it(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS), "kleve.xlsx")
    bring_up_to_date(game.workspace)
    game.close()
    rebuild(game.workspace.project)
    assert not game.workspace.project.snapshot_dir.exists()
