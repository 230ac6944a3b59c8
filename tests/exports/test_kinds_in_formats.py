"""Each way of missing, of each type of question, is told apart in every format and reads back the same."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.exports import EXPORTS, write_export
from ruecklauf.store import open_store
from ruecklauf.values import MISSING_CODES, WITHHELD_CODE, Missing
from store.declared import OFFICE_ANSWERS, WORKSHEET, answered, entry

CODES = {**MISSING_CODES, Missing.WITHHELD: WITHHELD_CODE}
BY_CODE = {code: kind.value for kind, code in CODES.items()}
BY_LETTER = dict(zip("abcdefg", BY_CODE.values(), strict=True))
FIELDS = {
    "akteure.stelle": ("vzae", "seit", "benannt", "bedarf", "bereiche_mi"),
    "akteure.liste": ("institution", "plaetze", "forum"),
}
"""A decimal, a date, two lists, one of several choices; a text, a whole number, a tick."""
TEXTS = ("institution",)
KINDS = [None, *(kind.value for kind in CODES)]
"""By row: the first has a value."""
Told = dict[str, list[str | None]]
"""By field, why there is no value in each row."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Path]:
    folder = tmp_path_factory.mktemp("kinds")
    office = answered({**OFFICE_ANSWERS, "benannt": "ja"}, section="stelle")
    actor = answered({"institution": "Jugendamt", "plaetze": 5, "forum": True})
    with open_store(f"sqlite:///{folder / 'a.sqlite'}", f"sqlite:///{folder / 'c.sqlite'}") as store:
        store.save_declarations([WORKSHEET])
        store.save_submission(entry(records=(office, actor)))
        built = build_dataset(store)
    long = built.long.copy()
    long.loc[long.index[0], ["value", "raw", "missing"]] = [pd.NA, pd.NA, Missing.WITHHELD.value]
    tables = {name: lacking(frame) for name, frame in built.tables.items()}
    dataset = replace(built, long=long, tables=tables)
    write_export(dataset, folder / "data", list(EXPORTS))
    return dataset, folder / "data"


def lacking(frame: pd.DataFrame) -> pd.DataFrame:
    """The first row, and a row for each kind in which everything is missing for that reason."""
    made = pd.concat([frame.iloc[:1]] * len(KINDS), ignore_index=True)
    for name in [str(column) for column in made if str(column).endswith("_missing")]:
        made[name] = pd.Categorical(KINDS, categories=[kind.value for kind in CODES])
        field = name.removesuffix("_missing")
        for column in (one for one in made if one == field or str(one).startswith(f"{field}_")):
            if column != name:
                made.loc[1:, column] = None
    made["alliance"] = [f"A{number:05}" for number in range(len(made))]
    return made.astype({"alliance": frame["alliance"].dtype})


def reasons(field: str) -> str:
    """The column that says why: of several choices there is one for all."""
    return f"{field.removesuffix('_mi')}_missing"


def from_texts(rows: list[Mapping[str, Any]], fields: tuple[str, ...]) -> Told:
    """A cell for the value, which is empty, and one beside it for the kind."""
    for row in rows[1:]:
        assert all(row[field] in ("", None) for field in fields)
    return {field: [row[reasons(field)] or None for row in rows] for field in fields}


def from_csv(folder: Path, table: str) -> Told:
    with (folder / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return from_texts(list(csv.DictReader(file)), FIELDS[table])


def from_parquet(folder: Path, table: str) -> Told:
    return from_texts(pq.read_table(folder / "parquet" / f"{table}.parquet").to_pylist(), FIELDS[table])


def from_xlsx(folder: Path, table: str) -> Told:
    for sheet in openpyxl.load_workbook(folder / "dataset.xlsx"):
        head, *rows = sheet.iter_rows(values_only=True)
        if set(FIELDS[table]) <= set(head):
            return from_texts([dict(zip(head, row, strict=True)) for row in rows], FIELDS[table])
    raise AssertionError(f"no sheet has {table}")


def from_statistics(kind: str, known: Mapping[Any, str]) -> Callable[[Path, str], Told]:
    """The kind stands among the values, and has a label; of a text beside it."""

    def read(folder: Path, table: str) -> Told:
        reader = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}[kind]
        path = folder / kind / f"{table}.{kind}"
        frame, meta = reader(path, user_missing=True, disable_datetime_conversion=True)
        told: Told = {}
        for field in FIELDS[table]:
            column = reasons(field) if field in TEXTS else field
            labels = meta.variable_value_labels[column]
            codes = BY_CODE if field in TEXTS else known
            assert {codes[code] for code in labels if code in codes} == set(BY_CODE.values())
            told[field] = [codes.get(cell) for cell in frame[column]]
            if kind == "sav" and field not in TEXTS:
                assert meta.missing_ranges[column] == [{"lo": -99, "hi": -93}]
        return told

    return read


