"""Fills text documents in as a person would, through LibreOffice Writer's UNO bridge.

Run by the Python that has `uno`, never by the tests' own:

    python3 write.py <pipe name> <job.json> <report.json>

writer.py writes the job and reads the report. The job has per document the file to open, whether its
protection is lifted and changes are tracked, the entries (code of the row, head of the column, text, way) and
the files to save. The report has per document the outcome of every entry and how often each kind of control
was found, if that was asked.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bridge import Bridge, property_value, save  # type: ignore[import-not-found]

FILTERS = {"docx": "MS Word 2007 XML", "odt": "writer8", "fodt": "OpenDocument Text Flat XML"}
PARAGRAPH_BREAK = 0
"""com.sun.star.text.ControlCharacter"""
BESIDE = "front", "behind", "below", "whole"
"""Ways that leave the controls alone. LibreOffice 7.4 crashes when a paragraph with controls is split while
the bridge holds on to one of them, so that these take none."""


def main(pipe: str, job: Path, report: Path) -> None:
    bridge = Bridge(pipe)
    documents = [_fill(bridge, one) for one in json.loads(job.read_text("utf-8"))["documents"]]
    report.write_text(json.dumps({"documents": documents}, ensure_ascii=False), "utf-8")


def _fill(bridge: Bridge, task: dict[str, Any]) -> dict[str, Any]:
    document = bridge.open(task["open"], hidden=not task["window"])
    try:
        if task["lifted"]:
            lift(document)
        document.RecordChanges = task["tracked"]
        places = Places(document)
        typist = Keys(bridge, document) if task["window"] else Pen()
        with _not_laid_out(document, window=task["window"]):
            outcomes = [
                typist.enter(places.cell(entry["row"], entry["head"]), entry) for entry in task["entries"]
            ]
        for path, kind in task["save"]:
            save(document, path, FILTERS[kind])
        return {"outcomes": outcomes, "kinds": places.kinds() if task["kinds"] else {}}
    finally:
        document.close(True)


@contextmanager
def _not_laid_out(document: Any, *, window: bool) -> Iterator[None]:
    """Let Writer find places on pages once, at the end; whoever presses keys needs them all the time."""
    if not window:
        document.lockControllers()
    try:
        yield
    finally:
        if not window:
            document.unlockControllers()


def lift(document: Any) -> None:
    """Lift the protection as the options do; it has no password.

    Writer protects a section around everything besides, which is lifted under Format, Sections.
    """
    document.createInstance("com.sun.star.document.Settings").ProtectForm = False
    for name in document.TextSections.ElementNames:
        document.TextSections.getByName(name).IsProtected = False


class Places:
    """The cells of a document's tables by the code that begins their row and the head of their column."""

    def __init__(self, document: Any) -> None:
        self._cells: dict[tuple[str, str], tuple[Any, int, int]] = {}
        for name in document.TextTables.ElementNames:
            table = document.TextTables.getByName(name)
            heads, *rows = table.getDataArray()
            for number, row in enumerate(rows, start=1):
                for column, head in enumerate(heads):
                    self._cells.setdefault((row[0], _plain(head)), (table, column, number))

    def cell(self, code: str, head: str) -> Any:
        """The cell; None if the document has none there."""
        found = self._cells.get((code, _plain(head)))
        return found and found[0].getCellByPosition(found[1], found[2])

    def kinds(self) -> dict[str, int]:
        """How often each kind of control stands in the tables."""
        cells = (table.getCellByPosition(column, row) for table, column, row in self._cells.values())
        return Counter(control.kind for cell in cells for control in controls(cell))


def _plain(text: str) -> str:
    return " ".join(text.split())


def controls(cell: Any) -> Iterator[ContentControl]:
    """All controls of a cell."""
    for paragraph in cell:
        for portion in paragraph:
            if portion.TextPortionType == "ContentControl":
                yield ContentControl(cell, portion.ContentControl)


