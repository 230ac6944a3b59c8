"""Worker processes that read returned files: one file each at a time, killed at the limit.

A file can make a reader loop, take all memory or end the process; none of that reaches the import, which goes
on with the next file.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ruecklauf.office.refusal import Refusal
from ruecklauf.rounds.clerk import Clerk, Contents
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judgement import Judged, Owner, refused
from ruecklauf.rounds.letters import Letter

SECONDS = 20
MEMORY = 1024**3
"""Bytes that a worker may take beyond what it has at its beginning, where the system lets us limit that."""
FILES = 200
"""Files after which a worker is replaced by a new one."""


class Work(Protocol):
    """A file being read."""

    def result(self) -> Judged | Contents:
        """What became of it; waits for the end."""


class Readers(Protocol):
    """What reads files: worker processes, or this process."""

    def begin(self, sha256: str, letter: Letter, owner: Owner | None) -> Work:
        """Read an archived file."""


@dataclass(frozen=True)
class ThisProcess:
    """Reads files one after the other in this process, without limits: for files that are one's own."""

    clerk: Clerk

    def begin(self, sha256: str, letter: Letter, owner: Owner | None) -> Work:
        return Done(self.clerk.examine(sha256, letter, owner))


@dataclass(frozen=True, slots=True)
class Done:
    """A file of which is known already what became of it."""

    found: Judged | Contents

    def result(self) -> Judged | Contents:
        return self.found


class Workers:
    """Processes that read files; use it as a context manager.

    Processes never begin as a copy of this one, which may have threads and open databases.
    """

    def __init__(
        self, desk: Desk, *, jobs: int, verify: bool = False, seconds: float = SECONDS, memory: int = MEMORY
    ) -> None:
        self._desk = desk
        self._seconds = seconds
        self._pool = ProcessPool(
            max_workers=jobs,
            max_tasks=FILES,
            initializer=_begin,
            initargs=(desk, verify, memory),
            context=_context(),
        )

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._pool.close()
        else:
            self._pool.stop()
        self._pool.join()

    def begin(self, sha256: str, letter: Letter, owner: Owner | None) -> Work:
        future = self._pool.schedule(_examine, args=(sha256, letter, owner), timeout=self._seconds)
        return _Begun(future, self._desk, self._seconds)


@dataclass(frozen=True, slots=True)
class _Begun:
    future: ProcessFuture[Judged | Contents]
    desk: Desk
    seconds: float

    def result(self) -> Judged | Contents:
        try:
            return self.future.result()
        except TooSlow:
            return refused(Refusal("too_slow", seconds=f"{self.seconds:g}"), self.desk)
        except ProcessExpired:
            return refused(Refusal("reader_crashed"), self.desk)
        except MemoryError:
            return refused(Refusal("too_much_memory"), self.desk)


def jobs_for(files: int) -> int:
    """How many worker processes are of use: one for each processor, and no more than files."""
    return max(1, min(files, os.cpu_count() or 1))


def _context() -> multiprocessing.context.BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


_clerks: list[Clerk] = []
"""The one clerk of a worker process."""


def _begin(desk: Desk, verify: bool, memory: int) -> None:
    _limit_memory(memory)
    _clerks.append(Clerk(desk, verify=verify))


def _examine(sha256: str, letter: Letter, owner: Owner | None) -> Judged | Contents:
    return _clerks[0].examine(sha256, letter, owner)


def _limit_memory(allowed: int) -> None:
    """Beyond this, memory is refused; Windows has no such limit, and macOS does not hold to it."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _taken() + allowed
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _taken() -> int:
    """The address space that this process has, in bytes; 0 where the system does not tell."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0
    pages: Sequence[str] = statm.read_text(encoding="ascii").split()
    return int(pages[0]) * os.sysconf("SC_PAGE_SIZE")
