"""Archived files, looked through for a person: many of them by several processes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

from ruecklauf.privacy.people import Person
from ruecklauf.privacy.searching import can_be_searched, texts_in
from ruecklauf.rounds.workspace import Workspace

_FEWEST_FOR_WORKERS = 60
"""Files below which other processes would begin later than this one ends."""
_AT_ONCE = 100
"""Files that are held in memory together."""


class Original(NamedTuple):
    """What was found in an archived file."""

    sha256: str
    names_person: bool
    is_searched: bool
    """All that people can read in it was looked at; not so in pictures, scans, with passwords."""


def look_through(workspace: Workspace, person: Person) -> tuple[Original, ...]:
    """Every file of the archive, by hash."""
    hashes = sorted(workspace.archive.originals())
    if len(hashes) < _FEWEST_FOR_WORKERS:
        return tuple(_looked_at(workspace.archive.read(sha256), sha256, person) for sha256 in hashes)
    return tuple(_by_workers(workspace, person, hashes))


def _by_workers(workspace: Workspace, person: Person, hashes: Sequence[str]) -> Iterator[Original]:
    look = partial(_looked_at, person=person)
    with ProcessPoolExecutor(min(4, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        for start in range(0, len(hashes), _AT_ONCE):
            some = hashes[start : start + _AT_ONCE]
            yield from pool.map(look, map(workspace.archive.read, some), some, chunksize=8)


def _looked_at(data: bytes, sha256: str, person: Person) -> Original:
    return Original(sha256, any(map(person.is_in, texts_in(data))), can_be_searched(data))
