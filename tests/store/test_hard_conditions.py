from dataclasses import replace
from threading import Thread
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruecklauf.errors import StoreError
from ruecklauf.findings import Place
from ruecklauf.store import (
    SavedSubmission,
    Store,
    open_store,
)
from store.counting import ONE_SUBMISSION, rows_in
from store.declared import (
    WORKSHEET,
    answered,
    entry,
)

Urls = tuple[str, str]


def test_two_importers_of_the_same_file_store_it_once(urls: Urls) -> None:
    with open_store(*urls) as store:
        store.save_declarations([WORKSHEET])
        saved: list[SavedSubmission] = []

        def save() -> None:
            with open_store(*urls) as own:
                saved.append(own.save_submission(entry()))

        threads = [Thread(target=save) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(one.duplicate for one in saved) == [False, *[True] * 5]
        assert {one.id for one in saved} == {next(one.id for one in saved if not one.duplicate)}
        assert rows_in(store) == {**ONE_SUBMISSION, "receipt": 6}


def test_readers_see_one_state_while_others_write(urls: Urls) -> None:
    with open_store(*urls) as store, open_store(*urls) as other:
        store.save_declarations([WORKSHEET])
        store.save_submission(entry("a"))
        with store.snapshot() as state:
            before = sum(1 for _ in state.values())
            other.save_submission(entry("b", alliance="AAAAAA"))
            assert sum(1 for _ in state.values()) == before
        with store.snapshot() as state:
            assert sum(1 for _ in state.values()) == 2 * before


def test_writer_that_waits_too_long_is_told_why(sqlite_urls: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ruecklauf.store.database._BUSY_SECONDS", 0)
    with open_store(*sqlite_urls) as store, open_store(*sqlite_urls) as other:
        with store._answers.writing(), pytest.raises(StoreError) as caught:
            other.record_receipt(entry())
        assert caught.value.remedy == "Another import is writing; try again when it has ended."


any_text = st.text(st.characters(), max_size=20)  # lone surrogates and NUL included


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=any_text)
def test_whatever_a_file_holds_can_be_stored(store: Store, text: str) -> None:
    store.save_declarations([WORKSHEET])
    record = answered({"institution": text})
    record = replace(
        record, entries={"institution": replace(record.entries["institution"], place=Place(text, "B1"))}
    )
    saved = store.save_submission(entry(str(uuid4()), records=(record,), file_name=text))
    shown = text.replace("\0", "␀").encode("utf-8", "backslashreplace").decode()
    with store.snapshot() as state:
        rows = [row for row in state.values(current_only=False) if row.submission_id == saved.id]
    assert [(row.value, row.raw, row.sheet) for row in rows] == [(shown, f"roh {shown}", shown)]
