"""Worksheets are complete once read, and known by their content alone."""

from __future__ import annotations

from pathlib import Path

from definition.reading import WORKSHEET, changed, read
from ruecklauf.definition.models import RecordSection, Worksheet, read_canonical
from ruecklauf.definition.source import locate
from ruecklauf.fieldtypes.base import FieldBase

RECORD = changed(("kind: table", "kind: record"), ("    free_rows: 5\n", ""))


def worksheet(folder: Path, text: str = WORKSHEET) -> Worksheet:
    return read(folder, text).worksheet


def fields(found: Worksheet, section: str = "plan") -> dict[str, FieldBase]:
    return {field.id: field for field in found.section(section).fields}


def test_a_group_puts_its_fields_where_it_is_used(tmp_path: Path) -> None:
    text = changed(("      - id: plaetze", "      - use: felder\n      - id: plaetze"))
    found = fields(worksheet(tmp_path, text))
    assert list(found) == ["eins", "zwei", "plaetze"]
    assert [found[name].required for name in ("eins", "zwei")] == [False, True]


def test_further_keys_beside_use_win_over_those_of_the_group(tmp_path: Path) -> None:
    used = "      - {use: felder, required: false, wave: L, relevant_when: plaetze > 0}\n"
    found = fields(worksheet(tmp_path, WORKSHEET + used))
    assert [
        (found[name].required, found[name].wave, found[name].relevant_when) for name in ("eins", "zwei")
    ] == [
        (False, "L", "plaetze > 0"),
        (False, "L", "plaetze > 0"),
    ]
    assert [found[name].label.de for name in ("eins", "zwei")] == ["Eins", "Zwei"]


def test_fields_of_a_group_stand_in_its_file_and_are_used_in_the_worksheet(tmp_path: Path) -> None:
    source = read(tmp_path, WORKSHEET + "      - {use: felder, wave: L}\n")
    sections = source.root.items["sections"]
    places = [locate(sections, (0, "fields", 1, *path))[1] for path in ((), ("id",), ("wave",))]
    assert [(at.file, at.line, at.column) for at in places] == [
        ("plan.yaml", 17, 9),
        ("gruppe.yaml", 4, 10),
        ("plan.yaml", 17, 29),
    ]


def test_an_other_entry_gets_a_text_that_must_be_filled_in(tmp_path: Path) -> None:
    text = WORKSHEET + "      - {id: stand, type: choice, list: stand, label: Stand, wave: L}\n"
    found = fields(worksheet(tmp_path, text))
    assert list(found) == ["plaetze", "stand", "stand_sonst"]
    other = found["stand_sonst"]
    assert (other.label.de, other.relevant_when, other.required_when, other.wave) == (
        "Stand – sonstige, nämlich",
        'stand = "sonst"',
        'stand = "sonst"',
        "L",
    )


def test_a_multiple_choice_knows_its_codes(tmp_path: Path) -> None:
    text = WORKSHEET + "      - {id: gruppen, type: multichoice, list: jnu, label: Gruppen}\n"
    assert fields(worksheet(tmp_path, text))["gruppen"].parts == ("ja", "nein")


def test_a_worksheet_holds_the_lists_it_uses_and_no_others(tmp_path: Path) -> None:
    text = WORKSHEET + "      - {id: benannt, type: yes_no_unknown, label: Benannt}\n"
    assert list(worksheet(tmp_path, text).lists) == ["jnu"]


def test_a_list_of_ones_own_wins_over_a_shared_one(tmp_path: Path) -> None:
    own = "codelists:\n  - {id: stand, title: Stand, codes: [{code: neu, label: neu}]}\n"
    text = WORKSHEET + "      - {id: stand, type: choice, list: stand, label: Stand}\n" + own
    assert [code.code for code in worksheet(tmp_path, text).lists["stand"].codes] == ["neu"]


def test_a_table_gets_a_record_for_remarks(tmp_path: Path) -> None:
    found = worksheet(tmp_path)
    assert [section.id for section in found.sections] == ["plan", "plan_bemerkungen"]
    remarks = found.section("plan_bemerkungen")
    assert isinstance(remarks, RecordSection)
    assert (remarks.remarks_of, remarks.prefix, [field.id for field in remarks.fields]) == (
        "plan",
        "PL",
        ["bemerkungen"],
    )


def test_a_record_gets_a_question_for_remarks(tmp_path: Path) -> None:
    found = worksheet(tmp_path, RECORD)
    assert [section.id for section in found.sections] == ["plan"]
    assert list(fields(found)) == ["plaetze", "bemerkungen"]


def test_remarks_can_be_left_out(tmp_path: Path) -> None:
    text = changed(("    prefix: PL", "    remarks: false\n    prefix: PL"))
    assert [section.id for section in worksheet(tmp_path, text).sections] == ["plan"]


REFORMATTED = """\
# another order of keys, other quotes, other lines
sections: [{prefix: "PL", id: plan, fields: [{label: Plätze, type: 'integer', id: plaetze}], free_rows: '5',
            title: {de: Vorhaben}, kind: table, local: no, remarks: true}]
instructions: >-
  Anleitung.
purpose: Zweck.
short: Plan
title: {"de": "Plan"}
version: 1.0
id: plan
"""


def test_the_content_hash_does_not_depend_on_how_the_yaml_is_written(tmp_path: Path) -> None:
    assert worksheet(tmp_path, REFORMATTED).content_hash == worksheet(tmp_path).content_hash


def test_the_content_hash_changes_with_the_content(tmp_path: Path) -> None:
    before = worksheet(tmp_path).content_hash
    texts = [
        changed(("label: Plätze", "label: Platz")),
        changed(('version: "1.0"', "version: 1.1")),
        changed(("free_rows: 5", "free_rows: 6")),
        WORKSHEET + "        min: 0\n",
        WORKSHEET + "      - {use: felder}\n",
    ]
    hashes = [worksheet(tmp_path, text).content_hash for text in texts]
    assert len({before, *hashes}) == len(texts) + 1


def test_the_order_of_fields_is_content(tmp_path: Path) -> None:
    one, two = ("      - {id: a, type: tick, label: A}\n", "      - {id: b, type: tick, label: B}\n")
    assert worksheet(tmp_path, WORKSHEET + one + two) != worksheet(tmp_path, WORKSHEET + two + one)


def test_the_content_of_a_group_is_content_of_the_worksheet(tmp_path: Path) -> None:
    written = WORKSHEET + (
        "      - {id: eins, type: tick, label: Eins}\n"
        "      - {id: zwei, type: tick, label: Zwei, required: true}\n"
    )
    assert worksheet(tmp_path, written) == worksheet(tmp_path, WORKSHEET + "      - use: felder\n")


def test_canonical_text_reads_back_as_the_same_worksheet(tmp_path: Path) -> None:
    found = worksheet(tmp_path, WORKSHEET + "      - {id: stand, type: choice, list: stand, label: Stand}\n")
    assert read_canonical(found.canonical_json) == found
