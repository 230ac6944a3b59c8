from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import update

from dataset.expected import KINDS, keys, save, section, table
from ruecklauf.check.records import Entry
from ruecklauf.dataset import LONG_COLUMNS, ColumnInfo, TableInfo, build_dataset
from ruecklauf.errors import RuecklaufError
from ruecklauf.fieldtypes import FIELD_TYPES
from ruecklauf.findings import Place
from ruecklauf.store import Store, schema
from ruecklauf.values import Missing, Value
from store.declared import (
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

AREAS = ["mi", "aw", "so", "bi"]


def test_long_table_has_every_question_with_its_answer_and_provenance(store: Store) -> None:
    store.save_submission(entry())
    owner = (KOELN, WAVE, "akteure", "1.0")
    file = (sha("a"), "Akteure")
    expected = [
        (*owner, "stelle", "SB", "vzae", "1.5", None, "roh 1.50", *file, "B11"),
        (*owner, "stelle", "SB", "seit", "2025-03-01", None, "roh 2025-03-01", *file, "C11"),
        (*owner, "stelle", "SB", "benannt", None, "unknown", "roh unknown", *file, "D11"),
        (*owner, "stelle", "SB", "bedarf", "mittel", None, "roh mittel", *file, "E11"),
        (*owner, "stelle", "SB", "bereiche", "mi|so", None, "roh ('mi', 'so')", *file, "F11"),
        (*owner, "liste", "AK001", "institution", "Jugendamt", None, "roh Jugendamt", *file, "B11"),
        (*owner, "liste", "AK001", "plaetze", "-3", None, "roh -3", *file, "C11"),
        (*owner, "liste", "AK001", "forum", "true", None, "roh True", *file, "D11"),
        (*owner, "liste", "AK002", "institution", "=1+1", None, "roh =1+1", *file, "B12"),
        (*owner, "liste", "AK002", "plaetze", None, "unreadable", "roh unreadable", *file, "C12"),
    ]
    blank = (None, "no_answer", None, sha("a"), None, None)
    expected += [
        (*owner, "liste", "AK002", "forum", *blank),
        *((*owner, "liste", "AK003", field, *blank) for field in ("institution", "plaetze", "forum")),
    ]
    rows = [(*row, "false", None if row[8] == "no_answer" else "new") for row in expected]
    pd.testing.assert_frame_equal(
        build_dataset(store).long, pd.DataFrame(rows, columns=list(LONG_COLUMNS), dtype="string")
    )


def test_wide_tables_have_every_record_and_the_types_of_their_fields(store: Store) -> None:
    store.save_submission(entry())
    tables = build_dataset(store).tables
    assert list(tables) == ["akteure.stelle", "akteure.liste"]
    grades = pd.CategoricalDtype(["gering", "mittel", "hoch"], ordered=True)
    pd.testing.assert_frame_equal(
        tables["akteure.stelle"],
        table(
            {
                **keys("SB"),
                "vzae": ("Float64", [1.5]),
                "vzae_missing": (KINDS, [None]),
                "seit": ("datetime64[s]", [pd.Timestamp(2025, 3, 1)]),
                "seit_missing": (KINDS, [None]),
                "benannt": (pd.CategoricalDtype(["ja", "nein", "unbekannt"]), ["unbekannt"]),
                "benannt_missing": (KINDS, ["unknown"]),
                "bedarf": (grades, ["mittel"]),
                "bedarf_missing": (KINDS, [None]),
                **{
                    f"bereiche_{code}": ("boolean", [ticked])
                    for code, ticked in zip(AREAS, [True, False, True, False], strict=True)
                },
                "bereiche_missing": (KINDS, [None]),
            }
        ),
    )
    pd.testing.assert_frame_equal(
        tables["akteure.liste"],
        table(
            {
                **keys("AK001", "AK002", "AK003"),
                "printed": ("boolean", [True, False, True]),
                "institution": ("string", ["Jugendamt", "=1+1", None]),
                "institution_missing": (KINDS, [None, None, "no_answer"]),
                "plaetze": ("Int64", [-3, None, None]),
                "plaetze_missing": (KINDS, [None, "unreadable", "no_answer"]),
                "forum": ("boolean", [True, None, None]),
                "forum_missing": (KINDS, [None, "no_answer", "no_answer"]),
            }
        ),
    )


def test_missing_kinds_are_told_apart(store: Store) -> None:
    kinds: dict[str, Value] = {
        "vzae": Missing.NOT_APPLICABLE,
        "seit": Missing.UNREADABLE,
        "benannt": Missing.UNREADABLE,
        "bedarf": Missing.UNKNOWN,
        "bereiche": Missing.UNREADABLE,
    }
    store.save_submission(entry(records=(answered(kinds, section="stelle"),)))
    row = build_dataset(store).tables["akteure.stelle"].iloc[0].astype(object)
    assert row.where(row.notna(), None).to_dict() == {
        "alliance": KOELN,
        "wave": WAVE,
        "version": "1.0",
        "row_id": "SB",
        "vzae": None,
        "vzae_missing": "not_applicable",
        "seit": None,
        "seit_missing": "unreadable",
        "benannt": None,
        "benannt_missing": "unreadable",
        "bedarf": None,
        "bedarf_missing": "unknown",
        **{f"bereiche_{code}": None for code in AREAS},
        "bereiche_missing": "unreadable",
    }


def test_rows_are_sorted_by_wave_alliance_and_order_in_the_form(store: Store) -> None:
    rows = tuple(
        replace(answered({"institution": str(number)}, row=number), position=10 - number) for number in (1, 2)
    )
    store.save_submission(entry("a", wave="2026-2", records=rows))
    store.save_submission(entry("b", records=rows))
    store.save_submission(entry("c", alliance=ESSEN, records=rows))
    wide = build_dataset(store).tables["akteure.liste"]
    assert wide[["wave", "alliance", "row_id"]].to_numpy().tolist() == [
        [wave, alliance, row_id]
        for wave, alliance in (("2026-1", ESSEN), ("2026-1", KOELN), ("2026-2", KOELN))
        for row_id in ("AK002", "AK001")
    ]


def test_dataset_has_current_returns_of_the_waves_asked_for(store: Store) -> None:
    store.save_submission(entry("old"))
    store.save_submission(entry("new", hours=1, records=(OFFICE_RECORD,)))
    store.save_submission(entry("next", hours=9, wave="2026-2"))
    both, first = build_dataset(store), build_dataset(store, waves={WAVE})
    assert (both.waves, both.sources) == ((WAVE, "2026-2"), tuple(sorted([sha("new"), sha("next")])))
    assert (first.waves, first.sources, first.newest) == (
        (WAVE,),
        (sha("new"),),
        entry(hours=1).received_at,
    )
    assert set(first.long["sha256"]) == {sha("new")}
    assert {name: len(frame) for name, frame in first.tables.items()} == {
        "akteure.stelle": 1,
        "akteure.liste": 0,
    }


def test_tables_without_records_have_their_columns_and_types(store: Store) -> None:
    store.save_submission(entry("a"))
    full = build_dataset(store).tables
    store.save_submission(entry("b", hours=1, records=()))
    empty = build_dataset(store)
    assert list(empty.long.columns) == list(LONG_COLUMNS)
    for name, frame in empty.tables.items():
        pd.testing.assert_frame_equal(frame, full[name].iloc[:0])


def test_store_without_returns_gives_an_empty_dataset(store: Store) -> None:
    dataset = build_dataset(store)
    pd.testing.assert_frame_equal(dataset.long, pd.DataFrame(columns=list(LONG_COLUMNS), dtype="string"))
    assert (dataset.tables, dataset.info, dataset.sources, dataset.newest) == ({}, {}, (), None)


def test_personal_values_are_in_no_column(store: Store) -> None:
    store.save_submission(entry())
    dataset = build_dataset(store)
    with store.snapshot() as state:
        assert state.contacts() != ()
    texts = [frame.astype(object).to_string() for frame in (dataset.long, *dataset.tables.values())]
    assert [text for text in texts if "Muster" in text or "koeln.example" in text or "mail" in text] == []


@pytest.mark.parametrize("raw", ["Frau Muster", "0211 123 45 67", "muster@amt.example"])
def test_personal_data_typed_into_a_number_is_masked(store: Store, raw: str) -> None:
    given = Entry(Missing.UNREADABLE, raw, Place("Akteure", "B11"))
    store.save_submission(entry(records=(replace(OFFICE_RECORD, entries={"vzae": given}),)))
    dataset = build_dataset(store)
    assert list(dataset.long["raw"].dropna()) == ["(personenbezogene Angabe)"]
    assert not any(raw in frame.astype(object).to_string() for frame in dataset.tables.values())
    with store.snapshot() as state:
        assert [answer.raw for answer in state.values()] == [raw]


@pytest.mark.parametrize(
    ("field", "text"), [("plaetze", "viele"), ("bedarf", "riesig"), ("bereiche", "mi|xx"), ("seit", "2026")]
)
def test_value_that_does_not_fit_its_declaration_is_never_dropped(
    store: Store, field: str, text: str
) -> None:
    store.save_submission(entry())
    with store._answers.writing() as connection:
        wanted = schema.value.c.field == field
        connection.execute(update(schema.value).where(wanted).values(value=text, missing=None))
    with pytest.raises(RuecklaufError, match=f"holds '?{text[:2]}.* which its declaration does not allow"):
        build_dataset(store)


def _sample(kind: str) -> dict[str, Any]:
    extra: dict[str, dict[str, Any]] = {
        "choice": {"list": "stufe"},
        "multichoice": {"list": "bereich", "codes": AREAS},
        "reference": {"to": "akteure"},
    }
    return {"type": kind, "id": "f", "label": "F", **extra.get(kind, {})}


TYPE_NAMES = [str(kind.model_fields["type"].annotation.__args__[0]) for kind in FIELD_TYPES]  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", TYPE_NAMES)
def test_examples_of_every_field_type_survive_into_their_column(store: Store, kind: str) -> None:
    worksheet = declared([section([_sample(kind)])])
    field = worksheet.section("liste").field("f")
    examples = field.examples(worksheet.lists)
    rows = [answered({"f": value}, row=row, worksheet=worksheet) for row, value in enumerate(examples, 1)]
    save(store, worksheet, *rows)
    wide = build_dataset(store).tables["akteure.liste"]
    codes: dict[str, str] = {
        entry.missing: entry.code for entry in worksheet.lists["jnu"].codes if entry.missing
    }
    for position, value in enumerate(examples):
        if isinstance(value, tuple):
            assert [wide[f"f_{code}"][position] for code in field.parts] == [c in value for c in field.parts]
            continue
        stored = wide["f"][position]
        if isinstance(value, Missing):
            assert (
                stored == codes[value] if kind == "yes_no_unknown" else wide["f_missing"][position] == value
            )
        elif isinstance(value, date):
            assert stored.date() == value
        else:
            assert stored == (float(value) if isinstance(value, Decimal) else value)
    assert str(wide.dtypes.iloc[-1]) in (field.dtype, "category")


def test_info_says_what_every_column_means(store: Store) -> None:
    store.save_submission(entry())
    fields = {one.id: one for one in WORKSHEET.section("liste").fields}

    def why(name: str) -> ColumnInfo:
        kinds = tuple(KINDS.categories)
        return ColumnInfo(
            f"{name}_missing", "category", fields[name], says_why_missing=True, categories=kinds
        )

    assert build_dataset(store).info["akteure.liste"] == TableInfo(
        name="akteure.liste",
        worksheet="akteure",
        section="liste",
        title=WORKSHEET.section("liste").title,
        versions=("1.0",),
        declarations=(WORKSHEET.content_hash,),
        columns=(
            *(ColumnInfo(name, "string") for name in ("alliance", "wave", "version", "row_id")),
            ColumnInfo("printed", "boolean"),
            ColumnInfo("institution", "string", fields["institution"]),
            why("institution"),
            ColumnInfo("plaetze", "Int64", fields["plaetze"]),
            why("plaetze"),
            ColumnInfo("forum", "boolean", fields["forum"]),
            why("forum"),
        ),
    )


def test_columns_of_info_are_those_of_the_tables(store: Store) -> None:
    store.save_submission(entry())
    dataset = build_dataset(store)
    for name, frame in dataset.tables.items():
        columns = dataset.info[name].columns
        assert [(column.name, column.dtype) for column in columns] == [
            (column, str(dtype)) for column, dtype in frame.dtypes.items()
        ]
    assert dataset.newest == NOON
