"""A whole mailbox taken in by worker processes: returns a second, and memory, with one worker and several.

Run with: pytest -n 0 -s tests/benchmarks/test_many_returns_benchmark.py --benchmark-enable --benchmark-only
RUECKLAUF_RETURNS sets how many returns (400), of which the other readers get the first 24.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random

import openpyxl
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ruecklauf.demo.respondent import Respondent
from ruecklauf.formcode import draw_alliance_id
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.project import Alliance, create_project
from ruecklauf.rounds.issuing.forms import recipient_of, round_of
from ruecklauf.rounds.taking_in.reception import receive_files
from ruecklauf.rounds.workspace import Workspace

NOW = datetime(2026, 6, 1, tzinfo=UTC)
RETURNS = int(os.environ.get("RUECKLAUF_RETURNS", "400"))
TRIED = 4
"""Returns where nothing is measured, but all must work."""
OTHERS = 24
"""Returns that the other readers read; rates are per return."""
ANSWERED = 20
"""Different sets of answers; every return has an alliance of its own."""


@dataclass(frozen=True)
class Mailbox:
    alliances: tuple[Alliance, ...]
    paths: tuple[Path, ...]

    def project(self, folder: Path) -> Workspace:
        """A new project that knows the forms."""
        project = create_project(folder, fictional=True, alliances=self.alliances)
        opened = Workspace(project, makes=True)
        wave = opened.project.settings.waves[-1]
        opened.store.save_declarations(opened.worksheets(wave))
        return opened


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Mailbox]:
    returns = RETURNS if pytestconfig.getoption("benchmark_enable") else TRIED
    folder = tmp_path_factory.mktemp("mailbox")
    rng = Random(1)
    taken: list[str] = []
    for _ in range(returns):
        taken.append(draw_alliance_id(taken, rng))
    alliances = tuple(
        Alliance(one, f"Ort {number}", (f"059{number + 1:05}",), "kreisangehoerig")
        for number, one in enumerate(taken)
    )
    project = create_project(folder / "project", fictional=True, alliances=alliances)
    wave = project.settings.waves[-1]
    with Workspace(project, makes=True) as workspace:
        layout = build_layout(workspace.worksheets(wave))
    writer = FormWriter(layout, round_of(project, wave))
    told = [
        Respondent(layout, f"Ort {number}", Random(number), wave.reference_date).answer()
        for number in range(min(ANSWERED, returns))
    ]
    paths = []
    for number, alliance in enumerate(alliances):
        path = folder / f"{number}.xlsx"
        path.write_bytes(writer.write(recipient_of(alliance), told[number % len(told)]))
        paths.append(path)
    yield Mailbox(alliances, tuple(paths))


def peak_memory() -> float:
    """MiB that this process, or the largest of its children that ended, had at most."""
    if sys.platform == "win32":
        return 0.0
    import resource

    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) / 1024


@pytest.mark.benchmark(group="many returns")
@pytest.mark.parametrize("jobs", [1, os.cpu_count() or 1])
def test_import_with_workers(
    benchmark: BenchmarkFixture, mailbox: Mailbox, tmp_path: Path, jobs: int
) -> None:
    folders = count()

    def fresh() -> tuple[tuple[Workspace], dict[str, object]]:
        return (mailbox.project(tmp_path / str(next(folders))),), {}

    def take_in(workspace: Workspace) -> int:
        found = receive_files(workspace, mailbox.paths, now=NOW, jobs=jobs)
        return sum(one.outcome.startswith("accepted") for one in found)

    assert benchmark.pedantic(take_in, setup=fresh, rounds=1) == len(mailbox.paths)
    told(benchmark, len(mailbox.paths))
    benchmark.extra_info["peak_mib"] = round(peak_memory())


def by_openpyxl(path: Path) -> int:
    book = openpyxl.load_workbook(path)
    return sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)


def by_pandas(path: Path) -> int:
    names = pd.ExcelFile(path).sheet_names
    return sum(len(pd.read_excel(path, sheet_name=name, header=None)) for name in names)


@pytest.mark.benchmark(group="many returns")
@pytest.mark.parametrize("read", [by_openpyxl, by_pandas])
def test_reading_alone(benchmark: BenchmarkFixture, mailbox: Mailbox, read: Callable[[Path], int]) -> None:
    paths = mailbox.paths[:OTHERS]
    assert benchmark.pedantic(lambda: sum(map(read, paths)), rounds=1) > 0
    told(benchmark, len(paths))


def told(benchmark: BenchmarkFixture, returns: int) -> None:
    """Note the rate, by which runs over different numbers of files compare."""
    if benchmark.stats is not None:
        seconds = benchmark.stats.stats.min
        benchmark.extra_info["returns_per_second"] = round(returns / seconds, 2)
        print(f"\n{benchmark.name}: {returns / seconds:.2f} returns a second")
