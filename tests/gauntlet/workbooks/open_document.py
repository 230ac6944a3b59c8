"""Numbers in cells of OpenDocument that look otherwise than they are stored, by styles only it has."""

from __future__ import annotations

import re
from collections.abc import Callable

from gauntlet.editing import TOTAL, raw
from gauntlet.mutation import Expected, Mutation
from gauntlet.workbooks.around_cells import CONVERTED, in_open_document
from office.packages import Parts
from ruecklauf.values import Value

_BEFORE = "</office:automatic-styles>"


def _styled(of_cell: str, of_text: str = "", of_paragraph: str = "") -> Callable[[Parts], None]:
    """The cell of the number in a style that is its own but for these properties."""

    def change(parts: Parts) -> None:
        content = raw(parts["content.xml"]).decode()
        begin = content.index(">ZG001<", content.index('table:name="Zielgruppe"'))
        cell = re.compile('<table:table-cell [^>]*office:value="380"[^>]*>').search(content, begin)
        assert cell is not None
        name = re.search('table:style-name="([^"]*)"', cell[0])
        assert name is not None
        style = (
            f'<style:style style:name="Gauntlet" style:family="table-cell" '
            f'style:parent-style-name="{name[1]}"><style:table-cell-properties {of_cell}/>'
            f"<style:paragraph-properties {of_paragraph}/><style:text-properties {of_text}/></style:style>"
        )
        styled = cell[0].replace(name[0], 'table:style-name="Gauntlet"')
        content = content[: cell.start()] + styled + content[cell.end() :]
        parts["content.xml"] = content.replace(_BEFORE, style + _BEFORE, 1)

    return change


def _row(name: str, change: Callable[[Parts], None], code: str, seen: str) -> Mutation:
    """`seen` is what the sender saw of the number, or nothing."""
    changed: dict[tuple[str, str, str, str], Value | None] = {TOTAL: None} if code else {}
    expected = Expected(
        "accepted",
        frozenset({code} if code else ()),
        changed,
        why="Asked." if code else "As it is seen.",
        saw=seen or "nothing",
        seen={TOTAL: seen or "380"} if code else {},
    )
    return Mutation(name, "content", CONVERTED, in_open_document(change), expected)


MUTATIONS = (
    _row(
        "number that OpenDocument repeats until its cell is full",
        _styled('style:repeat-content="true"'),
        "shown_differs",
        "380380",
    ),
    _row(
        "number that OpenDocument does not repeat",
        _styled('style:repeat-content="false"'),
        "",
        "380",
    ),
    _row("number upside down", _styled('style:rotation-angle="180"'), "", "380"),
    _row("number that OpenDocument moves in", _styled("", of_paragraph='fo:margin-left="2mm"'), "", "380"),
    _row(
        "number that the protected sheet conceals",
        _styled('style:cell-protect="hidden-and-protected"'),
        "hidden_by_format",
        "",
    ),
    _row(
        "number of which the protected sheet conceals the formula only",
        _styled('style:cell-protect="protected formula-hidden"'),
        "",
        "380",
    ),
    *(
        _row(f"number in {how}", _styled("", of_text, of_paragraph), "hidden_by_format", "")
        for how, of_text, of_paragraph in (
            ("letters of two per cent", 'fo:font-size="2%"', ""),
            ("letters one per cent wide", 'style:text-scale="1%"', ""),
            ("letters that stand in one another", 'fo:letter-spacing="-1cm"', ""),
            ("letters that let everything through", 'fo:color="#000000" loext:opacity="0%"', ""),
            ("a cell that moves it away", "", 'fo:margin-left="50cm"'),
            ("a cell that moves it beyond its column", "", 'fo:margin-left="8cm"'),
            ("a cell that moves it out at the left", "", 'fo:margin-left="-12cm"'),
        )
    ),
)
