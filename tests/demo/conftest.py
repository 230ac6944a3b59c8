from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner, Result

from ruecklauf.cli import cli
from ruecklauf.demo import round as demonstration
from ruecklauf.demo.round import DemoRound


@dataclass(frozen=True)
class Played:
    """The demonstration, played once for all tests here."""

    folder: Path
    made: DemoRound
    told: tuple[str, ...]
    """What it told of each step."""
    shown: Result
    """What the command showed, and how it ended."""


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("played") / "demo"
    told: list[str] = []
    made: list[DemoRound] = []
    really = demonstration.run_demo

    def watched(folder: Path, tell: Callable[[str], None]) -> DemoRound:
        made.append(really(folder, lambda step: (told.append(step), tell(step))[1]))
        return made[0]

    with mock.patch.object(demonstration, "run_demo", watched):
        shown = CliRunner().invoke(cli, ["demo", str(folder)], catch_exceptions=False)
    return Played(folder, made[0], tuple(told), shown)
