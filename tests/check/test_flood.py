"""How many findings of one file are kept."""

from __future__ import annotations

from ruecklauf.check.flood import IN_TURN, LETTERS, MOST, at_most
from ruecklauf.findings import Finding, Place, remark
from ruecklauf.findings import make_finding as made
from ruecklauf.texts import load_texts

TEXTS = load_texts()


def many(code: str, count: int, *, found: str = "x") -> list[Finding]:
    return [
        made(remark(code, sheet="S"), texts=TEXTS, place=Place("S", f"A{number + 1}"), found=found)
        for number in range(count)
    ]


def test_as_many_as_somebody_may_read_are_all_kept() -> None:
    findings = many("drawing_text", MOST)
    assert at_most(findings, TEXTS) == tuple(findings)


def test_of_very_many_the_first_of_each_kind_are_kept_and_the_others_counted() -> None:
    strays, notes = many("drawing_text", 90_000), many("note_found", 3)
    *kept, last = at_most((*strays, *notes), TEXTS)
    assert kept == [*strays[: MOST - 3], *notes]
    assert (last.code, str(last.severity)) == ("more_findings", "warning")
    assert "90003 Befunde" in last.message and "drawing_text: 88003" in last.message


def test_no_kind_of_finding_hides_another_one() -> None:
    strays, notes = many("link_target", 5_000), many("note_found", 5_000)
    codes = [finding.code for finding in at_most((*strays, *notes), TEXTS)]
    assert codes.count("link_target") == codes.count("note_found") == MOST // 2
    assert MOST // 2 % IN_TURN == 0


def test_long_texts_are_counted_by_their_characters() -> None:
    *kept, last = at_most(many("drawing_text", 100, found="x" * 30_000), TEXTS)
    assert sum(len(finding.found) for finding in kept) <= LETTERS
    assert "84 davon" in last.message
