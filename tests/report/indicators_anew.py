"""The indicators, worked out anew from the answers in the exported CSV files by pandas alone.

Shares nothing with the program. A figure is a value and its n; without anything to count it is none of 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

Key = tuple[str, str]
"""Alliance and wave."""
Told = tuple[float | None, float]
"""Value and n."""
Rows = pd.DataFrame
NOTHING: Told = (None, 0)
CORE = ("geplant", "aktiv")
AREAS = ("mi", "aw", "so", "bi")
WEIGHTS = {"offen": 0, "begonnen": 1 / 3, "teilweise": 2 / 3, "erreicht": 1}
GAPS = ("regelsystem", "zielgruppenspezifisch", "beides")
GROUPS = {"ausbildungsduldung": "duldung", "beschaeftigungsduldung": "duldung"}
RATED = ("keiner", "gering", "mittel", "hoch")


def share(part: float, whole: float) -> Told:
    return (part / whole, whole) if whole else NOTHING


def mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


class Anew:
    """All indicators of an export."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.returns = self.read("evaluation.returns")
        self.waves = sorted(self.returns["wave"].unique())

    def read(self, table: str) -> Rows:
        path = self.folder / f"{table}.csv"
        return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])

    def answered(self, table: str) -> dict[Key, Rows]:
        """The rows of everyone who returned the table; what is missing for any reason is missing."""
        rows = self.read(f"{table}.{table}")
        reasons = [name for name in rows if str(name).endswith("_missing")]
        rows = rows[~rows[reasons].eq("not_returned").any(axis=1)].copy()
        for reason in reasons:
            rows[reason.removesuffix("_missing")] = rows[reason.removesuffix("_missing")].mask(
                rows[reason].notna()
            )
        return {(str(who), str(wave)): own for (who, wave), own in rows.groupby(["alliance", "wave"])}

    def each(self, table: str, figure: Callable[[Rows], Told]) -> dict[Key, Told]:
        return {key: figure(own) for key, own in self.answered(table).items()}

    def pairs(self, table: str) -> Iterator[tuple[Key, Rows]]:
        """Rows of two waves by their id, of alliances that answered in both."""
        found = self.answered(table)
        for before, wave in zip(self.waves, self.waves[1:], strict=False):
            for who, _ in [key for key in found if key[1] == wave and (key[0], before) in found]:
                ends = {"suffixes": ("", "_before"), "on": "row_id", "how": "outer"}
                yield (who, wave), found[who, wave].merge(found[who, before], **ends)

    def all(self) -> dict[str, dict[Any, Told]]:
        """By indicator; by alliance and wave, or by wave."""
        return {
            **self.round(),
            **self.quality(),
            "verankerung": self.each("stammblatt", anchored),
            "bereichsabdeckung": self.each("akteure", covered),
            "kerngruppe_groesse": self.each("akteure", lambda own: of_core(own, size_of(own))),
            "kerngruppe_abweichung": self.each("akteure", lambda own: of_core(own, abs(size_of(own) - 10))),
            "kerngruppe_balance": self.each("akteure", balanced),
            "kooperation": self.each("akteure", cooperating),
            **{f"kooperation_feld_{nr}": self.each("akteure", in_field(nr)) for nr in range(1, 5)},
            **self.networks(),
            "prioritaeten_fortschritt": self.each("prioritaeten", progress),
            "massnahmen_umgesetzt": self.each("massnahmen", implemented),
            "massnahmen_fristgerecht": self.each("massnahmen", on_time),
            "massnahmen_ueberfaellig": self.overdue(),
            "luecke_median": self.each("bedarf", gap),
            "luecke_gewichtet": self.weighted_gap(),
            "luecken_anteil": self.each("bedarf", gap_share),
            "zugang_duldung": self.each("angebote", access),
            "entwicklungsbedarf_hoch": self.each("entwicklungsbedarf", high),
            "kerngruppe_wechsel": {key: turnover(both) for key, both in self.pairs("akteure")},
            "kerngruppe_verwirklichung": {key: realised(both) for key, both in self.pairs("akteure")},
            "luecken_geschlossen": {key: closed(both) for key, both in self.pairs("bedarf")},
            "prioritaeten_bewegung": {key: moved(both) for key, both in self.pairs("prioritaeten")},
        }

    def round(self) -> dict[str, dict[Any, Told]]:
        came = {wave: set() for wave in self.waves}
        rates, first, again = {}, {}, {}
        for place, wave in enumerate(self.waves):
            own = self.returns[self.returns["wave"] == wave]
            back = own[own["returned"] == "true"]
            came[wave] = set(back["alliance"])
            sent = set(own.loc[own["sent"] == "true", "alliance"])
            rates[wave] = share(len(sent & came[wave]), len(sent))
            first[wave] = share((back["first_pass"] == "true").sum(), len(back))
            before = came[self.waves[place - 1]] if place else set()
            again[wave] = share(len(before & came[wave]), len(before))
        return {"ruecklaufquote": rates, "erstversuch": first, "verbleib": again}

    def quality(self) -> dict[str, dict[Any, Told]]:
        counts = self.read("evaluation.quality")
        names = {
            "ohne_angabe": ("unanswered", "applicable"),
            "unbekannt": ("unknown", "applicable"),
            "unveraenderte_zeilen": ("rows_unchanged", "rows_before"),
            "unberuehrte_zeilen": ("rows_untouched", "rows_carried"),
        }
        return {
            name: {
                key: share(own[part].astype(int).sum(), own[whole].astype(int).sum())
                for key, own in counts.groupby(["alliance", "wave"])
            }
            for name, (part, whole) in names.items()
        }

    def overdue(self) -> dict[Key, Told]:
        days = self.returns.drop_duplicates("wave").set_index("wave")["reference_date"]
        found = {}
        for (who, wave), own in self.answered("massnahmen").items():
            dated = own[own["frist"].notna() & own["stand"].notna() & (own["stand"] != "verworfen")]
            late = dated[(dated["frist"] < days[wave]) & (dated["stand"] != "umgesetzt")]
            found[who, wave] = share(len(late), len(dated))
        return found

    def weighted_gap(self) -> dict[Key, Told]:
        needs, target = self.answered("bedarf"), self.answered("zielgruppe")
        found = {}
        for key in needs.keys() & target.keys():
            sizes: dict[str, float] = {}
            for status, number in target[key][["status", "n_gesamt"]].dropna().itertuples(index=False):
                group = GROUPS.get(status, status)
                sizes[group] = sizes.get(group, 0) + float(number)
            cells = [
                (sizes[group], max(0, float(need) - float(offer)))
                for group, need, offer in needs[key][["gruppe", "bedarf", "angebot"]].dropna().to_numpy()
                if sizes.get(group, 0) > 0
            ]
            weight = sum(size for size, _ in cells)
            found[key] = (sum(a * b for a, b in cells) / weight, len(cells)) if cells else NOTHING
        return found

    def networks(self) -> dict[str, dict[Key, Told]]:
        members, actors, bodies = map(self.answered, ("mitgliedschaften", "akteure", "gremien"))
        names = (
            *("netz_dichte", "netz_isoliert", "gremien_zentralitaet", "gremien_reichweite"),
            *("gremien_ueberschneidung", "kerngruppe_in_gremium"),
            *("projektion_dichte", "projektion_zentralisierung", "projektion_ei"),
        )
        found: dict[str, dict[Key, Told]] = {name: {} for name in names}
        for key in members.keys() & actors.keys() & bodies.keys():
            for name, told in zip(names, network(members[key], actors[key], bodies[key]), strict=True):
                found[name][key] = told
        return found


