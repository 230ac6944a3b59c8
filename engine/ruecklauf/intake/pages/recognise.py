"""Whose form is it, of a text document: the codes on its pages, and its properties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruecklauf.findings import Place
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.recognition import PREFIX, Recognised, property_evidence, property_facts, weighed
from ruecklauf.intake.submission import Evidence
from ruecklauf.office.document import TextDocument

LONGEST_CODE_LINE = 300
"""Characters of a paragraph in which a code is looked for."""
_LAST_PARTS = re.compile(r"[0-9A-Fa-f]{6}[\W_]{1,5}[0-9A-Za-z](?![0-9A-Za-z])")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


def recognise_document(document: TextDocument) -> Recognised:
    """The evidence in a document, compared."""
    evidence = (*property_evidence(document.core, document.custom), *_visible_codes(document))
    facts = property_facts(document.custom)
    return weighed(evidence, facts)


def worksheet_named(document: TextDocument) -> str:
    """The worksheet that the document says it is for; empty if it does not."""
    return document.custom.get(f"{PREFIX}worksheet", "")


def _visible_codes(document: TextDocument) -> Iterator[Evidence]:
    """Each code that is seen, once for the body and once for headers and footers."""
    for texts in ((paragraph.text for paragraph in document.body_paragraphs()), document.page_texts):
        seen: set[str] = set()
        for text in texts:
            # What every code has is found faster than codes are.
            may_be = len(text) <= LONGEST_CODE_LINE and _LAST_PARTS.search(text.translate(_INVISIBLE))
            code = read_form_code(text) if may_be else None
            if code is not None and str(code) not in seen:
                seen.add(str(code))
                yield Evidence("visible_code", str(code), Place())
