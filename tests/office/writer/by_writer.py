"""Opens Word documents in Writer, edits them with changes tracked, and saves them as OpenDocument.

Run by the Python that has `uno`, never by the tests' own:

    python3 by_writer.py <pipe name> <folder> <name> ...

Of every <name>.docx in the folder <name>.odt, .fodt and .ott are made, and of the first with the edits too:
<name>-edited.odt and -accepted.odt.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

FILTERS = {"odt": "writer8", "fodt": "OpenDocument Text Flat XML", "ott": "writer8_template"}
START_SECONDS = 60


def main(pipe: str, folder: Path, names: list[str]) -> None:
    context = _connected(pipe)
    desktop = _service(context, "com.sun.star.frame.Desktop")
    for name in names:
        url = (folder / f"{name}.docx").as_uri()
        document = desktop.loadComponentFromURL(url, "_blank", 0, (_property("Hidden", True),))
        for kind in FILTERS:
            _save(document, folder / f"{name}.{kind}")
        if name == names[0]:
            _edit(context, document)
            _save(document, folder / f"{name}-edited.odt")
            _dispatch(context, document, ".uno:AcceptAllTrackedChanges")
            _save(document, folder / f"{name}-accepted.odt")
        document.close(True)


def _connected(pipe: str) -> Any:
    context = uno.getComponentContext()
    resolver = _service(context, "com.sun.star.bridge.UnoUrlResolver")
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _edit(context: Any, document: Any) -> None:
    """In the last table: a row added below, the first one taken out, a word replaced; a control; a note."""
    document.RecordChanges = True
    table = document.TextTables.getByIndex(document.TextTables.Count - 1)
    word = table.getCellByName("B2").Text.createTextCursor()
    word.gotoStart(False)
    word.gotoEnd(True)
    word.String = "neu"
    table.Rows.insertByIndex(2, 1)
    added = table.getCellByName("A3").Text
    added.insertString(added.End, "AK101", False)
    document.CurrentController.ViewCursor.gotoRange(table.getCellByName("A1").Start, False)
    _dispatch(context, document, ".uno:DeleteRows")
    document.RecordChanges = False
    _add_control(document)
    note = document.createInstance("com.sun.star.text.Footnote")
    document.Text.insertTextContent(document.Text.End, note, False)
    note.Text.String = "Fußnote"


def _add_control(document: Any) -> None:
    model = document.createInstance("com.sun.star.form.component.ListBox")
    model.Name, model.StringItemList, model.SelectedItems = "wahl", ("eins", "zwei"), (1,)
    shape = document.createInstance("com.sun.star.drawing.ControlShape")
    shape.Control = model
    shape.AnchorType = uno.Enum("com.sun.star.text.TextContentAnchorType", "AS_CHARACTER")
    document.Text.insertTextContent(document.Text.End, shape, False)


def _dispatch(context: Any, document: Any, command: str) -> None:
    helper = _service(context, "com.sun.star.frame.DispatchHelper")
    helper.executeDispatch(document.CurrentController.Frame, command, "", 0, ())


def _save(document: Any, path: Path) -> None:
    filter_name = _property("FilterName", FILTERS[path.suffix[1:]])
    document.storeToURL(path.as_uri(), (filter_name,))


def _service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)


def _property(name: str, value: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
