"""The programs of other people that mutate forms."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import installed

SCRIPTS = Path(__file__).parent / "scripts"
SECONDS = 120


def run(
    program: str,
    *arguments: str,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    seconds: int = SECONDS,
) -> None:
    """Run a program in a folder; on a user's machine without it the test is skipped."""
    done = subprocess.run(
        [installed.program(program), *arguments],
        capture_output=True,
        text=True,
        timeout=seconds,
        cwd=folder,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, done.stderr


def run_script(script: Path, package: str, *arguments: str, folder: Path) -> None:
    """Run a script for Node.js that needs a package."""
    modules = installed.node_modules(package)
    run("node", str(script), *arguments, folder=folder, environment={"NODE_PATH": str(modules)})
