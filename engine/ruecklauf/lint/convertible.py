"""Entries of lists that spreadsheet programs take for something else when somebody types them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruecklauf.errors import Problem
from ruecklauf.lint.declared import Declarations

_MONTH = (
    r"(?:jan(?:uar)?|feb(?:ruar)?|märz?|mrz|mar|apr(?:il)?|mai|may|juni?|juli?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|o[kc]t(?:ober)?|nov(?:ember)?|de[zc](?:ember)?)\.?"
)
_CONVERTED = {
    "a number": re.compile(r"[+-]?(?:€ ?)?[0-9][0-9 .,']*(?:e[+-]?[0-9]+)?(?: ?(?:%|€|eur))?", re.IGNORECASE),
    "a date": re.compile(
        r"[0-9]{1,4}[./-](?:0?[1-9]|1[0-2])(?:[./-](?:[0-9]{2,4})?)?"
        rf"|(?:[0-9]{{1,2}}[. -]{{0,2}})?{_MONTH}(?:[ -]?(?:[0-9]{{2}}|[0-9]{{4}}))",
        re.IGNORECASE,
    ),
    "a time": re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]m)?", re.IGNORECASE),
    "a truth value": re.compile(r"wahr|falsch|true|false", re.IGNORECASE),
    "a formula": re.compile(r"[=+@-].+", re.DOTALL),
}
"""What it is taken for, by the form of the entry; what comes last is asked last."""


def check_convertible(declared: Declarations) -> Iterator[Problem]:
    """Labels that Excel or LibreOffice turn into a number, a date or a formula.

    Cells of forms are formatted as text, which keeps them as they are; cells from which entries are copied do
    not, nor do programs that lose formats.
    """
    for entry in declared.lists:
        for number, code in enumerate(entry.codelist.codes):
            for _, label in code.label.items():
                if what := converted_to(label):
                    yield entry.at("codes", number, "label").problem(
                        f"spreadsheet programs take {label!r} for {what} in cells that are not formatted as "
                        "text; a word beside it keeps it as it is",
                        severity="warning",
                    )


def converted_to(label: str) -> str:
    """What a program takes an entry for; empty if it stays a text."""
    dated = _CONVERTED["a date"].fullmatch(label)
    kinds = [kind for kind, form in _CONVERTED.items() if form.fullmatch(label)]
    return "a date" if dated else kinds[0] if kinds else ""
