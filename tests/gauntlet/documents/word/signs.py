"""What people write in a Word form: line breaks, signs that nobody sees, other scripts, texts like markup."""

from __future__ import annotations

from gauntlet.documents.editing import (
    REMARKS,
)
from gauntlet.documents.word.texts import written
from gauntlet.documents.xml import (
    entered,
)
from gauntlet.mutation import Mutation


def _remarked(
    name: str, text: str, why: str = "As typed.", *codes: str, value: str | None = None
) -> Mutation:
    """A text entered as an answer to the question of remarks."""
    wanted = text if value is None else value
    return written(name, REMARKS, lambda form: entered(form.control(REMARKS), text), wanted, why, *codes)


MUTATIONS = (
    _remarked("line breaks in an answer", "Erstens\nzweitens\n\ndrittens"),
    _remarked("tabs in an answer", "Leitung:\t0,5\nSachbearbeitung:\t1,25"),
    _remarked(
        "no-break spaces in an answer",
        "Die\u00a0Stelle ist\u202fbesetzt.",
        "Spaces are spaces.",
        value="Die Stelle ist besetzt.",
    ),
    _remarked("soft hyphen and zero width space in an answer", "Bildungs\u00adbüro und\u200b Amt"),
    _remarked("emoji and arrows", "Arbeitsamt → Jobcenter 👍🏽 läuft"),
    _remarked("Arabic and Hebrew", "مكتب الشباب / משרד הנוער"),
    _remarked("Russian and Ukrainian", "Бюро освіти – Бюро образования"),
    _remarked("text that looks like markup", "<b>&amp; Söhne</b> {{ name }} ${x} {% if %}"),
    _remarked("text like a formula", "=SUMME(A1:A3)"),
    _remarked("code of a row as an answer", "ST07"),
    _remarked("head of a column as an answer", "Ihre Angabe"),
    _remarked(
        "prompt in the middle of an answer",
        "Die [Auswahl] fehlt uns.",
        "Taken as typed.",
    ),
    _remarked(
        "10,000 letters",
        "Das Bündnis wächst. " * 500,
        "All of it, and told.",
        "text_too_long",
        value=("Das Bündnis wächst. " * 500).strip(),
    ),
)
