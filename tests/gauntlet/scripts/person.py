"""What a person does in LibreOffice Calc: every method is one thing done with mouse and menu."""

from __future__ import annotations

import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.awt import Point, Size  # type: ignore[import-not-found]
from com.sun.star.beans import NamedValue, PropertyValue  # type: ignore[import-not-found]
from com.sun.star.lang import Locale  # type: ignore[import-not-found]
from com.sun.star.sheet import TableFilterField  # type: ignore[import-not-found]
from com.sun.star.table import TableSortField  # type: ignore[import-not-found]


def properties(**values: Any) -> tuple[Any, ...]:
    """Named values as the office takes them."""
    made = []
    for name, value in values.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


class Person:
    """Somebody at a document that is open."""

    def __init__(self, make: Any, document: Any) -> None:
        self.document = document
        self._make = make
        self._opened = [document]
        self._dispatcher = make("com.sun.star.frame.DispatchHelper")

    def close(self) -> None:
        for document in self._opened:
            document.close(True)

    def _sheet(self, sheet: str) -> Any:
        return self.document.Sheets.getByName(sheet)

    def _range(self, sheet: str, area: str) -> Any:
        return self._sheet(sheet).getCellRangeByName(area)

    def _on(self, sheet: str, area: str, command: str, **arguments: Any) -> None:
        """A menu's command on a selection."""
        controller = self.document.CurrentController
        controller.setActiveSheet(self._sheet(sheet))
        controller.select(self._range(sheet, area))
        self._command(command, **arguments)

    def _command(self, command: str, **arguments: Any) -> None:
        frame = self.document.CurrentController.Frame
        self._dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, properties(**arguments))

    # rows, columns, cells

    def unprotect(self, *sheets: str) -> None:
        for sheet in sheets:
            self._sheet(sheet).unprotect("")
            if self._sheet(sheet).isProtected():
                raise ValueError(f"{sheet} is still protected")

    def insert_rows(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "InsertRows")

    def delete_rows(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "DeleteRows")

    def insert_columns(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "InsertColumns")

    def delete_columns(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "DeleteColumns")

    def insert_cells_down(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "InsertCell", Flags="V")

    def delete_cells_up(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "DeleteCell", Flags="U")

    def hide_rows(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "HideRow")

    def hide_columns(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "HideColumn")

    def group_rows(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "Group", RowOrCol="R")
        self._command("HideDetail")

    def merge(self, sheet: str, area: str) -> None:
        """Merge and keep what is in the cells that are covered from then on."""
        self._range(sheet, area).merge(True)

    # clipboard

    def cut(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "Cut")

    def copy(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "Copy")

    def paste(self, sheet: str, cell: str) -> None:
        self._on(sheet, cell, "Paste")

    def paste_values(self, sheet: str, cell: str) -> None:
        self._paste_special(sheet, cell, "SVD", transpose=False)

    def paste_transposed(self, sheet: str, cell: str) -> None:
        self._paste_special(sheet, cell, "SVD", transpose=True)

    def _paste_special(self, sheet: str, cell: str, flags: str, *, transpose: bool) -> None:
        self._on(
            sheet,
            cell,
            "InsertContents",
            Flags=flags,
            FormulaCommand=0,
            SkipEmptyCells=False,
            Transpose=transpose,
            AsLink=False,
            MoveMode=4,
        )

    # contents

    def enter(self, sheet: str, cell: str, text: str) -> None:
        """Bring a text into a cell as pasting does, which no validation sees."""
        self._range(sheet, cell).FormulaLocal = text

    def clear(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "ClearContents")

    def fill_down(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "FillDown")

    def strike(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "Strikeout")

    def upper_case(self, sheet: str, area: str) -> None:
        self._on(sheet, area, "ChangeCaseToUpper")

    def embolden_first_letter(self, sheet: str, cell: str) -> None:
        cursor = self._range(sheet, cell).createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(1, True)
        cursor.CharWeight = 150.0

    def format_as(self, sheet: str, area: str, code: str) -> None:
        """Give cells a number format; its code is in the German spelling."""
        formats, german = self.document.NumberFormats, Locale("de", "DE", "")
        key = formats.queryKey(code, german, False)
        self._range(sheet, area).NumberFormat = key if key >= 0 else formats.addNew(code, german)

    def replace(self, sheet: str, area: str, searched: str, replacement: str) -> None:
        """Find and replace whole cells in a selection."""
        selected = self._range(sheet, area)
        found = selected.createReplaceDescriptor()
        found.SearchString, found.ReplaceString = searched, replacement
        found.SearchWords = True
        found.SearchCaseSensitive = True
        selected.replaceAll(found)

    def link(self, sheet: str, cell: str, other_sheet: str, other_cell: str) -> None:
        """A formula that takes a cell of another file: last year's, a copy of the form."""
        form = Path(uno.fileUrlToSystemPath(self.document.URL))
        other = shutil.copyfile(form, form.with_name("Vorjahr.xlsx"))
        self._range(sheet, cell).Formula = f"='{other.as_uri()}'#${other_sheet}.{other_cell}"

    # sorting and filtering

    def sort(self, sheet: str, area: str, column: int, order: str) -> None:
        """Sort an area without a header by its column of that number, from 0."""
        field = TableSortField()
        field.Field, field.IsAscending = column, order == "ascending"
        described = properties(
            SortFields=uno.Any("[]com.sun.star.table.TableSortField", (field,)),
            ContainsHeader=False,
            IsSortColumns=False,
            BindFormatsToContent=False,
        )
        self._range(sheet, area).sort(described)

    def sort_button(self, sheet: str, cell: str) -> None:
        """One cell selected, and the button: the program guesses which area is meant."""
        self._on(sheet, cell, "SortAscending")

    def filter_rows(self, sheet: str, area: str, column: int, text: str) -> None:
        """An autofilter on an area with its heads that shows the rows with one text only."""
        self._on(sheet, area, "DataFilterAutoFilter")
        rows = self._range(sheet, area)
        wanted = rows.createFilterDescriptor(True)
        wanted.ContainsHeader = True
        field = TableFilterField()
        field.Field, field.IsNumeric, field.StringValue = column, False, text
        wanted.setFilterFields((field,))
        rows.filter(wanted)

    # notes and pictures

    def annotate(self, sheet: str, cell: str, text: str) -> None:
        self._on(sheet, cell, "InsertAnnotation", Text=text, Author="Meier")

    def text_box(self, sheet: str, text: str) -> None:
        shape = self._shape(sheet, "com.sun.star.drawing.TextShape")
        shape.String = text

    def picture(self, sheet: str) -> None:
        shape = self._shape(sheet, "com.sun.star.drawing.GraphicObjectShape")
        path = Path(uno.fileUrlToSystemPath(self.document.URL)).with_name("Scan.png")
        path.write_bytes(_png())
        provider = self._make("com.sun.star.graphic.GraphicProvider")
        shape.Graphic = provider.queryGraphic(properties(URL=path.as_uri()))

    def choose_in_list(self, sheet: str, cell: str, entries: str, number: int) -> None:
        """Choose an entry of a list over the sheet that keeps its number, counted from 1, in a cell."""
        control = self.document.createInstance("com.sun.star.form.component.ListBox")
        shape = self._shape(sheet, "com.sun.star.drawing.ControlShape", Control=control)
        shape.Control.Dropdown = True
        source = self._bound("CellRangeListSource", "CellRange", self._range(sheet, entries).RangeAddress)
        shape.Control.setListEntrySource(source)
        place = self._range(sheet, cell).CellAddress
        shape.Control.setValueBinding(self._bound("ListPositionCellBinding", "BoundCell", place))
        chosen = uno.Any("[]short", (number - 1,))
        uno.invoke(shape.Control, "setPropertyValue", ("SelectedItems", chosen))

    def _bound(self, kind: str, name: str, address: Any) -> Any:
        said = NamedValue()
        said.Name, said.Value = name, address
        return self.document.createInstanceWithArguments(f"com.sun.star.table.{kind}", (said,))

    def _shape(self, sheet: str, kind: str, **said: Any) -> Any:
        """A shape that is told this before it is on the sheet."""
        shape = self.document.createInstance(kind)
        for name, value in said.items():
            setattr(shape, name, value)
        shape.Size, shape.Position = Size(6000, 2000), Point(20000, 5000)
        self._sheet(sheet).DrawPage.add(shape)
        return shape

    # sheets

    def rename_sheet(self, sheet: str, name: str) -> None:
        self._sheet(sheet).Name = name

    def move_sheet(self, sheet: str, position: int) -> None:
        self.document.Sheets.moveByName(sheet, position)

    def copy_sheet(self, sheet: str, name: str) -> None:
        """A copy right behind the original."""
        names = list(self.document.Sheets.ElementNames)
        self.document.Sheets.copyByName(sheet, name, names.index(sheet) + 1)

    def delete_sheet(self, sheet: str) -> None:
        self.document.Sheets.removeByName(sheet)

    def delete_hidden_sheets(self) -> None:
        for sheet in [one for one in self.document.Sheets if not one.IsVisible]:
            self.document.Sheets.removeByName(sheet.Name)

    def into_new_file(self, *sheets: str) -> None:
        """Copy sheets into a new file and go on there."""
        desktop = self._make("com.sun.star.frame.Desktop")
        new = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
        self._opened.append(new)
        blank = new.Sheets.ElementNames
        for sheet in sheets:
            new.Sheets.importSheet(self.document, sheet, new.Sheets.Count)
        for name in blank:
            new.Sheets.removeByName(name)
        self.document = new

    def record_changes(self) -> None:
        self.document.RecordChanges = True


def _png() -> bytes:
    """One grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\x00\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
