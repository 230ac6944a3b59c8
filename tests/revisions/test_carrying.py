"""Each kind of change: what becomes of answers to the version before."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from revisions.declaring import NETZ, ORTE, library, revised
from ruecklauf.findings import Subject
from ruecklauf.revisions.carrying import Carrier
from ruecklauf.revisions.fates import Carried

Edits = tuple[tuple[str, str], ...]
SIZES = """codelists:
  - {id: g, title: G, codes: [{code: eins, label: "1"}, {code: zwei, label: "2"}]}"""
TITLE = "      - {type: text, id: titel, label: Titel}\n"
CASES: list[tuple[str, Edits, str, str, str | None, tuple[str, str, str | None]]] = [
    # what, edits, changes, answer before, its value; fate, answer now, its value
    ("nothing", (), "", "leute.NL101.name", "Amt A", ("carried", "leute.NL101.name", "Amt A")),
    (
        "field renamed",
        (("id: titel, label: Titel", "id: thema, label: Thema"),),
        "fields: [{was: runden.titel, now: runden.thema}]",
        "runden.NR101.titel",
        "Runde",
        ("carried", "runden.NR101.thema", "Runde"),
    ),
    (
        "field dropped",
        ((TITLE, ""),),
        "fields: [{was: runden.titel, dropped: zu ungenau}]",
        "runden.NR101.titel",
        "Runde",
        ("dropped", "runden.NR101.titel", None),
    ),
    (
        "field gone without a word",
        ((TITLE, ""),),
        "codes: []",
        "runden.NR101.titel",
        "Runde",
        ("undeclared", "runden.NR101.titel", None),
    ),
    (
        "code renamed",
        (("{code: lose, label: lose}", "{code: locker, label: locker}"),),
        "codes: [{list: form, was: lose, now: locker}]",
        "stelle.NS.form",
        "lose",
        ("recoded", "stelle.NS.form", "locker"),
    ),
    (
        "codes merged",
        (("      - {code: lose, label: lose}\n", ""),),
        "codes: [{list: form, was: lose, now: offen}]",
        "leute.NL001.form",
        "lose",
        ("recoded", "leute.NL001.form", "offen"),
    ),
    (
        "code split, and people are asked",
        (("{code: lose, label: lose}", "{code: a, label: A}\n      - {code: b, label: B}"),),
        "codes: [{list: form, was: lose, split: [{into: a}, {into: b}]}]",
        "leute.NL001.form",
        "lose",
        ("asked", "leute.NL001.form", None),
    ),
    (
        "code split by a rule",
        (("{code: lose, label: lose}", "{code: a, label: A}\n      - {code: b, label: B}"),),
        "codes: [{list: form, was: lose, split: [{into: a, when: anzahl > 3}, {into: b}]}]",
        "leute.NL001.form",
        "lose",
        ("recoded", "leute.NL001.form", "a"),
    ),
    (
        "one of several codes dropped",
        (("      - {code: wohnen, label: Wohnen}\n", ""),),
        "codes: [{list: thema, was: wohnen, dropped: eigene Erhebung}]",
        "leute.NL001.themen",
        "sprache|wohnen",
        ("recoded", "leute.NL001.themen", "sprache"),
    ),
    (
        "all of several codes dropped",
        (("      - {code: wohnen, label: Wohnen}\n", ""),),
        "codes: [{list: thema, was: wohnen, dropped: eigene Erhebung}]",
        "leute.NL001.themen",
        "wohnen",
        ("dropped", "leute.NL001.themen", None),
    ),
    ("none of several codes", (), "", "leute.NL001.themen", "", ("carried", "leute.NL001.themen", "")),
    (
        "printed code renamed and numbered anew",
        (("{code: amt, label: Amt, nr: 1}", "{code: behoerde, label: Behörde, nr: 4}"),),
        "codes: [{list: art, was: amt, now: behoerde}]",
        "leute.NL001.name",
        "Amt A",
        ("recoded", "leute.NL004.name", "Amt A"),
    ),
    (
        "printed code dropped",
        (("      - {code: amt, label: Amt, nr: 1}\n", ""),),
        "codes: [{list: art, was: amt, dropped: gibt es nicht mehr}]",
        "leute.NL001.name",
        "Amt A",
        ("dropped", "leute.NL001.name", None),
    ),
    (
        "row referred to numbered anew",
        (("{code: amt, label: Amt, nr: 1}", "{code: amt, label: Amt, nr: 4}"),),
        "codes: []",
        "runden.NR101.leitung",
        "NL001",
        ("recoded", "runden.NR101.leitung", "NL004"),
    ),
    (
        "section renamed with its prefix",
        (("id: runden", "id: kreise"), ("prefix: NR", "prefix: NK")),
        "sections: [{was: runden, now: kreise}]",
        "runden.NR102.titel",
        "Runde",
        ("carried", "kreise.NK102.titel", "Runde"),
    ),
    (
        "remarks go with their section",
        (("id: runden", "id: kreise"), ("prefix: NR", "prefix: NK")),
        "sections: [{was: runden, now: kreise}]",
        "runden_bemerkungen.NR.bemerkungen",
        "Gut.",
        ("carried", "kreise_bemerkungen.NK.bemerkungen", "Gut."),
    ),
    (
        "type changed, and what fits is kept",
        (
            (
                "type: integer, id: plaetze, label: Plätze, min: 0, max: 99",
                "type: choice, id: groesse, label: G, list: g",
            ),
            (
                "codelists:",
                SIZES,
            ),
        ),
        "fields: [{was: stelle.plaetze, now: stelle.groesse, answers: kept}]",
        "stelle.NS.plaetze",
        "2",
        ("recoded", "stelle.NS.groesse", "zwei"),
    ),
    (
        "type changed, and what does not fit is asked",
        (
            (
                "type: integer, id: plaetze, label: Plätze, min: 0, max: 99",
                "type: choice, id: groesse, label: G, list: g",
            ),
            (
                "codelists:",
                SIZES,
            ),
        ),
        "fields: [{was: stelle.plaetze, now: stelle.groesse, answers: kept}]",
        "stelle.NS.plaetze",
        "7",
        ("asked", "stelle.NS.plaetze", None),
    ),
    (
        "no value, with its reason",
        (
            (
                "id: form, label: Form, list: form}\n      - {type: text, id: lage",
                "id: art, label: Art, list: form}\n      - {type: text, id: lage",
            ),
        ),
        "fields: [{was: stelle.form, now: stelle.art}]",
        "stelle.NS.form",
        None,
        ("carried", "stelle.NS.art", None),
    ),
]


def carried(folder: Path, new: str, address: str, value: str | None, *also: str) -> Carried:
    old = library(folder / "old", NETZ, ORTE)
    section, row_id, field = address.split(".")
    carrier = Carrier(old.worksheet("netz"), library(folder / "new", new, *(also or (ORTE,))).worksheets)
    row: dict[str, Any] = {"anzahl": 5}
    return carrier.carry(
        Subject("netz", section, row_id, field), value, None if value is not None else "unknown", row
    )


@pytest.mark.parametrize(
    ("edits", "changes", "address", "value", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_each_kind_of_change(
    tmp_path: Path, edits: Edits, changes: str, address: str, value: str | None, expected: tuple[str, ...]
) -> None:
    new = revised(NETZ, *edits, changes=f'  - since: "1.0"\n    {changes}\n') if changes else NETZ
    made = carried(tmp_path, new, address, value)
    where = f"{made.subject.section}.{made.subject.row_id}.{made.subject.field}"
    assert (made.fate, where, made.value) == expected
    assert made.missing == (None if value is not None else "unknown")


def test_section_moves_into_another_worksheet(tmp_path: Path) -> None:
    at, end = NETZ.index("  - kind: table\n    id: runden"), NETZ.index("codelists:")
    moved = NETZ[at:end].replace("to: leute", "to: netz.leute")
    new = revised(
        NETZ, (NETZ[at:end], ""), changes='  - {since: "1.0", sections: [{was: runden, now: orte.runden}]}\n'
    )
    orte = revised(f"{ORTE}{moved}", changes='  - {since: "1.0", sections: [{new: runden}]}\n')
    made = carried(tmp_path, new, "runden.NR101.leitung", "NL002", orte)
    assert (made.fate, made.subject, made.value) == (
        "carried",
        ("orte", "runden", "NR101", "leitung"),
        "NL002",
    )


def test_steps_follow_each_other(tmp_path: Path) -> None:
    new = revised(
        NETZ,
        ("id: titel, label: Titel", "id: c, label: C"),
        ("      - {code: lose, label: lose}\n", ""),
        changes="""\
  - since: "1.0"
    fields: [{was: runden.titel, now: runden.b}]
    codes: [{list: form, was: lose, now: lockerer}]
  - since: "1.5"
    fields: [{was: runden.b, now: runden.c}]
    codes: [{list: form, was: lockerer, now: offen}]
