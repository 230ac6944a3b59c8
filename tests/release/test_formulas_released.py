"""Computed fields in releases: they tell nothing of what is withheld, left out or made coarser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pandas as pd
import pytest

from release.rounds_played import ALLIANCES, WAVES
from ruecklauf.check.records import Entry, Record
from ruecklauf.cli.evaluating.export import evaluated
from ruecklauf.definition.models import Rule, Worksheet
from ruecklauf.definition.rulebook import BoundRule, bind
from ruecklauf.errors import RuecklaufError
from ruecklauf.findings import Place, Severity
from ruecklauf.project import open_project
from ruecklauf.release.anonymous import AREAS, Material, Release, anonymous
from ruecklauf.release.fates import Fate
from ruecklauf.release.formulas import Formulas
from ruecklauf.release.sparing import spared
from ruecklauf.release.sparing.implied import implying
from ruecklauf.release.suppression.programs import Program, Row
from ruecklauf.release.terms import TableWish
from ruecklauf.rounds.evaluating.releasing import release
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm
from ruecklauf.values import Missing, Value
from store.declared import entry, sha

HEAD, ITEMS = "markt.kopf", "markt.posten"
HIDDEN = Missing.WITHHELD.value
CODES = ("a", "b", "c", "d")
SETTINGS = """
title = "Prüfrunde"
fictional = true
[sender]
institution = "Institut"
email = "ruecklauf@institut.example"
[contact]
name = "Team"
email = "team@institut.example"
[privacy]
version = "1"
controller = "Institut"
text = "Nur für die Begleitung."
[release]
licence = "CC-BY-4.0"
authors = ["Muster, Kim"]
quasi_identifiers = ["markt.kopf.einzig"]
[[release.tables]]
question = "markt.posten.art"
[[release.tables]]
question = "markt.posten.art"
sum = "wert"
"""
SHEET = """
id: markt
version: "1.0"
title: Markt
short: Markt
purpose: Zweck.
instructions: Anleitung.
codelists:
  - id: arten
    title: Arten
    codes: [{code: a, label: A}, {code: b, label: B}, {code: c, label: C}, {code: d, label: D}]
sections:
  - id: kopf
    kind: record
    title: Kopf
    prefix: KO
    fields:
      - {id: einzig, type: choice, list: arten, label: Wodurch man auffällt}
      - {id: folge, type: choice, list: arten, label: Nur bei a, relevant_when: 'einzig = "a"'}
      - {id: klein, type: integer, label: Klein}
      - {id: umsatz, type: integer, label: Umsatz}
      - {id: seit, type: date, label: Seit}
      - {id: doppelt, type: integer, label: Das Doppelte, calculate: umsatz * 2}
      - {id: mehr, type: decimal, label: Mehr, calculate: doppelt + klein}
      - {id: tag, type: date, label: Danach, calculate: seit + klein}
      - {id: einer, type: integer, label: Ob a, calculate: 'count(kopf where einzig = "a")'}
      - {id: b_posten, type: integer, label: Posten b, calculate: 'count(posten where art = "b")'}
      - {id: sorten, type: integer, label: Sorten, calculate: distinct(posten.art)}
      - {id: gesamt, type: decimal, label: Gesamt, calculate: sum(posten.wert)}
      - {id: vierfach, type: decimal, label: Vierfach, calculate: klein * 4}
  - id: posten
    kind: table
    title: Posten
    prefix: PO
    free_rows: 6
    fields:
      - {id: art, type: choice, list: arten, label: Art}
      - {id: menge, type: integer, label: Menge}
      - {id: preis, type: decimal, label: Preis}
      - {id: wert, type: decimal, label: Wert, calculate: menge * preis}
      - {id: nur_b, type: decimal, label: Bei b, calculate: preis / 2, relevant_when: 'art = "b"'}
