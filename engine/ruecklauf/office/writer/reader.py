"""The lossless reader of .odt, .ott and .fodt: all that stands in an OpenDocument text, uninterpreted."""

from __future__ import annotations

from ruecklauf.office.document import TextDocument
from ruecklauf.office.opendocument.members import has_macros, refuse_encrypted, unknown_members
from ruecklauf.office.package import MAGIC, Package, Source, check_content
from ruecklauf.office.refusal import damaged
from ruecklauf.office.writer.content import Content


def read_odt(source: Source) -> TextDocument:
    """The whole content of an OpenDocument text, zipped (.odt, .ott) or flat (.fodt).

    What is not read, such as embedded tables, is listed in
    `unknown_parts`.
    """
    is_zipped = source.data.startswith(MAGIC)
    return _read_package(source.package) if is_zipped else _read_flat(source.data)


def _read_flat(data: bytes) -> TextDocument:
    check_content(data)
    content = Content()
    content.read(data, "office:document")
    return _document(content, tuple(content.shapes.objects), macros=content.macros)


def _read_package(package: Package) -> TextDocument:
    refuse_encrypted(package)
    if package.find("content.xml") is None:
        raise damaged("der Bestandteil „content.xml“ fehlt")
    content = Content()
    for part in ("styles.xml", "content.xml", "meta.xml", "settings.xml"):
        if package.find(part):
            content.read(package.read(part), part)
    for picture in content.shapes.pictured:
        package.account_for(picture)
    outside = (name for name in content.shapes.objects if not _is_inside(package, name))
    unknown = (*outside, *unknown_members(package))
    return _document(content, unknown, macros=has_macros(package) or content.macros)


def _is_inside(package: Package, address: str) -> bool:
    """Whether an embedded document is a member that is named anyway."""
    return any(package.find(name) for name in (address, f"{address.rstrip('/')}/content.xml"))


def _document(content: Content, unknown_parts: tuple[str, ...], *, macros: bool) -> TextDocument:
    if not content.is_text:
        raise damaged("die Datei enthält keinen Text")
    return TextDocument(
        blocks=content.blocks,
        page_texts=tuple(content.notes.page_texts),
        notes=tuple(content.notes.notes),
        drawing_texts=content.drawing_texts(),
        comments=content.comments(),
        core=content.properties.core,
        custom=content.properties.custom,
        protected=content.protected,
        tracked=content.changes.tracked,
        macros=macros,
        pictures=content.shapes.pictures,
        program=content.properties.program,
        unknown_parts=content.unread(unknown_parts),
    )
