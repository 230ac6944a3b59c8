"""Files read by the workers of an executor: the same store as by one process, whatever becomes of workers."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, LocalCluster

from rounds.playing import START, Game, codes, message
from rounds.test_deciding import ANSWERS, ROW
from rounds.test_workers import MIB, great_message
from ruecklauf.errors import RuecklaufError
from ruecklauf.rounds import executors
from ruecklauf.rounds.desk import lay_out
from ruecklauf.rounds.executors import RETRIES, Elsewhere, ExecutorReaders, executor_at
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver, receive_files
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Snapshot

TOO_MUCH = ("too_large", "too_much_memory", "reader_crashed")
"""What is said of a file that takes more memory than it may; the last where it does not even arrive."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers, each a process, as a team's cluster has them."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def address(cluster: LocalCluster) -> str:
    return str(cluster.scheduler_address).replace("tcp://", "dask://")


@dataclass(frozen=True)
class Alone:
    """What was handed in, and the store that one process of this computer makes of it."""

    files: dict[str, bytes]
    store: dict[str, Any]

    def handed_in(self, game: Game) -> list[Path]:
        folder = game.root / "returns"
        folder.mkdir()
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        return [folder / name for name in self.files]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Alone:
    """Forms, a form in a message, nonsense, and a newer return of the first."""
    game = Game(tmp_path_factory.mktemp("alone") / "p")
    again = {**ANSWERS, (*ROW, "institution"): "Amt für Jugend"}
    inside = message("a@kleve.example", game.now(), {"köln.xlsx": game.filled("Köln", ANSWERS)}, "Gruß")
    paths = [
        game.saved(game.filled("Kleve", ANSWERS), "eins.xlsx"),
        game.saved(inside, "zwei.eml"),
        game.saved(b"nothing of that kind", "drei.xlsx"),
        game.saved(game.filled("Kleve", again), "vier.xlsx"),
    ]
    taken_in(game, paths, None)
    found = stored(game)
    game.close()
    return Alone({path.name: path.read_bytes() for path in paths}, found)


def stored(game: Game) -> dict[str, Any]:
    """All that an import leaves: answers, findings, what became of files, the archive."""
    with game.workspace.store.snapshot() as state:
        told = {
            "answers": sorted(map(repr, state.values(current_only=False))),
            "contacts": state.contacts(current_only=False),
            "findings": state.findings(current_only=False),
            "imports": _imports(state),
        }
    return {**told, "archive": game.workspace.archive.originals()}


def _imports(state: Snapshot) -> list[tuple[Any, ...]]:
    return [
        (one.sha256, one.outcome, one.alliance, one.file_names, one.counts) for one in state.submissions()
    ]


def taken_in(game: Game, files: list[Path], elsewhere: Elsewhere | None) -> list[Received]:
    return list(receive_files(game.workspace, files, now=START, jobs=1, elsewhere=elsewhere))


def test_a_cluster_makes_the_same_store(game: Game, address: str, alone: Alone) -> None:
    with executor_at(address) as elsewhere:
        became = taken_in(game, alone.handed_in(game), elsewhere)
    assert stored(game) == alone.store
    assert [one.outcome for one in became].count("refused") == 1 and len(became) == 5


def test_a_worker_that_is_killed_costs_no_answer_and_is_no_finding(
    game: Game, address: str, cluster: LocalCluster, alone: Alone
) -> None:
    files = alone.handed_in(game)
    with executor_at(address) as elsewhere:
        began = receive_files(game.workspace, files, now=START, elsewhere=elsewhere)
        first = next(began)
        killed = kill_workers(cluster)
        rest = list(began)
    assert (killed, first.name, len(rest)) == (2, files[0].name, 4)
    assert stored(game) == alone.store


def kill_workers(cluster: LocalCluster) -> int:
    """Kill all of them; their nannies start others."""
    with Client(cluster, set_as_default=False) as client:
        numbers = list(client.run(os.getpid).values())
    for number in numbers:
        os.kill(number, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    return len(numbers)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds to a limit of memory")
def test_limits_hold_in_a_worker_and_the_next_file_is_read(game: Game, address: str) -> None:
    files = [game.saved(great_message(), "riese.eml"), game.saved(game.filled("Kleve", ANSWERS), "gut.xlsx")]
    with executor_at(address) as elsewhere:
        great, good = limited(game, files, elsewhere, memory=60 * MIB)
    assert (great.outcome, codes(great)[0] in TOO_MUCH) == ("refused", True)
    assert good.outcome.startswith("accepted")


def limited(game: Game, files: list[Path], elsewhere: Elsewhere, **limits: float) -> list[Received]:
    workspace: Workspace = game.workspace
    desk = lay_out(workspace)
    with ExecutorReaders(elsewhere, desk, workspace.archive, **limits) as readers:
        return list(Receiver(workspace, readers=readers).receive_all(files, now=START))


def test_any_executor_will_do(game: Game, alone: Alone) -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        taken_in(game, alone.handed_in(game), Elsewhere(pool))
    assert stored(game) == alone.store


class Failing(Executor):
    """Loses every file that it is given, or takes none."""

    def __init__(self, *, takes: bool) -> None:
        self.takes = takes
        self.tried = 0

    def submit(self, call: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        self.tried += 1
        if not self.takes:
            raise RuntimeError("cannot schedule new futures")
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool())
        return future


@pytest.mark.parametrize("takes", [True, False])
def test_where_workers_are_lost_again_and_again_this_computer_reads(
    game: Game, alone: Alone, takes: bool
) -> None:
    failing = Failing(takes=takes)
    taken_in(game, alone.handed_in(game), Elsewhere(failing))
    assert stored(game) == alone.store
    assert failing.tried == 5 * (RETRIES + 2)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://somewhere", "no address of an executor"),
        ("dask://", "no address of an executor"),
        ("dask://127.0.0.1:9", "no Dask scheduler answers"),
    ],
)
def test_an_address_that_is_none_is_told(address: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "SECONDS_TO_CONNECT", 0.5)
    with pytest.raises(RuecklaufError, match=said), executor_at(address):
        pass


def test_without_the_library_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "find_spec", lambda name: None)
    with pytest.raises(RuecklaufError, match="must be installed") as raised, executor_at("dask://host:8786"):
        pass
    assert "ruecklauf[dask]" in str(raised.value.remedy)


def test_workers_of_another_version_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "__version__", "99")
    with pytest.raises(RuecklaufError, match="not 99"), executor_at(address):
        pass
