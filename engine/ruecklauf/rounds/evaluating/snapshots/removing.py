"""A snapshot taken away, as when personal data was deleted: texts in it may still say what is no more."""

from __future__ import annotations

import shutil

from ruecklauf.errors import ProjectError
from ruecklauf.project import Project


def remove_snapshot(project: Project) -> None:
    """Delete the snapshot; it is made again at any time. ProjectError where it cannot be deleted."""
    folder = project.snapshot_dir
    if not folder.exists():
        return
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise ProjectError(
            f"the snapshot cannot be deleted ({error.strerror or error})",
            where=str(folder),
            remedy="Close what has it open, and run the command again.",
        ) from error
