"""Every mistake of an author names line and column, says what is allowed, and suggests what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from definition.reading import GROUP, LISTS, WORKSHEET, changed, mistakes, read_group, read_list
from fieldtypes.declared import name_of
from ruecklauf.definition.load import load_codelist
from ruecklauf.errors import DeclarationError, ProjectError
from ruecklauf.fieldtypes import FIELD_TYPES

FIELD_KEYS = (
    "id, label, help, unit, required, required_when, relevant_when, personal, wave, missing, "
    "from_alliance, default, width, under"
)
TICK_KEYS = FIELD_KEYS + ", type"
NUMBER_KEYS = FIELD_KEYS + ", calculate, min, max, type"
TYPES = ", ".join(map(name_of, FIELD_TYPES))
KINDS = "record, table, grid, cross"

CASES = {
    "escaped control character": (
        changed(("label: Plätze", 'label: "Plä\\vtze"')),
        ["16:16: the character U+000B can stand in no Excel or Word file; delete it"],
    ),
    "half of a character": (
        changed(("label: Plätze", 'label: "Plätze \\ud800"')),
        ["16:16: the character U+D800 can stand in no Excel or Word file; delete it"],
    ),
    "text that nobody sees": (
        changed(("label: Plätze", 'label: "\\u200b\\u2800"')),
        ["16:16: this text has only characters that nobody sees; write what it says"],
    ),
    "character that turns the direction": (
        changed(("label: Plätze", 'label: "\\u202ePlätze"')),
        ["16:16: the character U+202E turns the direction of all that follows it; delete it"],
    ),
    "direction that nothing ends": (
        changed(("label: Plätze", 'label: "\\u2067Plätze"')),
        ["16:16: the character U+2067 turns the direction of all that follows it; delete it"],
    ),
    "language without a text": (
        changed(("label: Plätze", 'label: {de: Plätze, en: ""}')),
        ["16:33: there is no text in 'en'; write it, or leave it out"],
    ),
    "text cut off by a #": (
        changed(("label: Plätze", "label: Platz #1")),
        [
            "16:22: what stands behind # is no part of the text; put the text in quotes, or a space behind #",
        ],
    ),
    "comment behind a text": (
        changed(("label: Plätze", "lable: Platz # eins")),
        ["16:9: unknown key 'lable'; did you mean 'label'? Allowed here: " + NUMBER_KEYS],
    ),
    "misspelt key": (
        changed(("label: P", "lable: P")),
        ["16:9: unknown key 'lable'; did you mean 'label'? Allowed here: " + NUMBER_KEYS],
    ),
    "key that nothing resembles": (
        WORKSHEET + "        colour: red\n",
        ["17:9: unknown key 'colour'. Allowed here: " + NUMBER_KEYS],
    ),
    "missing key": (
        changed(("    prefix: PL\n", "")),
        ["8:5: 'prefix' is missing here"],
    ),
    "missing key at the top": (
        changed(("short: Plan\n", "")),
        ["1:1: 'short' is missing here"],
    ),
    "wrong type name": (
        changed(("type: integer", "type: intger")),
        ["15:15: unknown type 'intger'; did you mean 'integer'? Allowed: " + TYPES],
    ),
    "no type": (
        changed(("        type: integer\n", "")),
        ["14:9: 'type' is missing here; allowed: " + TYPES],
    ),
    "wrong kind": (
        changed(("kind: table", "kind: tabel")),
        ["9:11: unknown kind 'tabel'; did you mean 'table'? Allowed: " + KINDS],
    ),
    "no kind": (
        changed(("    kind: table\n", "")),
        ["8:5: 'kind' is missing here; allowed: " + KINDS],
    ),
    "wrong enum value": (
        WORKSHEET + "        wave: Q\n",
        ["17:15: wave: 'Q' is not allowed. Allowed: F, U, L, X"],
    ),
    "wrong enum value in a list": (
        WORKSHEET + "        missing: [unkown]\n",
        [
            (
                "17:19: missing: 'unkown' is not allowed; did you mean 'unknown'? Allowed: "
                "unknown, not_applicable"
            )
        ],
    ),
    "wrong severity": (
        WORKSHEET + "rules:\n  - {id: eins, constraint: count(plan) > 1, severity: hint, message: M.}\n",
        ["18:55: severity: 'hint' is not allowed. Allowed: error, warning, note"],
    ),
    "text for a list": (
        WORKSHEET + "        missing: unknown\n",
        ["17:18: missing: should be a list, such as [one, two] (here: 'unknown')"],
    ),
    "map for a list": (
        changed(
            ("fields:\n      - id", "fields:\n        id"),
            ("\n        type: integer\n        label", "\n        type: integer\n        label"),
        ),
        ["13:5: fields: should be a list, such as [one, two]"],
    ),
    "no fields": (
        changed(
            (
                "    fields:\n      - id: plaetze\n        type: integer\n        label: Plätze\n",
                "    fields: []\n",
            )
        ),
        ["13:5: fields: should have at least 1 entry"],
    ),
    "text for a field": (
        WORKSHEET + "      - hallo\n",
        ["17:9: fields: should have keys and values, such as 'id: name' (here: 'hallo')"],
    ),
    "text for a section": (
        WORKSHEET + "  - hallo\n",
        ["17:5: sections: should have keys and values, such as 'id: name' (here: 'hallo')"],
    ),
    "list for a text": (
        WORKSHEET + "    example: {plaetze: [1]}\n",
        ["17:15: plaetze: should be a text, or texts by language, such as {de: Name, en: Name}"],
    ),
    "limit that is no number": (
        WORKSHEET + "        min: abc\n",
        ["17:14: min: should be a number, such as 10 or 2.5 (here: 'abc')"],
    ),
    "limit that is not finite": (
        WORKSHEET + "        min: .inf\n        max: nan\n",
        [
            "17:14: min: should be a number, such as 10 or 2.5 (here: '.inf')",
            "18:14: max: should be a number, such as 10 or 2.5 (here: 'nan')",
        ],
    ),
    "limits in the wrong order": (
        WORKSHEET + "        min: 5\n        max: 3\n",
        ["17:9: min is larger than max"],
    ),
    "limit that is no date": (
        changed(("type: integer", "type: date\n        min: 1.1.2026")),
        ["16:14: min: should be a date, such as 2026-06-30 (here: '1.1.2026')"],
    ),
    "dates in the wrong order": (
        changed(("type: integer", "type: date\n        max: 1989-12-31")),
        ["16:9: min is later than max"],
    ),
    "label of a step that is none": (
        changed(("type: integer", 'type: scale\n        labels: {"7": hoch}')),
        ["16:9: labels names '7', which is no step from 0 to 3"],
    ),
    "no boolean": (
        WORKSHEET + "        required: maybe\n",
        ["17:19: required: should be true or false (here: 'maybe')"],
    ),
    "no whole number": (
        changed(("free_rows: 5", "free_rows: many")),
        ["12:16: free_rows: should be a whole number (here: 'many')"],
    ),
    "too large": (
        changed(("free_rows: 5", "free_rows: 1000")),
        ["12:16: free_rows: should be 899 or less (here: '1000')"],
    ),
    "too many lists": (
        changed(
            ("kind: table", "kind: grid"),
            (
                "free_rows: 5",
                "rows: [{list: stand, into: a}, {list: stand, into: b}, {list: stand, into: c}]",
            ),
        ),
        ["12:5: rows: should have at most 2 entries"],
    ),
    "nothing after the colon": (
        WORKSHEET + "        min:\n",
        ["17:9: min: nothing stands here; give a value or leave the key out"],
    ),
    "no label": (
        changed(("label: Plätze", 'label: ""')),
        ["16:9: label: nothing stands here; give a value or leave the key out"],
    ),
    "keys twice": (
        WORKSHEET + "        label: Zahl\n        id: zahl\nid: zwei\n",
        [
            "17:9: key 'label' stands here twice; the first is in line 16",
            "18:9: key 'id' stands here twice; the first is in line 14",
            "19:1: key 'id' stands here twice; the first is in line 1",
        ],
    ),
    "unknown list": (
        WORKSHEET + "      - {id: stand, type: choice, list: stnad, label: Stand}\n",
        ["17:41: unknown code list 'stnad'; did you mean 'stand'? Known: jnu, stand"],
    ),
    "unknown list of printed rows": (
        changed(("free_rows: 5", "printed: {list: farben, into: plaetze}")),
        ["12:21: unknown code list 'farben'. Known: jnu, stand"],
    ),
    "unknown group": (
        WORKSHEET + "      - {use: feldr}\n",
        ["17:15: unknown field group 'feldr'; did you mean 'felder'? Known: felder"],
    ),
    "group that is no name": (
        WORKSHEET + "      - {use: [felder]}\n",
        ["17:15: use: should be the id of one field group"],
    ),
    "wrong key beside use": (
        WORKSHEET + "      - {use: felder, requird: true}\n",
        ["17:23: unknown key 'requird'; did you mean 'required'? Allowed here: " + TICK_KEYS],
    ),
    "bad id": (
        changed(("id: plaetze", "id: Plätze")),
        [
            (
                "14:13: id: an id has lower-case ASCII letters, digits and _, and begins with a "
                "letter (here: 'Plätze')"
            )
        ],
    ),
    "bad code": (
        WORKSHEET + "codelists:\n  - {id: farben, title: Farben, codes: [{code: Rot, label: rot}]}\n",
        ["18:48: code: a code has lower-case ASCII letters, digits and _ (here: 'Rot')"],
    ),
    "bad prefix": (
        changed(("prefix: PL", "prefix: P1")),
        ["11:13: prefix: a prefix is two capital letters, for example AK (here: 'P1')"],
    ),
    "bad version": (
        changed(('"1.0"', "1.0b")),
        [
            (
                "2:10: version: a version is numbers without leading zeros, joined by points, "
                "for example 1.0 (here: '1.0b')"
            )
        ],
    ),
    "version with a leading zero": (
        changed(('"1.0"', "1.02")),
        [
            (
                "2:10: version: a version is numbers without leading zeros, joined by points, "
                "for example 1.0 (here: '1.02')"
            )
        ],
    ),
    "tab": (
        changed(("    title: Vorhaben", "\ttitle: Vorhaben")),
        [
            (
                "10:1: this is no YAML: found character '\\t' that cannot start any token; YAML "
                "is indented with spaces, never with tabs"
            )
        ],
    ),
    "colon in a text": (
        changed(("label: Plätze", "label: Plätze: wie viele")),
        [
            (
                "16:22: this is no YAML: mapping values are not allowed here; a text that holds "
                '": " stands in quotes'
            )
        ],
    ),
    "bracket not closed": (
        changed(("title: Plan", "title: [Plan")),
        [
            (
                "4:6: this is no YAML: expected ',' or ']', but got ':'; the list or map is not "
                "closed, or a text in it needs quotes"
            )
        ],
    ),
    "quote not closed": (
        changed(("label: Plätze", 'label: "Plätze')),
        [("17:1: this is no YAML: found unexpected end of stream; a closing quote or bracket is missing")],
    ),
    "star at the beginning": (
        changed(("label: Plätze", "label: *Plätze")),
        [
            (
                "16:16: this is no YAML: found undefined alias 'Plätze'; a text that begins with "
                "* stands in quotes"
            )
        ],
    ),
    "percent at the beginning": (
        changed(("label: Plätze", "label: @Plätze")),
        [
            (
                "16:16: this is no YAML: found character '@' that cannot start any token; a text "
                "that begins with this character stands in quotes"
            )
        ],
    ),
    "wrong indentation": (
        changed(("    prefix: PL", "   prefix: PL")),
        [
            (
                "11:4: this is no YAML: expected <block end>, but found '<block mapping start>'; "
                "the indentation does not fit the lines above"
            )
        ],
    ),
    "no colon": (
        changed(("    prefix: PL", "    prefix")),
        [
            (
                "12:5: this is no YAML: could not find expected ':'; a colon and a space follow "
                "a key, as in 'label: Name'"
            )
        ],
    ),
    "two documents": (
        WORKSHEET + "---\nid: zwei\n",
        [
            (
                "17:1: this is no YAML: but found another document; one file holds one "
                "declaration; remove the line ---"
            )
        ],
    ),
    "control character": (
        changed(("title: Plan", "title: Plan\x07")),
        ["3:12: the character U+0007 may not stand in YAML; delete it"],
    ),
    "repeated inside itself": (
        WORKSHEET + "        help: &a {de: *a}\n",
        ["17:15: this is repeated inside itself (by * and &), without an end"],
    ),
    "merge key": (
        WORKSHEET + "        <<: {help: Hilfe}\n",
        [("17:9: a key is a word; for what several worksheets share there are field groups (use: …)")],
    ),
    "key that is a list": (
        WORKSHEET + "        ? [a, b]\n        : c\n",
        [("17:11: a key is a word; for what several worksheets share there are field groups (use: …)")],
    ),
    "empty file": (
        "",
        ["1:1: the file is empty"],
    ),
    "comments only": (
        "# nothing\n",
        ["1:1: the file is empty"],
    ),
    "a list": (
        "- id: plan\n",
        ["1:1: the file should have keys and values, such as 'id: akteure'"],
    ),
    "a text": (
        "plan\n",
        ["1:1: the file should have keys and values, such as 'id: akteure'"],
    ),
    "bad language": (
        changed(("short: Plan", "short: {deutsch: Plan}")),
        ["4:9: 'deutsch' is no language; use two letters such as de or en"],
    ),
    "no German": (
        changed(("short: Plan", "short: {en: Plan}")),
        ["4:1: short: needs a German text (de)"],
    ),
    "list for a language": (
        changed(("short: Plan", "short: {de: [Plan]}")),
        ["4:1: short: should be a text, or texts by language, such as {de: Name, en: Name}"],
    ),
    "list for a label": (
        changed(("short: Plan", "short: [Plan]")),
        ["4:1: short: should be a text, or texts by language, such as {de: Name, en: Name}"],
    ),
    "keys that the program fills in": (
        changed(
            ("kind: table", "kind: record\n    remarks_of: plan"),
            ("    free_rows: 5\n", ""),
            (
                "label: Plätze",
                (
                    "label: Plätze\n      - {id: gruppen, type: multichoice, list: stand, label: G, "
                    "codes: [offen]}"
                ),
            ),
        ),
        [
            (
                "10:5: unknown key 'remarks_of'; did you mean 'remarks'? Allowed here: id, "
                "title, short, instructions, local, remarks, prefix, fields, rules, kind"
            ),
            (
                "17:65: unknown key 'codes'. Allowed here: id, label, help, unit, required, "
                "required_when, relevant_when, personal, wave, missing, from_alliance, default, width, "
                "under, type, list"
            ),
        ],
    ),
    "several at once": (
        changed(
            ("short: Plan\n", ""),
            ('"1.0"', "eins"),
            ("kind: table", "kind: tabel"),
            ("prefix: PL", "prefix: pl"),
            (
                "label: Plätze\n",
                (
                    "lable: Plätze\n        min: abc\n        lable: Zahl\n      - {use: feldr}\n      - "
                    "{id: stand, type: choice, list: stnad, label: Stand}\n      - {id: b, type: txt, "
                    "label: B, size: 3}\n"
                ),
            ),
        ),
        [
            "1:1: 'short' is missing here",
            (
                "2:10: version: a version is numbers without leading zeros, joined by points, "
                "for example 1.0 (here: 'eins')"
            ),
            "8:11: unknown kind 'tabel'; did you mean 'table'? Allowed: " + KINDS,
            "10:13: prefix: a prefix is two capital letters, for example AK (here: 'pl')",
            "15:9: unknown key 'lable'; did you mean 'label'? Allowed here: " + NUMBER_KEYS,
            "16:14: min: should be a number, such as 10 or 2.5 (here: 'abc')",
            "17:9: key 'lable' stands here twice; the first is in line 15",
            "18:15: unknown field group 'feldr'; did you mean 'felder'? Known: felder",
            "19:41: unknown code list 'stnad'; did you mean 'stand'? Known: jnu, stand",
            "20:23: unknown type 'txt'; did you mean 'text'? Allowed: " + TYPES,
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert mistakes(tmp_path, text) == expected


def test_a_worksheet_that_is_right_has_none(tmp_path: Path) -> None:
    assert mistakes(tmp_path, WORKSHEET) == []


def test_mistakes_in_code_lists_are_named_alike(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as raised:
        read_list(tmp_path, LISTS["stand"].replace("label: offen", "nr: 0, lable: offen") + "id: zwei\n")
    assert str(raised.value).split("\n") == [
        "liste.yaml:4:23: nr: should be 1 or more (here: '0')",
        "liste.yaml:4:26: unknown key 'lable'; did you mean 'label'? Allowed here: code, label, nr, parent, "
        "help, valid_from, valid_to, other, missing",
        "liste.yaml:6:1: key 'id' stands here twice; the first is in line 1",
    ]


def test_mistakes_in_field_groups_are_named_alike(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError) as raised:
        read_group(
            tmp_path, GROUP.replace("label: Eins", "labl: Eins").replace("type: tick, label: Zwei", "use: x")
        )
    assert str(raised.value).split("\n") == [
        "gruppe.yaml:4:28: unknown key 'labl'; did you mean 'label'? Allowed here: " + TICK_KEYS,
        "gruppe.yaml:5:5: 'type' is missing here; allowed: " + TYPES,
    ]


def test_a_text_of_another_encoding_is_named_at_its_first_strange_character(tmp_path: Path) -> None:
    path = tmp_path / "liste.yaml"
    path.write_bytes("id: stand\ntitle: Ämter\n".encode("latin-1"))
    with pytest.raises(DeclarationError) as raised:
        load_codelist(path, shown_as="liste.yaml")
    assert str(raised.value) == "liste.yaml:2:8: this is no UTF-8; save the file as UTF-8 text"


def test_a_file_that_is_not_there_is_the_operators_mistake(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"^liste\.yaml: cannot be read: "):
        load_codelist(tmp_path / "liste.yaml", shown_as="liste.yaml")
