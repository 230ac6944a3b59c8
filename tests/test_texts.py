"""Every text that the program asks for is there, with the placeholders it gets; none is there for nothing."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import ruecklauf
from ruecklauf.findings import Severity
from ruecklauf.texts import filled, languages, load_texts

pytestmark = pytest.mark.xdist_group("texts")
PACKAGE = Path(ruecklauf.__file__).parent
GERMAN = tomllib.loads((PACKAGE / "texts" / "de.toml").read_text(encoding="utf-8"))
FINDINGS: dict[str, dict[str, str]] = GERMAN["findings"]
MAKERS = {"remark", "unreadable", "Refusal"}
"""What takes a finding's code and the parameters of its message."""
ALWAYS_GIVEN = {"found"}
"""`make_finding` supplies these itself."""


@dataclass(frozen=True, slots=True)
class Use:
    """A text asked for somewhere: its key, and the parameters passed along (None: not known)."""

    key: str
    params: frozenset[str] | None
    where: str
    is_list: bool = False


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


def scopes() -> Iterator[tuple[str, ast.AST]]:
    """Every function, and what stands outside: names are looked up where they are assigned."""
    for name, module in modules():
        yield name, module
        yield from ((name, node) for node in ast.walk(module) if isinstance(node, ast.FunctionDef))


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from own_nodes(child)


