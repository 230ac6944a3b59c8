"""From returns to indicators: what is declared, computed, exported and traced."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cli.conftest import Run
from report.reading import tables_of
from report.recomputed import Recomputed
from rounds.playing import Game
from ruecklauf.errors import DeclarationError, RuecklaufError
from ruecklauf.indicators.declared import bound_indicators, check_indicators
from ruecklauf.indicators.families import FUNCTIONS
from ruecklauf.library import load_library
from ruecklauf.rounds.evaluating.evaluation import Evaluation, evaluate
from ruecklauf.rounds.evaluating.snapshots import reading
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.workspace import Workspace

OWN = """
indicators:
  - id: jugendaemter
    family: eigene
    label: Jugendämter mit Zusammenarbeit
    unit: Anteil
    value: >-
      count(akteure where akteurstyp = "jugendamt" and koop = "ja")
      / count(akteure where akteurstyp = "jugendamt")
    n: count(akteure where akteurstyp = "jugendamt" and answered(koop))
    components: {ja: 'count(akteure where akteurstyp = "jugendamt" and koop = "ja")'}
"""
ROWS = {
    # row: vorhanden, koop, kerngruppe
    "AK001": ("ja", "ja", "aktiv"),
    "AK021": ("ja", "nein", "geplant"),
    "AK041": ("ja", "ja", "nein"),
    "AK063": ("nein", None, None),
}


def answers(rows: dict[str, tuple[str | None, ...]]) -> dict[tuple[str, str, str, str], Any]:
    fields = ("vorhanden", "koop", "kerngruppe")
    return {
        ("akteure", "akteure", row, field): value
        for row, values in rows.items()
        for field, value in zip(fields, values, strict=True)
        if value is not None
    }


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    """Kleve returned actors twice, Köln nothing but the master sheet, in the first wave."""
    game = Game(tmp_path_factory.mktemp("indicators") / "project", opened_as=Workspace)
    (game.root / "indicators").mkdir()
    (game.root / "indicators" / "own.yaml").write_text(OWN, encoding="utf-8")
    game.hand_in(game.filled("Kleve", answers(ROWS)))
    master = {("stammblatt", "stammblatt", "ST", "lead_benannt"): "ja"}
    game.hand_in(game.filled("Köln", master))
    second = game.wave("2026-2")
    alliances = game.workspace.project.alliances
    issue_forms(game.workspace, second, alliances, folder=game.root / "forms" / "2026-2", now=game.later())
    later = {**ROWS, "AK021": ("ja", "ja", "aktiv"), "AK001": ("ja", "ja", "ausgeschieden")}
    game.hand_in(game.filled("Kleve", answers(later), wave="2026-2"))
    yield game
    game.close()


@pytest.fixture(scope="module")
def evaluation(game: Game) -> Evaluation:
    return evaluate(game.workspace)


def one(
    evaluation: Evaluation, indicator: str, wave: str, alliance: str | None = "AAAAAA"
) -> tuple[Any, ...]:
    table = evaluation.measured
    own = table["alliance"].isna() if alliance is None else table["alliance"] == alliance
    row = table[own & (table["indicator"] == indicator) & (table["wave"] == wave)].iloc[0]
    value, change = (None if pd.isna(row[name]) else round(row[name], 6) for name in ("value", "change"))
    return value, int(row["n"]), change, json.loads(row["components"])


def test_indicators_of_two_waves(evaluation: Evaluation) -> None:
    size = one(evaluation, "kerngruppe_groesse", "2026-1")
    assert size == (2, 3, None, {"geplant": 1, "aktiv": 1, "quer": 0})
    assert one(evaluation, "kerngruppe_groesse", "2026-2")[:3] == (1, 3, -1)
    turnover = {"geblieben": 1, "dazugekommen": 0, "ausgeschieden": 1}
    assert one(evaluation, "kerngruppe_wechsel", "2026-2") == (0.5, 2, None, turnover)
    assert one(evaluation, "kerngruppe_verwirklichung", "2026-2")[:2] == (1, 1)
    assert one(evaluation, "ruecklaufquote", "2026-1", None)[:2] == (1, 2)
    assert one(evaluation, "ruecklaufquote", "2026-2", None)[:3] == (0.5, 2, -0.5)
    assert one(evaluation, "verbleib", "2026-2", None)[:2] == (0.5, 2)


def test_what_was_not_returned_is_missing_and_never_0(evaluation: Evaluation) -> None:
    for indicator in (
        "kerngruppe_groesse",
        "kooperation",
        "kooperation_feld_1",
        "jugendaemter",
        "netz_dichte",
    ):
        assert one(evaluation, indicator, "2026-1", "BBBBBB")[:2] == (None, 0)
    assert one(evaluation, "luecke_median", "2026-1")[:2] == (None, 0)
    assert one(evaluation, "verankerung", "2026-1", "BBBBBB")[:2] == (None, 1), "one condition is too few"


def test_an_indicator_of_the_projects_own_needs_no_python(evaluation: Evaluation) -> None:
    assert one(evaluation, "jugendaemter", "2026-1") == (1, 1, None, {"ja": 1})


def test_completeness_counts_what_applied(evaluation: Evaluation) -> None:
    quality = evaluation.exported().tables["evaluation.quality"]
    own = quality[(quality["alliance"] == "AAAAAA") & (quality["worksheet"] == "akteure")].set_index("wave")
    printed = sum(code.nr is not None for code in load_library().codelists["akteurstypen"].codes)
    # vorhanden of every printed row; institution, koop and kerngruppe of the three that exist
    first = own.loc["2026-1"]
    assert first["applicable"] == printed + 9
    assert first["unanswered"] == (printed - 4) + 3
    assert tuple(own.loc["2026-2", ["rows_before", "rows_unchanged"]]) == (4, 2)


def test_formulas_and_functions_say_the_same(evaluation: Evaluation) -> None:
    """The cooperation rate of all fields beside the rows themselves, counted anew from the dataset."""
    actors = evaluation.dataset.tables["akteure.akteure"]
    own = actors[(actors["alliance"] == "AAAAAA") & (actors["wave"] == "2026-1")]
    asked = own[(own["vorhanden"] == "ja") & own["koop"].isin(["ja", "nein"])]
    assert one(evaluation, "kooperation", "2026-1")[:2] == (
        round((asked["koop"] == "ja").mean(), 6),
        len(asked),
    )


def test_indicators_on_the_command_line(game: Game, run: Callable[..., Run], tmp_path: Path) -> None:
    rows = run("indicators", "-p", game.root, "--wave", "2026-1", "--alliance", "Kleve", "--json").data
    (size,) = [row for row in rows if row["indicator"] == "kerngruppe_groesse"]
    assert (size["value"], size["n"], size["components"]["aktiv"]) == (2, 3, 1)
    assert {row["wave"] for row in rows} == {"2026-1"} and {row["alliance"] for row in rows} == {
        None,
        "AAAAAA",
    }
    shown = run("indicators", "-p", game.root).out
    assert "Köln" in shown and "Size of the core group" in shown
    traced = run("trace", "Kleve", "kerngruppe_wechsel", "--wave", "2026-2", "-p", game.root, "--json").data
    cells = {(row["wave"], row["row_id"], row["value"]) for row in traced["answers"]}
    assert {("2026-1", "AK021", "geplant"), ("2026-2", "AK021", "aktiv")} <= cells
    assert all(row["cell"] and row["sha256"] for row in traced["answers"])
    told = run("trace", "Kleve", "kerngruppe_groesse", "--row", "AK001", "--wave", "2026-1", "-p", game.root)
    assert "AK001" in told.out and "AK021" not in told.out and "value: 2" in told.out
    absent = run("trace", "Köln", "kerngruppe_wechsel", "--wave", "2026-2", "-p", game.root)
    assert (absent.status, "has no indicator" in absent.err) == (2, True)
    run("export", tmp_path / "data", "-p", game.root, "--format", "csv")
    exported = pd.read_csv(tmp_path / "data/csv/evaluation.indicators.csv")
    own = exported[(exported["alliance"] == "AAAAAA") & (exported["indicator"] == "kerngruppe_groesse")]
    assert own["value"].tolist() == [2, 1] and own["n"].tolist() == [3, 3]


MISTAKES = {
    "function: kern_groesse\n    inputs: [akteure.akteure.koop]": "there is no function 'kern_groesse'",
    "function: core_size\n    inputs: [akteure.akteure.kerngrupe]": "did you mean 'kerngruppe'",
    "function: core_size\n    inputs: [aktoren.aktoren.kerngruppe]": "there is no table 'aktoren.aktoren'",
    "function: core_size\n    inputs: [akteure.akteure.koop, gremien.gremien.art]": "takes fields of 1",
    "function: core_size": "a function needs inputs",
    'value: count(akteure where kop = "ja")\n    n: count(akteure)': "akteure.akteure has no field kop",
    "value: count(akteur)\n    n: count(akteure)": "there is no table akteur",
    "value: koop\n    n: count(akteure)": "this rule belongs to no table",
    "value: wave_date\n    n: count(akteure)": "the formula should give a number",
    "value: count(akteure)": "a formula needs n",
    "value: count(akteure)\n    n: count(akteure)\n    level: wave": "formulas are for the level alliance",
    "n: count(akteure)": "an indicator has a function or a value",
    "value: count(akteure)\n    n: count(akteure)\n    components: {a: count(x)}": "there is no table x",
}


@pytest.mark.parametrize(("declared", "said"), MISTAKES.items())
def test_mistakes_in_declarations_are_named(declared: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    folder.mkdir()
    head = "indicators:\n  - id: eigener\n    family: eigene\n    label: Eigener\n    unit: Anteil\n    "
    (folder / "own.yaml").write_text(head + declared + "\n", encoding="utf-8")
    (problem,) = check_indicators(load_library(), tmp_path)
    assert said in problem.message and problem.file == "indicators/own.yaml" and problem.line > 1
    with pytest.raises(DeclarationError):
        bound_indicators(load_library(), tmp_path)


def test_mistakes_of_shape_hide_none_of_formulas(tmp_path: Path) -> None:
    """In the same indicator, in others of its file, and in other files."""
    folder = tmp_path / "indicators"
    folder.mkdir()
    wrong = OWN.replace("koop =", "kop =")
    mistyped = wrong.replace("jugendaemter", "erster").replace("unit:", "unitt:")
    (folder / "one.yaml").write_text(mistyped, encoding="utf-8")
    more = wrong.replace("jugendaemter", "weitere").replace("\nindicators:\n", "")
    shape = "  - id: dritter\n    family: eigene\n"
    (folder / "two.yaml").write_text(f"{wrong}{more}{shape}", encoding="utf-8")
    (folder / "three.yaml").write_text("indicators: [", encoding="utf-8")
    found = check_indicators(load_library(), tmp_path)
    files = [problem.file for problem in found if "no field kop" in problem.message]
    assert {*files} == {"indicators/one.yaml", "indicators/two.yaml"}
    assert any("unitt" in problem.message for problem in found)
    assert any(problem.file == "indicators/three.yaml" for problem in found)
    assert any("dritter" in problem.message or "label" in problem.message for problem in found)


def test_check_knows_indicators(game: Game, run: Callable[..., Run]) -> None:
    own = game.root / "indicators" / "wrong.yaml"
    own.write_text(OWN.replace("jugendaemter", "falsch").replace("koop =", "kop ="), encoding="utf-8")
    try:
        checked = run("check", "-p", game.root)
    finally:
        own.unlink()
    assert checked.status == 1 and "indicators/wrong.yaml:8:" in checked.out and "no field kop" in checked.out


def test_shipped_indicators_are_right_and_use_every_function() -> None:
    assert check_indicators(load_library()) == ()
    shipped = bound_indicators(load_library())
    used = {bound.indicator.function for bound in shipped} - {None}
    assert used == set(FUNCTIONS)
    assert all({"de", "en"} <= set(bound.indicator.label.languages) for bound in shipped)
    assert all(FUNCTIONS[name].__doc__ for name in used if name)


SHAPES = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"AGS": "05154"},
"geometry": {"type": "Polygon", "coordinates": [[[6.0, 51.5], [6.0, 51.9], [6.5, 51.9], [6.0, 51.5]]]}}]}"""


