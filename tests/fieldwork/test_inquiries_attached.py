"""Questions go out with the inquiry in which they are answered, each to its own alliance."""

from __future__ import annotations

from pathlib import Path

from rounds.playing import Game
from rounds.test_deciding import ANSWERS, damaged
from rounds.test_inquiries import again, with_questions
from ruecklauf.fieldwork.mailing import Wanted, plan
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.read import open_return


def test_every_message_with_questions_has_the_alliances_own_inquiry(tmp_path: Path) -> None:
    game = Game(tmp_path / "projekt")
    for name in ("Kleve", "Köln"):
        game.hand_in(damaged(game.filled(name, ANSWERS), with_questions))
    everybody = game.workspace.project.alliances
    wanted = Wanted(wave=game.wave("2026-1"), occasion=Occasion.QUESTIONS, alliances=everybody)
    written = plan(game.workspace, wanted, way="eml", now=game.now()).written
    assert len(written) == 2
    for each in written:
        (attached,) = each.attachments
        code = open_return(attached.content).recognised.code
        assert code == read_form_code(again(game, each.concern.alliance.name).inquiry.code)
        assert code is not None and code.alliance_id == each.concern.alliance.id
    game.close()
