from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from ruecklauf.errors import StoreError
from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.store import (
    IssuedForm,
    Outcome,
    Receipt,
    RecordRow,
    SavedSubmission,
    Store,
    StoredAnswer,
    StoredFinding,
    StoredOutcome,
    StoredSubmission,
    schema,
)
from ruecklauf.values import Missing
from store.counting import ONE_SUBMISSION, rows_in
from store.declared import (
    ACTOR_RECORDS,
    KOELN,
    NOON,
    OFFICE_RECORD,
    WAVE,
    WORKSHEET,
    answered,
    declared,
    entry,
    finding,
    sha,
)

OWNER = (KOELN, WAVE, "akteure", "1.0")


def test_declarations_are_kept_once_and_read_back(store: Store) -> None:
    newer = declared(
        [{**WORKSHEET.sections[1].model_dump(mode="json", exclude_defaults=True)}], version="1.1"
    )
    for _ in range(2):
        store.save_declarations([WORKSHEET, newer])
    with store.snapshot() as state:
        kept = {key: worksheet.canonical_json for key, worksheet in state.declarations().items()}
        assert kept == {each.content_hash: each.canonical_json for each in (WORKSHEET, newer)}
        found = state.declaration(newer.content_hash)
        assert found is not None and found.canonical_json == newer.canonical_json
        assert state.declaration("0" * 64) is None


def test_what_findings_leave_out_stands_with_the_contacts_alone(store: Store) -> None:
    hidden = replace(finding(), found="(personenbezogene Angabe)", hidden="bitte 0211 12345-67 anrufen")
    store.save_declarations([WORKSHEET])
    saved = store.save_submission(entry(findings=(finding(), hidden)))
    with store.snapshot() as state:
        assert state.hidden_texts() == {(saved.id, 2): "bitte 0211 12345-67 anrufen"}
        assert [stored.finding.hidden for stored in state.findings()] == ["", ""]
    assert rows_in(store)["hidden_text"] == 1


def test_forms_are_recorded_once_and_listed_by_wave(store: Store) -> None:
    forms = [
        IssuedForm(KOELN, wave, f"{KOELN}-x", sha(wave), "Köln.xlsx", "ab12", ("h2", "h1"), NOON)
        for wave in ("2026-1", "2026-2")
    ]
    for _ in range(2):
        store.record_forms(forms)
    with store.snapshot() as state:
        assert state.issued() == tuple(forms)
        assert state.issued("2026-2") == (forms[1],)


