"""What a report is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ruecklauf.definition.models import Worksheet
from ruecklauf.project import Alliance
from ruecklauf.report.charts import Chart
from ruecklauf.report.small import FEWEST_SHOWN
from ruecklauf.report.wording import Wording
from ruecklauf.rounds.evaluating.evaluation import Measurement

OWN_WAVE, ALL_WAVES = "source", "source_waves"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its table; its texts are those under its id."""

    id: str
    rows: tuple[tuple[str, ...], ...]
    """The data table, as it is shown."""
    n: int
    """Alliances behind the figure."""
    chart: Chart | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    """For the placeholders of its texts."""
    heads: tuple[str, ...] = ()
    """In place of those of its texts, where they depend on the data."""
    fewest: int = FEWEST_SHOWN
    """Of fewer alliances nothing is shown. 1 where it is about who answered, or what was released."""

    source: str = OWN_WAVE
    """Key of the text that says which returns it is drawn from."""

    @property
    def is_withheld(self) -> bool:
        """Whether too few alliances are behind it."""
        return self.n < self.fewest

    def as_shown(self) -> Figure:
        """Without its contents where too few alliances are behind it."""
        return replace(self, rows=(), chart=None) if self.is_withheld else self


@dataclass(frozen=True)
class Material:
    """What figures are drawn from."""

    evaluation: Measurement
    worksheets: Mapping[str, Worksheet]
    alliances: Mapping[str, Alliance]
    """By id."""
    wave: str
    """The wave that the report is about."""
    wording: Wording
    shapes: tuple[Mapping[str, Any], ...] = ()
    """GeoJSON features for a map in place of tiles."""

    @property
    def before(self) -> str | None:
        """The wave before, where there is one."""
        order = self.evaluation.frames.waves
        place = order.index(self.wave)
        return order[place - 1] if place else None

    def labels(self, codelist: str) -> dict[str, str]:
        """Labels of a shared code list in its order; empty for one that no worksheet uses."""
        for worksheet in self.worksheets.values():
            if codelist in worksheet.lists:
                codes = worksheet.lists[codelist].codes
                return {code.code: code.label.told(self.wording.language) for code in codes}
        return {}


Draw = Callable[[Material], Figure | None]
"""Gives no figure where nothing was returned that it could show."""
