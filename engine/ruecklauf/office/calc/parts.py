"""What an OpenDocument spreadsheet consists of, gathered while its XML is walked."""

from __future__ import annotations

from functools import partial

from ruecklauf.office.calc.drawn import DrawnTexts
from ruecklauf.office.calc.notes import Notes
from ruecklauf.office.calc.page_texts import PageTexts
from ruecklauf.office.calc.recorded import RecordedChanges
from ruecklauf.office.calc.table import TableReader
from ruecklauf.office.calc.text import Paragraphs
from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.hardened_xml import Starts
from ruecklauf.office.opendocument.meta import Properties
from ruecklauf.office.opendocument.names import (
    CONFIG,
    LIBREOFFICE_SCRIPTS,
    OFFICE,
    SCRIPT,
    TABLE,
    XLINK,
    excel_reference,
    formula_text,
)
from ruecklauf.office.opendocument.styles import Styles

ROOTS = frozenset(f"{OFFICE} document{part}" for part in ("", "-content", "-styles", "-meta", "-settings"))
_NOUGHTS = "ShowZeroValues"


class SpreadsheetParts:
    """Everything in the XML parts of one file; they are read in the order styles, content, meta, settings."""

    def __init__(self) -> None:
        self._dispatch = Dispatch()
        texts = self._dispatch.texts
        self.styles = Styles(texts)
        self.names: dict[str, str] = {}
        self.properties = Properties(texts)
        self.links: set[str] = set()
        self.macros = False
        self.hides_noughts = False
        """On all sheets: LibreOffice keeps one setting for a file."""
        self._setting = ""
        struck, font = partial(self.styles.struck, "text"), partial(self.styles.symbol_font, "text")
        paragraphs = Paragraphs(texts, struck, self.styles.shift, font, self.styles.letters_in_cell)
        self.shapes = DrawnTexts(texts, paragraphs)
        notes = Notes(texts, paragraphs)
        page_texts = PageTexts(texts, paragraphs)
        self.recorded = RecordedChanges(paragraphs)
        self.tables = TableReader(self.styles, paragraphs, self.shapes, notes, page_texts)
        around = (page_texts, self.shapes, notes, self.recorded)
        for reader in (self.styles, paragraphs, *around, self.tables, self.properties):
            self._dispatch.add(("",), *reader.handlers())
        self._register()

    def read(self, data: bytes, part: str) -> bool:
        """Walk over one part, True when it is done. Refusal as of `parse_xml`, and `too_large`."""
        self._dispatch.parse(data, part=part, roots=ROOTS)
        return True

    def let_go(self) -> None:
        """After the last part, see `Dispatch.let_go`."""
        self._dispatch.let_go()

    def _register(self) -> None:
        starts: Starts = {
            "named-range": self._note_range,
            "named-expression": self._note_expression,
            "table-source": self._note_link,
            "cell-range-source": self._note_link,
        }
        self._dispatch.add((TABLE,), starts)
        self._dispatch.add((OFFICE,), {"dde-source": self._note_dde})
        self._dispatch.add((LIBREOFFICE_SCRIPTS,), {"module": self._note_script})
        self._dispatch.add((CONFIG,), {"config-item": self._note_setting}, {"config-item": self._end_setting})
        self._dispatch.add((SCRIPT,), {"event-listener": self._note_script})

    def _note_range(self, attributes: dict[str, str]) -> None:
        self._name(attributes, excel_reference(attributes.get(f"{TABLE} cell-range-address", "")))

    def _note_expression(self, attributes: dict[str, str]) -> None:
        formula = formula_text(attributes.get(f"{TABLE} expression", ""))
        self._name(attributes, excel_reference(formula))

    def _name(self, attributes: dict[str, str], formula: str) -> None:
        name, sheet = attributes.get(f"{TABLE} name", ""), self.tables.current
        self.names[name if sheet is None else f"{sheet}!{name}"] = formula

    def _note_link(self, attributes: dict[str, str]) -> None:
        self.links.add(attributes.get(f"{XLINK} href", ""))

    def _note_dde(self, attributes: dict[str, str]) -> None:
        parts = ("dde-application", "dde-topic", "dde-item")
        self.links.add(" ".join(attributes.get(f"{OFFICE} {part}", "") for part in parts))

    def _note_setting(self, attributes: dict[str, str]) -> None:
        self._setting = attributes.get(f"{CONFIG} name", "")
        self._dispatch.texts.clear()

    def _end_setting(self) -> None:
        said = "".join(self._dispatch.texts).strip()
        self._dispatch.texts.clear()
        self.hides_noughts |= self._setting == _NOUGHTS and said == "false"

    def _note_script(self, _attributes: dict[str, str]) -> None:
        self.macros = True
