"""Each row under the one id by which it is known over the waves, wherever it is named.

Crossings are named by the rows that they cross, and references name a row: both follow it, also where its
number was used again for something else, or where people decided that it is another one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ruecklauf.dataset.panel.lives import Lives, lives
from ruecklauf.dataset.panel.rows import PanelRow, Rows
from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.layout.geometry import referred

Links = Mapping[tuple[str, str, str], str]
"""By alliance, table and life of a row the id of the row that it is, as people decided."""


@dataclass(frozen=True, slots=True)
class KnownRows:
    """The rows of one table of one alliance, that are there in their wave."""

    rows: tuple[PanelRow, ...]
    lives: Lives
    """Before people decided that a row is another."""
    identities: Lives


_NONE = KnownRows((), {}, {})


@dataclass(frozen=True)
class Known:
    """All rows that were returned, as they are known over the waves.

    `newest` are the declarations in whose terms they are.
    """

    rows: Rows
    order: Sequence[str]
    links: Links
    newest: Mapping[str, Worksheet]
    _made: dict[tuple[str, str], KnownRows] = field(default_factory=dict)

    @cached_property
    def returned(self) -> dict[str, dict[str, list[str]]]:
        """The waves in which each alliance returned each table, in order."""
        return {
            table: {
                alliance: [wave for wave in self.order if wave in waves] for alliance, waves in of.items()
            }
            for table, of in self.rows.returned.items()
        }

    def of(self, alliance: str, table: str) -> KnownRows:
        """The rows of a table of an alliance; crossings and references name others as they are known."""
        own = self._known(alliance, table)
        return replace(own, rows=tuple(self._referring(row) for row in own.rows))

    def _known(self, alliance: str, table: str) -> KnownRows:
        """The same with references as they were returned."""
        key = alliance, table
        if key not in self._made:
            rows = self._crossings(self._by_table.get(key, ()))
            own = dict(lives(rows, self.returned.get(table, {}).get(alliance, ())))
            self._made[key] = KnownRows(tuple(rows), own, dict(_linked(rows, own, self.links)))
        return self._made[key]

    @cached_property
    def _by_table(self) -> dict[tuple[str, str], list[PanelRow]]:
        found: dict[tuple[str, str], list[PanelRow]] = defaultdict(list)
        for row in self.rows.rows:
            if not row.is_gone:
                found[row.alliance, row.table].append(row)
        return found

    def _crossings(self, rows: Sequence[PanelRow]) -> list[PanelRow]:
        """Where two of one wave would be the same one, because what they cross is not there, both keep their
        ids."""
        named = [(row, self._crossed(row, row.table, row.row_id)) for row in rows]
        counts = Counter((row.wave, row_id) for row, row_id in named)
        return [
            replace(row, row_id=row_id) if row_id != row.row_id and counts[row.wave, row_id] == 1 else row
            for row, row_id in named
        ]

    def _crossed(self, row: PanelRow, table: str, row_id: str) -> str:
        """A crossing by the rows that it crosses, as these are known; any other row by its own id."""
        ends, parts = self._ends.get(table, ()), row_id.split("-")
        if len(ends) != len(parts):
            return row_id
        return "-".join(self._name(row, end, part) for end, part in zip(ends, parts, strict=True))

    def _referring(self, row: PanelRow) -> PanelRow:
        references = self._references.get(row.table)
        if not references:
            return row
        cells = {
            name: cell._replace(value=self._name(row, references[name], cell.value))
            if name in references and cell.value
            else cell
            for name, cell in row.cells.items()
        }
        return replace(row, cells=cells)

    def _name(self, row: PanelRow, table: str, row_id: str) -> str:
        """The row that a row of the same wave names. Where its table did not come back in that wave, or it is
        not there, it is the one that had the id last."""
        row_id = self._crossed(row, table, row_id)
        identities = self._known(row.alliance, table).identities
        until = self.order[: self.order.index(row.wave) + 1]
        found = (identities.get((wave, row_id)) for wave in reversed(until))
        return next((name for name in found if name), row_id)

    @cached_property
    def _ends(self) -> dict[str, tuple[str, ...]]:
        """By cross table the two tables whose rows it crosses."""
        return {
            f"{worksheet.id}.{section.id}": tuple(
                referred(worksheet, section.field(end)) for end in (section.down, section.across)
            )
            for worksheet in self.newest.values()
            for section in worksheet.sections
            if isinstance(section, CrossSection)
        }

    @property
    def crossings(self) -> frozenset[str]:
        """The cross tables."""
        return frozenset(self._ends)

    @cached_property
    def _references(self) -> dict[str, dict[str, str]]:
        """By table the fields that refer to rows of another, with that table."""
        return {
            f"{worksheet.id}.{section.id}": {
                asked.id: referred(worksheet, asked) for asked in section.fields if asked.refers_to
            }
            for worksheet in self.newest.values()
            for section in worksheet.sections
        }


def _linked(rows: Sequence[PanelRow], own: Lives, links: Links) -> Iterable[tuple[tuple[str, str], str]]:
    """Rows by what they are. One that is said to be another stays itself where that is there, too."""
    there = {(wave, life) for (wave, _), life in own.items()}
    for row in rows:
        life = own[row.wave, row.row_id]
        linked = links.get((row.alliance, row.table, life), life)
        yield (row.wave, row.row_id), life if (row.wave, linked) in there else linked
