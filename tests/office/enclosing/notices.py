"""Notices as mail servers and mailboxes write them, about a message of ours."""

from __future__ import annotations

from email.message import EmailMessage

OURS = "<17204.launch@institut.example>"
SUBJECT = "Prüfrunde: Welle 1 – Ihr Formular für Kleve"
ENCODED = "=?utf-8?q?Pr=C3=BCfrunde=3A_Welle_1_=E2=80=93_Ihr_Formular_f=C3=BCr_Kleve?="
TO = "a@kleve.example"
HEAD = f"""From: Institut <ruecklauf@institut.example>
To: {TO}
Subject: {ENCODED}
Message-ID: {OURS}
Date: Wed, 03 Jun 2026 09:00:00 +0000
"""


def _lines(*texts: str) -> bytes:
    return "\n".join(texts).replace("\n", "\r\n").encode()


def _with_id(text: str, message_id: str) -> str:
    return text.replace(OURS, message_id)


def postfix(message_id: str = OURS, to: str = TO, *, subject: str = SUBJECT, form: bytes = b"") -> bytes:
    """A report by Postfix, with the message itself, its form attached, sent back."""
    back = EmailMessage()
    back["From"], back["To"], back["Message-ID"] = "ruecklauf@institut.example", to, message_id
    back["Subject"] = subject
    back.set_content("Guten Tag,\nanbei das Formular.\n")
    if form:
        back.add_attachment(form, maintype="application", subtype="octet-stream", filename="Kleve.xlsx")
    return _lines(
        "Return-Path: <>",
        "From: MAILER-DAEMON@mx.institut.example (Mail Delivery System)",
        "Subject: Undelivered Mail Returned to Sender",
        "To: ruecklauf@institut.example",
        "Date: Wed, 3 Jun 2026 11:00:05 +0200 (CEST)",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B/x"',
        "Message-Id: <20260603090005.B1@mx.institut.example>",
        "",
        "This is a MIME-encapsulated message.",
        "",
        "--B/x",
        "Content-Description: Notification",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "This is the mail system at host mx.institut.example.",
        "",
        f"<{to}>: host mail.kleve.example[192.0.2.7] said: 550 5.1.1 <{to}>: User unknown",
        "",
        "--B/x",
        "Content-Description: Delivery report",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.institut.example",
        "Arrival-Date: Wed,  3 Jun 2026 11:00:01 +0200 (CEST)",
        "",
        f"Final-Recipient: rfc822; {to}",
        f"Original-Recipient: rfc822;{to}",
        "Action: failed",
        "Status: 5.1.1",
        f"Diagnostic-Code: smtp; 550 5.1.1 <{to}>: Recipient address rejected:",
        "    User unknown in virtual mailbox table",
        "",
        "--B/x",
        "Content-Description: Undelivered Message",
        "Content-Type: message/rfc822",
        "",
        back.as_string(),
        "--B/x--",
        "",
    )


def exchange() -> bytes:
    """A report of Exchange Online, in German and for people first; of the message its headers come back."""
    return _lines(
        "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@kleve.example>",
        "To: ruecklauf@institut.example",
        "Date: Wed, 3 Jun 2026 09:01:00 +0000",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
        "X-MS-Exchange-Message-Is-Ndr:",
        "Content-Language: de-DE",
        "Message-ID: <aa-bb-cc@journal.report.generator>",
        f"In-Reply-To: {OURS}",
        f"References: {OURS}",
        f"Subject: =?utf-8?q?Unzustellbar=3A_?= {ENCODED}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        "",
        "--b1",
        'Content-Type: multipart/alternative; differences=Content-Type; boundary="b2"',
        "",
        "--b2",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: 8bit",
        "",
        f"Ihre Nachricht an {TO} konnte nicht zugestellt werden.",
        "",
        "--b2",
        'Content-Type: text/html; charset="utf-8"',
        "",
        f"<html><body><p>Ihre Nachricht an {TO} konnte nicht zugestellt werden.</p></body></html>",
        "--b2--",
        "",
        "--b1",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns;DB9PR.eurprd02.prod.outlook.example",
        "",
        f"Final-recipient: RFC822;{TO}",
        "Action: failed",
        "Status: 5.1.10",
        "Diagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found",
        "",
        "--b1",
        "Content-Type: text/rfc822-headers",
        "",
        HEAD,
        "--b1--",
        "",
    )


def exchange_on_premises() -> bytes:
    """An Exchange that is passed on by a gateway: no report any more, and the message is attached."""
    return _lines(
        "From: <postmaster@kleve.example>",
        "To: ruecklauf@institut.example",
        "Date: Wed, 3 Jun 2026 09:02:00 +0000",
        f"Subject: Nicht zustellbar: {ENCODED}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="g1"',
        "",
        "--g1",
        'Content-Type: text/html; charset="iso-8859-1"',
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "<p>Die folgenden Empf=E4nger wurden nicht erreicht:</p>",
        f"<p>'{TO}' am 03.06.2026 11:02</p>",
        "<p>Das Postfach ist voll. &lt;mail.kleve.example #5.2.2 smtp;552 5.2.2 mailbox full&gt;</p>",
        "",
        "--g1",
        "Content-Type: message/rfc822",
        "",
        HEAD,
        "Guten Tag",
        "--g1--",
        "",
    )