def anchored(own: Rows) -> Told:
    row = own.iloc[0]
    yes = {"ja": 1.0, "nein": 0.0}
    office, staff, group = yes.get(row["gs_benannt"]), row["gs_vzae"], yes.get(row["kg_konstituiert"])
    has_staff = 0.0 if office == 0 else None if pd.isna(staff) else float(float(staff) > 0)
    constituted = 1.0 if group is None and pd.notna(row["kg_seit"]) else group
    passed = None if pd.isna(row["beschluss"]) else float(row["beschluss"] != "keiner")
    linked = yes.get(row["steuerung_angebunden"])
    conditions = (yes.get(row["lead_benannt"]), office, has_staff, constituted, passed, linked)
    known = [met for met in conditions if met is not None]
    return (mean(known) if len(known) >= 4 else None), len(known)


def size_of(own: Rows) -> int:
    return int(own["kerngruppe"].isin(CORE).sum())


def of_core(own: Rows, value: float) -> Told:
    known = int(own["kerngruppe"].notna().sum())
    return (value, known) if known else NOTHING


def in_areas(own: Rows) -> list[int]:
    core = own[own["kerngruppe"].isin(CORE)]
    return [int((core["bereich"] == area).sum()) for area in AREAS]


def covered(own: Rows) -> Told:
    return of_core(own, sum(number > 0 for number in in_areas(own)) / 4)


def balanced(own: Rows) -> Told:
    numbers = in_areas(own)
    whole = sum(numbers)
    return ((1 - sum((each / whole) ** 2 for each in numbers)) / 0.75, whole) if whole else NOTHING


def cooperating(own: Rows) -> Told:
    there = own[own["vorhanden"] == "ja"]
    yes, no = (there["koop"] == "ja").sum(), (there["koop"] == "nein").sum()
    return share(yes, yes + no)


