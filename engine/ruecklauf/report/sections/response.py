"""Who answered, when, and how completely. What is about the round and not about answers is never withheld."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ruecklauf.indicators.control import QUALITY, RETURNS
from ruecklauf.report import charts
from ruecklauf.report.figures import ALL_WAVES, Figure, Material
from ruecklauf.report.measures import answers
from ruecklauf.report.small import is_small
from ruecklauf.values import FEWEST_FOR_PERCENT


def response(material: Material) -> Figure | None:
    """Sent, returned and first pass by wave."""
    say = material.wording
    both = [say("figures.response.returned"), say("figures.response.missing")]
    rows, drawn = [], []
    for wave in material.evaluation.frames.waves:
        table = answers(material, RETURNS, wave)
        sent, came = table[table["sent"] == "true"], table[table["returned"] == "true"]
        of_sent = int((sent["returned"] == "true").sum())
        first = int((came["first_pass"] == "true").sum())
        refused = int(pd.to_numeric(table["refused"]).sum())
        shares = say.share(of_sent, len(sent)), say.share(first, len(came))
        rows.append((wave, str(len(sent)), *shares, str(refused)))
        drawn += [
            {"name": wave, "part": part, "value": number}
            for part, number in zip(both, (of_sent, len(sent) - of_sent), strict=True)
        ]
    n = int((answers(material, RETURNS)["sent"] == "true").sum())
    about = say("figures.response.title")
    chart = charts.stacked(drawn, about=about, axis=say("axes.alliances"), parts=both)
    return Figure("response", tuple(rows), n, chart, fewest=1, source=ALL_WAVES) if n else None


def response_curve(material: Material) -> Figure | None:
    """Returns by day since the first form of the wave."""
    say = material.wording
    drawn, rows = [], []
    for wave in material.evaluation.frames.waves:
        table = answers(material, RETURNS, wave)
        days = sorted(map(date.fromisoformat, table["received_on"].dropna()))
        begin = min([*map(date.fromisoformat, table["sent_on"].dropna()), *days], default=date.min)
        drawn += [{"wave": wave, "day": 0, "value": 0}] if days else []
        for day in dict.fromkeys(days):
            total = sum(other <= day for other in days)
            drawn.append({"wave": wave, "day": (day - begin).days, "value": total})
            rows.append((wave, say("numbers.day", day=day), str((day - begin).days), str(total)))
    if not drawn:
        return None
    about = say("figures.response_curve.title")
    chart = charts.curve(drawn, about=about, up=say("axes.returned"), line=say("axes.days"))
    n = int((answers(material, RETURNS)["returned"] == "true").sum())
    return Figure("response_curve", tuple(rows), n, chart, fewest=1, source=ALL_WAVES)


def completeness(material: Material) -> Figure | None:
    """Required questions without an answer, by worksheet."""
    say = material.wording
    table = answers(material, QUALITY)
    counts = ["applicable", "unanswered", "unknown", "rows_before", "rows_unchanged"]
    sums = table.assign(**{name: pd.to_numeric(table[name]) for name in counts})
    sums = sums.groupby("worksheet")[counts].sum()
    sums = sums[sums["applicable"] > 0]
    if sums.empty:
        return None
    rows, drawn = [], []
    for worksheet, row in sums.iterrows():
        name = material.worksheets[str(worksheet)].title.told(say.language)
        if is_small(table.loc[table["worksheet"] == worksheet, "alliance"].nunique()):
            rows.append((name, *(say.withheld for _ in range(4))))
            continue
        unanswered, unknown = (say.share(row[key], row["applicable"]) for key in ("unanswered", "unknown"))
        same = say.share(row["rows_unchanged"], row["rows_before"]) if row["rows_before"] else say.none
        rows.append((name, str(row["applicable"]), unanswered, unknown, same))
        part = row["unanswered"] / row["applicable"] * 100
        label = unanswered if row["applicable"] < FEWEST_FOR_PERCENT else say.number(part, places=0) + " %"
        drawn.append({"name": name, "value": part, "label": label})
    about = say("figures.completeness.title")
    chart = charts.bars(drawn, about=about, axis=say("axes.percent"))
    return Figure("completeness", tuple(rows), table["alliance"].nunique(), chart)
