"""What holds for the whole tree: style, types, and dependencies that run one way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BESIDE_PYTHON = Path(sys.executable).parent
CHECKS = {
    "style": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "types": [sys.executable, "-m", "mypy"],
    "imports": [str(BESIDE_PYTHON / "lint-imports")],
}


@pytest.mark.parametrize("check", CHECKS)
def test_tree_passes(check: str) -> None:
    done = subprocess.run(
        CHECKS[check], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
