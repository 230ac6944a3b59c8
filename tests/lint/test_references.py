"""Names of fields and tables that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import changed, problems, with_field

CASES = {
    "depends_on: no such field": (
        changed(("depends_on: stand", "depends_on: stnad")),
        ["18:56: this section has no field 'stnad'; did you mean stand?"],
    ),
    "depends_on: other list": (
        changed(("depends_on: stand", "depends_on: fest")),
        ["18:56: field 'fest' should be a choice from code list 'stand' to hold its codes"],
    ),
    "depends_on: list without parents": (
        with_field("{id: neu, type: choice, list: stand, depends_on: stand, label: Neu}"),
        ["21:58: code list 'stand' does not cascade; add cascades_on and parents to it"],
    ),
    "label_field": (
        changed(("label_field: name", "label_field: nam")),
        ["13:18: this section has no field 'nam'; did you mean name?"],
    ),
    "label_field kind": (
        changed(("label_field: name", "label_field: fest")),
        ["13:18: rows are named by a text; field 'fest' is a tick"],
    ),
    "label_field personal": (
        changed(("label_field: name", "label_field: mail")),
        [
            "13:18: field 'mail' is personal; its content would be shown wherever rows are chosen",
            ("24:14: rows are named by this field in lists; give it max_length: 246 or less, not 255"),
        ],
    ),
    "no rows": (
        changed(("    free_rows: 5\n", "")),
        ["8:5: this table has no rows; add free_rows, or printed with a code list"],
    ),
    "into": (
        changed(("into: art,", "into: arrt,")),
        ["32:27: this section has no field 'arrt'; did you mean art?"],
    ),
    "into other list": (
        changed(("into: art,", "into: stufe,")),
        ["32:27: field 'stufe' should be a choice from code list 'art' to hold its codes"],
    ),
    "parent_into": (
        changed(("parent_into: stand", "parent_into: status")),
        ["32:45: this section has no field 'status'; known are stand, art, stufe"],
    ),
    "parent_into no cascade": (
        changed(
            ("{list: art, into: art, parent_into: stand}", "{list: stand, into: stand, parent_into: art}"),
            ("{code: offen, label", "{code: offen, nr: 1, label"),
        ),
        ["32:49: the codes of 'stand' have no parents; leave parent_into out"],
    ),
    "no nr": (
        changed(("{list: art, into: art, parent_into: stand}", "{list: stand, into: stand}")),
        ["32:16: no code of 'stand' has a nr, so no row would be printed; number the codes"],
    ),
    "two lists one field": (
        changed(
            (
                "      - {list: art, into: art, parent_into: stand}",
                "      - {list: art, into: art}\n      - {list: art, into: art}",
            )
        ),
        ["33:27: both lists go into field 'art'; each needs its own"],
    ),
    "down": (
        changed(("down: eins", "down: eines")),
        ["41:11: this section has no field 'eines'; did you mean eins?"],
    ),
    "down kind": (
        changed(("down: eins", "down: rolle")),
        ["41:11: down should be a reference field; 'rolle' is a choice"],
    ),
    "across same": (
        changed(("across: zwei", "across: eins")),
        ["42:13: down and across are the same field; a cross table needs two"],
    ),
    "cell": (
        changed(("cell: rolle", "cell: zwei")),
        [("43:11: cell should be a field with one cell that is no reference; 'zwei' is a reference")],
    ),
    "to unknown": (
        changed(("to: akteure, label: Träger", "to: aktuere, label: Träger")),
        ["22:44: there is no table 'aktuere.aktuere'; did you mean akteure.akteure?"],
    ),
    "to record": (
        changed(("to: akteure, label: Träger", "to: stammblatt, label: Träger")),
        [
            (
                "22:44: 'stammblatt.stammblatt' is no table with rows to choose; known are "
                "akteure.akteure, angebote.angebote, bedarf.bedarf, entwicklungsbedarf.entwicklungsbedarf, "
                "fallstudie.fall_material, fortbildung.faelle, fuenf_fragen.fuenf_fragen, gremien.gremien, "
                "massnahmen.massnahmen, plan.plan, plan.raster, prioritaeten.prioritaeten, …"
            )
        ],
    ),
    "to no label_field": (
        changed(("    label_field: name\n", "")),
        [("44:41: table 'plan.plan' has no label_field, so its rows could not be offered; add one there")],
    ),
    "at row": (
        changed(("at: plaetze", "at: platz")),
        ["26:78: this section has no field 'platz'; did you mean plaetze?"],
    ),
    "at worksheet": (
        changed(("at: plan}", "at: plaene}")),
        ["49:82: this worksheet has no section 'plaene'; did you mean plan?"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text) == expected
