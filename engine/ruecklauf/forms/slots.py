"""What is filled into a form besides its worksheets: the round's texts and the alliance's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ruecklauf.formcode import make_form_code
from ruecklauf.layout.model import Layout
from ruecklauf.texts import Texts

Slots = dict[str, str | date]


@dataclass(frozen=True, slots=True)
class Round:
    """One survey round as the forms tell of it."""

    title: str
    purpose: str
    wave_id: str
    wave_title: str
    deadline: date
    reference_date: date
    sender: str
    """The institute, in one or several lines; also the author in the file's properties."""
    return_to: str
    contact: str
    privacy: str
    privacy_version: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """The alliance that a form is for."""

    id: str
    name: str
    ags: tuple[str, ...]
    area_type: str
    email: str = ""
    carried_from: str = ""
    """The wave whose answers stand in the form; empty for none, or where that is not known."""
    is_prefilled: bool = False
    """Whether any answers stand in it."""

    def by_key(self) -> dict[str, str]:
        """What fields declared with `from_alliance` are filled with."""
        return {
            "name": self.name,
            "ags": "; ".join(self.ags),
            "area_type": self.area_type,
            "email": self.email,
        }

    @property
    def ags_text(self) -> str:
        return ", ".join(self.ags)

    @property
    def ags_short(self) -> str:
        """For a footer's one line."""
        return self.ags_text if len(self.ags) <= 3 else f"{self.ags[0]} u. a."


def round_slots(round_: Round, layout: Layout, texts: Texts) -> Slots:
    """The slots that are the same in all forms of a round."""
    return {
        "round.title": round_.title,
        "round.purpose": round_.purpose,
        "round.wave": round_.wave_title,
        "round.wave_id": round_.wave_id,
        "round.wave_date": round_.reference_date,
        "round.deadline": texts.day(round_.deadline),
        "round.sender": round_.sender,
        "round.return_to": round_.return_to,
        "round.contact": round_.contact,
        "round.privacy": round_.privacy,
        "round.privacy_version": round_.privacy_version,
        "round.fingerprint": layout.fingerprint,
    }


def slot_texts(recipient: Recipient, round_: Round, layout: Layout, texts: Texts) -> dict[str, str]:
    """The texts of all slots of one form."""
    slots = {**round_slots(round_, layout, texts), **alliance_slots(recipient, round_, layout, texts)}
    return {slot: str(content) for slot, content in slots.items()}


def alliance_slots(recipient: Recipient, round_: Round, layout: Layout, texts: Texts) -> Slots:
    """The slots that are an alliance's own."""
    code = make_form_code(recipient.id, round_.wave_id, layout.fingerprint)
    return {
        "alliance.id": recipient.id,
        "alliance.name": recipient.name,
        "alliance.ags": recipient.ags_text,
        "alliance.form_code": code,
        "alliance.identity": _identity(recipient, round_, code, texts),
    }


def document_slots(recipient: Recipient, round_: Round, layout: Layout, texts: Texts) -> dict[str, str]:
    """The texts of all slots that a document's template can use."""
    return {
        **slot_texts(recipient, round_, layout, texts),
        "alliance.ags_short": recipient.ags_short,
        "alliance.area_type": recipient.area_type,
        "round.wave_date": texts.day(round_.reference_date),
    }


def _identity(recipient: Recipient, round_: Round, code: str, texts: Texts) -> str:
    line = texts(
        "identity.line",
        alliance=recipient.name,
        ags=recipient.ags_text,
        wave=round_.wave_title,
        code=code,
    )
    if recipient.carried_from:
        return texts("identity.carried", line=line, wave=recipient.carried_from)
    return texts("identity.given", line=line) if recipient.is_prefilled else line
