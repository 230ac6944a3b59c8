"""Answers of an earlier wave in the words of the forms that are made now, and all that these leave out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ruecklauf.definition.companions import GONE
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.companion import ROW_STATUS, explained_question
from ruecklauf.findings import Subject
from ruecklauf.project.settings import Wave
from ruecklauf.revisions.carrying import Carrier
from ruecklauf.revisions.fates import Carried
from ruecklauf.revisions.together import carry_all
from ruecklauf.rounds.issuing.former import CARRIED
from ruecklauf.rounds.prints import filled_by_form, is_among
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import StoredAnswer
from ruecklauf.values import Missing


class Given(NamedTuple):
    """One value for one alliance's form, as text."""

    alliance: str
    subject: Subject
    value: str | None
    missing: str | None
    where: str
    personal: bool = False
    why: str = ""
    """Why the forms leave it out."""
    by_rule: bool = False
    """Whether it is left out because of its worksheet or field, whatever it says: there are many of these."""

    @property
    def says_something(self) -> bool:
        """Whether there is a value, or a reason for none that people give themselves."""
        return self.value is not None or self.missing in (Missing.UNKNOWN, Missing.NOT_APPLICABLE)

    @property
    def shown(self) -> str:
        return "(personal)" if self.personal else self.value or self.missing or ""

    def __str__(self) -> str:
        worksheet, section, row_id, field = self.subject
        table = f"{worksheet}.{section}"
        return " ".join(filter(None, (self.alliance, table, row_id, f"{field}: {self.shown}")))


NOT_IN_WAVE = "the wave has no worksheet {worksheet}"
EMPTIED = "it is left empty in each wave"
PRINTED = "the form prints it itself"
GONE_ROW = "the municipality says that the row is no more"


@dataclass(frozen=True, slots=True)
class Carrying:
    """What becomes of an earlier wave's answers."""

    given: tuple[Given, ...]
    """Those that stand in the forms if their fields take them."""
    left_out: tuple[Given, ...]

    @property
    def emptied(self) -> tuple[Given, ...]:
        """Those in fields that are left empty in each wave, without what was said beside answers."""
        return tuple(
            made
            for made in self.left_out
            if made.why == EMPTIED and explained_question(made.subject.field) is None
        )


def carry(
    workspace: Workspace,
    wave: str,
    worksheets: tuple[Worksheet, ...],
    *,
    into: Wave | None,
    alliances: Collection[str] | None,
) -> Carrying:
    """The current answers of a wave in the newest terms; what its forms printed themselves is no answer."""
    with workspace.store.snapshot() as state:
        answers = [*state.values(waves=[wave]), *state.contacts(waves=[wave])]
        kept = state.declarations()
        declared = {
            (returned.submission_id, returned.worksheet): kept[returned.declaration_hash]
            for returned in state.current(wave)
        }
    answers = [answer for answer in answers if alliances is None or answer.alliance in alliances]
    library = workspace.library.worksheets
    day = into.reference_date if into else None
    carried = carry_all(_asked(answers, declared), declared, library, day)
    forms = _Forms({worksheet.id: worksheet for worksheet in worksheets}, library)
    gone = {
        (answer.alliance, answer.subject.row)
        for answer in answers
        if answer.field == ROW_STATUS and answer.value == GONE
    }
    sorted_out = [
        made._replace(why=made.why or (GONE_ROW if (answer.alliance, answer.subject.row) in gone else ""))
        for answer, now in carried
        for made in forms.sort(answer, now, wave)
    ]
    given = tuple(made for made in sorted_out if not made.why)
    return Carrying(given, tuple(made for made in sorted_out if made.why and made.says_something))


def in_newest_terms(workspace: Workspace, rows: Iterable[tuple[str, Given]]) -> Iterator[Given]:
    """Rows of a dataset in the words of today; each comes with the version of its worksheet.

    Rows of versions that no form was made from, and of today's, stay as they are.
    """
    library = workspace.library.worksheets
    with workspace.store.snapshot() as state:
        kept = {
            (declaration.id, declaration.version): declaration
            for declaration in state.declarations().values()
        }
    for version, given in rows:
        old = kept.get((given.subject.worksheet, version))
        newest = library.get(given.subject.worksheet)
        if old is None or newest is None or version == newest.version or not _has_field(old, given.subject):
            yield given
        elif not is_among(given.subject, filled_by_form(old)):
            now = Carrier(old, library).carry(given.subject, given.value, given.missing)
            yield from (given._replace(value=code, why=why or fate) for code, fate, why in now.lost)
            if now.stands:
                yield given._replace(subject=now.subject, value=now.value, missing=now.missing)
            elif not now.lost:
                yield given._replace(why=now.why or str(now.fate))


def _has_field(worksheet: Worksheet, subject: Subject) -> bool:
    asked = (subject.section, subject.field)
    return any((section.id, field.id) == asked for section, field in worksheet.all_fields())


def _asked(
    answers: list[StoredAnswer], declared: Mapping[tuple[int, str], Worksheet]
) -> Iterator[StoredAnswer]:
    """Those that people gave."""
    printed = {worksheet.content_hash: filled_by_form(worksheet) for worksheet in declared.values()}
    for answer in answers:
        old = declared[answer.submission_id, answer.worksheet]
        if not is_among(answer.subject, printed[old.content_hash]):
            yield answer


class _Forms:
    """The worksheets that the new forms hold."""

    def __init__(self, worksheets: Mapping[str, Worksheet], library: Mapping[str, Worksheet]) -> None:
        self._worksheets = worksheets
        self._library = library
        self._printed = {name: filled_by_form(worksheet) for name, worksheet in worksheets.items()}

    def sort(self, answer: StoredAnswer, now: Carried, wave: str) -> Iterator[Given]:
        """The answer as it stands in the form, or why it does not; and what was lost of it."""
        subject, personal = answer.subject, answer.personal or self._is_personal(now.subject)
        given = Given(answer.alliance, subject, answer.value, answer.missing, wave, personal)
        if not now.stands:
            yield given._replace(why=now.why or str(now.fate))
            return
        yield from (given._replace(value=code, why=why or fate) for code, fate, why in now.lost)
        worksheet = self._worksheets.get(now.subject.worksheet)
        if worksheet is None:
            yield given._replace(why=NOT_IN_WAVE.format(worksheet=now.subject.worksheet), by_rule=True)
        elif (
            explained_question(now.subject.field) is not None
            or worksheet.section(now.subject.section).field(now.subject.field).wave not in CARRIED
        ):
            emptied = given._replace(subject=now.subject, value=now.value, missing=now.missing)
            yield emptied._replace(why=EMPTIED, by_rule=True)
        elif is_among(now.subject, self._printed[worksheet.id]):
            yield given._replace(why=PRINTED)
        else:
            yield given._replace(subject=now.subject, value=now.value, missing=now.missing)

    def _is_personal(self, subject: Subject) -> bool:
        try:
            section = self._library[subject.worksheet].section(subject.section)
            return section.field(subject.field).personal
        except KeyError:
            return False
