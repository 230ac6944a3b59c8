"""The ways a message takes: a file to be opened, a folder of drafts, or a server that sends it."""

from __future__ import annotations

import base64
import imaplib
import os
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ruecklauf.errors import ProjectError, RuecklaufError
from ruecklauf.fieldwork.writing import Written
from ruecklauf.own_files import completing, refuse_foreign, write_own
from ruecklauf.project.settings import Mail, Wave
from ruecklauf.rounds.issuing.saving import form_name
from ruecklauf.store import MessageState, write_private

SECONDS = 60
"""For which a server is waited for."""
Post = Callable[[Written], str]
"""Delivers a message, and gives what is worth noting. What it raises but NotTakenError leaves open whether
the message went out."""


_ELSEWHERE = "Move it away, or choose another folder with --out."


class NotTakenError(RuecklaufError):
    """A server refused a message: it went to nobody."""


class Way(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def result(self) -> MessageState: ...
    def together(self, messages: Sequence[Written]) -> AbstractContextManager[None]:
        """To be open while all these are delivered, one by one."""
        ...

    def opened(self) -> AbstractContextManager[Post]:
        """Ready to deliver one message. ProjectError where that cannot be reached; nothing went out then."""
        ...


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """OSError as ProjectError with what can be done."""
    try:
        yield
    except OSError as error:
        raise ProjectError(
            f"the draft cannot be written: {error.strerror or error}",
            where=str(path),
            remedy="Choose another folder with --out.",
        ) from error


@dataclass(frozen=True, slots=True)
class AsFiles:
    """Files for mail programs, where they open as drafts."""

    folder: Path
    wave: Wave
    name: str = "eml"
    result: MessageState = MessageState.DRAFT

    def path_of(self, written: Written) -> Path:
        noted = written.noted
        plain = form_name(written.concern.alliance, self.wave).removesuffix(".xlsx")
        number = "" if noted.topic == "1" else f"_{noted.topic[:8]}"
        return self.folder / f"{plain}_{noted.occasion}{number}.eml"

    @contextmanager
    def together(self, messages: Sequence[Written]) -> Iterator[None]:
        names = [self.path_of(each).name for each in messages]
        with _explained(self.folder):
            # before anything is noted in the ledger
            refuse_foreign(self.folder, dict.fromkeys(names, ""), remedy=_ELSEWHERE)
            with completing(self.folder, names):
                yield

    @contextmanager
    def opened(self) -> Iterator[Post]:
        yield self._post

    def _post(self, written: Written) -> str:
        path = self.path_of(written)
        with _explained(path):
            content = written.as_email(draft=True).as_bytes()
            write_own(path, content, write=write_private, remedy=_ELSEWHERE)
        return path.name


@dataclass(frozen=True, slots=True)
class AsList:
    """A list from which other programs send: noted like a draft, for nobody tells what became of it."""

    name: str = "list"
    result: MessageState = MessageState.DRAFT

    def together(self, messages: Sequence[Written]) -> AbstractContextManager[None]:
        return nullcontext()

    @contextmanager
    def opened(self) -> Iterator[Post]:
        yield lambda _: ""


@dataclass(frozen=True, slots=True)
class IntoDrafts:
    """The folder of drafts of an IMAP server."""

    settings: Mail
    name: str = "imap"
    result: MessageState = MessageState.DRAFT

    def together(self, messages: Sequence[Written]) -> AbstractContextManager[None]:
        return nullcontext()

    @contextmanager
    def opened(self) -> Iterator[Post]:
        settings = self.settings
        _refuse_unset(settings.imap_host, "imap_host")
        _refuse_unset(settings.imap_user, "imap_user")
        secret = _password("imap", settings.imap_user, settings.imap_host)
        try:
            server = self._connected()
            server.login(settings.imap_user, secret)
        except (OSError, imaplib.IMAP4.error) as error:
            raise _unreached(settings.imap_host, error) from error
        try:
            yield lambda written: self._append(server, written)
        finally:
            server.shutdown()

    def _connected(self) -> imaplib.IMAP4:
        host, port = self.settings.imap_host, self.settings.imap_port
        if self.settings.imap_security == "none":
            return imaplib.IMAP4(host, port, timeout=SECONDS)
        return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)

    def _append(self, server: imaplib.IMAP4, written: Written) -> str:
        folder = self.settings.imap_folder
        quoted = '"' + mailbox_name(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'
        moment = imaplib.Time2Internaldate(written.date)
        answer, said = server.append(
            quoted, r"(\Draft \Seen)", moment, written.as_email(draft=True).as_bytes()
        )
        if answer != "OK":
            raise NotTakenError(f"folder {folder!r} does not take the draft: {_said(said[0])}")
        return folder


@dataclass(frozen=True, slots=True)
class Sending:
    """A server that sends, by SMTP."""

    settings: Mail
    name: str = "smtp"
    result: MessageState = MessageState.SENT

    def together(self, messages: Sequence[Written]) -> AbstractContextManager[None]:
        return nullcontext()

    @contextmanager
    def opened(self) -> Iterator[Post]:
        settings = self.settings
        _refuse_unset(settings.smtp_host, "smtp_host")
        secret = _password("smtp", settings.smtp_user, settings.smtp_host)
        try:
            server = self._connected()
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, secret)
        except (OSError, smtplib.SMTPException) as error:
            raise _unreached(settings.smtp_host, error) from error
        try:
            yield lambda written: _send(server, written)
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        host, port = self.settings.smtp_host, self.settings.smtp_port
        if self.settings.smtp_security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=SECONDS)


def _send(server: smtplib.SMTP, written: Written) -> str:
    try:
        refused = server.send_message(written.as_email())
    except smtplib.SMTPRecipientsRefused as error:
        said = "; ".join(f"{to}: {code} {_said(text)}" for to, (code, text) in error.recipients.items())
        raise NotTakenError(said) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise NotTakenError(f"{error.smtp_code} {_said(error.smtp_error)}") from error
    return "; ".join(f"not to {to}: {code} {_said(text)}" for to, (code, text) in refused.items())


def mailbox_name(folder: str) -> str:
    """The name as IMAP wants it: `Entw&APw-rfe`. https://www.rfc-editor.org/rfc/rfc3501#section-5.1.3"""
    encoded = folder.replace("&", "&-")
    return _BEYOND_ASCII.sub(lambda found: f"&{_shifted(found[0])}-", encoded)


def _shifted(text: str) -> str:
    coded = base64.b64encode(text.encode("utf-16-be")).decode()
    return coded.rstrip("=").replace("/", ",")


_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]+")


def _said(text: object) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)


def _refuse_unset(value: str, key: str) -> None:
    if not value:
        raise ProjectError(f"{key} is not set", remedy="Enter it below [mail] in ruecklauf.toml.")


def _unreached(host: str, error: Exception) -> ProjectError:
    return ProjectError(
        f"{host} cannot be used: {error}", remedy="Check [mail] in ruecklauf.toml; what is noted as sent is."
    )


def _password(kind: str, user: str, host: str) -> str:
    """From the environment, else the system's keyring; empty where nobody logs in."""
    if not user:
        return ""
    variable = f"RUECKLAUF_{kind.upper()}_PASSWORD"
    if found := os.environ.get(variable) or _from_keyring(host, user):
        return found
    raise ProjectError(
        f"there is no password of {user} for {host}",
        remedy=f"Set {variable}, or `pip install keyring` and `keyring set {host} {user}`.",
    )


def _from_keyring(host: str, user: str) -> str:
    try:
        import keyring
    except ImportError:
        return ""
    return keyring.get_password(host, user) or ""
