"""A release of a whole round: nobody is in it, and what is in it is right."""

from __future__ import annotations

import csv
import json
import re
import stat
from collections import defaultdict
from pathlib import Path
from statistics import median

import pandas as pd
import pytest

from release.conftest import Released, RunCommand
from release.reading import everything
from release.rounds_played import ALLIANCES, CANARIES, WAVES
from ruecklauf.exports import EXPORTS
from ruecklauf.own_files import SUMS
from ruecklauf.project import open_project
from ruecklauf.release.suppression.audit import intervals
from ruecklauf.release.suppression.models import Cell, Equation, Key, System
from ruecklauf.rounds.evaluating.evaluation import Evaluation, evaluate
from ruecklauf.rounds.workspace import Workspace

NAMES = [word for name, *_ in ALLIANCES.values() for word in name.split() if word != "Kreis"]
WHOLE = ("akteure", "zielgruppe")
"""Sheets of which nothing is withheld."""
SECRETS = [*CANARIES, *ALLIANCES, *NAMES, *(ags for _, ags, *_ in ALLIANCES.values()), "zebrahausen"]


@pytest.fixture(scope="module")
def evaluation(played: Path) -> Evaluation:
    with Workspace(open_project(played)) as workspace:
        return evaluate(workspace)


def table(released: Released, name: str) -> pd.DataFrame:
    return pd.read_csv(
        released.folder / f"csv/{name}.csv", dtype="string", keep_default_na=False, na_values=[""]
    )


def test_nothing_of_a_person_text_file_or_place_is_in_any_file(
    released: Released, evaluation: Evaluation, played: Path
) -> None:
    found = {
        (name, secret) for name, text in everything(released.folder) for secret in SECRETS if secret in text
    }
    assert found == set()
    assert [secret for secret in SECRETS if secret in released.said] == []
    # they are there to be found: in the store, or in what an export for the project itself has
    kept = evaluation.dataset.long.to_csv() + "".join(
        (played / name).read_bytes().decode("utf-8", errors="replace")
        for name in ("ruecklauf.sqlite", "contacts.sqlite", "alliances.csv")
    )
    assert [secret for secret in SECRETS if secret not in kept] == []


def test_every_format_is_there_with_its_description_of_areas(released: Released) -> None:
    there = {path.relative_to(released.folder).parts[0] for path in released.folder.rglob("*")}
    assert {"csv", "parquet", "codebook", "sav", "dta", "odf", "tables"} <= there
    assert {"dataset.xlsx", "dataset.R", "datapackage.json", "codebook.xml", "statement.txt"} <= there
    assert sum(not each.is_special for each in EXPORTS.values()) == 10
    areas = table(released, "evaluation.areas")
    assert set(areas["area_type"]) == {"kreis", "nicht_kreis"}
    assert areas.groupby(["area_type", "size_class"]).size().min() >= 3


def test_a_release_replaces_another_with_the_same_bytes_and_the_key_stays(
    released: Released, played: Path, run_release: RunCommand, tmp_path: Path
) -> None:
    key = played / "release.key"
    before = key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    (tmp_path / "data").mkdir()
    run_release("export", tmp_path / "data", "csv")
    made = [path for path in (tmp_path / "data").rglob("*.*") if path.is_file()]
    again = {path.relative_to(tmp_path / "data"): path.read_bytes() for path in made}
    assert key.read_bytes() == before
    # the README names the formats that were asked for
    alike = {path: content for path, content in again.items() if path.name not in {"README.txt", SUMS}}
    assert alike == {path: (released.folder / path).read_bytes() for path in alike}
    assert len(alike) > 10
    numbers = json.loads(before)["alliances"]
    assert set(table(released, "evaluation.areas")["alliance"]) == set(numbers.values())


