"""Two tables about the returns themselves: who was asked and answered, and how completely.

They stand beside the answers in frames and exports, so that figures about the round can be recomputed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from ruecklauf.findings import Severity
from ruecklauf.indicators.grouping import KEYS
from ruecklauf.store import Outcome, Snapshot, StoredFinding, StoredSubmission
from ruecklauf.texts import load_texts

Key = tuple[str, str]
"""Alliance and wave."""

RETURNS = "evaluation.returns"
QUALITY = "evaluation.quality"
RETURN_COLUMNS = {
    "alliance": "string",
    "wave": "string",
    "reference_date": "datetime64[s]",
    "sent": "boolean",
    "sent_on": "datetime64[s]",
    "returned": "boolean",
    "received_on": "datetime64[s]",
    "files": "Int64",
    "refused": "Int64",
    "first_pass": "boolean",
    "questions": "Int64",
    "damaged": "boolean",
}
"""Columns of the table of returns with their types in exports; in frames they are texts."""
QUALITY_COLUMNS = {
    "alliance": "string",
    "wave": "string",
    "worksheet": "string",
    "applicable": "Int64",
    "unanswered": "Int64",
    "unknown": "Int64",
    "rows_before": "Int64",
    "rows_unchanged": "Int64",
    "rows_carried": "Int64",
    "rows_untouched": "Int64",
}
"""Likewise of the table of counts."""


def returns_table(
    state: Snapshot, days: Mapping[str, date], waves: Collection[str] | None = None
) -> pd.DataFrame:
    """One row for everyone who was sent a form or returned one, with texts; sorted by wave and alliance.

    `days` are the waves' reference dates.

    `sent`: a form was made. `returned`: a return counts. `received_on`: the day of the first one. `files`:
    different files that were accepted, `refused`: that were not. `first_pass`: nothing was to be asked about
    the first return. `questions`: what is to be asked about the current ones. `damaged`: the first return was
    not as it was sent.
    """
    sent: dict[Key, datetime] = {}
    for form in state.issued():
        key = (form.alliance, form.wave)
        sent[key] = min(sent.get(key, form.created_at), form.created_at)
    about = _Returned.of(state)
    known = sorted({*sent, *about.counting}, key=lambda key: key[::-1])
    rows = [
        {
            "alliance": key[0],
            "wave": key[1],
            "reference_date": days[key[1]].isoformat() if key[1] in days else None,
            "sent": _truth(key in sent),
            "sent_on": sent[key].date().isoformat() if key in sent else None,
            **about.row(state, key),
        }
        for key in known
        if waves is None or key[1] in waves
    ]
    return pd.DataFrame(rows, columns=list(RETURN_COLUMNS), dtype=object).assign(row_id="")


@dataclass(frozen=True, slots=True)
class _Returned:
    """What came back, by alliance and wave."""

    counting: frozenset[Key]
    files: Counter[tuple[str, str, Outcome]]
    first: Mapping[Key, StoredSubmission]
    questions: Counter[Key]
    asked_first: Counter[int]

    @classmethod
    def of(cls, state: Snapshot) -> _Returned:
        imports = _imports(state)
        first = _first(imports)
        numbers = {each.id for each in first.values()}
        return cls(
            frozenset((each.alliance, each.wave) for each in state.current()),
            Counter((each.alliance, each.wave, each.outcome) for each in imports),
            first,
            _questions(state.findings()),
            _questions_by_import(state.findings(current_only=False), numbers),
        )

    def row(self, state: Snapshot, key: Key) -> dict[str, str | None]:
        came = key in self.counting
        began = self.first.get(key) if came else None
        return {
            "returned": _truth(came),
            "received_on": _day(state, began) if began else None,
            "files": str(self.files[*key, Outcome.ACCEPTED]),
            "refused": str(self.files[*key, Outcome.REFUSED]),
            "first_pass": _truth(not self.asked_first[began.id]) if began else None,
            "questions": str(self.questions[key]) if came else None,
            "damaged": _truth(_is_damaged(began)) if began else None,
        }


def _imports(state: Snapshot) -> tuple[StoredSubmission, ...]:
    """The newest import of every file."""
    return tuple({each.sha256: each for each in state.submissions()}.values())


def _first(imports: Iterable[StoredSubmission]) -> dict[tuple[str, str], StoredSubmission]:
    accepted = [each for each in imports if each.outcome is Outcome.ACCEPTED]
    newest_first = sorted(accepted, key=lambda each: (each.received_at, each.id), reverse=True)
    return {(each.alliance, each.wave): each for each in newest_first}


def _day(state: Snapshot, submission: StoredSubmission) -> str:
    receipts = state.receipts(submission.sha256)
    moments = [receipt.sent_at or receipt.received_at for receipt in receipts]
    return min(moments, default=submission.received_at).date().isoformat()


def is_question(stored: StoredFinding) -> bool:
    """Whether the municipality is to be asked: notes and what only the team can judge are none."""
    code = stored.finding.code.partition(".")[0]
    known = load_texts()
    for_team = code in known.finding_codes and known.finding(code).for_team
    return stored.finding.severity is not Severity.NOTE and not for_team


def _questions(findings: Iterable[StoredFinding]) -> Counter[tuple[str, str]]:
    return Counter((each.alliance, each.wave) for each in findings if is_question(each))


def _questions_by_import(findings: Iterable[StoredFinding], imports: set[int]) -> Counter[int]:
    asked = (each for each in findings if each.submission_id in imports)
    return Counter(each.submission_id for each in asked if is_question(each))


def _is_damaged(submission: StoredSubmission) -> bool:
    """Whether sheets or names were lost, cells moved, or anything was done to a sheet."""
    condition = submission.condition or {}
    marks = (
        "sheets_missing",
        "names_lost",
        "cells_moved",
        "sheets",
        "hidden_sheets_missing",
        "sheets_renamed",
    )
    return any(condition.get(mark) for mark in marks)


def _truth(is_so: bool) -> str:
    return "true" if is_so else "false"


def typed(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """A table of texts with the types of exports."""
    frame = pd.DataFrame(index=range(len(table)))
    for name, dtype in columns.items():
        column = table[name].reset_index(drop=True)
        if dtype == "boolean":
            column = column.map({"true": True, "false": False})
        elif dtype == "Int64":
            column = pd.to_numeric(column)
        frame[name] = column.astype(pd.api.types.pandas_dtype(dtype))
    return frame


def days_of(returns: pd.DataFrame) -> dict[str, date]:
    """The reference date of each wave."""
    known = returns.dropna(subset=["reference_date"]).drop_duplicates("wave")
    return {
        wave: date.fromisoformat(day)
        for wave, day in zip(known["wave"], known["reference_date"], strict=True)
    }


def who_returned(returns: pd.DataFrame) -> pd.MultiIndex:
    """Alliances with a return that counts, by wave."""
    came = returns.loc[returns["returned"] == "true", KEYS]
    return pd.MultiIndex.from_frame(came.astype(object)).sort_values()
