"""Questions of an XLSForm that nobody can answer, as what is calculated there cannot be changed."""

from __future__ import annotations

import re

from ruecklauf.authoring.xlsforms.expressions import Survey
from ruecklauf.authoring.xlsforms.kinds import is_yes
from ruecklauf.authoring.xlsforms.sheets import Row

LOCKS = frozenset({"read_only", "readonly", "calculation", "default"})
"""Heads of the columns that say so."""
_TYPES = ("integer", "decimal", "date")


def locked_value(row: Row, type_: str) -> str:
    """The expression that gives a read-only question's value; empty where forms here would not lock it.

    What stands there by its default is a calculation of one number or date.
    """
    if not is_yes(row["read_only"] or row["readonly"]) or type_ not in _TYPES:
        return ""
    if row["calculation"]:
        return row["calculation"]
    default = row["default"].strip().strip("'\"")
    if type_ == "date":
        return f"date('{default}')" if re.fullmatch(r"\d{4}-\d\d-\d\d", default) else ""
    return default if re.fullmatch(r"\d+" if type_ == "integer" else r"\d+(\.\d+)?", default) else ""


def record_beside(calculation: str, survey: Survey) -> str:
    """The record with the first question that a calculation outside groups names; empty where none has."""
    for name in re.findall(r"\$\{\s*([^}]+?)\s*\}", calculation):
        question = survey.questions.get(name)
        if question is not None and question.section in survey.records:
            return question.section
    return ""
