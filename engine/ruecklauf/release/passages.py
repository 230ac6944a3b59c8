"""Texts that somebody released one by one."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ruecklauf.dataset import ColumnInfo, TableInfo
from ruecklauf.errors import Problem, RuecklaufError
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.findings import Subject
from ruecklauf.release.anonymous import Material, Release
from ruecklauf.release.terms import Passage

FILE_NAME = "release_passages.csv"
TABLE = "evaluation.passages"
COLUMNS = ("alliance", "wave", "table", "row_id", "field", "text")
"""Of the file: the table as worksheet.section, the text exactly as it was answered."""


def read_passages(path: Path) -> tuple[Passage, ...]:
    """The passages that a project lists; none without the file. RuecklaufError where it cannot be read."""
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sample = file.readline()
            file.seek(0)
            rows = list(csv.DictReader(file, delimiter=";" if ";" in sample else ","))
        return tuple(_passage(row) for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError, AttributeError) as error:
        raise RuecklaufError(
            "is no list of passages.", where=str(path), remedy=f"Its columns are {', '.join(COLUMNS)}."
        ) from error


def _passage(row: Mapping[str, str]) -> Passage:
    worksheet, _, section = row["table"].strip().partition(".")
    about = Subject(worksheet, section, row["row_id"].strip(), row["field"].strip())
    return Passage(row["alliance"].strip().upper(), row["wave"].strip(), about, row["text"].strip())


def with_passages(release: Release, passages: Iterable[Passage]) -> Release:
    """The release with a table of the passages, by wave, question and area type, without who said them.

    RuecklaufError with every passage that is not exactly what the current return says, or that still names a
    place or seems to be personal: what is not sure is not released.
    """
    listed = tuple(passages)
    if not listed:
        return release
    answers = _answers(release.material)
    problems = [
        Problem(FILE_NAME, line, 1, wrong, "error")
        for line, passage in enumerate(listed, start=2)
        if (wrong := _wrong(passage, answers, release.material))
    ]
    if problems:
        raise RuecklaufError("\n".join(map(str, problems)), remedy="Nothing was released. Correct the list.")
    rows = sorted(
        (passage.wave, f"{passage.about.worksheet}.{passage.about.section}", passage.about.field,
         release.areas.by_alliance[passage.alliance][0], passage.text)
        for passage in listed
    )  # fmt: skip
    frame = pd.DataFrame(rows, columns=["wave", "table", "field", "area_type", "text"], dtype="string")
    dataset = replace(
        release.dataset,
        tables={**release.dataset.tables, TABLE: frame},
        info={**release.dataset.info, TABLE: _info(frame)},
    )
    return replace(release, dataset=dataset)


_Key = tuple[str, str, str, str, str, str]


def _answers(material: Material) -> dict[_Key, str]:
    columns = ["alliance", "wave", "worksheet", "table", "row_id", "field", "value"]
    long = material.dataset.long.loc[material.dataset.long["value"].notna(), columns]
    return {tuple(row[:6]): row[6] for row in long.itertuples(index=False, name=None)}


def _wrong(passage: Passage, answers: Mapping[_Key, str], material: Material) -> str:
    about = passage.about
    key = (passage.alliance, passage.wave, about.worksheet, about.section, about.row_id, about.field)
    if key not in answers:
        return "there is no such answer."
    if answers[key].strip() != passage.text:
        return "the answer is another one, or is masked."
    return "it names a place or seems to be personal." if material.places.found_in(passage.text) else ""


def _info(frame: pd.DataFrame) -> TableInfo:
    columns = tuple(ColumnInfo(str(name), "string") for name in frame)
    worksheet, _, section = TABLE.partition(".")
    return TableInfo(
        TABLE, worksheet, section, Localised({"de": "Einzeln freigegebene Texte"}), (), (), columns
    )