def test_report_of_two_waves(game: Game, run: Callable[..., Run], tmp_path: Path) -> None:
    shapes, folder = tmp_path / "shapes.geojson", tmp_path / "r"
    shapes.write_text(SHAPES, encoding="utf-8")
    written = run(
        *("report", folder, "-p", game.root, "--wave", "2026-2", "--language", "de"),
        *("--format", "html,docx", "--map", shapes, "--json"),
    )
    page, document = map(Path, written.data)
    assert (page.suffix, document.suffix) == (".html", ".docx")
    run("export", tmp_path / "data", "-p", game.root, "--format", "csv")
    tables = tables_of(page.read_text(encoding="utf-8"))
    assert tables["response"] == Recomputed(tmp_path / "data" / "csv", "2026-2", {}).response()
    # so few alliances answered both waves that nothing of what they say is told
    assert (tables["panel"], tables["core_change"]) == ([], [])
    for wrong in (("--language", "fr"), ("--format", "pdf"), ("--map", tmp_path / "none.geojson")):
        assert run("report", folder, "-p", game.root, *wrong).status == 2


def refused(workspace: Workspace) -> None:
    raise RuecklaufError("cannot be written.", where="snapshot")


def test_figures_and_the_report_come_from_a_snapshot_too(
    game: Game, run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run("snapshot", "-p", game.root, "--json").data
    assert (Path(made["folder"]).is_dir(), made["built"], made["alliances"]) == (True, 2, 2)
    assert run("snapshot", "-p", game.root, "--anew").out.strip().endswith("2 alliances, 2 built, 0 removed")
    chosen = ["-p", game.root, "--wave", "2026-1", "--alliance", "Kleve", "--json"]
    from_store = run("indicators", *chosen, "--no-snapshot").data
    assert run("indicators", *chosen, "--snapshot").data == from_store
    with monkeypatch.context() as patched:
        patched.setattr("ruecklauf.rounds.evaluating.evaluation.evaluate", None)
        assert run("indicators", *chosen).data == from_store, "by itself, once it is there"
    with monkeypatch.context() as patched:
        patched.setattr(reading, "measure_from_snapshot", refused)
        told = run("indicators", *chosen)
        assert told.data == from_store and "The snapshot is not used" in told.err
    run("report", tmp_path / "store", "-p", game.root, "--format", "html", "--no-snapshot")
    run("report", tmp_path / "snapshot", "-p", game.root, "--format", "html", "--snapshot")
    pages = [next((tmp_path / name).glob("*.html")).read_text("utf-8") for name in ("store", "snapshot")]
    assert pages[0] == pages[1]
    assert "deleted" in run("snapshot", "-p", game.root, "--remove").out
    assert not (game.root / "snapshot").exists()
