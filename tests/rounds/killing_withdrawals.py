"""Withdrawals that are killed before statements spread over all that they send; a program, without threads.

Usage: killing_withdrawals.py FOLDER KILLS [POSTGRES]. Prints what it saw as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, event

from rounds.killing import NOW, databases
from rounds.playing import Game
from ruecklauf.project import Project, open_project
from ruecklauf.rounds.asking.withdrawing import take_back
from ruecklauf.rounds.clerk import Clerk
from ruecklauf.rounds.desk import lay_out
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workers import ThisProcess
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Withdrawal

Answers = dict[tuple[str, ...], str | None]


def half(first: int) -> dict[tuple[str, str, str, str], str]:
    """What one of two departments says."""
    return {
        ("akteure", "akteure", f"AK{row:03}", field): text
        for row in range(first, first + 8)
        for field, text in (("institution", f"Amt {row}"), ("ap_mail", f"amt{row}@kreis.example"))
    }


def prepare(folder: Path, urls: tuple[str, str] | None) -> Path:
    """A project in which two halves were read together."""
    game = Game(folder, urls)
    for name, first in (("erste.xlsx", 2), ("zweite.xlsx", 21)):
        game.hand_in(game.filled("Kleve", half(first)), name)
    game.close()
    return folder


def take_back_first(root: Path) -> None:
    with Workspace(open_project(root)) as workspace:
        with workspace.store.snapshot() as state:
            sha256 = next(one.sha256 for one in state.receipts() if one.file_name == "erste.xlsx")
        made = Withdrawal(sha256=sha256, person="Kim", reason="Entwurf", recorded_at=NOW)
        take_back(workspace, made, ThisProcess(Clerk(lay_out(workspace))))


def statements(root: Path, last: int) -> int:
    """How many statements a withdrawal sends to the databases; -1 if it was killed before the `last` one."""
    sent, told = 0, os.pipe()
    child = os.fork()
    if not child:

        def count(*_: object) -> None:
            nonlocal sent
            sent += 1
            if sent == last:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        try:
            take_back_first(root)
            os.write(told[1], str(sent).encode())
        finally:
            os._exit(0)
    os.close(told[1])
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    with os.fdopen(told[0]) as found:
        return -1 if killed else int(found.read())


def answers(project: Project) -> Answers:
    with Workspace(project) as workspace, workspace.store.snapshot() as state:
        rows = (*state.values(), *state.contacts())
        return {(*row.subject, row.sha256): row.value for row in rows}


def finish(root: Path) -> bool:
    """What whoever saw it killed does: withdraw anew, or import something; whether the first was needed."""
    with Workspace(open_project(root)) as workspace, workspace.store.snapshot() as state:
        is_recorded = bool(state.withdrawals())
    if not is_recorded:
        take_back_first(root)
    with Workspace(open_project(root)) as workspace:
        tuple(Receiver(workspace).receive_all([], now=NOW + timedelta(hours=1)))
    return not is_recorded


def faults_in(root: Path, expected: Answers) -> list[str]:
    project = open_project(root)
    faults = [] if answers(project) == expected else ["other answers count"]
    with Workspace(project) as workspace, workspace.store.snapshot() as state:
        if len(state.withdrawals()) != 1:
            faults.append(f"{len(state.withdrawals())} withdrawals are recorded")
        if state.lacking():
            faults.append("answers are lacking")
        faults += [str(damage) for damage in workspace.archive.verify() if damage.path.suffix != ".part"]
    return faults


def main(folder: Path, kills: int, base: str) -> None:
    template = prepare(folder / "template", None)

    def project(name: str, urls: tuple[str, str] | None) -> Path:
        if urls:
            return prepare(folder / name, urls)
        return Path(shutil.copytree(template, folder / name))

    with databases(base) as urls:
        undisturbed = project("undisturbed", urls)
        both = answers(open_project(undisturbed))
        needed = statements(undisturbed, 0)
        expected = answers(open_project(undisturbed))
    seen: Counter[str] = Counter()
    faults: list[str] = []
    for number in range(kills):
        with databases(base) as urls:
            root = project(f"project-{number}", urls)
            seen["killed"] += statements(root, 1 + needed * (2 * number + 1) // (2 * kills)) < 0
            before = answers(open_project(root))
            seen["as before"] += before == both
            seen["in between"] += before not in (both, expected)
            seen["withdrawn anew"] += finish(root)
            faults += [f"{number}: {fault}" for fault in faults_in(root, expected)]
    print(json.dumps({"seen": dict(seen), "faults": faults}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
