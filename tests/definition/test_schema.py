"""The committed schemas are those of the program, and every shipped declaration keeps to its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from definition.reading import GROUP, LISTS, WORKSHEET, changed
from ruecklauf.definition.schema import (
    SCHEMAS,
    Schema,
    codelist_schema,
    fieldgroup_schema,
    indicators_schema,
    schema_text,
    worksheet_schema,
    write_schemas,
)

ROOT = Path(__file__).parents[2]
SHIPPED = {
    "worksheet.schema.json": sorted(ROOT.glob("worksheets/*/worksheet.yaml")),
    "codelist.schema.json": sorted(ROOT.glob("schemas/codelists/*.yaml")),
    "fieldgroup.schema.json": sorted(ROOT.glob("schemas/fieldgroups/*.yaml")),
    "indicators.schema.json": sorted(ROOT.glob("indicators/*.yaml")),
}
FILES = [(name, path) for name, paths in SHIPPED.items() for path in paths]
each_shipped_file = pytest.mark.parametrize(
    ("name", "path"), FILES, ids=[path.relative_to(ROOT).as_posix() for _, path in FILES]
)


def as_editors_read(content: Any) -> Any:
    """YAML 1.2 as editors read it: keys are texts, and so are dates."""
    if isinstance(content, dict):
        return {str(key): as_editors_read(value) for key, value in content.items()}
    if isinstance(content, list):
        return [as_editors_read(item) for item in content]
    return content.isoformat() if isinstance(content, date) else content


def complaints(schema: Schema, text: str) -> list[str]:
    content = as_editors_read(YAML(typ="safe", pure=True).load(text))
    return sorted(error.message for error in Draft202012Validator(schema).iter_errors(content))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_not_stale(name: str) -> None:
    committed = (ROOT / "schemas" / name).read_text(encoding="utf-8")
    assert committed == schema_text(SCHEMAS[name]()), "run: python -m ruecklauf.definition.schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_itself_is_valid(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name]())


def test_all_schemas_are_written(tmp_path: Path) -> None:
    assert [path.name for path in write_schemas(tmp_path)] == list(SCHEMAS)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(SCHEMAS)


@each_shipped_file
def test_shipped_declarations_keep_to_their_schema(name: str, path: Path) -> None:
    assert complaints(SCHEMAS[name](), path.read_text(encoding="utf-8")) == []


@each_shipped_file
def test_shipped_declarations_tell_editors_their_schema(name: str, path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    lead = "# yaml-language-server: $schema="
    assert first.startswith(lead)
    assert (path.parent / first.removeprefix(lead)).resolve() == ROOT / "schemas" / name


def described(schema: Any, place: str = "") -> Iterator[str]:
    """Every key an author may write that has no explanation."""
    if isinstance(schema, list):
        for item in schema:
            yield from described(item, place)
    if isinstance(schema, dict):
        for key, value in schema.get("properties", {}).items():
            if not (
                "description" in value or "const" in value or "enumDescriptions" in value or "anyOf" in value
            ):
                yield f"{place}.{key}"
        for key, value in schema.items():
            yield from described(value, f"{place}.{key}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_explained(name: str) -> None:
    assert list(described(SCHEMAS[name]())) == []


@pytest.mark.parametrize(
    "text",
    [
        WORKSHEET,
        changed(('"1.0"', "1.0")),
        changed(("title: Plan", "title: {de: Plan, en: plan}")),
        changed(("title: Plan", "title: 2026")),
        WORKSHEET + "        min: 0\n        max: 2.5\n        required: true\n        missing: [unknown]\n",
        WORKSHEET + "      - use: felder\n",
        WORKSHEET + "      - {use: felder, relevant_when: plaetze > 3, wave: L}\n",
        WORKSHEET + "      - {id: seit, type: date, label: Seit, min: 2026-01-01}\n",
        WORKSHEET + '      - {id: rang, type: scale, label: Rang, max: 1, labels: {"0": nein, 1: ja}}\n',
        changed(("free_rows: 5", "free_rows: 5\n    example: {plaetze: 12, fest: true, seit: 2026-01-01}")),
    ],
)
def test_what_authors_naturally_write_is_accepted(text: str) -> None:
    assert complaints(worksheet_schema(), text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            changed(("label: Plätze", "lable: Plätze")),
            [
                "'label' is a required property",
                "Additional properties are not allowed ('lable' was unexpected)",
            ],
        ),
        (
            changed(("kind: table", "kind: tabel")),
            ["'tabel' is not one of ['record', 'table', 'grid', 'cross']"],
        ),
        (changed(("prefix: PL", "prefix: pl")), ["'pl' does not match '^[A-Z]{2}$'"]),
        (changed(("id: plaetze", "id: Plätze")), ["'Plätze' does not match '^[a-z][a-z0-9_]*$'"]),
        (WORKSHEET + "        min: abc\n", ["'abc' is not of type 'number'"]),
        (WORKSHEET + "        wave: Q\n", ["'Q' is not one of ['F', 'U', 'L', 'X']"]),
        (
            WORKSHEET + "      - {id: g, type: multichoice, list: stand, label: G, codes: [offen]}\n",
            ["Additional properties are not allowed ('codes' was unexpected)"],
        ),
        (
            changed(("kind: table", "kind: record\n    remarks_of: plan"), ("    free_rows: 5\n", "")),
            ["Additional properties are not allowed ('remarks_of' was unexpected)"],
        ),
        (
            WORKSHEET + "      - {use: felder, colour: red}\n",
            ["Additional properties are not allowed ('colour' was unexpected)"],
        ),
    ],
)
def test_mistakes_are_marked_one_by_one(text: str, expected: list[str]) -> None:
    assert complaints(worksheet_schema(), text) == expected


def test_code_lists_and_groups_have_schemas_of_their_own() -> None:
    assert [complaints(codelist_schema(), text) for text in LISTS.values()] == [[], []]
    assert complaints(fieldgroup_schema(), GROUP) == []
    assert complaints(codelist_schema(), "id: a\ntitle: A\ncodes: [{code: 1, label: 2, nr: 3}]\n") == []
    assert complaints(fieldgroup_schema(), GROUP + "  - use: other\n") == ["'type' is a required property"]


INDICATOR = """
indicators:
  - id: stellen
    family: kerngruppe
    label: Stellen
    unit: Stellen
"""


@pytest.mark.parametrize(
    ("way", "right"),
    [
        ("    function: core_size\n    inputs: [akteure.akteure.kerngruppe]\n", True),
        ("    value: count(akteure)\n    n: 1\n", True),
        ("    value: count(akteure)\n", False),
        ("    function: core_size\n    inputs: [a.b.c]\n    value: count(akteure)\n    n: 1\n", False),
        ("    function: core_size\n    inputs: [a.b.c]\n    direktion: higher\n", False),
    ],
)
def test_an_indicator_has_a_function_or_formulas(way: str, right: bool) -> None:
    assert (complaints(indicators_schema(), INDICATOR + way) == []) is right
