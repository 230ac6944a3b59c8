"""List entries that programs turn into something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import changed, problems
from ruecklauf.lint.convertible import converted_to

LABELS = {
    "01": "a number",
    "1.0": "a number",
    "50 %": "a number",
    "2E5": "a number",
    "1.000 €": "a number",
    "1/2": "a date",
    "6-10": "a date",
    "3.10": "a date",
    "1.5.": "a date",
    "Mai 2026": "a date",
    "1. Mrz 26": "a date",
    "14:30": "a time",
    "WAHR": "a truth value",
    "=1+1": "a formula",
    "-eher nicht": "a formula",
    "+49": "a number",
    "Mai": "",
    "Maier 20": "",
    "ja": "",
    "1 bis 5": "",
    "bis 10": "",
    "§ 16": "",
    "2 Stellen": "",
    "– keine –": "",
}


@pytest.mark.parametrize(("label", "expected"), LABELS.items())
def test_entry_is_taken_for_something_else(label: str, expected: str) -> None:
    assert converted_to(label) == expected


def test_list_with_such_an_entry_is_warned_of(tmp_path: Path) -> None:
    text = changed(("{code: fertig, label: fertig}", '{code: fertig, label: "01"}'))
    [problem] = problems(tmp_path, text)
    assert problem.startswith("55:32: warning: spreadsheet programs take '01' for a number")
