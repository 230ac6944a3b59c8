"""Does to Word forms what people do to them in LibreOffice Writer, and saves every result.

Run by the Python that has `uno`, never by the tests' own:

    python3 writer.py <pipe name> <job.json> <report.json>

The job has per edit the form to open, its steps (methods of `Writer` with their arguments), the formats it is
saved in one after another, and the file that comes out; the report says by name of the edit what failed.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "libreoffice"))

import uno  # type: ignore[import-not-found]
from bridge import Bridge, property_value  # type: ignore[import-not-found]
from com.sun.star.beans import NamedValue  # type: ignore[import-not-found]
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK  # type: ignore[import-not-found]
from write import Pen, Places, lift  # type: ignore[import-not-found]

FILTERS = {
    "docx": "MS Word 2007 XML",
    "docm": "MS Word 2007 XML VBA",
    "dotx": "MS Word 2007 XML Template",
    "ooxml": "Office Open XML Text",
    "odt": "writer8",
    "ott": "writer8_template",
    "fodt": "OpenDocument Text Flat XML",
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "html": "HTML (StarWriter)",
    "txt": "Text (encoded)",
    "pdf": "writer_pdf_Export",
}


def main(pipe: str, job: Path, report: Path) -> None:
    bridge = Bridge(pipe)
    failed: dict[str, str] = {}
    for edit in json.loads(job.read_text("utf-8"))["edits"]:
        try:
            _edited(bridge, edit)
        except Exception:
            # whatever one edit runs into is its own test's failure, and the others still run
            failed[edit["name"]] = traceback.format_exc()
    report.write_text(json.dumps(failed, ensure_ascii=False), "utf-8")


def _edited(bridge: Bridge, edit: dict[str, Any]) -> None:
    """The form opened, edited and saved; once more in every further format."""
    out, current = Path(edit["out"]), Path(edit["form"])
    for number, kind in enumerate(edit["kinds"]):
        writer = Writer(bridge, bridge.open(str(current), hidden=True))
        try:
            if number == 0:
                for operation, arguments in edit["steps"]:
                    getattr(writer, operation)(*arguments)
            current = out.with_name(f"{out.stem}-{number}.{kind}")
            writer.save(current, kind, edit["password"])
        finally:
            writer.close()
    current.replace(out)


class Writer:
    """Somebody at a document that is open; every method is one thing done with mouse and menu."""

    def __init__(self, bridge: Bridge, document: Any) -> None:
        self.document = document
        self._bridge = bridge
        self._opened = [document]

    def close(self) -> None:
        for document in self._opened:
            document.close(True)

    def save(self, path: Path, kind: str, password: str) -> None:
        secret = _secret(kind, password) if password else ()
        self.document.storeToURL(path.as_uri(), (property_value("FilterName", FILTERS[kind]), *secret))

    def _cell(self, row: str, head: str) -> Any:
        cell = Places(self.document).cell(row, head)
        if cell is None:
            raise ValueError(f"there is no cell {row} {head}")
        return cell

    def _table(self, row: str) -> tuple[Any, int]:
        """The first table with a row that begins with a code, and the number of the row."""
        for name in self.document.TextTables.ElementNames:
            table = self.document.TextTables.getByName(name)
            codes = [cells[0] for cells in table.getDataArray()]
            if row in codes:
                return table, codes.index(row)
        raise ValueError(f"there is no row {row}")

    def _command(self, command: str) -> None:
        frame = self.document.CurrentController.Frame
        helper = self._bridge.make("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(frame, f".uno:{command}", "", 0, ())

    def _go_to(self, row: str) -> None:
        table, number = self._table(row)
        view = self.document.CurrentController.ViewCursor
        view.gotoRange(table.getCellByPosition(0, number).Start, False)

    # the document

    def unprotect(self) -> None:
        lift(self.document)

    def track(self, on: bool) -> None:
        self.document.RecordChanges = on

    def accept_all(self) -> None:
        self._command("AcceptAllTrackedChanges")

    def replace_all(self, searched: str, new: str) -> None:
        descriptor = self.document.createReplaceDescriptor()
        descriptor.SearchString, descriptor.ReplaceString = searched, new
        if not self.document.replaceAll(descriptor):
            raise ValueError(f"{searched} was not found")

    def into_new_document(self) -> None:
        """All selected, copied, and pasted into a new document."""
        self._command("SelectAll")
        self._command("Copy")
        desktop = self._bridge.make("com.sun.star.frame.Desktop")
        hidden = (property_value("Hidden", True),)
        self.document = desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, hidden)
        self._opened.append(self.document)
        self._command("Paste")

    # answers

    def enter(self, row: str, head: str, text: str, way: str = "clicked", box: int = 0) -> None:
        entry = {"text": text, "way": way, "box": box, "day": ""}
        outcome = Pen().enter(self._cell(row, head), entry)
        if outcome != "done":
            raise ValueError(f"{row} {head}: {outcome}")

    def cross_out(self, row: str, head: str) -> None:
        self._all_of(row, head).CharStrikeout = 1

    def hide(self, row: str, head: str) -> None:
        self._all_of(row, head).CharHidden = True

    def raise_behind(self, row: str, head: str, text: str) -> None:
        """A mark typed behind an answer and raised."""
        cell = self._cell(row, head)
        cursor = cell.createTextCursor()
        cursor.gotoEnd(False)
        cell.insertString(cursor, text, False)
        cursor.goLeft(len(text), True)
        cursor.CharEscapement, cursor.CharEscapementHeight = 33, 58

    def _all_of(self, row: str, head: str) -> Any:
        cursor = self._cell(row, head).createTextCursor()
        cursor.gotoStart(False)
        cursor.gotoEnd(True)
        return cursor

    # rows and tables

    def insert_row(self, row: str, *texts: str) -> None:
        """A row below another one, with texts in its first cells."""
        table, number = self._table(row)
        table.Rows.insertByIndex(number + 1, 1)
        for column, text in enumerate(texts):
            table.getCellByPosition(column, number + 1).setString(text)

    def delete_row(self, row: str) -> None:
        self._go_to(row)
        self._command("DeleteRows")

    def delete_column(self, row: str, column: int) -> None:
        table, _ = self._table(row)
        table.Columns.removeByIndex(column, 1)

    def sort_by(self, row: str, column: int, rows: int) -> None:
        """Some rows of a table sorted as wholes by a column."""
        table, number = self._table(row)
        last = chr(ord("A") + table.Columns.Count - 1)
        area = table.getCellRangeByName(f"A{number + 1}:{last}{number + rows}")
        descriptor = area.createSortDescriptor()
        for each in descriptor:
            if each.Name == "SortFields":
                field = uno.createUnoStruct("com.sun.star.table.TableSortField")
                field.Field, field.IsAscending = column, True
                each.Value = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        area.sort(descriptor)

    def merge(self, row: str, first: str, last: str) -> None:
        """Cells of a row merged, named by their columns' letters."""
        table, number = self._table(row)
        cursor = table.createCursorByCellName(f"{first}{number + 1}")
        cursor.gotoCellByName(f"{last}{number + 1}", True)
        if not cursor.mergeRange():
            raise ValueError("the cells were not merged")

    # beside answers

    def comment(self, row: str, head: str, text: str) -> None:
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Content, note.Author = text, "Maier"
        self._attach(self._cell(row, head), note)

    def footnote(self, row: str, head: str, text: str) -> None:
        note = self.document.createInstance("com.sun.star.text.Footnote")
        self._attach(self._cell(row, head), note)
        note.setString(text)

    def frame(self, row: str, head: str, text: str) -> None:
        """A text frame over a cell."""
        box = self.document.createInstance("com.sun.star.text.TextFrame")
        box.Width, box.Height = 4_000, 1_000
        self._attach(self._cell(row, head), box)
        box.setString(text)

    def _attach(self, cell: Any, thing: Any) -> None:
        cursor = cell.createTextCursor()
        cursor.gotoEnd(False)
        cell.insertTextContent(cursor, thing, False)

    def write_at_end(self, text: str) -> None:
        body = self.document.Text
        cursor = body.createTextCursor()
        cursor.gotoEnd(False)
        body.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        body.insertString(cursor, text, False)

    def header(self, text: str) -> None:
        styles = self.document.StyleFamilies.getByName("PageStyles")
        for name in styles.ElementNames:
            style = styles.getByName(name)
            if style.isInUse():
                style.HeaderIsOn = True
                style.HeaderText.setString(text)


def _secret(kind: str, password: str) -> tuple[Any, ...]:
    """The password as the save dialog hands it on: Word's format takes it in its own way."""
    if kind != "docx":
        return (property_value("Password", password),)
    pairs = (NamedValue("CryptoType", "Standard"), NamedValue("OOXPassword", password))
    return (property_value("EncryptionData", uno.Any("[]com.sun.star.beans.NamedValue", pairs)),)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
