"""The panel and what became of answers, in the formats with labels: every cell comes back as what it says."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

import installed
from dataset.panel.lives import NETZ_3, ORTE_3, WAVES, live, store_life, versions
from revisions.declaring import library
from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.dataset.panel import build_panel
from ruecklauf.exports import write_export
from ruecklauf.exports.frames import all_tables
from ruecklauf.store import open_store

DDI = "{ddi:codebook:2_5}"
FORMATS = ("sav", "dta", "odf", "ddi", "codebook", "r", "datapackage", "parquet")
SAID = {
    "true": "ja", "false": "nein", "first": "erste Rücksendung", "new": "neu", "unchanged": "unverändert",
    "changed": "geändert", "dropped": "weggefallen", "back": "wieder da", "confirmed": "bestätigt",
    "untouched": "unverändert, ohne Angabe dazu",
    "complete": "vollständig", "not_invited": "nicht eingeladen",
    "no_answer": "keine Angabe", "not_asked": "nicht gefragt", "fest": "fest", "locker": "locker",
    "halb": "halb", "behoerde": "Behörde", "schule": "Schule", "verein": "Verein",
}  # fmt: skip
"""What codes are called, told here once more."""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    root = tmp_path_factory.mktemp("waves")
    newest = library(root / "newest", NETZ_3, ORTE_3).worksheets
    declared, rng = versions(root), Random(3)
    with open_store(f"sqlite:///{root / 'a.sqlite'}", f"sqlite:///{root / 'c.sqlite'}") as store:
        for number in range(6):
            store_life(store, live(f"A{number:05}", rng), declared)
        panel = build_panel(store, library=newest, order=list(WAVES)).frames()
        return replace(build_dataset(store), panel=panel)


@pytest.fixture(scope="module")
def exported(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    write_export(dataset, folder, FORMATS)
    return folder


def over_waves(dataset: Dataset) -> list[tuple[str, pd.DataFrame]]:
    found = [*dataset.became.items(), *dataset.panel.items()]
    assert dataset.became and {"panel_alliances", "panel_changes", "panel.netz.leute"} <= set(dataset.panel)
    return found


def from_sav(folder: Path, name: str) -> tuple[pd.DataFrame, Any]:
    frame, meta = pyreadstat.read_sav(folder / "sav" / f"{name}.sav", user_missing=True)
    return frame, meta


def from_dta(folder: Path, name: str) -> tuple[pd.DataFrame, Any]:
    frame, meta = pyreadstat.read_dta(folder / "dta" / f"{name}.dta", user_missing=True)
    return frame, meta


@pytest.mark.parametrize("read", [from_sav, from_dta])
def test_every_cell_of_the_panel_comes_back_with_its_label(
    dataset: Dataset, exported: Path, read: Callable[[Path, str], tuple[pd.DataFrame, Any]]
) -> None:
    for name, frame in over_waves(dataset):
        came, meta = read(exported, name)
        assert list(came) == [str(column)[:31] if read is from_dta else column for column in frame]
        for column, held in zip(frame, came, strict=True):
            labels = meta.variable_value_labels.get(held)
            told = [_told(cell, labels) for cell in came[held]]
            assert told == [_expected(cell, labels) for cell in frame[column]], (name, column)
            assert meta.column_names_to_labels[held]


def _told(cell: Any, labels: dict[Any, str] | None) -> str | None:
    if cell is None or cell != cell or cell == "":
        return None
    if labels is None:
        return (
            cell.rstrip(" ")
            if isinstance(cell, str)
            else f"{cell:%Y-%m-%d}"
            if hasattr(cell, "year")
            else f"{cell:g}"
        )
    return None if labels[cell] == "vorhanden" else labels[cell]


def _expected(cell: Any, labels: dict[Any, str] | None) -> str | None:
    if pd.isna(cell) or not cell:
        return None
    # SPSS knows no blanks at the end of a text
    return str(cell).rstrip(" ") if labels is None else SAID[str(cell)]


def test_choices_are_numbers_as_in_the_wide_table(exported: Path) -> None:
    wide, of_wide = from_sav(exported, "netz.leute")
    panel, of_panel = from_sav(exported, "panel.netz.leute")
    numbers = of_panel.variable_value_labels["art"]
    assert {text: number for number, text in numbers.items()}.items() <= {
        text: number for number, text in of_wide.variable_value_labels["art"].items()
    }.items() and set(panel["art"].dropna()) <= set(wide["art"].dropna())


def of_package(folder: Path, name: str) -> dict[str, tuple[str, dict[str, str]]]:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (fields,) = [one["schema"]["fields"] for one in package["resources"] if one["name"] == name]
    return {
        one["name"]: (one["title"], {code["value"]: code["label"] for code in one.get("categories", ())})
        for one in fields
    }


def of_parquet(folder: Path, name: str) -> dict[str, tuple[str, dict[str, str]]]:
    schema = pq.read_schema(folder / "parquet" / f"{name}.parquet")
    return {
        one.name: (one.metadata[b"label"].decode(), json.loads(one.metadata.get(b"value_labels", b"{}")))
        for one in schema
    }


@pytest.mark.parametrize("read", [of_package, of_parquet])
def test_codes_and_columns_are_explained_where_tables_are_described(
    dataset: Dataset, exported: Path, read: Callable[[Path, str], dict[str, tuple[str, dict[str, str]]]]
) -> None:
    for name, frame in over_waves(dataset):
        found = read(exported, name)
        assert list(found) == list(frame)
        for column, (label, values) in found.items():
            assert label
            assert not values or {values[str(code)] for code in frame[column].dropna()} <= set(SAID.values())
    leute = read(exported, "panel.netz.leute")
    assert leute["panel_status"][1]["back"] == "wieder da"
    assert leute["form_original"] == ("Form: wie es zurückkam", {})
    assert set(leute["form"][1].values()) >= {"fest", "locker", "halb", "ganz"}


def test_descriptions_name_every_table_and_column(dataset: Dataset, exported: Path) -> None:
    root = ElementTree.parse(exported / "codebook.xml").getroot()
    described = {
        str(file.text).removeprefix("sav/").removesuffix(".sav"): [
            (var.get("name"), var.findtext(f"{DDI}labl")) for var in data
        ]
        for file, data in zip(root.iter(f"{DDI}fileName"), root.iter(f"{DDI}dataDscr"), strict=True)
    }
    assert list(described) == [name for name, _ in all_tables(dataset)]
    book = openpyxl.load_workbook(exported / "codebook" / "codebook.xlsx", read_only=True)
    assert len(book.sheetnames) == len(described)
    for name, frame in over_waves(dataset):
        assert [one for one, _ in described[name]] == list(frame) and all(
            label for _, label in described[name]
        )
        page = (exported / "codebook" / f"{name}.html").read_text(encoding="utf-8")
        assert re.findall('<section id="v-([^"]+)"', page) == list(frame)
        with zipfile.ZipFile(exported / "odf" / f"{name}.odf.zip") as archive:
            data = archive.read("data.csv").decode()
        assert data.count("\n") == len(frame) + 1 and data.startswith(",".join(frame))


def test_r_reads_the_panel_with_labels(dataset: Dataset, exported: Path) -> None:
    rscript = installed.program("Rscript")
    program = (
        'source("dataset.R", encoding = "UTF-8"); leute <- tabellen[["panel.netz.leute"]];'
        'cat(length(tabellen), attr(leute$panel_status, "label"), levels(leute$panel_status),'
        " class(leute$panel_balanced), sum(is.na(leute$form)), sep = '|')"
    )
    said = subprocess.run(
        [rscript, "--vanilla", "-e", program], cwd=exported, check=True, capture_output=True, text=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin:/usr/local/bin"},
    )  # fmt: skip
    lacking = int(dataset.panel["panel.netz.leute"]["form"].isna().sum())
    tables = len(list(all_tables(dataset)))
    assert said.stdout == (
        f"{tables}|Was aus der Zeile seit der Rücksendung davor wurde|erste Rücksendung|neu|"
        f"unverändert|geändert|weggefallen|wieder da|logical|{lacking}"
    )


def test_column_whose_first_rows_are_all_missing_goes_to_stata(dataset: Dataset, tmp_path: Path) -> None:
    """What pyreadstat takes a column for is judged by its first hundred rows."""
    wide = dataset.tables["netz.leute"]
    some = wide[wide["form"].notna()].iloc[:2]
    none = wide.iloc[:1].assign(form=pd.NA, form_missing="no_answer").astype(wide.dtypes)
    frame = pd.concat([*[none] * 150, some], ignore_index=True).astype(wide.dtypes)
    write_export(replace(dataset, tables={"netz.leute": frame}, panel={}, became={}), tmp_path, ["dta"])
    came, meta = from_dta(tmp_path, "netz.leute")
    assert list(came["form"])[:150] == ["a"] * 150
    labels = meta.variable_value_labels["form"]
    assert [labels[cell] for cell in list(came["form"])[150:]] == list(some["form"])
