"""Reads what single cells of a workbook show, through LibreOffice's UNO bridge, and saves copies of it.

Run by the Python that has `uno`, never by the tests' own:

    python3 look.py <pipe name> <job.json> <report.json>

The job has the file to open, the cells as pairs of sheet and address, and the files to save (path, filter);
the report has the shown text of every cell, in the file and in each copy.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bridge import Bridge, save  # type: ignore[import-not-found]


def main(pipe: str, job: Path, report: Path) -> None:
    task = json.loads(job.read_text("utf-8"))
    bridge = Bridge(pipe)
    files = [task["open"], *(path for path, _ in task["save"])]
    shown = [
        _look(bridge, path, task["cells"], task["save"] if path == task["open"] else ()) for path in files
    ]
    report.write_text(json.dumps({"shown": shown}, ensure_ascii=False), "utf-8")


def _look(bridge: Any, path: str, cells: list[list[str]], copies: Iterable[list[str]]) -> list[str]:
    document = bridge.open(path, hidden=True)
    try:
        sheets = {name: document.Sheets.getByName(name) for name in document.Sheets.ElementNames}
        for copy, filter_name in copies:
            save(document, copy, filter_name)
        return [sheets[sheet].getCellRangeByName(cell).String for sheet, cell in cells]
    finally:
        document.close(True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
