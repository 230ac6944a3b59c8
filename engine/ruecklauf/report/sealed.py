"""What pages share that load and run nothing: templates that escape all they are given, and style whose hash
stands in the page's policy."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import jinja2
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet that stands in the page."""

    style: Markup
    policy: Markup
    """The page's Content-Security-Policy."""

    @classmethod
    def of(cls, package: str, name: str) -> Sheet:
        style = _text(package, name)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        return cls(Markup(style), Markup(f"default-src 'none'; style-src 'sha256-{digest}'"))


@cache
def template(package: str, name: str) -> jinja2.Template:
    """A template beside a package's modules."""
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.from_string(_text(package, name))


def _text(package: str, name: str) -> str:
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")
