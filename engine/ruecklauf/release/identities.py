"""Alliances and rows under the names of a release, in an order that says nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ruecklauf.dataset import Dataset
from ruecklauf.release.key import ReleaseKey


@dataclass(frozen=True)
class Identities:
    """The names of one dataset."""

    key: ReleaseKey
    free: dict[str, frozenset[str]]
    """By alliance the ids of rows that it added."""
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, dataset: Dataset, key: ReleaseKey) -> Identities:
        free: dict[str, set[str]] = defaultdict(set)
        for frame in dataset.tables.values():
            if "printed" in frame:
                added = frame[~frame["printed"].fillna(False).astype(bool)]
                for alliance, row_id in zip(added["alliance"], added["row_id"], strict=True):
                    free[alliance].update(() if "-" in row_id else (row_id,))
        return cls(key, {alliance: frozenset(found) for alliance, found in free.items()})

    def row(self, alliance: str, row_id: str) -> str:
        """The new id of a row."""
        known = (alliance, row_id)
        if known not in self._known:
            self._known[known] = self.key.row(alliance, row_id, self.free.get(alliance, frozenset()))
        return self._known[known]

    def rows(self, alliances: pd.Series[Any], row_ids: pd.Series[Any]) -> pd.Series[Any]:
        """The new ids of rows, missing where there is none."""
        pairs = zip(alliances, row_ids, row_ids.isna(), strict=True)
        found = [None if lacking else self.row(alliance, row_id) for alliance, row_id, lacking in pairs]
        return pd.Series(found, index=row_ids.index, dtype="string", name=row_ids.name)

    def renamed(self, frame: pd.DataFrame, *, first: tuple[str, ...] = ()) -> pd.DataFrame:
        """The frame with new names, sorted by them within each wave; within `first` where it is given."""
        made = frame.copy()
        if "row_id" in made:
            made["row_id"] = self.rows(made["alliance"], made["row_id"])
        made["alliance"] = made["alliance"].map(self.key.numbers, na_action="ignore").astype("string")
        order = [name for name in (*first, "wave", "alliance", "row_id") if name in made]
        return made.sort_values(order, kind="stable", ignore_index=True)
