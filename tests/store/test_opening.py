import sqlite3
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine

import hurry
import installed
from ruecklauf.errors import StoreError
from ruecklauf.store import database, open_store, schema
from ruecklauf.store.schema import SCHEMA_VERSION
from store.declared import WORKSHEET, entry, sha

Urls = tuple[str, str]


def test_store_can_be_opened_again(urls: Urls) -> None:
    for _ in range(2):
        with open_store(*urls) as store, store.snapshot() as state:
            assert state.submissions() == ()


def test_sqlite_is_durable_and_checks_references(sqlite_urls: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "DURABLE", hurry.SHIPPED)
    with open_store(*sqlite_urls) as store, store._answers.reading() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        set_to = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas}
    assert set_to == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "secure_delete": 1,
    }


def opening_error(url: str, contacts_url: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_store(url, contacts_url)
    return caught.value


def test_file_that_is_no_database_is_named(tmp_path: Path, sqlite_urls: Urls) -> None:
    (tmp_path / "answers.sqlite").write_bytes(b"no database at all, but long enough" * 10)
    error = opening_error(*sqlite_urls)
    assert error.where == sqlite_urls[0]
    assert str(error).endswith(
        "cannot be used (file is not a database). "
        "Check that the place exists, can be written to, and is a database made by ruecklauf."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_databases_are_read_by_their_owner_alone(tmp_path: Path, sqlite_urls: Urls) -> None:
    def modes() -> set[tuple[str, int]]:
        return {(path.name, path.stat().st_mode & 0o777) for path in tmp_path.glob("*.sqlite*")}

    names = [name + end for name in ("answers.sqlite", "contacts.sqlite") for end in ("", "-wal", "-shm")]
    with open_store(*sqlite_urls) as store:
        store.save_declarations([WORKSHEET])
        store.save_submission(entry())
        assert modes() == {(name, 0o600) for name in names}
    for path in tmp_path.glob("*.sqlite"):
        path.chmod(0o644)  # as earlier versions left it
    with open_store(*sqlite_urls):
        assert {mode for _, mode in modes()} == {0o600}


SECRET = "geheim%2F1"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql+psycopg://u:{}@host:port/x", "The database address cannot be read."),
        ("postgresql+psycopg://u:{}@[::1/x", "The database address cannot be read."),
        ("postgresql+psycopg://u:a@{}@localhost/x", "The database address has an @ or / too many."),
        ("postgresql+psycopg://u@localhost/x@{}", "The database address has an @ or / too many."),
        ("postgresql+psycopg://u@localhost:1/x?password={}", "cannot be used (connection failed"),
        (
            "postgresql+psycopg://u:{}@localhost:1/x?sslpassword={}&passfile={}",
            "cannot be used (connection failed",
        ),
        (
            "postgresql+psycopg://u:{}@localhost:1/x?wrong=1",
            'cannot be used (invalid connection option "wrong")',
        ),
        ("postgresql+psycopg://u:{}@localhost:99999999/x", "cannot be used (connection is bad"),
        ("postgresql+psycopg://u:{}@\udc80/x", "The database address cannot be read."),
        ("sqlite:///a\0b.sqlite", "The database address cannot be read."),
        ("sqlite:///answers.sqlite?mode=ro", "The database address cannot be read."),
        ("nothing://x", "The database address cannot be read."),
        ("", "The database address cannot be read."),
    ],
)
def test_wrong_address_is_one_line_without_its_password(sqlite_urls: Urls, address: str, said: str) -> None:
    error = opening_error(address.replace("{}", SECRET), sqlite_urls[1])
    shown = str(error)
    assert said in shown and "\n" not in shown
    assert "geheim" not in shown


def test_missing_folder_is_named(tmp_path: Path, sqlite_urls: Urls) -> None:
    error = opening_error(sqlite_urls[0], f"sqlite:///{tmp_path}/missing/contacts.sqlite")
    assert error.where == f"sqlite:///{tmp_path}/missing/contacts.sqlite"
    assert error.what == "cannot be used (unable to open database file)."


def test_database_of_another_program_is_left_alone(tmp_path: Path, sqlite_urls: Urls) -> None:
    with sqlite3.connect(tmp_path / "answers.sqlite") as connection:
        connection.execute("CREATE TABLE form (id INTEGER)")
    assert opening_error(*sqlite_urls).what == "has a table 'form' that ruecklauf did not make."
    with sqlite3.connect(tmp_path / "answers.sqlite") as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("form",)]


def test_newer_schema_is_refused(tmp_path: Path, sqlite_urls: Urls) -> None:
    open_store(*sqlite_urls).close()
    with sqlite3.connect(tmp_path / "answers.sqlite") as connection:
        connection.execute("UPDATE ruecklauf_meta SET value = '99' WHERE key = 'schema_version'")
    error = opening_error(*sqlite_urls)
    assert (error.what, error.remedy) == (
        f"has schema version 99, but this ruecklauf knows version {SCHEMA_VERSION}.",
        "Install the newest ruecklauf.",
    )


def test_answers_and_contacts_in_one_database_are_refused(sqlite_urls: Urls) -> None:
    assert (
        opening_error(sqlite_urls[0], sqlite_urls[0]).what == "Answers and contacts have the same database."
    )


