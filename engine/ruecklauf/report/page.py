"""The report as one HTML file that loads nothing, runs nothing and prints well."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib import resources

import jinja2
from markupsafe import Markup

from ruecklauf.report.charts import as_svg
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
    svg: Markup | None


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the figures that there is something for."""

    id: str
    figures: tuple[Figure, ...]


def drawn(material: Material) -> tuple[Part, ...]:
    """All figures of the report."""
    return tuple(
        Part(name, tuple(figure for draw in draws if (figure := draw(material))))
        for name, draws in SECTIONS.items()
    )


def render_page(material: Material, *, project: str, wave_title: str) -> str:
    """The page; the same text for the same returns."""
    say = material.wording
    style = _file("style.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    sections = [
        {"id": part.id, "figures": [shown(figure, say, wave_title) for figure in part.figures]}
        for part in drawn(material)
    ]
    files = len(material.evaluation.dataset.sources)
    return _template().render(
        say=say,
        subtitle=say("subtitle", project=project, wave=wave_title),
        style=Markup(style),
        style_hash=f"sha256-{digest}",
        sections=sections,
        methods=[item.format(files=files) for item in say.heads("methods.items")],
    )


def shown(figure: Figure, say: Wording, wave_title: str) -> Shown:
    """The figure with the texts of a language."""
    return Shown(
        figure.id,
        say(f"figures.{figure.id}.title"),
        say(f"figures.{figure.id}.text", **dict(figure.params)),
        say("source", wave=wave_title, n=figure.n),
        figure.heads or say.heads(f"figures.{figure.id}.heads"),
        figure.rows,
        # what people wrote stands in the specification as text, which the library escapes
        Markup(as_svg(figure.chart, mark=figure.id, language=say.language)) if figure.chart else None,
    )


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(_file("page.html.j2"))


def _file(name: str) -> str:
    return resources.files("ruecklauf.report").joinpath(name).read_text(encoding="utf-8")
