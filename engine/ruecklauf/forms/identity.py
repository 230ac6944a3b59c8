"""What identifies a form in its file, the same for workbooks and documents."""

from __future__ import annotations

from ruecklauf.forms.properties import core_properties, custom_properties
from ruecklauf.forms.slots import Recipient, Round
from ruecklauf.layout.model import Layout
from ruecklauf.texts import GERMAN, Texts


def author(round_: Round) -> str:
    """The institute; no person is named."""
    return round_.sender.splitlines()[0]


def form_core(recipient: Recipient, round_: Round, *, title: str, code: str, texts: Texts) -> bytes:
    """docProps/core.xml of a recipient's form."""
    return core_properties(
        title=texts("identity.title", title=title, alliance=recipient.name),
        subject=code,
        author=author(round_),
        keywords=f"ruecklauf {code}",
        created=round_.reference_date,
        language=texts("formats.locale"),
    )


def form_custom(
    recipient: Recipient, round_: Round, *, layout: Layout, code: str, worksheet_id: str = ""
) -> bytes:
    """docProps/custom.xml of a recipient's form; `worksheet_id` is the one that a document holds."""
    return custom_properties(
        {
            "ruecklauf.form_code": code,
            "ruecklauf.alliance": recipient.id,
            "ruecklauf.wave": round_.wave_id,
            "ruecklauf.fingerprint": layout.fingerprint,
            **({"ruecklauf.language": layout.language} if layout.language != GERMAN else {}),
            **({"ruecklauf.worksheet": worksheet_id} if worksheet_id else {}),
            **{f"ruecklauf.worksheet:{w.id}": w.content_hash for w in layout.worksheets},
            **{f"ruecklauf.rows:{table}": str(rows) for table, rows in layout.more_rows},
        }
    )
