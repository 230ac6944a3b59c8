"""What goes to the terminal or into a pipe: texts as texts, in any encoding, JSON and CSV always in UTF-8.

What stands in returned files and in their names was written by strangers: no character of it may move the
cursor, colour a line, forge one, or reach the clipboard.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

import rich_click as click

WIDTH_IN_FILES = 160
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ACTIVE = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}]")
"""Characters that a terminal acts upon, the line feed apart."""


def accept_any_text() -> None:
    """Let both streams show what their encoding has not as an escape: an import must not end of a name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def harmless(text: str) -> str:
    """The text with characters that a terminal would act upon made visible; line feeds stay."""
    return _ACTIVE.sub(_visible, text)


def _visible(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number == 0x09:
        return " "
    return chr(0x2400 + number) if number < 0x20 else "␡" if number == 0x7F else "�"


def line(text: str) -> str:
    """The text in one line."""
    return harmless(text).replace("\n", "␊")


def say(text: str) -> None:
    """One line on standard output."""
    click.echo(line(text))


def talk(text: str) -> None:
    """Tell the person, in one line; programs read standard output and are not disturbed."""
    click.echo(line(text), err=True)


def print_json(data: Any) -> None:
    """JSON in UTF-8, whatever the stream's encoding; a byte of a file name that is no UTF-8 as an escape."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    escaped = _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    click.echo(escaped.encode("utf-8", "backslashreplace"))


def print_csv(text: str) -> None:
    """CSV in UTF-8, whatever the stream's encoding."""
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


def print_table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, title: str | None = None) -> None:
    """A table on standard output."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(line(title)) if title else None, title_justify="left", show_edge=False, pad_edge=False
    )
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_IN_FILES)
    console.print(table)
