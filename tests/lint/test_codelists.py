"""Code lists with twins, and parents that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import changed, problems

CASES = {
    "code twice": (
        changed(("{code: fertig, label: fertig}", "{code: offen, label: fertig}")),
        [
            "55:16: code 'offen' stands in this list already, in line 54",
            "61:38: code list 'stand' has no code 'fertig'; known are offen, offen",
        ],
    ),
    "nr twice": (
        changed(("nr: 2", "nr: 1")),
        ["61:27: nr '1' stands in this list already, in line 60"],
    ),
    "label twice": (
        changed(("label: fertig}", "label: Offen}")),
        ["55:31: label 'Offen' stands in this list already, in line 54"],
    ),
    "other twice": (
        changed(
            ("{code: offen, label: offen}", "{code: offen, label: offen, other: true}"),
            ("label: fertig}", "label: fertig, other: true}"),
        ),
        [
            (
                "47:14: a cross table asks only down, across and cell; 'rolle_sonst', the text "
                "of an 'other' entry, would never be asked"
            ),
            (
                "55:46: a list has one entry with other: true at most; the text behind it could "
                "not be told apart"
            ),
        ],
    ),
    "other missing": (
        changed(("label: fertig}", "label: fertig, other: true, missing: unknown}")),
        [
            (
                "47:14: a cross table asks only down, across and cell; 'rolle_sonst', the text "
                "of an 'other' entry, would never be asked"
            ),
            "55:61: an entry is either other or missing, not both",
        ],
    ),
    "valid": (
        changed(("label: fertig}", "label: fertig, valid_from: 2026-02-01, valid_to: 2026-01-31}")),
        ["55:73: valid_to is before valid_from (2026-02-01), so the code is never valid"],
    ),
    "cascades_on": (
        changed(("cascades_on: stand", "cascades_on: stnd")),
        ["58:18: there is no code list 'stnd'; did you mean stand?"],
    ),
    "circle": (
        changed(("  - id: stand\n    title: Stand", "  - id: stand\n    cascades_on: art\n    title: Stand")),
        [
            (
                "17:41: warning: the codes of 'stand' depend on 'art', but all are offered here "
                "whatever is chosen there; add depends_on: art"
            ),
            "52:18: the lists depend on each other in a circle: stand → art → stand",
            "59:18: the lists depend on each other in a circle: art → stand → art",
        ],
    ),
    "parent unknown": (
        changed(("parent: fertig", "parent: fertg")),
        ["61:38: code list 'stand' has no code 'fertg'; did you mean fertig?"],
    ),
    "no parent": (
        changed((", parent: fertig", "")),
        [("61:9: code 'treff' has no parent, so it would never be offered; name a code of 'stand'")],
    ),
    "parent without cascade": (
        changed(("label: fertig}", "label: fertig, parent: offen}")),
        ["55:47: parent needs cascades_on: the code list that the parents are in"],
    ),
    "shared id": (
        changed(
            ("  - id: stand\n    title: Stand", "  - id: bereiche\n    title: Stand"),
            ("cascades_on: stand", "cascades_on: bereiche"),
            (
                (
                    "stand, type: choice, list: stand, label: Stand}\n      - {id: art, type: choice, "
                    "list: art, dep"
                ),
                (
                    "stand, type: choice, list: bereiche, label: Stand}\n      - {id: art, type: "
                    "choice, list: art, dep"
                ),
            ),
            (
                (
                    "stand, type: choice, list: stand, label: Stand}\n      - {id: art, type: choice, "
                    "list: art, label"
                ),
                (
                    "stand, type: choice, list: bereiche, label: Stand}\n      - {id: art, type: "
                    "choice, list: art, label"
                ),
            ),
            ("list: stand, label: Gruppen", "list: bereiche, label: Gruppen"),
            ("list: stand, label: Rolle", "list: bereiche, label: Rolle"),
        ),
        [
            (
                "51:9: another code list 'bereiche' stands in built-in "
                "schemas/codelists/bereiche.yaml:2; give this one another id"
            ),
            "60:37: code list 'bereiche' has no code 'offen'; known are mi, aw, so, bi, quer",
            "61:38: code list 'bereiche' has no code 'fertig'; known are mi, aw, so, bi, quer",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text) == expected
