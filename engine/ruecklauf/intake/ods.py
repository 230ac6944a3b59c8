"""The lossless reader of .ods and .fods: every cell, note, text and property, typed but uninterpreted."""

from __future__ import annotations

from ruecklauf.intake.collector import collector_at_rest
from ruecklauf.intake.formats import Format, recognise_format, refusal_of
from ruecklauf.intake.hardened_xml import Handlers, StartHandler, parse_xml
from ruecklauf.intake.ods_content import Content
from ruecklauf.intake.ods_limits import within_limits
from ruecklauf.intake.ods_names import MANIFEST
from ruecklauf.intake.package import Package, check_content
from ruecklauf.intake.refusal import Refusal, damaged
from ruecklauf.intake.workbook import Workbook

_MANIFEST = "META-INF/manifest.xml"
_MACROS = ("basic/", "scripts/", "dialogs/")
_HARMLESS = ("meta-inf/", "configurations2/", "thumbnails/", "objectreplacements/", *_MACROS)
"""Folders that hold no answers, or that are told in a field of their own."""
_HARMLESS_MEMBERS = frozenset({"mimetype", "manifest.rdf", "settings.xml", "layout-cache", "versionlist.xml"})
_BESIDE_CONTENT = frozenset({"styles.xml", "settings.xml", "meta.xml", "mimetype"})


def read_ods(data: bytes) -> Workbook:
    """The whole content of an OpenDocument spreadsheet, zipped (.ods) or flat (.fods).

    Raises only Refusal: see its codes. Formulas keep OpenDocument's own spelling; date formats are told in
    kind only, and a very hidden sheet is merely hidden, as the format knows no other.
    """
    kind = recognise_format(data)
    if kind not in (Format.ODS, Format.FODS):
        raise refusal_of(kind)
    try:
        with collector_at_rest():
            return within_limits(_read_flat(data) if kind is Format.FODS else _read_package(Package(data)))
    except MemoryError as fault:
        raise Refusal("too_large", why="der Inhalt passt nicht in den Arbeitsspeicher") from fault


def _read_flat(data: bytes) -> Workbook:
    check_content(data)
    content = Content()
    content.read(data, "office:document")
    return _workbook(content, tuple(content.shapes.embedded), macros=content.macros)


def _read_package(package: Package) -> Workbook:
    _refuse_encrypted(package)
    if package.find("content.xml") is None:
        raise damaged("der Bestandteil „content.xml“ fehlt")
    content = Content()
    for part in ("styles.xml", "content.xml", "meta.xml"):
        if package.find(part):
            content.read(package.read(part), part)
    macros = any(name.casefold().startswith(_MACROS) for name in package.names)
    unknown = (*content.shapes.embedded, *_unknown_parts(package))
    return _workbook(content, unknown, macros=macros or content.macros)


def _workbook(content: Content, unknown_parts: tuple[str, ...], *, macros: bool) -> Workbook:
    return Workbook(
        sheets=tuple(content.tables.sheets),
        names=content.names,
        core=content.properties.core,
        custom=content.properties.custom,
        date1904=content.tables.date1904,
        macros=macros,
        external_links=len(content.links),
        program=content.properties.program,
        unknown_parts=unknown_parts,
    )


def _refuse_encrypted(package: Package) -> None:
    def refuse(_attributes: dict[str, str]) -> None:
        raise Refusal("password")

    if package.find(_MANIFEST):
        starts: dict[str, StartHandler] = {f"{MANIFEST} encryption-data": refuse}
        parse_xml(package.read(_MANIFEST), Handlers(starts, {}), part=_MANIFEST)


def _unknown_parts(package: Package) -> tuple[str, ...]:
    """What was not read; of an embedded object its content alone."""
    return tuple(name for name in package.unaccounted() if not _is_harmless(name.casefold()))


def _is_harmless(name: str) -> bool:
    folder, _, member = name.rpartition("/")
    beside = bool(folder) and member in _BESIDE_CONTENT
    return beside or name in _HARMLESS_MEMBERS or name.startswith(_HARMLESS)
