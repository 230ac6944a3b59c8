"""A dataset over four waves in every format: seconds, memory above the dataset's own, and pandas alone.

Run with: pytest -n 0 -s tests/benchmarks/test_export_benchmark.py --benchmark-enable --benchmark-only
RUECKLAUF_EXPORTED sets how many alliances (400; 32 at least); each format is written for a quarter, too.
Time that grows faster than the alliances, and memory that grows at all, are to be seen in one line.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from report.generated import fill, made_project
from ruecklauf.cli.evaluating.export import evaluated
from ruecklauf.dataset import Dataset
from ruecklauf.exports import EXPORTS, write_export
from ruecklauf.rounds.workspace import Workspace

ALLIANCES = int(os.environ.get("RUECKLAUF_EXPORTED", "400"))
TRIED = 2
"""Alliances where nothing is measured, but all must work."""
MADE = 8
"""Alliances that are generated; the others are like them."""
WORKSHEETS = ("stammblatt", "akteure", "gremien", "mitgliedschaften", "bedarf")
STATUS = Path("/proc/self/status")
FORGET = Path("/proc/self/clear_refs")
"""Linux forgets here what a process had at most."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, wanted: int) -> Dataset:
    folder = tmp_path_factory.mktemp("exported")
    project = made_project(folder / "projekt", min(MADE, wanted), 4, WORKSHEETS)
    fill(project, different=2)
    with Workspace(project) as workspace:
        return evaluated(workspace, (), is_release=False)[1]


@pytest.fixture(scope="module")
def wanted(pytestconfig: pytest.Config) -> int:
    return ALLIANCES if pytestconfig.getoption("benchmark_enable") else TRIED


def times(dataset: Dataset, alliances: int) -> Dataset:
    """The dataset of so many alliances: each generated one several times, under other ids."""
    many = alliances // min(MADE, alliances)

    def more(frame: pd.DataFrame) -> pd.DataFrame:
        if "alliance" not in frame:
            return frame
        copies = (frame.assign(alliance=frame["alliance"] + f"{number:05}") for number in range(many))
        return pd.concat(list(copies), ignore_index=True)

    return replace(
        dataset,
        long=more(dataset.long),
        tables={name: more(frame) for name, frame in dataset.tables.items()},
        panel={name: more(frame) for name, frame in dataset.panel.items()},
    )


def held(line: str) -> float:
    """MiB of this process now (VmRSS) or at most (VmHWM); 0 where the system does not say."""
    if not STATUS.exists():
        return 0.0
    found = next(one for one in STATUS.read_text().splitlines() if one.startswith(line))
    return int(found.split()[1]) / 1024


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of a processor, and MiB above what was held before; in a process of its own."""
    context = multiprocessing.get_context("fork")
    queue = context.Queue()

    def run() -> None:
        if FORGET.exists():
            FORGET.write_text("5")
        before, begun = held("VmRSS"), time.process_time()
        work()
        queue.put((time.process_time() - begun, held("VmHWM") - before))

    process = context.Process(target=run)
    process.start()
    found: tuple[float, float] = queue.get(timeout=3600)
    process.join()
    return found


def by_pandas(dataset: Dataset, folder: Path, name: str) -> None:
    """The same frames with what everybody would write, without labels, missing kinds or descriptions."""
    folder.mkdir()
    for number, frame in enumerate((dataset.long, *dataset.tables.values(), *dataset.panel.values())):
        path = folder / f"{number}.{name}"
        if name == "csv":
            frame.to_csv(path, index=False)
        elif name == "parquet":
            frame.to_parquet(path)
        elif name == "xlsx":
            frame.to_excel(path, index=False, engine="xlsxwriter")
        else:
            plain = frame.astype(object).where(frame.notna(), None).astype("string")
            plain.columns = [f"v{place}" for place in range(len(plain.columns))]
            getattr(pyreadstat, f"write_{name}")(plain, path)


PANDAS = ("csv", "parquet", "xlsx", "sav", "dta")


@pytest.mark.benchmark(group="export")
@pytest.mark.parametrize("way", [*EXPORTS, *(f"pandas {name}" for name in PANDAS)])
def test_export(benchmark: BenchmarkFixture, made: Dataset, wanted: int, tmp_path: Path, way: str) -> None:
    figures: list[tuple[float, float]] = []

    def write(alliances: int) -> None:
        dataset, folder = times(made, alliances), tmp_path / str(alliances)
        if way in EXPORTS:
            figures.append(measured(lambda: write_export(dataset, folder, [way])))
        else:
            figures.append(measured(lambda: by_pandas(dataset, folder, way.split()[1])))

    sizes = [wanted] if wanted == TRIED else [wanted // 4, wanted]
    benchmark.pedantic(lambda: [write(size) for size in sizes], rounds=1)
    assert any(path.is_file() for path in (tmp_path / str(wanted)).rglob("*"))
    if len(figures) == 2:
        tell(benchmark, way, sizes, figures)


def tell(benchmark: BenchmarkFixture, way: str, sizes: list[int], figures: list[tuple[float, float]]) -> None:
    (little, few), (much, many) = figures
    growth = (much / little) / (sizes[1] / sizes[0])
    info: dict[str, Any] = benchmark.extra_info
    info |= {
        "seconds": round(much, 2),
        "growth": round(growth, 2),
        "mib": round(many),
        "mib_quarter": round(few),
    }
    print(
        f"\n{way}: {much:.1f} s for {sizes[1]} alliances, {growth:.2f} times a quarter's share; "
        f"{many:.0f} MiB beside the dataset, {few:.0f} for a quarter"
    )
