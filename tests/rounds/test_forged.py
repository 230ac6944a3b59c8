"""Codes that were typed over with another alliance's: nobody answers for somebody else unseen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from rounds.playing import Game, codes
from rounds.test_order import document, workbook

Make = Callable[[Game, str], bytes]


def code_of(game: Game, alliance: str) -> str:
    with game.workspace.store.snapshot() as state:
        return next(form.form_code for form in state.issued() if form.alliance == alliance)


def typed_over(data: bytes, changes: dict[str, str], *, most: int = -1) -> bytes:
    """The form with texts of its parts typed over, in each part so often at most."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as written:
        left = most
        for member in source.infolist():
            content = source.read(member)
            for old, new in changes.items():
                found = content.count(old.encode())
                content = content.replace(old.encode(), new.encode(), left)
                left = max(left - found, 0) if left >= 0 else left
            written.writestr(member, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


@pytest.mark.parametrize("make", [workbook, document])
def test_form_with_one_code_of_another_alliance_waits(game: Game, make: Make) -> None:
    mine, others = code_of(game, "AAAAAA"), code_of(game, "BBBBBB")
    came = game.hand_in(typed_over(make(game, "ja"), {mine: others}, most=1))
    assert (came.outcome, codes(came)) == ("waiting", ["unclear_form"])
    assert game.answers() == {}


@pytest.mark.parametrize("make", [workbook, document])
def test_form_with_all_codes_of_another_alliance_waits_for_the_name_on_its_cover(
    game: Game, make: Make
) -> None:
    mine, others = code_of(game, "AAAAAA"), code_of(game, "BBBBBB")
    came = game.hand_in(typed_over(make(game, "ja"), {mine: others, "AAAAAA": "BBBBBB"}))
    assert (came.outcome, codes(came)) == ("waiting", ["other_owner"])
    assert "Deckblatt" in came.findings[0].message
    assert game.answers() == {}
