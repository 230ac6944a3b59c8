"""Reports of mail servers and automatic answers are told from what people write."""

from __future__ import annotations

import pytest

from office.enclosing import notices
from office.enclosing.messages import outlook_message
from office.enclosing.notices import OURS, SUBJECT, TO
from ruecklauf.office.enclosing.containers import Unpacked, unpack
from ruecklauf.office.enclosing.notices import NoticeKind

FAILED = {
    "Postfix": (
        notices.postfix(),
        "smtp; 550 5.1.1 <a@kleve.example>: Recipient address rejected",
        True,
        True,
    ),
    "Exchange Online": (notices.exchange(), "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound", True, True),
    "Exchange behind a gateway": (
        notices.exchange_on_premises(),
        "#5.2.2 smtp;552 5.2.2 mailbox full",
        True,
        True,
    ),
    "GMX": (notices.gmx(), "550 5.1.1 unknown user", True, False),
    "Exim without an id": (notices.exim(), "554 5.7.1 message refused by policy", False, False),
}


def unpacked(data: bytes) -> Unpacked:
    found = unpack(data)
    assert found is not None
    return found


@pytest.mark.parametrize(("data", "reason", "has_id", "has_subject"), FAILED.values(), ids=FAILED)
def test_a_report_of_a_failure_says_which_message_to_whom_and_why(
    data: bytes, reason: str, has_id: bool, has_subject: bool
) -> None:
    notice = unpacked(data).notice
    assert notice is not None
    assert (notice.kind, OURS in notice.about, TO in notice.recipients) == (NoticeKind.FAILED, has_id, True)
    assert notice.reason.startswith(reason)
    assert (notice.subject == SUBJECT) is has_subject


OTHERS = {
    "delayed": (notices.delayed(), NoticeKind.DELAYED),
    "shown": (notices.shown(), NoticeKind.DELIVERED),
    "away, by Exchange": (notices.outlook_away(), NoticeKind.AUTOMATIC),
    "away, by the server": (notices.sieve_away(), NoticeKind.AUTOMATIC),
    "away, by a webmail": (notices.webmail_away(), NoticeKind.AUTOMATIC),
}


@pytest.mark.parametrize(("data", "kind"), OTHERS.values(), ids=OTHERS)
def test_other_notices_are_no_failures(data: bytes, kind: NoticeKind) -> None:
    notice = unpacked(data).notice
    assert notice is not None
    assert notice.kind is kind


def test_what_a_person_writes_is_no_notice_and_is_kept_by_lines() -> None:
    found = unpacked(notices.by_a_person())
    assert (found.notice, found.answers) == (None, (OURS,))
    assert found.text == (
        "Guten Tag, wir brauchen bis zum 15. Juli. In Zeile AK012 ist die Zahl 7 richtig.\n\n"
        "> Bitte füllen Sie das Formular aus."
    )


OUTLOOK = {
    "a report": ("REPORT.IPM.Note.NDR", "Unzustellbar: Hallo", NoticeKind.FAILED),
    "read": ("REPORT.IPM.Note.IPNRN", "Gelesen: Hallo", NoticeKind.DELIVERED),
    "away": ("IPM.Note.Rules.OofTemplate.Microsoft", "Weg", NoticeKind.AUTOMATIC),
    "by hand": ("IPM.Note", "AW: Hallo", None),
}


@pytest.mark.parametrize(("kind", "subject", "expected"), OUTLOOK.values(), ids=OUTLOOK)
def test_outlook_says_what_a_message_is(kind: str, subject: str, expected: NoticeKind | None) -> None:
    texts = {0x001A: kind, 0x0037: subject, 0x1000: f"Nicht erreicht: {TO}", 0x1042: OURS}
    notice = unpacked(outlook_message(texts)).notice
    assert (notice.kind if notice else None) is expected
    if notice:
        assert (OURS in notice.about, notice.recipients) == (True, (TO,))
