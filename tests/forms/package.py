"""A generated form taken apart: its parts, sheets, cells and styles as the file has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from ruecklauf.cells import parse_a1
from ruecklauf.forms.package import read_parts

Element = etree._Element
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TEXTS = re.compile(r'"[^"]*"')
_SHEETS = re.compile(r"'(?:[^']|'')+'!")
_CALL = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\(")


@dataclass(frozen=True)
class Tab:
    """One sheet of the file."""

    name: str
    state: str
    root: Element

    @property
    def is_visible(self) -> bool:
        return self.state == "visible"

    def find(self, tag: str) -> Element:
        """The one element of this kind; an error if there is none."""
        found = self.root.find(f"{{*}}{tag}")
        assert found is not None, f"{self.name} has no {tag}"
        return found

    def all(self, tag: str) -> list[Element]:
        return list(self.root.iter(f"{{*}}{tag}"))

    @cached_property
    def cells(self) -> dict[tuple[int, int], Element]:
        return {parse_a1(cell.get("r", "")): cell for cell in self.all("c")}


@dataclass(frozen=True)
class Package:
    """A form's file."""

    parts: dict[str, bytes]

    def xml(self, name: str) -> Element:
        return etree.fromstring(self.parts[name], _PARSER)

    @cached_property
    def tabs(self) -> tuple[Tab, ...]:
        targets = {one.get("Id"): one.get("Target") for one in self.xml("xl/_rels/workbook.xml.rels")}
        return tuple(
            Tab(
                sheet.get("name", ""),
                sheet.get("state", "visible"),
                self.xml(f"xl/{targets[sheet.get(_RELATION)]}"),
            )
            for sheet in self.xml("xl/workbook.xml").iter("{*}sheet")
        )

    @property
    def visible(self) -> tuple[Tab, ...]:
        return tuple(tab for tab in self.tabs if tab.is_visible)

    def tab(self, name: str) -> Tab:
        return next(tab for tab in self.tabs if tab.name == name)

    @cached_property
    def styles(self) -> Element:
        return self.xml("xl/styles.xml")

    def formats(self, collection: str) -> list[Element]:
        """Entries of a collection of styles.xml: cellXfs, fonts, fills, dxfs."""
        found = self.styles.find(f"{{*}}{collection}")
        return [] if found is None else list(found)

    @cached_property
    def shared(self) -> tuple[str, ...]:
        if "xl/sharedStrings.xml" not in self.parts:
            return ()
        return tuple(_text(entry) for entry in self.xml("xl/sharedStrings.xml"))

    def text(self, cell: Element) -> str:
        """What a cell shows: its text, or the stored result of its formula."""
        value = cell.findtext("{*}v") or ""
        match cell.get("t"):
            case "s":
                return self.shared[int(value)]
            case "inlineStr":
                return _text(cell)
        return value

    def is_open(self, cell: Element) -> bool:
        """Whether the cell can be changed on a protected sheet."""
        protection = self.formats("cellXfs")[int(cell.get("s", "0"))].find("{*}protection")
        return protection is not None and protection.get("locked") == "0"

    @cached_property
    def names(self) -> dict[str, str]:
        """Defined names that are not Excel's own."""
        return {
            str(one.get("name")): one.text or ""
            for one in self.xml("xl/workbook.xml").iter("{*}definedName")
            if not str(one.get("name")).startswith("_xlnm.")
        }

    def formulas(self) -> Iterator[tuple[str, str]]:
        """Every formula of the file with its place: of cells, validations, conditional formats and names."""
        for tab in self.tabs:
            for address, cell in tab.cells.items():
                formula = cell.findtext("{*}f")
                if formula:
                    yield f"{tab.name}!{address}", formula
            for tag in ("formula", "formula1", "formula2"):
                yield from ((f"{tab.name} {tag}", one.text or "") for one in tab.all(tag))
        yield from self.names.items()


def opened(data: bytes) -> Package:
    return Package(read_parts(data))


def area(reference: str) -> Area:
    first, _, last = reference.replace("$", "").partition(":")
    return (*parse_a1(first), *parse_a1(last or first))


def functions(formula: str) -> set[str]:
    """The functions that a formula calls."""
    return set(_CALL.findall(_SHEETS.sub("", _TEXTS.sub("", formula))))


def _text(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter("{*}t"))
