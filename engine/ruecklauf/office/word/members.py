"""Which members of a Word document hold no answers, and which are left to be named."""

from __future__ import annotations

from collections.abc import Container

from ruecklauf.office.hardened_xml import Handlers, parse_xml
from ruecklauf.office.ooxml.relationships import Relationship, relationships
from ruecklauf.office.package import Package
from ruecklauf.office.refusal import Refusal

HARMLESS_KINDS = frozenset(
    {
        *(
            "styles",
            "stylesWithEffects",
            "numbering",
            "fontTable",
            "font",
            "theme",
            "settings",
            "webSettings",
        ),
        *("people", "commentsIds", "commentsExtensible", "keyMapCustomizations", "attachedToolbars"),
        *("extended-properties", "extendedProperties", "thumbnail", "classificationlabels", "image"),
        *("printerSettings", "recipientData", "customXmlProps", "webextensiontaskpanes", "webextension"),
        *("vbaProject", "wordVbaData", "glossaryDocument"),
    }
)
"""Relationships to parts that hold no answers, or that are told in a field of their own. What they point at
is as harmless: the glossary holds building blocks and the prompts of content controls."""

_OUTSIDE_KINDS = frozenset({"subDocument", "aFChunk"})
"""What belongs into the text and may lie outside the file."""

_METADATA = frozenset(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/bibliography Sources",
        "http://purl.oclc.org/ooxml/officeDocument/bibliography Sources",
        "http://schemas.microsoft.com/office/2006/coverPageProps CoverPageProperties",
        "http://schemas.microsoft.com/office/2006/metadata/properties properties",
        "http://schemas.microsoft.com/office/2006/metadata/longProperties LongProperties",
        "http://schemas.microsoft.com/office/2006/metadata/contentType contentTypeSchema",
        "http://schemas.microsoft.com/office/2006/metadata/customXsn customXsn",
        "http://schemas.microsoft.com/sharepoint/v3/contenttype/forms FormTemplates",
        "http://schemas.microsoft.com/sharepoint/v3/contenttype/forms/url FormUrls",
        "http://schemas.microsoft.com/sharepoint/events Receivers",
    }
)
"""Root elements of data that Word and SharePoint keep with a document."""


def account_for_harmless(
    package: Package, links: tuple[Relationship, ...], *, damaged: Container[str] = ()
) -> None:
    """Mark the members that these relationships point at as far as they hold no answers.

    Those that are `damaged` are named all the same.
    """
    waiting = list(links)
    known: set[str] = set()
    while waiting:
        link = waiting.pop()
        if link.external or not link.target or link.target in known:
            continue
        if link.kind in HARMLESS_KINDS:
            known.add(link.target)
            if link.target not in damaged:
                package.account_for(link.target)
            waiting += _pointed_at(package, link)
        elif link.kind == "customXml":
            known.add(link.target)
            _account_for_data(package, link.target)
            waiting += links_around(package, link.target)


def links_around(package: Package, part: str) -> tuple[Relationship, ...]:
    """What a part beside the text points at; nothing if that is damaged, and its members are named."""
    try:
        return relationships(package, part)
    except Refusal as refusal:
        if refusal.code != "damaged_file":
            raise
        return ()


def outside(links: tuple[Relationship, ...]) -> list[str]:
    """The addresses of documents outside the file that belong into it."""
    return [link.target for link in links if link.external and link.kind in _OUTSIDE_KINDS]


def unknown_members(package: Package) -> list[str]:
    """The members that were neither read nor are known to hold no answers, in the file's order."""
    return [
        name
        for name in package.unaccounted()
        if not name.endswith(".rels") and name.casefold() != "[content_types].xml"
    ]


def _pointed_at(package: Package, link: Relationship) -> tuple[Relationship, ...]:
    """What a harmless part points at; all of it is harmless where the part is a document of its own."""
    inner = links_around(package, link.target)
    if link.kind != "glossaryDocument":
        return inner
    for other in inner:
        if not other.external:
            package.account_for(other.target)
    return inner


def _account_for_data(package: Package, part: str) -> None:
    """Mark data of a kind that programs add; any other may hold something, whatever it is."""
    try:
        parse_xml(package.peek(part), Handlers({}, {}, [], _METADATA), part=part)
    except Refusal as refusal:
        if refusal.code != "damaged_file":
            raise
    else:
        package.account_for(part)
