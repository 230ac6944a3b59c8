"""The same form as other programs spell it in its XML and its archive."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from gauntlet.editing import (
    Act,
    element,
    in_parts,
    part_of,
    parts_of,
    raw,
)
from gauntlet.filled import FORM_SHEETS
from gauntlet.mutation import Answer, Expected, Mutation
from office.packages import MAIN, OFFICE, STRICT_MAIN, STRICT_OFFICE, Parts, zipped
from ruecklauf.cells import parse_a1
from ruecklauf.values import Value

_SAME = "The same values, written in another way."
_DAYS_TO_1904 = 1462


def bytes_of(root: etree._Element, encoding: str = "UTF-8") -> bytes:
    return bytes(etree.tostring(root, encoding=encoding, xml_declaration=True))


def every_sheet(change: Callable[[bytes], bytes]) -> Act:
    def change_parts(parts: Parts) -> None:
        for name in parts:
            if name.startswith("xl/worksheets/sheet"):
                parts[name] = change(raw(parts[name]))

    return in_parts(change_parts)


def as_strict(parts: Parts) -> None:
    """Excel's „Strict Open XML“: other namespaces throughout."""
    for name, content in parts.items():
        strict = raw(content).replace(MAIN.encode(), STRICT_MAIN.encode())
        parts[name] = strict.replace(OFFICE.encode(), STRICT_OFFICE.encode())


def in_1904(parts: Parts) -> None:
    """The dates of old Macs: every serial number 1462 days lower."""
    workbook = raw(parts["xl/workbook.xml"])
    assert b"<workbookPr" in workbook
    parts["xl/workbook.xml"] = workbook.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
    for sheet in FORM_SHEETS:
        parts[part_of(sheet)] = re.sub(rb"<v>(4[5-7]\d{3})</v>", _earlier, raw(parts[part_of(sheet)]))


def _earlier(found: re.Match[bytes]) -> bytes:
    return f"<v>{int(found[1]) - _DAYS_TO_1904}</v>".encode()


def shared_strings(parts: Parts) -> None:
    """Every typed text in the table of shared strings, as Excel itself saves it."""
    table = raw(parts["xl/sharedStrings.xml"])
    number, added = table.count(b"<si>") + table.count(b"<si "), []

    def share(found: re.Match[bytes]) -> bytes:
        added.append(b"<si>" + found[2] + b"</si>")
        return found[1] + b't="s"><v>' + str(number + len(added) - 1).encode() + b"</v></c>"

    for name in [part_of(sheet) for sheet in FORM_SHEETS]:
        parts[name] = re.sub(
            rb'(<c [^>]*?)t="inlineStr"><is>(.*?)</is></c>', share, raw(parts[name]), flags=re.DOTALL
        )
    parts["xl/sharedStrings.xml"] = table.replace(b"</sst>", b"".join(added) + b"</sst>")


def inline_strings(parts: Parts) -> None:
    """Every text in its cell, none shared."""
    items = list(etree.fromstring(raw(parts["xl/sharedStrings.xml"])))
    for name in [part_of(sheet) for sheet in FORM_SHEETS]:
        root = etree.fromstring(raw(parts[name]))
        for cell in root.iter(element("c")):
            if cell.get("t") == "s":
                text = "".join(
                    str(one.text or "") for one in items[int(cell[0].text or "")].iter(element("t"))
                )
                put_inline(cell, text)
        parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def put_inline(cell: etree._Element, text: str) -> None:
    cell.set("t", "inlineStr")
    for child in list(cell):
        cell.remove(child)
    holder = etree.SubElement(etree.SubElement(cell, element("is")), element("t"))
    holder.text = text
    holder.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def without_addresses(part: bytes) -> bytes:
    """Rows and cells without their addresses count from the one before; all cells are given then."""
    root = etree.fromstring(part)
    for row in root.iter(element("row")):
        _fill_gaps(row)
        for cell in row:
            del cell.attrib["r"]
    return bytes_of(root)


def _fill_gaps(row: etree._Element) -> None:
    cells = {parse_a1(str(cell.get("r")))[1]: cell for cell in row}
    for column in range(1, max(cells, default=0) + 1):
        cell = cells.get(column)
        row.append(etree.Element(element("c"), r="") if cell is None else cell)


def prefixed(part: bytes) -> bytes:
    """Every element with a prefix, as some servers write it."""
    root = etree.fromstring(part)
    renamed = etree.Element(root.tag, nsmap={"x": MAIN, "r": OFFICE})
    renamed.extend(list(root))
    return bytes_of(renamed)


def pretty(part: bytes) -> bytes:
    """Line breaks and blanks between and inside elements."""
    return re.sub(rb"<v>(\d[^<]*)</v>", rb"<v>\n  \1\n  </v>", part.replace(b"<c ", b"\n    <c "))


def wrong_dimension(part: bytes) -> bytes:
    return re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:B3"/>', part)


def in_utf_16(part: bytes) -> bytes:
    return bytes_of(etree.fromstring(part), "UTF-16")


def absolute_targets(parts: Parts) -> None:
    links = raw(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = links.replace(b'Target="', b'Target="/xl/')


def stored(data: bytes, _: Path) -> bytes:
    return zipped(parts_of(data), compression=zipfile.ZIP_STORED)


def other_order(data: bytes, _: Path) -> bytes:
    return zipped(dict(reversed(parts_of(data).items())))


def with_comment(data: bytes, _: Path) -> bytes:
    """A comment of the archive, as some mail gateways add it."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as package:
        package.comment = b"geprueft: keine Viren"
    return file.getvalue()


def _does(
    name: str,
    act: Act,
    why: str = _SAME,
    *codes: str,
    changed: dict[Answer, Value | None] | None = None,
    group: str = "files",
) -> Mutation:
    return Mutation(
        name, group, "raw XML", act, Expected("accepted", frozenset(codes), changed or {}, why=why)
    )


MUTATIONS = (
    _does("Strict Open XML", in_parts(as_strict)),
    _does("dates counted from 1904", in_parts(in_1904)),
    _does("all texts shared", in_parts(shared_strings)),
    _does("all texts in their cells", in_parts(inline_strings)),
    _does("cells without addresses", every_sheet(without_addresses)),
    _does("elements with a prefix", every_sheet(prefixed)),
    _does("XML with line breaks and blanks", every_sheet(pretty)),
    _does("wrong dimension", every_sheet(wrong_dimension)),
    _does("sheets in UTF-16", every_sheet(in_utf_16)),
    _does("absolute targets", in_parts(absolute_targets)),
    _does("archive without compression", stored),
    _does("members in reverse order", other_order),
    _does("archive with a comment", with_comment),
)
