from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from release.rounds_played import make_round
from ruecklauf.cli import main
from ruecklauf.exports import EXPORTS

RunCommand = Callable[[str, Path, str], str]


@dataclass(frozen=True)
class Released:
    """A release as files, and what was said beside them."""

    folder: Path
    said: str


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the returns of two waves; tests only read it, the key of its releases apart."""
    return make_round(tmp_path_factory.mktemp("release") / "projekt")


@pytest.fixture(scope="session")
def run_release(played: Path) -> RunCommand:
    """`export --release` or `deposit` into a folder in these formats; what it said, on both outputs."""

    def call(command: str, folder: Path, formats: str) -> str:
        outputs = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
        more = ["--release"] if command == "export" else []
        arguments = ("ruecklauf", command, folder, "-p", played, *more, "--format", formats)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdout", outputs[0])
            patch.setattr(sys, "stderr", outputs[1])
            patch.setattr(sys, "argv", list(map(str, arguments)))
            with pytest.raises(SystemExit) as ended:
                main()
        for output in outputs:
            output.flush()
        said = "".join(output.buffer.getvalue().decode() for output in outputs)  # type: ignore[attr-defined]
        assert not ended.value.code, said
        return said

    return call


@pytest.fixture(scope="session")
def released(run_release: RunCommand, tmp_path_factory: pytest.TempPathFactory) -> Released:
    """A release of all waves in all formats, as the command line writes it."""
    folder = tmp_path_factory.mktemp("released") / "data"
    return Released(folder, run_release("export", folder, ",".join(EXPORTS)))
