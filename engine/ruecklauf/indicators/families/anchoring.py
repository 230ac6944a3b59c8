"""How firmly an alliance is anchored in its administration."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ruecklauf.indicators.grouping import KEYS, Measured, everyone, measured, numbers

CONDITIONS = ("lead", "stelle", "personal", "kerngruppe", "beschluss", "anbindung")
MOST_UNKNOWN = 2


def anchoring(master: pd.DataFrame) -> Measured:
    """Conditions met, of those known: lead named, office named, office has staff, core group constituted,
    resolution passed, strategic link (share, 0 to 1).

    Missing if more than two are unknown. Without an office there is no staff. n: conditions that are known.
    Components: each condition, 1 met, 0 not met, missing if unknown.
    """
    own = master.set_index(pd.MultiIndex.from_frame(master[KEYS].astype(object))).sort_index()
    met = pd.DataFrame(_conditions(own), index=own.index, columns=list(CONDITIONS), dtype=float)
    met = met.reindex(everyone(master))
    known = met.notna().sum(axis=1).astype(float)
    enough = known >= len(CONDITIONS) - MOST_UNKNOWN
    value = met.mean(axis=1).where(enough)
    return measured(value, known, {name: met[name] for name in CONDITIONS})


def _conditions(own: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    office = _yes(own["gs_benannt"])
    staff = numbers(own["gs_vzae"])
    has_staff = (staff > 0).astype(float).where(staff.notna())
    since = own["kg_seit"].notna().map({True: 1.0, False: np.nan})
    resolution = own["beschluss"].notna().map({True: 1.0, False: np.nan})
    return {
        "lead": _yes(own["lead_benannt"]),
        "stelle": office,
        "personal": has_staff.mask(office == 0, 0.0),
        "kerngruppe": _yes(own["kg_konstituiert"]).fillna(since),
        "beschluss": resolution.mask(own["beschluss"] == "keiner", 0.0),
        "anbindung": _yes(own["steuerung_angebunden"]),
    }


def _yes(column: pd.Series[Any]) -> pd.Series[Any]:
    return column.map({"ja": 1.0, "nein": 0.0}).astype(float)