"""


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Of a sheet in which much is computed, returned by all alliances in both waves."""
    root = tmp_path_factory.mktemp("computed")
    waves = "".join(
        f'[[waves]]\nid = "{wave}"\ntitle = "{wave}"\ndeadline = {day}\nworksheets = ["markt"]\n'
        for wave, day in zip(WAVES, ("2026-06-30", "2026-12-31"), strict=True)
    )
    (root / "ruecklauf.toml").write_text(SETTINGS + waves, encoding="utf-8")
    rows = (f"{one},{name},{ags},{kind},,{people}" for one, (name, ags, kind, people) in ALLIANCES.items())
    listed = "\n".join(("id,name,ags,gebietstyp,email,x_einwohner", *rows))
    (root / "alliances.csv").write_text(f"{listed}\n", encoding="utf-8")
    (root / "worksheets/markt").mkdir(parents=True)
    (root / "worksheets/markt/worksheet.yaml").write_text(SHEET, encoding="utf-8")
    with Workspace(open_project(root), makes=True) as workspace:
        for number, wave in enumerate(WAVES):
            play(workspace, wave, number)
        evaluation, dataset = evaluated(workspace, (), is_release=True)
        return release(workspace, evaluation, dataset).material


def play(workspace: Workspace, wave: str, number: int) -> None:
    (sheet,) = workspace.worksheets(workspace.project.wave(wave))
    workspace.store.save_declarations([sheet])
    for place, alliance in enumerate(ALLIANCES):
        content = f"{wave} {alliance}"
        made = datetime(2026, 1 + 6 * number, 2, tzinfo=UTC)
        workspace.store.record_forms(
            [IssuedForm(alliance, wave, content.replace(" ", "-"), sha(f"form {content}"), "f.xlsx", "1",
                        (sheet.content_hash,), made)]
        )  # fmt: skip
        records = tuple(answered(sheet, Random(alliance), place))
        sent = entry(content, alliance=alliance, records=records, worksheets=(sheet,), wave=wave)
        workspace.store.save_submission(replace(sent, received_at=made, imported_at=made))


def answered(sheet: Worksheet, rng: Random, place: int) -> Iterator[Record]:
    head: dict[str, Value] = {
        "einzig": "a" if place % 4 else "b",
        "klein": rng.randint(1, 90),
        "umsatz": rng.randint(1000, 99999),
        "seit": date(2025, rng.randint(1, 12), rng.randint(1, 28)),
    }
    yield record(sheet, "kopf", "KO", head)
    for row in range(1, rng.randint(3, 6)):
        items: dict[str, Value] = {
            "art": rng.choice([*"aaaabbbc", "d" if place < 2 else "a"]),
            "menge": rng.randint(1, 9),
            "preis": Decimal(rng.randint(1, 40)) / 4,
        }
        yield record(sheet, "posten", f"PO10{row}", items, position=row)


def record(sheet: Worksheet, section: str, row: str, said: dict[str, Value], *, position: int = 1) -> Record:
    entries = {field: Entry(value, str(value), Place("Markt", "C3")) for field, value in said.items()}
    return Record(
        sheet.id, sheet.version, section, row, position=position, printed=False, entries=entries, contacts={}
    )


@pytest.fixture(scope="module")
def made(material: Material) -> Release:
    return spared(material)


def test_what_is_computed_from_what_a_release_has_not_is_left_out(made: Release) -> None:
    """Exact inputs alone make a computed field that a reader could compute himself."""
    names = ("einzig", "folge", "doppelt", "mehr", "tag", "einer", "b_posten", "gesamt", "vierfach")
    fates = {field: made.fates[HEAD, field] for field in names}
    assert fates == {
        "einzig": Fate.QUASI,
        **dict.fromkeys(("folge", "doppelt", "mehr", "tag", "einer"), Fate.TELLING),
        **dict.fromkeys(("b_posten", "gesamt"), Fate.KEPT),
        "vierfach": Fate.KEPT if made.fates[HEAD, "klein"] is Fate.KEPT else Fate.TELLING,
    }
    shown = set(made.dataset.tables[HEAD].columns) | set(made.dataset.long["field"])
    assert not shown & {"einzig", "folge", "doppelt", "mehr", "tag", "einer"}
    assert "vierfach" in shown


