"""The lossless reader of .odt, .ott and .fodt: all that stands in an OpenDocument text, uninterpreted."""

from __future__ import annotations

from ruecklauf.office.document import TextDocument
from ruecklauf.office.opendocument.members import has_macros, refuse_encrypted, unknown_members
from ruecklauf.office.package import MAGIC, Package, Source, check_content, read_beside
from ruecklauf.office.refusal import damaged
from ruecklauf.office.writer.formulas import equations_in
from ruecklauf.office.writer.parts import TextParts


def read_odt(source: Source) -> TextDocument:
    """The whole content of an OpenDocument text, zipped (.odt, .ott) or flat (.fodt).

    What is not read, such as embedded tables or a damaged part beside the text, is listed in `unknown_parts`.
    """
    is_zipped = source.data.startswith(MAGIC)
    return _read_package(source.package) if is_zipped else _read_flat(source.data)


def _read_flat(data: bytes) -> TextDocument:
    check_content(data)
    parts = TextParts()
    parts.read(data, "office:document")
    return _document(parts, tuple(parts.frames.objects), macros=parts.macros)


def _read_package(package: Package) -> TextDocument:
    refuse_encrypted(package)
    if package.find("content.xml") is None:
        raise damaged("der Bestandteil „content.xml“ fehlt")
    parts, damaged_parts = TextParts(), []
    if package.find("styles.xml") and not read_beside(package, "styles.xml", parts.read):
        parts = TextParts()
    parts.frames.equations = equations_in(package)
    parts.read(package.read("content.xml"), "content.xml")
    for part in ("meta.xml", "settings.xml"):
        if package.find(part) and not read_beside(package, part, parts.read):
            damaged_parts.append(part)
    for picture in parts.frames.pictured:
        package.account_for(picture)
    outside = (name for name in parts.frames.objects if not _is_inside(package, name))
    unknown = tuple(dict.fromkeys((*outside, *unknown_members(package), *damaged_parts)))
    return _document(parts, unknown, macros=has_macros(package) or parts.macros)


def _is_inside(package: Package, address: str) -> bool:
    """Whether an embedded document is a member that is named anyway."""
    return any(package.find(name) for name in (address, f"{address.rstrip('/')}/content.xml"))


def _document(parts: TextParts, unknown_parts: tuple[str, ...], *, macros: bool) -> TextDocument:
    parts.let_go()
    if not parts.is_text:
        raise damaged("die Datei enthält keinen Text")
    return TextDocument(
        blocks=parts.blocks,
        page_texts=tuple(parts.notes.page_texts),
        notes=tuple(parts.notes.notes),
        drawing_texts=parts.drawing_texts(),
        comments=parts.comments(),
        core=parts.properties.core,
        custom=parts.properties.custom,
        protected=parts.protected,
        tracked=parts.changes.tracked,
        macros=macros,
        pictures=parts.pictures,
        program=parts.properties.program,
        unknown_parts=parts.unread(unknown_parts),
        links=parts.links,
    )