def test_ten_questions_are_answered_from_the_release_alone(
    released: Released, evaluation: Evaluation
) -> None:
    """Response, core groups, kinds of missing and others: by pandas from CSV, and by the store.

    Kinds of missing are counted of the sheets of which nothing is withheld; what all alliances come to,
    whether withheld or not, is in the summary.
    """
    returns, long = table(released, "evaluation.returns"), table(released, "long")
    indicators, actors = table(released, "evaluation.indicators"), table(released, "akteure.akteure")
    first = returns[returns["wave"] == WAVES[0]]
    size = indicators[(indicators["indicator"] == "kerngruppe_groesse") & (indicators["wave"] == WAVES[0])]
    core = actors[(actors["wave"] == WAVES[0]) & actors["kerngruppe"].isin(["aktiv", "geplant"])]
    panel = table(released, "panel_alliances")
    summary = table(released, "evaluation.summary").set_index(["indicator", "wave"])["median"].astype(float)
    long = long[long["worksheet"].isin(WHOLE)]
    assert not long["missing"].eq("withheld").any()
    answers = {
        "response rate": (first["returned"] == "true").mean(),
        "first pass": (first["first_pass"].dropna() == "true").mean(),
        "core size median": size["value"].astype(float).median(),
        "core size summed up": summary["kerngruppe_groesse", WAVES[0]],
        "core size counted": float(core.groupby("alliance").size().median()),
        **{f"missing: {kind}": count for kind, count in long["missing"].value_counts().items()},
        "cooperating": int((actors["koop"] == "ja").sum()),
        "forum unreadable": int((actors["forum_missing"] == "unreadable").sum()),
        "both waves": int((panel[panel["returned"].notna()].groupby("alliance").size() == 2).sum()),
        "cooperation": indicators[indicators["indicator"] == "kooperation"]["value"].astype(float).mean(),
        "nonresponse": summary["ohne_angabe", WAVES[1]],
    }
    assert answers == pytest.approx(own_answers(evaluation), nan_ok=False)


def own_answers(evaluation: Evaluation) -> dict[str, object]:
    """The same from what the store holds, in other ways."""
    returns, measured = evaluation.frames.tables["evaluation.returns"], evaluation.measured
    long, actors = evaluation.dataset.long, evaluation.dataset.tables["akteure.akteure"]
    left_out = [
        "institution", "beitrag_text", "forum_name", "bemerkungen", "ort", "sitz", "anlass", "ags_liste",
        "gebietstyp", "gs_ansiedlung_sonst", "lead_dezernat", "zusatzstruktur_text",
    ]  # fmt: skip
    kept = long[~long["field"].isin(left_out) & ~long["field"].str.startswith("sf_")]
    kept = kept[kept["worksheet"].isin(WHOLE)]
    first = [row for row in returns.to_dict("records") if row["wave"] == WAVES[0]]
    sizes = defaultdict(int)
    for row in actors[actors["wave"] == WAVES[0]].itertuples():
        sizes[row.alliance] += row.kerngruppe in ("aktiv", "geplant")
    came = [row for row in first if row["returned"] == "true"]
    by_wave = [{row["alliance"] for row in returns.to_dict("records") if row["wave"] == wave
                and row["returned"] == "true"} for wave in WAVES]  # fmt: skip

    def values(indicator: str, wave: str | None = None) -> list[float]:
        rows = measured[(measured["indicator"] == indicator) & measured["value"].notna()]
        return list(rows[(rows["wave"] == wave) if wave else rows["wave"].notna()]["value"].astype(float))

    return {
        "response rate": values("ruecklaufquote", WAVES[0])[0],
        "first pass": values("erstversuch", WAVES[0])[0],
        "core size median": median(values("kerngruppe_groesse", WAVES[0])),
        "core size summed up": median(values("kerngruppe_groesse", WAVES[0])),
        "core size counted": median(sizes[row["alliance"]] for row in came),
        **{f"missing: {kind}": count for kind, count in kept["missing"].value_counts().items()},
        "cooperating": sum(actors["koop"].eq("ja").fillna(False)),
        "forum unreadable": sum((long["field"] == "forum") & (long["missing"] == "unreadable").fillna(False)),
        "both waves": len(by_wave[0] & by_wave[1]),
        "cooperation": sum(values("kooperation")) / len(values("kooperation")),
        "nonresponse": median(values("ohne_angabe", WAVES[1])),
    }


def test_rows_have_new_names_everywhere_and_days_and_numbers_are_coarse(
    released: Released, evaluation: Evaluation
) -> None:
    long, actors = table(released, "long"), table(released, "akteure.akteure")
    added = actors[actors["printed"] == "false"]["row_id"]
    assert len(added) == 20 and all(re.fullmatch("AKx[a-z2-7]{10}", row) for row in added)
    assert set(long[long["worksheet"] == "akteure"]["row_id"]) >= set(actors["row_id"])
    assert not long["row_id"].str.contains("AK115").any()
    assert set(table(released, "vorort.stelle")["seit"].dropna()) == {"2024-04-01"}
    assert set(table(released, "vorort.stelle")["stunden"].dropna()) <= {"2", "1000", "39"}
    assert set(table(released, "zielgruppe.zielgruppe")["n_gesamt"].dropna()) <= {"0", "5", "85", "1200"}
    days = table(released, "evaluation.returns")["received_on"].dropna()
    assert set(days) == {"2026-01-01", "2026-07-01"}
    own = evaluation.dataset.tables["vorort.stelle"]
    assert set(own["stunden"].dropna()) == {2, 1037, 39}