def test_a_computed_field_whose_formula_is_not_known_is_left_out(material: Material) -> None:
    known = replace(material.formulas, unknown=frozenset({(HEAD, "gesamt")}))
    assert spared(replace(material, formulas=known)).fates[HEAD, "gesamt"] is Fate.TELLING
    nothing = spared(replace(material, formulas=Formulas(), terms=replace(material.terms, tables=())))
    assert {nothing.fates[HEAD, "gesamt"], nothing.fates[ITEMS, "wert"]} == {Fate.TELLING}


def test_inputs_go_with_a_computed_field_by_which_somebody_stands_out(material: Material) -> None:
    """Left out alone, it would be computed again."""
    terms = replace(material.terms, quasi_identifiers=("markt.kopf.vierfach",))
    fates = spared(replace(material, terms=terms)).fates
    assert fates[HEAD, "vierfach"] is fates[HEAD, "klein"] is Fate.QUASI


def test_every_computed_value_of_a_release_is_that_of_its_rows(made: Release) -> None:
    items = made.dataset.tables[ITEMS]
    there = items["wert"].notna()
    assert there.any() and items["wert_missing"].astype("string").eq(HIDDEN).fillna(False).any()
    computed = items["menge"].astype("Float64") * items["preis"]
    assert (items.loc[there, "wert"] - computed[there]).abs().max() < 1e-9
    head = made.dataset.tables[HEAD].set_index(["alliance", "wave"])
    for owner, own in items.groupby(["alliance", "wave"]):
        hidden = {field for field in ("art", "menge", "preis", "wert") if own[field].isna().any()}
        of = head.loc[owner]
        assert pd.isna(of["gesamt"]) == bool(hidden & {"menge", "preis", "wert"}), owner
        assert pd.isna(of["b_posten"]) == pd.isna(of["sorten"]) == ("art" in hidden), owner
        if not pd.isna(of["gesamt"]):
            assert of["gesamt"] == pytest.approx(float(own["wert"].sum()))
        assert own.loc[own["art"].isna(), "nur_b"].isna().all()


def test_no_withheld_cell_is_told_by_what_is_computed(made: Release) -> None:
    """A reader's own program over rows, published tables, and all that is computed from either."""
    counts, sums = made.published or ()
    widths = dict(reading(made, counts, is_sum=False))
    assert widths and min(widths.values()) >= made.material.terms.fewest - 1e-6, widths
    widths = dict(reading(made, sums, is_sum=True))
    assert widths and min(widths.values()) >= 1 - 1e-6, widths


def reading(made: Release, one: Any, *, is_sum: bool) -> Iterator[tuple[object, float]]:
    """For every withheld cell of a table of answers how far apart its least and its most are."""
    areas = made.dataset.tables[AREAS].astype(str).set_index("alliance")
    rows, head = made.dataset.tables[ITEMS], made.dataset.tables[HEAD].set_index(["alliance", "wave"])
    for wave in WAVES:
        own = rows[rows["wave"].eq(wave)].reset_index(drop=True)
        places = {(row, code): number for number, (row, code) in
                  enumerate((row, code) for row in own.index for code in CODES)}  # fmt: skip
        bound = list(_rows(own, places, is_sum=is_sum))
        if not is_sum:
            bound += _counts(own, head, places)
        asked = []
        for key, cell in one.table.cells.items():
            if key.wave == wave and key.code in (*CODES, "all"):
                there = [row for row in own.index if _is_of(key, areas, own.at[row, "alliance"])]
                codes = CODES if key.code == "all" else (key.code,)
                columns = tuple(places[row, code] for row in there for code in codes)
                if one.is_withheld(key):
                    asked.append((key, columns))
                else:
                    bound.append(Row(columns, (1.0,) * len(columns), cell.value))
        for key, columns in asked:
            total = Row((len(places), *columns), (1.0, *(-1.0,) * len(columns)), 0.0)
            program = Program([float("inf")] * (len(places) + 1), [*bound, total])
            yield key, program.extreme(len(places), most=True) - program.extreme(len(places), most=False)


