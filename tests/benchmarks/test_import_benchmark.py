"""Taking returns in, whole: archived, read, checked, stored. Beside it what usual readers take to read alone.

Run with: pytest -n 0 tests/benchmarks/test_import_benchmark.py --benchmark-enable --benchmark-only
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import openpyxl
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ruecklauf.demo.respondent import Respondent
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.project import create_project
from ruecklauf.project.nrw import alliances_for_nrw
from ruecklauf.rounds.issuing.forms import issue_forms, recipient_of, round_of
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace

NOW = datetime(2026, 6, 1, tzinfo=UTC)
RETURNS = 12
"""Returns a run takes in, all different."""
TRIED = 2
"""The same where nothing is measured."""


@pytest.fixture(scope="module")
def returns(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[tuple[Workspace, list[Path]]]:
    """A project whose forms are out, and filled forms of its first alliances."""
    folder = tmp_path_factory.mktemp("benchmark")
    number_of = RETURNS if pytestconfig.getoption("benchmark_enable") else TRIED
    alliances = alliances_for_nrw(Random(1))
    project = create_project(folder / "project", fictional=True, alliances=alliances)
    wave = project.settings.waves[-1]
    with Workspace(project, makes=True) as workspace:
        issue_forms(workspace, wave, alliances[:1], folder=folder / "forms", now=NOW)
        layout = build_layout(workspace.worksheets(wave))
        writer = FormWriter(layout, round_of(project, wave))
        paths = []
        for number, alliance in enumerate(alliances[:number_of]):
            answers = Respondent(layout, alliance.name, Random(number), wave.reference_date).answer()
            path = folder / f"{number}.xlsx"
            path.write_bytes(writer.write(recipient_of(alliance), answers))
            paths.append(path)
        yield workspace, paths


@pytest.mark.benchmark(group="12 returns")
def test_import_with_all_checks(
    benchmark: BenchmarkFixture, returns: tuple[Workspace, list[Path]], tmp_path: Path
) -> None:
    """Every round imports into a new database; declarations are saved in it beforehand."""
    workspace, paths = returns
    rounds = iter(range(1_000))

    def fresh() -> tuple[tuple[Workspace], dict[str, object]]:
        root = tmp_path / str(next(rounds))
        project = create_project(root, fictional=True, alliances=workspace.project.alliances)
        new = Workspace(project, makes=True)
        wave = project.settings.waves[-1]
        new.store.save_declarations(new.worksheets(wave))
        return (new,), {}

    def take_in(new: Workspace) -> int:
        receiver = Receiver(new)
        return sum(receiver.receive(path, now=NOW).outcome.startswith("accepted") for path in paths)

    assert benchmark.pedantic(take_in, setup=fresh, rounds=5, warmup_rounds=1) == len(paths)


@pytest.mark.benchmark(group="12 returns")
def test_openpyxl_reading_alone(benchmark: BenchmarkFixture, returns: tuple[Workspace, list[Path]]) -> None:
    def read() -> int:
        return sum(
            cell.value is not None
            for path in returns[1]
            for sheet in openpyxl.load_workbook(path)
            for row in sheet.iter_rows()
            for cell in row
        )

    assert benchmark.pedantic(read, rounds=3, warmup_rounds=1) > 0


@pytest.mark.benchmark(group="12 returns")
def test_pandas_sheet_by_sheet_reading_alone(
    benchmark: BenchmarkFixture, returns: tuple[Workspace, list[Path]]
) -> None:
    def read() -> int:
        return sum(
            len(pd.read_excel(path, sheet_name=name, header=None))
            for path in returns[1]
            for name in pd.ExcelFile(path).sheet_names
        )

    assert benchmark.pedantic(read, rounds=2) > 0
