"""Reads what cells show, through LibreOffice's UNO bridge.

Run by the Python that has `uno`, never by the tests' own:

    python3 shown.py <pipe name> <job.json> <report.json>

The job has the file to open and the sizes of its first sheet; the report has the shown text of every cell.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bridge import Bridge  # type: ignore[import-not-found]


def main(pipe: str, job: Path, report: Path) -> None:
    task = json.loads(job.read_text("utf-8"))
    document = Bridge(pipe).open(task["open"], hidden=True)
    try:
        sheet = document.Sheets.getByIndex(0)
        shown = [
            [sheet.getCellByPosition(column, row).String for column in range(task["columns"])]
            for row in range(task["rows"])
        ]
    finally:
        document.close(True)
    report.write_text(json.dumps(shown, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
