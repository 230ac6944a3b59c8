"""All indicators of the wave."""

from __future__ import annotations

from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.measures import spread, values


def overview(material: Material) -> Figure | None:
    """Quartiles of every indicator about alliances."""
    say = material.wording
    rows = []
    n = 0
    for bound in material.evaluation.indicators:
        if bound.indicator.level != "wave":
            found = list(values(material, bound.indicator.id).values())
            n = max(n, len(found))
            label, unit = (text.told(say.language) for text in (bound.indicator.label, bound.indicator.unit))
            rows.append((label, unit, *spread(material, found)))
    return Figure("overview", tuple(rows), n) if n else None
