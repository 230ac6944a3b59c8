"""Senders that are killed again and again; run as a program of its own, without threads.

Usage: killed.py FOLDER KILLS. Prints what it saw as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from random import Random

from aiosmtpd.smtp import SMTP, Envelope, Session

from cli.conftest import SETTINGS, make_databases
from ruecklauf.fieldwork.mailing import Wanted, deliver, plan
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.fieldwork.ways import Sending
from ruecklauf.project import Project, open_project
from ruecklauf.project.settings import Mail
from ruecklauf.rounds.workspace import Workspace

NOW = datetime(2026, 7, 1, tzinfo=UTC)
ALLIANCES = 20
LONGEST = 0.6
"""Seconds after which a sender is killed at the latest."""


class Taking:
    """Notes every message in a file at once, as it is accepted."""

    def __init__(self, taken: Path) -> None:
        self._taken = taken

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = message_from_bytes(bytes(envelope.content or b""))
        with self._taken.open("a", encoding="utf-8") as file:
            file.write(f"{mail['Message-ID']} {' '.join(envelope.rcpt_tos)} {mail['Subject']}\n")
        # that is when a kill is worst: it came, and the sender does not know
        await asyncio.sleep(0.01)
        return "250 OK"


def serve(listening: socket.socket, taken: Path) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Taking(taken)), sock=listening)
        await server.serve_forever()

    asyncio.run(run())


def begin(root: Path) -> Project:
    (root / "mails").mkdir(parents=True)
    (root / "ruecklauf.toml").write_text(SETTINGS, encoding="utf-8")
    rows = (f"A{nr:05},Ort {nr},05{nr:06},verbund,a{nr}@ort.example" for nr in range(ALLIANCES))
    (root / "alliances.csv").write_text("\n".join(["id,name,ags,gebietstyp,email", *rows]), encoding="utf-8")
    (root / "mails" / "free.txt").write_text("Betreff: Hallo\n\nGuten Tag\n", encoding="utf-8")
    make_databases(root)
    return open_project(root)


def send(project: Project, port: int, number: int) -> None:
    settings = Mail(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
    wave = project.settings.waves[0]
    wanted = Wanted(wave=wave, occasion=Occasion.FREE, alliances=project.alliances, number=number)
    with Workspace(project) as workspace:
        written = plan(workspace, wanted, way="smtp", now=NOW).written
        deliver(workspace, written, Sending(settings), now=lambda: datetime.now(UTC))


def in_a_child(work: object, *given: object) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work(*given)  # type: ignore[operator]
    finally:
        os._exit(0)


def main(folder: Path, kills: int) -> None:
    project, taken, random = begin(folder / "projekt"), folder / "taken", Random(kills)
    taken.touch()
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = in_a_child(serve, listening, taken)
    killed = number = 0
    while killed < kills:
        number += 1
        for _ in range(4):
            sender = in_a_child(send, project, port, number)
            time.sleep(random.uniform(0.03, LONGEST))
            os.kill(sender, signal.SIGKILL)
            killed += os.waitstatus_to_exitcode(os.waitpid(sender, 0)[1]) == -signal.SIGKILL
        os.waitpid(in_a_child(send, project, port, number), 0)
    time.sleep(0.2)
    os.kill(server, signal.SIGTERM)
    os.waitpid(server, 0)
    with Workspace(project) as workspace, workspace.store.snapshot() as state:
        posted = state.messages()
    came = [line.split()[:2] for line in taken.read_text(encoding="utf-8").splitlines()]
    states = {each.message.message_id: str(each.state) for each in posted}
    print(
        json.dumps(
            {
                "killed": killed,
                "wanted": number * ALLIANCES,
                "noted": len(posted),
                "came": len(came),
                "twice": sum(count > 1 for count in Counter(key for key, _ in came).values()),
                "attempts": max(each.message.attempt for each in posted),
                "not_noted": sum(key not in states for key, _ in came),
                "sent_but_did_not_come": len(
                    {key for key, state in states.items() if state == "sent"} - {key for key, _ in came}
                ),
                "states": Counter(states.values()),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
