"""The page in the project's folder, written as a whole and for its owner alone."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ruecklauf.cockpit.gathering import gather
from ruecklauf.cockpit.page import render
from ruecklauf.own_files import digest_of, keep_beside, replacing
from ruecklauf.project.folder import COCKPIT_FILE
from ruecklauf.rounds.workspace import Workspace


class WrittenCockpit(NamedTuple):
    """Where the page is, and where what stood there lies now that was not written here; None for nothing."""

    path: Path
    kept: Path | None

    @property
    def said(self) -> str:
        """What to tell of what was kept."""
        message = "there was another cockpit.html, which was not written here or was changed since; it is now"
        return f"{message} {self.kept}" if self.kept else ""


def write_cockpit(workspace: Workspace, *, now: datetime) -> WrittenCockpit:
    """Write cockpit.html anew. RuecklaufError for databases that cannot be read; OSError if it cannot be put
    there, and what was there before stays. What was not written here is kept beside."""
    language = workspace.project.settings.cockpit.language
    content = render(gather(workspace, now=now, language=language), language).encode()
    path = workspace.project.root / COCKPIT_FILE
    with replacing(path.parent, {path.name: digest_of(content)}, replace=True):
        kept = keep_beside(path)
        _put(path, content)
    return WrittenCockpit(path, kept)


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
