"""What a report says, before it becomes a page, a workbook or a document."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.report.charts import Chart
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.sections import SECTIONS
from ruecklauf.report.wording import Wording


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with its texts."""

    id: str
    title: str
    text: str
    source: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """None of a figure that is withheld."""
    n: int
    withheld: bool
    """Too few alliances are behind it."""
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the figures that there is something for."""

    id: str
    title: str
    figures: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole report in one language."""

    say: Wording
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    methods: tuple[str, ...]


def contents_of(material: Material, *, project: str, wave_title: str) -> Contents:
    """All figures of the report with their texts; each figure is drawn once."""
    say = material.wording
    parts = []
    for name, draws in SECTIONS.items():
        figures = (figure for draw in draws if (figure := draw(material)))
        shown = tuple(_as_printed(figure.as_shown(), say, wave_title) for figure in figures)
        parts.append(Part(name, say(f"sections.{name}"), shown))
    files = len(material.evaluation.sources)
    return Contents(
        say,
        say("title"),
        say("subtitle", project=project, wave=wave_title),
        tuple(parts),
        tuple(item.format(files=files) for item in say.heads("methods.items")),
    )


def _as_printed(figure: Figure, say: Wording, wave_title: str) -> Shown:
    n = say("numbers.few") if figure.is_withheld else figure.n
    return Shown(
        figure.id,
        say(f"figures.{figure.id}.title"),
        say(f"figures.{figure.id}.text", **dict(figure.params)),
        say(figure.source, wave=wave_title, n=n),
        figure.heads or say.heads(f"figures.{figure.id}.heads"),
        figure.rows,
        figure.n,
        figure.is_withheld,
        figure.chart,
    )
