"""Data that Office and SharePoint keep in a file beside its content."""

from __future__ import annotations

from ruecklauf.office.hardened_xml import Handlers, parse_xml
from ruecklauf.office.ooxml.relationships import Relationship, relationships
from ruecklauf.office.package import Package
from ruecklauf.office.refusal import Refusal

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
"""Root elements of data that Office and SharePoint keep with a document."""


def account_for_data(package: Package, part: str) -> None:
    """Mark data of a kind that programs add; any other may hold something, whatever it is."""
    try:
        parse_xml(package.peek(part), Handlers({}, {}, [], _METADATA), part=part)
    except Refusal as refusal:
        if refusal.code != "damaged_file":
            raise
    else:
        package.account_for(part)


def links_around(package: Package, part: str) -> tuple[Relationship, ...]:
    """What a part beside the text points at; nothing if that is damaged, and its members are named."""
    try:
        return relationships(package, part)
    except Refusal as refusal:
        if refusal.code != "damaged_file":
            raise
        return ()
