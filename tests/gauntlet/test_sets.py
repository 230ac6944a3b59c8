"""What counts after several files: nothing lost, nothing changed silently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forms.making import RECIPIENT, ROUND
from gauntlet.conftest import ROW
from gauntlet.filled import WORKSHEETS, told
from gauntlet.sets import OTHER, SETS, Set
from gauntlet.table import Row, is_written, read_rows
from rounds.playing import FrozenWorkspace, saved_at
from ruecklauf.findings import Finding, Subject
from ruecklauf.project import Alliance, create_project
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.values import canonical_text

HANDED_IN = datetime(2026, 11, 1, tzinfo=UTC)
SAVED = HANDED_IN - timedelta(days=1)
"""The files of a set are saved one after the other; what is no zip keeps the date it has."""
ALLIANCES = tuple(Alliance(one.id, one.name, one.ags, "kreis", one.email) for one in (RECIPIENT, OTHER))


class Imported:
    """A set of files after their import into a project of its own."""

    def __init__(self, one: Set, folder: Path) -> None:
        project = create_project(folder / "projekt", fictional=True, alliances=ALLIANCES)
        assert project.settings.waves[-1].id == ROUND.wave_id
        paths, files = [], list(one.files())
        for number, data in enumerate(files):
            paths.append(folder / f"{number}.xlsx")
            paths[-1].write_bytes(saved_at(data, SAVED + timedelta(minutes=files.index(data))))
        with FrozenWorkspace(project, makes=True) as workspace:
            workspace.store.save_declarations(WORKSHEETS)
            received = list(Receiver(workspace).receive_all(paths, now=HANDED_IN))
            self.outcomes = [found.outcome for found in received]
            self.findings: tuple[Finding, ...] = tuple(f for found in received for f in found.findings)
            with workspace.store.snapshot() as state:
                rows = (*state.values(), *state.contacts())
            self.values = {
                Subject(row.worksheet, row.section, row.row_id, row.field): row.value
                for row in rows
                if row.alliance == RECIPIENT.id
            }

    def wrong(self, wanted: Mapping[Subject, object]) -> list[str]:
        """Answers that were filled in and count with another value, or count though they should not."""
        return [
            f"{subject}: {self.values[subject]!r}, not {wanted.get(subject)!r}"
            for subject in told()
            if subject in self.values and self.values[subject] != wanted.get(subject)
        ]

    def lost(self, wanted: Mapping[Subject, object], gone: Mapping[Subject, object]) -> list[str]:
        """Answers that should count and do not, and such as no longer count without a finding naming them."""
        shown = "\n".join(f"{finding.found} {finding.message}" for finding in self.findings)
        return [str(subject) for subject in wanted if subject not in self.values] + [
            str(subject)
            for subject, value in gone.items()
            if subject not in self.values
            and str(value)[:40] not in shown
            and f"{subject.row_id} {subject.field}" not in shown
        ]


@pytest.mark.parametrize("one", SETS, ids=lambda one: one.name)
def test_what_counts_after_several_files(one: Set, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    imported = Imported(one, tmp_path)
    wanted = {subject: canonical_text(value) for subject, value in one.counting().items()}
    codes = {finding.code.partition(".")[0] for finding in imported.findings}
    wrong, lost = imported.wrong(wanted), imported.lost(wanted, one.gone())
    listed = ", ".join(f"`{code}`" for code in sorted(codes))
    counts = (str(len(wrong)), str(len(lost)))
    row = Row(("sets", one.name, "several senders", "accepted", "yes", listed, *counts, one.why, ""))
    request.node.user_properties.append((ROW, "\t".join(row.cells)))
    assert (wrong, lost) == ([], [])
    assert one.findings <= codes
    taken_in = {"accepted", "accepted_with_findings", "checked_again", "duplicate", "unpacked"}
    assert set(imported.outcomes) <= taken_in
    if not is_written():
        assert read_rows().get(row.name) == row
