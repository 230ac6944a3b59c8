"""Fills forms in as a person would, through LibreOffice's UNO bridge.

Run by the Python that has `uno`, never by the tests' own:

    python3 fill.py <pipe name> <job.json> <report.json>

soffice.py writes the job and reads the report. The job has per form the file to open, whether it is shown
in a window, the steps (sheet, cell, text, and how: typed, pasted, quick or keys), the areas to read back
and the files to save. The report has per form the outcome of every step, the distinct lists of entries that
were offered, and what was read back.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.sheet import ComplexReference, FormulaToken, SingleReference  # type: ignore[import-not-found]
from com.sun.star.table import CellAddress  # type: ignore[import-not-found]

FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "fods": "OpenDocument Spreadsheet Flat XML",
    "pdf": "calc_pdf_Export",
}
START_SECONDS = 60
LONGEST_LIST = 200
COLUMN_RELATIVE, ROW_RELATIVE, SHEET_RELATIVE, SHEET_3D = 1, 4, 16, 64
"""com.sun.star.sheet.ReferenceFlags"""
FORMULA = 16
"""com.sun.star.sheet.CellFlags"""


def main(pipe: str, job: Path, report: Path) -> None:
    services = _services(pipe)
    forms = [_fill_form(services, form) for form in json.loads(job.read_text("utf-8"))["forms"]]
    report.write_text(json.dumps({"forms": forms}, ensure_ascii=False), "utf-8")


def _services(pipe: str) -> Services:
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return Services(resolver.resolve(address))
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


class Services:
    """What the running office offers."""

    def __init__(self, context: Any) -> None:
        self._context = context

    def make(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)


def _fill_form(services: Services, form: dict[str, Any]) -> dict[str, Any]:
    url = Path(form["open"]).as_uri()
    hidden = _property("Hidden", not form["window"])
    document = services.make("com.sun.star.frame.Desktop").loadComponentFromURL(url, "_blank", 0, (hidden,))
    try:
        keyboard = Keyboard(document)
        keys = Keys(services, document)
        ways = {
            "keys": keys.enter,
            "pasted": keyboard.paste,
            "typed": keyboard.enter,
            "quick": keyboard.quick,
        }
        outcomes = [
            ways[step["how"]](step["sheet"], step["cell"], step["text"]) for step in form.get("steps", ())
        ]
        keyboard.close()
        document.calculateAll()
        for path, kind in form.get("save", ()):
            filter_name = _property("FilterName", FILTERS[kind])
            document.storeToURL(Path(path).as_uri(), (filter_name,))
        return {
            "outcomes": outcomes,
            "lists": list(keyboard.lists),
            "read": [_contents(document, *area) for area in form.get("read", ())],
        }
    finally:
        document.close(True)


def _contents(document: Any, sheet: str, area: str) -> list[list[Any]]:
    """Texts and numbers of a range as they are calculated; None for an error value."""
    cells = document.Sheets.getByName(sheet).getCellRangeByName(area)
    return [list(row) for row in cells.getDataArray()]


def _property(name: str, value: Any) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class Keyboard:
    """Enters text into cells of one document; what the form does not allow is refused and undone."""

    def __init__(self, document: Any) -> None:
        self.lists: dict[tuple[str, ...], int] = {}
        """Every distinct list of entries that was offered, with its number."""
        self._sheets = document.Sheets
        self._opened: dict[str, tuple[Any, bool]] = {}
        self._scratch = Scratch(document)

    def enter(self, sheet_name: str, address: str, text: str) -> dict[str, Any]:
        """Type a text, or choose it where the cell has a list.

        The outcome is done, protected, not_offered or invalid, and `list` the number of the entries.
        """
        cell, protected = self._cell(sheet_name, address)
        if protected:
            return {"outcome": self._try(cell, text)}
        validation = cell.Validation
        kind = validation.Type.value
        if kind == "LIST":
            return self._choose(cell, validation, text)
        before = cell.Formula
        cell.FormulaLocal = text
        if kind == "ANY" or self._scratch.is_valid(cell, validation):
            return {"outcome": "done"}
        cell.Formula = before
        return {"outcome": "invalid"}

    def quick(self, sheet_name: str, address: str, text: str) -> dict[str, Any]:
        """As `enter` where that needs no formula of the form worked out, else as `paste`: much faster."""
        cell, _ = self._cell(sheet_name, address)
        validation = cell.Validation
        kind = validation.Type.value
        is_slow = kind == "CUSTOM" or (kind == "LIST" and not self._scratch.is_fixed(validation))
        return (self.paste if is_slow else self.enter)(sheet_name, address, text)

    def paste(self, sheet_name: str, address: str, text: str) -> dict[str, Any]:
        """Put a text in as pasting does, which no validation sees. The outcome is done or protected."""
        cell, protected = self._cell(sheet_name, address)
        if protected:
            return {"outcome": self._try(cell, text)}
        cell.FormulaLocal = text
        return {"outcome": "done"}

    def _cell(self, sheet_name: str, address: str) -> tuple[Any, bool]:
        """The cell, and whether it is locked on a protected sheet."""
        if sheet_name not in self._opened:
            sheet = self._sheets.getByName(sheet_name)
            self._opened[sheet_name] = sheet, sheet.isProtected()
        sheet, protected = self._opened[sheet_name]
        cell = sheet.getCellRangeByName(address)
        return cell, protected and cell.CellProtection.IsLocked

    def _try(self, cell: Any, text: str) -> str:
        before = cell.Formula
        cell.FormulaLocal = text
        return "protected" if cell.Formula == before else "protection does not hold"

    def _choose(self, cell: Any, validation: Any, text: str) -> dict[str, Any]:
        entries = self._scratch.entries(cell, validation)
        number = self.lists.setdefault(entries, len(self.lists))
        if text not in entries:
            return {"outcome": "not_offered", "list": number}
        cell.FormulaLocal = text
        return {"outcome": "done", "list": number}

    def close(self) -> None:
        """Leave nothing behind in the document."""
        self._scratch.remove()


class Keys:
    """Presses keys in the document's window: slow, but with everything that the program does on its own."""

    def __init__(self, services: Services, document: Any) -> None:
        self._services = services
        self._document = document
        self._window: Any = None

    def enter(self, sheet_name: str, address: str, text: str) -> dict[str, Any]:
        """Select the cell, type, press the enter key. The outcome is done or refused."""
        if self._window is None:
            top = self._services.make("org.libreoffice.uitest.UITest").getTopFocusWindow()
            self._window = top.getChild("grid_window")
        sheet = self._document.Sheets.getByName(sheet_name)
        cell = sheet.getCellRangeByName(address)
        before = cell.Formula
        self._document.enableAutomaticCalculation(True)
        self._document.CurrentController.setActiveSheet(sheet)
        self._document.CurrentController.select(cell)
        self._window.executeAction("TYPE", (_property("TEXT", text),))
        self._window.executeAction("TYPE", (_property("KEYCODE", "RETURN"),))
        return {"outcome": "done" if cell.Formula != before else "refused"}