def in_field(number: int) -> Callable[[Rows], Told]:
    """By those of which anything is said about the four fields, and what is said of this one can be read."""
    fields = [f"koop_feld_{each}" for each in range(1, 5)]

    def figure(own: Rows) -> Told:
        there = own[(own["vorhanden"] == "ja") & (own["koop"] == "ja")]
        reason = there[f"{fields[number - 1]}_missing"]
        said = there[fields[number - 1]].notna()
        told = said | (reason.eq("no_answer") & there[fields].eq("true").any(axis=1))
        return share((there[told][fields[number - 1]] == "true").sum(), told.sum())

    return figure


def network(members: Rows, actors: Rows, bodies: Rows) -> list[Told]:
    area = {
        row: code for row, code in zip(actors["row_id"], actors["bereich"], strict=True) if pd.notna(code)
    }
    core = set(actors.loc[actors["kerngruppe"].isin(CORE), "row_id"])
    there = bodies[bodies["status"].notna() & (bodies["status"] != "beendet")]
    seats: dict[str, set[str]] = {row: set() for row in there["row_id"]}
    for actor, body in members[["akteur", "gremium"]].dropna().itertuples(index=False):
        if body in seats:
            seats[body].add(actor)
    staffed = [who for who in seats.values() if who]
    if not staffed:
        return [NOTHING] * 9
    anywhere = set().union(*staffed)
    people = set(actors.loc[actors["vorhanden"] == "ja", "row_id"]) | anywhere
    n, ties = len(people), sum(map(len, staffed))
    overlap = [len(one & other) / len(one | other) for one, other in combinations(staffed, 2)]
    reach = pd.Series([len({area.get(who) for who in body} & set(AREAS)) / 4 for body in staffed])
    met = {tuple(sorted(pair)) for body in staffed for pair in combinations(sorted(body), 2)}
    degrees = [sum(who in pair for pair in met) for who in people]
    known = [area[one] != area[other] for one, other in met if one in area and other in area]
    star = (max(degrees) * n - sum(degrees)) / ((n - 1) * (n - 2)) if n > 2 else None
    return [
        (ties / (n * len(seats)), n),
        (len(people - anywhere) / n, n),
        (max(map(len, staffed)) / n, len(seats)),
        (float(reach.median()), len(staffed)),
        (mean(overlap), len(overlap)),
        (max(len(core & body) for body in staffed) / len(core), len(core)) if core else NOTHING,
        (2 * len(met) / (n * (n - 1)) if n > 1 else None, n),
        (star, n),
        ((2 * sum(known) - len(known)) / len(known), len(known)) if known else NOTHING,
    ]


def progress(own: Rows) -> Told:
    known = own["stand"].map(WEIGHTS).dropna()
    return (float(known.mean()), len(known)) if len(known) else NOTHING


def implemented(own: Rows) -> Told:
    kept = own[own["stand"].notna() & (own["stand"] != "verworfen")]
    return share((kept["stand"] == "umgesetzt").sum(), len(kept))


def on_time(own: Rows) -> Told:
    done = own[own["stand"] == "umgesetzt"].dropna(subset=["umgesetzt_am", "frist"])
    return share((done["umgesetzt_am"] <= done["frist"]).sum(), len(done))


def gap(own: Rows) -> Told:
    rated = (own["bedarf"].astype(float) - own["angebot"].astype(float)).dropna()
    return (float(rated.median()), len(rated)) if len(rated) else NOTHING


def gap_share(own: Rows) -> Told:
    gaps, none = own["luecke"].isin(GAPS).sum(), (own["luecke"] == "keine").sum()
    return share(gaps, gaps + none)


def access(own: Rows) -> Told:
    known = own[own["zugang_duldung"].isin(["ja", "eingeschraenkt", "nein"])]
    return share((known["zugang_duldung"] == "ja").sum(), len(known))


def high(own: Rows) -> Told:
    return share((own["entwicklungsbedarf"] == "hoch").sum(), own["entwicklungsbedarf"].isin(RATED).sum())


def turnover(both: Rows) -> Told:
    now = set(both.loc[both["kerngruppe"].isin(CORE), "row_id"])
    then = set(both.loc[both["kerngruppe_before"].isin(CORE), "row_id"])
    return (1 - len(now & then) / len(now | then), len(now | then)) if now | then else NOTHING


def realised(both: Rows) -> Told:
    planned = both[both["kerngruppe_before"] == "geplant"]
    return share((planned["kerngruppe"] == "aktiv").sum(), len(planned))


def closed(both: Rows) -> Told:
    had = both[both["luecke_before"].isin(GAPS) & both["luecke"].isin([*GAPS, "keine"])]
    return share((had["luecke"] == "keine").sum(), len(had))


def moved(both: Rows) -> Told:
    step = (both["stand"].map(WEIGHTS) - both["stand_before"].map(WEIGHTS)).dropna()
    return share((step > 0).sum(), len(step))