class ContentControl:
    """One control."""

    def __init__(self, cell: Any, control: Any) -> None:
        self._cell = cell
        self._control = control

    @property
    def kind(self) -> str:
        one = self._control
        return "box" if one.Checkbox else "date" if one.Date else "list" if one.ListItems else "text"

    @property
    def text(self) -> str:
        return "".join(portion.String for portion in self._control)

    def replace(self, text: str) -> None:
        """Type over everything in it."""
        before = self.text
        self._control.setString(text)
        if self.text == text + before:  # LibreOffice 7.4 puts the new text in front
            cursor = self._cell.createTextCursorByRange(next(iter(self._control)).Start)
            cursor.goRight(len(text), False)
            cursor.goRight(len(before), True)
            cursor.setString("")

    def click(self) -> None:
        """What a click does to a control that shows its prompt."""
        self._control.ShowingPlaceHolder = False

    def toggle(self) -> None:
        """What a click does to a box."""
        one = self._control
        one.Checked = not one.Checked
        self.replace(one.CheckedState if one.Checked else one.UncheckedState)

    def pick(self, day: str) -> None:
        """What the calendar of a date control does."""
        self._control.CurrentDate = f"{day}T00:00:00Z"


class Pen:
    """Enters text by the ways that people take; each gives what the same keys and clicks give in a window."""

    def enter(self, cell: Any, entry: dict[str, Any]) -> str:
        """done, no_cell or no_control."""
        if cell is None:
            return "no_cell"
        if entry["way"] in BESIDE:
            getattr(self, entry["way"])(cell, entry["text"])
            return "done"
        found = list(controls(cell))
        if not found:
            return "no_control"
        getattr(self, entry["way"])(found[entry["box"]], entry)
        return "done"

    def clicked(self, control: Any, entry: dict[str, Any]) -> None:
        """A click on the control, then the text, an entry of the list, or a day of the calendar."""
        if control.kind == "box":
            control.toggle()
            return
        control.click()
        control.replace(entry["text"])
        if control.kind == "date" and entry["day"]:
            control.pick(entry["day"])

    def keyed(self, control: Any, entry: dict[str, Any]) -> None:
        """Gone to with the arrow keys and typed over: it still passes for showing its prompt."""
        control.replace(entry["text"])

    def appended(self, control: Any, entry: dict[str, Any]) -> None:
        """Behind the prompt, in the control."""
        control.click()
        control.replace(f"{control.text} {entry['text']}")

    def front(self, cell: Any, text: str) -> None:
        cell.insertString(cell.createTextCursor(), f"{text} ", False)

    def behind(self, cell: Any, text: str) -> None:
        cell.insertString(_at_end(cell), text, False)

    def below(self, cell: Any, text: str) -> None:
        """In a paragraph of its own in the same cell."""
        cursor = _at_end(cell)
        cell.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cell.insertString(cursor, text, False)

    def whole(self, cell: Any, text: str) -> None:
        """Everything in the cell selected and typed over: the control is gone."""
        cell.setString(text)


def _at_end(cell: Any) -> Any:
    cursor = cell.createTextCursor()
    cursor.gotoEnd(False)
    return cursor


class Keys:
    """Presses keys in the document's window: slow, but with everything that the program does on its own."""

    def __init__(self, bridge: Bridge, document: Any) -> None:
        self._caret = document.CurrentController.ViewCursor
        top = bridge.make("org.libreoffice.uitest.UITest").getTopFocusWindow()
        self._window = top.getChild("writer_edit")

    def enter(self, cell: Any, entry: dict[str, Any]) -> str:
        """done, refused or no_cell."""
        if cell is None:
            return "no_cell"
        before = cell.String
        getattr(self, entry["way"])(cell)
        self._window.executeAction("TYPE", (property_value("TEXT", entry["text"]),))
        return "refused" if cell.String == before else "done"

    def keyed(self, cell: Any) -> None:
        """Into the control, its prompt selected."""
        self._caret.gotoRange(cell.Start, False)
        self._caret.goRight(1, False)
        self._caret.goRight(len(cell.String), True)

    def front(self, cell: Any) -> None:
        self._caret.gotoRange(cell.Start, False)

    def behind(self, cell: Any) -> None:
        self._caret.gotoRange(cell.End, False)

    def whole(self, cell: Any) -> None:
        self._caret.gotoRange(cell.Start, False)
        self._caret.gotoEnd(True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
