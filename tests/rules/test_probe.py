from __future__ import annotations

import pytest

from ruecklauf.rules.probe import Probe, probe
from rules.world import WAVE_DATE, rule


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # as it should be
        ('koop = "ja" implies vorhanden = "ja"', Probe(True, True, True)),
        ("belegt <= plaetze", Probe(True, True, True)),
        ("quote > 0.5 and quote < 0.6", Probe(True, True, True)),
        ("length(name) <= 50", Probe(True, True, True)),
        ('matches(name, "99999", "AA [Aa]{2}(-9)")', Probe(True, True, True)),
        ("quote * 2 = 5", Probe(True, True, False)),
        ("ende - beginn <= 365", Probe(True, True, False)),
        ("count(akteure where bereich = 'mi' and eins) <= 15", Probe(True, True, False)),
        ("count(akteure) < 100", Probe(True, True, False)),
        ("distinct(akteure.bereich where eins) = 4", Probe(True, True, False)),
        ("tree(partner)", Probe(True, True, False)),
        ("unique(leitung, mitglied)", Probe(True, True, False)),
        ('leitung.status = "offen"', Probe(True, True, False)),
        ("all(gremien where fest has mitglieder > this.plaetze)", Probe(True, True, False)),
        # never false
        ("plaetze <= 600", Probe(True, False, True)),
        ("rang >= 0 and rang <= 3", Probe(True, False, True)),
        ("eins or not eins", Probe(True, False, True)),
        ('missing(koop) or koop in ("ja", "nein")', Probe(True, False, True)),
        ("count(gremien) >= 0", Probe(True, False, False)),
        # never true
        ("plaetze < 0", Probe(False, True, True)),
        ("anteil > 100", Probe(False, True, True)),
        ('bereich in ("mi", "aw") and bereich = "so"', Probe(False, True, True)),
        ("blank(name) and answered(name)", Probe(False, True, True)),
        ("ticks(eins, zwei) > 2", Probe(False, True, True)),
        ("distinct(akteure.bereich) > 4", Probe(False, True, False)),
    ],
)
def test_rules_that_cannot_hold_or_fail_are_found(text: str, expected: Probe) -> None:
    assert probe(rule(text), WAVE_DATE) == expected


def test_many_combinations_are_drawn_by_lot() -> None:
    text = " and ".join(f"{field} > 1" for field in ("plaetze", "belegt", "quote", "rang", "anteil"))
    assert probe(rule(text), WAVE_DATE) == Probe(True, True, False)
