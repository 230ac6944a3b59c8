"""Rows of the gauntlet that are done to Word forms."""

from __future__ import annotations

from collections.abc import Mapping

from gauntlet.documents.editing import Change, in_python_docx, in_word
from gauntlet.editing import Act
from gauntlet.mutation import Answer, Expected, Mutation
from ruecklauf.values import Value

PYTHON_DOCX, RAW = "python-docx", "Word's XML"
_ACTS = {PYTHON_DOCX: in_python_docx, RAW: in_word}


def accepted(
    *codes: str,
    why: str,
    changed: Mapping[Answer, Value | None] | None = None,
    noted: bool = False,
    saw: str = "",
) -> Expected:
    return Expected("accepted", frozenset(codes), changed or {}, noted=noted, why=why, saw=saw)


def refused(code: str, why: str) -> Expected:
    return Expected("refused", frozenset({code}), why=why)


def waiting(code: str, why: str) -> Expected:
    return Expected("waiting", frozenset({code}), why=why)


def done(group: str, name: str, worksheet: str, act: Act, expected: Expected, *, by: str) -> Mutation:
    """Something done to the file of a worksheet's form."""
    return Mutation(f"Word form: {name}", f"Word {group}", by, act, expected, worksheet)


def changed(
    group: str, name: str, worksheet: str, change: Change, expected: Expected, *, by: str = RAW
) -> Mutation:
    """Something done to what stands in a worksheet's form."""
    return done(group, name, worksheet, _ACTS[by](change), expected, by=by)
