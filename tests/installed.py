"""What tests need beside the package: missing, they are skipped with the reason; in CI they fail."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

NODE_MODULES = "RUECKLAUF_NODE_MODULES"
"""Names the folder with the packages for Node.js, if it is not the checkout's own node_modules."""
POSTGRES = "RUECKLAUF_TEST_POSTGRES"
"""Names the PostgreSQL database in which tests may make schemas of their own."""

OLDEST = "RUECKLAUF_OLDEST"
"""Names the folder in which `.ci/oldest --core` says what it found."""


def missing(reason: str) -> NoReturn:
    """Skip; in CI nothing may be missing."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; .ci/run installs it")
    pytest.skip(reason)


def program(name: str) -> str:
    """The path of a program."""
    return shutil.which(name) or missing(f"{name} is not installed")


def node_modules(package: str) -> Path:
    """The folder of node_modules that has a package."""
    modules = Path(os.environ.get(NODE_MODULES) or Path(__file__).parents[1] / "node_modules")
    if not (modules / package).is_dir():
        missing(f"{package} is not in {NODE_MODULES} or the checkout's node_modules")
    return modules


def postgres() -> str:
    """The address of a database."""
    return os.environ.get(POSTGRES) or missing(f"{POSTGRES} is not set")


def oldest() -> Path:
    """The folder in which the tests with the oldest versions say what they found."""
    return Path(os.environ.get(OLDEST) or missing(f"{OLDEST} is not set"))