def test_submission_is_stored_whole_and_personal_values_apart(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    saved = store.save_submission(entry())
    assert saved == SavedSubmission(1, duplicate=False, entry=entry())
    assert rows_in(store) == ONE_SUBMISSION
    with store.snapshot() as state:
        assert sorted(state.values()) == sorted(
            StoredAnswer(
                1, *OWNER, section, row, field, value, missing, f"roh {raw}", sha("a"), "Akteure", cell
            )
            for section, row, field, value, missing, raw, cell in [
                ("stelle", "SB", "vzae", "1.5", None, "1.50", "B11"),
                ("stelle", "SB", "seit", "2025-03-01", None, "2025-03-01", "C11"),
                ("stelle", "SB", "benannt", None, "unknown", "unknown", "D11"),
                ("stelle", "SB", "bedarf", "mittel", None, "mittel", "E11"),
                ("stelle", "SB", "bereiche", "mi|so", None, "('mi', 'so')", "F11"),
                ("liste", "AK001", "institution", "Jugendamt", None, "Jugendamt", "B11"),
                ("liste", "AK001", "plaetze", "-3", None, "-3", "C11"),
                ("liste", "AK001", "forum", "true", None, "True", "D11"),
                ("liste", "AK002", "institution", "=1+1", None, "=1+1", "B12"),
                ("liste", "AK002", "plaetze", None, "unreadable", "unreadable", "C12"),
            ]
        )
        assert sorted(state.records()) == [
            RecordRow(1, *OWNER, "liste", "AK001", 1, True),
            RecordRow(1, *OWNER, "liste", "AK002", 2, False),
            RecordRow(1, *OWNER, "liste", "AK003", 3, True),
            RecordRow(1, *OWNER, "stelle", "SB", 1, False),
        ]
        assert state.findings() == (StoredFinding(1, KOELN, WAVE, sha("a"), 1, finding()),)
        assert state.contacts() == (
            StoredAnswer(
                1, *OWNER, "liste", "AK001", "ansprech", "Frau Muster", None, "roh Frau Muster", sha("a"),
                "Akteure", "B11", personal=True,
            ),
            StoredAnswer(
                1, *OWNER, "stelle", "SB", "mail", "stelle@koeln.example", None, "roh stelle@koeln.example",
                sha("a"), "Akteure", "B11", personal=True,
            ),
        )  # fmt: skip
        assert state.submissions() == (
            StoredSubmission(
                id=1,
                sha256=sha("a"),
                importer_version="1",
                outcome=Outcome.ACCEPTED,
                alliance=KOELN,
                wave=WAVE,
                confidence=Confidence.CERTAIN,
                imported_at=NOON,
                received_at=NOON,
                file_names=("Rücklauf a.xlsx",),
                worksheets=("akteure",),
                counts=CellCounts(answers=11, template=40, findings=1, total=52),
            ),
        )


def test_same_bytes_again_add_a_receipt_only(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    store.save_submission(entry())
    again = entry(hours=5, file_name="Kopie.xlsx", alliance="OTHER1", records=(), findings=())
    assert store.save_submission(again) == SavedSubmission(1, duplicate=True, entry=again)
    store.record_receipt(entry(file_name="Kopie (2).xlsx"))
    assert rows_in(store) == {**ONE_SUBMISSION, "receipt": 3}
    with store.snapshot() as state:
        assert state.receipts(sha("a")) == (
            Receipt(sha("a"), "Rücklauf a.xlsx", NOON),
            Receipt(sha("a"), "Kopie.xlsx", again.received_at),
            Receipt(sha("a"), "Kopie (2).xlsx", NOON),
        )
        assert state.receipts("0" * 64) == ()


def test_store_knows_what_an_importer_version_imported(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    store.save_submission(entry())
    known = StoredOutcome(1, Outcome.ACCEPTED, KOELN, WAVE, NOON)
    with store.snapshot() as state:
        assert [state.knows(sha("a"), "1"), state.knows(sha("a"), "2"), state.knows(sha("b"), "1")] == [
            known,
            None,
            None,
        ]


def test_refused_file_is_kept_with_its_findings(store: Store) -> None:
    refused = entry(
        outcome=Outcome.REFUSED,
        alliance="",
        wave="",
        confidence=Confidence.UNCLEAR,
        worksheets=(),
        records=(),
        counts=None,
    )
    store.save_submission(refused)
    with store.snapshot() as state:
        assert (state.current(), state.findings()) == ((), ())
        assert [row.finding.code for row in state.findings(current_only=False)] == ["no_integer"]
        assert [(one.outcome, one.counts, one.worksheets) for one in state.submissions()] == [
            (Outcome.REFUSED, None, ())
        ]


UNFIT = {
    "is accepted without alliance and wave": entry(alliance=""),
    "has the personal field stelle.mail among its answers": entry(
        records=(answered({"mail": "a@b.example"}, section="stelle"),)
    ),
    "answers akteure.liste.nirgends, which is not declared": entry(records=(answered({"nirgends": "x"}),)),
    "has records of akteure.stelle, which it does not contain": entry(worksheets=()),
    "repeats a personal value in the finding 'no_email'": entry(
        findings=(
            replace(
                finding("no_email", found="roh Frau Muster"),
                subject=finding().subject._replace(row_id="AK001", field="ansprech"),
            ),
        )
    ),
    "was read by a declaration of 'akteure' that is not stored": entry(
        worksheets=(declared([WORKSHEET.sections[0].model_dump(exclude_defaults=True)], version="9"),),
        records=(),
    ),
}


@pytest.mark.parametrize("what", UNFIT)
def test_unfit_submission_is_not_stored_at_all(store: Store, what: str) -> None:
    store.save_declarations([WORKSHEET])
    with pytest.raises(StoreError) as caught:
        store.save_submission(UNFIT[what])
    assert caught.value.what == f"{what}."
    assert rows_in(store) == {**dict.fromkeys(ONE_SUBMISSION, 0), "declaration": 1}


def test_failure_in_the_middle_leaves_only_contacts_that_nobody_reads(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    twice = entry(records=(OFFICE_RECORD, *ACTOR_RECORDS, ACTOR_RECORDS[2]))
    with pytest.raises(StoreError) as caught:
        store.save_submission(twice)
    assert "Muster" not in str(caught.value)
    assert rows_in(store) == {**dict.fromkeys(ONE_SUBMISSION, 0), "declaration": 1, "contact": 2}
    with store.snapshot() as state:
        assert (state.contacts(), state.contacts(current_only=False)) == ((), ())


def test_next_attempt_replaces_the_contacts_that_were_left(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    with pytest.raises(StoreError):
        store.save_submission(entry(records=(OFFICE_RECORD, *ACTOR_RECORDS, ACTOR_RECORDS[2])))
    without_mail = replace(OFFICE_RECORD, contacts={})
    store.save_submission(entry(records=(without_mail, *ACTOR_RECORDS)))
    with store.snapshot() as state:
        assert [row.field for row in state.contacts()] == ["ansprech"]
    assert rows_in(store) == {**ONE_SUBMISSION, "contact": 1}


def test_personal_values_stand_in_no_table_of_the_answers(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    store.save_submission(entry())
    with store._answers.reading() as connection:
        everything = [
            str(row) for table in schema.ANSWERS.tables.values() for row in connection.execute(select(table))
        ]
    assert [row for row in everything if "Muster" in row or "koeln.example" in row] == []


def test_naive_times_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="has no time zone"):
        store.record_receipt(entry(received_at=datetime(2026, 1, 1)))


def test_no_answer_is_stored_as_what_it_is(store: Store) -> None:
    store.save_declarations([WORKSHEET])
    store.save_submission(entry(records=(answered({"forum": Missing.NO_ANSWER}),)))
    with store.snapshot() as state:
        assert [(row.value, row.missing) for row in state.values()] == [(None, "no_answer")]
