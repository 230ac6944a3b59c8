from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ruecklauf.demo.round import DemoRound, run_demo


@dataclass(frozen=True)
class Played:
    """The demonstration, played once for all tests here."""

    folder: Path
    made: DemoRound
    told: tuple[str, ...]


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    told: list[str] = []
    folder = tmp_path_factory.mktemp("played") / "demo"
    return Played(folder, run_demo(folder, told.append), tuple(told))
