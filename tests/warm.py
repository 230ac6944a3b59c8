"""Commands in processes of their own that begin warm: all modules are there already, and each is a fork.

Starting Python and importing takes longer than most commands, and a kill in that time proves nothing.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from ruecklauf.cli import COMMANDS, main

NEEDED = ("pandas", "pyarrow.parquet", "openpyxl", "xlsxwriter", "docx", "docxtpl", "altair", "sqlalchemy")
"""What commands import as late as they can."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    """Negative: the signal that killed it."""
    seconds: float
    said: str

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL


class Warm:
    """A process that forks commands; use it as a context manager.

    What a command loads late is there for all after it where it was rehearsed.
    """

    def __init__(self) -> None:
        path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "warm"],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Warm:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)

    def run(
        self,
        *words: str | Path,
        killed_after: float | None = None,
        killed_at: tuple[Path, int] | None = None,
    ) -> Ended:
        """Let a command end, or kill it after so many seconds unless it has ended by then, or before for the
        n-th time a file in a folder is put there or taken away by being renamed.
        """
        return self._asked("run", words, killed_after, killed_at)

    def rehearse(self, *words: str | Path) -> Ended:
        """Let a command end without a process of its own.

        Not one that draws charts: what vl-convert begins in this process, no fork of it can use.
        """
        return self._asked("rehearse", words)

    def _asked(
        self,
        how: str,
        words: Iterable[str | Path],
        after: float | None = None,
        at: tuple[Path, int] | None = None,
    ) -> Ended:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        where = (str(at[0]), at[1]) if at else None
        self._process.stdin.write(json.dumps([how, list(map(str, words)), after, where]) + "\n")
        self._process.stdin.flush()
        return Ended(*json.loads(self._process.stdout.readline()))


def _serve() -> None:
    for module in (*NEEDED, *(f"ruecklauf.cli.{place}" for place in COMMANDS.values())):
        importlib.import_module(module)
    # both are the program's own, whatever commands do with theirs
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    for line in asked:
        how, words, after, at = json.loads(line)
        said = os.memfd_create("said")
        begun = time.monotonic()
        status = _performed(words, said) if how == "rehearse" else _forked(words, said, after, at)
        took = time.monotonic() - begun
        os.lseek(said, 0, os.SEEK_SET)
        with os.fdopen(said, encoding="utf-8", errors="replace") as file:
            print(json.dumps([status, took, file.read()]), file=answers, flush=True)


def _forked(words: list[str], said: int, killed_after: float | None, at: tuple[str, int] | None) -> int:
    child = os.fork()
    if not child:
        if at is not None:
            kill_at(*at)
        os._exit(_performed(words, said))
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    _, code = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(code)


def kill_at(folder: str, number: int) -> None:
    """This process is killed before for the n-th time a file appears or vanishes in a folder by being
    renamed, as people see it: names that begin with a point are of writing in progress.
    """
    seen = 0

    def is_seen(path: object) -> bool:
        place = Path(str(path))
        return place.is_relative_to(folder) and not re.search(r"(^|[/\\])\.", str(place.relative_to(folder)))

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event == "os.rename" and any(map(is_seen, arguments[:2])):
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def _performed(words: list[str], said: int) -> int:
    """Carry a command out in this process; its exit status."""
    for stream in (1, 2):
        os.dup2(said, stream)
    sys.argv = ["ruecklauf", *words]
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    _serve()
