"""The figures, by the parts of the report."""

from __future__ import annotations

from ruecklauf.report.figures import Draw
from ruecklauf.report.sections.change import core_change, panel, transitions
from ruecklauf.report.sections.committees import committees, network_picture
from ruecklauf.report.sections.needs import development, gaps
from ruecklauf.report.sections.overview import overview
from ruecklauf.report.sections.planning import measures, priorities
from ruecklauf.report.sections.reflection import duties, factors, matrix, trees
from ruecklauf.report.sections.response import completeness, response, response_curve
from ruecklauf.report.sections.structure import (
    anchoring,
    areas,
    cooperation,
    cooperation_fields,
    core_sizes,
)
from ruecklauf.report.sections.territory import territory

SECTIONS: dict[str, tuple[Draw, ...]] = {
    "response": (response, response_curve, territory, completeness),
    "structure": (anchoring, core_sizes, areas, cooperation, cooperation_fields, matrix),
    "committees": (committees, network_picture),
    "planning": (priorities, measures, factors, duties, trees),
    "needs": (gaps, development),
    "change": (panel, core_change, transitions),
    "overview": (overview,),
}
"""By section, in the order of the report."""
