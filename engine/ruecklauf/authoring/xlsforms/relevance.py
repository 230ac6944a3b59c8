"""When a question of an XLSForm is asked: where all its groups are, and it itself is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ruecklauf.authoring.xlsforms.expressions import (
    Question,
    UntranslatedError,
    as_rule,
    as_rule_elsewhere,
)
from ruecklauf.authoring.xlsforms.sheets import SURVEY, Loss


def relevance(
    conditions: Iterable[tuple[int, str]],
    own: Question,
    questions: Mapping[str, Question],
    records: frozenset[str],
    *,
    codes: Mapping[str, str],
) -> tuple[str, tuple[Loss, ...]]:
    """The rule of all conditions together, and those that no rule can say.

    `conditions` are XPath with the rows that they stand in, that of the question itself last; the rule is
    empty where there is none. `records` are the sections that have one answer to each question.
    """
    found: list[str] = []
    losses: list[Loss] = []
    *groups, itself = conditions
    for of, (row, text) in (*(((" of the group"), one) for one in groups), ("", itself)):
        try:
            found += [_rule(text, own, questions, records, codes)] if text else []
        except UntranslatedError as error:
            losses.append(Loss(SURVEY, row, f"relevant{of}: {text} ({error})"))
    joined = found[0] if len(found) == 1 else " and ".join(f"({one})" for one in found)
    return joined, tuple(losses)


def _rule(
    text: str,
    own: Question,
    questions: Mapping[str, Question],
    records: frozenset[str],
    codes: Mapping[str, str],
) -> str:
    """The condition within the own group, or within the one other that it looks at."""
    try:
        return as_rule(text, questions, own, codes=codes)
    except UntranslatedError:
        return as_rule_elsewhere(text, questions, records, codes=codes)
