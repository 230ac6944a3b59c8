"""Whose a letter or workbook is: it says so itself, where editing in Word and Excel leaves it."""

from __future__ import annotations

import html
import io
import re
import zipfile

from ruecklauf.forms.properties import CUSTOM
from ruecklauf.office.package import ZIP_FAULTS

PROPERTY = "ruecklauf feedback"
_VALUE = re.compile(rf'name="{PROPERTY}"[^>]*>\s*<(?:vt:)?lpwstr>([^<]*)<')
_MOST_BYTES = 1_000_000


def mark_of(alliance: str, wave: str) -> str:
    """What stands in the file's custom properties."""
    return f"{alliance} {wave}"


def mark_in(content: bytes) -> str:
    """What a file says whose it is; empty where it says nothing, or is no such file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(CUSTOM) as part:
            text = part.read(_MOST_BYTES).decode("utf-8", "replace")
    except (KeyError, *ZIP_FAULTS):
        return ""
    found = _VALUE.search(text)
    return html.unescape(found[1]) if found else ""