def test_labels_that_name_a_place_or_person_say_the_code_instead(released: Released) -> None:
    package = json.loads((released.folder / "datapackage.json").read_text(encoding="utf-8"))
    (local,) = [one for one in package["resources"] if one["name"] == "vorort.stelle"]
    fields = {field["name"]: field for field in local["schema"]["fields"]}
    assert [one["label"] for one in fields["amt"]["categories"]] == ["jugend", "schule", "Sportamt"]
    assert (fields["amt"]["title"], local["title"]) == ("amt", "(im Projekt erhalten)")
    assert "ort" not in fields and "sitz" not in fields and "leitung" in fields


def test_published_tables_add_up_and_hide_what_they_withhold(released: Released) -> None:
    """As a reader would try it: from the CSV file alone, over each question's tables of a wave."""
    with (released.folder / "tables/tables.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_wave: dict[Key, dict[Key, dict[str, str]]] = defaultdict(dict)
    for row in rows:
        own = by_wave[row["wave"], row["table"], row["question"]]
        own[row["code"], row["grouping"], row["group"]] = row
    withheld = [row for row in rows if row["withheld"] == "true"]
    assert withheld and {row["value"] for row in withheld} == {""}
    assert all(int(row["value"]) == 0 or int(row["value"]) >= 3 for row in rows if row["withheld"] == "false")
    for about, own in by_wave.items():
        hidden = {key for key, row in own.items() if row["withheld"] == "true"}
        cells, sums = known(own)
        told = intervals(System(cells, sums, 3), hidden)
        asked = 5 if about[1].startswith("zielgruppe") else 3
        assert all(interval.width >= asked for interval in told.values()), about


def known(rows: dict[Key, dict[str, str]]) -> tuple[dict[Key, Cell], tuple[Equation, ...]]:
    """Cells and sums as published; what is withheld counts as nothing known, here 0."""
    cells = {key: Cell(float(row["value"] or 0)) for key, row in rows.items()}
    codes = dict.fromkeys(key[0] for key in rows if key[0] != "all")
    groups: dict[str, list[str]] = defaultdict(list)
    for code, grouping, group in rows:
        if code == "all" and grouping != "all":
            groups[grouping].append(group)
    places = [("all", "all"), *((name, group) for name, found in groups.items() for group in found)]
    down = [Equation(("all", *place), tuple((code, *place) for code in codes)) for place in places]
    across = [
        Equation((code, "all", "all"), tuple((code, name, group) for group in found))
        for code in (*codes, "all")
        for name, found in groups.items()
    ]
    return cells, (*down, *across)


def test_statement_says_what_was_done_with_the_figures(released: Released) -> None:
    told = json.loads((released.folder / "statement.json").read_text(encoding="utf-8"))
    assert (told["k"]["asked"], told["k"]["before"], told["k"]["after"]) == (3, 1, 4)
    assert told["k"]["quasi_identifiers"]["vorort.stelle.leitung"] >= 3
    assert told["left_out"]["vorort.stelle.sitz"] == "quasi"
    assert told["left_out"]["vorort.stelle.ort"] == "place"
    assert told["left_out"]["akteure.akteure.institution"] == "text"
    assert told["tables"]["narrowest_interval"] >= 3
    # two of twelve return the first wave alone, and two the second: knowing that singles out each
    assert told["k"]["with_participation"] == 1
    assert told["tables"]["counted_from_rows"] == 0 and told["tables"]["told_between_waves"] > 0
    assert told["tables"]["withheld_answers"] == table(released, "long")["missing"].eq("withheld").sum() > 0
    withheld = told["tables"]["withheld_small"] + told["tables"]["withheld_beside"]
    text = (released.folder / "tables/tables.csv").read_text(encoding="utf-8")
    assert text.count(",true\r\n") + text.count(",true\n") == withheld > 0
    said = (released.folder / "statement.txt").read_text(encoding="utf-8")
    for figure in ("kleinste Gruppe vorher 1, jetzt 4", "kreis/alle: 5 Bündnisse", "vorort.stelle: anlass"):
        assert figure in said
    readme = (released.folder / "README.txt").read_text(encoding="utf-8")
    assert "statement.txt" in readme and "Prüfsumme der Datei" not in readme
