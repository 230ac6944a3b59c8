"""A dataset in which nobody can tell the alliances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

import pandas as pd

from ruecklauf.dataset import ColumnInfo, Dataset, TableInfo
from ruecklauf.definition.rulebook import RuleBook
from ruecklauf.errors import RuecklaufError
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.indicators.control import QUALITY, RETURNS
from ruecklauf.indicators.declared import BoundIndicator
from ruecklauf.indicators.measuring import INDICATORS
from ruecklauf.release.areas import Areas, coarsened
from ruecklauf.release.fates import Fate, Fates, fates_of, fields_of, first_of
from ruecklauf.release.formulas import Formulas, with_formulas
from ruecklauf.release.identities import Identities
from ruecklauf.release.key import ReleaseKey
from ruecklauf.release.naming import Places
from ruecklauf.release.panels import anonymous_panel
from ruecklauf.release.quasi import without_quasi_identifiers
from ruecklauf.release.tables.withholding import Published
from ruecklauf.release.terms import Origin, Terms
from ruecklauf.release.wording import as_released

AREAS = "evaluation.areas"
LONG_COLUMNS = (
    "alliance", "wave", "worksheet", "version", "table", "row_id", "field", "value", "missing", "corrected",
)  # fmt: skip
"""Without what tells the file, its cells, and what was typed there."""
_DAYS = ("sent_on", "received_on")


@dataclass(frozen=True)
class Material:
    """What a release is made from."""

    dataset: Dataset
    """With the tables about the round, and the panel."""
    indicators: tuple[BoundIndicator, ...]
    origins: Mapping[str, Origin]
    """By alliance, of all that the project knows."""
    places: Places
    key: ReleaseKey
    terms: Terms
    rules: RuleBook | None = None
    """What answers keep; None where worksheets do not go together."""
    days: Mapping[str, date] = field(default_factory=dict)
    """Reference dates by wave."""
    formulas: Formulas = field(default_factory=Formulas)
    """What computes fields; of a computed field that it does not have nothing is released."""


@dataclass(frozen=True)
class Release:
    """What may leave, and what was done for it."""

    dataset: Dataset
    areas: Areas
    fates: Fates
    material: Material
    indicators_left_out: tuple[str, ...]
    quasi: Mapping[str, int]
    """By quasi-identifier how many alliances the smallest group would have had with it."""
    published: tuple[Published, ...] | None = None
    """The tables that stand beside its rows, once they are known."""
    not_published: tuple[str, ...] = ()
    """Tables that would tell withheld answers beside its rows."""
    withheld: int = 0
    """Answers that its rows do not show for the sake of what these tables withhold."""

    @cached_property
    def answers_left_out(self) -> Counter[Fate]:
        """How many answers are not in it as they were given, by what became of them."""
        long = self.material.dataset.long
        given = long[long["value"].notna()]
        asked = Counter(zip(given["worksheet"] + "." + given["table"], given["field"], strict=True))
        counted: Counter[Fate] = Counter()
        for question, count in asked.items():
            counted[self.fates[question]] += count
        return counted


def anonymous(material: Material, shown: Dataset | None = None) -> Release:
    """The release of a dataset. RuecklaufError where there are too few alliances, or a wave names a place.

    What it has of each question is judged by the material's dataset; its rows are those of the one `shown`,
    which is the same where it is not named.
    """
    terms, whole, dataset = material.terms, material.dataset, shown or material.dataset
    _refuse_places(dataset.waves, material.places)
    known = sorted(set(dataset.tables[RETURNS]["alliance"].dropna()))
    origins = {alliance: material.origins.get(alliance, Origin("unbekannt")) for alliance in known}
    areas = coarsened(origins, returned(whole), terms)
    fates, quasi = _fates(material, areas)
    names = Identities.of(dataset, material.key)
    exact, others = _exact(material.indicators, fates)
    tables = {
        name: _table(frame, dataset.info.get(name), fates, names)
        for name, frame in dataset.tables.items()
        if name not in (RETURNS, QUALITY, INDICATORS) and _is_kept(dataset.info[name], fates, material.places)
    }
    about = _about_the_round(dataset, names, terms, exact)
    about[AREAS] = _areas(areas, material.key)
    info = {
        name: as_released(dataset.info[name], fates, material.places)
        for name in (*tables, *about)
        if name in dataset.info
    }
    return Release(
        replace(
            dataset,
            long=_long(dataset.long, fates, names, tables),
            tables={**tables, **about},
            info={**info, AREAS: _areas_info(areas)},
            newest=dataset.newest and _period_of(dataset.newest, terms),
            became={},
            panel=anonymous_panel(dataset.panel, fates, names, tables),
            masked=0,
        ),
        areas,
        fates,
        material,
        tuple(others),
        quasi,
    )


def _fates(material: Material, areas: Areas) -> tuple[Fates, dict[str, int]]:
    """What becomes of each question; and by quasi-identifier how small the smallest group would be."""
    whole = material.dataset
    by_kind = fates_of(whole, material.places, material.terms)
    fates, quasi = without_quasi_identifiers(whole, by_kind, areas.by_alliance)
    return with_formulas(fates, material.formulas, whole), quasi


def _period_of(moment: datetime, terms: Terms) -> datetime:
    """The day on which the last file came in is one alliance's."""
    first = datetime.fromisoformat(first_of(f"{moment:%Y-%m-%d}", terms))
    return first.replace(tzinfo=moment.tzinfo)


