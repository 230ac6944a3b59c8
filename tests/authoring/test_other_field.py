"""A second set of worksheets, of another field: the program knows nothing of either."""

from __future__ import annotations

from random import Random

import pytest

from breaking import Breaker
from forms.making import RECIPIENT, ROUND, after_referred, printed, read_back, writer
from forms.workbooks.test_round_trip import only_due, sent_and_returned
from ruecklauf.demo.respondent import Respondent
from ruecklauf.layout.build import build_layout
from ruecklauf.library import data_folder, read_library
from ruecklauf.lint import lint

LIBRARY = read_library(data_folder() / "samples" / "energieaudit")
WORKSHEETS = after_referred(LIBRARY, LIBRARY.sources)


def test_its_declarations_are_right() -> None:
    assert lint(LIBRARY) == ()


def test_it_goes_round_without_a_finding() -> None:
    for seed in range(3):
        given = Respondent(
            build_layout(WORKSHEETS), "Ahornstadt", Random(seed), ROUND.reference_date
        ).answer()
        returned, findings = sent_and_returned(WORKSHEETS, given)
        assert (returned, findings) == (only_due({**given, **printed(WORKSHEETS)}, WORKSHEETS), ())


@pytest.mark.parametrize(
    "rule",
    [
        "gebaeude.saniert_nach_bau",
        "gebaeude.plz_fuenf_ziffern",
        "gebaeude.gebaeude_nur_einmal",
        "verbrauch.summe_nicht_kleiner",
        "verbrauch.seit_nicht_kuenftig",
    ],
)
def test_its_rules_are_findings(rule: str) -> None:
    worksheet, _, rule_id = rule.partition(".")
    answers = Breaker(build_layout(WORKSHEETS), ROUND.reference_date).broken(worksheet, rule_id)
    checked = read_back(writer(WORKSHEETS).write(RECIPIENT, answers or {}), WORKSHEETS)
    assert {finding.code for finding in checked.findings} == {f"rule.{rule_id}"}
