"""Twelve municipalities that do not exist, with keys that no real one has."""

from __future__ import annotations

from random import Random

from ruecklauf.formcode import draw_alliance_id
from ruecklauf.project import Alliance
from ruecklauf.project.alliances import AreaType

_TOWNS: tuple[tuple[str, str, AreaType], ...] = (
    ("Ahornstadt", "05197000", "kreisfrei"),
    ("Birkenau am Fluss", "05198000", "kreisfrei"),
    ("Dünenkreis", "05397000", "kreis"),
    ("Erlenkreis", "05398000", "kreis"),
    ("Fichtenberg", "05399000", "kreisfrei"),
    ("Heidekreis Nord", "05597000", "kreis"),
    ("Kastanienkreis", "05598000", "kreis"),
    ("Lindenstadt", "05599000", "kreisfrei"),
    ("Moorkreis", "05797000", "kreis"),
    ("Neu-Übersee", "05798000", "kreisfrei"),
    ("Pappelkreis", "05997000", "kreis"),
    ("Weidenfurt", "05998000", "kreisfrei"),
)


def fictional_alliances(rng: Random) -> tuple[Alliance, ...]:
    """The twelve, with random ids."""
    alliances: list[Alliance] = []
    for name, ags, area_type in _TOWNS:
        alliance_id = draw_alliance_id([one.id for one in alliances], rng)
        mail = name.lower().replace("ü", "ue").replace(" ", "-")
        alliances.append(Alliance(alliance_id, name, (ags,), area_type, f"buendnis@{mail}.example"))
    return tuple(alliances)
