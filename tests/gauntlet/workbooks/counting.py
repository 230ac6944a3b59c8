"""Everything that stands in a returned file, read by other people's libraries, never by our own readers."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

import openpyxl
import xlrd
from lxml import etree
from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"


UNKNOWN = "?"
"""The formula of a cell where the library does not tell whether it has one (xlrd)."""


@dataclass(frozen=True)
class Written:
    """One cell, note or text box."""

    sheet: str
    cell: str
    """Its A1 address; empty for a text box."""
    shown: tuple[str, ...]
    """The ways in which its content may be quoted; of a formula its result, if that is stored."""
    formula: str = ""
    kind: str = "cell"
    """cell, note or drawing."""


@dataclass(frozen=True, eq=False)
class Part:
    """What one part of a file holds; a part met again is the same object."""

    written: tuple[Written, ...]


def written_in(data: bytes) -> tuple[Written, ...]:
    """All non-empty cells, notes and text boxes of a workbook in one of the formats that are read."""
    return tuple(one for part in parts_in(data) for one in part.written)


def parts_in(data: bytes) -> tuple[Part, ...]:
    """The same by parts: of Excel's own files each sheet, of others the whole."""
    if data.startswith(b"PK"):
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        return (Part(tuple(_ods(data))),) if "content.xml" in names else tuple(_xlsx(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return (Part(tuple(_xls(data))),)
    return (Part(tuple(_open_document(etree.fromstring(data)))),)


def quoted(value: object) -> tuple[str, ...]:
    """How findings may show a value: as Germans write it, or as the file has it."""
    if isinstance(value, bool):
        return ("WAHR", "1") if value else ("FALSCH", "0")
    if isinstance(value, datetime | date):
        # the last as the format shows it that openpyxl gives to days and times
        shown = f"{value:%Y-%m-%d} {value.hour}:{value:%M:%S}" if isinstance(value, datetime) else ""
        return (value.strftime("%d.%m.%Y"), value.isoformat(), *filter(None, [shown]))
    if isinstance(value, int | float):
        return (f"{value:.15g}", str(value))
    return (squeezed(str(value)),)


def squeezed(text: str) -> str:
    """Text with single blanks, so that line breaks and no-break spaces make no difference."""
    return " ".join(text.split())


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    """Control characters, which XML cannot hold, as the format spells them; openpyxl leaves them so."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _xlsx(data: bytes) -> Iterator[Part]:
    book = zipfile.ZipFile(io.BytesIO(_sound(data)))
    texts, formats = _shared_texts(book), _formats(book)
    epoch = CALENDAR_MAC_1904 if _counts_from_1904(book) else CALENDAR_WINDOWS_1900
    for sheet, part in _sheet_parts(book):
        content = book.read(part)
        plain = content.replace(b"\0", b"")
        has_shared = re.search(rb"""t\s*=\s*["']s["']""", plain)
        used = frozenset(map(int, re.findall(rb"""\ss\s*=\s*["'](\d+)["']""", plain))) | {0}
        codes = tuple((number, formats[number]) for number in sorted(used) if number < len(formats))
        yield _xlsx_sheet(sheet, content, texts if has_shared else (), codes, epoch)
    yield Part(tuple(_xlsx_beside(book)))


@lru_cache(maxsize=64)
def _xlsx_sheet(
    sheet: str, content: bytes, texts: tuple[str, ...], codes: tuple[tuple[int, str], ...], epoch: datetime
) -> Part:
    """A sheet's cells; kept, because most damage leaves most sheets as they were."""
    formats = dict(codes)
    written: list[Written] = []
    groups: dict[str, tuple[str, str]] = {}
    for address, cell in _xlsx_cells(etree.fromstring(content)):
        formula = cell.find("{*}f")
        value = _xlsx_value(cell, texts, formats, epoch)
        if formula is not None:
            shown = () if value is None else quoted(value)
            written.append(Written(sheet, address, shown, _xlsx_formula(formula, address, groups)))
        elif value is not None and str(value).strip():
            written.append(Written(sheet, address, quoted(value)))
    return Part(tuple(written))


def _xlsx_formula(formula: etree._Element, address: str, groups: dict[str, tuple[str, str]]) -> str:
    """A cell's formula; of those that share one, moved to the cell."""
    group, text = formula.get("si"), f"={formula.text or ''}"
    if formula.get("t") != "shared" or group is None:
        return text
    if formula.text:
        groups[group] = text, address
    return _moved(*groups[group], address) if group in groups else text


@cache
def _moved(formula: str, origin: str, address: str) -> str:
    return str(Translator(formula, origin=origin).translate_formula(address))


def _xlsx_cells(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Cells with their addresses; programs may leave both rows' numbers and addresses out."""
    row_number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        row_number = int(row.get("r") or row_number + 1)
        column = 0
        for cell in row.iterfind("{*}c"):
            address = cell.get("r")
            column = coordinate_to_tuple(address)[1] if address else column + 1
            if len(cell):
                yield address or _address(row_number, column), cell


def _xlsx_value(
    cell: etree._Element, texts: tuple[str, ...], formats: Mapping[int, str], epoch: datetime
) -> str | float | bool | datetime | None:
    """What a cell stores, a formula's result included; None if it stores nothing."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _unescaped(_text_of(cell.find("{*}is")))
    stored = cell.findtext("{*}v") or ""
    if not stored:
        return None
    if kind == "s":
        return _unescaped(texts[int(stored)])
    if kind == "b":
        return stored.strip() in ("1", "true")
    if kind == "d":
        return from_ISO8601(stored)
    if kind != "n":
        return _unescaped(stored)
    code = formats[int(cell.get("s", "0"))] if formats else "General"
    if is_date_format(code):
        moment = from_excel(float(stored), epoch, timedelta=is_timedelta_format(code))
        return moment if isinstance(moment, datetime) else str(moment)
    return float(stored) if set(stored) & set(".eE") else int(stored)


def _shared_texts(book: zipfile.ZipFile) -> tuple[str, ...]:
    part = next((name for name in book.namelist() if name.lower() == "xl/sharedstrings.xml"), None)
    return () if part is None else tuple(_text_of(entry) for entry in etree.fromstring(book.read(part)))


def _text_of(element: etree._Element | None) -> str:
    """A text's pieces together; how it is pronounced is none of them."""
    if element is None:
        return ""
    pieces = element.iterfind("{*}t"), element.iterfind("{*}r/{*}t")
    return "".join(piece.text or "" for piece in itertools.chain(*pieces))


def _formats(book: zipfile.ZipFile) -> tuple[str, ...]:
    """The number format of every cell style."""
    if "xl/styles.xml" not in book.namelist():
        return ()
    root = etree.fromstring(book.read("xl/styles.xml"))
    own = {int(code.get("numFmtId", "0")): str(code.get("formatCode")) for code in root.iter("{*}numFmt")}
    numbers = [int(style.get("numFmtId", "0")) for style in root.iterfind("{*}cellXfs/{*}xf")]
    return tuple(own.get(number) or BUILTIN_FORMATS.get(number, "General") for number in numbers)


def _counts_from_1904(book: zipfile.ZipFile) -> bool:
    properties = etree.fromstring(book.read("xl/workbook.xml")).find("{*}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def _sound(data: bytes) -> bytes:
    """The package without damaged parts and what points at them: other libraries stumble over them."""
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = {name: source.read(name) for name in source.namelist()}
    damaged = {name for name, content in parts.items() if name.endswith(".xml") and not _is_xml(content)}
    if not damaged:
        return data
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in parts.items():
            if name.endswith(".rels"):
                for gone in damaged:
                    last = re.escape(gone.rpartition("/")[2]).encode()
                    content = re.sub(rb"<Relationship [^>]*" + last + rb'"[^>]*/>', b"", content)
            if name not in damaged:
                target.writestr(name, content)
    return buffer.getvalue()


@lru_cache(maxsize=256)
def _is_xml(content: bytes) -> bool:
    try:
        etree.fromstring(content)
    except etree.XMLSyntaxError:
        return False
    return True


def _xlsx_beside(book: zipfile.ZipFile) -> Iterator[Written]:
    """Notes, comments of threads, and text boxes."""
    for sheet, part in _sheet_parts(book):
        targets = [target for kind, target in _relations(book, part) if kind in _BESIDE]
        threaded = any("threadedComment" in target for target in targets)
        for target in targets:
            root = etree.fromstring(book.read(target))
            if "threadedComment" in target:
                yield from (_comment(sheet, one) for one in root)
            elif "drawing" in target:
                yield from _shapes(sheet, root)
            elif not threaded:
                yield from (_comment(sheet, one) for one in root.iter("{*}comment"))


_BESIDE = ("comments", "threadedComment", "drawing")


def _comment(sheet: str, comment: etree._Element) -> Written:
    text = "".join(one.text or "" for one in comment.iter("{*}t", "{*}text") if one.text)
    return Written(sheet, str(comment.get("ref")), (squeezed(text),), kind="note")


def _shapes(sheet: str, root: etree._Element) -> Iterator[Written]:
    for body in root.iter("{*}txBody"):
        text = squeezed(
            " ".join("".join(run.text or "" for run in line.iter("{*}t")) for line in body.iter("{*}p"))
        )
        if text:
            yield Written(sheet, "", (text,), kind="drawing")


def _sheet_parts(book: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet."""
    root = etree.fromstring(book.read("xl/workbook.xml"))
    relations = _relations_by_id(book, "xl/workbook.xml")
    for sheet in root.iter("{*}sheet"):
        wanted = next(value for key, value in sheet.attrib.items() if str(key).endswith("}id"))
        yield str(sheet.get("name")), relations[str(wanted)][1]


def _relations(book: zipfile.ZipFile, part: str) -> list[tuple[str, str]]:
    return list(_relations_by_id(book, part).values())


def _relations_by_id(book: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    if path not in book.namelist():
        return {}
    return {
        str(link.get("Id")): (
            str(link.get("Type")).rpartition("/")[2],
            _resolved(folder, str(link.get("Target"))),
        )
        for link in etree.fromstring(book.read(path))
        if link.get("TargetMode") != "External"
    }


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/")
    for step in target.split("/"):
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join(parts)


def _xls(data: bytes) -> Iterator[Written]:
    book = xlrd.open_workbook(file_contents=data)
    for sheet in book.sheets():
        for row in range(sheet.nrows):
            for column in range(sheet.ncols):
                cell = sheet.cell(row, column)
                if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) and str(cell.value).strip():
                    yield Written(sheet.name, _address(row + 1, column + 1), _xls_shown(book, cell), UNKNOWN)
        for (row, column), note in sheet.cell_note_map.items():
            yield Written(sheet.name, _address(row + 1, column + 1), (squeezed(note.text),), kind="note")


def _xls_shown(book: xlrd.Book, cell: xlrd.sheet.Cell) -> tuple[str, ...]:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return quoted(xlrd.xldate_as_datetime(cell.value, book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return quoted(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return (xlrd.error_text_from_code[cell.value],)
    return quoted(cell.value)


def _ods(data: bytes) -> Iterator[Written]:
    return _open_document(etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml")))


def _open_document(root: etree._Element) -> Iterator[Written]:
    for table in root.iter(f"{{{_TABLE}}}table"):
        name = str(table.get(f"{{{_TABLE}}}name"))
        row_number = 0
        for row in table.iter(f"{{{_TABLE}}}table-row"):
            for repeat in range(int(row.get(f"{{{_TABLE}}}number-rows-repeated", "1"))):
                if repeat and not _has_content(row):
                    row_number += int(row.get(f"{{{_TABLE}}}number-rows-repeated", "1")) - repeat
                    break
                row_number += 1
                yield from _ods_row(name, row, row_number)
        for shapes in table.iter(f"{{{_TABLE}}}shapes"):
            for box in shapes.iter(f"{{{_DRAW}}}text-box", f"{{{_DRAW}}}custom-shape"):
                if text := _ods_text(box):
                    yield Written(name, "", (text,), kind="drawing")


def _has_content(row: etree._Element) -> bool:
    return any(len(cell) or cell.get(f"{{{_OFFICE}}}value-type") for cell in row)


def _ods_row(sheet: str, row: etree._Element, number: int) -> Iterator[Written]:
    column = 1
    for cell in row:
        repeated = int(cell.get(f"{{{_TABLE}}}number-columns-repeated", "1"))
        text = _ods_text(cell)
        formula = re.sub(r"^\w+:", "", cell.get(f"{{{_TABLE}}}formula") or "")
        for note in cell.iter(f"{{{_OFFICE}}}annotation"):
            yield Written(sheet, _address(number, column), (_ods_text(note),), kind="note")
        for ruby in cell.iter(f"{{{_TEXT}}}ruby-text"):
            yield Written(sheet, _address(number, column), (squeezed(str(ruby.text)),), kind="note")
        for box in cell.iter(f"{{{_DRAW}}}text-box", f"{{{_DRAW}}}custom-shape"):
            if boxed := _ods_text(box):
                yield Written(sheet, "", (boxed,), kind="drawing")
        if text or formula or cell.get(f"{{{_OFFICE}}}value-type"):
            shown = _ods_shown(cell, text)
            for offset in range(repeated):
                if any(shown) or formula:
                    yield Written(sheet, _address(number, column + offset), shown, formula)
        column += repeated


def _ods_shown(cell: etree._Element, text: str) -> tuple[str, ...]:
    value = cell.get(f"{{{_OFFICE}}}value")
    day = cell.get(f"{{{_OFFICE}}}date-value")
    shown = (text,) if text else ()
    if value is not None:
        return (*quoted(float(value)), *shown)
    if day is not None:
        return (*quoted(datetime.fromisoformat(day)), *shown)
    return shown


def _ods_text(element: etree._Element) -> str:
    """The paragraphs of a cell, note or shape, without those of the notes and shapes in it."""
    lines = [
        "".join(_ods_pieces(line))
        for line in element.iter(f"{{{_TEXT}}}p")
        if element.tag.endswith("annotation") or not any(map(_is_beside, _between(line, element)))
    ]
    return squeezed(" ".join(lines))


def _between(line: etree._Element, element: etree._Element) -> Iterator[etree._Element]:
    """The elements in which a paragraph stands, up to this one."""
    return itertools.takewhile(lambda up: up is not element, line.iterancestors())


def _is_beside(element: etree._Element) -> bool:
    return element.tag.endswith("annotation") or element.tag.startswith(f"{{{_DRAW}}}")


def _ods_pieces(element: etree._Element) -> Iterator[str]:
    """Texts, with a blank for each line break, tab or run of blanks, which are elements."""
    yield element.text or ""
    for child in element:
        if etree.QName(child).localname in ("line-break", "tab", "s"):
            yield " "
        if etree.QName(child).localname != "ruby-text":
            yield from _ods_pieces(child)
        yield child.tail or ""


def _address(row: int, column: int) -> str:
    return f"{openpyxl.utils.get_column_letter(column)}{row}"
