"""The mail of the demonstration: drafts to the alliances, and messages that come from them."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from pathlib import Path

from ruecklauf.fieldwork.mailing import Wanted, deliver, plan
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.fieldwork.ways import AsFiles
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.workspace import Workspace

STRANGER = "poststelle@gemeinden.example"


def message(sender: str, to: str, sent: datetime, name: str, content: bytes) -> bytes:
    """A file as somebody sends it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender or STRANGER
    mail["To"] = to
    mail["Date"] = sent
    mail["Subject"] = f"AW: {Path(name).stem}"
    mail["Message-ID"] = make_msgid(domain="gemeinden.example")
    mail.set_content("Guten Tag,\n\nanbei unser Formular.\n")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def draft(workspace: Workspace, wave: Wave, occasion: Occasion, now: datetime) -> int:
    """Write the drafts of an occasion into the project, forms as workbooks alone; how many there are."""
    everybody = tuple(workspace.project.alliances)
    wanted = Wanted(wave=wave, occasion=occasion, alliances=everybody, formats=("xlsx",), late=True)
    made = plan(workspace, wanted, way="eml", now=now)
    way = AsFiles(workspace.project.root / "drafts" / wave.id, wave)
    return len(deliver(workspace, made.written, way, now=lambda: now))
