from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from ruecklauf.errors import StoreError
from ruecklauf.intake.submission import Confidence
from ruecklauf.store import Assignment, Outcome, Receipt, Store, schema
from store.counting import ONE_SUBMISSION, rows_in
from store.declared import ESSEN, KOELN, NOON, WAVE, WORKSHEET, entry, finding, sha

MAIL, ZIP, OTHER_MAIL = sha("mail"), sha("zip"), sha("other mail")
SENDER = "amt@koeln.example"
SENT = NOON - timedelta(days=1)
NOBODY = {
    "alliance": "",
    "wave": "",
    "confidence": Confidence.UNCLEAR,
    "worksheets": (),
    "records": (),
    "counts": None,
}


def test_receipt_says_in_which_message_the_file_came(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    store.save_submission(entry("a", container=MAIL, sent_at=SENT, sender=SENDER))
    store.save_submission(entry("a", container=OTHER_MAIL, sender="b@koeln.example"))
    store.record_receipt(entry("a", file_name="a", container=ZIP, sent_at=SENT))
    name = "Rücklauf a.xlsx"
    with store.snapshot() as state:
        assert state.receipts() == (
            Receipt(sha("a"), name, NOON, MAIL, SENT),
            Receipt(sha("a"), name, NOON, OTHER_MAIL, None),
            Receipt(sha("a"), "a", NOON, ZIP, SENT),
        )
        assert state.senders() == {MAIL: SENDER, OTHER_MAIL: "b@koeln.example"}


def test_sender_stands_with_the_contacts_alone(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    store.save_submission(entry("a", container=MAIL, sender=SENDER))
    store.record_receipt(entry("a", container=ZIP, sender=SENDER))
    assert rows_in(store) == {**ONE_SUBMISSION, "receipt": 2, "sender": 2}
    with store._answers.reading() as connection:
        everything = [
            str(row) for table in schema.ANSWERS.tables.values() for row in connection.execute(select(table))
        ]
    assert [row for row in everything if SENDER in row] == []


def test_message_within_a_message_has_its_own_sender(store: Store) -> None:
    within = entry("mail", outcome=Outcome.UNPACKED, container=OTHER_MAIL, sender=SENDER, **NOBODY)
    store.save_submission(within)
    store.record_receipt(entry("mail", container=ZIP, sender="someone@else.example"))
    with store.snapshot() as state:
        assert state.senders() == {MAIL: SENDER}


def test_sender_of_a_message_that_is_in_nothing_is_its_own(store: Store) -> None:
    store.save_submission(entry("mail", outcome=Outcome.UNPACKED, sender=SENDER, **NOBODY))
    with store.snapshot() as state:
        assert state.senders() == {MAIL: SENDER}


def test_unpacked_message_has_findings_and_counts_nowhere(store: Store) -> None:
    store.save_submission(entry("mail", outcome=Outcome.UNPACKED, **NOBODY))
    with store.snapshot() as state:
        assert [(one.outcome, one.alliance) for one in state.submissions()] == [(Outcome.UNPACKED, "")]
        assert [row.finding.code for row in state.findings(current_only=False)] == [finding().code]
        assert (state.current(), state.status_rows(), state.findings()) == ((), (), ())


def test_condition_of_the_form_is_kept(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    condition = {"saved_by": "Café\0 \ud800", "sheets": [1, None, {"hidden": True}]}
    store.save_submission(entry("a", condition=condition))
    store.save_submission(entry("b", hours=1))
    with store.snapshot() as state:
        assert [one.condition for one in state.submissions()] == [condition, None]


def test_newest_assignment_of_a_file_counts(store: Store) -> None:
    given = [
        Assignment(
            sha256=sha("a"), alliance=alliance, wave=WAVE, person="Kim", reason="Anruf", recorded_at=NOON
        )
        for alliance in (ESSEN, KOELN)
    ]
    for one in given:
        store.record_assignment(one)
    with store.snapshot() as state:
        assert (state.assignment_of(sha("a")), state.assignment_of(sha("b"))) == (given[1], None)


def test_naive_date_of_a_message_is_refused(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    with pytest.raises(StoreError, match="has no time zone"):
        store.save_submission(entry("a", sent_at=datetime(2026, 1, 1)))
    with store.snapshot() as state:
        assert state.receipts() == ()
