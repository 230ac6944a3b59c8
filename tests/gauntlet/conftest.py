"""Gathers the rows of the gauntlet from all workers and writes the page at the end of the run."""

from __future__ import annotations

import pytest

from gauntlet.catalogue import MUTATIONS
from gauntlet.sets import SETS
from gauntlet.table import DOCUMENT, Row, is_written, page, read_rows

ROW = "gauntlet row"
_ROWS: dict[str, Row] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Reports of other workers pass here too, with what their tests noted."""
    for key, value in report.user_properties:
        if key == ROW:
            row = Row(tuple(str(value).split("\t")))
            _ROWS[row.name] = row


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_written() and not hasattr(session.config, "workerinput"):
        known = {**read_rows(), **_ROWS}
        rows = [known[one.name] for one in (*MUTATIONS, *SETS) if one.name in known]
        DOCUMENT.write_text(page(rows), encoding="utf-8")
