"""What a report says, read from its page."""

from __future__ import annotations

from lxml import html

Tables = dict[str, list[tuple[str, ...]]]


def tables_of(page: str) -> Tables:
    """The rows of every figure's table without their heads, by figure."""
    root = html.fromstring(page)
    return {
        figure.get("id"): [
            tuple(cell.text_content() for cell in row.findall("td")) for row in figure.findall(".//tbody/tr")
        ]
        for figure in root.findall(".//figure")
    }
