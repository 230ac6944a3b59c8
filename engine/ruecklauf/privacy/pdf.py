"""What people read in a PDF, by pypdf where that is installed."""

from __future__ import annotations

import io
import logging
from functools import lru_cache
from importlib.util import find_spec

EXTRA = "privacy"
_MOST_PAGES = 300
_LARGEST = 32 * 2**20


@lru_cache(maxsize=2)
def pdf_texts(data: bytes) -> tuple[str, ...] | None:
    """The texts of all pages, notes and properties; None where any of it cannot be read.

    That is so for scans (a page without text), with passwords, of damaged or very long files, and where
    pypdf is not installed.
    """
    if find_spec("pypdf") is None or len(data) > _LARGEST:
        return None
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted or len(reader.pages) > _MOST_PAGES or reader.attachments:
            return None
        pages = [page.extract_text() for page in reader.pages]
        notes = [
            str(note.get_object().get("/Contents", ""))
            for page in reader.pages
            for note in page.get("/Annots") or ()
        ]
        fields = [str(field.value) for field in (reader.get_fields() or {}).values() if field.value]
        metadata = [str(value) for value in (reader.metadata or {}).values()]
        has_pictures = any(len(page.images) for page in reader.pages)
    except Exception:  # pypdf raises whatever a damaged file leads to, also RecursionError and KeyError
        return None
    if has_pictures or not all(text.strip() for text in pages):
        return None
    return (*pages, *notes, *fields, *metadata)
