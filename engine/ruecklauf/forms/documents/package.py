"""A Word document's package: what is taken out, what is added, and how its pages lie."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm

from ruecklauf.forms.documents.xml import NAMESPACES, W, attribute, run
from ruecklauf.forms.properties import APP, CUSTOM

PEOPLE = "http://schemas.microsoft.com/office/2011/relationships/people"
"""Word's list of those who commented or changed something."""
PERSONAL_RELATIONS = (
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.CUSTOM_PROPERTIES,
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    PEOPLE,
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
)
"""The template's own properties name its author; a form gets those of the institute."""
PROPERTIES = (
    (APP, CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES),
    (CUSTOM, CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES),
)
"""Parts that every form gets; docxtpl itself adds the core properties where there are none."""
PERSONAL_SETTINGS = ("attachedTemplate", "rsids", "trackRevisions", "documentProtection")
BEFORE_PROTECTION = (
    "writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime",
    "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
    "printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts",
    "saveSubsetFonts", "saveFormsData", "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader",
    "bordersDoNotSurroundFooter", "gutterAtTop", "hideSpellingErrors", "hideGrammaticalErrors",
    "activeWritingStyle", "proofState", "formsDesign", "linkStyles", "stylePaneFormatFilter",
    "stylePaneSortMethod", "documentType", "mailMerge", "revisionView", "doNotTrackMoves",
    "doNotTrackFormatting",
)  # fmt: skip
"""Settings that the schema wants before the protection."""
_PROTECTION = f'<w:documentProtection xmlns:w="{NAMESPACES["w"]}" w:edit="forms" w:enforcement="1"/>'
GLOSSARY, GLOSSARY_STYLES = "/word/glossary/document.xml", "/word/glossary/styles.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TWIP = 635
"""In EMU."""
A4_WIDTH = Mm(210)


def clean(document: Document) -> None:
    """Take out what names people or machines, and let only forms be filled in, without a password."""
    package = document.part.package
    assert package is not None
    settings_part = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
    for source in (package.rels, document.part.rels, settings_part.rels):
        for key in [key for key, rel in source.items() if rel.reltype in PERSONAL_RELATIONS]:
            del source[key]
    for name, content_type, relation in PROPERTIES:
        package.relate_to(Part(PackURI(f"/{name}"), content_type, b"", package), relation)
    _protect(document.settings.element)


def _protect(settings: BaseOxmlElement) -> None:
    for name in PERSONAL_SETTINGS:
        for element in settings.findall(W + name):
            settings.remove(element)
    protection = parse_xml(_PROTECTION)
    before = [child for child in settings if child.tag in {W + name for name in BEFORE_PROTECTION}]
    settings.insert(settings.index(before[-1]) + 1 if before else 0, protection)


def turn(document: Document) -> None:
    """Turn every page to landscape; tables become as much wider as the pages."""
    before = text_width(document)
    for section in document.sections:
        width, height = section.page_width, section.page_height
        if width is not None and height is not None and width < height:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = height, width
    factor = text_width(document) / before
    for name in ("tblW", "gridCol", "tcW"):
        for element in document.element.body.iter(W + name):
            if element.get(W + "type", "dxa") == "dxa" and element.get(W + "w", "").isdigit():
                element.set(W + "w", str(round(int(element.get(W + "w")) * factor)))


def text_width(document: Document) -> int:
    """Twips between the margins of the last section."""
    section = document.sections[-1]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return (Length(section.page_width or A4_WIDTH) - margins) // TWIP


def style_ids(document: Document) -> dict[tuple[str, str], str]:
    """The ids of the document's styles by kind (paragraph, character, table) and name in small letters."""
    return {
        (style.get(W + "type"), style.find(W + "name").get(W + "val").lower()): style.get(W + "styleId")
        for style in document.styles.element.findall(W + "style")
    }


def add_placeholders(document: Document, placeholders: Iterable[str], style: str) -> Mapping[str, str]:
    """Building blocks for texts that Word shows in controls while they are empty; their names by text.

    None are added to a document that has building blocks of its own.
    """
    part = document.part
    if any(rel.reltype == RELATIONSHIP_TYPE.GLOSSARY_DOCUMENT for rel in part.rels.values()):
        return {}
    names = {text: f"ruecklauf {number}" for number, text in enumerate(placeholders, start=1)}
    blocks = "".join(_building_block(name, text, style) for text, name in names.items())
    xml = (
        f'{HEAD}<w:glossaryDocument xmlns:w="{NAMESPACES["w"]}"><w:docParts>{blocks}</w:docParts>'
        "</w:glossaryDocument>"
    )
    glossary = Part(PackURI(GLOSSARY), CONTENT_TYPE.WML_DOCUMENT_GLOSSARY, xml.encode(), part.package)
    own = part.part_related_by(RELATIONSHIP_TYPE.STYLES).blob
    styles = Part(PackURI(GLOSSARY_STYLES), CONTENT_TYPE.WML_STYLES, own, part.package)
    glossary.relate_to(styles, RELATIONSHIP_TYPE.STYLES)
    part.relate_to(glossary, RELATIONSHIP_TYPE.GLOSSARY_DOCUMENT)
    return names


def _building_block(name: str, text: str, style: str) -> str:
    return (
        f'<w:docPart><w:docPartPr><w:name w:val="{name}"/>'
        '<w:category><w:name w:val="General"/><w:gallery w:val="placeholder"/></w:category>'
        '<w:types><w:type w:val="bbPlcHdr"/></w:types>'
        '<w:behaviors><w:behavior w:val="content"/></w:behaviors>'
        f"<w:guid w:val={attribute(_guid(name))}/></w:docPartPr>"
        f"<w:docPartBody><w:p>{run(text, style)}</w:p></w:docPartBody></w:docPart>"
    )


def _guid(name: str) -> str:
    return f"{{{str(uuid.uuid5(uuid.NAMESPACE_OID, name)).upper()}}}"
