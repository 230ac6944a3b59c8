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
    return {(one.alliance, one.worksheet): names[one.sha256] for one in store.current()}


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
    (one,) = filled.current()
    assert (one.received_at, one.dated_at) == (NOON + timedelta(hours=4), NOON + timedelta(hours=1))


def test_first_date_of_a_file_stays(filled: Store) -> None:
    filled.save_submission(entry("a", dated_at=NOON - timedelta(hours=3)))
    filled.save_submission(entry("b", dated_at=NOON - timedelta(hours=2)))
    filled.save_submission(entry("a", hours=1, importer_version="2", dated_at=NOON))
    filled.record_receipt(sha("a"), size=1, file_name="a", received_at=NOON, sent_at=NOON)
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
    assert filled.current() == (
        Return(KOELN, WAVE, "akteure", "1.0", WORKSHEET.content_hash, 0, saved.id, sha("a"), "2", NOON, NOON),
    )
    assert (list(filled.values()), filled.contacts()) == ([], ())
    assert filled.previous(KOELN, WAVE, "akteure") is None


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
    previous = filled.previous(KOELN, WAVE, "akteure")
    assert previous is not None and previous.submission_id == older.id
    assert [one.submission_id for one in filled.history(KOELN, WAVE, "akteure")] == [newer.id, older.id]
    assert filled.superseded_by(older.id) == filled.history(KOELN, WAVE, "akteure")[:1]
    assert filled.superseded_by(newer.id) == ()
    assert {row.submission_id for row in filled.values()} == {newer.id}
    assert {row.submission_id for row in filled.values(current_only=False)} == {older.id, newer.id}
    assert {row.sha256 for row in filled.contacts()} == set()
    assert {row.sha256 for row in filled.contacts(current_only=False)} == {sha("a")}


def test_bulk_readers_restrict_to_waves_and_worksheets(filled: Store) -> None:
    filled.save_submission(entry("a", worksheets=(WORKSHEET, OTHER)))
    filled.save_submission(entry("b", wave="2026-2", records=(OFFICE_RECORD,)))
    waves = {"2026-2"}
    assert {row.sha256 for row in filled.values(waves=waves)} == {sha("b")}
    assert [row.row_id for row in filled.records(waves=waves)] == ["SB"]
    assert [row.sha256 for row in filled.findings(waves=waves)] == [sha("b")]
    assert [row.field for row in filled.contacts(waves=waves)] == ["mail"]
    assert list(filled.values(worksheets={"gremien"})) == []
    assert list(filled.records(waves=())) == []
    with pytest.raises(TypeError, match="must stand in a collection"):
        list(filled.values(waves="2026-2"))


def test_findings_of_superseded_worksheets_are_not_current(filled: Store) -> None:
    filled.save_submission(entry("a", worksheets=(WORKSHEET, OTHER), findings=(finding("old"),)))
    filled.save_submission(entry("b", hours=1, findings=(finding("new"),)))
    assert [row.code for row in filled.findings()] == ["new"]
    assert [row.code for row in filled.findings(current_only=False)] == ["old", "new"]


def test_status_counts_forms_returns_and_findings(filled: Store) -> None:
    filled.save_submission(entry("a"))
    filled.save_submission(entry("b", hours=1))
    filled.save_submission(
        entry("c", hours=2, outcome=Outcome.REFUSED, alliance="", wave="", worksheets=(), records=())
    )
    nobody = StatusRow("", "", 0, None, 0, 0, 1, entry("c", hours=2).received_at, (), 0, 0, 0)
    koeln = StatusRow(KOELN, WAVE, 0, None, 2, 0, 0, entry("b", hours=1).received_at, ("akteure",), 1, 0, 0)
    assert filled.status_rows() == (nobody, koeln)
    assert filled.status_rows(WAVE) == (koeln,)


def test_file_that_was_given_to_another_alliance_counts_for_that_alone(filled: Store) -> None:
    filled.save_submission(entry("a"))
    filled.save_submission(entry("b", hours=1))
    filled.save_submission(entry("b", hours=2, alliance=ESSEN, importer_version="1.1"))
    assert current(filled) == {(KOELN, "akteure"): "a", (ESSEN, "akteure"): "b"}
    assert [one.sha256 for one in filled.history(KOELN, WAVE, "akteure")] == [sha("a")]
    assert {row.alliance: row.accepted for row in filled.status_rows()} == {KOELN: 1, ESSEN: 1}
    assert len(filled.contacts()) == 4
    filled.save_submission(entry("b", hours=3, importer_version="1.2"))
    assert current(filled) == {(KOELN, "akteure"): "b"}
