"""The look through axe-core finds what it is there to find, in narrow frames as in wide windows."""

from __future__ import annotations

from pathlib import Path

import pytest

from axe import WIDTHS, audit

PAGE = """<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Seite</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head>
<body><main><h1>Seite</h1>{}</main></body></html>"""


@pytest.mark.parametrize("width", WIDTHS)
def test_what_hinders_people_is_found(width: int, tmp_path: Path) -> None:
    found = audit(PAGE.format(f'<img src="x.png"><p>{"x" * 400}</p>'), tmp_path, width=width)
    assert found.width == width < found.needed
    assert [each.split()[0] for each in found.violations] == ["image-alt"]


@pytest.mark.parametrize("width", WIDTHS)
def test_of_a_plain_page_nothing_is_said(width: int, tmp_path: Path) -> None:
    found = audit(PAGE.format("<p>Text</p>"), tmp_path, width=width)
    assert (found.width, found.needed, found.violations) == (width, width, ())
    assert found.passed > 5
