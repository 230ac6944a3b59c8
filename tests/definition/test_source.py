"""YAML as text with positions: nothing becomes a number, a date or a boolean by itself."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from ruecklauf.definition.source import (
    At,
    Mapping,
    Node,
    Scalar,
    Sequence,
    locate,
    plain_data,
    read_yaml,
    walk,
)
from ruecklauf.errors import DeclarationError


def nodes(folder: Path, text: str) -> Node:
    path = folder / "a.yaml"
    path.write_bytes(text.encode())
    node, problems = read_yaml(path, shown_as="a.yaml")
    assert problems == ()
    return node


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("05315000", "05315000"),
        ("1.10", "1.10"),
        ('"1.0"', "1.0"),
        ("007", "007"),
        ("1e3", "1e3"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("true", "true"),
        ("True", "True"),
        ("2026-06-30", "2026-06-30"),
        ("12:30", "12:30"),
        (".inf", ".inf"),
        ("~", ""),
        ("null", ""),
        ("", ""),
        ('""', ""),
        ('"null"', "null"),
        ("'~'", "~"),
        ("!!int '5'", "5"),
        ("„ja“ – nein", "„ja“ – nein"),
        ("a # comment", "a"),
        ("a#b", "a#b"),
    ],
)
def test_scalars_stay_text(tmp_path: Path, written: str, read: str) -> None:
    assert plain_data(nodes(tmp_path, f"key: {written}\n")) == {"key": read}


def test_folded_texts_have_no_control_characters(tmp_path: Path) -> None:
    text = dedent("""\
        folded: >-
          one
          two

          three
        kept: |
          one
          two
        plain: one
          two
        quoted: "one
          two"
        """)
    assert plain_data(nodes(tmp_path, text)) == {
        "folded": "one two\nthree",
        "kept": "one\ntwo\n",
        "plain": "one two",
        "quoted": "one two",
    }


def test_files_of_windows_read_alike(tmp_path: Path) -> None:
    text = "a: >-\n  one\n  two\nb: 1\n"
    windows = "\ufeff" + text.replace("\n", "\r\n")
    assert plain_data(nodes(tmp_path, windows)) == plain_data(nodes(tmp_path, text))


@pytest.mark.parametrize(
    ("written", "column", "plain"),
    [
        ("one two", 4, True),
        ('"one two"', 5, True),
        ("'one two'", 5, True),
        ('"one \\"two\\""', 5, False),
        ("'it''s'", 5, False),
        (">-\n  one\n  two", 4, False),
        ("one\n  two", 4, False),
    ],
)
def test_a_scalar_knows_where_it_begins_and_whether_columns_count_on_from_there(
    tmp_path: Path, written: str, column: int, plain: bool
) -> None:
    root = nodes(tmp_path, f"a: {written}\n")
    assert isinstance(root, Mapping)
    found = root.items["a"]
    assert isinstance(found, Scalar)
    assert (found.at, found.plain) == (At("a.yaml", 1, column), plain)


TREE = "a: 1\nb:\n  - c: x\n  - d:\n"


@pytest.mark.parametrize(
    ("path", "line", "column", "left"),
    [
        ((), 1, 1, []),
        (("a",), 1, 4, []),
        (("b",), 2, 1, []),
        (("b", 0), 3, 5, []),
        (("b", 0, "c"), 3, 8, []),
        (("b", 1, "d"), 4, 5, []),
        (("b", 0, "union", "c"), 3, 8, []),
        (("b", 0, "none"), 3, 5, ["none"]),
        (("b", 7), 2, 1, [7]),
    ],
)
def test_paths_lead_to_the_deepest_place_there_is(
    tmp_path: Path, path: tuple[int | str, ...], line: int, column: int, left: list[int | str]
) -> None:
    _, at, rest = locate(nodes(tmp_path, TREE), path)
    assert (at, rest) == (At("a.yaml", line, column), left)


def test_walking_visits_every_node(tmp_path: Path) -> None:
    kinds = [type(node) for node in walk(nodes(tmp_path, TREE))]
    assert kinds == [Mapping, Scalar, Sequence, Mapping, Scalar, Mapping, Scalar]


def test_what_is_repeated_by_an_alias_stands_in_both_places(tmp_path: Path) -> None:
    root = nodes(tmp_path, 'a: &cond koop = "ja"\nb: *cond\n')
    assert plain_data(root) == {"a": 'koop = "ja"', "b": 'koop = "ja"'}


def laughing(levels: int) -> str:
    """Each list repeats the one before ten times."""
    lines = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, levels)]
    return "\n".join(["a0: &a0 x", *lines])


NESTED = "lists and maps are nested more than 40 levels deep"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (laughing(12), 1, "with what * repeats, the file has more than 200000 keys and values"),
        ("a: " + "[" * 3_000 + "]" * 3_000, 1, NESTED),
        ("a: " + "{a: " * 3_000 + "}" * 3_000, 1, NESTED),
        ("a:\n" + " [\n" * 3_000 + "]" * 3_000, 41, NESTED),
        ("".join(f"{' ' * level}a:\n" for level in range(400)), 42, NESTED),
        ("a: &a [*a]", 1, "this is repeated inside itself (by * and &), without an end"),
        ("a: " + "x" * 4_000_000, 1, "the file is larger than 4000000 bytes"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_is_made_to_be_much_is_refused_at_its_place(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        nodes(tmp_path, text)
    (problem,) = caught.value.problems
    assert (problem.line, problem.message) == (line, message)
