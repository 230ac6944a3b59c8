"""Not asked, not answered and not returned are told apart, in the long table and in the wide ones."""

from typing import Any

import pandas as pd
import pytest

from dataset.expected import save, section
from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Finding, Place, Severity, Subject
from ruecklauf.store import Correction, IssuedForm, Store
from ruecklauf.values import MISSING_CODES, WITHHELD_CODE, Missing
from store.declared import (
    ACTOR_RECORDS,
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
    sha,
)


def form(*worksheets: Worksheet, alliance: str = KOELN, **slots: str) -> IssuedForm:
    hashes = tuple(one.content_hash for one in worksheets)
    return IssuedForm(
        alliance, WAVE, f"{alliance}-x", sha(alliance), "Form.xlsx", "ab12", hashes, NOON, slots
    )


def kinds(dataset: Dataset, field: str, table: str = "akteure.liste") -> list[str | None]:
    """Why the field has no value in each row of a wide table, which is what the long table says of it."""
    frame = dataset.tables[table]
    wide = [None if kind != kind else kind for kind in frame[f"{field}_missing"].tolist()]
    long = dataset.long
    asked = long[(long["worksheet"] + "." + long["table"] == table) & (long["field"] == field)]
    told = [None if kind is pd.NA else kind for kind in asked["missing"].tolist()]
    assert told == wide
    return wide


def asked_when(condition: str, **more: Any) -> Worksheet:
    plaetze = {"type": "integer", "id": "plaetze", "label": "Plätze", "relevant_when": condition}
    fields = [plaetze if one["id"] == "plaetze" else one for one in ACTORS["fields"]]
    return declared([OFFICE, section(fields)], **more)


@pytest.mark.parametrize(
    ("condition", "answers", "kind"),
    [
        ('institution = "A"', {"institution": "B"}, "not_asked"),
        ('institution = "A"', {"institution": "A"}, "no_answer"),
        ('institution = "A"', {}, "no_answer"),
        ("forum", {"forum": False}, "not_asked"),
        ("not blank(ansprech)", {"institution": "B"}, "no_answer"),
        ("wave_date > 2027-01-01", {"institution": "B"}, "no_answer"),
    ],
)
def test_blank_is_not_asked_only_where_the_condition_is_false(
    store: Store, condition: str, answers: dict[str, Any], kind: str
) -> None:
    worksheet = asked_when(condition)
    save(store, worksheet, answered(answers, worksheet=worksheet))
    assert kinds(build_dataset(store), "plaetze") == [kind]


def test_condition_on_the_reference_date_is_judged_by_the_date_in_the_form(store: Store) -> None:
    worksheet = asked_when("wave_date > 2027-01-01")
    save(store, worksheet, answered({"institution": "B"}, worksheet=worksheet))
    store.record_forms([form(worksheet, **{"round.wave_date": "2026-06-30"})])
    assert kinds(build_dataset(store), "plaetze") == ["not_asked"]


def test_condition_on_a_worksheet_that_did_not_come_back_is_open(store: Store) -> None:
    beside = declared([{**OFFICE, "id": "gremien", "prefix": "GR"}], id="gremien")
    worksheet = asked_when("exists(gremien where vzae > 1)")
    store.save_declarations([beside])
    save(store, worksheet, answered({"institution": "B"}, worksheet=worksheet))
    assert kinds(build_dataset(store), "plaetze") == ["no_answer"]
    store.save_submission(entry("b", worksheets=(beside,), records=()))
    assert kinds(build_dataset(store), "plaetze") == ["not_asked"]


def test_answer_to_a_question_that_was_not_put_stays(store: Store) -> None:
    worksheet = asked_when('institution = "A"')
    save(store, worksheet, answered({"institution": "B", "plaetze": 3}, worksheet=worksheet))
    dataset = build_dataset(store)
    assert kinds(dataset, "plaetze") == [None]
    assert dataset.tables["akteure.liste"]["plaetze"].tolist() == [3]


def test_question_of_another_version_was_not_asked(store: Store) -> None:
    older = declared([section([{"type": "integer", "id": "n", "label": "N"}])])
    newer = declared([section([{"type": "text", "id": "neu", "label": "Neu"}])], version="1.1")
    save(store, older, answered({"n": 2}, worksheet=older))
    save(store, newer, answered({"neu": "x"}, worksheet=newer), content="b", alliance=ESSEN)
    frame = build_dataset(store).tables["akteure.liste"]
    assert frame[["alliance", "n_missing", "neu_missing"]].astype("string").fillna(
        "-"
    ).to_numpy().tolist() == [
        [ESSEN, "not_asked", "-"],
        [KOELN, "-", "not_asked"],
    ]


PRINTED = {
    "kind": "table",
    "id": "liste",
    "title": "Bereiche",
    "prefix": "BR",
    "printed": {"list": "gedruckt", "into": "bereich"},
    "fields": [
        {"type": "choice", "id": "bereich", "label": "Bereich", "list": "gedruckt"},
        {"type": "integer", "id": "n", "label": "N"},
    ],
}
CODES = [
    {
        "id": "gedruckt",
        "title": "Bereich",
        "codes": [{"code": code, "label": code, "nr": nr} for nr, code in enumerate(("mi", "aw"), start=1)],
    }
]


