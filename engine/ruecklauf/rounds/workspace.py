"""An opened project with everything a command works on: declarations, archive and store."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType

from ruecklauf.definition.models import Worksheet
from ruecklauf.library import Library, load_library
from ruecklauf.project import Project
from ruecklauf.project.database import database_file
from ruecklauf.project.settings import Wave
from ruecklauf.store import Archive, Store, open_store


@dataclass(frozen=True)
class Workspace:
    """Close it, or use it as a context manager."""

    project: Project
    makes: bool = False
    """Whether databases are made where there are none yet: by `init`, `forms` and `demo` alone."""
    opened: Store | None = None
    """A store in place of the project's own."""
    kept_in: Path | None = None
    """A folder in place of the project's archive."""

    @cached_property
    def library(self) -> Library:
        own = self.project.root
        has_own = (own / "worksheets").is_dir() or (own / "schemas").is_dir()
        return load_library(own if has_own else None)

    @cached_property
    def store(self) -> Store:
        if self.opened is not None:
            return self.opened
        urls = (self.project.database_url, self.project.contacts_url)
        makes = self.makes and not self.archive.originals()
        return open_store(*urls, read_only=any(map(_is_read_only, urls)), make=makes)

    @cached_property
    def archive(self) -> Archive:
        return Archive(self.kept_in or self.project.archive_dir)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "store" in vars(self):
            self.store.close()

    def worksheets(self, wave: Wave, only: tuple[str, ...] = ()) -> tuple[Worksheet, ...]:
        """The worksheets of a wave in its order, with the codes valid on its reference date.

        `only` picks some of them; one that the wave does not have raises ProjectError.
        """
        for wanted in only:
            self.library.worksheet(wanted)
        chosen = [name for name in wave.worksheets if not only or name in only]
        chosen += [name for name in only if name not in wave.worksheets]
        return tuple(self.library.worksheet(name).as_of(wave.reference_date) for name in chosen)


def _is_read_only(url: str) -> bool:
    """Whether a database in a file may be read, but not written."""
    path = database_file(url)
    return path is not None and path.is_file() and not os.access(path, os.W_OK)
