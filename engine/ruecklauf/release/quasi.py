"""Answers that others may know: each is kept only where with it nobody stands alone."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ruecklauf.dataset import Dataset
from ruecklauf.errors import RuecklaufError
from ruecklauf.release.areas import Area
from ruecklauf.release.fates import Fate, Fates, Question


def without_quasi_identifiers(
    dataset: Dataset, fates: Fates, areas: Mapping[str, Area]
) -> tuple[Fates, dict[str, int]]:
    """The fates with those questions left out with which a group would be too small, and the sizes.

    They are looked at one after another, each together with the area and those kept before it.
    RuecklaufError for a question that there is not, or in a table with several rows.
    """
    kept: list[Question] = []
    sizes: dict[str, int] = {}
    left_out: dict[Question, Fate] = {}
    for named in fates.terms.quasi_identifiers:
        question = _question(named, dataset)
        sizes[named] = _smallest(dataset, [*kept, question], areas)
        if sizes[named] < fates.terms.k:
            left_out[question] = Fate.QUASI
        else:
            kept.append(question)
    return Fates({**fates.of, **left_out}, fates.terms), sizes


def _question(named: str, dataset: Dataset) -> Question:
    table, _, field = named.rpartition(".")
    if field not in dataset.tables.get(table, pd.DataFrame()) or "printed" in dataset.tables[table]:
        raise RuecklaufError(
            f"{named!r} is no question that each alliance answers once.",
            where="ruecklauf.toml, [release] quasi_identifiers",
            remedy="Name it as worksheet.section.field.",
        )
    return table, field


def _smallest(dataset: Dataset, questions: list[Question], areas: Mapping[str, Area]) -> int:
    """How many alliances look the same in the smallest group, in the wave where it is smallest."""
    keys = ["alliance", "wave"]
    known: pd.DataFrame | None = None
    for table, field in questions:
        answers = dataset.tables[table]
        own = answers.loc[answers[field].notna(), keys].assign(
            **{f"{table}.{field}": answers[field].astype(str)}
        )
        known = own if known is None else known.merge(own, on=keys)
    assert known is not None
    known["_area"] = ["/".join(areas[alliance]) for alliance in known["alliance"]]
    groups = known.groupby([name for name in known if name != "alliance"], observed=True).size()
    return int(groups.min()) if len(groups) else 0
