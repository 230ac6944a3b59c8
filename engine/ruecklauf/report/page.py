"""The report as one HTML file that loads nothing, runs nothing and prints well."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

import jinja2
from markupsafe import Markup

from ruecklauf.report.charts import as_svg
from ruecklauf.report.contents import Contents


def render_page(contents: Contents) -> str:
    """The page; the same text for the same returns."""
    style = _file("style.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    language = contents.say.language
    # what people wrote stands in the specifications as text, which the library escapes
    pictures = {
        figure.id: Markup(as_svg(figure.chart.spec, mark=figure.id, language=language))
        for part in contents.parts
        for figure in part.figures
        if figure.chart
    }
    return _template().render(
        contents=contents,
        say=contents.say,
        style=Markup(style),
        style_hash=f"sha256-{digest}",
        pictures=pictures,
    )


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(_file("page.html.j2"))


def _file(name: str) -> str:
    return resources.files("ruecklauf.report").joinpath(name).read_text(encoding="utf-8")
