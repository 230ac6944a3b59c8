"""All indicators of many alliances in four waves: from the snapshot, and naively, by pandas from the store.

Run with: pytest -n 0 -s tests/benchmarks/test_scale_benchmark.py --benchmark-enable --benchmark-only
RUECKLAUF_SCALE sets how many alliances the store has (40), RUECKLAUF_TIMES how many times the snapshot has
them under other ids (1): `make scale` takes 400 and 27, which is 10,800. Seconds are those of all processors.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.multiplied import multiply, size_of
from benchmarks.test_many_returns_benchmark import peak_memory
from report.generated import ALL, fill, made_project
from ruecklauf.indicators.declared import bound_indicators
from ruecklauf.indicators.frames import Frames
from ruecklauf.indicators.measuring import measure
from ruecklauf.rounds.evaluating.evaluation import symbols_of
from ruecklauf.rounds.evaluating.snapshots import reading
from ruecklauf.rounds.evaluating.snapshots.updating import Brought, bring_up_to_date
from ruecklauf.rounds.workspace import Workspace

ALLIANCES = int(os.environ.get("RUECKLAUF_SCALE", "40"))
TIMES = int(os.environ.get("RUECKLAUF_TIMES", "1"))
TRIED = 3
"""Alliances where nothing is measured, but all must work."""
WAVES = 4
JOBS = 2
SMALL = ("stammblatt", "akteure", "gremien", "mitgliedschaften")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Workspace]:
    is_measured = pytestconfig.getoption("benchmark_enable")
    folder = tmp_path_factory.mktemp("scale") / "p"
    project = made_project(folder, ALLIANCES if is_measured else TRIED, WAVES, ALL if is_measured else SMALL)
    fill(project, different=12 if is_measured else 2)
    with Workspace(project) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def brought(many: Workspace) -> Brought:
    """The snapshot, made in full."""
    began = time.process_time()
    made = bring_up_to_date(many, anew=True)
    print(f"\nsnapshot of {made.built} alliances: {time.process_time() - began:.1f} s of processor")
    return made


@pytest.mark.benchmark(group="scale")
def test_indicators_from_the_snapshot(
    benchmark: BenchmarkFixture, many: Workspace, brought: Brought, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = brought.manifest
    if TIMES > 1:
        manifest = multiply(many.project.snapshot_dir, manifest, TIMES)
        monkeypatch.setattr(reading, "bring_up_to_date", lambda workspace: Brought(manifest, 0, 0))
    found = told(benchmark, lambda: reading.measure_from_snapshot(many, jobs=JOBS).measured)
    assert found["alliance"].nunique() > len(manifest.alliances) / 2
    print(f"{len(manifest.alliances)} alliances, {size_of(many.project.snapshot_dir) / 2**20:.0f} MiB")


@pytest.mark.benchmark(group="scale")
def test_indicators_that_are_known(benchmark: BenchmarkFixture, many: Workspace, brought: Brought) -> None:
    """As from the second time on, while nothing changed."""
    reading.measure_from_snapshot(many, jobs=JOBS)
    assert len(told(benchmark, lambda: reading.measure_from_snapshot(many, jobs=JOBS).measured)) > 0


@pytest.mark.benchmark(group="scale")
def test_indicators_by_pandas_from_the_store(
    benchmark: BenchmarkFixture, many: Workspace, brought: Brought
) -> None:
    """Reads the values anew each time, lays them out as tables and computes; without what the program looks
    at besides: which return counts, versions, masks, what became of rows."""
    indicators = [
        bound
        for bound in bound_indicators(many.library, many.project.root)
        if not any(name.startswith("evaluation.") for name in bound.indicator.inputs)
    ]
    database = many.project.root / "ruecklauf.sqlite"

    def naive() -> pd.DataFrame:
        tables = dict(_tables(database))
        returned = pd.concat(table[["alliance", "wave"]] for table in tables.values()).drop_duplicates()
        about = returned.assign(row_id="", returned="true", reference_date="2026-06-01").astype(object)
        waves = tuple(sorted(returned["wave"].unique()))
        kinds = {name: _without_values(table) for name, table in tables.items()}
        frames = Frames({**tables, "evaluation.returns": about}, kinds, waves)
        return measure(frames, indicators, symbols_of(many))

    assert len(told(benchmark, naive)) > 0


def _without_values(table: pd.DataFrame) -> pd.DataFrame:
    """The same rows and fields, in which nothing is missing for a reason."""
    fields = [name for name in table.columns if name not in ("alliance", "wave", "row_id")]
    return table.assign(**dict.fromkeys(fields))


def _tables(database: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    query = (
        "SELECT alliance, wave, worksheet || '.' || section AS name, row_id, field, value "
        "FROM value JOIN submission ON submission.id = submission_id WHERE outcome = 'accepted'"
    )
    with sqlite3.connect(database) as connection:
        values = pd.read_sql_query(query, connection)
    for name, own in values.groupby("name"):
        wide = own.pivot(index=["alliance", "wave", "row_id"], columns="field", values="value")
        yield str(name), wide.reset_index().astype(object)


def told(benchmark: BenchmarkFixture, measured: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Run once, and note the processor's seconds, with those of other processes, and the memory."""
    before = os.times()
    found: pd.DataFrame = benchmark.pedantic(measured, rounds=1)
    after = os.times()
    seconds = sum(after[:4]) - sum(before[:4])
    benchmark.extra_info["processor_seconds"] = round(seconds, 1)
    benchmark.extra_info["peak_mib"] = round(peak_memory())
    print(f"\n{benchmark.name}: {seconds:.1f} s of processor, {peak_memory():.0f} MiB at most")
    return found
