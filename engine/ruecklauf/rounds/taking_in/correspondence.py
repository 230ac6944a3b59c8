"""What a message that came in says of messages that went out, and what is to be read in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ruecklauf.findings import Finding, Remark, make_finding, remark
from ruecklauf.office.enclosing.notices import Notice, NoticeKind
from ruecklauf.rounds.clerk import Contents
from ruecklauf.rounds.letters import shown
from ruecklauf.store import Incoming, MessageState, Noted, Posted, Store
from ruecklauf.texts import Texts, load_texts

LATEST = timedelta(days=14)
"""Servers give up after some days: a later report is about no message of ours that has no id."""
_GONE = (MessageState.DRAFT, MessageState.SENDING, MessageState.SENT, MessageState.BOUNCED)


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of a message besides its files."""

    findings: tuple[Finding, ...] = ()
    sends_back: bool = False
    """It is certain that what is in it is our own message."""


def note_correspondence(
    store: Store, sha256: str, contents: Contents, texts: Texts, *, now: datetime
) -> Reported:
    """Note what a message reports of another one, and keep its text for people to read."""
    notice = contents.notice
    if notice is None or notice.kind is NoticeKind.AUTOMATIC:
        _keep(store, sha256, contents, now)
        if notice is None:
            return Reported()
        return _reported(remark("automatic_reply"), texts)
    with store.snapshot() as state:
        sent = [posted for posted in state.messages() if posted.state in _GONE]
    by_id = [posted for posted in sent if posted.message.message_id in notice.about]
    meant = by_id[-1:] or _by_recipient(notice, sent, contents.sent_at or now)
    if not meant:
        _keep(store, sha256, contents, now)
        return _reported(_of_nothing_known(notice), texts)
    posted = meant[0]
    if notice.kind is NoticeKind.FAILED and posted.state is not MessageState.BOUNCED:
        key = posted.message.message_id
        store.record_state(
            Noted(message_id=key, state=MessageState.BOUNCED, recorded_at=now, detail=_detail(notice, posted))
        )
    return _reported(_of_message(notice, posted), texts, sends_back=bool(by_id))


def _reported(noted: Remark, texts: Texts, *, sends_back: bool = False) -> Reported:
    return Reported((make_finding(noted, texts=texts),), sends_back)


def _keep(store: Store, sha256: str, contents: Contents, now: datetime) -> None:
    if contents.text:
        store.record_incoming(
            Incoming(
                sha256=sha256,
                sent_at=contents.sent_at,
                received_at=now,
                subject=contents.subject,
                text=contents.text,
                automatic=contents.notice is not None,
                answers=contents.answers,
            )
        )


def _by_recipient(notice: Notice, sent: Sequence[Posted], at: datetime) -> list[Posted]:
    """The newest message to one of the addresses, of those with the subject that the notice quotes.

    Mail programs give a draft another id when it is sent.
    """
    named = {address.casefold() for address in notice.recipients}
    found = [
        posted
        for posted in sent
        if named & _addresses(posted) and at - LATEST <= posted.message.made_at <= at + timedelta(hours=1)
    ]
    if notice.subject:
        found = [posted for posted in found if _same_subject(posted.message.subject, notice.subject)]
    return found[-1:]


def _same_subject(ours: str, quoted: str) -> bool:
    """Whether a quoted subject is ours, even if its encoding was left as it stood, or its end was cut off."""
    return quoted.startswith("=?") or ours.casefold().startswith(quoted.rstrip(" .…").casefold())


def _addresses(posted: Posted) -> set[str]:
    return {address.casefold() for address in (*posted.message.to, *posted.message.cc)}


def _not_reached(notice: Notice, posted: Posted) -> list[str]:
    known = {address.casefold(): address for address in (*posted.message.to, *posted.message.cc)}
    named = dict.fromkeys(known[found.casefold()] for found in notice.recipients if found.casefold() in known)
    return list(named or posted.message.to)


def _detail(notice: Notice, posted: Posted) -> str:
    """For the ledger, which may name people."""
    return ": ".join(filter(None, (", ".join(_not_reached(notice, posted)), notice.reason)))


def _of_message(notice: Notice, posted: Posted) -> Remark:
    made, texts = posted.message, load_texts()
    params = {
        "occasion": texts(f"occasion.{made.occasion}"),
        "day": f"{made.made_at:%d.%m.%Y}",
        "to": _listed(_not_reached(notice, posted)),
    }
    if notice.kind is NoticeKind.FAILED:
        return remark("delivery_failed", **params)
    if notice.kind is NoticeKind.DELAYED:
        return remark("delivery_delayed", **params)
    return remark("delivery_told", **params)


def _of_nothing_known(notice: Notice) -> Remark:
    if notice.kind is NoticeKind.FAILED:
        return remark("delivery_failed_unknown", to=_listed(notice.recipients) or "–")
    return remark("delivery_notice_unknown")


def _listed(addresses: Iterable[str]) -> str:
    """As findings name addresses: without the person."""
    return ", ".join(dict.fromkeys(map(shown, list(addresses)[:5])))
