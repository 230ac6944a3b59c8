"""The numbers in the texts of the report, worked out anew from the exported CSV files by pandas alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from report.recomputed import Recomputed, median_of, part


class WithTexts(Recomputed):
    """Tables, the numbers in the texts beside them, and how many alliances are behind each."""

    def said(self, figure: str) -> dict[str, object]:
        """The numbers in a figure's text."""
        match figure:
            case "anchoring":
                return {"median": median_of(self.values("verankerung"))}
            case "core_sizes":
                sizes = self.values("kerngruppe_groesse")
                ((_, lower, median, upper),) = self.quartiles("kerngruppe_groesse")
                within = part(int(((sizes >= 8) & (sizes <= 12)).sum()), len(sizes))
                return {"median": median, "lower": lower, "upper": upper, "within": within}
            case "areas":
                return {"balance": median_of(self.values("kerngruppe_balance"))}
            case "cooperation_fields":
                return {"rate": median_of(self.values("kooperation"))}
            case "priorities":
                return {"median": median_of(self.values("prioritaeten_fortschritt"))}
            case "measures":
                return {"median": median_of(self.values("massnahmen_umgesetzt"))}
            case "trees":
                shown, kept = self.released()
                return {"drawn": min(8, len(shown)), "withheld": len(kept)}
        return {}

    def n(self, figure: str, shares: Mapping[str, Sequence[str]]) -> int:
        """Alliances behind a figure; `shares` are the indicators of figures that show quartiles of some."""
        returns = self.read("evaluation.returns")
        returns = returns[returns["wave"] == self.wave]
        match figure:
            case "response" | "territory":
                return int((returns["sent"] == "true").sum())
            case "response_curve":
                return int((returns["returned"] == "true").sum())
            case "completeness":
                quality = self.read("evaluation.quality")
                return int(quality.loc[quality["wave"] == self.wave, "alliance"].nunique())
            case "anchoring" | "core_sizes" | "areas" | "transitions":
                names = {"anchoring": "verankerung", "transitions": "prioritaeten_bewegung"}
                return len(self.values(names.get(figure, "kerngruppe_groesse")))
            case "trees":
                return len(self.released()[0])
            case "panel":
                before = self.waves[self.waves.index(self.wave) - 1]
                both = (
                    set(self.values(name).index) & set(self.values(name, before).index)
                    for name in shares[figure]
                )
                return max(map(len, both))
            case "overview":
                known = self.read("evaluation.indicators").dropna(subset=["alliance", "value"])
                own = known[known["wave"] == self.wave]
                return int(own.groupby("indicator")["alliance"].nunique().max())
        if figure in shares:
            return max(len(self.values(name)) for name in shares[figure])
        return int(self.who_said(figure).nunique())

    def who_said(self, figure: str) -> pd.Series:
        """The alliance of every row that a figure counts."""
        if figure == "network_picture":
            return self.ties()["alliance"]
        table, field, codes = {
            "cooperation": ("akteure.akteure", "vorhanden", ["ja"]),
            "matrix": ("vierfelder.vierfelder", "umsetzung", None),
            "priorities": ("prioritaeten.prioritaeten", "stand", None),
            "measures": ("massnahmen.massnahmen", "stand", None),
            "factors": ("selbsteinschaetzung.faktoren", "wertung", None),
            "duties": ("selbsteinschaetzung.aufgaben", "erledigt", ["ja", "teilweise", "nein"]),
            "gaps": ("bedarf.bedarf", "bedarf", None),
            "development": (
                *("entwicklungsbedarf.entwicklungsbedarf", "entwicklungsbedarf"),
                ["keiner", "gering", "mittel", "hoch"],
            ),
        }[figure]
        rows = self.answers(table, field)
        if figure == "gaps":
            rows = rows[rows["angebot"].notna()]
        return rows.loc[rows[field].isin(codes) if codes else rows[field].notna(), "alliance"]

    def released(self) -> tuple[set[str], set[str]]:
        """Whose solution trees may be shown, and whose may not."""
        nodes = self.answers("reflexion.loesungsbaum", "text").dropna(subset=["text"])
        told = self.answers("reflexion.reflexion", "freigabe")
        free = told[told["freigabe"].isin(["oeffentlich", "oeffentlich_ohne"])]["alliance"]
        drawn = set(nodes["alliance"])
        return drawn & set(free), drawn - set(free)
