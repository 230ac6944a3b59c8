"""Crossings and references follow a row whose number was used again, and one that people call the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from string import ascii_uppercase

import pytest

from dataset.expected import save
from dataset.panel.lives import WAVES
from revisions.declaring import NETZ, library, revised
from ruecklauf.check.records import Entry, Record
from ruecklauf.dataset.panel import Panel, build_panel
from ruecklauf.dataset.panel.knowing import Links
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Place
from ruecklauf.store import open_store

_CROSS = """\
  - kind: cross
    id: rollen
    title: Rollen
    prefix: NX
    down: wer
    across: wo
    cell: rolle
    fields:
      - {type: reference, id: wer, label: Wer, to: leute}
      - {type: reference, id: wo, label: Wo, to: runden}
      - {type: choice, id: rolle, label: Rolle, list: form}
  - kind: table
    id: termine
    title: Termine
    prefix: NT
    free_rows: 4
    label_field: was
    fields:
      - {type: text, id: was, label: Was, max_length: 200}
      - {type: reference, id: runde, label: Runde, to: runden}
      - {type: reference, id: nach, label: Nach, to: termine}
"""
FIRST = (
    NETZ.replace("codelists:\n", f"{_CROSS}codelists:\n", 1)
    .replace("    prefix: NR\n", "    prefix: NR\n    label_field: titel\n")
    .replace("label: Titel}", "label: Titel, max_length: 200}")
)
SECOND = revised(
    FIRST,
    (
        "    id: runden\n    title: Runden\n    prefix: NR",
        "    id: kreise\n    title: Kreise\n    prefix: NK",
    ),
    ("id: wo, label: Wo, to: runden", "id: wo, label: Wo, to: kreise"),
    ("id: runde, label: Runde, to: runden", "id: runde, label: Runde, to: kreise"),
    changes='  - {since: "1.0", sections: [{was: runden, now: kreise}]}\n',
)
"""The same after the table that is pointed to was renamed."""
Wave = Mapping[str, Mapping[str, Mapping[str, str]]]
"""By section and row the answers."""
ONE, TWO, THREE, FOUR = WAVES
USED_AGAIN: dict[str, Wave] = {
    ONE: {
        "runden": {"NR101": {"titel": "Runder Tisch"}, "NR102": {"titel": "Fachgespräch"}},
        "rollen": {"NL001-NR101": {"rolle": "fest"}, "NL001-NR102": {"rolle": "lose"}},
        "termine": {"NT101": {"was": "Auftakt", "runde": "NR101"}},
    },
    TWO: {
        "runden": {"NR102": {"titel": "Fachgespräch"}},
        "rollen": {"NL001-NR102": {"rolle": "lose"}},
        "termine": {"NT101": {"was": "Auftakt", "runde": "NR102"}},
    },
    THREE: {
        "runden": {"NR101": {"titel": "Elterncafé"}, "NR102": {"titel": "Fachgespräch"}},
        "rollen": {"NL001-NR101": {"rolle": "fest"}, "NL001-NR102": {"rolle": "offen"}},
        "termine": {"NT101": {"was": "Auftakt", "runde": "NR101"}, "NT102": {"was": "Ende", "nach": "NT101"}},
    },
    FOUR: {
        "runden": {"NR101": {"titel": "Elterncafé"}},
        "rollen": {"NL001-NR101": {"rolle": "lose"}},
        "termine": {"NT101": {"was": "Auftakt", "runde": "NR101"}},
    },
}


def panel_of(root: Path, waves: Mapping[str, Wave], links: Links | None = None) -> Panel:
    """The first two waves in the words of the first version, later ones in those of the second."""
    old = library(root / "1", FIRST).worksheet("netz")
    new = library(root / "2", SECOND)
    with open_store(f"sqlite:///{root / 'a.sqlite'}", f"sqlite:///{root / 'c.sqlite'}") as store:
        for wave, tables in waves.items():
            worksheet = old if wave in (ONE, TWO) else new.worksheet("netz")
            records = list(_records(worksheet, tables))
            save(store, worksheet, *records, content=wave, alliance="A", wave=wave, findings=())
        return build_panel(store, library=new.worksheets, order=list(WAVES), links=links)


def _records(worksheet: Worksheet, tables: Wave) -> list[Record]:
    where, renamed = Place("Netz", "B9"), worksheet.version == "2.0"
    return [
        Record(
            "netz",
            worksheet.version,
            "kreise" if renamed and section == "runden" else section,
            row.replace("NR", "NK") if renamed else row,
            place,
            False,
            {
                name: Entry(said, said, where)
                for name, text in answers.items()
                for said in [text.replace("NR", "NK") if renamed and name == "runde" else text]
            },
            {},
        )
        for section, rows in tables.items()
        for place, (row, answers) in enumerate(rows.items())
    ]


def told(panel: Panel, table: str) -> dict[tuple[str, str], str]:
    return {(one.row_id, one.wave): str(one.status) for one in panel.moments[f"netz.{table}"]}


def test_crossings_follow_the_rows_that_they_cross(tmp_path: Path) -> None:
    panel = panel_of(tmp_path, USED_AGAIN)
    assert told(panel, "rollen") == {
        ("NL001-NK101", ONE): "first", ("NL001-NK101", TWO): "dropped",
        (f"NL001-NK101@{THREE}", THREE): "new", (f"NL001-NK101@{THREE}", FOUR): "changed",
        ("NL001-NK102", ONE): "first", ("NL001-NK102", TWO): "unchanged",
        ("NL001-NK102", THREE): "changed", ("NL001-NK102", FOUR): "dropped",
    }  # fmt: skip
    frame = panel.frames()["panel.netz.rollen"]
    pairs = set(zip(frame["row_id"], frame["row_id_original"].fillna(""), strict=True))
    assert (f"NL001-NK101@{THREE}", "NL001-NK101") in pairs and ("NL001-NK101", "NL001-NR101") in pairs


def test_references_say_which_row_they_name(tmp_path: Path) -> None:
    frame = panel_of(tmp_path, USED_AGAIN).frames()["panel.netz.termine"]
    first = frame[frame["row_id"] == "NT101"]
    again = f"NK101@{THREE}"
    assert list(first["runde"]) == ["NK101", "NK102", again, again]
    assert list(first["runde_original"]) == ["NR101", "NR102", "NK101", "NK101"]
    changed = [None, "runde: NK101 → NK102", f"runde: NK102 → {again}", None]
    assert [text if isinstance(text, str) else None for text in first["panel_changed"]] == changed


def test_what_people_call_the_same_row_is_the_same_wherever_it_is_named(tmp_path: Path) -> None:
    links = {("A", "netz.kreise", f"NK101@{THREE}"): "NK101", ("A", "netz.termine", "NT102"): "NT101"}
    panel = panel_of(tmp_path, USED_AGAIN, links)
    assert told(panel, "rollen")["NL001-NK101", THREE] == "back"
    frame = panel.frames()["panel.netz.termine"]
    assert list(frame.loc[frame["row_id"] == "NT101", "runde"]) == ["NK101", "NK102", "NK101", "NK101"]


def test_a_row_that_was_typed_anew_takes_what_names_it_along(tmp_path: Path) -> None:
    anew: dict[str, Wave] = {
        ONE: USED_AGAIN[ONE],
        TWO: {
            "runden": {"NR103": {"titel": "Runder Tisch (neu)"}},
            "rollen": {"NL001-NR103": {"rolle": "fest"}},
            "termine": {"NT101": {"was": "Auftakt", "runde": "NR103"}},
        },
    }
    panel = panel_of(tmp_path, anew, {("A", "netz.kreise", "NK103"): "NK101"})
    assert told(panel, "rollen")["NL001-NK101", TWO] == "unchanged"
    assert told(panel, "termine") == {("NT101", ONE): "first", ("NT101", TWO): "unchanged"}


def test_a_row_that_is_not_there_is_the_one_that_had_the_number_last(tmp_path: Path) -> None:
    dangling = dict(USED_AGAIN)
    dangling[TWO] = {
        "runden": {"NR103": {"titel": "Runder Tisch (neu)"}},
        "rollen": {"NL001-NR101": {"rolle": "lose"}, "NL001-NR103": {"rolle": "offen"}},
        "termine": {"NT101": {"was": "Auftakt", "runde": "NR101"}},
    }
    panel = panel_of(tmp_path, dangling, {("A", "netz.kreise", "NK103"): "NK101"})
    frame = panel.frames()["panel.netz.termine"]
    assert list(frame.loc[(frame["row_id"] == "NT101") & (frame["wave"] == TWO), "runde"]) == ["NK101"]
    # both would be one row now, so that they stay what they are
    there = {one.row_id: one.row.cells["rolle"].value for one in panel.moments["netz.rollen"]
             if one.row and one.wave == TWO}  # fmt: skip
    assert there == {"NL001-NK101": "lose", "NL001-NK103": "offen"}


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_dropped_and_used_again_crossings_and_references_name_what_was_meant(
    tmp_path: Path, seed: int
) -> None:
    """Each round has a name of its own; its crossing and its date say which one was meant."""
    rng, meant = Random(seed), dict[str, dict[str, str]]()
    names = (f"Runde {letter * 5}" for letter in ascii_uppercase)
    there: dict[str, str] = {}
    for wave in WAVES:
        there = {number: name for number, name in there.items() if rng.random() < 0.5}
        # a number is used again at the earliest in the wave after that in which it was free
        free = [number for number in ("101", "102", "103") if number not in {*there, *meant.get("last", {})}]
        there |= {number: next(names) for number in free if rng.random() < 0.7}
        meant[wave] = meant["last"] = dict(there)
    meant.pop("last")
    panel = panel_of(tmp_path, {wave: _wave(rounds) for wave, rounds in meant.items()})
    ids = {(one.wave, one.row.cells["titel"].value): one.row_id
           for one in panel.moments["netz.kreise"] if one.row}  # fmt: skip
    assert ids.keys() == {(wave, name) for wave, rounds in meant.items() for name in rounds.values()}
    by_name = {name: {row for (_, other), row in ids.items() if other == name} for _, name in ids}
    assert all(len(rows) == 1 for rows in by_name.values())
    assert len({row for rows in by_name.values() for row in rows}) == len(by_name)
    crossings = {(one.wave, one.row_id) for one in panel.moments["netz.rollen"] if one.row}
    assert crossings == {(wave, f"NL001-{row}") for (wave, _), row in ids.items()}
    dates = {(one.wave, one.row.cells["was"].value, one.row.cells["runde"].value)
             for one in panel.moments["netz.termine"] if one.row}  # fmt: skip
    assert dates == {(wave, f"zu {name}", row) for (wave, name), row in ids.items()}


def _wave(rounds: Mapping[str, str]) -> Wave:
    return {
        "runden": {f"NR{number}": {"titel": name} for number, name in rounds.items()},
        "rollen": {f"NL001-NR{number}": {"rolle": "fest"} for number in rounds},
        "termine": {
            f"NT{number}": {"was": f"zu {name}", "runde": f"NR{number}"} for number, name in rounds.items()
        },
    }
