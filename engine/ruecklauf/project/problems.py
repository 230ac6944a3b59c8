"""Mistakes in the project's files: collected, each with its line, and raised together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ruecklauf.errors import Problem, ProjectError
from ruecklauf.likeness import nearest

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[A-Za-z]{2,}")


def project_error(problems: Iterable[Problem], *, remedy: str = "") -> ProjectError:
    """One error that lists every mistake on a line of its own, in the order of the file."""
    return ProjectError("\n".join(str(problem) for problem in sorted(problems)), remedy=remedy)


def unreadable(path: Path, error: OSError) -> ProjectError:
    """The error for a file that is not there or cannot be read; raise it from the OSError."""
    return ProjectError(f"cannot be read ({error.strerror}).", where=str(path))


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """` Did you mean 'deadline'?`, or nothing if no option is close."""
    meant = nearest(word, options, at_least=65)
    return f" Did you mean '{meant}'?" if meant else ""


def is_email(text: str) -> bool:
    """Whether a text looks like one e-mail address; whether mail arrives there is not checked."""
    return _EMAIL.fullmatch(text) is not None and ".." not in text