def _is_of(key: Any, areas: pd.DataFrame, alliance: str) -> bool:
    return key.grouping == "all" or areas.at[alliance, key.grouping] == key.group


def _rows(own: pd.DataFrame, places: dict[Any, int], *, is_sum: bool) -> Iterator[Row]:
    """What each row adds to which code: its number is 1, or what it is worth, where that is known."""
    for row in own.index:
        codes = CODES if pd.isna(own.at[row, "art"]) else (own.at[row, "art"],)
        for code in set(CODES) - set(codes):
            yield Row((places[row, code],), (1.0,), 0.0)
        worth = own.at[row, "wert"]
        if pd.isna(worth):
            worth = float(own.at[row, "menge"]) * own.at[row, "preis"] if _knows_inputs(own, row) else None
        amount = worth if is_sum else 1.0
        if amount is not None:
            yield Row(tuple(places[row, code] for code in codes), (1.0,) * len(codes), float(amount))


def _knows_inputs(own: pd.DataFrame, row: Any) -> bool:
    return not (pd.isna(own.at[row, "menge"]) or pd.isna(own.at[row, "preis"]))


def _counts(own: pd.DataFrame, head: pd.DataFrame, places: dict[Any, int]) -> Iterator[Row]:
    for (alliance, wave), items in own.groupby(["alliance", "wave"]):
        counted = head.at[(alliance, wave), "b_posten"]
        if not pd.isna(counted):
            columns = tuple(places[row, "b"] for row in items.index)
            yield Row(columns, (1.0,) * len(columns), float(counted))


@pytest.mark.parametrize(
    ("rule", "menge", "preis", "is_told"),
    [("wert <= 20", 4, 5, True), ("wert <= 20", 4, 1, False), ("menge <= preis", 50, 54, True),
     ("menge <= preis", 50, 56, False), ("wert = 20", 4, 5, True)],
)  # fmt: skip
def test_what_a_rule_says_of_a_withheld_number_by_others_or_by_what_is_computed_is_withheld(
    material: Material, rule: str, menge: int, preis: int, is_told: bool
) -> None:
    """Nobody may work a number out to within a tenth of it."""
    frame = material.dataset.tables[ITEMS].copy()
    frame.loc[frame.index[0], ["menge", "preis", "wert"]] = [menge, preis, menge * preis]
    row = (str(frame.at[frame.index[0], "alliance"]), str(frame.at[frame.index[0], "row_id"]))
    frame = frame[frame["alliance"].ne(row[0]) | (frame.index == frame.index[0])]
    dataset = replace(material.dataset, tables={**material.dataset.tables, ITEMS: frame})
    assert material.rules is not None
    own = material.rules.sections[ITEMS]
    bound = BoundRule(Rule(id="probe", constraint=rule, severity=Severity.ERROR, message="Probe"),
                      bind(rule, own.scope))  # fmt: skip
    book = replace(material.rules, sections={**material.rules.sections, ITEMS: replace(own, rules=(bound,))})
    whole = anonymous(replace(material, dataset=dataset, rules=book))
    withheld = {(ITEMS, field): {row} for field in ("menge", "wert")}
    assert dict(implying(whole, withheld)) == ({(ITEMS, "preis"): {row}} if is_told else {})


def test_tables_of_a_number_and_of_what_is_computed_from_it_are_refused(material: Material) -> None:
    wishes = tuple(TableWish("markt.posten.art", number) for number in ("wert", "preis"))
    with pytest.raises(RuecklaufError, match="computed from it"):
        spared(replace(material, terms=replace(material.terms, tables=wishes)))
