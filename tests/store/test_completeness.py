"""What is lost from the databases is noticed: counts are kept beside the returns."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from ruecklauf.dataset import build_dataset
from ruecklauf.errors import RuecklaufError
from ruecklauf.store import open_store
from store.declared import KOELN, WAVE, WORKSHEET, entry
from store.older import make_version_1

Urls = tuple[str, str]


def damaged(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.mark.parametrize(
    ("which", "statement", "what"),
    [
        (0, "DELETE FROM value WHERE field = 'plaetze'", "answers"),
        (0, "DELETE FROM submission_worksheet", "returns"),
        (1, "DELETE FROM contact WHERE field = 'ansprech'", "contacts"),
    ],
)
def test_an_export_of_less_than_was_taken_in_is_refused(
    urls: Urls, which: int, statement: str, what: str
) -> None:
    with open_store(*urls) as store:
        store.save_declarations([WORKSHEET])
        store.save_submission(entry())
        with store.snapshot() as state:
            assert state.lacking() == ()
        build_dataset(store)
    damaged(urls[which], statement)
    with open_store(*urls) as store:
        with store.snapshot() as state:
            assert {lacking.what for lacking in state.lacking()} == {what}
        with pytest.raises(
            RuecklaufError, match=rf"not complete: {KOELN} {WAVE} akteure: .* {what} instead of"
        ):
            build_dataset(store)
        build_dataset(store, waves=["2030-1"])


def test_answers_of_an_earlier_version_are_counted_when_it_is_upgraded(urls: Urls) -> None:
    make_version_1(urls)
    open_store(*urls).close()
    damaged(urls[0], "DELETE FROM value WHERE submission_id = 1")
    with open_store(*urls) as store, store.snapshot() as state:
        assert [str(lacking) for lacking in state.lacking()] == [
            f"{KOELN} {WAVE} akteure: 0 answers instead of 1"
        ]


def test_a_sound_store_has_no_faults(urls: Urls) -> None:
    with open_store(*urls) as store:
        store.save_declarations([WORKSHEET])
        store.save_submission(entry())
        assert store.faults() == ()


def test_sqlite_s_own_check_is_run(tmp_path: Path, sqlite_urls: Urls) -> None:
    with open_store(*sqlite_urls) as store:
        store.save_declarations([WORKSHEET])
        store.save_submission(entry())
    with sqlite3.connect(tmp_path / "answers.sqlite") as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'form_by_wave'").fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET rootpage = ? WHERE name = 'submission_by_alliance'", root
        )
    with open_store(*sqlite_urls) as store:
        assert any("submission_by_alliance" in fault for fault in store.faults())


def test_rows_that_refer_to_nothing_are_faults(tmp_path: Path, sqlite_urls: Urls) -> None:
    with open_store(*sqlite_urls) as store:
        store.save_declarations([WORKSHEET])
        store.save_submission(entry())
    with sqlite3.connect(tmp_path / "answers.sqlite") as connection:
        connection.execute("DELETE FROM original")
    with open_store(*sqlite_urls) as store:
        faults = store.faults()
        assert [fault for fault in faults if "receipt refers to nothing in original" in fault]
        with store.snapshot() as state:
            assert ("returns", 0, 1) in {lacking[4:] for lacking in state.lacking()}
