"""The functions of indicators.

To add one, write it in a module here (frames in, `measured` out) and enter it below; a file of `indicators/`
names it and the fields that it gets. Functions that begin with the same work are `Shared`: it is done once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ruecklauf.indicators.families.anchoring import anchoring
from ruecklauf.indicators.families.change import (
    core_turnover,
    gap_closure,
    priority_movement,
    realisation,
)
from ruecklauf.indicators.families.cooperation import cooperation_rate
from ruecklauf.indicators.families.core_group import area_coverage, balance, core_deviation, core_size
from ruecklauf.indicators.families.needs import access_share, gap, gap_share, weighted_gap
from ruecklauf.indicators.families.network import (
    committee_centrality,
    committee_overlap,
    committee_reach,
    core_in_committees,
    isolates,
    projected_centralisation,
    projected_density,
    projected_ei,
    two_mode_density,
)
from ruecklauf.indicators.families.planning import (
    measures_implemented,
    measures_on_time,
    measures_overdue,
    priority_progress,
)
from ruecklauf.indicators.families.quality import (
    nonresponse,
    unconfirmed_rows,
    unknown_share,
    untouched_rows,
)
from ruecklauf.indicators.families.response import first_pass_rate, response_rate, retention
from ruecklauf.indicators.grouping import Measured

Function = Callable[..., Measured]

_ALL: tuple[Any, ...] = (
    *(area_coverage, core_size, core_deviation, balance),
    *(cooperation_rate,),
    *(two_mode_density, isolates, committee_centrality, committee_reach, committee_overlap),
    *(core_in_committees, projected_density, projected_centralisation, projected_ei),
    *(anchoring,),
    *(priority_progress, measures_implemented, measures_on_time, measures_overdue),
    *(gap, weighted_gap, gap_share, access_share),
    *(response_rate, first_pass_rate, retention),
    *(nonresponse, unknown_share, untouched_rows, unconfirmed_rows),
    *(core_turnover, realisation, gap_closure, priority_movement),
)
FUNCTIONS: dict[str, Function] = {function.__name__: function for function in _ALL}
"""By the name under which declarations call them."""