def gmx() -> bytes:
    """Exim as at GMX and WEB.DE: one text, in which the headers of the message stand."""
    return _lines(
        "Return-Path: <>",
        "From: GMX Mailer Daemon <mailer-daemon@gmx.de>",
        "To: ruecklauf@institut.example",
        "Date: Wed, 3 Jun 2026 11:03:00 +0200",
        "Subject: Mail delivery failed: returning message to sender",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "This message was created automatically by mail delivery software.",
        "",
        "A message that you sent could not be delivered to one or more of",
        "its recipients. This is a permanent error. The following address",
        "failed:",
        "",
        f'"{TO}":',
        "SMTP error from remote server for RCPT TO command, host: mx.kleve.example (192.0.2.9)",
        "reason: 550 5.1.1 unknown user",
        "",
        "--- The header of the original message is following. ---",
        "",
        HEAD,
    )


def exim() -> bytes:
    """Exim that names the address in a header and quotes no id."""
    return _lines(
        f"X-Failed-Recipients: {TO}",
        "Auto-Submitted: auto-replied",
        "From: Mail Delivery System <Mailer-Daemon@relay.example>",
        "To: ruecklauf@institut.example",
        "Date: Wed, 3 Jun 2026 09:04:00 +0000",
        "Subject: Mail delivery failed: returning message to sender",
        "",
        f"  {TO}",
        "    host mx.kleve.example [192.0.2.9]",
        "    SMTP error from remote mail server: 554 5.7.1 message refused by policy",
        "",
    )


def outlook_away() -> bytes:
    """An absence as Exchange answers."""
    return _lines(
        f"From: Amt <{TO}>",
        "To: ruecklauf@institut.example",
        f"Subject: Automatische Antwort: {ENCODED}",
        "Date: Wed, 3 Jun 2026 09:00:30 +0000",
        "Message-ID: <oof1@kleve.example>",
        f"In-Reply-To: {OURS}",
        "X-Auto-Response-Suppress: All",
        "auto-submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "Ich bin bis zum 15. Juni nicht im Haus. Vertretung: Frau Beispiel, 02821 55512.",
        "",
    )


def sieve_away() -> bytes:
    """An absence as a mail server answers by itself (RFC 5230)."""
    return _lines(
        f"From: {TO}",
        "To: ruecklauf@institut.example",
        "Subject: Urlaub",
        "Date: Wed, 3 Jun 2026 09:00:31 +0000",
        "Auto-Submitted: auto-replied (vacation)",
        "Precedence: bulk",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "Ich lese Ihre Nachricht nach meiner Rückkehr.",
        "",
    )


def webmail_away() -> bytes:
    """A webmail that says it in the subject alone."""
    return _lines(
        f"From: {TO}",
        "To: ruecklauf@institut.example",
        f"Subject: Abwesenheitsnotiz: {ENCODED}",
        "Date: Wed, 3 Jun 2026 09:00:32 +0000",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "Ich bin im Urlaub.",
        "",
    )


def delayed() -> bytes:
    text = (
        postfix()
        .decode()
        .replace("Action: failed", "Action: delayed")
        .replace("Status: 5.1.1", "Status: 4.4.1")
    )
    return text.replace("Undelivered Mail Returned to Sender", "Delayed Mail (still being retried)").encode()


def shown() -> bytes:
    """A receipt that Outlook sends when a message is read."""
    return _lines(
        f"From: Amt <{TO}>",
        "To: ruecklauf@institut.example",
        f"Subject: Gelesen: {ENCODED}",
        "Date: Wed, 3 Jun 2026 10:00:00 +0000",
        f"In-Reply-To: {OURS}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="d1"',
        "",
        "--d1",
        "Content-Type: text/plain",
        "",
        "Ihre Nachricht wurde gelesen.",
        "--d1",
        "Content-Type: message/disposition-notification",
        "",
        f"Final-Recipient: rfc822;{TO}",
        f"Original-Message-ID: {OURS}",
        "Disposition: manual-action/MDN-sent-manually; displayed",
        "",
        "--d1--",
        "",
    )


def by_a_person() -> bytes:
    """An answer by hand, from a program that asks for no automatic answers."""
    return _lines(
        f"From: Amt <{TO}>",
        "To: ruecklauf@institut.example",
        f"Subject: AW: {ENCODED}",
        "Date: Wed, 3 Jun 2026 10:00:00 +0000",
        f"In-Reply-To: {OURS}",
        "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "Guten Tag, wir brauchen bis zum 15. Juli. In Zeile AK012 ist die Zahl 7 richtig.",
        "",
        "> Bitte füllen Sie das Formular aus.",
        "",
    )
