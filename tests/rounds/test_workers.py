"""What a file can do to the process that reads it ends there: a finding, and the next file is read."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from rounds.playing import START, Game, codes
from ruecklauf.errors import RuecklaufError
from ruecklauf.rounds import workers as module
from ruecklauf.rounds.clerk import Clerk, Contents
from ruecklauf.rounds.desk import Desk, lay_out
from ruecklauf.rounds.judged import Judged, Owner
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workers import Workers, jobs_for

MIB = 1024 * 1024


def great_message() -> bytes:
    """A message with an attachment of 80 MB, which takes seconds and hundreds of megabytes to read."""
    head = (
        b"From: a@b.example\r\nDate: Mon, 01 Jun 2026 10:00:00 +0200\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: application/octet-stream; name="a.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    )
    return head + (b"QUJD" * 19 + b"\r\n") * (80 * MIB // 78)


def taken_in(game: Game, files: list[Path], **limits: float) -> list[Received]:
    with Workers(lay_out(game.workspace), jobs=1, **limits) as workers:  # type: ignore[arg-type]
        return list(Receiver(game.workspace, readers=workers).receive_all(files, now=START))


@pytest.fixture
def files(game: Game) -> list[Path]:
    """A file that takes long and much memory, and a good one after it."""
    good = game.filled("Kleve", {("akteure", "akteure", "AK001", "koop"): "ja"})
    return [game.saved(great_message(), "riese.eml"), game.saved(good, "gut.xlsx")]


def test_a_file_that_takes_too_long_is_given_up(game: Game, files: list[Path]) -> None:
    great, good = taken_in(game, files, seconds=1.5)
    assert (great.outcome, codes(great)) == ("refused", ["too_slow"])
    assert good.outcome == "accepted_with_findings"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds to a limit of memory")
def test_a_file_that_takes_too_much_memory_is_given_up(game: Game, files: list[Path]) -> None:
    great, good = taken_in(game, files, memory=60 * MIB)
    assert great.outcome == "refused"
    assert codes(great)[0] in ("too_large", "too_much_memory")
    assert good.outcome == "accepted_with_findings"


def descendants(of: int) -> dict[int, int]:
    """Processes that come from this one, with their parents, by Linux's own list."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = {of: 0}
    grown = True
    while grown:
        more = {one: parent for one, parent in parents.items() if parent in found and one not in found}
        found |= more
        grown = bool(more)
    return found


def kill_the_reader(stop: threading.Event, others: set[int]) -> None:
    """Kill the first process that comes from this one, is none of the others, and has taken much memory."""
    while not stop.wait(0.02):
        for process in set(descendants(os.getpid())) - others:
            try:
                pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
            except OSError:
                continue
            if pages * os.sysconf("SC_PAGE_SIZE") > 200 * MIB:
                os.kill(process, signal.SIGKILL)
                return


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's list of processes")
def test_a_reader_that_crashes_takes_nothing_else_with_it(game: Game, files: list[Path]) -> None:
    stop = threading.Event()
    killer = threading.Thread(target=kill_the_reader, args=(stop, set(descendants(os.getpid()))))
    killer.start()
    great, good = taken_in(game, files)
    stop.set()
    killer.join()
    assert (great.outcome, codes(great)) == ("refused", ["reader_crashed"])
    assert good.outcome == "accepted_with_findings"


def end_at_once(*_: object) -> NoReturn:
    os._exit(7)


def never_begin(*_: object) -> None:
    time.sleep(600)


_begin = module._begin


def dying_at_first(folder: Path, desk: Desk, verify: bool, memory: int, seconds: float) -> None:
    """The first process ends at its start, all later ones begin."""
    with suppress(FileExistsError):
        (folder / "died").touch(exist_ok=False)
        os._exit(7)
    _begin(desk, verify, memory, seconds)


def waiting_first(seconds: float, desk: Desk, verify: bool, memory: int, allowed: float) -> None:
    """Processes that wait so long, without a processor, before they read their first file."""
    _begin(desk, verify, memory, allowed)
    (clerk,) = module._clerks
    module._clerks[:] = [Waiting(clerk, seconds)]  # type: ignore[list-item]


@dataclass
class Waiting:
    """As on a busy computer, where a process waits most of its time."""

    clerk: Clerk
    seconds: float

    def examine(self, sha256: str, letter: Letter, owner: Owner | None) -> Judged | Contents:
        time.sleep(self.seconds)
        self.seconds = 0
        return self.clerk.examine(sha256, letter, owner)


@pytest.mark.parametrize("start", [end_at_once, never_begin])
def test_workers_that_never_start_are_one_clear_error(
    game: Game, files: list[Path], monkeypatch: pytest.MonkeyPatch, start: object
) -> None:
    monkeypatch.setattr(module, "_begin", start)
    with pytest.raises(RuecklaufError, match=r"cannot be started.*memory"):
        taken_in(game, files[1:] * 20, seconds=1, idle=0.5)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not end processes for a processor's time")
@pytest.mark.parametrize(
    ("clock", "outcome"), [(60, "accepted_with_findings"), (2, "refused")], ids=["long", "for ever"]
)
def test_a_file_is_given_up_for_what_it_takes_of_a_processor_not_for_waiting(
    game: Game, files: list[Path], monkeypatch: pytest.MonkeyPatch, clock: float, outcome: str
) -> None:
    monkeypatch.setattr(module, "_begin", partial(waiting_first, 3))
    (good,) = taken_in(game, files[1:], seconds=2.5, clock=clock)
    assert good.outcome == outcome
    assert ("too_slow" in codes(good)) == (outcome == "refused")


def test_a_worker_that_dies_at_its_start_costs_no_file(
    game: Game, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_begin", partial(dying_at_first, game.root))
    (good,) = taken_in(game, files[1:])
    assert good.outcome == "accepted_with_findings"


def test_what_workers_and_this_process_read_is_the_same(game: Game, files: list[Path]) -> None:
    (by_worker,) = taken_in(game, files[1:])
    other = Game(game.root.parent / "other")
    here = Receiver(other.workspace).receive(files[1], now=START)
    other.close()
    assert by_worker.as_json() == here.as_json()


@pytest.mark.parametrize(("files", "most"), [(0, 1), (1, 1), (1000, os.cpu_count() or 1)])
def test_there_are_no_more_workers_than_files_and_processors(files: int, most: int) -> None:
    assert jobs_for(files) == most
