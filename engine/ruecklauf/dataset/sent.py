"""What was sent out: by which declaration everybody was asked, and what of it has not come back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.layout.row_ids import printed_codes
from ruecklauf.store import IssuedForm, RecordRow, Return

Owner = tuple[str, str]
"""Alliance and wave."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One worksheet that an alliance was asked in a wave."""

    alliance: str
    wave: str
    worksheet: str
    declaration: str
    """Content hash of what was asked."""
    number: int
    """The submission in which it came back; below 0 for one that did not."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """A row that the form prints, or its one record."""

    record: RecordRow
    printed: Mapping[str, str]
    """The codes that the form has printed into it, by field."""


def not_returned(
    issued: Iterable[IssuedForm],
    returns: Collection[Return],
    declarations: Mapping[str, Worksheet],
    waves: Collection[str] | None,
) -> list[Asked]:
    """The worksheets of forms that have no current return, by the newest form that has them."""
    back = {(returned.alliance, returned.wave, returned.worksheet) for returned in returns}
    sent = {
        (form.alliance, form.wave, declarations[declared].id): declared
        for form in issued
        if waves is None or form.wave in waves
        for declared in form.declarations
        if declared in declarations
    }
    lacking = sorted(key for key in sent if key not in back)
    return [Asked(*key, sent[key], -number) for number, key in enumerate(lacking, start=1)]


def due_rows(asked: Asked, declared: Worksheet, sections: Collection[str] | None = None) -> Iterator[DueRow]:
    """The rows of a worksheet, or of some of its sections, that stand in the form before anybody answers.

    What may stay blank has none: sections that stay with the municipality, and remarks.
    """
    for section in declared.sections:
        wanted = sections is None or section.id in sections
        if wanted and not section.local and not section.is_remarks:
            for position, (row_id, codes) in enumerate(_rows(declared, section), start=1):
                own = (asked.number, asked.alliance, asked.wave, asked.worksheet, declared.version)
                yield DueRow(RecordRow(*own, section.id, row_id, position, True), codes)


def _rows(declared: Worksheet, section: SectionBase) -> Iterable[tuple[str, Mapping[str, str]]]:
    if section.has_rows:
        return printed_codes(declared, section).items()
    return [(section.prefix, {})]


def declarations_beside(
    issued: Iterable[IssuedForm], declarations: Mapping[str, Worksheet]
) -> dict[Owner, dict[str, str]]:
    """Which declarations stood beside each other in an alliance's newest forms: hashes by worksheet."""
    found: dict[Owner, dict[str, str]] = {}
    for form in issued:
        known = {
            declarations[declaration].id: declaration
            for declaration in form.declarations
            if declaration in declarations
        }
        found.setdefault((form.alliance, form.wave), {}).update(known)
    return found


def wave_dates(issued: Iterable[IssuedForm]) -> dict[str, date]:
    """The reference date of each wave, as its newest form says it."""
    found = {}
    for form in issued:
        with suppress(ValueError):
            found[form.wave] = date.fromisoformat(form.slots.get("round.wave_date", ""))
    return found
