"""axe-core over pages of ours, in Debian's chromium: what hinders people who read them otherwise."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from installed import node_modules, program

WIDTHS = (1280, 400)
"""Pixels: a screen, and a telephone or a page enlarged to 320 %."""
_SECONDS = 120
_RUN = """
axe.run(document, {resultTypes: ["violations"]}).then(function (found) {
  parent.postMessage(JSON.stringify({
    width: document.documentElement.clientWidth,
    needed: document.documentElement.scrollWidth,
    passed: found.passes.length,
    violations: found.violations.map(function (each) {
      return [each.id, each.help].concat(each.nodes.map(function (node) { return node.html; })).join(" ");
    })
  }), "*");
});
"""
_LISTEN = """
addEventListener("message", function (event) {
  var told = document.createElement("pre");
  told.id = "axe-told";
  told.textContent = event.data;
  document.documentElement.replaceChildren(told);
});
"""
_NARROWEST = 500
"""Pixels; windows of chromium are no narrower, frames in them are."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What axe-core and chromium say of a page."""

    width: int
    """Of the window, in pixels, without its scroll bar."""
    needed: int
    """Of the page: more than `width` where it must be moved sideways."""
    passed: int
    """Rules that the page was looked at for, and keeps."""
    violations: tuple[str, ...]
    """The rule, what it asks for, and where."""


def audit(page: str, folder: Path, *, width: int) -> Audit:
    """The page in a window, or a frame, so wide; under its own policy for all but axe-core's script."""
    axe = (node_modules("axe-core") / "axe-core" / "axe.min.js").read_text("utf-8")
    is_framed = width < _NARROWEST
    scripts = (*(() if is_framed else (_LISTEN,)), axe, _RUN)
    run = "".join(f"<script>{script}</script>" for script in scripts)
    path = folder / "looked-at.html"
    path.write_text(_allowing_scripts(page).replace("</body>", f"{run}</body>"), encoding="utf-8")
    if is_framed:
        path = _framed(path, width)
    told = html.fromstring(_dom(path, folder, width)).xpath("string(//pre[@id='axe-told'])")
    assert told, "axe-core has said nothing"
    found = json.loads(told)
    return Audit(found["width"], found["needed"], found["passed"], tuple(found["violations"]))


def _framed(path: Path, width: int) -> Path:
    around = path.with_name("around.html")
    frame = f'<iframe src="{path.as_uri()}" width="{width}" height="900" style="border:0"></iframe>'
    around.write_text(f"<!DOCTYPE html><script>{_LISTEN}</script>{frame}", encoding="utf-8")
    return around


def _allowing_scripts(page: str) -> str:
    allowed, number = re.subn(r"default-src 'none'", "default-src 'none'; script-src 'unsafe-inline'", page)
    assert number == 1, "the page has no policy"
    return allowed


def _dom(path: Path, folder: Path, width: int) -> str:
    """The document after its scripts have run."""
    command = [
        *(
            program("chromium"),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
        ),
        *(f"--user-data-dir={folder / 'chromium'}", f"--window-size={width},900"),
        *("--virtual-time-budget=60000", "--dump-dom", path.as_uri()),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True).stdout
