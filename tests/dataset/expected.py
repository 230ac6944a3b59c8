"""Expected tables, and what they are made from."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ruecklauf.check.records import Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.store import Store
from store.declared import (
    ACTORS,
    KOELN,
    WAVE,
    entry,
)


def table(columns: Mapping[str, tuple[str | pd.CategoricalDtype, list[object]]]) -> pd.DataFrame:
    """A data frame from dtype and values by column."""
    return pd.DataFrame(
        {
            name: pd.Series(pd.array(values, dtype=dtype))  # type: ignore[arg-type]
            for name, (dtype, values) in columns.items()
        }
    )


def keys(*row_ids: str, alliance: str = KOELN, version: str = "1.0") -> dict[str, tuple[str, list[object]]]:
    return {
        "alliance": ("string", [alliance] * len(row_ids)),
        "wave": ("string", [WAVE] * len(row_ids)),
        "version": ("string", [version] * len(row_ids)),
        "row_id": ("string", list(row_ids)),
    }


KINDS = pd.CategoricalDtype(
    ["no_answer", "not_applicable", "unknown", "unreadable", "not_asked", "not_returned"]
)
"""Of every column that says why there is no value."""


def section(fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {**ACTORS, "fields": fields}


def save(store: Store, worksheet: Worksheet, *records: Record, content: str = "a", **changes: Any) -> None:
    store.save_declarations([worksheet])
    store.save_submission(entry(content, worksheets=(worksheet,), records=records, **changes))
