from datetime import timedelta

import pytest

from ruecklauf.store import Outcome, Return, StatusRow, Store
from store.declared import (
    ACTORS,
    ESSEN,
    KOELN,
    NOON,
    OFFICE,
    OFFICE_RECORD,
    WAVE,
    WORKSHEET,
    answered,
    declared,
    entry,
    finding,
    sha,
)

OTHER = declared([OFFICE, ACTORS], id="gremien")


@pytest.fixture
def filled(store: Store) -> Store:
    store.save_declarations([WORKSHEET, OTHER])
    return store


def current(store: Store) -> dict[tuple[str, str], str]:
    """Which file counts, by alliance and worksheet."""
    names = {sha(name): name for name in ("a", "b", "c")}
    with store.snapshot() as state:
        return {(one.alliance, one.worksheet): names[one.sha256] for one in state.current()}


def test_newer_return_supersedes_worksheet_by_worksheet(filled: Store) -> None:
    filled.save_submission(entry("a", worksheets=(WORKSHEET, OTHER)))
    filled.save_submission(entry("b", hours=1))
    filled.save_submission(entry("c", alliance=ESSEN))
    assert current(filled) == {(KOELN, "akteure"): "b", (KOELN, "gremien"): "a", (ESSEN, "akteure"): "c"}


def test_older_return_that_is_imported_later_does_not_supersede(filled: Store) -> None:
    filled.save_submission(entry("b", hours=1))
    filled.save_submission(entry("a"))
    assert current(filled) == {(KOELN, "akteure"): "b"}


def test_date_of_a_mail_counts_where_mails_are_imported_out_of_order(filled: Store) -> None:
    filled.save_submission(entry("b", hours=4, dated_at=NOON + timedelta(hours=1)))
    filled.save_submission(entry("a", hours=5, dated_at=NOON))
    assert current(filled) == {(KOELN, "akteure"): "b"}
    with filled.snapshot() as state:
        (one,) = state.current()
    assert (one.received_at, one.dated_at) == (NOON + timedelta(hours=4), NOON + timedelta(hours=1))


def test_first_date_of_a_file_stays(filled: Store) -> None:
    filled.save_submission(entry("a", dated_at=NOON - timedelta(hours=3)))
    filled.save_submission(entry("b", dated_at=NOON - timedelta(hours=2)))
    filled.save_submission(entry("a", hours=1, importer_version="2", dated_at=NOON))
    filled.record_receipt(entry("a", received_at=NOON, sent_at=NOON))
    assert current(filled) == {(KOELN, "akteure"): "b"}


def test_old_file_sent_again_does_not_supersede(filled: Store) -> None:
    for content, hours in (("a", 0), ("b", 1), ("a", 2)):
        filled.save_submission(entry(content, hours=hours))
    assert current(filled) == {(KOELN, "akteure"): "b"}


def test_old_file_read_by_a_newer_importer_does_not_supersede(filled: Store) -> None:
    filled.save_submission(entry("a"))
    filled.save_submission(entry("b", hours=1))
    filled.save_submission(entry("a", hours=2, importer_version="2"))
    assert current(filled) == {(KOELN, "akteure"): "b"}


def test_newer_reading_of_the_current_file_counts(filled: Store) -> None:
    filled.save_submission(entry("a"))
    saved = filled.save_submission(entry("a", importer_version="2", records=()))
    with filled.snapshot() as state:
        assert state.current() == (
            Return(
                KOELN, WAVE, "akteure", "1.0", WORKSHEET.content_hash, 0, saved.id, sha("a"), "2", NOON, NOON
            ),
        )
        assert (list(state.values()), state.contacts()) == ([], ())


def test_files_handed_in_at_the_same_time_count_in_order_of_import(filled: Store) -> None:
    for content in ("a", "b"):
        filled.save_submission(entry(content))
    assert current(filled) == {(KOELN, "akteure"): "b"}


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.QUARANTINED])
def test_only_accepted_returns_supersede(filled: Store, outcome: Outcome) -> None:
    filled.save_submission(entry("a"))
    filled.save_submission(entry("b", hours=1, outcome=outcome))
    assert current(filled) == {(KOELN, "akteure"): "a"}


