"""Rows of a release beside its tables: what tables withhold cannot be counted from the rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from ruecklauf.cli.evaluating.export import evaluated
from ruecklauf.definition.models import Rule
from ruecklauf.definition.rulebook import BoundRule, RuleBook, SectionRules, bind, scope_of
from ruecklauf.findings import Severity
from ruecklauf.library import load_library
from ruecklauf.project import open_project
from ruecklauf.release.anonymous import AREAS, Material, Release, anonymous
from ruecklauf.release.fates import Question
from ruecklauf.release.sparing import spared
from ruecklauf.release.sparing.implied import implying
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
    return {
        key: _width(columns, len(places), rows)
        for wave in one.table.waves
        for places, rows, asked in [_read(one, wave, counted(made, one, wave))]
        for key, columns in asked
    }


def certain(made: Release, one: Published) -> list[object]:
    """The groups whose withheld answers can be but one, by what tables show beside rows."""
    found: list[object] = []
    for wave in one.table.waves:
        shown = counted(made, one, wave)
        places, rows, _ = _read(one, wave, shown)
        hidden = {group: count for (code, *group_), count in shown.items()
                  if code == HIDDEN for group in [tuple(group_)]}  # fmt: skip
        for (code, group), place in places.items():
            if (
                group in hidden
                and Program([float("inf")] * len(places), rows).extreme(place, most=False)
                >= hidden[group] - 1e-6
            ):
                found.append((wave, code, group))
    return found


def counted(made: Release, one: Published, wave: str) -> Counter[tuple[str, str, str]]:
    """How many rows show each answer, by code, area type and size class."""
    areas = made.dataset.tables[AREAS].astype(str).set_index("alliance")
    rows = made.dataset.tables[one.table.name]
    why = rows[f"{one.table.question}_missing"].astype("string")
    shown = rows[one.table.question].astype("string").fillna(why)
    own = rows.index[(rows["wave"] == wave) & why.ne("not_returned").fillna(True)]
    return Counter(
        (shown[row], areas.at[rows.at[row, "alliance"], "area_type"],
         areas.at[rows.at[row, "alliance"], "size_class"])
        for row in own
    )  # fmt: skip


Group = tuple[str, str]
Places = dict[tuple[str, Group], int]


def _read(
    one: Published, wave: str, counted: Counter[tuple[str, str, str]]
) -> tuple[Places, list[Row], list[tuple[object, tuple[int, ...]]]]:
    """Columns are how many of the hidden rows of each group have each code; and those of withheld cells."""
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
    asked: list[tuple[object, tuple[int, ...]]] = []
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
    return places, program_rows, asked


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


OFFICE, LEAD = ("stammblatt.stammblatt", "gs_benannt"), ("stammblatt.stammblatt", "lead_benannt")
OF_ROWS = 'lead_benannt = "ja" implies gs_benannt = "ja"'
OF_TABLES = (
    'count(stammblatt where lead_benannt = "ja")'
    ' <= count(stammblatt where gs_benannt = "ja" or missing(gs_benannt))'
)


def bound(text: str, *, of_rows: bool, severity: Severity = Severity.ERROR) -> RuleBook:
    """One rule over the first sheet."""
    worksheets = tuple(load_library().worksheets.values())
    sheet = next(one for one in worksheets if one.id == "stammblatt")
    section = next(one for one in sheet.sections if one.id == "stammblatt")
    scope = scope_of(sheet, section if of_rows else None, worksheets)
    rule = Rule(id="probe", constraint=text, severity=severity, message="Probe")
    rules = (BoundRule(rule, bind(text, scope)),)
    sections = {OFFICE[0]: SectionRules(scope, (), rules)} if of_rows else {}
    return RuleBook(sections, {} if of_rows else {"stammblatt": rules}, {})


def answering(material: Material, lead: str | None, office: str | None) -> tuple[Material, tuple[str, str]]:
    """Where one alliance says so."""
    made = dict(material.dataset.tables)
    frame = made[OFFICE[0]].copy()
    place = frame.index[frame["lead_benannt_missing"].ne("not_returned").fillna(True)][0]
    for (_, field), answer in ((LEAD, lead), (OFFICE, office)):
        frame.loc[place, field] = answer
        frame.loc[place, f"{field}_missing"] = None if answer else "no_answer"
    who = str(frame.at[place, "alliance"])
    made[OFFICE[0]] = frame[(frame["alliance"] != who) | (frame.index == place)]
    row = str(frame.at[place, "row_id"]) if "row_id" in frame else ""
    return replace(material, dataset=replace(material.dataset, tables=made)), (who, row)


@pytest.mark.parametrize(
    ("withheld", "lead", "office", "telling"),
    [
        (OFFICE, "ja", "ja", LEAD),
        (OFFICE, "nein", "ja", None),
        (OFFICE, None, "ja", None),
        (LEAD, "ja", "nein", OFFICE),
        (LEAD, "ja", "ja", None),
    ],
)
def test_what_a_rule_says_of_a_withheld_answer_is_withheld(
    material: Material, withheld: Question, lead: str, office: str, telling: Question | None
) -> None:
    asked, row = answering(material, lead, office)
    made = anonymous(replace(asked, rules=bound(OF_ROWS, of_rows=True)))
    expected = {telling: {row}} if telling else {}
    assert dict(implying(made, {withheld: {row}})) == expected
    assert not implying(made, {}) and not implying(made, {LEAD: {row}, OFFICE: {row}})
    warned = bound(OF_ROWS, of_rows=True, severity=Severity.WARNING)
    assert not implying(replace(made, material=replace(made.material, rules=warned)), {withheld: {row}})


def test_a_rule_that_only_warns_tells_as_much_where_nearly_all_keep_it(material: Material) -> None:
    asked, row = answering(material, "ja", "ja")
    frame = asked.dataset.tables[OFFICE[0]].copy()
    frame.loc[frame["alliance"] != row[0], "lead_benannt"] = "nein"
    tables = {**asked.dataset.tables, OFFICE[0]: frame}
    kept = replace(
        asked,
        dataset=replace(asked.dataset, tables=tables),
        rules=bound(OF_ROWS, of_rows=True, severity=Severity.WARNING),
    )
    assert dict(implying(anonymous(kept), {OFFICE: {row}})) == {LEAD: {row}}


def test_what_a_rule_over_tables_says_is_withheld(material: Material) -> None:
    asked, row = answering(material, "ja", "ja")
    made = anonymous(replace(asked, rules=bound(OF_TABLES, of_rows=False)))
    assert dict(implying(made, {OFFICE: {row}})) == {LEAD: {row}}
    asked, row = answering(material, "nein", "ja")
    assert not implying(replace(made, material=replace(asked, rules=made.material.rules)), {OFFICE: {row}})


def test_no_rule_tells_a_withheld_answer_of_a_release(material: Material) -> None:
    """As somebody reads it who knows the rule: lead without office cannot be."""
    made = spared(replace(drawn(material, 1), rules=bound(OF_ROWS, of_rows=True)))
    assert not [told for one in made.published or () for told in certain(made, one)]
    rows = made.dataset.tables[OFFICE[0]].astype("string")
    hidden = {field: rows[f"{field}_missing"].eq(HIDDEN).fillna(False) for _, field in (OFFICE, LEAD)}
    assert hidden["gs_benannt"].any()
    assert not (hidden["gs_benannt"] & rows["lead_benannt"].eq("ja").fillna(False)).any()
    assert not (hidden["lead_benannt"] & rows["gs_benannt"].notna() & rows["gs_benannt"].ne("ja")).any()
