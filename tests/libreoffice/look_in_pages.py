"""Reads what the cells with bookmarks of a text document show, through LibreOffice's UNO bridge.

Run by the Python that has `uno`, never by the tests' own:

    python3 look_in_pages.py <pipe name> <job.json> <report.json>

The job has per document the file and the bookmarks, and where to save a copy as OpenDocument text; the report
has per document and bookmark the paragraphs of its cell, each as pieces: text, font, and by how much it is
raised. The label of a list is a piece, and what stands over letters is one behind them, in brackets. What is
hidden is left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bridge import Bridge, save  # type: ignore[import-not-found]

Piece = tuple[str, str, int]


def main(pipe: str, job: Path, report: Path) -> None:
    bridge = Bridge(pipe)
    documents = [_look(bridge, **task) for task in json.loads(job.read_text("utf-8"))["documents"]]
    report.write_text(json.dumps({"documents": documents}, ensure_ascii=False), "utf-8")


def _look(bridge: Bridge, path: str, marks: list[str], copy: str) -> list[list[list[Piece]]]:
    document = bridge.open(path, hidden=True)
    try:
        save(document, copy, "writer8")
        return [list(_paragraphs(document.Bookmarks.getByName(mark).Anchor.Text)) for mark in marks]
    finally:
        document.close(True)


def _paragraphs(text: Any) -> Iterator[list[Piece]]:
    for block in text:
        if block.supportsService("com.sun.star.text.TextTable"):
            for name in block.CellNames:
                yield from _paragraphs(block.getCellByName(name))
        else:
            label = block.ListLabelString
            yield [*([(f"{label} ", "", 0)] if label else []), *_pieces(block)]


def _pieces(portions: Any) -> Iterator[Piece]:
    reading = ""
    for portion in portions:
        if portion.TextPortionType == "ContentControl":
            yield from _pieces(portion.ContentControl)
        elif portion.TextPortionType == "Ruby":
            if portion.IsStart:
                reading = portion.RubyText
            elif reading:
                yield f"({reading})", "", 0
        elif portion.String and not portion.CharHidden:
            yield portion.String, portion.CharFontName, portion.CharEscapement


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
