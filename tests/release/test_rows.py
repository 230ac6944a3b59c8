"""Rows of a release beside its tables: what tables withhold cannot be counted from the rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from ruecklauf.cli.evaluating.export import evaluated
from ruecklauf.project import open_project
from ruecklauf.release.anonymous import AREAS, Material, Release
from ruecklauf.release.sparing import spared
from ruecklauf.release.suppression.programs import Program, Row
from ruecklauf.release.tables.withholding import Published
from ruecklauf.rounds.evaluating.releasing import release
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import Missing

SHEETS = ("stammblatt", "vorort")
KINDS = (Missing.NO_ANSWER, Missing.UNKNOWN, Missing.UNREADABLE)
HIDDEN = Missing.WITHHELD.value


@pytest.fixture(scope="module")
def material(played: Path) -> Material:
    """Of two short sheets."""
    with Workspace(open_project(played)) as workspace:
        evaluation, dataset = evaluated(workspace, (), is_release=True)
        whole = release(workspace, evaluation, dataset).material
    names = [name for name in dataset.tables if name.partition(".")[0] in (*SHEETS, "evaluation")]
    return replace(
        whole,
        dataset=replace(
            whole.dataset,
            long=whole.dataset.long[whole.dataset.long["worksheet"].isin(SHEETS)],
            tables={name: whole.dataset.tables[name] for name in names},
            info={name: whole.dataset.info[name] for name in names},
            panel={
                name: frame[frame["table"].str.partition(".")[0].isin(SHEETS)] if "table" in frame else frame
                for name, frame in whole.dataset.panel.items()
            },
        ),
    )


def drawn(material: Material, seed: int) -> Material:
    """The same alliances with other answers to each list, often the same one and sometimes none."""
    rng = Random(seed)
    made = dict(material.dataset.tables)
    for name in [name for name in made if name.partition(".")[0] in SHEETS]:
        frame = made[name].copy()
        for one in material.dataset.info[name].columns:
            if one.categories and not one.says_why_missing and one.field and one.field.wave != "F":
                codes = list(one.categories)[: rng.randint(1, 4)]
                came = frame[f"{one.name}_missing"].ne("not_returned").fillna(True)
                for row in frame.index[came]:
                    is_missing = rng.random() < 0.15
                    frame.loc[row, one.name] = None if is_missing else rng.choice([codes[0], *codes])
                    frame.loc[row, f"{one.name}_missing"] = rng.choice(KINDS).value if is_missing else None
        made[name] = frame
    return replace(material, dataset=replace(material.dataset, tables=made))


@pytest.mark.parametrize("seed", range(4))
def test_no_withheld_cell_is_told_by_the_rows(material: Material, seed: int) -> None:
    """What somebody works out who has tables and rows, from these alone: a program of his own."""
    made = spared(drawn(material, seed))
    assert made.published
    withheld = 0
    for one in made.published:
        for key, width in widths(made, one).items():
            withheld += 1
            assert width >= made.material.terms.fewest_of(one.table.name) - 1e-6, (seed, key)
    assert withheld and made.withheld


def widths(made: Release, one: Published) -> dict[object, float]:
    """For every withheld cell how far apart the least and the most are that it can be."""
    areas = made.dataset.tables[AREAS].astype(str).set_index("alliance")
    rows = made.dataset.tables[one.table.name]
    why = rows[f"{one.table.question}_missing"].astype("string")
    shown = rows[one.table.question].astype("string").fillna(why)
    told: dict[object, float] = {}
    for wave in one.table.waves:
        own = rows.index[(rows["wave"] == wave) & why.ne("not_returned").fillna(True)]
        counted = Counter(
            (shown[row], areas.at[rows.at[row, "alliance"], "area_type"],
             areas.at[rows.at[row, "alliance"], "size_class"])
            for row in own
        )  # fmt: skip
        told |= _widths(one, wave, counted)
    return told


Group = tuple[str, str]


def _widths(one: Published, wave: str, counted: Counter[tuple[str, str, str]]) -> dict[object, float]:
    """Columns are how many of the hidden rows of each group have each code."""
    groups: list[Group] = sorted({(area, size) for _, area, size in counted})
    places = {
        (code, group): number
        for number, (code, group) in enumerate((code, group) for code in one.table.codes for group in groups)
    }

    def within(grouping: str, name: str) -> list[Group]:
        return [
            (area, size)
            for area, size in groups
            if grouping == "all" or name == (area if grouping == "area_type" else size)
        ]

    program_rows = [
        Row(tuple(places[code, group] for code in one.table.codes), (1.0,) * len(one.table.codes),
            float(counted[HIDDEN, *group]))
        for group in groups
    ]  # fmt: skip
    asked = []
    for key, cell in one.table.cells.items():
        if key.wave != wave or key.code == "all":
            continue
        own = within(key.grouping, key.group)
        columns = tuple(places[key.code, group] for group in own)
        if one.is_withheld(key):
            asked.append((key, columns))
        else:
            hidden = cell.value - sum(counted[key.code, *group] for group in own)
            program_rows.append(Row(columns, (1.0,) * len(columns), hidden))
    return {key: _width(columns, len(places), program_rows) for key, columns in asked}


def _width(columns: tuple[int, ...], number: int, rows: list[Row]) -> float:
    """Of a sum of columns: it is a column of its own."""
    total = Row((number, *columns), (1.0, *(-1.0,) * len(columns)), 0.0)
    program = Program([float("inf")] * (number + 1), [*rows, total])
    return program.extreme(number, most=True) - program.extreme(number, most=False)


def test_answers_that_would_tell_a_withheld_one_are_withheld_with_it(material: Material) -> None:
    """Offices are asked about only where there is one: as it is hidden who has one, so is what they say."""
    made = spared(drawn(material, 1))
    rows = made.dataset.tables["stammblatt.stammblatt"]
    hidden = rows["gs_benannt_missing"].astype("string").eq(HIDDEN).fillna(False)
    assert hidden.any()
    for field in ("gs_ansiedlung", "gs_vzae"):
        assert rows.loc[hidden, field].isna().all()
        assert rows.loc[hidden, f"{field}_missing"].eq(HIDDEN).all()


def test_what_is_withheld_is_so_in_all_waves_and_in_everything_computed(material: Material) -> None:
    made = spared(drawn(material, 2)).dataset
    long = made.long[made.long["missing"].eq(HIDDEN)]
    hidden = set(zip(long["alliance"], long["row_id"], long["field"], strict=True))
    others = made.long[made.long["missing"].ne(HIDDEN).fillna(True) & made.long["missing"].ne("not_returned")]
    assert not hidden & set(zip(others["alliance"], others["row_id"], others["field"], strict=True))
    assert hidden and long["value"].isna().all()
    changes = made.panel["panel_changes"]
    assert not hidden & set(zip(changes["alliance"], changes["row_id"], changes["field"], strict=True))
    for name, frame in made.panel.items():
        for field in [str(column) for column in frame if f"{column}_missing" in frame]:
            own = [
                (alliance, row, field) in hidden
                for alliance, row in zip(frame["alliance"], frame["row_id"], strict=True)
            ]
            assert frame.loc[own, field].isna().all(), (name, field)
    quality = made.tables["evaluation.quality"]
    sheets = set(zip(long["alliance"], long["worksheet"], strict=True))
    own = [pair in sheets for pair in zip(quality["alliance"], quality["worksheet"], strict=True)]
    assert any(own) and quality.loc[own, ["applicable", "unanswered", "unknown"]].isna().all(axis=None)
    measured = made.tables["evaluation.indicators"]
    lacking = measured["indicator"].eq("ohne_angabe") & measured["alliance"].isin(set(long["alliance"]))
    assert lacking.any() and measured.loc[lacking, ["value", "n", "components"]].isna().all(axis=None)


def test_summaries_are_those_of_all_alliances(material: Material) -> None:
    made = spared(material)
    whole = material.dataset.tables["evaluation.indicators"]
    for row in made.dataset.tables["evaluation.summary"].to_dict("records"):
        own = whole[(whole["indicator"] == row["indicator"]) & (whole["wave"] == row["wave"])]
        values = own.loc[own["alliance"].notna(), "value"].dropna().astype(float)
        assert (row["n"], row["median"]) == (len(values), pytest.approx(values.median()))
    assert isinstance(made.dataset.tables["evaluation.summary"], pd.DataFrame)
