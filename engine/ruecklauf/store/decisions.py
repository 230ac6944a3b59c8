"""What people decided about findings, returns and waves, with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Table, select

from ruecklauf.store import schema
from ruecklauf.store.reader import Reader, once


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The state that a person gave a finding."""

    alliance: str
    """Empty for a finding about a file that is nobody's, as is `wave`."""
    wave: str
    finding_key: str
    """By which the finding is known over imports; see `rounds.asking.points`."""
    code: str
    state: str
    person: str
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A return that was taken back."""

    sha256: str
    person: str
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A return that is to count rather than all that had come by then, whenever these were saved and sent."""

    sha256: str
    state: str
    """preferred, or open: what was decided before is taken back."""
    person: str
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveDecision:
    """A wave that was closed or opened."""

    wave: str
    state: str
    person: str
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SameRow:
    """Whether a row is the one that another return of the alliance has under another id."""

    alliance: str
    worksheet: str
    version: str
    """The version of the worksheet in whose words section and rows are named."""
    section: str
    row_id: str
    """The later row."""
    same_as: str
    """The row that was there before."""
    state: str
    """same, different, or open: what was decided before is taken back."""
    person: str
    reason: str
    recorded_at: datetime


PREFERRED = "preferred"
"""The state of a return that is to count rather than those that came before the decision."""
PLANNED = "planned"
"""The state of a wave of which nothing is to be done yet."""
CLOSED = "closed"
"""The state of a wave in which no return is taken in any more."""
Decision = Settlement | Withdrawal | Preference | WaveDecision | SameRow
_TABLES: dict[type[Decision], Table] = {
    Settlement: schema.settlement,
    Withdrawal: schema.withdrawal,
    Preference: schema.preference,
    WaveDecision: schema.wave_state,
    SameRow: schema.same_row,
}


def decision_rows(decisions: Iterable[Decision]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """The rows of decisions by their tables, in the order given."""
    for table, some in groupby(decisions, key=lambda decision: _TABLES[type(decision)]):
        yield table, [asdict(decision) for decision in some]


class DecisionReader(Reader):
    """Questions about decisions, which come in the order in which they were recorded."""

    @once
    def settlements(self) -> tuple[Settlement, ...]:
        return tuple(Settlement(**row) for row in self._recorded(schema.settlement))

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        return tuple(Withdrawal(**row) for row in self._recorded(schema.withdrawal))

    def preferences(self) -> tuple[Preference, ...]:
        return tuple(Preference(**row) for row in self._recorded(schema.preference))

    def preferred(self) -> tuple[Preference, ...]:
        """Those that hold: of each file the newest decision, unless it takes back what was decided before."""
        newest: dict[str, Preference] = {}
        for made in self.preferences():
            newest.pop(made.sha256, None)
            newest[made.sha256] = made
        return tuple(made for made in newest.values() if made.state == PREFERRED)

    def is_closed(self, wave: str, declared: str | None = None) -> bool:
        """Whether the newest decision about a wave closed it; without one, whether it is declared closed."""
        return self.wave_decided(wave, declared) == CLOSED

    def wave_decided(self, wave: str, declared: str | None = None) -> str | None:
        """The state that the newest decision gave a wave; without one, the state declared."""
        made = [decision for decision in self.wave_decisions() if decision.wave == wave]
        return made[-1].state if made else declared

    def wave_decisions(self) -> tuple[WaveDecision, ...]:
        return tuple(WaveDecision(**row) for row in self._recorded(schema.wave_state))

    def same_rows(self) -> tuple[SameRow, ...]:
        return tuple(SameRow(**row) for row in self._recorded(schema.same_row))

    def _recorded(self, table: Table) -> Iterator[dict[str, Any]]:
        columns = [column for column in table.c if column.name != "id"]
        for row in self._connection.execute(select(*columns).order_by(table.c.id)).mappings():
            yield {str(name): found for name, found in row.items()}