def _refuse_places(waves: Iterable[str], places: Places) -> None:
    """Ids of waves stand in every row, and cannot be other ones there."""
    if named := [wave for wave in waves if places.found_in_id(wave)]:
        raise RuecklaufError(
            f"the id of wave {named[0]} names a place.", remedy="Leave it out with --wave, or rename it."
        )


def returned(dataset: Dataset) -> dict[str, frozenset[str]]:
    """Who returned each wave."""
    table = dataset.tables[RETURNS]
    came = table[table["returned"].fillna(False)]
    return {str(wave): frozenset(own["alliance"]) for wave, own in came.groupby("wave")}


def _is_kept(info: TableInfo, fates: Fates, places: Places) -> bool:
    """Whether any question of a table is left, and its name says no place."""
    names_place = any(places.found_in_id(part) for part in info.name.split("."))
    return not names_place and any(not fates[info.name, field.id].is_left_out for field in fields_of(info))


def _table(frame: pd.DataFrame, info: TableInfo | None, fates: Fates, names: Identities) -> pd.DataFrame:
    assert info is not None
    kept = [
        column
        for column in info.columns
        if column.field is None or not fates[info.name, column.field.id].is_left_out
    ]
    made = frame[[column.name for column in kept]].copy()
    for column in kept:
        if column.field is not None and not column.says_why_missing:
            made[column.name] = _coarse(made[column.name], fates, (info.name, column.field.id), frame, names)
    return names.renamed(made)


def _coarse(
    column: pd.Series[Any], fates: Fates, question: tuple[str, str], frame: pd.DataFrame, names: Identities
) -> pd.Series[Any]:
    match fates[question]:
        case Fate.REFERENCE:
            return names.rows(frame["alliance"], column)
        case Fate.PERIOD:
            days = column.dt.strftime("%Y-%m-%d")
            firsts = days.map(lambda day: first_of(day, fates.terms), na_action="ignore")
            return _days(firsts, column)
        case Fate.SHORT | Fate.ROUNDED:
            numbers = column.astype("string")
            coarse = numbers.map(lambda text: fates.number(question, text), na_action="ignore")
            return coarse.astype("Int64")
        case _:
            return column


def _days(firsts: pd.Series[Any], like: pd.Series[Any]) -> pd.Series[Any]:
    made: pd.Series[Any] = pd.to_datetime(firsts).astype(like.dtype)
    return made


def _long(
    long: pd.DataFrame, fates: Fates, names: Identities, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    table = long["worksheet"] + "." + long["table"]
    asked = list(zip(table, long["field"], strict=True))
    kept = pd.Series(
        [question[0] in tables and not fates[question].is_left_out for question in asked],
        index=long.index,
        dtype=bool,
    )
    made = long.loc[kept, list(LONG_COLUMNS)].copy()
    own = [question for question, is_kept in zip(asked, kept, strict=True) if is_kept]
    made["value"] = [
        _value(fates, question, alliance, value, names)
        for question, alliance, value in zip(own, made["alliance"], made["value"], strict=True)
    ]
    order = {name: place for place, name in enumerate(tables)}
    made["_table"] = [order[question[0]] for question in own]
    return names.renamed(made, first=("_table",)).drop(columns="_table").astype("string")


def _value(
    fates: Fates, question: tuple[str, str], alliance: str, value: str, names: Identities
) -> str | None:
    if pd.isna(value):
        return None
    if fates[question] is Fate.REFERENCE:
        return names.row(alliance, value)
    return fates.value(question, value)


def _about_the_round(
    dataset: Dataset, names: Identities, terms: Terms, exact: Iterable[str]
) -> dict[str, pd.DataFrame]:
    returns = dataset.tables[RETURNS].copy()
    for name in _DAYS:
        days = returns[name].dt.strftime("%Y-%m-%d")
        firsts = days.map(lambda day: first_of(day, terms), na_action="ignore")
        returns[name] = _days(firsts, returns[name])
    measured = dataset.tables[INDICATORS]
    measured = measured[measured["indicator"].isin(list(exact))]
    return {
        RETURNS: names.renamed(returns),
        QUALITY: names.renamed(dataset.tables[QUALITY]),
        INDICATORS: names.renamed(measured, first=("indicator",)),
    }


def _exact(indicators: Iterable[BoundIndicator], fates: Fates) -> tuple[list[str], list[str]]:
    """Those that anybody could compute from the release, and all others."""
    exact: list[str] = []
    others: list[str] = []
    for bound in indicators:
        asked = [tuple(name.rsplit(".", 1)) for name in bound.inputs]
        # what nobody was asked has no values, here and there
        is_exact = all(fates.of.get((table, field), Fate.KEPT).is_exact for table, field in asked)
        (exact if is_exact else others).append(bound.indicator.id)
    return exact, others


def _areas(areas: Areas, key: ReleaseKey) -> pd.DataFrame:
    rows = sorted((key.numbers[name], *area) for name, area in areas.by_alliance.items())
    frame = pd.DataFrame(rows, columns=["alliance", "area_type", "size_class"], dtype="string")
    return frame.astype({"area_type": "category", "size_class": "category"})


def _areas_info(areas: Areas) -> TableInfo:
    types, sizes = (tuple(sorted({area[place] for area in areas.by_alliance.values()})) for place in (0, 1))
    columns = (
        ColumnInfo("alliance", "string"),
        ColumnInfo("area_type", "category", categories=types),
        ColumnInfo("size_class", "category", categories=sizes),
    )
    title = Localised({"de": "Gebietstyp und Größenklasse der Bündnisse"})
    worksheet, _, section = AREAS.partition(".")
    return TableInfo(AREAS, worksheet, section, title, (), (), columns)
