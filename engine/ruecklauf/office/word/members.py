"""Which members of a Word document hold no answers, and which are left to be named."""

from __future__ import annotations

from collections.abc import Container

from ruecklauf.office.ooxml.metadata import account_for_data, links_around
from ruecklauf.office.ooxml.relationships import Relationship
from ruecklauf.office.package import Package

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
        # What Word 365 remembers of its proofing, tasks that stand in comments too, buttons, signatures.
        *("intelligence", "documenttasks", "extensibility", "origin", "signature"),
    }
)
"""Relationships to parts that hold no answers, or that are told in a field of their own. What they point at
is as harmless: the glossary holds building blocks and the prompts of content controls."""

_OUTSIDE_KINDS = frozenset({"subDocument", "aFChunk"})
"""What belongs into the text and may lie outside the file."""


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
            account_for_data(package, link.target)
            waiting += links_around(package, link.target)


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
