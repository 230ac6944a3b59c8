"""Workers elsewhere: files read by any `concurrent.futures.Executor`, each from the bytes it is handed.

    this process: archive, store ── bytes ──► executor's worker ──► process with limits ──► what the file says

A worker starts a process of its own that reads, with the same limits as here: what a file does ends there,
and is a finding. That a worker is lost says nothing about a file, and is none: the file is handed out again.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing.util import Finalize
from typing import Any
from uuid import uuid4

from ruecklauf import __version__
from ruecklauf.errors import RuecklaufError, StoreError
from ruecklauf.rounds.clerk import Clerk, Contents
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judged import Judged, Owner
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.workers import Handed, ThisProcess, Work, Workers
from ruecklauf.store import Archive

RETRIES = 3
"""Times that a file is handed out again after a worker was lost; then a process of this computer reads it."""
PATIENCE = 600
"""Seconds after which a file that is not given back is handed out again."""
SECONDS_TO_CONNECT = 30
_DASK = "dask://"


@dataclass(frozen=True)
class Elsewhere:
    """An executor, and how a desk is given to its workers."""

    executor: Executor
    lend: Callable[[Desk], Any] = lambda desk: desk
    """What is handed over in place of the desk; the executor's worker gets the desk itself."""
    let_go: Callable[[str], None] = lambda key: None
    """Ends what workers keep of an import."""


class ExecutorReaders:
    """Reads files by an executor; use it as a context manager."""

    def __init__(
        self, elsewhere: Elsewhere, desk: Desk, archive: Archive, *, verify: bool = False, **limits: float
    ) -> None:
        self._elsewhere = elsewhere
        self._desk = desk
        self._archive = archive
        self._verify = verify
        self._limits = limits
        self._key = uuid4().hex
        self._lent = elsewhere.lend(desk)
        self._own: Workers | None = None

    def __enter__(self) -> ExecutorReaders:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            # workers that cannot be asked any more hold nothing
            self._elsewhere.let_go(self._key)
        if self._own is not None:
            self._own.__exit__(None, None, None)

    def begin(self, sha256: str, letter: Letter, owner: Owner | None) -> Work:
        try:
            data = self._archive.read(sha256)
        except StoreError:
            return ThisProcess(Clerk(self._desk)).begin(sha256, letter, owner)
        return _Lent(self, sha256, data, letter, owner)

    def submit(self, data: bytes, letter: Letter, owner: Owner | None) -> Future[Handed]:
        settings = _Settings(self._key, self._verify, self._limits)
        return self._elsewhere.executor.submit(read_handed, self._lent, settings, data, letter, owner)

    def lend_again(self) -> None:
        """Give the desk to workers once more: those that had it may be gone."""
        self._lent = self._elsewhere.lend(self._desk)

    def keep(self, handed: Handed) -> Judged | Contents:
        """What a file says, after what was enclosed in it was archived."""
        for data in handed.enclosed:
            self._archive.keep(data)
        return handed.found

    def read_here(self, sha256: str, letter: Letter, owner: Owner | None) -> Judged | Contents:
        """What a process of this computer reads, with the same limits."""
        if self._own is None:
            self._own = Workers(self._desk, jobs=1, verify=self._verify, **self._limits)  # type: ignore[arg-type]
        return self._own.begin(sha256, letter, owner).result()


def readers_for(
    desk: Desk, archive: Archive, *, jobs: int, verify: bool, elsewhere: Elsewhere | None
) -> Workers | ExecutorReaders:
    """So many processes of this computer, or the workers elsewhere."""
    if elsewhere is None:
        return Workers(desk, jobs=jobs, verify=verify)
    return ExecutorReaders(elsewhere, desk, archive, verify=verify)


class _Lent:
    """A file in the hands of an executor."""

    def __init__(
        self, readers: ExecutorReaders, sha256: str, data: bytes, letter: Letter, owner: Owner | None
    ) -> None:
        self._readers = readers
        self._sha256 = sha256
        self._task = (data, letter, owner)
        self._future = self._submitted()

    def _submitted(self) -> Future[Handed] | None:
        """None where the executor takes nothing any more."""
        try:
            return self._readers.submit(*self._task)
        except Exception:
            return None

    def result(self) -> Judged | Contents:
        for _ in range(RETRIES + 1):
            try:
                if self._future is not None:
                    return self._readers.keep(self._future.result(PATIENCE))
            except StoreError:
                raise
            except (Exception, CancelledError):
                # whatever it was, it was the worker: what a file does is told as a finding
                pass
            with suppress(Exception):
                self._readers.lend_again()
            self._future = self._submitted()
        _, letter, owner = self._task
        return self._readers.read_here(self._sha256, letter, owner)


