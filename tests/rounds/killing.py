"""Importers that are killed again and again, two at a time; run as a program of its own, without threads.

Usage: killing.py FOLDER KILLS [POSTGRES]. Prints what it saw as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import uuid4

from sqlalchemy import create_engine
from sqlalchemy.schema import CreateSchema, DropSchema

from rounds.playing import Game
from ruecklauf.project import Project
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Outcome

Contents = tuple[int, int, int, int]
"""How many times a file is accepted, and its values, records and personal values."""
NOW = datetime(2026, 7, 1, tzinfo=UTC)
ROUNDS = 10
"""Rounds of two killed importers, after which what is left is imported in peace and looked at."""
LONGEST = 0.6
"""Seconds after which an importer is killed at the latest."""


@dataclass(frozen=True)
class Stage:
    """Files to import, and the project that they are imported into."""

    project: Project
    files: tuple[Path, ...]

    def run(self, files: Sequence[Path]) -> None:
        """Import in this process."""
        with Workspace(self.project) as workspace:
            for _ in Receiver(workspace).receive_all(files, now=NOW):
                pass

    def begin(self, files: Sequence[Path]) -> int:
        """Import in a process of its own; its id."""
        child = os.fork()
        if child:
            return child
        try:
            self.run(files)
        finally:
            os._exit(0)

    def kill_two(self, rng: Random) -> Counter[str]:
        """Two importers at once, killed at a moment of chance; how they ended."""
        children = [self.begin(rng.sample(self.files, len(self.files))) for _ in range(2)]
        time.sleep(rng.uniform(0, LONGEST))
        for child in children:
            os.kill(child, signal.SIGKILL)
        codes = [os.waitpid(child, 0)[1] for child in children]
        killed = sum(os.WIFSIGNALED(code) for code in codes)
        return Counter({"killed": killed, "finished": len(codes) - killed})


def answers(number: int) -> dict[tuple[str, str, str, str], str]:
    """What file `number` says."""
    return {
        ("akteure", "akteure", f"AK00{row}", field): f"{field} {number}-{row}"
        if field == "institution"
        else "ja"
        for row in range(1, 6)
        for field in ("vorhanden", "institution", "koop")
    } | {("akteure", "akteure", "AK001", "ap_mail"): f"amt{number}@kreis.example"}


def contents(stage: Stage) -> dict[str, Contents]:
    """What the databases have of each file; a file that is accepted twice or has nothing is a fault."""
    with Workspace(stage.project) as workspace, workspace.store.snapshot() as state:
        accepted = [one for one in state.submissions() if one.outcome is Outcome.ACCEPTED]
        values = Counter(row.submission_id for row in state.values(current_only=False))
        records = Counter(row.submission_id for row in state.records(current_only=False))
        with workspace.store.snapshot() as state:
            contacts = Counter(row.sha256 for row in state.contacts(current_only=False))
        times = Counter(one.sha256 for one in accepted)
        return {
            one.sha256: (times[one.sha256], values[one.id], records[one.id], contacts[one.sha256])
            for one in accepted
        }


def prepare(folder: Path, urls: tuple[str, str] | None) -> Stage:
    """A new project with forms made, and six returns of its two alliances."""
    game = Game(folder, urls)
    files = tuple(game.saved(game.filled(("Kleve", "Köln")[n % 2], answers(n))) for n in range(6))
    game.close()
    return Stage(game.workspace.project, files)


@contextmanager
def databases(base: str) -> Iterator[tuple[str, str] | None]:
    """Two empty schemas of a PostgreSQL database, dropped afterwards; None for files in the project."""
    if not base:
        yield None
        return
    schemas = [f"{kind}_{uuid4().hex}" for kind in ("answers", "contacts")]
    engine = create_engine(base)
    with engine.begin() as connection:
        for schema in schemas:
            connection.execute(CreateSchema(schema))
    engine.dispose()
    yield tuple(f"{base}?options=-csearch_path%3D{schema}" for schema in schemas)  # type: ignore[misc]
    with engine.begin() as connection:
        for schema in schemas:
            connection.execute(DropSchema(schema, cascade=True))
    engine.dispose()


def faults_in(stage: Stage, expected: Mapping[str, Contents], *, complete: bool) -> list[str]:
    """What is not as it would be had nothing been killed."""
    found = contents(stage)
    faults = [
        f"{sha256}: {one}, not {expected[sha256]}" for sha256, one in found.items() if one != expected[sha256]
    ]
    if complete and found.keys() != expected.keys():
        faults.append(f"{len(found)} of {len(expected)} files")
    with Workspace(stage.project) as workspace:
        damages = workspace.archive.verify()
        missing = [
            sha256 for sha256 in found if not (workspace.archive.folder / sha256[:2] / sha256).is_file()
        ]
    faults += [f"{one.path.name} {one.what}" for one in damages if one.path.suffix != ".part"]
    return faults + [f"{sha256} is not archived" for sha256 in missing]


def main(folder: Path, kills: int, base: str) -> None:
    rng = Random(2026)
    with databases(base) as urls:
        stage = prepare(folder / "undisturbed", urls)
        stage.run(stage.files)
        expected = contents(stage)
    seen: Counter[str] = Counter()
    faults: list[str] = []
    while seen["killed"] < kills:
        with databases(base) as urls:
            stage = prepare(folder / f"project-{seen['projects']}", urls)
            for _ in range(ROUNDS):
                seen += stage.kill_two(rng)
                faults += faults_in(stage, expected, complete=False)
                seen["left incomplete"] += len(contents(stage)) < len(expected)
            stage.run(stage.files)
            faults += faults_in(stage, expected, complete=True)
        seen["projects"] += 1
    print(json.dumps({"seen": dict(seen), "faults": faults}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
