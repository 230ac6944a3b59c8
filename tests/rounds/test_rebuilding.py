"""Databases made anew from the archive and recorded decisions hold what they held, table by table."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from rounds.playing import Game, databases_in, message
from rounds.test_answered_inquiries import filled
from rounds.test_deciding import damaged, without_codes
from rounds.test_inquiries import again
from ruecklauf.errors import StoreError
from ruecklauf.project import Project, open_project
from ruecklauf.rounds.asking.decisions import assign, correct
from ruecklauf.rounds.asking.listing import finding_rows, settle
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.asking.preferring import prefer
from ruecklauf.rounds.asking.rebuilding import rebuild
from ruecklauf.rounds.asking.waves import WaveState, decide_wave
from ruecklauf.rounds.asking.withdrawing import withdraw
from ruecklauf.rounds.clerk import Clerk
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.workers import Readers, ThisProcess
from ruecklauf.store import SameRow, schema
from store.conftest import sqlite_urls, urls  # noqa: F401
from store.copying import copy_databases

Urls = tuple[str, str]
Tables = dict[str, list[dict[str, Any]]]
ROW = ("akteure", "akteure", "AK001")


def here(desk: Desk, _: int) -> AbstractContextManager[Readers]:
    return nullcontext(ThisProcess(Clerk(desk)))


def tables(urls: Urls) -> Tables:  # noqa: F811
    found: Tables = {}
    for url, metadata in zip(urls, (schema.ANSWERS, schema.CONTACTS), strict=True):
        engine = create_engine(url)
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                order = list(table.primary_key.columns)
                rows = connection.execute(select(table).order_by(*order)).mappings()
                found[f"{table.name}"] = [dict(row) for row in rows]
        engine.dispose()
    return found


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with a superseded and a waiting return, messages, duplicates, decisions and corrections."""
    game = Game(tmp_path_factory.mktemp("played") / "projekt")
    first = game.filled("Kleve", {(*ROW, "vorhanden"): "ja", (*ROW, "ap_mail"): "amt@kreis.example"})
    game.hand_in(first, "a.xlsx")
    game.hand_in(first, "noch einmal.xlsx")
    game.hand_in(b"kein Formular", "scan.pdf")
    unclear = game.filled("Köln", {(*ROW, "vorhanden"): "ja", (*ROW, "institution"): "Jugendamt"})
    waiting = game.hand_in(damaged(unclear, without_codes), "ohne.xlsx")
    mail = message(
        "amt@kleve.example",
        game.later(),
        {"b.xlsx": game.filled("Kleve", {(*ROW, "koop"): "ja"})},
        "Bitte an den neuen Kollegen wenden.",
    )
    game.hand_in(mail, "c.eml")
    kleve, wave = game.alliance("Kleve"), game.wave("2026-1")
    correct(
        game.workspace, kleve, wave, "akteure.koop", row="AK001", value="nein", missing=None, person="P",
        reason="Telefon", now=game.later(),
    )  # fmt: skip
    assign(
        game.workspace, waiting.sha256, game.alliance("Köln"), wave, person="P", reason="Anruf",
        now=game.later(),
    )  # fmt: skip
    game.hand_in(game.filled("Kleve", {(*ROW, "koop"): "ja", (*ROW, "ap_mail"): "neu@kreis.example"}))
    point = finding_rows(game.workspace)[0]["point"]
    settle(game.workspace, [point], State.ASKED, person="P", reason="Mail", now=game.now())
    inquiry = again(game)
    asked, other, *_ = (row for row in inquiry.inquiry.rows if row.is_answerable)
    game.hand_in(filled(inquiry, {asked.id: "ja"}, {other.id: "stimmt so"}), "rueckfragen.xlsx")
    # a half is taken back that another one was read together with, and a return comes too late
    for name, rows in (("halb-1.xlsx", range(2, 9)), ("halb-2.xlsx", range(21, 29))):
        typed = {("akteure", "akteure", f"AK{row:03}", "institution"): f"Amt {row}" for row in rows}
        game.hand_in(game.filled("Köln", typed), name)
    withdraw(game.workspace, "halb-1.xlsx", person="P", reason="Entwurf", now=game.later())
    prefer(game.workspace, "a.xlsx", person="P", reason="Entwurf", now=game.later())
    prefer(game.workspace, "a.xlsx", undo=True, person="P", reason="doch nicht", now=game.later())
    said = SameRow(
        alliance="AAAAAA", worksheet="akteure", version="1.0", section="akteure", row_id="AK102",
        same_as="AK101", state="same", person="P", reason="Anruf", recorded_at=game.later(),
    )  # fmt: skip
    game.workspace.store.record_decisions([said])
    decide_wave(game.workspace, wave, WaveState.CLOSED, person="P", reason="Auswertung", now=game.later())
    game.hand_in(game.filled("Köln", {(*ROW, "koop"): "ja"}), "spät.xlsx")
    game.close()
    return game.root


@pytest.fixture
def project(played: Path, urls: Urls, tmp_path: Path) -> Project:  # noqa: F811
    """That round in databases of either kind."""
    root = tmp_path / "projekt"
    shutil.copytree(played, root, ignore=shutil.ignore_patterns("*.sqlite"))
    with (root / "ruecklauf.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[database]\nurl = "{urls[0]}"\ncontacts_url = "{urls[1]}"\n')
    copy_databases(databases_in(played), urls)
    return open_project(root)


def test_rebuilt_databases_hold_what_they_held(project: Project, urls: Urls) -> None:  # noqa: F811
    before = tables(urls)
    assert {name for name, rows in before.items() if rows} >= {
        "assignment", "contact", "correction", "finding", "incoming", "inquiry", "inquiry_answer",
        "preference", "record", "same_row", "sender", "settlement", "submission", "value", "wave_state",
        "withdrawal",
    }  # fmt: skip
    rebuild(project, here)
    after = tables(urls)
    for name, rows in before.items():
        assert after[name] == rows, name
    assert [path.name for path in project.root.iterdir() if path.name.startswith(".")] == []


def test_what_was_lost_is_there_again(project: Project, urls: Urls) -> None:  # noqa: F811
    before = tables(urls)
    in_files = urls[0].startswith("sqlite")
    spoil(urls[0], "DELETE FROM value WHERE field = 'koop'")
    if in_files:
        Path(urls[1].removeprefix("sqlite:///")).unlink()
    else:
        spoil(urls[1], "DELETE FROM contact")
    made = rebuild(project, here)
    assert tables(urls) == before
    names = ("answers", "contacts") if in_files else ()
    assert {path.name for path in made.kept} == {f"{name}.sqlite.before-rebuild" for name in names}


def spoil(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_an_original_that_is_missing_stops_it_and_nothing_has_changed(
    project: Project,
    urls: Urls,  # noqa: F811
) -> None:
    before = tables(urls)
    sha256 = before["receipt"][0]["sha256"]
    (project.archive_dir / sha256[:2] / sha256).unlink()
    with pytest.raises(StoreError, match=f"has no file {sha256}"):
        rebuild(project, here)
    assert tables(urls) == before
    assert [path.name for path in project.root.iterdir() if path.name.startswith(".")] == []