""",
    )
    assert carried(tmp_path / "1", new, "runden.NR101.titel", "x").subject.field == "c"
    assert carried(tmp_path / "2", new, "stelle.NS.form", "lose").value == "offen"


def test_what_was_lost_of_several_codes_is_said(tmp_path: Path) -> None:
    new = revised(
        NETZ,
        ("      - {code: wohnen, label: Wohnen}\n", ""),
        changes='  - {since: "1.0", codes: [{list: thema, was: wohnen, dropped: eigene Erhebung}]}\n',
    )
    made = carried(tmp_path, new, "leute.NL001.themen", "wohnen|arbeit")
    assert made.lost == (("wohnen", "dropped", "eigene Erhebung"),)


def test_code_that_is_not_valid_any_more_is_dropped_on_that_day(tmp_path: Path) -> None:
    new = NETZ.replace("{code: lose, label: lose}", "{code: lose, label: lose, valid_to: 2026-12-31}")
    worksheet = library(tmp_path / "old", NETZ).worksheet("netz")
    carrier = Carrier(worksheet, library(tmp_path / "new", new).worksheets, day=date(2027, 6, 30))
    made = carrier.carry(Subject("netz", "stelle", "NS", "form"), "lose", None)
    assert (made.fate, made.why) == ("dropped", "lose is not valid any more")
