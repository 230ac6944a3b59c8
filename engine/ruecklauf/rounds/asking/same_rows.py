"""The panel of a project, and what people decide about rows that are the same under two ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ruecklauf.dataset.panel import Panel, build_panel
from ruecklauf.dataset.panel.likely import Likely, likely_same, numbers_used_again
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import DeclarationError, ProjectError
from ruecklauf.project import Alliance
from ruecklauf.rounds.known_same import OPEN, SAME, decided
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import SameRow


def panel_of(workspace: Workspace, *, waves: Sequence[str] | None = None) -> Panel:
    """The panel in the terms of today's declarations; while these have mistakes, of the newest kept ones."""
    library = _library(workspace)
    with workspace.store.snapshot() as state:
        said = decided(state, library)
    links = {pair[:3]: pair.same_as for pair, made in said.items() if made.state == SAME}
    order = [wave.id for wave in workspace.project.settings.waves]
    return build_panel(
        workspace.store, library=library, waves=waves, order=order, links=dict(_through(links))
    )


def suggestions(workspace: Workspace) -> tuple[Likely, ...]:
    """Rows that may be the same and about which nobody decided: typed anew under another number, or under the
    number of one that had been dropped."""
    panel = panel_of(workspace)
    with workspace.store.snapshot() as state:
        said = decided(state, _library(workspace))
    settled = {pair for pair, made in said.items() if made.state != OPEN}
    found = (
        likely
        for table, moments in panel.moments.items()
        if table not in panel.crossings
        for likely in (*likely_same(table, moments), *numbers_used_again(table, moments))
    )
    return tuple(
        pair for pair in found if (pair.alliance, pair.table, pair.row_id, pair.same_as) not in settled
    )


def decide_same(
    workspace: Workspace,
    alliance: Alliance,
    table: str,
    pair: tuple[str, str],
    *,
    state: str,
    person: str,
    reason: str,
    now: datetime,
) -> SameRow:
    """Record whether the second row is the first one; the newest decision about a pair counts.

    ProjectError for a table or row that there is not, for a cross table, and for two rows that stand in one
    return.
    """
    before, later = pair
    panel = panel_of(workspace)
    if table not in panel.moments:
        known = [name for name in panel.moments if not name.endswith("_bemerkungen")]
        raise ProjectError(f"there is no table {table!r}", remedy=f"There are: {', '.join(known) or 'none'}.")
    if table in panel.crossings:
        raise ProjectError(
            f"{table} is a cross table, and its rows are known by those that they cross",
            remedy="Decide about these; what is said where they cross follows.",
        )
    rows = {
        (moment.wave, moment.life)
        for moment in panel.moments[table]
        if moment.row is not None and moment.alliance == alliance.id
    }
    for row in pair:
        if row not in {row_id for _, row_id in rows}:
            raise ProjectError(f"{alliance.name} has no row {row!r} in {table}")
    both = sorted(wave for wave, row in rows if row == later and (wave, before) in rows)
    if both and state == SAME:
        raise ProjectError(f"{before} and {later} are two rows: both stand in the return of wave {both[0]}")
    worksheet, _, section = table.partition(".")
    made = SameRow(
        alliance=alliance.id, worksheet=worksheet, version=panel.newest[worksheet].version,
        section=section, row_id=later, same_as=before, state=state, person=person, reason=reason,
        recorded_at=now,
    )  # fmt: skip
    workspace.store.record_decisions([made])
    return made


def _library(workspace: Workspace) -> dict[str, Worksheet]:
    try:
        return workspace.library.worksheets
    except DeclarationError:
        return {}


def _through(
    links: Mapping[tuple[str, str, str], str],
) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Each row with the first one of a chain: typed anew twice, it is still the same."""
    for (alliance, table, row), same_as in links.items():
        seen = {row}
        while same_as not in seen and (alliance, table, same_as) in links:
            seen.add(same_as)
            same_as = links[alliance, table, same_as]
        yield (alliance, table, row), same_as


def as_rows(found: Iterable[Likely]) -> list[dict[str, object]]:
    """For JSON."""
    return [pair._asdict() for pair in found]
