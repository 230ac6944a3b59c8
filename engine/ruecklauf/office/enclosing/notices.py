"""Messages that no person wrote: reports of mail servers, and answers that mailboxes give by themselves.

Mail servers report as RFC 3464 wants it (multipart/report), or in words of their own, as Exchange, Postfix,
Exim and GMX do. Nothing here is believed beyond that: who asks decides by the ids of its own messages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_MOST = 50
"""Ids and addresses that are kept of one notice."""
_LONGEST = 300
"""Characters of a reason."""


class NoticeKind(StrEnum):
    """What a notice says."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    """A server or a mail program says that a message arrived, or was shown."""
    AUTOMATIC = "automatic"
    """Somebody is away, or a message was registered: an answer that a program wrote."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a program says about a message."""

    kind: NoticeKind
    about: tuple[str, ...] = ()
    """Ids of messages, with their angle brackets, of which one may be the one that is meant."""
    recipients: tuple[str, ...] = ()
    """Whom it did not reach; of a report in words of its own every address that stands in it."""
    subject: str = ""
    """Of the message that is meant, as far as the notice quotes it."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of a message shows whether it is a notice."""

    header: Callable[[str], str]
    """A header of the message, empty where there is none."""
    sender: str
    subject: str
    texts: tuple[str, ...]
    """What it says itself, markup taken out."""
    report: str = ""
    """`delivery-status` or `disposition-notification` where the message says that it is such a report."""
    statuses: tuple[str, ...] = ()
    """The fields of a report that are for programs."""
    originals: tuple[str, ...] = ()
    """The headers of messages that are sent back with it."""


_SERVERS = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|microsoftexchange\w*)@", re.I)
_FAILED = re.compile(
    r"undeliver(?:ed|able)|unzustellbar|nicht zustellbar|nicht zugestellt|delivery (?:has )?failed|"
    r"delivery failure|failure notice|mail delivery failed|returned mail|"
    r"delivery status notification \(failure\)|zustellung fehlgeschlagen|unzustellbarkeit|"
    r"message (?:blocked|not delivered)",
    re.I,
)
_DELAYED = re.compile(r"delayed|verzögert|\(delay\)|warning: could not send", re.I)
_DELIVERED = re.compile(r"^(?:gelesen|read|zugestellt|delivered|übermittelt|relayed)\s*:", re.I)
_AWAY = re.compile(
    r"^(?:auto(?:m(?:atische|\.)?)?[- ]?(?:rück)?antwort\s*:|automatische antwort\b|"
    r"auto(?:matic)?[- ]?(?:reply|response)\b|abwesenheits(?!vertret)\w*|"
    r"(?:urlaubs)?abwesenheit\s*:|abwesend\b|out[- ]of[- ](?:the[- ])?office|away from (?:the|my) office|"
    r"(?:ich bin )?(?:derzeit |zurzeit |momentan )?nicht im (?:büro|haus|dienst)|"
    r"r[ée]ponse automatique|absente? du bureau|(?:message d['’])?absence(?: du bureau)?\s*:)|"
    r"(?:abwesenheitsnotiz|out of office)\b",
    re.I,
)
_REPLY = re.compile(r"^(?:(?:aw|re|antw|antwort|wg|fw|fwd|tr|réf?|rép)\s*(?:\[\d+\]\s*)?:\s*)+", re.I)
_SAYS_AWAY = re.compile(
    r"abwesend|abwesenheit|nicht (?:im (?:büro|haus|dienst)|erreichbar)|außer haus|im urlaub|in urlaub|"
    r"out of (?:the |my )?office|away from|on (?:annual )?(?:leave|vacation|holiday)|not in the office|"
    r"absente?\b|en congé|de retour|wieder (?:im (?:büro|haus|dienst)|erreichbar|da)",
    re.I,
)
_QUOTED = re.compile(
    r"^\s*(?:>|-{3,}|_{5,}|(?:von|from|de)\s*:|am .{4,80} schrieb|on .{4,80} wrote|le .{4,80} écrit)", re.I
)
"""Where what somebody else wrote begins."""
MESSAGE_ID = re.compile(r"<[^<>\s@]{1,250}@[^<>\s@]{1,250}>")
_LABELLED_ID = re.compile(r"message-id:\s{0,9}(<[^<>\s@]{1,250}@[^<>\s@]{1,250}>)", re.I)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_STATUS_FIELD = re.compile(r"^([A-Za-z-]{1,60}):((?:.*)(?:\r?\n[ \t].*)*)", re.M)
_REASON = re.compile(r"(?:\b[45]\d\d[ -]|#?\b[45]\.\d{1,3}\.\d{1,3}\b).*")
_QUOTED_SUBJECT = re.compile(r"^[ >]{0,9}(?:subject|betreff):(.*)", re.I | re.M)


