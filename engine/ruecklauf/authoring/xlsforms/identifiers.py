"""Names of other programs as ids."""

from __future__ import annotations

import re
import unicodedata

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def identifier(text: str) -> str:
    """Lower-case ASCII letters, digits and _, umlauts spelt out; x where nothing is left."""
    plain = (
        unicodedata.normalize("NFKD", text.lower().translate(_SPELT_OUT)).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "x"
