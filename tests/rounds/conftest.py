from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rounds.playing import Game


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt")
    yield game
    game.close()