def test_superseded_return_stays_readable(filled: Store) -> None:
    older = filled.save_submission(entry("a", worksheets=(WORKSHEET, OTHER)))
    newer = filled.save_submission(entry("b", hours=1, records=(answered({"forum": True}),)))
    with filled.snapshot() as state:
        assert [one.submission_id for one in state.history(KOELN, WAVE, "akteure")] == [newer.id, older.id]
        assert {row.submission_id for row in state.values()} == {newer.id}
        assert {row.submission_id for row in state.values(current_only=False)} == {older.id, newer.id}
        assert {row.sha256 for row in state.contacts()} == set()
        assert {row.sha256 for row in state.contacts(current_only=False)} == {sha("a")}


def test_bulk_readers_restrict_to_waves_and_worksheets(filled: Store) -> None:
    filled.save_submission(entry("a", worksheets=(WORKSHEET, OTHER)))
    filled.save_submission(entry("b", wave="2026-2", records=(OFFICE_RECORD,)))
    waves = {"2026-2"}
    with filled.snapshot() as state:
        assert {row.sha256 for row in state.values(waves=waves)} == {sha("b")}
        assert [row.row_id for row in state.records(waves=waves)] == ["SB"]
        assert [row.sha256 for row in state.findings(waves=waves)] == [sha("b")]
        assert [row.field for row in state.contacts(waves=waves)] == ["mail"]
        assert list(state.values(worksheets={"gremien"})) == []
        assert list(state.records(waves=())) == []
    with pytest.raises(TypeError, match="must stand in a collection"), filled.snapshot() as state:
        list(state.values(waves="2026-2"))


def test_findings_of_superseded_worksheets_are_not_current(filled: Store) -> None:
    filled.save_submission(entry("a", worksheets=(WORKSHEET, OTHER), findings=(finding("old"),)))
    filled.save_submission(entry("b", hours=1, findings=(finding("new"),)))
    with filled.snapshot() as state:
        assert [row.finding.code for row in state.findings()] == ["new"]
        assert [row.finding.code for row in state.findings(current_only=False)] == ["old", "new"]


def test_status_counts_forms_returns_and_findings(filled: Store) -> None:
    filled.save_submission(entry("a"))
    filled.save_submission(entry("b", hours=1))
    filled.save_submission(
        entry("c", hours=2, outcome=Outcome.REFUSED, alliance="", wave="", worksheets=(), records=())
    )
    nobody = StatusRow("", "", 0, None, 0, 0, 1, entry("c", hours=2).received_at, (), 0, 0, 0)
    koeln = StatusRow(KOELN, WAVE, 0, None, 2, 0, 0, entry("b", hours=1).received_at, ("akteure",), 1, 0, 0)
    with filled.snapshot() as state:
        assert state.status_rows() == (nobody, koeln)
        assert state.status_rows(WAVE) == (koeln,)


def test_file_that_was_given_to_another_alliance_counts_for_that_alone(filled: Store) -> None:
    filled.save_submission(entry("a"))
    filled.save_submission(entry("b", hours=1))
    filled.save_submission(entry("b", hours=2, alliance=ESSEN, importer_version="1.1"))
    assert current(filled) == {(KOELN, "akteure"): "a", (ESSEN, "akteure"): "b"}
    with filled.snapshot() as state:
        assert [one.sha256 for one in state.history(KOELN, WAVE, "akteure")] == [sha("a")]
        assert {row.alliance: row.accepted for row in state.status_rows()} == {KOELN: 1, ESSEN: 1}
        assert len(state.contacts()) == 4
    filled.save_submission(entry("b", hours=3, importer_version="1.2"))
    assert current(filled) == {(KOELN, "akteure"): "b"}
