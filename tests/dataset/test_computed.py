"""Computed fields in datasets: worked out from the answers as they count."""

from __future__ import annotations

from decimal import Decimal

from dataset.expected import save
from ruecklauf.dataset import build_dataset
from ruecklauf.dataset.panel import build_panel
from ruecklauf.store import Correction, Store
from store.declared import KOELN, NOON, WAVE, answered, declared, sha

RECORD = {
    "id": "kopf",
    "kind": "record",
    "title": "Kopf",
    "prefix": "KO",
    "fields": [
        {"id": "summe", "type": "integer", "label": "Summe", "calculate": "sum(liste.menge) + mehr"},
        {"id": "mehr", "type": "integer", "label": "Mehr"},
    ],
}
TABLE = {
    "id": "liste",
    "kind": "table",
    "title": "Liste",
    "prefix": "AK",
    "free_rows": 5,
    "fields": [
        {"id": "menge", "type": "integer", "label": "Menge"},
        {"id": "preis", "type": "decimal", "label": "Preis"},
        {"id": "wert", "type": "decimal", "label": "Wert", "calculate": "menge * preis"},
        {
            "id": "je",
            "type": "decimal",
            "label": "Je",
            "calculate": "wert / menge",
            "relevant_when": "menge <> 7",
        },
    ],
}
SHEET = declared([RECORD, TABLE], version="1.1")
RECORDS = (
    answered({"mehr": 1}, section="kopf", worksheet=SHEET),
    answered({"menge": 3, "preis": Decimal("2.5")}, row=101, worksheet=SHEET),
    answered({"menge": 4}, row=102, worksheet=SHEET),
    answered({"menge": 7, "preis": Decimal(2)}, row=103, worksheet=SHEET),
)

CORRECTED = Correction(
    alliance=KOELN,
    wave=WAVE,
    worksheet="akteure",
    section="liste",
    row_id="AK101",
    field="menge",
    value="10",
    missing=None,
    replaced="roh 3",
    sha256=sha("a"),
    person="Kim",
    reason="Anruf",
    recorded_at=NOON,
)


def test_values_follow_the_answers_and_missing_ones_leave_them_open(store: Store) -> None:
    save(store, SHEET, *RECORDS)
    dataset = build_dataset(store)
    rows = dataset.tables["akteure.liste"]
    assert rows["wert"].tolist()[::2] == [7.5, 14.0]
    assert rows["wert"].isna().tolist() == [False, True, False]
    assert rows["wert_missing"].astype("string").fillna("").tolist() == ["", "no_answer", ""]
    assert rows["je"].tolist()[0] == 2.5
    assert rows["je_missing"].astype("string").fillna("").tolist() == ["", "no_answer", "not_asked"]
    assert dataset.tables["akteure.kopf"]["summe"].tolist() == [15]
    long = dataset.long.set_index(["row_id", "field"])
    assert long.loc[("AK101", "wert"), "value"] == "7.5"
    assert long.loc[("AK101", "wert"), ["raw", "sheet", "cell"]].isna().all()


def test_corrections_count_and_the_panel_says_the_same(store: Store) -> None:
    save(store, SHEET, *RECORDS)
    store.record_corrections([CORRECTED])
    dataset, panel = build_dataset(store), build_panel(store)
    assert dataset.tables["akteure.kopf"]["summe"].tolist() == [22]
    assert dataset.tables["akteure.liste"]["wert"].tolist()[0] == 25
    cells = {moment.row.row_id: moment.row.cells for moment in panel.moments["akteure.liste"] if moment.row}
    assert cells["AK101"]["wert"].value == "25"
    assert cells["AK101"]["wert"].became is None
