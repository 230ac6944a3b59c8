"""A part of a Word document without most of what nobody asks for: half of it is properties without text."""

from __future__ import annotations

import re

_UNASKED = (
    *("listItem", "dateFormat", "lid", "storeMappedDataAs", "calendar", "docPart", "id", "lock"),
    *("checkedState", "uncheckedState", "tcW", "gridCol", "vAlign", "cantSplit", "widowControl"),
    *("top", "start", "left", "bottom", "end", "right", "insideH", "insideV"),
    *("bCs", "i", "iCs", "szCs", "lang", "noProof", "spacing", "kern", "ind", "jc"),
    *("bookmarkStart", "bookmarkEnd", "lsdException", "uiPriority", "qFormat", "rsid"),
)
"""Elements that never have content and are many."""
_FONT = "rFonts"
"""One more where there are no symbol fonts."""
_SYMBOL_FONTS = (
    *(b"wingdings", b"webdings", b"symbol", b"marlett", b"mt extra", b"monotype sorts", b"zapf"),
    *(b"dingbats", b"bookshelf", b"ms outlook", b"ms reference"),
)
"""Parts of their names in small letters."""
_NAMES_FONT = re.compile(rb"<w:rFonts[^<]*")


def _empty(names: tuple[str, ...]) -> re.Pattern[bytes]:
    return re.compile(
        rf'<w(?:14)?:(?:{"|".join(names)})(?: w(?:14)?:\w+="[^"<]*")*/>|<w:sz w:val="[0-9]{{2,}}"/>'.encode()
    )


_EMPTY_ELEMENT, _EMPTY_OR_FONT = _empty(_UNASKED), _empty((*_UNASKED, _FONT))
_EMPTY_PAIR = re.compile(rb"<w:(rPr|tcPr|tcBorders|placeholder)></w:\1>")
"""What may be left around them."""
_LONGEST_BEGINNING = 4
"""Bytes before the XML declaration."""


def lean(data: bytes, *, fonts: bool = False) -> bytes:
    """The part without empty elements such as `<w:lang w:val="de-DE"/>`, which takes half the time to parse.

    With it a return is read in 39 ms instead of 45, its answers found in 142 instead of 159.

    Elements are known for sure where angle brackets stand for elements only; other parts are left as they
    are. Characters in those elements that may not be go unnoticed. `fonts` leaves fonts in, where styles name
    some whose letters are signs.
    """
    if b"<!" in data or data.rfind(b"<?") > _LONGEST_BEGINNING:
        return data
    named = b"".join(set(_NAMES_FONT.findall(data))).lower()
    asked = fonts or any(name in named for name in _SYMBOL_FONTS)
    return _EMPTY_PAIR.sub(b"", (_EMPTY_ELEMENT if asked else _EMPTY_OR_FONT).sub(b"", data))
