"""The numbers of the report, worked out anew from the exported CSV files by pandas alone.

Shares nothing with the program: what it reads is what a scientist who has the export reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

Rows = list[tuple[str, ...]]
Lists = Mapping[str, list[str]]
"""Codes of each list, in order."""


def number(value: float | None, signed: bool = False) -> str:
    if value is None or pd.isna(value):
        return "–"
    exact = Decimal(str(round(float(value), 10)))
    rounded = format(exact.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"), "+.2f" if signed else ".2f")
    plain = rounded.rstrip("0").rstrip(".")
    plain = "0" if plain in ("-0", "+0", "0") else plain
    return plain.replace(".", ",").replace("-", "−")


def share(part: float, whole: float) -> str:
    counts = f"{int(part)} von {int(whole)}"
    return counts if whole < 10 else f"{part / whole * 100:.0f} % ({counts})"


def protected(counts: list[int]) -> list[str]:
    small = [0 < count < 3 for count in counts]
    if sum(small) == 1:
        rest = [count for count, is_small in zip(counts, small, strict=True) if not is_small and count]
        if rest:
            small[min(i for i, c in enumerate(counts) if c == min(rest) and not small[i])] = True
    return ["verdeckt" if is_small else str(count) for count, is_small in zip(counts, small, strict=True)]


class Recomputed:
    """Tables of the report without their first column, by figure."""

    def __init__(self, folder: Path, wave: str, lists: Lists) -> None:
        self.folder, self.wave, self.lists = folder, wave, lists
        self.waves = sorted(self.read("evaluation.returns")["wave"].unique())

    def read(self, table: str) -> pd.DataFrame:
        path = self.folder / f"{table}.csv"
        return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])

    def answers(self, table: str, known_by: str) -> pd.DataFrame:
        """Rows of the wave whose sheet came back."""
        rows = self.read(table)
        return rows[(rows["wave"] == self.wave) & (rows[f"{known_by}_missing"] != "not_returned")]

    def values(self, indicator: str, wave: str | None = None) -> pd.Series:
        rows = self.read("evaluation.indicators")
        own = rows[(rows["indicator"] == indicator) & (rows["wave"] == (wave or self.wave))]
        return own.set_index("alliance")["value"].astype(float).dropna()

    def components(self, indicator: str) -> pd.DataFrame:
        rows = self.read("evaluation.indicators")
        own = rows[(rows["indicator"] == indicator) & (rows["wave"] == self.wave)].dropna(subset=["value"])
        return pd.DataFrame(own["components"].map(json.loads).tolist())

    def quartiles(self, *indicators: str) -> Rows:
        found = []
        for indicator in indicators:
            own = self.values(indicator)
            parts = own.quantile([0.25, 0.5, 0.75]) if len(own) else [None] * 3
            found.append((str(len(own)), *map(number, parts)))
        return found

    def response(self) -> Rows:
        table = self.read("evaluation.returns")
        rows = []
        for wave in self.waves:
            own = table[table["wave"] == wave]
            sent, came = own[own["sent"] == "true"], own[own["returned"] == "true"]
            first = (came["first_pass"] == "true").sum()
            answered = (sent["returned"] == "true").sum()
            refused = own["refused"].astype(int).sum()
            rows.append((str(len(sent)), share(answered, len(sent)), share(first, len(came)), str(refused)))
        return rows

    def response_curve(self) -> Rows:
        table = self.read("evaluation.returns")
        rows: Rows = []
        for wave in self.waves:
            own = table[table["wave"] == wave]
            received = own["received_on"].dropna().map(date.fromisoformat)
            begin = own["sent_on"].dropna().map(date.fromisoformat).min()
            for day in sorted(received.unique()):
                rows.append((f"{day:%d.%m.%Y}", str((day - begin).days), str((received <= day).sum())))
        return rows

    def completeness(self) -> Rows:
        table = self.read("evaluation.quality")
        columns = ["applicable", "unanswered", "unknown", "rows_before", "rows_unchanged"]
        own = table[table["wave"] == self.wave].astype(dict.fromkeys(columns, int))
        rows: Rows = []
        for _, part in own.groupby("worksheet"):
            total = part[columns].sum()
            if total["applicable"]:
                again = share(total["rows_unchanged"], total["rows_before"]) if total["rows_before"] else "–"
                kinds = (share(total[name], total["applicable"]) for name in ("unanswered", "unknown"))
                rows.append((str(total["applicable"]), *kinds, again))
        return rows

    def anchoring(self) -> Rows:
        table = self.components("verankerung")
        return [
            tuple(str(int(count)) for count in ((part == 1).sum(), (part == 0).sum(), part.isna().sum()))
            for _, part in table.items()
        ]

    def core(self) -> pd.DataFrame:
        actors = self.answers("akteure.akteure", "vorhanden")
        known = actors.dropna(subset=["kerngruppe"])
        known = known[known["kerngruppe"] != "unbekannt"]
        members = known[known["kerngruppe"].isin(["geplant", "aktiv"])]
        every = pd.Index(known["alliance"].unique())
        by_area = members.groupby(["alliance", "bereich"]).size().unstack(fill_value=0)
        areas = ["mi", "aw", "so", "bi", "quer"]
        return by_area.reindex(index=every, columns=areas, fill_value=0)

    def core_sizes(self) -> Rows:
        actors = self.answers("akteure.akteure", "vorhanden")
        known = actors[actors["kerngruppe"].notna() & (actors["kerngruppe"] != "unbekannt")]
        is_member = known["kerngruppe"].isin(["geplant", "aktiv"])
        sizes = is_member.groupby(known["alliance"]).sum().value_counts().sort_index()
        return [(str(count),) for count in sizes]

    def areas(self) -> Rows:
        core = self.core()
        named = core[["mi", "aw", "so", "bi"]]
        return [(share((part > 0).sum(), len(core)), number(part.median())) for _, part in named.items()]

    def cooperation(self) -> Rows:
        actors = self.answers("akteure.akteure", "vorhanden")
        there = actors[actors["vorhanden"] == "ja"]
        rows: Rows = []
        for code in self.lists["akteurstypen"]:
            own = there[there["akteurstyp"] == code]
            if len(own):
                yes, no = (own["koop"] == "ja").sum(), (own["koop"] == "nein").sum()
                rows.append((str(len(own)), *protected([yes, no, len(own) - yes - no])))
        return rows

    def network_picture(self) -> Rows:
        members = self.answers("mitgliedschaften.mitgliedschaften", "rolle")
        actors = self.answers("akteure.akteure", "vorhanden")[["alliance", "row_id", "bereich"]]
        bodies = self.answers("gremien.gremien", "name")[["alliance", "row_id", "art", "status"]]
        both = members.merge(actors, left_on=["alliance", "akteur"], right_on=["alliance", "row_id"])
        both = both.merge(bodies, left_on=["alliance", "gremium"], right_on=["alliance", "row_id"])
        both = both[both["status"] != "beendet"].dropna(subset=["bereich", "art"])
        table = both.groupby(["bereich", "art"]).size().unstack(fill_value=0)
        table = table.reindex([code for code in self.lists["bereiche"] if code in table.index])
        table = table[[code for code in self.lists["gremien_arten"] if code in table.columns]]
        return [tuple(map(str, row)) for row in table.to_numpy()]

    def priorities(self) -> Rows:
        table = self.answers("prioritaeten.prioritaeten", "stand").dropna(subset=["stand"])
        states = ["offen", "begonnen", "teilweise", "erreicht", "verworfen"]
        rows: Rows = []
        for code in [*self.lists["handlungsfelder"], ""]:
            own = table[table["handlungsfeld"].fillna("") == code]["stand"].value_counts()
            if own.sum():
                rows.append(tuple(str(own.get(state, 0)) for state in states))
        return rows

    def gaps(self) -> Rows:
        table = self.answers("bedarf.bedarf", "bedarf")
        table["gap"] = table["bedarf"].astype(float) - table["angebot"].astype(float)
        rows: Rows = []
        for code in self.lists["handlungsfelder"]:
            cells: list[str] = []
            for group in self.lists["statusgruppen_bedarf"]:
                own = table[(table["handlungsfeld"] == code) & (table["gruppe"] == group)]["gap"].dropna()
                few = 0 < len(own) < 3
                median = number(own.median(), signed=True)
                cells += ["verdeckt", "verdeckt"] if few else [median, str(len(own))]
            rows.append(tuple(cells))
        return rows

    def development(self) -> Rows:
        table = self.answers("entwicklungsbedarf.entwicklungsbedarf", "entwicklungsbedarf")
        rows: Rows = []
        for code in self.lists["handlungsfelder"]:
            own = table[table["handlungsfeld"] == code]
            counts = own["entwicklungsbedarf"].value_counts()
            ratings = [str(counts.get(rating, 0)) for rating in ("keiner", "gering", "mittel", "hoch")]
            rows.append((*ratings, str((own["vordringlich"] == "true").sum())))
        return rows

    def panel(self, indicators: list[str]) -> Rows:
        before = self.waves[self.waves.index(self.wave) - 1]
        rows: Rows = []
        for indicator in indicators:
            then, now = self.values(indicator, before), self.values(indicator)
            change = (now - then).dropna()
            sides = (f"{number(each.median())} ({len(each)})" for each in (then, now))
            rows.append((*sides, number(change.median(), signed=True), str(len(change))))
        return rows

    def transitions(self) -> Rows:
        table = self.read("prioritaeten.prioritaeten")
        table = table[table["stand_missing"] != "not_returned"][["alliance", "wave", "row_id", "stand"]]
        before = self.waves[self.waves.index(self.wave) - 1]
        then, now = (table[table["wave"] == wave] for wave in (before, self.wave))
        measured = set(self.values("prioritaeten_bewegung").index)
        both = then.merge(now, on=["alliance", "row_id"], suffixes=("_then", "_now"))
        both = both[both["alliance"].isin(measured)]
        states = ["offen", "begonnen", "teilweise", "erreicht", "verworfen"]
        table = both.groupby(["stand_then", "stand_now"]).size().unstack(fill_value=0)
        table = table.reindex(index=states, columns=states, fill_value=0)
        return [tuple(map(str, row)) for row in table.to_numpy()]
