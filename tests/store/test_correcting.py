from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from ruecklauf.dataset import build_dataset
from ruecklauf.errors import StoreError
from ruecklauf.store import (
    Correction,
    Snapshot,
    Store,
    StoredAnswer,
    SubmissionEntry,
    TakenOver,
    schema,
)
from ruecklauf.values import Missing
from store.counting import ONE_SUBMISSION, rows_in
from store.declared import (
    ACTORS,
    ESSEN,
    KOELN,
    NOON,
    OFFICE_RECORD,
    WAVE,
    WORKSHEET,
    answered,
    declared,
    entry,
    sha,
)


def correction(value: str | None = "7", *, replaced: str = "roh -3", **changes: Any) -> Correction:
    """Of the places of the first actor unless said otherwise."""
    fields: dict[str, Any] = {
        "alliance": KOELN,
        "wave": WAVE,
        "worksheet": "akteure",
        "section": "liste",
        "row_id": "AK001",
        "field": "plaetze",
        "missing": None,
        "sha256": sha("a"),
        "person": "Kim",
        "reason": "Anruf am 1. Juli",
        "recorded_at": NOON,
    }
    return Correction(value=value, replaced=replaced, **{**fields, **changes})


def contact_correction(value: str | None = "Herr Neu", **changes: Any) -> Correction:
    return correction(
        value, **{"field": "ansprech", "replaced": "roh Frau Muster", "personal": True, **changes}
    )


@pytest.fixture
def filled(store: Store) -> Store:
    store.save_declarations([WORKSHEET])
    store.save_submission(entry("a"))
    return store


def places(store: Store, **wanted: Any) -> dict[str, tuple[str | None, str | None, str, bool]]:
    """Value, missing kind, raw text and whether corrected of every answer on places, by row."""
    with store.snapshot() as state:
        return {
            row.row_id: (row.value, row.missing, row.raw, row.corrected)
            for row in state.values(**wanted)
            if row.field == "plaetze"
        }


AS_READ = {
    "AK001": ("-3", None, "roh -3", False),
    "AK002": (None, "unreadable", "roh unreadable", False),
}


def test_correction_takes_the_place_of_the_answer(filled: Store) -> None:
    filled.record_correction(correction())
    filled.record_correction(
        correction(None, missing=Missing.UNKNOWN, row_id="AK002", replaced="roh unreadable")
    )
    assert places(filled) == {
        "AK001": ("7", None, "roh -3", True),
        "AK002": (None, "unknown", "roh unreadable", True),
    }
    assert rows_in(filled) == {**ONE_SUBMISSION, "correction": 2}


def test_answers_as_read_stay_readable(filled: Store) -> None:
    filled.record_correction(correction())
    assert places(filled, corrected=False) == places(filled, current_only=False) == AS_READ
    with filled.snapshot() as state:
        as_read = [*state.values(corrected=False), *state.contacts(corrected=False)]
        assert set(state.answers_of(1, "akteure")) == set(as_read)


def test_nothing_but_the_corrected_answer_changes(filled: Store) -> None:
    filled.save_submission(entry("b", alliance=ESSEN))
    with filled.snapshot() as state:
        before = {
            row
            for row in state.values()
            if (row.alliance, row.row_id, row.field) != (KOELN, "AK001", "plaetze")
        }
    filled.record_correction(correction())
    with filled.snapshot() as state:
        after = set(state.values())
    assert before < after and len(after) == len(before) + 1


def test_newest_correction_counts_alone(filled: Store) -> None:
    for value in ("7", "8"):
        filled.record_correction(correction(value))
    assert places(filled)["AK001"] == ("8", None, "roh -3", True)
    filled.record_correction(correction("9", replaced="something else"))
    assert places(filled) == AS_READ
    with filled.snapshot() as state:
        assert [made.applies for made in state.corrections()] == [False, False, False]


def test_newer_statement_of_the_municipality_wins_over_an_old_correction(filled: Store) -> None:
    filled.record_correction(correction())
    filled.save_submission(entry("b", hours=1, records=(answered({"plaetze": -3}),)))
    assert places(filled) == {"AK001": ("7", None, "roh -3", True)}
    filled.save_submission(entry("c", hours=2, records=(answered({"plaetze": 12}),)))
    assert places(filled) == {"AK001": ("12", None, "roh 12", False)}
    filled.save_submission(entry("d", hours=3, records=(answered({"institution": "Amt"}),)))
    assert places(filled) == {}