def test_form_that_did_not_come_back_has_the_rows_that_stand_in_it(store: Store) -> None:
    local = {**PRINTED, "id": "eigene", "prefix": "EI", "local": True}
    free = {**ACTORS, "id": "frei", "prefix": "FR"}
    worksheet = declared([PRINTED, local, free], codelists=CODES)
    save(store, worksheet, answered({"bereich": "mi", "n": 1}, worksheet=worksheet, printed=True))
    store.record_forms([form(worksheet), form(worksheet, alliance=ESSEN)])
    dataset = build_dataset(store)
    shown = dataset.tables["akteure.liste"].astype("string").fillna("-")
    columns = ["alliance", "row_id", "printed", "bereich", "bereich_missing", "n", "n_missing"]
    assert shown[columns].to_numpy().tolist() == [
        [ESSEN, "BR001", "True", "mi", "-", "-", "not_returned"],
        [ESSEN, "BR002", "True", "aw", "-", "-", "not_returned"],
        [KOELN, "BR001", "True", "mi", "-", "1", "-"],
    ]
    assert [len(dataset.tables[f"akteure.{name}"]) for name in ("eigene", "frei")] == [0, 0]
    lacking = dataset.long[dataset.long["alliance"] == ESSEN]
    assert lacking[["row_id", "field", "missing"]].to_numpy().tolist() == [
        ["BR001", "n", "not_returned"],
        ["BR002", "n", "not_returned"],
    ]
    assert lacking[["value", "raw", "sha256", "sheet", "cell"]].isna().all(axis=None)
    assert dataset.sources == (sha("a"),)


def test_wave_of_which_nothing_came_back_yet_is_in_the_dataset(store: Store) -> None:
    store.record_forms([form(WORKSHEET)])
    dataset = build_dataset(store)
    assert dataset.waves == (WAVE,)
    assert kinds(dataset, "vzae", "akteure.stelle") == ["not_returned"]
    assert build_dataset(store, waves={"2026-2"}).tables == {}


def test_sheet_that_is_missing_in_a_return_did_not_come_back(store: Store) -> None:
    lost = Finding(
        "section_missing", Severity.ERROR, Place("Akteure"), Subject("akteure", "stelle"), "", "Es fehlt."
    )
    store.save_submission(entry(records=ACTOR_RECORDS, findings=(lost,)))
    dataset = build_dataset(store)
    assert kinds(dataset, "vzae", "akteure.stelle") == ["not_returned"]
    assert kinds(dataset, "plaetze") == [None, "unreadable", "no_answer"]


def test_return_takes_the_place_of_what_was_lacking(store: Store) -> None:
    store.record_forms([form(WORKSHEET)])
    store.save_submission(entry(records=(OFFICE_RECORD,)))
    assert "not_returned" not in set(build_dataset(store).long["missing"].dropna())


def test_answer_that_was_corrected_to_none_says_so(store: Store) -> None:
    store.save_submission(entry())
    emptied = Correction(
        alliance=KOELN,
        wave=WAVE,
        worksheet="akteure",
        section="liste",
        row_id="AK001",
        field="plaetze",
        value=None,
        missing="no_answer",
        replaced="roh -3",
        sha256=sha("a"),
        person="Kim",
        reason="Anruf",
        recorded_at=NOON,
    )
    store.record_correction(emptied)
    dataset = build_dataset(store)
    assert kinds(dataset, "plaetze")[0] == "no_answer"
    row = dataset.long.query("field == 'plaetze' and row_id == 'AK001'").iloc[0]
    assert (row["raw"], row["corrected"], row["cell"]) == ("roh -3", "true", "C11")


def test_column_for_kinds_gets_a_name_of_its_own(store: Store) -> None:
    fields = [{"type": "integer", "id": "n", "label": "N"}, {"type": "text", "id": "n_missing", "label": "T"}]
    worksheet = declared([section(fields)])
    save(store, worksheet, answered({"n_missing": "x"}, worksheet=worksheet))
    row = build_dataset(store).tables["akteure.liste"].iloc[0].astype("string").fillna("-")
    assert row.iloc[-4:].to_dict() == {
        "n": "-",
        "n_missing_2": "no_answer",
        "n_missing": "x",
        "n_missing_missing": "-",
    }


def test_every_question_has_a_value_or_a_kind(store: Store) -> None:
    ticks = {"forum": True}, {"forum": False}, {"forum": Missing.UNREADABLE}, {}
    records = (answered(given, row=row) for row, given in enumerate(ticks, start=1))
    store.save_submission(entry(records=(OFFICE_RECORD, *records)))
    dataset = build_dataset(store)
    assert kinds(dataset, "forum") == [None, None, "unreadable", "no_answer"]
    assert (dataset.long["value"].isna() == dataset.long["missing"].notna()).all()
    # nothing is withheld but in releases
    assert set(MISSING_CODES) == set(Missing) - {Missing.WITHHELD}
    assert len({*MISSING_CODES.values(), WITHHELD_CODE}) == len(Missing)
