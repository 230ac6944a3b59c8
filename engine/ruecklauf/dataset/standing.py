"""What became of every answer beside what the form showed when it was sent; see `check.carried`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from ruecklauf.check.carried import (
    NOTHING,
    PREFILLED,
    Carried,
    Said,
    likeliest,
    read_carried,
    said_in_store,
)
from ruecklauf.dataset.planning import TablePlan
from ruecklauf.dataset.sent import Owner
from ruecklauf.definition.companions import GONE
from ruecklauf.fieldtypes.companion import ROW_STATUS, companion_kind
from ruecklauf.findings import Subject
from ruecklauf.store import IssuedForm, StoredAnswer
from ruecklauf.values import Missing

BECAME = "became"
"""The long table's column, and what begins the names of the tables that say it beside the wide ones."""
_KEYS = ["alliance", "wave", "row_id"]
_Row = tuple[Owner, Subject]


class Standings:
    """What each alliance's forms carried on, beside what came back in the same wave."""

    def __init__(self, issued: Iterable[IssuedForm], answers: Iterable[StoredAnswer]) -> None:
        now: dict[Owner, dict[Subject, Said]] = defaultdict(dict)
        statuses: dict[_Row, str] = {}
        for answer in answers:
            owner = answer.alliance, answer.wave
            now[owner][answer.subject] = said_in_store(answer.value, answer.missing)
            if answer.field == ROW_STATUS and answer.value:
                statuses[owner, answer.subject.row] = answer.value
        issued = tuple(issued)
        self._statuses = statuses
        self._issued: dict[Owner, list[IssuedForm]] = defaultdict(list)
        for form in issued:
            self._issued[form.alliance, form.wave].append(form)
        self._shown: dict[tuple[Owner, str], frozenset[Subject] | None] = {}
        self._carried = {
            owner: likeliest(forms, now[owner]) for owner, forms in _forms(issued).items() if owner in now
        }

    def of(self, owner: Owner, subject: Subject, value: str | None, missing: str | None) -> str | None:
        """What an answer became; None for what is no answer, or where the question did not come back."""
        if missing == Missing.NOT_RETURNED or companion_kind(subject.field):
            return None
        now = said_in_store(value, None if missing == Missing.NOT_ASKED else missing)
        carried = self._carried.get(owner, _NONE)
        if now == NOTHING and subject not in carried.answers:
            return None
        return carried.became(subject, now, row_confirmed=(owner, subject.row) in self._statuses).value

    def is_gone(self, owner: Owner, row: Subject) -> bool:
        """Whether the municipality says that a row is no more."""
        return self._statuses.get((owner, row)) == GONE

    def was_blank(self, owner: Owner, row: Subject) -> bool:
        """Whether the forms that may have been filled in are known, and none showed anything in a row."""
        key = owner, row.worksheet
        if key not in self._shown:
            self._shown[key] = _rows_shown(self._issued.get(owner, ()), row.worksheet)
        shown = self._shown[key]
        return shown is not None and row not in shown

    def column(self, values: pd.DataFrame) -> list[str | None]:
        """The same for every answer of a frame."""
        names = ("alliance", "wave", "worksheet", "section", "row_id", "field", "value", "missing", "raw")
        rows = zip(*(values[name] for name in names), strict=True)
        return [
            # what nobody entered was computed: it has become nothing beside what was sent
            None
            if _text(row[6]) is not None and _text(row[8]) is None
            else self.of((row[0], row[1]), Subject(*row[2:6]), _text(row[6]), _text(row[7]))
            for row in rows
        ]


_NONE = Carried()


def _text(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None


def _forms(issued: Iterable[IssuedForm]) -> dict[Owner, dict[str, tuple[Carried, ...]]]:
    """What forms carried on, by worksheet."""
    found: dict[Owner, dict[str, tuple[Carried, ...]]] = {}
    for form in issued:
        for worksheet, carried in read_carried(form.slots).items():
            own = found.setdefault((form.alliance, form.wave), {})
            own[worksheet] = (*own.get(worksheet, ()), carried)
    return found


def _rows_shown(issued: Iterable[IssuedForm], worksheet: str) -> frozenset[Subject] | None:
    """The rows of a worksheet in which its forms showed anything; None where that is not known of each."""
    forms = [form for form in issued if form.worksheet in ("", worksheet)]
    carried = [read_carried(form.slots).get(worksheet) for form in forms]
    is_known = all(
        form.slots and (made is not None or PREFILLED + worksheet not in form.slots)
        for form, made in zip(forms, carried, strict=True)
    )
    if not forms or not is_known:
        return None
    return frozenset(
        subject.row for made in carried if made is not None for subject in (*made.answers, *made.beside)
    )


def beside_wide(values: pd.DataFrame, plans: Mapping[str, TablePlan]) -> Iterator[tuple[str, pd.DataFrame]]:
    """For each wide table in which anything was carried on, the same rows and fields with what became of each
    answer; all of dtype string."""
    traced = values[values[BECAME].notna()]
    carried = set(traced.loc[traced[BECAME] != "new", "name"])
    for name, plan in plans.items():
        if name not in carried:
            continue
        own = traced[traced["name"] == name]
        wide = own.pivot(index=_KEYS, columns="field", values=BECAME).reset_index()
        wide.columns.name = None
        fields = [field.id for field in plan.fields if field.id in set(own["field"])]
        yield f"{BECAME}.{name}", wide[[*_KEYS, *fields]].astype("string")