def test_blank_that_was_corrected_is_an_answer_without_place(filled: Store) -> None:
    filled.record_correction(correction("5", row_id="AK003", replaced=""))
    with filled.snapshot() as state:
        (row,) = (row for row in state.values() if row.row_id == "AK003")
    assert row == StoredAnswer(
        1,
        KOELN,
        WAVE,
        "akteure",
        "1.0",
        "liste",
        "AK003",
        "plaetze",
        "5",
        None,
        "",
        sha("a"),
        "",
        "",
        corrected=True,
    )
    with filled.snapshot() as state:
        assert [made.applies for made in state.corrections()] == [True]


NEWER = declared(
    [{**ACTORS, "fields": [field for field in ACTORS["fields"] if field["id"] != "plaetze"]}], version="1.1"
)
PERSONAL = declared(
    [{**ACTORS, "fields": [*ACTORS["fields"][:1], {**ACTORS["fields"][1], "personal": True, "wave": "X"}]}],
    version="1.2",
)


@pytest.mark.parametrize(
    "newer",
    [
        entry("b", hours=1, records=(OFFICE_RECORD,)),
        entry(
            "b", hours=1, worksheets=(NEWER,), records=(answered({"forum": True}, row=3, worksheet=NEWER),)
        ),
        entry("b", hours=1, worksheets=(PERSONAL,), records=(answered({}, row=3, worksheet=PERSONAL),)),
    ],
    ids=["row is gone", "question is gone", "question is personal"],
)
def test_blank_is_corrected_only_where_the_current_return_has_it(filled: Store, newer: Any) -> None:
    filled.save_declarations([NEWER, PERSONAL])
    filled.record_correction(correction("5", row_id="AK003", replaced=""))
    filled.save_submission(newer)
    assert places(filled) == {}
    with filled.snapshot() as state:
        assert [made.applies for made in state.corrections()] == [False]
    build_dataset(filled)


def test_answer_that_was_corrected_to_none_is_left_out(filled: Store) -> None:
    filled.record_correction(correction(None, missing=Missing.NO_ANSWER))
    filled.record_correction(correction(None, missing=Missing.NO_ANSWER, row_id="AK003", replaced=""))
    assert places(filled) == {"AK002": AS_READ["AK002"]}
    with filled.snapshot() as state:
        assert [made.applies for made in state.corrections()] == [True, True]


def test_dataset_has_the_corrected_answers(filled: Store) -> None:
    filled.record_correction(correction())
    filled.record_correction(
        correction(None, missing=Missing.NO_ANSWER, row_id="AK002", replaced="roh unreadable")
    )
    filled.record_correction(correction("5", row_id="AK003", replaced=""))
    filled.record_correction(
        correction("mi|bi", section="stelle", row_id="SB", field="bereiche", replaced="roh ('mi', 'so')"),
    )
    dataset = build_dataset(filled)
    numbers = dataset.tables["akteure.liste"].set_index("row_id")["plaetze"]
    assert numbers.dropna().to_dict() == {"AK001": 7, "AK003": 5}
    areas = dataset.tables["akteure.stelle"].loc[0, ["bereiche_mi", "bereiche_so", "bereiche_bi"]]
    assert list(areas) == [True, False, True]


def test_corrections_are_restricted_as_answers_are(filled: Store) -> None:
    filled.save_submission(entry("b", wave="2026-2"))
    filled.save_submission(entry("c", alliance=ESSEN))
    for changes in ({}, {"wave": "2026-2", "sha256": sha("b")}, {"alliance": ESSEN, "sha256": sha("c")}):
        filled.record_correction(correction(row_id="AK003", replaced="", **changes))
        filled.record_correction(contact_correction(**changes))

    def corrected(**wanted: Any) -> list[tuple[str, str]]:
        with filled.snapshot() as state:
            return sorted((row.alliance, row.wave) for row in state.values(**wanted) if row.corrected)

    assert corrected() == sorted([(KOELN, WAVE), (KOELN, "2026-2"), (ESSEN, WAVE)])
    assert corrected(waves={"2026-2"}) == [(KOELN, "2026-2")]
    assert corrected(worksheets={"gremien"}) == []
    with filled.snapshot() as state:
        assert [(made.wave, made.personal, made.applies) for made in state.corrections(alliance=KOELN)] == [
            (WAVE, False, True),
            ("2026-2", False, True),
            (WAVE, True, True),
            ("2026-2", True, True),
        ]
        assert [made.alliance for made in state.corrections(wave=WAVE)] == [KOELN, ESSEN, KOELN, ESSEN]
        assert [row.value for row in state.contacts(waves={"2026-2"}) if row.corrected] == ["Herr Neu"]


