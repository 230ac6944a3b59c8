"""Addresses that links lead to, as people write them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from ruecklauf.office.document import TextDocument

_SCHEMES = ("mailto:", "http://", "https://", "file:///", "tel:")


def bare_address(address: str) -> str:
    """The address without what programs put before and behind it."""
    bare = unquote(address).strip().casefold()
    for scheme in _SCHEMES:
        bare = bare.removeprefix(scheme)
    return bare.rstrip("/")


def unseen_links(document: TextDocument) -> Iterator[str]:
    """The addresses that links lead to and that stand nowhere in the text."""
    if document.links:
        seen = "\n".join(paragraph.text for paragraph in document.body_paragraphs()).casefold()
        yield from (link for link in document.links if bare_address(link) not in seen)