def notice_of(evidence: Evidence) -> Notice | None:
    """The notice that a message is; None for what a person wrote."""
    if evidence.report == "disposition-notification":
        return _about(evidence, NoticeKind.DELIVERED)
    if evidence.statuses or evidence.report == "delivery-status":
        return _reported(evidence)
    if _is_away(evidence):
        return _about(evidence, NoticeKind.AUTOMATIC)
    if _is_of_server(evidence):
        if _DELAYED.search(evidence.subject):
            return _about(evidence, NoticeKind.DELAYED)
        if _FAILED.search(evidence.subject) or evidence.header("x-failed-recipients"):
            return _in_words(evidence)
    if _DELIVERED.match(evidence.subject.strip()) and _is_automatic(evidence):
        return _about(evidence, NoticeKind.DELIVERED)
    return _about(evidence, NoticeKind.AUTOMATIC) if _is_automatic(evidence) else None


def notice_as(evidence: Evidence, kind: NoticeKind) -> Notice:
    """The notice, where a mail program knew its kind."""
    return _in_words(evidence) if kind is NoticeKind.FAILED else _about(evidence, kind)


def _is_of_server(evidence: Evidence) -> bool:
    named = _SERVERS.match(evidence.sender) is not None
    return named or evidence.header("return-path").strip() == "<>" or bool(_report_of_exchange(evidence))


def _report_of_exchange(evidence: Evidence) -> str:
    return evidence.header("x-ms-exchange-message-is-ndr") or evidence.header("x-failed-recipients")


def _is_away(evidence: Evidence) -> bool:
    """Whether the subject says so; of an answer to such a notice, or one passed on, also its own words."""
    subject = unicodedata.normalize("NFC", evidence.subject.strip())
    bare = _REPLY.sub("", subject)
    if _AWAY.search(bare) is None or _FAILED.search(subject):
        return False
    return bare == subject or any(_SAYS_AWAY.search(_own_words(text)) for text in evidence.texts[:1])


def _own_words(text: str) -> str:
    lines = text.splitlines()
    begins = next((number for number, line in enumerate(lines) if _QUOTED.match(line)), len(lines))
    return "\n".join(lines[:begins])


def _is_automatic(evidence: Evidence) -> bool:
    """Whether the message says that a program wrote it; to suppress answers alone does not say that."""
    said = evidence.header("auto-submitted").strip().lower()
    replied = said.startswith(("auto-replied", "auto-generated", "auto-notified"))
    older = any(evidence.header(name) for name in ("x-autoreply", "x-autorespond", "x-auto-reply"))
    precedence = evidence.header("precedence").strip().lower() in ("auto_reply", "auto-reply")
    no_answers = evidence.header("x-auto-response-suppress").strip().lower()
    silenced = no_answers == "all" and evidence.header("return-path").strip() == "<>"
    return replied or older or precedence or silenced


def _reported(evidence: Evidence) -> Notice:
    """What the fields of RFC 3464 say: one block for the message, and one for each recipient."""
    blocks = [_fields(text) for text in evidence.statuses]
    by_recipient = [block for block in blocks if "action" in block or "final-recipient" in block]
    actions = {block.get("action", "failed").split()[0].lower() for block in by_recipient} or {"failed"}
    kind = next((kind for kind in NoticeKind if kind in actions), NoticeKind.DELIVERED)
    meant = [block for block in by_recipient if block.get("action", kind).lower().startswith(kind)]
    names = ("original-recipient", "final-recipient", "x-actual-recipient")
    recipients = [
        block[name].rpartition(";")[2].strip(" <>") for block in meant for name in names if name in block
    ]
    reasons = [block.get("diagnostic-code") or block.get("status", "") for block in meant]
    found = _about(evidence, kind)
    reason = next(filter(None, reasons), found.reason)
    return Notice(kind, found.about, _once(recipients) or found.recipients, found.subject, _one_line(reason))


def _fields(text: str) -> dict[str, str]:
    return {name.lower(): " ".join(found.split()) for name, found in _STATUS_FIELD.findall(text)}


def _in_words(evidence: Evidence) -> Notice:
    """A report that only people can read: the addresses and ids in it, whichever they are."""
    found = _about(evidence, NoticeKind.FAILED)
    named = _ADDRESS.findall(evidence.header("x-failed-recipients"))
    lines = [line.strip() for text in evidence.texts for line in text.splitlines()]
    reason = next((match[0] for line in lines if (match := _REASON.search(line))), "")
    return Notice(found.kind, found.about, _once(named) or found.recipients, found.subject, _one_line(reason))


def _about(evidence: Evidence, kind: NoticeKind) -> Notice:
    """Every id that stands where the id of the message that is meant can stand."""
    own = evidence.header("message-id").strip()
    ids = [*_ids(evidence), *MESSAGE_ID.findall(evidence.header("in-reply-to"))]
    ids += MESSAGE_ID.findall(evidence.header("references"))
    recipients = [address for text in evidence.texts for address in _ADDRESS.findall(text)]
    quoted = (*evidence.originals, *evidence.texts)
    subject = next((match[1] for text in quoted if (match := _QUOTED_SUBJECT.search(text))), "")
    return Notice(
        kind, _once(found for found in ids if found != own), _once(recipients), " ".join(subject.split())
    )


def _ids(evidence: Evidence) -> Iterator[str]:
    for text in (*evidence.originals, *evidence.statuses, *evidence.texts):
        yield from _LABELLED_ID.findall(text)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))[:_MOST]


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …"