def test_correction_is_read_back_whole(filled: Store) -> None:
    filled.record_correction(correction())
    filled.record_correction(contact_correction())
    with filled.snapshot() as state:
        assert state.corrections() == (
            replace(correction(), applies=True),
            replace(contact_correction(), applies=True),
        )


def contacts(store: Store, **wanted: Any) -> list[tuple[str, str | None, bool]]:
    with store.snapshot() as state:
        return [(row.field, row.value, row.corrected) for row in state.contacts(**wanted)]


def test_personal_correction_applies_to_contacts_as_others_to_answers(filled: Store) -> None:
    mail = ("mail", "stelle@koeln.example", False)
    filled.record_correction(contact_correction())
    assert contacts(filled) == [("ansprech", "Herr Neu", True), mail]
    as_read = [("ansprech", "Frau Muster", False), mail]
    assert contacts(filled, corrected=False) == contacts(filled, current_only=False) == as_read
    filled.record_correction(contact_correction(None, missing=Missing.NO_ANSWER))
    assert contacts(filled) == [mail]
    filled.record_correction(contact_correction(replaced="Frau Alt"))
    assert contacts(filled) == as_read
    with filled.snapshot() as state:
        assert [made.applies for made in state.corrections()] == [False, False, False]


def test_blank_contact_that_was_corrected_stands_where_its_row_is(filled: Store) -> None:
    for row_id in ("AK002", "AK009"):
        filled.record_correction(contact_correction(row_id=row_id, replaced=""))
    with filled.snapshot() as state:
        assert [row for row in state.contacts() if row.corrected] == [
            StoredAnswer(
                1, KOELN, WAVE, "akteure", "1.0", "liste", "AK002", "ansprech", "Herr Neu", None, "",
                sha("a"), "", "", corrected=True, personal=True,
            )
        ]  # fmt: skip
        assert [made.applies for made in state.corrections()] == [True, False]


def test_personal_correction_stands_in_no_table_of_the_answers(filled: Store) -> None:
    filled.record_correction(contact_correction(reason="Frau Muster rief an"))
    with filled._answers.reading() as connection:
        everything = [
            str(row) for table in schema.ANSWERS.tables.values() for row in connection.execute(select(table))
        ]
    assert [row for row in everything if "Neu" in row or "Muster" in row] == []


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (contact_correction(personal=False), "liste.ansprech is personal, but recorded as what it is not."),
        (correction(personal=True), "liste.plaetze is not personal, but recorded as what it is not."),
        (correction(field="nirgends"), "liste.nirgends is not asked in it."),
        (correction(alliance=ESSEN), "there is no current return to correct."),
        (correction(None), "liste.plaetze needs a value or a reason why there is none."),
        (
            correction(missing=Missing.UNKNOWN),
            "liste.plaetze needs a value or a reason why there is none.",
        ),
    ],
)
def test_correction_that_does_not_fit_is_not_recorded(filled: Store, given: Correction, what: str) -> None:
    with pytest.raises(StoreError) as caught:
        filled.record_correction(given)
    assert caught.value.what == what
    assert rows_in(filled) == ONE_SUBMISSION


def test_correction_of_an_answer_goes_on_where_it_is_taken_over(filled: Store) -> None:
    filled.record_correction(correction())
    filled.record_correction(contact_correction())

    def complete(state: Snapshot, handed: SubmissionEntry) -> SubmissionEntry:
        taken = TakenOver(
            answers=tuple(row for row in state.answers_of(1, "akteure") if row.section == "liste"),
            records=tuple(row for row in state.records_of(1, "akteure") if row.section == "liste"),
        )
        return replace(handed, taken_over=taken)

    filled.save_submission(entry("b", hours=1, records=(OFFICE_RECORD,)), complete)
    with filled.snapshot() as state:
        (row,) = (row for row in state.values() if row.corrected)
    assert (row.submission_id, row.value, row.raw, row.sha256, row.origin) == (2, "7", "roh -3", sha("a"), 1)
    with filled.snapshot() as state:
        (contact,) = (row for row in state.contacts() if row.corrected)
    assert (contact.value, contact.raw, contact.sha256) == ("Herr Neu", "roh Frau Muster", sha("a"))
