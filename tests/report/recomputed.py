"""The numbers of the report, worked out anew from the exported CSV files by pandas alone.

Shares nothing with the program: what it reads is what a scientist who has the export reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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


HIDDEN = "verdeckt"


def is_few(count: int) -> bool:
    return 0 < count < 3


def needs_more(withheld: list[int]) -> bool:
    """Whether the sum of these (none is 0) says what they are."""
    return bool(withheld) and (len(withheld) == 1 or sum(withheld) == len(withheld))


def protected(counts: Sequence[int]) -> list[str]:
    """Counts and their sum, with what must not be shown."""
    gone = [is_few(count) for count in counts]
    for place in sorted(range(len(counts)), key=lambda place: counts[place]):
        if counts[place] and not gone[place]:
            gone[place] = needs_more([count for count, off in zip(counts, gone, strict=True) if off])
    told = needs_more([count for count, off in zip(counts, gone, strict=True) if off])
    texts = [HIDDEN if off else str(count) for count, off in zip(counts, gone, strict=True)]
    return [*texts, HIDDEN if told or is_few(sum(counts)) else str(sum(counts))]


def protected_table(table: pd.DataFrame) -> Rows:
    """Counts of which the sums of rows and columns may be known."""
    counts = table.to_numpy()
    gone = (counts > 0) & (counts < 3)
    before = gone.sum() - 1
    while gone.sum() != before:
        before = gone.sum()
        for numbers, off in ((counts, gone), (counts.T, gone.T)):
            for line in range(len(numbers)):
                crossing = off.sum(axis=0) - off[line] > 0
                order = sorted(
                    (place for place in range(off.shape[1]) if numbers[line][place] and not off[line][place]),
                    key=lambda place: (not crossing[place], numbers[line][place]),
                )
                while order and needs_more(list(numbers[line][off[line]])):
                    off[line][order.pop(0)] = True
    return [
        tuple(HIDDEN if off else str(count) for count, off in zip(*each, strict=True))
        for each in zip(counts, gone, strict=True)
    ]


def part(counted: int, whole: int) -> str:
    """A share of alliances."""
    few = is_few(whole) or is_few(counted) or is_few(whole - counted)
    return HIDDEN if few else share(counted, whole)


def median_of(values: pd.Series, signed: bool = False) -> str:
    return HIDDEN if is_few(len(values)) else number(values.median(), signed)


def how_many(count: int) -> str:
    return HIDDEN if is_few(count) else str(count)


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
            shown = (str(len(own)), *map(number, parts))
            found.append((HIDDEN,) * 4 if is_few(len(own)) else shown)
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
            if total["applicable"] and is_few(part["alliance"].nunique()):
                rows.append((HIDDEN,) * 4)
            elif total["applicable"]:
                again = share(total["rows_unchanged"], total["rows_before"]) if total["rows_before"] else "–"
                kinds = (share(total[name], total["applicable"]) for name in ("unanswered", "unknown"))
                rows.append((str(total["applicable"]), *kinds, again))
        return rows

    def anchoring(self) -> Rows:
        table = self.components("verankerung")
        return [
            tuple(protected([int((own == 1).sum()), int((own == 0).sum()), int(own.isna().sum())]))
            for _, own in table.items()
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
        sizes = known["kerngruppe"].isin(["geplant", "aktiv"]).groupby(known["alliance"]).sum()
        bins = pd.cut(sizes, [-1, 4, 7, 12, 15, 1000]).value_counts(sort=False)
        return [(text,) for text in protected(list(bins))[:-1]]

    def areas(self) -> Rows:
        core = self.core()
        named = core[["mi", "aw", "so", "bi"]]
        return [(part((own > 0).sum(), len(core)), median_of(own)) for _, own in named.items()]

    def cooperation(self) -> Rows:
        actors = self.answers("akteure.akteure", "vorhanden")
        there = actors[actors["vorhanden"] == "ja"]
        rows: Rows = []
        for code in self.lists["akteurstypen"]:
            own = there[there["akteurstyp"] == code]
            if len(own):
                yes, no = (own["koop"] == "ja").sum(), (own["koop"] == "nein").sum()
                rows.append(tuple(protected([yes, no, len(own) - yes - no])))
        return rows

    def ties(self) -> pd.DataFrame:
        """Memberships of which area and kind are known."""
        members = self.answers("mitgliedschaften.mitgliedschaften", "rolle")
        actors = self.answers("akteure.akteure", "vorhanden")[["alliance", "row_id", "bereich"]]
        bodies = self.answers("gremien.gremien", "name")[["alliance", "row_id", "art", "status"]]
        both = members.merge(actors, left_on=["alliance", "akteur"], right_on=["alliance", "row_id"])
        both = both.merge(bodies, left_on=["alliance", "gremium"], right_on=["alliance", "row_id"])
        return both[both["status"] != "beendet"].dropna(subset=["bereich", "art"])

    def network_picture(self) -> Rows:
        both = self.ties()
        table = both.groupby(["bereich", "art"]).size().unstack(fill_value=0)
        table = table.reindex([code for code in self.lists["bereiche"] if code in table.index])
        table = table[[code for code in self.lists["gremien_arten"] if code in table.columns]]
        return protected_table(table)

    def priorities(self) -> Rows:
        states = ["offen", "begonnen", "teilweise", "erreicht", "verworfen"]
        return self.planned("prioritaeten.prioritaeten", "handlungsfeld", states)

    def measures(self) -> Rows:
        states = ["geplant", "laeuft", "umgesetzt", "verzoegert", "verworfen"]
        return self.planned("massnahmen.massnahmen", "luecke", states)

    def planned(self, name: str, field: str, states: list[str]) -> Rows:
        table = self.answers(name, "stand").dropna(subset=["stand"])
        rows: Rows = []
        for code in [*self.lists["handlungsfelder"], ""]:
            own = table[table[field].fillna("") == code]["stand"].value_counts()
            if own.sum():
                rows.append(tuple(protected([int(own.get(state, 0)) for state in states])))
        return rows

    def rated(self, name: str, item: str, field: str, codes: list[str]) -> Rows:
        table = self.answers(name, field).dropna(subset=[field])
        ratings = table[field].astype(float)
        own = (ratings[table[item] == code] for code in codes)
        return [(how_many(len(each)), median_of(each)) for each in own]

    def matrix(self) -> Rows:
        fields = self.lists["felder_der_zusammenarbeit"]
        return self.rated("vierfelder.vierfelder", "feld", "umsetzung", fields)

    def factors(self) -> Rows:
        factors = self.lists["erfolgsfaktoren"]
        return self.rated("selbsteinschaetzung.faktoren", "faktor", "wertung", factors)

    def duties(self) -> Rows:
        table = self.answers("selbsteinschaetzung.aufgaben", "erledigt")
        rows: Rows = []
        for code in self.lists["pflichten"]:
            own = table[table["aufgabe"] == code]["erledigt"].value_counts()
            rows.append(tuple(protected([int(own.get(state, 0)) for state in ("ja", "teilweise", "nein")])))
        return rows

    def trees(self) -> Rows:
        """Texts of all nodes of released trees, sorted."""
        nodes = self.answers("reflexion.loesungsbaum", "text").dropna(subset=["text"])
        told = self.answers("reflexion.reflexion", "freigabe")
        free = told[told["freigabe"].isin(["oeffentlich", "oeffentlich_ohne"])]["alliance"]
        shown = nodes[nodes["alliance"].isin(free)]
        return sorted((row_id, text) for row_id, text in zip(shown["row_id"], shown["text"], strict=True))

    def territory(self, districts: Mapping[str, str]) -> Rows:
        """Sent and returned by district, sorted by its code; `districts` by alliance."""
        table = self.read("evaluation.returns")
        own = table[table["wave"] == self.wave]
        own = own.assign(district=own["alliance"].map(districts))
        counts = own.groupby("district")[["sent", "returned"]].agg(lambda each: (each == "true").sum())
        return [(str(sent), str(came)) for sent, came in counts.to_numpy()]

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
            ratings = [int(counts.get(rating, 0)) for rating in ("keiner", "gering", "mittel", "hoch")]
            rows.append((*protected(ratings), how_many((own["vordringlich"] == "true").sum())))
        return rows

    def panel(self, indicators: list[str]) -> Rows:
        before = self.waves[self.waves.index(self.wave) - 1]
        rows: Rows = []
        for indicator in indicators:
            then, now = self.values(indicator, before), self.values(indicator)
            change = (now - then).dropna()
            sides = (
                HIDDEN if is_few(len(each)) else f"{number(each.median())} ({len(each)})"
                for each in (then, now)
            )
            rows.append((*sides, median_of(change, signed=True), how_many(len(change))))
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
        return protected_table(table.reindex(index=states, columns=states, fill_value=0))
