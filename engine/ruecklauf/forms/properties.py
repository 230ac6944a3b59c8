"""The document properties of a form: title, language, author, and what identifies it."""

from __future__ import annotations

import re
from datetime import date
from xml.sax import saxutils

CORE, APP, CUSTOM = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
GENERATOR = "ruecklauf"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def core_properties(
    *, title: str, subject: str, author: str, keywords: str, created: date, language: str
) -> bytes:
    """docProps/core.xml; the author is the institute, no person is named. The language is as in `de-DE`."""
    stamp = f"{created.isoformat()}T00:00:00Z"
    return (
        f"{_HEAD}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:dcmitype="http://purl.org/dc/dcmitype/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_escaped(title)}</dc:title><dc:subject>{_escaped(subject)}</dc:subject>"
        f"<dc:creator>{_escaped(author)}</dc:creator><cp:keywords>{_escaped(keywords)}</cp:keywords>"
        f"<cp:lastModifiedBy>{_escaped(author)}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    ).encode()


def app_properties(company: str) -> bytes:
    """docProps/app.xml."""
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>{GENERATOR}</Application><Company>{_escaped(company)}</Company></Properties>"
    ).encode()


def custom_properties(properties: dict[str, str]) -> bytes:
    """docProps/custom.xml; all values are texts."""
    entries = "".join(
        f'<property fmtid="{_FMTID}" pid="{number}" name="{_escaped(name)}">'
        f"<vt:lpwstr>{_escaped(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=2)
    )
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="{_VT}">{entries}</Properties>'
    ).encode()


def _escaped(text: str) -> str:
    """Text for the inside of an element: what XML forbids becomes visible."""
    return saxutils.escape(_ILLEGAL.sub("\ufffd", text))


def name_generator(parts: dict[str, bytes]) -> None:
    """Say which program wrote the workbook, in the parts of a package."""
    workbook = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = workbook.replace(b'appName="xl"', f'appName="{GENERATOR}"'.encode(), 1)


def register_custom_properties(parts: dict[str, bytes]) -> None:
    """Add an empty docProps/custom.xml to a package that has none."""
    override = (
        f'<Override PartName="/{CUSTOM}"'
        ' ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
    )
    relation = (
        f'<Relationship Id="rIdCustom" Target="{CUSTOM}"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"/>'
    )
    _append(parts, "[Content_Types].xml", "</Types>", override)
    _append(parts, "_rels/.rels", "</Relationships>", relation)
    parts[CUSTOM] = custom_properties({})


def _append(parts: dict[str, bytes], name: str, end: str, entry: str) -> None:
    parts[name] = parts[name].decode().replace(end, entry + end).encode()
