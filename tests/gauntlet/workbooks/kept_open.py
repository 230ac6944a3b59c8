"""A form as openpyxl opens it, many times over, and saves it.

The sheet of checks holds more cells than all others together, and hardly anybody touches it: its cells are
brought in when somebody asks for them, and otherwise written as openpyxl wrote them the first time.
"""

from __future__ import annotations

import io
import pickle
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.packaging.relationship import RelationshipList
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

APART = "_Pruefliste"

Cells = dict[tuple[int, int], Cell]


@dataclass(frozen=True)
class _Kept:
    book: bytes
    """Pickled, without the cells of the sheet apart."""
    cells: bytes
    """These, pickled; the sheet itself is named only."""
    written: bytes
    """That sheet as openpyxl writes it."""


class _Untouched(Cells):
    """The cells of a sheet, brought in as soon as anybody looks at them."""

    def __init__(self, sheet: Worksheet, kept: _Kept) -> None:
        super().__init__()
        self._bring: Callable[[], Cells] | None = partial(_cells, kept.cells, sheet)
        self.written = kept.written
        self._settings = _settings(sheet)

    def are_as_on(self, sheet: Worksheet) -> bool:
        """Whether nobody looked at them, nor set anything else of their sheet."""
        return self._bring is not None and _settings(sheet) == self._settings

    def _brought(self) -> None:
        if self._bring is not None:
            bring, self._bring = self._bring, None
            self.update(bring())

    def __getitem__(self, key: tuple[int, int]) -> Cell:
        self._brought()
        return super().__getitem__(key)

    def __setitem__(self, key: tuple[int, int], cell: Cell) -> None:
        self._brought()
        super().__setitem__(key, cell)

    def __delitem__(self, key: tuple[int, int]) -> None:
        self._brought()
        super().__delitem__(key)

    def __contains__(self, key: object) -> bool:
        self._brought()
        return super().__contains__(key)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        self._brought()
        return super().__iter__()

    def __len__(self) -> int:
        self._brought()
        return super().__len__()

    def keys(self) -> Any:
        self._brought()
        return super().keys()

    def values(self) -> Any:
        self._brought()
        return super().values()

    def items(self) -> Any:
        self._brought()
        return super().items()

    def get(self, key: tuple[int, int], default: Any = None) -> Any:
        self._brought()
        return super().get(key, default)

    def pop(self, *arguments: Any) -> Any:
        self._brought()
        return super().pop(*arguments)


def opened(data: bytes) -> Workbook:
    """The workbook as openpyxl opens it; taking it out again costs a fraction of opening."""
    kept = _kept(data)
    book: Workbook = pickle.loads(kept.book)
    for sheet in book.worksheets:
        rows, columns = sheet.row_dimensions, sheet.column_dimensions
        # what pickle leaves out: whose heights and widths are, and how those are made that nobody has set
        rows.worksheet = columns.worksheet = sheet
        rows.default_factory, columns.default_factory = sheet._add_row, sheet._add_column
    if APART in book.sheetnames:
        sheet = book[APART]
        sheet._cells = _Untouched(sheet, kept)
    return book


def saved(book: Workbook) -> bytes:
    """The workbook as openpyxl saves it."""
    file = io.BytesIO()
    book.properties.modified = datetime.now(tz=UTC).replace(tzinfo=None)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _Writer(book, archive).save()
    return file.getvalue()


class _Writer(ExcelWriter):
    def write_worksheet(self, sheet: Worksheet) -> None:
        cells = sheet._cells
        if isinstance(cells, _Untouched) and cells.are_as_on(sheet):
            sheet._rels = RelationshipList()
            self._archive.writestr(sheet.path[1:], cells.written)
            self.manifest.append(sheet)
        else:
            super().write_worksheet(sheet)


@lru_cache(maxsize=8)
def _kept(data: bytes) -> _Kept:
    book = openpyxl.load_workbook(io.BytesIO(data))
    if APART not in book.sheetnames:
        return _Kept(pickle.dumps(book), b"", b"")
    sheet = book[APART]
    written, cells = _written(sheet), _pickled(sheet)
    sheet._cells = {}
    return _Kept(pickle.dumps(book), cells, written)


def _settings(sheet: Worksheet) -> tuple[object, ...]:
    """What the sheet's part says besides its cells, as far as anybody sets it."""
    return (
        sheet.protection.sheet,
        sheet.freeze_panes,
        sheet.auto_filter.ref,
        str(sheet.merged_cells),
        len(sheet.conditional_formatting),
        len(sheet.data_validations.dataValidation),
        sorted(sheet.column_dimensions),
        sorted(sheet.row_dimensions),
    )


def _written(sheet: Worksheet) -> bytes:
    writer = WorksheetWriter(sheet)
    writer.write()
    written = Path(writer.out).read_bytes()
    writer.cleanup()
    return written


def _pickled(sheet: Worksheet) -> bytes:
    file = io.BytesIO()
    pickler = pickle.Pickler(file)
    pickler.persistent_id = lambda one: APART if one is sheet else None  # type: ignore[method-assign]
    pickler.dump(sheet._cells)
    return file.getvalue()


def _cells(pickled: bytes, sheet: Worksheet) -> Cells:
    unpickler = pickle.Unpickler(io.BytesIO(pickled))
    unpickler.persistent_load = lambda _: sheet  # type: ignore[method-assign]
    cells: Cells = unpickler.load()
    return cells
