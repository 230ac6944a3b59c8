"""Small workbooks built from raw XML, for what no program would write on request."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2017/10/relationships"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

Parts = dict[str, str | bytes]
_LARGE = 10_000_000
"""Characters from which on packing well takes too long."""


def zipped(parts: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the parts, in their order."""
    buffer = io.BytesIO()
    large = sum(map(len, parts.values())) > _LARGE
    with zipfile.ZipFile(buffer, "w", compression, compresslevel=1 if large else None) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def content_types(main_type: str = XLSX_TYPE) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main_type}"/></Types>'
    )


def rels(*links: tuple[str, str, str]) -> str:
    """A relationships part from (id, type, target)."""
    entries = "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>' for id_, kind, target in links
    )
    return f'<Relationships xmlns="{PACKAGE}">{entries}</Relationships>'


def worksheet(rows: str = "", *, before: str = "", after: str = "", namespace: str = MAIN) -> str:
    """A worksheet part with the rows given as XML."""
    return (
        f'<worksheet xmlns="{namespace}" xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>'
        f"{after}</worksheet>"
    )


def workbook_parts(
    sheet: str = "",
    *,
    strings: str = "",
    styles: str = "",
    properties: str = "",
    names: str = "",
    more: Mapping[str, str | bytes] | None = None,
    sheet_rels: str = "",
    namespace: str = MAIN,
    office: str = OFFICE,
) -> Parts:
    """The parts of a workbook with one sheet, `Blatt`; `strings` and `styles` are their parts' inner XML."""
    links = [("rId1", f"{office}/worksheet", "worksheets/sheet1.xml")]
    parts: Parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": rels(("rId1", f"{office}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{namespace}" xmlns:r="{office}">{properties}'
            f'<sheets><sheet name="Blatt" sheetId="1" r:id="rId1"/></sheets>{names}</workbook>'
        ),
        "xl/worksheets/sheet1.xml": sheet or worksheet(namespace=namespace),
    }
    if strings:
        links.append(("rId2", f"{office}/sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{namespace}">{strings}</sst>'
    if styles:
        links.append(("rId3", f"{office}/styles", "/xl/styles.xml"))
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{namespace}">{styles}</styleSheet>'
    if sheet_rels:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = sheet_rels
    parts["xl/_rels/workbook.xml.rels"] = rels(*links)
    return parts | dict(more or {})


def workbook_of(rows: str = "", **more: str) -> bytes:
    """A workbook whose one sheet has these rows; further parameters as for `workbook_parts`."""
    return zipped(workbook_parts(worksheet(rows), **more))  # type: ignore[arg-type]
