from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ruecklauf.dataset import build_dataset
from ruecklauf.errors import StoreError
from ruecklauf.store import Snapshot, Store, SubmissionEntry, TakenOver
from store.declared import (
    ACTOR_RECORDS,
    ESSEN,
    KOELN,
    NOON,
    OFFICE_ANSWERS,
    WAVE,
    WORKSHEET,
    answered,
    entry,
    finding,
    sha,
)

OFFICE_HALF = answered(OFFICE_ANSWERS, section="stelle")
"""What the second department fills in: the office, but none of its contacts."""


def take_over(
    choose: Callable[[TakenOver], TakenOver] = lambda taken: taken,
) -> Callable[[Snapshot, SubmissionEntry], SubmissionEntry]:
    """Takes over what the new return does not say from the current one."""

    def complete(state: Snapshot, entry: SubmissionEntry) -> SubmissionEntry:
        (old,) = state.current(entry.wave)
        own = {(record.section, record.row_id) for record in entry.records}
        taken = TakenOver(
            answers=tuple(
                row
                for row in state.answers_of(old.submission_id, "akteure")
                if row.personal or (row.section, row.row_id) not in own
            ),
            records=tuple(
                row
                for row in state.records_of(old.submission_id, "akteure")
                if (row.section, row.row_id) not in own
            ),
        )
        (stored,) = entry.worksheets
        return replace(
            entry,
            worksheets=(replace(stored, rows=4, combined_with=old.submission_id),),
            taken_over=choose(taken),
        )

    return complete


@pytest.fixture
def halves(store: Store) -> Store:
    """The actors in a first return, completed by the office in a second one."""
    store.save_declarations([WORKSHEET])
    first = answered({}, section="stelle", contacts={"mail": "stelle@koeln.example"})
    store.save_submission(entry("a", records=(first, *ACTOR_RECORDS)))
    store.save_submission(entry("b", hours=1, records=(OFFICE_HALF,)), take_over())
    return store


def test_answers_taken_over_keep_the_file_and_place_they_come_from(halves: Store) -> None:
    with halves.snapshot() as state:
        found = {(row.row_id, row.field): row for row in state.values()}
    own = [answer for answer in found.values() if answer.row_id == "SB"]
    assert {(answer.submission_id, answer.sha256, answer.origin) for answer in own} == {(2, sha("b"), None)}
    assert found["AK001", "institution"] == (
        2, KOELN, WAVE, "akteure", "1.0", "liste", "AK001", "institution", "Jugendamt", None,
        "roh Jugendamt", sha("a"), "Akteure", "B11", False, 1, False,
    )  # fmt: skip
    assert len(found) == 10


def test_rows_and_contacts_taken_over_keep_their_origin(halves: Store) -> None:
    with halves.snapshot() as state:
        assert {(row.row_id, row.submission_id, row.position, row.origin) for row in state.records()} == {
            ("SB", 2, 1, None),
            ("AK001", 2, 1, 1),
            ("AK002", 2, 2, 1),
            ("AK003", 2, 3, 1),
        }
        assert [(row.field, row.sha256) for row in state.contacts()] == [
            ("ansprech", sha("a")),
            ("mail", sha("a")),
        ]


def test_combined_return_supersedes_and_says_with_what_it_was_combined(halves: Store) -> None:
    with halves.snapshot() as state:
        (one,) = state.current()
    assert (one.sha256, one.rows, one.combined_with) == (sha("b"), 4, 1)
    with halves.snapshot() as state:
        assert {row.sha256 for row in state.values(current_only=False) if row.submission_id == 1} == {
            sha("a")
        }


def test_taking_over_twice_keeps_the_first_origin(halves: Store) -> None:
    third = replace(OFFICE_HALF, entries={})
    halves.save_submission(entry("c", hours=2, records=(third,)), take_over())
    with halves.snapshot() as state:
        values = {(row.row_id, row.sha256, row.origin) for row in state.values()}
    assert values == {("AK001", sha("a"), 1), ("AK002", sha("a"), 1)}
    with halves.snapshot() as state:
        assert {(row.row_id, row.origin) for row in state.records()} == {
            ("SB", None),
            ("AK001", 1),
            ("AK002", 1),
            ("AK003", 1),
        }
        assert {(row.sha256, row.value) for row in state.contacts()} == {
            (sha("a"), "Frau Muster"),
            (sha("a"), "stelle@koeln.example"),
        }


def test_dataset_has_the_answers_of_both_halves(halves: Store) -> None:
    dataset = build_dataset(halves)
    assert sorted(dataset.tables["akteure.liste"]["row_id"]) == ["AK001", "AK002", "AK003"]
    answers = dataset.long[dataset.long["cell"].notna()]
    assert answers.groupby("sha256").size().to_dict() == {sha("a"): 5, sha("b"): 5}


def as_answers(taken: TakenOver) -> TakenOver:
    row = taken.answers[0]._replace(section="stelle", row_id="SB", field="mail", personal=False)
    return replace(taken, answers=(row,))


def changed(**changes: Any) -> Callable[[TakenOver], TakenOver]:
    def change(taken: TakenOver) -> TakenOver:
        row = next(row for row in taken.answers if (row.row_id, row.field) == ("AK001", "plaetze"))
        return replace(taken, answers=(row._replace(**changes),))

    return change


UNFIT: dict[str, Callable[[TakenOver], TakenOver]] = {
    "takes over liste.AK001.plaetze of another alliance or wave": changed(alliance=ESSEN),
    "takes over liste.AK001.plaetze as it was corrected, not as it was read": changed(corrected=True),
    "takes over liste.AK009.plaetze without its row": changed(row_id="AK009"),
    "takes over stelle.SB.vzae beside its own answer": changed(section="stelle", row_id="SB", field="vzae"),
    "takes over stelle.SB.mail as what it is not: personal or not": as_answers,
    "takes over liste.AK001.ansprech without its row": lambda taken: TakenOver(
        answers=tuple(row for row in taken.answers if row.personal)
    ),
    "answers akteure.liste.nirgends, which is not declared": changed(field="nirgends"),
    "takes over the row SB, which it has itself": lambda taken: replace(
        taken, records=(taken.records[0]._replace(section="stelle", row_id="SB"),)
    ),
    "takes over a row of anderswo, which it does not contain": lambda taken: replace(
        taken, records=(taken.records[0]._replace(section="anderswo"),)
    ),
}


@pytest.mark.parametrize("what", UNFIT)
def test_what_does_not_fit_is_not_taken_over(halves: Store, what: str) -> None:
    with halves.snapshot() as state:
        before = sorted(state.values())
    with pytest.raises(StoreError) as caught:
        halves.save_submission(entry("c", hours=2, records=(OFFICE_HALF,)), take_over(UNFIT[what]))
    assert caught.value.what == f"{what}."
    with halves.snapshot() as state:
        assert sorted(state.values()) == before


def test_finding_may_not_repeat_a_contact_that_was_taken_over(halves: Store) -> None:
    subject = finding().subject._replace(row_id="AK001", field="ansprech")
    quoting = replace(finding("no_text", found="roh Frau Muster"), subject=subject)
    new = entry("c", received_at=NOON, hours=2, records=(OFFICE_HALF,), findings=(quoting,))
    with pytest.raises(StoreError, match="repeats a personal value"):
        halves.save_submission(new, take_over())
