"""The number formats that files name by a number only, and how a German edition shows those of the system.

ECMA-376 part 1, 18.8.30. Formats 5 to 8, 14 to 17, 22, 37 to 44 follow the reader's country: a file says
`mm-dd-yy` and a German sees 30.06.2026.
"""

from __future__ import annotations

DATE_FORMAT = "mm-dd-yy"
"""The code behind format 14; Excel shows it in the order of the reader's country."""

BUILTIN_FORMATS = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: DATE_FORMAT,
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    # Dates of East Asian editions (ECMA-376 part 1, 18.8.30); others show them as short dates.
    **dict.fromkeys((*range(27, 37), *range(50, 59)), DATE_FORMAT),
}

_GERMAN = {
    DATE_FORMAT: "dd.mm.yyyy",
    "m/d/yyyy": "dd.mm.yyyy",
    "d-mmm-yy": "dd. mmm yy",
    "d-mmm": "dd. mmm",
    "mmm-yy": "mmm yy",
    "h:mm": "hh:mm",
    "h:mm:ss": "hh:mm:ss",
    "m/d/yy h:mm": "dd.mm.yyyy hh:mm",
    "[$-F800]dddd, mmmm dd, yyyy": "dddd, d. mmmm yyyy",
    **{
        BUILTIN_FORMATS[number]: code
        for number, code in {
            5: '#,##0 "€";-#,##0 "€"',
            6: '#,##0 "€";[Red]-#,##0 "€"',
            7: '#,##0.00 "€";-#,##0.00 "€"',
            8: '#,##0.00 "€";[Red]-#,##0.00 "€"',
            37: "#,##0 _€;-#,##0 _€",
            38: "#,##0 _€;[Red]-#,##0 _€",
            39: "#,##0.00 _€;-#,##0.00 _€",
            40: "#,##0.00 _€;[Red]-#,##0.00 _€",
            41: '_-* #,##0 _€_-;-* #,##0 _€_-;_-* "-" _€_-;_-@_-',
            42: '_-* #,##0 "€"_-;-* #,##0 "€"_-;_-* "-" "€"_-;_-@_-',
            43: '_-* #,##0.00 _€_-;-* #,##0.00 _€_-;_-* "-"?? _€_-;_-@_-',
            44: '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-;_-@_-',
        }.items()
    },
}
_ENGLISH = {DATE_FORMAT: "m/d/yyyy", "m/d/yy h:mm": "m/d/yyyy h:mm"}


def as_shown_in(language: str, code: str) -> str:
    """The code that stands for a format of the system in a language; any other code as it is."""
    return (_GERMAN if language == "de" else _ENGLISH).get(code, code)
