"""Texts of an XLSForm in their languages."""

from __future__ import annotations

import re

from ruecklauf.authoring.xlsforms.sheets import Row


def text_of(row: Row, head: str, default_language: str) -> str | dict[str, str] | None:
    """A text in its languages; German must be among them, so the default language stands in for it."""
    texts = row.by_language(head)
    if not texts:
        return None
    default = re.search(r"\(([a-z]{2})\)", default_language)
    found = {name: text for name, text in texts.items() if len(name) == 2}
    if "de" not in found:
        found["de"] = texts.get("") or texts.get(default[1] if default else "") or next(iter(texts.values()))
    return found["de"] if set(found) == {"de"} else found


def shown(text: str | dict[str, str] | None) -> str:
    """The text in one of its languages."""
    return text if isinstance(text, str) else next(iter((text or {}).values()), "")
