from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread
from time import sleep
from typing import Any

import pytest

from ruecklauf.errors import StoreError
from ruecklauf.store import Outcome, Snapshot, Store, StoredWorksheet, SubmissionEntry, open_store
from store.counting import ONE_SUBMISSION, rows_in
from store.declared import ESSEN, KOELN, OFFICE_RECORD, WAVE, WORKSHEET, answered, entry, finding, sha

Urls = tuple[str, str]
NOTHING = {**dict.fromkeys(ONE_SUBMISSION, 0), "declaration": 1}


def test_submission_is_stored_as_it_was_completed(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    records = (answered({"forum": True}, row=7),)

    def complete(state: Snapshot, handed: SubmissionEntry) -> SubmissionEntry:
        sheets = (StoredWorksheet("akteure", "1.0", WORKSHEET.content_hash, 1),)
        return replace(handed, records=records, findings=(finding("new"),), worksheets=sheets)

    saved = store.save_submission(entry(), complete)
    assert (saved.entry.records, saved.entry.findings) == (records, (finding("new"),))
    with store.snapshot() as state:
        assert [(row.row_id, row.field) for row in state.values()] == [("AK007", "forum")]
        assert [row.finding.code for row in state.findings()] == ["new"]
        assert [one.rows for one in state.current()] == [1]
        assert state.contacts() == ()


def test_completing_sees_what_is_stored_and_what_is_not_yet(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    store.save_submission(entry("a"))
    seen: dict[str, object] = {}

    def complete(state: Snapshot, handed: SubmissionEntry) -> SubmissionEntry:
        seen["current"] = [one.sha256 for one in state.current(WAVE)]
        seen["mails"] = sorted(row.raw for row in state.answers_of(1, "akteure") if row.personal)
        seen["known"] = [one.outcome for one in state.submissions()]
        kept = state.declaration(WORKSHEET.content_hash)
        seen["worksheet"] = kept and kept.canonical_json
        seen["values"] = sum(1 for _ in state.values())
        return handed

    store.save_submission(entry("b", hours=1), complete)
    assert seen == {
        "current": [sha("a")],
        "mails": ["roh Frau Muster", "roh stelle@koeln.example"],
        "known": [Outcome.ACCEPTED, Outcome.ACCEPTED],
        "worksheet": WORKSHEET.canonical_json,
        "values": ONE_SUBMISSION["value"],
    }


def test_duplicate_is_not_completed(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    store.save_submission(entry())

    def complete(state: Snapshot, handed: SubmissionEntry) -> SubmissionEntry:
        raise AssertionError("was asked to complete a duplicate")

    assert store.save_submission(entry(), complete).duplicate


def import_at_once(urls: Urls, *entries: SubmissionEntry) -> dict[str, list[str]]:
    """Which files of its alliance each of the entries saw while all were imported at the same time."""
    start, saw = Barrier(len(entries)), {}

    def run(one: SubmissionEntry) -> None:
        with open_store(*urls) as own:
            start.wait()
            own.save_submission(one, complete)

    def complete(state: Snapshot, handed: SubmissionEntry) -> SubmissionEntry:
        found = [other for other in state.current(handed.wave) if other.alliance == handed.alliance]
        given = [state.answers_of(other.submission_id, "akteure") for other in found]
        with_contacts = [any(answer.personal for answer in answers) for answers in given]
        saw[handed.sha256] = [other.sha256 for other, has in zip(found, with_contacts, strict=True) if has]
        sleep(0.2)  # long enough for the other import to come in between, if it could
        return handed

    threads = [Thread(target=run, args=(one,)) for one in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return saw


def test_second_of_two_imports_at_once_sees_the_first(urls: Urls) -> None:
    with open_store(*urls) as store:
        store.save_declarations([WORKSHEET])
        saw = import_at_once(urls, entry("a"), entry("b"))
        with store.snapshot() as state:
            first, second = sorted(state.submissions(), key=lambda one: len(saw[one.sha256]))
    assert saw == {first.sha256: [], second.sha256: [first.sha256]}


def test_imports_of_different_alliances_at_once_are_both_stored(urls: Urls) -> None:
    with open_store(*urls) as store:
        store.save_declarations([WORKSHEET])
        same_mail: dict[str, Any] = {"container": sha("mail"), "sender": "amt@koeln.example"}
        saw = import_at_once(urls, entry("a", **same_mail), entry("b", alliance=ESSEN, **same_mail))
        assert saw == {sha("a"): [], sha("b"): []}
        with store.snapshot() as state:
            assert sorted(one.alliance for one in state.current()) == sorted([KOELN, ESSEN])
            assert state.senders() == {sha("mail"): "amt@koeln.example"}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"alliance": ESSEN}, "has another alliance after it was completed."),
        ({"outcome": Outcome.REFUSED}, "has another outcome after it was completed."),
        ({"counts": None}, "has another counts after it was completed."),
        (
            {"records": (answered({"mail": "a@b.example"}, section="stelle"),)},
            "has the personal field stelle.mail among its answers.",
        ),
    ],
)
def test_unfit_completion_stores_nothing_at_all(store: Store, change: dict[str, Any], what: str) -> None:
    store.save_declarations([WORKSHEET])
    with pytest.raises(StoreError) as caught:
        store.save_submission(entry(), lambda state, handed: replace(handed, **change))
    assert caught.value.what == what
    assert rows_in(store) == NOTHING


def failing(error: Exception) -> Callable[[Snapshot, SubmissionEntry], SubmissionEntry]:
    def complete(state: Snapshot, handed: SubmissionEntry) -> SubmissionEntry:
        raise error

    return complete


def test_failure_while_completing_stores_nothing_at_all(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    with pytest.raises(KeyError, match="sender"):
        store.save_submission(entry(sender="a@b.example"), failing(KeyError("sender")))
    assert rows_in(store) == NOTHING
    store.save_submission(entry(records=(OFFICE_RECORD,)))
    with store.snapshot() as state:
        assert [row.field for row in state.contacts()] == ["mail"]