def words(node: ast.AST, scope: ast.AST) -> set[str]:
    """The texts that an expression can be: constants, both arms of a condition, names assigned in the scope.

    Of a key made with an f-string, `*` stands for what is filled in.
    """
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=parts):
            return {"".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in parts)}
        case ast.IfExp(body=one, orelse=other):
            return words(one, scope) | words(other, scope)
        case ast.Name(id=name):
            assigned = [
                one.value
                for one in own_nodes(scope)
                if isinstance(one, ast.Assign)
                and any(isinstance(target, ast.Name) and target.id == name for target in one.targets)
            ]
            return {text for value in assigned for text in words(value, scope)}
    return set()


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def params(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


@cache
def calls() -> tuple[tuple[str, ast.AST, ast.Call], ...]:
    return tuple(
        (f"{name}:{node.lineno}", scope, node)
        for name, scope in scopes()
        for node in own_nodes(scope)
        if isinstance(node, ast.Call) and node.args
    )


@cache
def finding_uses() -> tuple[Use, ...]:
    return tuple(
        Use(code.partition(".")[0], params(call), where)
        for where, scope, call in calls()
        if called(call) in MAKERS
        for code in sorted(words(call.args[0], scope))
    )


@cache
def text_uses() -> tuple[Use, ...]:
    return tuple(
        Use(key, params(call), where, called(call) == "list")
        for where, scope, call in calls()
        if called(call) in ("texts", "_texts") or (called(call) == "list" and _is_of_texts(call))
        for key in sorted(words(call.args[0], scope))
    )


def _is_of_texts(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in ("texts", "_texts")
    return False


def leaves(data: dict[str, Any], head: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{head}{key}.")
        else:
            yield f"{head}{key}", value


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


TEXTS = dict(leaves({section: texts for section, texts in GERMAN.items() if section != "findings"}))


@cache
def constants() -> frozenset[str]:
    """Every string in the code, docstrings aside."""
    return frozenset(
        node.value
        for _, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def matching(pattern: str, keys: set[str]) -> set[str]:
    return {key for key in keys if re.fullmatch(re.escape(pattern).replace(r"\*", r"[a-z0-9_]+"), key)}


def test_findings_have_texts_whose_placeholders_are_supplied() -> None:
    uses = finding_uses()
    assert [use for use in uses if use.key not in FINDINGS] == []
    given = [(use, use.params | ALWAYS_GIVEN) for use in uses if use.params is not None]
    assert [use for use, names in given if not placeholders(FINDINGS[use.key]["message"]) <= names] == []


def test_texts_are_there_and_their_placeholders_are_supplied() -> None:
    found = {use: matching(use.key, set(TEXTS)) for use in text_uses()}
    assert [use for use, keys in found.items() if not keys] == []
    kinds = {use: {isinstance(TEXTS[key], list) for key in keys} for use, keys in found.items()}
    assert [use for use, lists in kinds.items() if lists != {use.is_list}] == []
    given = [
        (use, use.params)
        for use in found
        if use.params is not None and not use.is_list and "*" not in use.key
    ]
    assert [use for use, names in given if not placeholders(TEXTS[use.key]) <= names] == []


def test_findings_are_used() -> None:
    assert set(FINDINGS) - constants() - {use.key for use in finding_uses()} == set()


def test_texts_are_used() -> None:
    rest = set(TEXTS) - constants()
    patterns = {use.key for use in text_uses() if "*" in use.key}
    assert rest - {key for pattern in patterns for key in matching(pattern, rest)} == set()


def test_findings_have_a_severity_and_a_message() -> None:
    for code, finding in FINDINGS.items():
        assert set(finding) - {"for_team"} == {"severity", "message"}, code
        assert finding.get("for_team", True) is True, code
        assert finding["severity"] in {severity.value for severity in Severity}, code
        assert finding["message"].strip(), code


@dataclass(frozen=True, slots=True)
class Language:
    """All that the program says in a language, by its key."""

    texts: dict[str, Any]
    phrases: dict[str, str]
    mails: frozenset[str]


def in_language(name: str) -> Language:
    data = tomllib.loads((PACKAGE / "texts" / f"{name}.toml").read_text(encoding="utf-8"))
    said = dict(leaves(data))
    messages = {key.removesuffix(".message"): text for key, text in said.items() if _is_text(key)}
    phrases = tomllib.loads((PACKAGE / "rules" / f"phrases_{name}.toml").read_text(encoding="utf-8"))
    mails = frozenset(path.name for path in (PACKAGE / "texts" / "mails" / name).iterdir())
    return Language(messages, dict(leaves(phrases)), mails)


def _is_text(key: str) -> bool:
    return not key.endswith((".severity", ".for_team"))


@pytest.mark.parametrize("name", [name for name in languages() if name != "de"])
def test_language_has_every_text_with_its_placeholders(name: str) -> None:
    own, german = in_language(name), in_language("de")
    assert own.mails == german.mails
    for mine, theirs in ((own.texts, german.texts), (own.phrases, german.phrases)):
        assert set(mine) == set(theirs)
        different = [key for key in theirs if shape(mine[key]) != shape(theirs[key])]
        assert [key for key in different if key not in ANY_NUMBER] == []


ANY_NUMBER = {"words.yes", "words.no"}
"""Lists of all that is read as yes or no."""


def shape(text: Any) -> object:
    """What must be the same in all languages: the placeholders, or how many texts there are."""
    if isinstance(text, list):
        return [placeholders(one) for one in text]
    return placeholders(text)


@pytest.mark.parametrize("language", languages())
def test_numbers_have_words_for_one_and_for_several(language: str) -> None:
    texts = load_texts(language)
    entries = dict(leaves(texts._data))
    counted = [text for text in entries.values() if isinstance(text, str) and "{count:" in text]
    assert len(counted) > 15
    for text in counted:
        given = dict.fromkeys(placeholders(text), "x")
        one, several = (filled(text, {**given, "count": number}) for number in (1, 2))
        assert one.replace("1", "", 1) != several.replace("2", "", 1)
    assert texts("inquiry.several", message="A", count=1) != texts("inquiry.several", message="A", count=2)


def test_severities_stand_in_german_alone() -> None:
    assert load_texts("en").finding("no_number").severity == FINDINGS["no_number"]["severity"]


def test_scan_finds_the_uses_at_all() -> None:
    assert len(finding_uses()) > 60
    assert len(text_uses()) > 60


def test_missing_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_texts("de")("cover.nonsense")