class Scratch:
    """A sheet at the end in which the document's own formulas are worked out; there only while needed."""

    NAME = "Nebenrechnung"

    def __init__(self, document: Any) -> None:
        self._document = document
        document.enableAutomaticCalculation(False)
        self._parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._sheet: Any = None
        self._fixed: dict[str, tuple[str, ...]] = {}
        self._tokens: dict[tuple[str, int, int, int], tuple[Any, ...]] = {}

    def entries(self, cell: Any, validation: Any) -> tuple[str, ...]:
        """What a cell's list offers now."""
        formula = validation.getFormula1()
        if formula not in self._fixed:
            found = self._work_out(cell, validation, formula)
            if not self._never_changes(formula):
                return found
            self._fixed[formula] = found
        return self._fixed[formula]

    def is_fixed(self, validation: Any) -> bool:
        """Whether a cell's list offers the same whatever stands in the form."""
        return self._never_changes(validation.getFormula1())

    def _never_changes(self, formula: str) -> bool:
        """Whether a list's source is the name of a range without formulas."""
        names = self._document.NamedRanges
        content = names.getByName(formula).Content if names.hasByName(formula) else "("
        if "(" in content:
            return False
        sheet, _, area = content.rpartition(".")
        cells = self._document.Sheets.getByName(sheet.strip("$'")).getCellRangeByName(area)
        return not cells.queryContentCells(FORMULA).Count

    def _work_out(self, cell: Any, validation: Any, formula: str) -> tuple[str, ...]:
        area = self._ready().getCellRangeByName(f"A1:A{LONGEST_LIST}")
        with self._calculating():
            area.setArrayFormula("=" + self._for_cell(cell, validation, formula))
            values = [row[0] for row in area.getDataArray()]
            area.clearContents(FORMULA)
        return tuple(_shown(value) for value in values if value not in (None, ""))

    def is_valid(self, cell: Any, validation: Any) -> bool:
        """Whether the program would have taken the cell's content when it was typed."""
        kind = validation.Type.value
        if kind == "CUSTOM":
            return self._is_true(self._for_cell(cell, validation, validation.getFormula1()))
        if validation.getOperator().value != "BETWEEN":
            raise ValueError(f"validation with operator {validation.getOperator().value}")
        content = float(len(cell.String)) if kind == "TEXT_LEN" else cell.Value
        is_kind = kind == "TEXT_LEN" or cell.Type.value == "VALUE"
        is_whole = kind != "WHOLE" or content == int(content)
        inside = float(validation.getFormula1()) <= content <= float(validation.getFormula2())
        return is_kind and is_whole and inside

    def _is_true(self, formula: str) -> bool:
        place = self._ready().getCellRangeByName("B1")
        with self._calculating():
            place.Formula = f"=IF({formula};1;0)"
            verdict = place.Value == 1
            place.clearContents(FORMULA)
        return bool(verdict)

    @contextmanager
    def _calculating(self) -> Iterator[None]:
        """The document calculates only where it is asked for something: at every step would take long."""
        self._document.enableAutomaticCalculation(True)
        yield
        self._document.enableAutomaticCalculation(False)

    def _for_cell(self, cell: Any, validation: Any, formula: str) -> str:
        """A validation's formula with its relative references taken from the cell, made absolute."""
        here, source = cell.CellAddress, validation.getSourcePosition()
        # LibreOffice 7.4 names a wrong sheet as the source of an imported validation
        key = formula, here.Sheet, source.Column, source.Row
        if key not in self._tokens:
            self._tokens[key] = self._parser.parseFormula(formula, CellAddress(*key[1:]))
        tokens = tuple(_pinned(token, here) for token in self._tokens[key])
        return str(self._parser.printFormula(tokens, self._ready().getCellByPosition(0, 0).CellAddress))

    def _ready(self) -> Any:
        if self._sheet is None:
            self._document.Sheets.insertNewByName(self.NAME, self._document.Sheets.Count)
            self._sheet = self._document.Sheets.getByName(self.NAME)
        return self._sheet

    def remove(self) -> None:
        if self._sheet is not None:
            self._document.Sheets.removeByName(self.NAME)
            self._sheet = None
        self._document.enableAutomaticCalculation(True)


def _shown(value: Any) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def _pinned(token: Any, here: Any) -> Any:
    """A formula token whose references are absolute and name their sheet."""
    data = token.Data
    if isinstance(data, SingleReference):
        return FormulaToken(token.OpCode, _fixed(data, here))
    if isinstance(data, ComplexReference):
        corners = _fixed(data.Reference1, here), _fixed(data.Reference2, here)
        return FormulaToken(token.OpCode, ComplexReference(*corners))
    return token


def _fixed(reference: Any, here: Any) -> Any:
    fixed, flags = SingleReference(), reference.Flags
    fixed.Column = here.Column + reference.RelativeColumn if flags & COLUMN_RELATIVE else reference.Column
    fixed.Row = here.Row + reference.RelativeRow if flags & ROW_RELATIVE else reference.Row
    fixed.Sheet = here.Sheet + reference.RelativeSheet if flags & SHEET_RELATIVE else reference.Sheet
    fixed.Flags = SHEET_3D
    return fixed


def _arguments(words: Iterable[str]) -> tuple[str, Path, Path]:
    pipe, job, report = words
    return pipe, Path(job), Path(report)


if __name__ == "__main__":
    main(*_arguments(sys.argv[1:]))
