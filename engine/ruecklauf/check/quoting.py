"""What findings quote of a returned file: nothing that is personal, or seems to be."""

from __future__ import annotations

from ruecklauf.check.privacy import personal_data_in
from ruecklauf.intake.submission import Noted
from ruecklauf.texts import Texts


def quoted(noted: Noted, texts: Texts, *, is_personal: bool) -> tuple[str, str]:
    """What a finding shows of what was noted; and all of it, empty if that is the same.

    Of several texts each is hidden for itself: one with an address must not hide what all others say.
    """
    personal, whole = texts("words.personal"), noted.whole
    if whole and is_personal:
        return personal, whole
    shown = personal if personal_data_in(noted.found) else noted.found
    if noted.quotes:
        shown = noted.quoting(
            quote._replace(text=personal) if personal_data_in(quote.text) else quote for quote in noted.quotes
        )
    return shown, whole if shown != whole else ""
