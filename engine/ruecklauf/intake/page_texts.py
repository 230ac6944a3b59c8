"""Headers and footers: which pieces the form or a program had put there, and which a person typed."""

from __future__ import annotations

import re
from functools import cache

from ruecklauf.formcode import read_form_code
from ruecklauf.office.workbook import Sheet
from ruecklauf.texts import Texts

_ANYTHING = "⁂"
_SECTION = re.compile(r"&[LCR]")
_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K[0-9]{2}[+-][0-9]{3}|[0-9]{1,3}|[A-Z])')
"""Fonts, colours, sizes, page numbers and their like (ECMA-376 part 1, 18.3.1.46)."""
_BY_PROGRAMS = re.compile(r"(?i)(?:seite|page|von|of|[\W\d_])*")
"""What programs put around page numbers."""


def foreign_page_texts(sheet: Sheet, texts: Texts) -> tuple[str, ...]:
    """The pieces of a sheet's headers and footers that are neither the form's nor a program's."""
    if not sheet.page_texts:
        return ()
    own, titles = _own(texts), _titles(sheet)
    pieces = (piece for text in sheet.page_texts for piece in map(_plain, _SECTION.split(text)))
    foreign = (piece for piece in pieces if not own.fullmatch(piece) and not _has_form_code(piece))
    return tuple(piece for piece in foreign if piece not in titles)


def _titles(sheet: Sheet) -> set[str]:
    """What stands in the first column, where no answers are: pages repeat the title at their head."""
    first = min((column for _, column in sheet.cells), default=1)
    return {_plain(cell.raw.text) for (_, column), cell in sheet.cells.items() if column == first}


def _plain(piece: str) -> str:
    return " ".join(_CODE.sub("", piece.replace("&&", "\0")).replace("\0", "&").split())


def _has_form_code(piece: str) -> bool:
    return any(read_form_code(word) for word in set(piece.split()))


@cache
def _own(texts: Texts) -> re.Pattern[str]:
    said = (
        texts("identity.footer_left", ags=_ANYTHING, wave=_ANYTHING),
        texts("identity.footer_middle", version=_ANYTHING, code=_ANYTHING),
        texts("review.printed", shown=_ANYTHING),
    )
    patterns = [re.escape(_plain(piece)).replace(_ANYTHING, ".*") for piece in said]
    return re.compile("|".join([*patterns, _BY_PROGRAMS.pattern.removeprefix("(?i)")]), re.IGNORECASE)
