"""What holds for the whole tree: style, types, sizes, and dependencies that run one way."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "engine" / "ruecklauf"
BESIDE_PYTHON = Path(sys.executable).parent
CHECKS = {
    "style": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "types": [sys.executable, "-m", "mypy"],
    "imports": [str(BESIDE_PYTHON / "lint-imports")],
}
MOST_MODULES = 25
"""Beside each other in a folder."""
LONGEST_MODULE = 350
LONGEST_FUNCTION = 45
"""Lines, with the docstring."""


@pytest.mark.parametrize("check", CHECKS)
def test_tree_passes(check: str) -> None:
    done = subprocess.run(
        CHECKS[check], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def modules() -> dict[str, str]:
    """The text of every module, by its path below the program."""
    paths = sorted(ENGINE.rglob("*.py"))
    return {path.relative_to(ENGINE).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_no_folder_holds_too_many_modules() -> None:
    beside = Counter(name.rpartition("/")[0] for name in modules() if not name.endswith("__init__.py"))
    assert {folder: number for folder, number in beside.items() if number > MOST_MODULES} == {}


def test_no_module_is_too_long() -> None:
    lengths = {name: len(text.splitlines()) for name, text in modules().items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_files_of_one_name_can_be_collected_together() -> None:
    """Folders without `__init__.py` are no packages: pytest knows their files by name alone."""
    tests = (
        path for path in (ROOT / "tests").rglob("test_*.py") if not (path.parent / "__init__.py").exists()
    )
    names = Counter(path.name for path in tests)
    assert [name for name, number in names.items() if number > 1] == []


def functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_too_long() -> None:
    lengths = [(name, *found) for name, text in modules().items() for found in functions(text)]
    assert [found for found in lengths if found[-1] > LONGEST_FUNCTION] == []


VAGUE = {"one", "told"}
"""What names nothing: each thing has a noun, see the glossary in docs/architecture.md."""
UNTIL_NAMED: set[str] = set()


def given_names(text: str) -> Iterator[str]:
    """The names of a module's variables and parameters."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.MatchAs(name=str(name)):
                yield name


def test_nothing_is_called_what_says_nothing() -> None:
    vague = {
        name: said
        for name, text in modules().items()
        if name not in UNTIL_NAMED and (said := VAGUE.intersection(given_names(text)))
    }
    assert vague == {}


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_what_documents_name_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = {*re.findall(r"`((?:engine|tests|docs|schemas|samples)/[\w./]+)`", text)}
    named |= set(re.findall(r"\]\(([^)#:]+)\)", text))
    missing = {
        path for path in named if not any((folder / path).exists() for folder in (ROOT, ROOT / "docs"))
    }
    assert missing == set()


def test_map_names_every_folder_of_the_program() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = text.partition("## The rooms")[2].partition("## ")[0]
    named = set(re.findall(r"([a-z_]+)/", rooms))
    folders = {path.parent.name for path in ENGINE.rglob("__init__.py") if path.parent != ENGINE}
    assert folders - named == {"texts"}
