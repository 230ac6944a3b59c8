"""The page in the project's folder, written as a whole and for its owner alone."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ruecklauf.cockpit.gathering import gather
from ruecklauf.cockpit.page import render
from ruecklauf.project.folder import COCKPIT_FILE
from ruecklauf.rounds.workspace import Workspace


def write_cockpit(workspace: Workspace, *, now: datetime) -> Path:
    """Write cockpit.html anew. RuecklaufError for databases that cannot be read; OSError if it cannot be put
    there, and what was there before stays."""
    language = workspace.project.settings.cockpit.language
    page = render(gather(workspace, now=now, language=language), language)
    path = workspace.project.root / COCKPIT_FILE
    _put(path, page.encode())
    return path


def _put(path: Path, content: bytes) -> None:
    """Under a name of its own first, so that two programs can do it at once; nobody else can read it."""
    number, name = tempfile.mkstemp(prefix=".cockpit-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
