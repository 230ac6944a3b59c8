"""What may be done to a file."""

from __future__ import annotations

from dataclasses import dataclass

NASTY = (
    *("", "-1", "0", "1", "2", "9", "1e30", "1e999999", "NaN", "1_000", "²", "１", "4294967296", "9" * 30),
    *(
        "A1",
        "XFD1048576",
        "A1:XFD1048576",
        "A0",
        "$A$1",
        "'x'!A1",
        "#REF!",
        "s",
        "str",
        "inlineStr",
        "b",
        "e",
        "d",
    ),
    *(
        "true",
        "false",
        "shared",
        "array",
        "hidden",
        "veryHidden",
        "collapse",
        "2026-06-30",
        "PT1H",
        "1899-12-31",
    ),
    *(
        "../../x",
        "/",
        "http://192.0.2.1/",
        "rId1",
        "rId999",
        "form_code",
        "KQ7M2X-2026A-3F9A2C-7",
        "rows:klein.stellen",
    ),
    *("ST101", "ST102", "ST101.name", "FR01", "FR01.nein", "[Text]", "☒", "ja", "Zeile", "Seit", "separate"),
    *(
        "x" * 5_000,
        "_x000D_",
        "_xD800_",
        "ä",
        "😀",
        "\u202e",
        "<",
        "&amp;",
        "&auml;",
        "]]>",
        "'",
        '"',
        "\n",
        "\t",
    ),
)
"""Values for attributes and texts."""


@dataclass(frozen=True)
class Change:
    """One thing done to a file; where it is done is taken modulo how many places there are."""

    kind: str
    at: int
    other: int
    value: str
