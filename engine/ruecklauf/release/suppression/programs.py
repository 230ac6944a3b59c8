"""Linear programs, solved by HiGHS."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from ruecklauf.errors import RuecklaufError

EXTRA = "release"


class Row(NamedTuple):
    """A sum of columns that has one value."""

    columns: tuple[int, ...]
    factors: tuple[float, ...]
    value: float


def highspy() -> Any:
    """The library; RuecklaufError where it is not installed."""
    try:
        import highspy as library
    except ImportError as error:
        raise RuecklaufError(
            "small cells of tables are withheld by means of the library highspy.",
            remedy=f"Install it with: pip install 'ruecklauf[{EXTRA}]'.",
        ) from error
    return library


class Program:
    """Columns between bounds, and rows that bind them; asked again and again for other goals."""

    def __init__(self, upper: Sequence[float], rows: Sequence[Row]) -> None:
        """`upper` bounds each column, which are never negative; infinite where there is no bound."""
        self._library = highspy()
        self._upper = [bound if math.isfinite(bound) else self._library.kHighsInf for bound in upper]
        # its wrapper says on standard output that it runs, before anybody can tell it not to
        self._solver = self._library._Highs()
        # one thread and one seed: the same tables give the same cells
        for option, value in {
            "output_flag": False,
            "log_to_console": False,
            "threads": 1,
            "random_seed": 1,
            "presolve": "off",
        }.items():
            self._solver.setOptionValue(option, value)
        self._solver.passModel(self._model(rows))
        self._costs: dict[int, float] = {}

    def _model(self, rows: Sequence[Row]) -> Any:
        model = self._library.HighsLp()
        model.num_col_, model.num_row_ = len(self._upper), len(rows)
        model.col_cost_ = [0.0] * len(self._upper)
        model.col_lower_, model.col_upper_ = [0.0] * len(self._upper), self._upper
        model.row_lower_ = model.row_upper_ = [row.value for row in rows]
        starts = [0]
        for row in rows:
            starts.append(starts[-1] + len(row.columns))
        model.a_matrix_.format_ = self._library.MatrixFormat.kRowwise
        model.a_matrix_.start_ = starts
        model.a_matrix_.index_ = [column for row in rows for column in row.columns]
        model.a_matrix_.value_ = [factor for row in rows for factor in row.factors]
        return model

    def bound(self, column: int, least: float, most: float) -> None:
        """Hold a column between other bounds from now on."""
        most = most if math.isfinite(most) else self._library.kHighsInf
        self._solver.changeColBounds(column, least, most)

    def cheapest(self, costs: dict[int, float]) -> list[float] | None:
        """The columns for which the costs are least; None where no columns fit the rows."""
        self._set(costs, self._library.ObjSense.kMinimize)
        if self._status() != self._library.HighsModelStatus.kOptimal:
            return None
        return list(self._solver.getSolution().col_value)

    def extreme(self, column: int, *, most: bool) -> float:
        """The least or the most that a column can be; infinite where nothing bounds it."""
        sense = self._library.ObjSense
        self._set({column: 1.0}, sense.kMaximize if most else sense.kMinimize)
        status = self._status()
        if status == self._library.HighsModelStatus.kOptimal:
            return float(self._solver.getInfo().objective_function_value)
        unbounded = self._library.HighsModelStatus
        if most and status in (unbounded.kUnbounded, unbounded.kUnboundedOrInfeasible):
            return math.inf
        raise RuecklaufError(f"a table could not be audited ({status.name}).", remedy="Please report it.")

    def _set(self, costs: dict[int, float], sense: Any) -> None:
        for column in self._costs.keys() - costs.keys():
            self._solver.changeColCost(column, 0.0)
        for column, cost in costs.items():
            if self._costs.get(column) != cost:
                self._solver.changeColCost(column, cost)
        self._costs = dict(costs)
        self._solver.changeObjectiveSense(sense)

    def _status(self) -> Any:
        self._solver.run()
        return self._solver.getModelStatus()
