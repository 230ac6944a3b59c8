"""How the cells of a form look: one look per role, with contrast of 4.5:1 and more, never colour alone."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from ruecklauf.layout.model import InputCell, Role
from ruecklauf.shown.conditions import SIGN

FONT_SIZE = 11
"""Points."""
FONT = {"font_name": "Calibri", "font_size": FONT_SIZE, "valign": "top"}
BORDER = {"border": 1, "border_color": "#7F7F7F"}
INPUT_FILL, FIXED_FILL, HEADER_FILL = "#FFFBE0", "#EDEDED", "#1F3864"
REQUIRED_FILL = "#FFD9A0"

ROLES: dict[Role, dict[str, Any]] = {
    Role.TITLE: {"bold": True, "font_size": 16, "font_color": HEADER_FILL},
    Role.HEADING: {"bold": True, "font_size": 12, "font_color": HEADER_FILL},
    Role.LINE: {},
    Role.TEXT: {"text_wrap": True},
    Role.LABEL: {"text_wrap": True, "bold": True},
    Role.HEADER: {
        "text_wrap": True,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": HEADER_FILL,
        **BORDER,
    },
    Role.GROUP: {"bold": True, "font_color": "#FFFFFF", "bg_color": HEADER_FILL},
    Role.CODE: {"font_color": "#404040", **BORDER},
    Role.STATUS: {"text_wrap": True, "bold": True, "font_color": "#7A2E00", "align": "left"},
    Role.PROGRESS: {"align": "left"},
    Role.STATE: {"text_wrap": True, "align": "left"},
    Role.EXAMPLE: {"text_wrap": True, "italic": True, "font_color": "#595959"},
    Role.HINT: {"text_wrap": True, "font_color": "#404040"},
    Role.LINK: {"underline": 1, "font_color": "#0B5394"},
    Role.ADDRESS: {"underline": 1, "font_color": "#0B5394"},
    Role.DATA: {},
    Role.COMPUTED: {"text_wrap": True, "align": "left", "bg_color": FIXED_FILL, **BORDER},
}

HIGHLIGHTS: dict[str, dict[str, Any]] = {
    # a rule without a border of its own hides the cell's border in LibreOffice
    "required": {"bg_color": REQUIRED_FILL, "border": 1, "border_color": "#9C4A00"},
    "wrong": {
        "pattern": 11,
        "bg_color": "#FFFFFF",
        "fg_color": "#F4A58A",
        "border": 3,
        "border_color": "#9C0006",
    },
    "open": {"bold": True, "bg_color": "#FFE9D6", "border": 1, "border_color": "#7A2E00"},
    "pending": {"bold": True},
    "not_asked": {"italic": True, "bg_color": "#FFFFFF", **BORDER},
    "irrelevant": {"pattern": 14, "bg_color": "#FFFFFF", "fg_color": "#A6A6A6", **BORDER},
}
"""A wrong cell also shows `SIGN` before its content: LibreOffice shows patterns as a plain colour."""


class Looks:
    """The formats of one workbook, made once each."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[object, Format] = {}

    def role(self, role: Role) -> Format:
        return self._format(role, ROLES[role])

    def computed(self, number_format: str) -> Format:
        """The look of a computed value: that of a locked cell."""
        content = {**ROLES[Role.COMPUTED], "num_format": number_format}
        return self._format((Role.COMPUTED, number_format), content)

    def highlight(self, name: str, number_format: str) -> Format:
        """The look of a condition; with the cells' number format they get a sign before their content."""
        content = HIGHLIGHTS[name]
        if number_format:
            content = {**content, "num_format": signed(number_format)}
        return self._format((name, number_format), content, base={})

    def input(self, cell: InputCell) -> Format:
        """The look of an input cell: locked ones are grey, open ones light yellow, both with a border."""
        number_format = cell.field.number_format if not cell.part else "General"
        content = {
            "text_wrap": True,
            "num_format": number_format,
            "align": "left",
            "locked": cell.locked,
            "bg_color": FIXED_FILL if cell.locked else INPUT_FILL,
            **BORDER,
        }
        return self._format((number_format, cell.locked), content)

    def _format(self, key: object, content: dict[str, Any], base: dict[str, Any] | None = None) -> Format:
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**(FONT if base is None else base), **content})
        return self._made[key]


def signed(number_format: str) -> str:
    """A number format that puts a sign before numbers and texts alike."""
    number = "General" if number_format in ("@", "") else number_format
    return f'"{SIGN}"{number};"{SIGN}"-{number};"{SIGN}"{number};"{SIGN}"@'