def from_odf(folder: Path, table: str) -> Told:
    with zipfile.ZipFile(folder / "odf" / f"{table}.odf.zip") as archive:
        rows = list(csv.DictReader(archive.read("data.csv").decode("utf-8-sig").splitlines()))
        described = described_in(ElementTree.fromstring(archive.read("metadata.xml")))
    told: Told = {}
    for field in FIELDS[table]:
        column = reasons(field) if field in TEXTS else field
        assert set(CODES.values()) <= described[column].keys()
        told[field] = [
            BY_CODE.get(int(float(row[column]))) if row[column][:2] == "-9" else None for row in rows
        ]
    return told


def described_in(root: ElementTree.Element) -> dict[str, dict[int, str | None]]:
    """By variable the codes of its categories, and how often there are."""
    return {
        str(var.get("name")): {
            int(float(str(one.findtext("{*}catValu")))): one.findtext("{*}catStat")
            for one in var.findall("{*}catgry")
        }
        for var in root.iter("{ddi:codebook:2_5}var")
    }


def from_ddi(folder: Path, table: str) -> Told:
    """A codebook has no rows: each kind is described, and counted once."""
    found = described_in(ElementTree.parse(folder / "codebook.xml").getroot())
    for field in FIELDS[table]:
        counted = found[reasons(field) if field in TEXTS else field]
        assert {code: counted[code] for code in CODES.values()} == dict.fromkeys(CODES.values(), "1")
    return dict.fromkeys(FIELDS[table], KINDS)


def from_datapackage(folder: Path, table: str) -> Told:
    """The kinds are categories of the column beside, which the field names."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(one for one in package["resources"] if one["path"] == f"csv/{table}.csv")
    fields = {one["name"]: one for one in resource["schema"]["fields"]}
    for field in FIELDS[table]:
        column = fields[reasons(field)]
        kinds = {one["value"] if isinstance(one, dict) else one for one in column["categories"]}
        assert kinds == set(column["constraints"]["enum"]) == set(BY_CODE.values())
        assert fields[field]["missingReason"] == reasons(field)
    return from_csv(folder, table)


def from_r(folder: Path, table: str) -> Told:
    """R gives each kind a level of its own."""
    script = (folder / "dataset.R").read_text(encoding="utf-8")
    levels = re.findall(r'"(\w+)"', re.findall(r"^arten <- c\((.*)\)$", script, re.MULTILINE)[0])
    assert levels == [kind.value for kind in CODES]
    for field in FIELDS[table]:
        assert f'lokal[["{reasons(field)}"]] <- beschrifte(lokal[["{reasons(field)}"]], "fehlen"' in script
    return from_csv(folder, table)


def from_pages(folder: Path, table: str) -> Told:
    """The codebook for people counts each kind."""
    book = openpyxl.load_workbook(folder / "codebook" / "codebook.xlsx")
    said = [str(cell) for row in book[table].values for cell in row if cell is not None]
    for code in CODES.values():
        assert any(text == str(code) or text.startswith(f"{code} ") for text in said), code
    return dict.fromkeys(FIELDS[table], KINDS)


READERS: dict[str, Callable[[Path, str], Told]] = {
    "csv": from_csv,
    "parquet": from_parquet,
    "xlsx": from_xlsx,
    "sav": from_statistics("sav", BY_CODE),
    "dta": from_statistics("dta", BY_LETTER),
    "odf": from_odf,
    "ddi": from_ddi,
    "datapackage": from_datapackage,
    "r": from_r,
    "codebook": from_pages,
}
OF_TEXTS = {"qualitative"}
"""Formats that hold what was written, and nothing of what was not."""


def test_every_format_is_tried() -> None:
    assert READERS.keys() | OF_TEXTS == set(EXPORTS)


@pytest.mark.parametrize("table", FIELDS)
@pytest.mark.parametrize("name", READERS)
def test_each_kind_of_each_type_comes_back(exported: tuple[Dataset, Path], name: str, table: str) -> None:
    found = READERS[name](exported[1], table)
    assert found == dict.fromkeys(FIELDS[table], KINDS)
