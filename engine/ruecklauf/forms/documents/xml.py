"""Text as WordprocessingML, and the tokens that hold the place of what is filled in later."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
W = f"{{{NAMESPACES['w']}}}"

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
TOKEN = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
"""Bracketed by code points that no text may hold (Unicode's noncharacters), which XML allows nevertheless."""
_IGNORABLE = re.compile(r'\bmc:Ignorable="([^"]*)"')
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def token(name: str) -> str:
    """Stands for something named until it is filled in."""
    return f"{_OPEN}{name}{_CLOSE}"


def inner_text(text: str) -> str:
    """Text for the inside of a `w:t`: markup escaped, line breaks and tabs kept, what XML forbids visible."""
    plain = _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return (
        escape(plain)
        .replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        .replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    )


def run(text: str, style: str = "", properties: str = "") -> str:
    """A run of text in a character style; `properties` is further XML for its `w:rPr`."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    formed = f"<w:rPr>{named}{properties}</w:rPr>" if named or properties else ""
    return f'<w:r>{formed}<w:t xml:space="preserve">{inner_text(text)}</w:t></w:r>'


def attribute(text: str) -> str:
    """A quoted attribute value."""
    return quoteattr(_ILLEGAL.sub("\ufffd", text))


def declared(xml: str) -> str:
    """A document's XML that may hold Word 2010's check boxes: older programs are told to pass over them."""
    start = xml.index("<w:document")
    end = xml.index(">", start)
    root = xml[start:end]
    for prefix in ("w14", "mc"):
        if f"xmlns:{prefix}=" not in root:
            root += f' xmlns:{prefix}="{NAMESPACES[prefix]}"'
    ignorable = _IGNORABLE.search(root)
    if ignorable is None:
        root += ' mc:Ignorable="w14"'
    elif "w14" not in ignorable[1].split():
        root = root.replace(ignorable[0], f'mc:Ignorable="w14 {ignorable[1]}"')
    return xml[:start] + root + xml[end:]
