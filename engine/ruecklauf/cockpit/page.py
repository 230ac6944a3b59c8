"""The cockpit as one HTML file that loads nothing and runs nothing."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from ruecklauf.cockpit.gathering import Picture
from ruecklauf.cockpit.stages import Stage
from ruecklauf.report.sealed import Sheet, template
from ruecklauf.report.wording import Wording
from ruecklauf.texts import Texts

NAMES_SHOWN = 6
"""Of alliances that one thing is about."""
_ROOM = "ruecklauf.cockpit"


def render(picture: Picture, language: str) -> str:
    """The page in a language."""
    return template(_ROOM, "page.html.j2").render(
        say=wording(language),
        picture=picture,
        sheet=Sheet.of(_ROOM, "style.css"),
        stages=tuple(Stage),
        names_shown=NAMES_SHOWN,
    )


@cache
def wording(language: str) -> Wording:
    """The texts of a language."""
    source = resources.files(f"{_ROOM}.texts").joinpath(f"{language}.toml")
    return Wording(Texts(language, tomllib.loads(source.read_text(encoding="utf-8")), {}))
