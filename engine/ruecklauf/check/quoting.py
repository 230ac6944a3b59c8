"""What findings quote of a returned file: nothing that is personal, or seems to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ruecklauf.check.privacy import personal_data_in
from ruecklauf.findings import Finding, Remark
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


def without_names(noted: Remark, texts: Texts) -> Remark:
    """A remark without what seems to be personal in what it names, such as a sheet that somebody added."""
    personal = texts("words.personal")
    params = tuple((key, personal if personal_data_in(said) else said) for key, said in noted.params)
    return replace(noted, params=params)


def without_sheet_names(findings: Iterable[Finding], texts: Texts) -> Iterator[Finding]:
    """The findings without names of sheets that seem to be personal: who may read these finds the place in
    what is hidden."""
    personal = texts("words.personal")
    for finding in findings:
        name = finding.place.sheet
        if not name or not personal_data_in(name):
            yield finding
            continue
        yield replace(
            finding,
            place=replace(finding.place, sheet=personal),
            message=finding.message.replace(name, personal),
            hidden=f"{finding.place}: {finding.hidden or finding.found}",
        )
