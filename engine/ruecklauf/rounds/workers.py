"""Worker processes that read returned files: one file each at a time, killed at the limit.

A file can make a reader loop, take all memory or end the process; none of that reaches the import, which goes
on with the next file. Nor does it wait for processes that cannot start, or that got stuck: pebble's pool
gives results of what it had begun, and may leave everything else open for ever.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as TooSlow
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Protocol

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ruecklauf.errors import RuecklaufError
from ruecklauf.office.refusal import Refusal
from ruecklauf.rounds.clerk import Clerk, Contents, HandedOver
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judged import Judged, Owner, refused
from ruecklauf.rounds.letters import Letter

SECONDS = 20
"""Of a processor's time that a file may take, so that a busy computer refuses no good file."""
CLOCK = 300
"""Seconds by the clock after which a file is given up that waits for ever."""
MEMORY = 1024**3
"""Bytes that a worker may take beyond what it has at its beginning, where the system lets us limit that."""
FILES = 200
"""Files after which a worker is replaced by a new one."""
IDLE = 120
"""Seconds beyond those of a file in which no file is begun or ended, after which all workers are given up."""
ENDING = 30
"""Seconds that workers have to end."""
_TICK = 0.5

_Task = tuple[Callable[..., Any], tuple[Any, ...]]
"""What a worker process calls, and with what."""


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


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a file that was handed over as bytes."""

    found: Judged | Contents
    enclosed: tuple[bytes, ...] = ()
    """The files that a message or zip held; they are in no archive yet."""


class Workers:
    """Processes that read files; use it as a context manager.

    Processes never begin as a copy of this one, which may have threads and open databases.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        jobs: int,
        verify: bool = False,
        seconds: float = SECONDS,
        clock: float = CLOCK,
        memory: int = MEMORY,
        idle: float = IDLE,
    ) -> None:
        self.desk = desk
        self.seconds = seconds
        self.clock = clock if _COUNTS else seconds
        self._jobs = jobs
        self._settings = (desk, verify, memory, seconds)
        self._idle = idle
        self._open: list[ProcessFuture[Any]] = []
        self.pool = self._new_pool()

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _end(self.pool)

    def begin(self, sha256: str, letter: Letter, owner: Owner | None) -> Work:
        return _Begun(self, (_examine, (sha256, letter, owner)))

    def begin_handed(self, data: bytes, letter: Letter, owner: Owner | None) -> Handed:
        """What a file says that is handed over as bytes; waits for it."""
        found = _Begun(self, (_examine_handed, (data, letter, owner))).ended()
        return found if isinstance(found, Handed) else Handed(found)

    def schedule(self, task: _Task) -> ProcessFuture[Any]:
        """Let the pool read a file; a pool that is broken gives BrokenProcessPool when it is waited for."""
        try:
            future = self.pool.schedule(task[0], args=task[1], timeout=self.clock)
        except RuntimeError as error:
            future = ProcessFuture()
            future.set_exception(BrokenProcessPool(str(error)))
        self._open.append(future)
        return future

    def wait_for(self, future: ProcessFuture[Any], pool: ProcessPool) -> Any:
        """The result of what that pool does; BrokenProcessPool where it does nothing any more."""
        stirred, since = self._stirring(), time.monotonic()
        while not wait([future], timeout=_TICK).done:
            if pool is not self.pool or not pool.active:
                raise BrokenProcessPool
            if (now := self._stirring()) != stirred:
                stirred, since = now, time.monotonic()
            elif time.monotonic() - since > self._idle + (self.clock if stirred[1] else self.seconds):
                raise BrokenProcessPool
        return future.result()

    def renew(self) -> None:
        """Other processes in place of these; RuecklaufError where none can be started."""
        _end(self.pool)
        self.pool = self._new_pool()
        try:
            self.wait_for(self.pool.schedule(_is_ready, timeout=self.seconds + self._idle), self.pool)
        except (BrokenProcessPool, ProcessExpired, TooSlow, RuntimeError) as error:
            raise RuecklaufError(
                "The processes that read files cannot be started, or end at once.",
                remedy="Close other programs, so that there is memory for them; then import the files again.",
            ) from error

    def _stirring(self) -> tuple[int, int]:
        """How many files are open, and how many of them are being read."""
        self._open = [future for future in self._open if not future.done()]
        return len(self._open), sum(future.running() for future in self._open)

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._jobs,
            max_tasks=FILES,
            initializer=_begin,
            initargs=self._settings,
            context=_context(),
        )


class _Begun:
    """A file in the hands of a pool. It is given to another one where that breaks, but not for ever."""

    def __init__(self, workers: Workers, task: _Task) -> None:
        self._workers = workers
        self._task = task
        self._hand_over()

    def _hand_over(self) -> None:
        self._future, self._pool = self._workers.schedule(self._task), self._workers.pool

    def result(self) -> Judged | Contents:
        found: Judged | Contents = self.ended()
        return found

    def ended(self) -> Any:
        """What the process gave, or why it gave nothing."""
        broken = 0
        while True:
            try:
                return self._workers.wait_for(self._future, self._pool)
            except TooSlow:
                return self._too_slow(self._workers.clock)
            except ProcessExpired as error:
                if error.exitcode == _OUT_OF_TIME:
                    return self._too_slow(self._workers.seconds)
                return self._refused(Refusal("reader_crashed"))
            except MemoryError:
                return self._refused(Refusal("too_much_memory"))
            except BrokenProcessPool:
                if self._pool is self._workers.pool:
                    self._workers.renew()
                    broken += 1
                if broken > 1:
                    return self._refused(Refusal("reader_crashed"))
                self._hand_over()

    def _too_slow(self, seconds: float) -> Judged:
        return self._refused(Refusal("too_slow", seconds=f"{seconds:g}"))

    def _refused(self, why: Refusal) -> Judged:
        return refused(why, self._workers.desk)


def _end(pool: ProcessPool) -> None:
    """End the processes of a pool; one that does not end in time is left to the end of this process."""

    def join() -> None:
        with suppress(OSError, RuntimeError):
            pool.join()

    pool.stop()
    ending = Thread(target=join, daemon=True)
    ending.start()
    ending.join(ENDING)


def jobs_for(files: int) -> int:
    """How many worker processes are of use: one for each processor, and no more than files."""
    return max(1, min(files, os.cpu_count() or 1))


def _context() -> multiprocessing.context.BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


_COUNTS = sys.platform != "win32"
"""Whether the system counts a processor's time and ends a process for it; else the clock does."""
_OUT_OF_TIME = -signal.SIGPROF if sys.platform != "win32" else None
_clerks: list[Clerk] = []
"""The one clerk of a worker process."""
_allowed: list[float] = []
"""Seconds of a processor's time for each file that a worker process reads."""


def _begin(desk: Desk, verify: bool, memory: int, seconds: float) -> None:
    _limit_memory(memory)
    _clerks.append(Clerk(desk, verify=verify))
    _allowed.append(seconds)


def _is_ready() -> bool:
    return bool(_clerks)


def _examine_handed(data: bytes, letter: Letter, owner: Owner | None) -> Handed:
    originals = HandedOver(data)
    with _timed():
        found = _clerks[0].over(originals).examine("", letter, owner)
    return Handed(found, tuple(originals.kept.values()))


def _examine(sha256: str, letter: Letter, owner: Owner | None) -> Judged | Contents:
    with _timed():
        return _clerks[0].examine(sha256, letter, owner)


@contextmanager
def _timed() -> Iterator[None]:
    """The system ends this process, whatever it does, when its processor's time is over."""
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, _allowed[0])
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


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
