"""Questions go out with the inquiry in which they are answered, each to its own alliance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rounds.playing import Game
from rounds.test_deciding import ANSWERS, damaged
from rounds.test_inquiries import again, with_questions
from ruecklauf.fieldwork.attachments import inquiries_for
from ruecklauf.fieldwork.mailing import Wanted, plan
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.read import open_return
from ruecklauf.store import IssuedForm


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    """A return with questions."""
    game = Game(tmp_path_factory.mktemp("asked") / "projekt")
    game.hand_in(damaged(game.filled("Kleve", ANSWERS), with_questions))
    yield game
    game.close()


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
        assert attached.name.endswith(".xlsx")
        code = open_return(attached.content).recognised.code
        assert code == read_form_code(again(game, each.concern.alliance.name).inquiry.code)
        assert code is not None and code.alliance_id == each.concern.alliance.id
    game.close()


@pytest.mark.parametrize(
    ("made", "wanted", "attached"),
    [
        (("docx",), ("xlsx", "docx"), [".docx"]),
        (("xlsx", "docx"), ("xlsx", "docx"), [".xlsx", ".docx"]),
        (("xlsx", "docx"), ("docx",), [".docx"]),
        (("xlsx",), ("docx",), [".docx"]),
    ],
)
def test_questions_come_in_the_formats_of_the_forms(
    asked: Game, made: tuple[str, ...], wanted: tuple[str, ...], attached: list[str]
) -> None:
    kleve, wave = asked.alliance("Kleve"), asked.wave("2026-1")
    issued = [
        IssuedForm(
            alliance=kleve.id, wave=wave.id, form_code="", file_sha256="", file_name=f"form.{kind}",
            fingerprint="", declarations=(), created_at=asked.now(),
        )
        for kind in made
    ]  # fmt: skip
    own = inquiries_for(asked.workspace, wave, [kleve], issued=issued, formats=wanted, now=asked.now())
    assert [Path(each.name).suffix for each in own[kleve.id]] == attached
    codes = {open_return(each.content).recognised.code for each in own[kleve.id]}
    assert codes == {read_form_code(again(asked, "Kleve").inquiry.code)}
