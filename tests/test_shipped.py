"""The contract of every worksheet that is shipped: sent, answered and taken in, it leaves nothing to ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from cli.conftest import SETTINGS
from forms.making import ROUND, after_referred, printed
from forms.workbooks.test_round_trip import fields_to_answer, only_due, sent_and_returned
from rounds.playing import START, Game
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

FEWEST, RESPONDENTS = 3, 80
"""How many made-up respondents answer a worksheet: until every field has been answered once."""
WAVE = "2026-1"
Answers = dict[Subject, Value]

each_worksheet = pytest.mark.parametrize("worksheet_id", sorted(load_library().sources))


@each_worksheet
def test_every_question_answered_by_its_rules_comes_back_without_a_finding(worksheet_id: str) -> None:
    worksheets = after_referred(load_library(), (worksheet_id,))
    layout = build_layout(worksheets)
    unanswered = {subject.field for subject in fields_to_answer(layout) if subject.worksheet == worksheet_id}
    for seed in range(RESPONDENTS):
        prefill = Respondent(layout, "Ahornstadt", Random(seed), ROUND.reference_date).answer()
        returned, findings = sent_and_returned(worksheets, prefill)
        assert findings == ()
        assert returned == only_due({**prefill, **printed(worksheets)}, worksheets)
        unanswered -= {subject.field for subject in prefill}
        if seed >= FEWEST and not unanswered:
            break
    assert not unanswered


@pytest.fixture
def game(worksheet_id: str, tmp_path: Path) -> Iterator[Game]:
    """A round with the worksheet and those that it refers to, sent as workbooks and as documents."""
    ids = ", ".join(f'"{one.id}"' for one in after_referred(load_library(), (worksheet_id,)))
    settings = SETTINGS.replace('worksheets = ["stammblatt", "akteure"]', f"worksheets = [{ids}]")
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


@each_worksheet
def test_it_goes_round_as_workbook_and_as_documents(worksheet_id: str, game: Game) -> None:
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
