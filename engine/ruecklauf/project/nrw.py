"""The 53 Kreise and kreisfreie Städte of NRW as alliances, to begin a project with."""

from __future__ import annotations

import secrets

from ruecklauf.ags import DISTRICTS
from ruecklauf.formcode import Chooser, draw_alliance_id
from ruecklauf.project.alliances import Alliance


def alliances_for_nrw(rng: Chooser = secrets) -> tuple[Alliance, ...]:
    """One alliance per district in the order of the codes, without e-mail; a seeded rng gives fixed ids."""
    taken: set[str] = set()
    alliances = []
    for district in DISTRICTS.values():
        drawn = draw_alliance_id(taken, rng)
        taken.add(drawn)
        alliances.append(Alliance(drawn, district.full_name, (district.ags,), district.kind))
    return tuple(alliances)
