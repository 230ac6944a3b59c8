import subprocess
import sys

import pytest
from sqlalchemy import MetaData, create_engine, inspect

from ruecklauf.errors import StoreError
from ruecklauf.store import IssuedForm, Receipt, RecordRow, Return, StoredAnswer, open_store, schema
from store.declared import ESSEN, KOELN, NOON, WAVE, WORKSHEET, entry, sha
from store.older import make_version_1

Urls = tuple[str, str]


def columns(url: str) -> dict[str, set[tuple[str, bool]]]:
    """Names and nullability of the columns that a database has, by table."""
    engine = create_engine(url)
    found = inspect(engine)
    tables = {
        table: {(one["name"], one["nullable"]) for one in found.get_columns(table)}
        for table in found.get_table_names()
        if table != "sqlite_sequence"
    }
    engine.dispose()
    return tables


def declared(metadata: MetaData) -> dict[str, set[tuple[str, bool]]]:
    return {
        name: {(column.name, bool(column.nullable)) for column in table.c}
        for name, table in metadata.tables.items()
    }


def test_database_of_version_1_keeps_everything(urls: Urls) -> None:
    make_version_1(urls)
    place = (WAVE, "akteure", "1.0", "liste", "AK001")
    later = entry("b", hours=1).received_at
    for _ in range(2):
        with open_store(*urls) as store:
            with store.snapshot() as state:
                assert sorted(state.values()) == [
                    StoredAnswer(1, KOELN, *place, "plaetze", "12", None, "12", sha("a"), "Akteure", "C11"),
                    StoredAnswer(
                        2, ESSEN, *place, "plaetze", None, "unreadable", "ca. 9", sha("b"), "Akteure", "C11"
                    ),
                ]
                assert sorted(state.records()) == [
                    RecordRow(1, KOELN, *place, 1, True),
                    RecordRow(2, ESSEN, *place, 1, True),
                ]
                assert state.contacts() == (
                    StoredAnswer(
                        1, KOELN, *place, "ansprech", "Frau Muster", None, "Frau Muster ", sha("a"),
                        "Akteure", "D11", personal=True,
                    ),
                )  # fmt: skip
                assert state.receipts() == (
                    Receipt(sha("a"), "Rücklauf a.xlsx", NOON),
                    Receipt(sha("b"), "Rücklauf b.xlsx", later),
                )
            known = ("akteure", "1.0", WORKSHEET.content_hash, 1)
            with store.snapshot() as state:
                assert state.current() == (
                    Return(ESSEN, WAVE, *known, 2, sha("b"), "1", later, later),
                    Return(KOELN, WAVE, *known, 1, sha("a"), "1", NOON, NOON),
                )
                assert [one.condition for one in state.submissions()] == [None, None]
                assert (state.senders(), state.corrections()) == ({}, ())


def test_upgraded_database_has_the_columns_of_a_new_one(urls: Urls) -> None:
    make_version_1(urls)
    open_store(*urls).close()
    assert [columns(url) for url in urls] == [declared(schema.ANSWERS), declared(schema.CONTACTS)]


def test_upgraded_database_takes_new_returns(urls: Urls) -> None:
    make_version_1(urls)
    with open_store(*urls) as store:
        store.save_submission(entry("c", hours=2, dated_at=NOON))
        with store.snapshot() as state:
            assert [(one.alliance, one.sha256) for one in state.current()] == [
                (ESSEN, sha("b")),
                (KOELN, sha("c")),
            ]


def test_upgrade_that_fails_changes_nothing(urls: Urls) -> None:
    make_version_1(urls)
    engine = create_engine(urls[1])
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE sender (somebody INTEGER)")
    engine.dispose()
    before = columns(urls[1])
    with pytest.raises(StoreError, match="sender"):
        open_store(*urls)
    assert columns(urls[1]) == before
    engine = create_engine(urls[1])
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE sender")
    engine.dispose()
    with open_store(*urls) as store, store.snapshot() as state:
        assert len(state.contacts()) == 1


def test_several_processes_may_upgrade_at_once(urls: Urls) -> None:
    make_version_1(urls)
    command = "import sys; from ruecklauf.store import open_store; open_store(*sys.argv[1:]).close()"
    running = [
        subprocess.Popen([sys.executable, "-c", command, *urls], stderr=subprocess.PIPE) for _ in range(4)
    ]
    assert [process.communicate()[1] for process in running] == [b""] * 4
    with open_store(*urls) as store, store.snapshot() as state:
        assert len(list(state.values())) == 2


def test_database_of_version_1_is_not_upgraded_for_reading(urls: Urls) -> None:
    make_version_1(urls)
    before = columns(urls[0])
    with pytest.raises(StoreError) as caught:
        open_store(*urls, read_only=True)
    assert caught.value.what == "still has schema version 1."
    assert columns(urls[0]) == before


def test_contacts_of_version_3_get_a_place_for_what_findings_leave_out(urls: Urls) -> None:
    open_store(*urls).close()
    engine = create_engine(urls[1])
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE hidden_text")
        connection.exec_driver_sql("UPDATE ruecklauf_meta SET value = '3' WHERE key = 'schema_version'")
    engine.dispose()
    with open_store(*urls) as store, store.snapshot() as state:
        assert state.hidden_texts() == {}
    assert columns(urls[1]) == declared(schema.CONTACTS)


def test_database_of_version_2_keeps_its_forms(urls: Urls) -> None:
    form = IssuedForm(KOELN, WAVE, f"{KOELN}-x", sha("form"), "Köln.xlsx", "ab12", ("h2", "h1"), NOON)
    with open_store(*urls) as store:
        store.record_forms([form])
        assert store.save_wording(["Bitte ausfüllen", "{alliance.name}"])
    engine = create_engine(urls[0])
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE wording")
        connection.exec_driver_sql("ALTER TABLE form DROP COLUMN worksheet")
        connection.exec_driver_sql("ALTER TABLE form DROP COLUMN wording")
        connection.exec_driver_sql("ALTER TABLE form DROP COLUMN folder")
        connection.exec_driver_sql("ALTER TABLE submission_worksheet DROP COLUMN answers")
        connection.exec_driver_sql("ALTER TABLE submission_worksheet DROP COLUMN contacts")
        connection.exec_driver_sql("ALTER TABLE receipt DROP COLUMN expected")
        connection.exec_driver_sql("ALTER TABLE submission DROP COLUMN inquiry")
        connection.exec_driver_sql("UPDATE ruecklauf_meta SET value = '2' WHERE key = 'schema_version'")
    engine.dispose()
    with open_store(*urls) as store:
        with store.snapshot() as state:
            assert state.issued() == (form,)
        assert columns(urls[0]) == declared(schema.ANSWERS)
        hashed = store.save_wording(["Bitte ausfüllen", "{alliance.name}"])
        assert store.save_wording(["Bitte ausfüllen", "{alliance.name}"]) == hashed
        with store.snapshot() as state:
            assert state.wordings() == {hashed: ("Bitte ausfüllen", "{alliance.name}")}