def test_answers_and_contacts_the_wrong_way_round_are_refused(sqlite_urls: Urls) -> None:
    open_store(*sqlite_urls).close()
    error = opening_error(sqlite_urls[1], sqlite_urls[0])
    assert error.what == "is the database for contacts, not for answers."


@pytest.mark.parametrize("url", ["nonsense", "", "nosuchdb://x/y"])
def test_address_that_cannot_be_read_is_refused(url: str, sqlite_urls: Urls) -> None:
    assert opening_error(url, sqlite_urls[1]).what == "The database address cannot be read."


def test_password_is_not_repeated(sqlite_urls: Urls) -> None:
    if not find_spec("psycopg"):
        installed.missing("psycopg is not installed")
    error = opening_error("postgresql+psycopg://me:secret@127.0.0.1:1/none", sqlite_urls[1])
    assert error.where == "postgresql+psycopg://me:***@127.0.0.1:1/none"
    assert "secret" not in str(error)


def test_several_processes_may_create_the_store_at_once(urls: Urls) -> None:
    command = "import sys; from ruecklauf.store import open_store; open_store(*sys.argv[1:]).close()"
    running = [
        subprocess.Popen([sys.executable, "-c", command, *urls], stderr=subprocess.PIPE) for _ in range(3)
    ]
    assert [process.communicate()[1] for process in running] == [b""] * 3


def test_store_that_is_opened_for_reading_shows_what_others_write(urls: Urls) -> None:
    with open_store(*urls) as writer, open_store(*urls, read_only=True) as reader:
        writer.save_declarations([WORKSHEET])
        writer.save_submission(entry())
        with reader.snapshot() as state:
            assert [one.sha256 for one in state.current()] == [sha("a")]
            assert len(state.contacts()) == 2
        with pytest.raises(StoreError, match="was opened for reading only"):
            reader.save_submission(entry("b"))
        with writer.snapshot() as state:
            assert len(state.submissions()) == 1


def test_reading_does_not_wait_for_an_import(sqlite_urls: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ruecklauf.store.database._BUSY_SECONDS", 0)
    with open_store(*sqlite_urls) as store, store._answers.writing(), store._contacts.writing():
        for read_only in (False, True):
            with open_store(*sqlite_urls, read_only=read_only) as other, other.snapshot() as state:
                assert state.submissions() == ()


@pytest.mark.parametrize("name", ["100 % fertig.sqlite", "Rücklauf #1.sqlite"])
def test_file_with_any_name_can_be_opened_for_reading(tmp_path: Path, name: str) -> None:
    urls = (
        URL.create("sqlite", database=str(tmp_path / name)).render_as_string(),
        f"sqlite:///{tmp_path / 'contacts.sqlite'}",
    )
    open_store(*urls).close()
    with open_store(*urls, read_only=True) as store, store.snapshot() as state:
        assert state.submissions() == ()


def test_opening_for_reading_makes_no_database(tmp_path: Path, sqlite_urls: Urls) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(*sqlite_urls, read_only=True)
    assert caught.value.what == "the database of answers is not there."
    assert list(tmp_path.iterdir()) == []


def test_empty_database_cannot_be_opened_for_reading(urls: Urls) -> None:
    for url in urls:
        create_engine(url).connect().close()
    with pytest.raises(StoreError) as caught:
        open_store(*urls, read_only=True)
    assert caught.value.what == "the database of answers holds nothing."


@pytest.mark.parametrize("gone", ["answers", "contacts"])
def test_a_database_that_is_gone_is_never_made_anew(tmp_path: Path, sqlite_urls: Urls, gone: str) -> None:
    with open_store(*sqlite_urls) as store:
        store.save_declarations([WORKSHEET])
        store.save_submission(entry())
    for path in tmp_path.glob(f"{gone}.sqlite*"):
        path.unlink()
    for make in (False, True):
        with pytest.raises(StoreError, match=f"the database of {gone} is not there. Restore it"):
            open_store(*sqlite_urls, make=make)
    assert not (tmp_path / f"{gone}.sqlite").exists()


def test_only_who_may_make_databases_makes_them(urls: Urls) -> None:
    with pytest.raises(StoreError, match=r"the database of answers (is not there|holds nothing)"):
        open_store(*urls, make=False)
    open_store(*urls).close()
    open_store(*urls, make=False).close()


def test_the_contacts_of_another_project_are_refused(tmp_path: Path, sqlite_urls: Urls) -> None:
    open_store(*sqlite_urls).close()
    others = f"sqlite:///{tmp_path / 'a.sqlite'}", f"sqlite:///{tmp_path / 'c.sqlite'}"
    open_store(*others).close()
    assert opening_error(sqlite_urls[0], others[1]).what == "the databases belong to different projects."


def test_nobody_waits_for_ever_for_a_lock_of_postgresql(urls: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    if urls[0].startswith("sqlite"):
        monkeypatch.setattr("ruecklauf.store.database._BUSY_SECONDS", 1)
    monkeypatch.setattr("ruecklauf.store.database._LOCK_SECONDS", 1)
    with open_store(*urls) as store, open_store(*urls) as other, store._answers.writing() as connection:
        connection.execute(schema.answers_meta.update().values(value=schema.answers_meta.c.value))
        with pytest.raises(StoreError, match="Another import is writing"), other._answers.writing() as second:
            second.execute(schema.answers_meta.update().values(value=schema.answers_meta.c.value))


def test_importing_the_store_does_not_import_pandas() -> None:
    command = "import sys, ruecklauf.store; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0
