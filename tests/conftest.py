"""What all tests have in common: the names and the markers that they get."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path

import pytest

from hurry import hurry
from ruecklauf.office import collector
from tiers import MARKERS, PROGRAMS, TESTS, marker_of

RARELY = 50_000
"""Objects made before the garbage collector looks for circles: parsing a workbook makes many more."""
FILES = 3000
"""Files read before all of memory is looked through, in which forms made once are millions of objects."""
WAITS = "oldest_versions"
"""Who asks for them waits for a run beside this one, and comes last."""
LONGEST_SHOWN = 40
"""Bytes that are shown in a test's name."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """Whole files in a test's name would differ from worker to worker: zips hold the time of their making."""
    return "file" if isinstance(val, bytes) and len(val) > LONGEST_SHOWN else None


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(RARELY, *gc.get_threshold()[1:])
    collector.EVERY = FILES
    if not config.getoption("benchmark_enable", default=False):
        hurry()
    for name, what in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {what}")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The quick tier does not even import the others."""
    is_left_out = config.option.markexpr == "quick" and marker_of(collection_path) != "quick"
    return True if is_left_out else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: WAITS in getattr(item, "fixturenames", ()))
    for item in items:
        if _shares_what_its_module_makes(item) and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(TESTS).as_posix()))
        given = getattr(item, "callspec", None)
        needs_program = given is not None and not PROGRAMS.isdisjoint(map(str, given.params.values()))
        item.add_marker("office" if needs_program else marker_of(item.path))


def _shares_what_its_module_makes(item: pytest.Item) -> bool:
    """Then one worker runs them all, so that it is made once."""
    if not isinstance(item, pytest.Function):
        return False
    known = item._fixtureinfo.name2fixturedefs.values()
    return any(fixture.scope == "module" for fixtures in known for fixture in fixtures)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What each tier took, added up over all workers."""
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[next(name for name in MARKERS if name in report.keywords)] += report.duration
    told = ", ".join(f"{name} {took:.0f} s" for name, took in seconds.most_common())
    terminalreporter.write_line(f"Seconds by marker, of all workers together: {told or 'none'}")
