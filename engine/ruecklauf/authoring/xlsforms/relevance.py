"""When a question of an XLSForm is asked: where all its groups are, and it itself is."""

from __future__ import annotations

from collections.abc import Iterable

from ruecklauf.authoring.xlsforms.expressions import (
    Question,
    Survey,
    UntranslatedError,
    as_rule,
    as_rule_elsewhere,
)
from ruecklauf.authoring.xlsforms.sheets import SURVEY, Loss


def relevance(
    conditions: Iterable[tuple[int, str]], own: Question, survey: Survey
) -> tuple[str, tuple[Loss, ...]]:
    """The rule of all conditions together, and those that no rule can say.

    `conditions` are XPath with the rows that they stand in, that of the question itself last; the rule is
    empty where there is none.
    """
    found: list[str] = []
    losses: list[Loss] = []
    *groups, itself = conditions
    for of, (row, text) in (*(((" of the group"), group) for group in groups), ("", itself)):
        try:
            found += [_rule(text, own, survey)] if text else []
        except UntranslatedError as error:
            losses.append(Loss(SURVEY, row, f"relevant{of}: {text} ({error})"))
    joined = found[0] if len(found) == 1 else " and ".join(f"({condition})" for condition in found)
    return joined, tuple(losses)


def _rule(text: str, own: Question, survey: Survey) -> str:
    """The condition within the own group and other records, or within the one other that it looks at."""
    try:
        return as_rule(text, survey, own)
    except UntranslatedError as error:
        try:
            return as_rule_elsewhere(text, survey)
        except UntranslatedError:
            raise error from None
