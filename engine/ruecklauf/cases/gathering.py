"""Everything of one case: material, findings by their codes, indicators over the waves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from ruecklauf.definition.models import Worksheet
from ruecklauf.project import Alliance
from ruecklauf.report.wording import NONE, Wording
from ruecklauf.rounds.evaluating.evaluation import Evaluation, plain_rows

WORKSHEET = "fallstudie"
RELEASED = "ja"
_RECORD, _MATERIAL, _FINDINGS = (
    f"{WORKSHEET}.{section}" for section in ("fallstudie", "fall_material", "fall_befunde")
)
_GENERAL = {"stadt", "kreis", "städteregion", "gemeinde", "landkreis", "bündnis", "rhein", "nord", "süd"}
"""Words of names that stand in many."""
_SHORTEST = 4
"""Letters of a word of a name by which a place is known."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One municipality; of one that is not released no text names it."""

    name: str
    """Its own where it is released, else `Kommune A` and so forth."""
    letter: str
    released: bool
    record: Record
    material: tuple[Record, ...]
    findings: tuple[tuple[str, tuple[Record, ...]], ...]
    """By the labels of their codes, in the order of the list."""
    waves: tuple[str, ...]
    indicators: tuple[tuple[str, str, tuple[float | None, ...]], ...]
    """Label, unit and the value in each wave; None is missing."""


def cases(
    evaluation: Evaluation,
    wave: str,
    alliances: Sequence[Alliance],
    worksheet: Worksheet,
    *,
    language: str,
    unnamed: str,
) -> tuple[Case, ...]:
    """The cases of a wave, in the order of the alliances' random ids; `unnamed` has a {letter}."""
    rows = {name: _rows(evaluation, name, wave) for name in (_RECORD, _MATERIAL, _FINDINGS)}
    answering = {row["alliance"] for some in rows.values() for row in some}
    known = sorted((each for each in alliances if each.id in answering), key=lambda each: each.id)
    found = []
    for number, alliance in enumerate(known):
        own = {name: [row for row in some if row["alliance"] == alliance.id] for name, some in rows.items()}
        letter = ascii_uppercase[number] if number < len(ascii_uppercase) else str(number + 1)
        record = next(iter(own[_RECORD]), {})
        released = record.get("freigabe_name") == RELEASED
        name = alliance.name if released else unnamed.format(letter=letter)
        veil = _Veil(None if released else alliance, name)
        found.append(
            Case(
                name,
                letter,
                released,
                veil.over(record),
                tuple(map(veil.over, own[_MATERIAL])),
                _by_code(list(map(veil.over, own[_FINDINGS])), _labels(worksheet, "fallcodes", language)),
                evaluation.frames.waves,
                _indicators(evaluation, alliance.id, language),
            )
        )
    return tuple(found)


def _rows(evaluation: Evaluation, name: str, wave: str) -> list[Record]:
    table = evaluation.frames.tables.get(name)
    return [] if table is None else plain_rows(table[table["wave"] == wave])


class _Veil:
    """Takes out of texts what names an alliance."""

    def __init__(self, alliance: Alliance | None, instead: str) -> None:
        self._instead = instead
        words = re.findall(r"\w+", alliance.name) if alliance else []
        telling = [word for word in words if len(word) >= _SHORTEST and word.casefold() not in _GENERAL]
        names = [alliance.name, *telling, alliance.id, *alliance.ags] if alliance else []
        self._names = [re.compile(rf"{re.escape(name)}\w*", re.IGNORECASE) for name in names]

    def over(self, record: Mapping[str, Any]) -> Record:
        return {field: self._veiled(value) for field, value in record.items() if field != "alliance"}

    def _veiled(self, value: Any) -> Any:
        if isinstance(value, str):
            for name in self._names:
                value = name.sub(self._instead, value)
        return value


def _labels(worksheet: Worksheet, name: str, language: str) -> dict[str, str]:
    codelist = worksheet.lists.get(name)
    return {code.code: code.label.told(language) for code in codelist.codes} if codelist else {}


def kinds_of(worksheet: Worksheet, language: str) -> dict[str, str]:
    """Labels of the kinds of material."""
    return _labels(worksheet, "materialarten", language)


def evidence(case: Case, row: Record, say: Wording) -> str:
    """By what a finding is shown: the number of its material, what that is, and whether it may be quoted."""
    number = row.get("beleg")
    shown = next(
        (each.get("material") for each in case.material if number and each["row_id"] == number), None
    )
    quotable = say("quotable") if row.get("zitierbar") == "true" else None
    return " · ".join(filter(None, (f"{say('evidence')}: {number or NONE}", shown, quotable)))


def _by_code(
    findings: Sequence[Record], labels: Mapping[str, str]
) -> tuple[tuple[str, tuple[Record, ...]], ...]:
    codes = dict.fromkeys([*labels, *(str(row.get("fallcode")) for row in findings)])
    groups = {code: tuple(row for row in findings if str(row.get("fallcode")) == code) for code in codes}
    return tuple((labels.get(code, "–"), group) for code, group in groups.items() if group)


def _indicators(
    evaluation: Evaluation, alliance: str, language: str
) -> tuple[tuple[str, str, tuple[float | None, ...]], ...]:
    """Those that alliances are told, where there is a value in any wave."""
    table = evaluation.measured
    own = plain_rows(table[(table["alliance"] == alliance).fillna(False)])
    values = {(row["indicator"], row["wave"]): row["value"] for row in own}
    found = []
    for each in (bound.indicator for bound in evaluation.indicators if bound.indicator.feedback):
        series = tuple(values.get((each.id, wave)) for wave in evaluation.frames.waves)
        if any(value is not None for value in series):
            found.append((each.label.told(language), each.unit.told(language), series))
    return tuple(found)
