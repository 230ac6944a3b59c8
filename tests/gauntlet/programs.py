"""The programs of other people that mutate forms: found, or the test is skipped with a reason."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest

SCRIPTS = Path(__file__).parent / "scripts"
NODE_MODULES = "RUECKLAUF_NODE_MODULES"
"""Names the folder with the packages for Node.js, if it is not the checkout's own node_modules."""
SECONDS = 120


def run(program: str, *arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> None:
    """Run a program in a folder; on a user's machine without it the test is skipped."""
    found = shutil.which(program)
    if found is None:
        missing(f"{program} is not installed")
    done = subprocess.run(
        [found, *arguments],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=folder,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, done.stderr


def run_script(script: Path, package: str, *arguments: str, folder: Path) -> None:
    """Run a script for Node.js that needs a package."""
    checkout = Path(__file__).parents[2] / "node_modules"
    modules = Path(os.environ.get(NODE_MODULES) or checkout)
    if not (modules / package).is_dir():
        missing(f"{package} is not in {NODE_MODULES} or the checkout's node_modules; .ci/run installs it")
    run("node", str(script), *arguments, folder=folder, environment={"NODE_PATH": str(modules)})


def missing(reason: str) -> NoReturn:
    """Skip; in CI nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
