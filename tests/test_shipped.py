"""The contract of all worksheets that are shipped: sent, answered and taken in, they leave nothing to ask."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest

from breaking import Breaker
from cli.conftest import SETTINGS
from forms.making import RECIPIENT, ROUND, after_referred, printed, read_back, writer
from forms.workbooks.test_round_trip import fields_to_answer, only_due, sent_and_returned
from rounds.playing import START, Game
from ruecklauf.definition.models import Rule, Worksheet
from ruecklauf.demo.respondent import Respondent
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.library import load_library
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.forms import issue_forms, recipient_of, round_of
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import Value, canonical_text

FEWEST, RESPONDENTS = 2, 80
"""How many made-up respondents answer: until every field has been answered once."""
WAVE = "2026-1"
LARGEST = 250 * 1024
"""Bytes of a form with all worksheets that alliances fill in."""
Answers = dict[Subject, Value]
AUDIENCES = ("alliance", "team")
for_each_audience = pytest.mark.parametrize("audience", AUDIENCES)


@cache
def shipped(audience: str) -> tuple[Worksheet, ...]:
    library = load_library()
    ids = [name for name, worksheet in library.worksheets.items() if worksheet.audience == audience]
    return after_referred(library, ids)


@for_each_audience
def test_every_question_answered_by_its_rules_comes_back_without_a_finding(audience: str) -> None:
    worksheets = shipped(audience)
    layout = build_layout(worksheets)
    declared = {(one.id, section.id, field.id) for one in worksheets for section, field in one.all_fields()}
    unanswered = declared & {(s.worksheet, s.section, s.field) for s in fields_to_answer(layout)}
    for seed in range(RESPONDENTS):
        prefill = Respondent(layout, "Ahornstadt", Random(seed), ROUND.reference_date).answer()
        new = unanswered & {(s.worksheet, s.section, s.field) for s in prefill}
        if seed >= FEWEST and not new:
            continue
        returned, findings = sent_and_returned(worksheets, prefill)
        assert findings == ()
        assert returned == only_due({**prefill, **printed(worksheets)}, worksheets)
        unanswered -= new
        if not unanswered:
            break
    assert not unanswered


ALWAYS_KEPT = {"paar_nur_einmal", "mitglied_vorhanden"}
"""A cross table has one cell for each pair, and none for a row without a name: pasting alone breaks these."""


def rules_of(worksheet: Worksheet) -> list[Rule]:
    in_sections = (rule for section in worksheet.sections for rule in section.rules)
    return [rule for rule in (*worksheet.rules, *in_sections) if rule.id not in ALWAYS_KEPT]


@pytest.mark.parametrize("worksheet_id", sorted(load_library().sources))
def test_each_rule_broken_once_is_its_finding_alone(worksheet_id: str) -> None:
    """A row that has no name, as its institution does not exist, cannot be referred to either."""
    worksheets = after_referred(load_library(), (worksheet_id,))
    breaker = Breaker(build_layout(worksheets), ROUND.reference_date)
    found = {}
    for rule in rules_of(worksheets[-1]):
        answers = breaker.broken(worksheet_id, rule.id)
        returned = read_back(writer(worksheets).write(RECIPIENT, answers or {}), worksheets)
        codes = {finding.code for finding in returned.findings}
        nameless = {"reference_unresolved"} if ".vorhanden" in rule.constraint else set()
        found[f"rule.{rule.id}"] = codes - nameless
    assert found == {code: {code} for code in found}


def test_all_worksheets_fit_into_one_form() -> None:
    assert len(writer(shipped("alliance")).write(RECIPIENT)) < LARGEST


@pytest.fixture(params=AUDIENCES)
def game(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Game]:
    """A round with all worksheets of an audience, sent as workbooks and as documents."""
    ids = ", ".join(f'"{one.id}"' for one in shipped(request.param))
    asked = f'audience = "{request.param}"\nworksheets = [{ids}]'
    settings = SETTINGS.replace('worksheets = ["stammblatt", "akteure"]', asked)
    game = Game(tmp_path / "projekt", settings=settings, opened_as=Workspace)
    issue_forms(
        game.workspace,
        game.wave(WAVE),
        game.workspace.project.alliances,
        folder=game.root / "forms",
        now=START,
        formats=tuple(FormFormat),
    )
    yield game
    game.close()


def test_they_go_round_as_workbook_and_as_documents(game: Game) -> None:
    """Kleve answers in Excel, Köln in Word; were their answers alike, one would be taken for a copy."""
    wave = game.wave(WAVE)
    layout = build_layout(game.workspace.worksheets(wave))
    kleve, köln = (
        Respondent(layout, place, Random(seed), wave.reference_date).answer()
        for seed, place in enumerate(("Kleve", "Köln"))
    )
    received = Receiver(game.workspace).receive_all(
        [workbook(game, layout, kleve), *documents(game, layout, köln)], now=game.later()
    )
    assert [one.outcome.partition("_")[0] for one in received] == ["accepted"] * (1 + len(layout.worksheets))
    assert finding_rows(game.workspace) == []
    for alliance, answers in (("AAAAAA", kleve), ("BBBBBB", köln)):
        given = {Subject(*key): value for (owner, *key), value in game.answers().items() if owner == alliance}
        assert {one: given.get(one) for one in answers} == {
            one: canonical_text(value) for one, value in answers.items()
        }


def workbook(game: Game, layout: Layout, answers: Answers) -> Path:
    writer = FormWriter(layout, round_of(game.workspace.project, game.wave(WAVE)))
    return game.saved(writer.write(recipient_of(game.alliance("Kleve")), answers), "Kleve.xlsx")


def documents(game: Game, layout: Layout, answers: Answers) -> list[Path]:
    writer = DocumentWriter(layout, round_of(game.workspace.project, game.wave(WAVE)))
    recipient = recipient_of(game.alliance("Köln"))
    return [
        game.saved(writer.write(recipient, one.id, answers), f"Köln {one.id}.docx")
        for one in layout.worksheets
    ]
