"""What seems to be personal in texts that people write freely is masked and counted; the store keeps it."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dataset.expected import save, section
from ruecklauf.check.records import Entry, Record
from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.dataset.masking import masked_panel
from ruecklauf.dataset.panel import build_panel
from ruecklauf.definition.models import Worksheet
from ruecklauf.exports import EXPORTS, write_export
from ruecklauf.findings import Finding, Place, Severity, Subject
from ruecklauf.rounds.asking.kept_texts import kept_texts
from ruecklauf.rounds.finding_keys import key_of
from ruecklauf.rounds.issuing.prefill import _given
from ruecklauf.store import Settlement, Store
from store.declared import KOELN, NOON, WAVE, answered, declared

WORD = "(personenbezogene Angabe)"
PRIVATE = "Bitte Frau Muster fragen, 0211 123 45 67"
ABOUT = Subject("akteure", "liste", "AK101", "notiz")


def worksheet() -> Worksheet:
    fields: list[dict[str, Any]] = [
        {"type": "longtext", "id": "notiz", "label": "Notiz"},
        {"type": "integer", "id": "n", "label": "N"},
    ]
    return declared([section(fields)])


def row(value: str, raw: str | None = None) -> Record:
    record = answered({"notiz": value}, row=101, worksheet=worksheet())
    entry = Entry(value, value if raw is None else raw, Place("Akteure", "B11"))
    return replace(record, entries={"notiz": entry})


def saved(store: Store, *records: Record, **changes: Any) -> None:
    save(store, worksheet(), *records, **changes)


def shown(dataset: Dataset) -> tuple[str, str, str]:
    """Value and raw text in the long table, value in the wide one."""
    long = dataset.long[dataset.long["field"] == "notiz"].iloc[0]
    return long["value"], long["raw"], dataset.tables["akteure.liste"]["notiz"][0]


@pytest.mark.parametrize(
    ("value", "raw", "expected", "count"),
    [
        ("Alles gut", "Alles gut", ("Alles gut", "Alles gut", "Alles gut"), 0),
        (PRIVATE, PRIVATE, (WORD, WORD, WORD), 1),
        ("Bitte fragen", PRIVATE, ("Bitte fragen", WORD, "Bitte fragen"), 1),
    ],
)
def test_texts_that_seem_to_be_personal_are_masked_and_counted(
    store: Store, value: str, raw: str, expected: tuple[str, str, str], count: int
) -> None:
    saved(store, row(value, raw))
    dataset = build_dataset(store)
    assert shown(dataset) == expected
    assert dataset.masked == count
    with store.snapshot() as state:
        assert [(answer.value, answer.raw) for answer in state.values()] == [(value, raw)]


def contents(folder: Path) -> Iterator[bytes]:
    """Every file, and every member of those that are zips."""
    for path in folder.rglob("*"):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from map(archive.read, archive.namelist())
        elif path.is_file():
            yield path.read_bytes()


def test_masked_text_is_in_no_file_of_any_format(store: Store, tmp_path: Path) -> None:
    saved(store, row(PRIVATE))
    out = tmp_path / "out"
    write_export(build_dataset(store), out, [name for name in EXPORTS if name != "parquet"])
    texts = list(contents(out))
    assert len(texts) > 20
    assert [text for text in texts if b"Muster" in text or b"0211" in text] == []
    readme = (out / "README.txt").read_text(encoding="utf-8")
    assert "In 1 freien Texten und Eingaben, die nach Namen" in readme and WORD in readme


def test_case_is_masked_where_anybody_could_be_recognised(store: Store) -> None:
    story = {"type": "longtext", "id": "notiz", "label": "Fall", "case": True}
    told = "Amir K. kam am 3. Mai 2021."
    worksheet = declared([section([story])])
    save(store, worksheet, answered({"notiz": told}, worksheet=worksheet))
    dataset = build_dataset(store)
    assert (shown(dataset)[0], dataset.masked) == (WORD, 1)


def test_text_that_a_person_let_hold_is_shown(store: Store) -> None:
    place = Place("Akteure", "B11")
    noted = Finding("personal_in_text", Severity.WARNING, place, ABOUT, WORD, "Bitte prüfen.")
    saved(store, row(PRIVATE), findings=(noted,))
    assert kept_texts(store) == frozenset()
    with store.snapshot() as state:
        (found,) = state.findings()
    store.record_decisions(
        [
            Settlement(
                alliance=KOELN,
                wave=WAVE,
                finding_key=key_of(found),
                code=found.finding.code,
                state="accepted",
                person="Kim",
                reason="Name eines Vereins",
                recorded_at=NOON,
            )
        ]
    )
    kept = kept_texts(store)
    assert kept == {(KOELN, WAVE, ABOUT)}
    dataset = build_dataset(store, kept=kept)
    assert shown(dataset) == (PRIVATE, PRIVATE, PRIVATE) and dataset.masked == 0


def test_mask_is_not_prefilled() -> None:
    line = {"alliance": KOELN, "worksheet": "akteure", "table": "liste", "row_id": "AK101", "field": "notiz"}
    assert _given({**line, "value": WORD}, "a.csv:2").value is None
    assert _given({**line, "value": "Alles gut"}, "a.csv:2").value == "Alles gut"


def test_panel_has_the_same_masks(store: Store) -> None:
    saved(store, row(PRIVATE))
    saved(store, row("Alles gut", PRIVATE), content="b", wave="2026-2")
    panel = build_panel(store)
    frames = masked_panel(panel.frames(), panel.newest)
    table = frames["panel.akteure.liste"]
    assert table["notiz"].dropna().tolist() == [WORD, "Alles gut"]
    assert table["notiz_original"].dropna().tolist() == [WORD, "Alles gut"]
    assert not any("Muster" in frame.astype(object).to_string() for frame in frames.values())
    assert frames["panel_changes"]["before"].dropna().tolist() == [WORD]
