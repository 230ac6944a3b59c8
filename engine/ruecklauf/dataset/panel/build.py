"""The panel as data frames of texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from ruecklauf.dataset.computed import computed_answers
from ruecklauf.dataset.merging import newest_first
from ruecklauf.dataset.panel.alliances import Participation, participations
from ruecklauf.dataset.panel.histories import Moment, histories
from ruecklauf.dataset.panel.knowing import Known, Links
from ruecklauf.dataset.panel.rows import NOTHING, Rows, Waves
from ruecklauf.dataset.standing import BECAME, Standings
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.companion import explained_question
from ruecklauf.store import Store
from ruecklauf.values import SEPARATOR

ALLIANCES, CHANGES = "panel_alliances", "panel_changes"
_KEYS = ("alliance", "wave", "version", "row_id", "row_id_original", "printed")
_ABOUT = ("panel_first", "panel_last", "panel_status", "panel_changed", "panel_balanced")
_CHANGED = (
    "alliance", "table", "row_id", "field", "wave_before", "wave", "before", "now", "before_missing",
    "now_missing", "before_original", "now_original",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """What is the same over waves."""

    alliances: tuple[Participation, ...]
    moments: Mapping[str, tuple[Moment, ...]]
    """Every row in every wave, by `worksheet.section` in the newest terms."""
    fields: Mapping[str, tuple[str, ...]]
    """Its fields in the newest declaration's order, without personal ones."""
    balanced: Mapping[str, frozenset[str]]
    """By table the alliances that returned it in every wave in which anybody did."""
    newest: Mapping[str, Worksheet]
    """The declarations in whose terms it is, by id."""
    crossings: frozenset[str] = frozenset()
    """The cross tables: their rows are named by those that they cross, and follow these."""

    def frames(self) -> dict[str, pd.DataFrame]:
        """`panel_alliances`, `panel_changes`, and `panel.worksheet.section` for each table."""
        tables = {f"panel.{table}": self._table(table) for table in self.moments}
        return {ALLIANCES: _alliances(self.alliances), CHANGES: self._changes(), **tables}

    def _table(self, table: str) -> pd.DataFrame:
        fields = self.fields[table]
        ends = ("", "_missing", "_original", f"_{BECAME}")
        values = [f"{name}{end}" for name in fields for end in ends]
        rows = [self._row(table, moment, fields) for moment in self.moments[table]]
        return pd.DataFrame(rows, columns=[*_KEYS, *_ABOUT, *values], dtype="string")

    def _row(self, table: str, moment: Moment, fields: Sequence[str]) -> list[str | None]:
        row = moment.row
        where = (row.version, row.row_id_original, _yes(row.printed)) if row else (None, None, None)
        about = [moment.alliance, moment.wave, where[0], moment.row_id, *where[1:]]
        changed = "; ".join(
            f"{change.field}: {change.before.value or change.before.missing or ''} → "
            f"{change.now.value or change.now.missing or ''}"
            for change in moment.changes
        )
        balanced = _yes(moment.alliance in self.balanced[table])
        about += [moment.first, moment.last, str(moment.status), changed or None, balanced]
        cells = [row.cells.get(name, NOTHING) if row else NOTHING for name in fields]
        return about + [part for cell in cells for part in (*cell[:3], cell.became)]

    def _changes(self) -> pd.DataFrame:
        rows = [
            (
                moment.alliance, table, moment.row_id, change.field, moment.before, moment.wave,
                change.before.value, change.now.value, change.before.missing, change.now.missing,
                change.before.original, change.now.original,
            )
            for table, moments in self.moments.items()
            for moment in moments
            for change in moment.changes
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(_CHANGED), dtype="string")


def build_panel(
    store: Store,
    *,
    library: Mapping[str, Worksheet] | None = None,
    waves: Sequence[str] | None = None,
    order: Sequence[str] = (),
    links: Links | None = None,
) -> Panel:
    """The current returns of these waves, or of all, over waves in their `order`; others follow by name.

    `library` are the newest declarations by id; without them the newest ones of which forms were made.
    """
    with store.snapshot() as state:
        kept = state.declarations()
        returns = [returned for returned in state.current() if waves is None or returned.wave in waves]
        newest = {**_newest(kept.values()), **(library or {})}
        answers = (*state.values(waves=waves), *computed_answers(state, waves))
        carried = Waves(returns, kept, newest, Standings(state.issued(), answers))
        rows = carried.rows(state.records(waves=waves), answers)
        alliances = tuple(participations(state, waves))
    order = _in_order((returned.wave for returned in returns), order)
    tables = [table for table in _tables(newest, rows) if table in rows.returned]
    known = Known(rows, order, links or {}, newest)
    return Panel(
        alliances,
        {table: tuple(histories(known, table)) for table in tables},
        {table: _fields(newest, table, rows) for table in tables},
        {table: _balanced(rows.returned[table]) for table in tables},
        newest,
        known.crossings,
    )


def _newest(kept: Iterable[Worksheet]) -> dict[str, Worksheet]:
    by_id: dict[str, dict[str, Worksheet]] = {}
    for worksheet in kept:
        by_id.setdefault(worksheet.id, {})[worksheet.content_hash] = worksheet
    return {name: versions[newest_first(versions)[0]] for name, versions in by_id.items()}


def _in_order(there: Iterable[str], order: Sequence[str]) -> list[str]:
    waves = set(there)
    return [*(wave for wave in order if wave in waves), *sorted(waves - set(order))]


def _tables(newest: Mapping[str, Worksheet], rows: Rows) -> list[str]:
    """In declared order, then those that are declared no longer."""
    declared = [
        f"{worksheet.id}.{section.id}"
        for _, worksheet in sorted(newest.items())
        for section in worksheet.sections
    ]
    return [*declared, *sorted(set(rows.returned) - set(declared))]


def _fields(newest: Mapping[str, Worksheet], table: str, rows: Rows) -> tuple[str, ...]:
    worksheet, _, section = table.partition(".")
    found = (
        [declared for declared in newest[worksheet].sections if declared.id == section]
        if worksheet in newest
        else []
    )
    if found:
        open_ = (asked.id for asked in found[0].fields if not asked.personal)
        return tuple(name for name in open_ if explained_question(name) is None)
    return tuple(sorted({name for row in rows.rows if row.table == table for name in row.cells}))


def _balanced(returned: Mapping[str, Collection[str]]) -> frozenset[str]:
    every = {wave for waves in returned.values() for wave in waves}
    return frozenset(alliance for alliance, waves in returned.items() if every <= set(waves))


def _alliances(found: Iterable[Participation]) -> pd.DataFrame:
    rows = [[_text(part) for part in participation] for participation in found]
    return pd.DataFrame(rows, columns=list(Participation._fields), dtype="string")


def _yes(truth: bool) -> str:
    return "true" if truth else "false"


def _text(part: object) -> str | None:
    match part:
        case bool():
            return _yes(part)
        case datetime():
            return f"{part:%Y-%m-%d}"
        case tuple():
            return SEPARATOR.join(part) or None
        case None:
            return None
        case _:
            return str(part)