_reading: dict[tuple[str, int], Workers] = {}
"""Of a worker of an executor: the process that reads, by import and thread."""
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Settings:
    key: str
    """Of one import."""
    verify: bool
    limits: dict[str, Any]


def read_handed(desk: Desk, settings: _Settings, data: bytes, letter: Letter, owner: Owner | None) -> Handed:
    """What a worker of an executor does: let a process of its own read a file, with limits."""
    return _reader(desk, settings).begin_handed(data, letter, owner)


def _reader(desk: Desk, settings: _Settings) -> Workers:
    mine = (settings.key, threading.get_ident())
    with _turn:
        for other in [known for known in _reading if known[0] != mine[0] and known[1] == mine[1]]:
            _reading.pop(other).__exit__(None, None, None)
        if mine not in _reading:
            # Dask's workers are daemons of their nannies, and multiprocessing lets no daemon have children
            vars(multiprocessing.current_process())["_config"]["daemon"] = False
            if not _reading:
                # a process of an executor ends its children before it waits for them
                Finalize(None, _end_all, exitpriority=100)
            _reading[mine] = Workers(desk, jobs=1, verify=settings.verify, **settings.limits)
        return _reading[mine]


def _end_all() -> None:
    while _reading:
        _reading.popitem()[1].__exit__(None, None, None)


def let_go(key: str) -> None:
    """End the processes of an import in a worker of an executor."""
    with _turn:
        for known in [reading for reading in _reading if reading[0] == key]:
            _reading.pop(known).__exit__(None, None, None)


def version() -> str:
    """The ruecklauf that a worker has."""
    return __version__


@contextmanager
def executor_at(address: str) -> Iterator[Elsewhere]:
    """The executor at an address: `dask://HOST:PORT` is the scheduler of a Dask cluster.

    RuecklaufError for other addresses, where the library is not installed, nobody answers, or the workers
    have another version of ruecklauf or none.
    """
    if not address.startswith(_DASK) or not address.removeprefix(_DASK).strip("/"):
        raise RuecklaufError(
            f"'{address}' is no address of an executor.", remedy="Give dask://HOST:PORT, a Dask scheduler."
        )
    if find_spec("distributed") is None:
        raise RuecklaufError(
            "dask.distributed must be installed for --executor dask://.",
            remedy="Install it with: pip install 'ruecklauf[dask]'",
        )
    from distributed import Client

    host = address.removeprefix(_DASK).rstrip("/")
    try:
        client = Client(f"tcp://{host}", timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise _unreachable(address, error) from error
    with client:
        _refuse_strangers(address, client)
        yield Elsewhere(
            client.get_executor(pure=False),
            lend=lambda desk: client.scatter(desk, broadcast=True, hash=False),
            let_go=lambda key: client.run(let_go, key),
        )


def _unreachable(address: str, error: Exception) -> RuecklaufError:
    return RuecklaufError(
        f"no Dask scheduler answers at {address} ({type(error).__name__}).",
        remedy="Start it with `dask scheduler`, and check host, port and firewall.",
    )


def _refuse_strangers(address: str, client: Any) -> None:
    """RuecklaufError where there are no workers, or some that would read otherwise than this process."""
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
    except (OSError, TimeoutError) as error:
        raise RuecklaufError(
            f"the Dask cluster at {address} has no workers.", remedy=f"Start some: dask worker {address}"
        ) from error
    try:
        found = set(client.run(version).values())
    except Exception as error:
        raise RuecklaufError(
            f"the workers at {address} cannot read returns ({error}).",
            remedy=f"Install ruecklauf {__version__} where they run.",
        ) from error
    if found != {__version__}:
        raise RuecklaufError(
            f"the workers at {address} have ruecklauf {', '.join(sorted(found))}, not {__version__}.",
            remedy="Install the same version where they run.",
        )
