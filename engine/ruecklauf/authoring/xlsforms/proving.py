"""The rules of a declaration made of a form, tried on the questions that they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import bind, scope_of
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.resolve import resolve_value
from ruecklauf.rules.scope import Scope

Node = dict[str, Any]


def without_misfits(declared: Node) -> Iterator[tuple[str, str, str]]:
    """Takes out rules that could not be bound; section, question and words of each of them.

    What else is wrong with a declaration is told when it is checked.
    """
    try:
        worksheet = Worksheet.model_validate(declared)
    except ValidationError:
        return
    for node, section in zip(declared["sections"], worksheet.sections, strict=True):
        scope = scope_of(worksheet, section, (worksheet,))
        for field in node["fields"]:
            for key, head in (("relevant_when", "relevant"), ("required_when", "required")):
                if key in field and (error := _misfit(field[key], scope)):
                    yield node["id"], field["id"], f"{head}: {field.pop(key)} ({error})"
        for field in [field for field in node["fields"] if "calculate" in field]:
            if error := _without_result(field, scope):
                node["fields"].remove(field)
                yield node["id"], field["id"], f"the calculation of {field['id']} ({error})"
        for rule in list(node.get("rules", ())):
            if error := _misfit(rule["constraint"], scope):
                node["rules"].remove(rule)
                yield node["id"], rule["at"], f"constraint: {rule['constraint']} ({error})"
        if not node.get("rules", True):
            del node["rules"]


def _without_result(field: Node, scope: Scope) -> str:
    """Why the formula of a field gives nothing that forms could hold; its type is made to fit it."""
    errors = []
    for type_, kind in (("decimal", Kind.NUMBER), ("date", Kind.DATE)):
        try:
            resolve_value(parse_rule(field["calculate"]), scope, kind)
        except RuleError as error:
            errors.append(str(error))
        else:
            field["type"] = "integer" if (type_, field["type"]) == ("decimal", "integer") else type_
            return ""
    return errors[0]


def _misfit(rule: str, scope: Scope) -> str:
    """What is wrong with a rule; empty where it fits."""
    try:
        bind(rule, scope)
    except RuleError as error:
        return str(error)
    return ""
