"""Words of XLSForm: kinds of questions, and heads of columns."""

from __future__ import annotations

TYPES = {
    "text": "text",
    "string": "text",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "acknowledge": "tick",
    "trigger": "tick",
    "barcode": "text",
}
FROM_FILE = ("select_one_from_file", "select_multiple_from_file", "select_one_external")
"""Choices that stand in no sheet of choices."""
SILENT = {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "start-geopoint"}
"""What a device notes by itself; municipalities' forms have no such thing."""
HEADS = {
    *("type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message"),
    *(
        "choice_filter",
        "parameters",
        "default",
        "read_only",
        "readonly",
        "appearance",
        "calculation",
        "repeat_count",
    ),
}
"""Columns whose cells are read, or whose loss is told with the question."""
