"""Servers for mail on this computer: one that takes messages, and one with a folder of drafts."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """What a server took, and whom it does not know."""

    unknown: frozenset[str] = frozenset()
    taken: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append((tuple(envelope.rcpt_tos), bytes(envelope.content or b"")))
        return "250 OK"


@contextmanager
def smtp(mailbox: Mailbox) -> Iterator[int]:
    """A server that takes messages; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller: Any = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def imap(appended: list[tuple[str, str, bytes]], *, refuses: bool = False) -> Iterator[int]:
    """As much of an IMAP server as takes drafts: folder, flags and message of each."""
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                _talk(connection, appended, refuses)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        ended.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _talk(connection: socket.socket, appended: list[tuple[str, str, bytes]], refuses: bool) -> None:
    stream = connection.makefile("rwb")
    stream.write(b"* OK ready\r\n")
    stream.flush()
    while line := stream.readline():
        tag, _, command = line.decode().strip().partition(" ")
        if command == "CAPABILITY":
            stream.write(b"* CAPABILITY IMAP4rev1\r\n")
        if found := re.fullmatch(r'APPEND "(.*)" \((.*)\) ".*" \{(\d+)\}', command):
            stream.write(b"+ go on\r\n")
            stream.flush()
            content = stream.read(int(found[3]))
            stream.readline()
            if not refuses:
                appended.append((found[1], found[2], content))
        answer = "NO [TRYCREATE] no such folder" if refuses and "APPEND" in command else "OK done"
        stream.write(f"{tag} {answer}\r\n".encode())
        stream.flush()
