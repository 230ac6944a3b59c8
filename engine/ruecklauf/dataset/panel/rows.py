"""Rows of all waves in the newest terms, with what stood there originally beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ruecklauf.check.carried import Became
from ruecklauf.dataset.computed import is_computed
from ruecklauf.dataset.standing import Standings
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.companion import explained_question
from ruecklauf.findings import Subject
from ruecklauf.revisions.fates import Carried
from ruecklauf.revisions.together import Carriers, carry_all
from ruecklauf.store import RecordRow, Return, StoredAnswer


class PanelCell(NamedTuple):
    """One answer."""

    value: str | None
    """Canonical text in the newest terms; None where there is none, or where only people can say it."""
    missing: str | None
    original: str | None
    """Canonical text as it was returned."""
    comparable: bool = True
    """Whether it can be compared with another wave's: not where a code was dropped or split."""
    became: str | None = None
    """What it is beside what the form showed when it was sent; see `check.carried`."""


NOTHING = PanelCell(None, None, None)


@dataclass
class PanelRow:
    """One row of one alliance in one wave."""

    alliance: str
    wave: str
    version: str
    table: str
    """`worksheet.section` in the newest terms; as it was where there is no such section any more."""
    row_id: str
    row_id_original: str
    printed: bool
    asked: frozenset[str]
    """The fields of the newest declaration that were asked, perhaps under other names."""
    is_gone: bool = False
    """The municipality says that it is no more: it does not count in this wave."""
    is_retired: bool = False
    """The newest declaration has no such row: one of the same id there is another."""
    was_blank: bool = False
    """The form is known, and showed nothing there: whoever filled it in numbered its rows anew."""
    in_words: frozenset[str] = frozenset()
    """Fields that are answered in words of one's own."""
    cells: dict[str, PanelCell] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        """What was said in words of one's own, in the order of the fields' ids."""
        return tuple(self.cells[name].value or "" for name in sorted(self.in_words & set(self.cells)))

    @property
    def was_shown(self) -> bool:
        """Whether the form showed an answer of this row when it was sent."""
        return any(cell.became not in (None, Became.NEW) for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows, and which waves each alliance returned each table in."""

    rows: tuple[PanelRow, ...]
    returned: Mapping[str, Mapping[str, frozenset[str]]]
    """Waves by table and alliance."""


class Waves:
    """What was returned, carried into the newest terms."""

    def __init__(
        self,
        returns: Iterable[Return],
        kept: Mapping[str, Worksheet],
        library: Mapping[str, Worksheet],
        standings: Standings,
    ) -> None:
        self._standings = standings
        self._library = library
        self._kept = kept
        self._returns = tuple(returns)
        self._declared = {
            (returned.submission_id, returned.worksheet): kept[returned.declaration_hash]
            for returned in self._returns
        }
        owners = {
            (returned.submission_id, returned.worksheet): (returned.alliance, returned.wave)
            for returned in self._returns
        }
        self._carriers = Carriers(self._declared, owners, library)
        self._asked: dict[tuple[str, str], frozenset[Subject]] = {}
        self._wordy: dict[Subject, frozenset[str]] = {}
        self._made: dict[tuple[str, str, str, str], PanelRow] = {}

    def rows(self, records: Iterable[RecordRow], answers: Iterable[StoredAnswer]) -> Rows:
        """All rows with their answers; personal ones and explanations are left out."""
        for record in records:
            self._row(record)
        personal = self._personal()
        open_ = (
            answer
            for answer in answers
            if answer.subject.column not in personal and explained_question(answer.field) is None
        )
        for answer, made in carry_all(open_, self._declared, self._library):
            self._put(answer, made, personal)
        return Rows(tuple(self._made.values()), self._returned())

    def _personal(self) -> frozenset[Subject]:
        """Fields that any version calls personal."""
        declarations = (*self._kept.values(), *self._library.values())
        return frozenset(
            Subject(worksheet.id, section.id, "", asked.id)
            for worksheet in declarations
            for section, asked in worksheet.all_fields()
            if asked.personal
        )

    def _row(self, record: RecordRow) -> PanelRow:
        carrier = self._carriers.of(record.submission_id, record.worksheet)
        target, place = carrier.row(record.section, record.row_id), carrier.place_of(record.section)
        if not target.row_id:
            place = Subject(record.worksheet, record.section)
        row_id = target.row_id or record.row_id
        table = f"{place.worksheet}.{place.section}"
        asked = self._fields(carrier.old, record.section, place)
        made = PanelRow(
            record.alliance, record.wave, record.version, table, row_id, record.row_id, record.printed, asked
        )
        made.is_retired = not target.row_id
        made.in_words = self._in_words(place)
        owner, row = (record.alliance, record.wave), Subject(record.worksheet, record.section, record.row_id)
        made.is_gone = self._standings.is_gone(owner, row)
        made.was_blank = not record.printed and self._standings.was_blank(owner, row)
        return self._made.setdefault((record.alliance, record.wave, table, row_id), made)

    def _in_words(self, place: Subject) -> frozenset[str]:
        """The fields of a table that the newest declaration has answered in words."""
        if place not in self._wordy:
            worksheet = self._library.get(place.worksheet)
            found = worksheet.all_fields() if worksheet else ()
            fields = (asked for section, asked in found if section.id == place.section)
            self._wordy[place] = frozenset(asked.id for asked in fields if _is_in_words(asked))
        return self._wordy[place]

    def _fields(self, old: Worksheet, section: str, place: Subject) -> frozenset[str]:
        """The fields of a table that a declaration asked, by their newest names."""
        key = (old.content_hash, section)
        if key not in self._asked:
            carrier = self._carriers.by_declaration(old)
            targets = (
                carrier.field_of(Subject(old.id, section, "", asked.id))
                for asked in old.section(section).fields
            )
            self._asked[key] = frozenset(target for target in targets if target is not None)
        return frozenset(
            subject.field for subject in self._asked[key] if (subject.worksheet, subject.section) == place[:2]
        )

    def _put(self, answer: StoredAnswer, made: Carried, personal: frozenset[Subject]) -> None:
        carrier = self._carriers.of(answer.submission_id, answer.worksheet)
        target = made.subject if made.stands else carrier.field_of(answer.subject.column)
        if target is None or target.column in personal:
            return
        row_id = made.subject.row_id if made.stands else carrier.row(answer.section, answer.row_id).row_id
        row = self._made.get((answer.alliance, answer.wave, f"{target.worksheet}.{target.section}", row_id))
        if row is None:
            return
        row.asked |= {target.field}
        owner = (answer.alliance, answer.wave)
        became = (
            None
            if is_computed(answer)
            else self._standings.of(owner, answer.subject, answer.value, answer.missing)
        )
        cell = PanelCell(made.value, made.missing, answer.value, made.stands and not made.lost, became)
        before = row.cells.get(target.field)
        row.cells[target.field] = cell if before is None else _both(before, cell)

    def _returned(self) -> dict[str, dict[str, frozenset[str]]]:
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for returned in self._returns:
            old = self._declared[returned.submission_id, returned.worksheet]
            for table in self._tables(old):
                found[table][returned.alliance].add(returned.wave)
        return {
            table: {alliance: frozenset(waves) for alliance, waves in of.items()}
            for table, of in found.items()
        }

    def _tables(self, old: Worksheet) -> Iterator[str]:
        carrier = self._carriers.by_declaration(old)
        for section in old.sections:
            place = carrier.place_of(section.id)
            yield f"{place.worksheet}.{place.section}"


def _is_in_words(asked: FieldBase) -> bool:
    is_chosen = asked.list_id or asked.refers_to or asked.parts
    return asked.dtype == "string" and not (is_chosen or asked.is_companion)


def _both(first: PanelCell, other: PanelCell) -> PanelCell:
    """Of two answers that came to one place; they are the same, or neither counts."""
    same = first[:2] == other[:2]
    texts = dict.fromkeys(text for text in (first.original, other.original) if text is not None)
    said = first if same else PanelCell(None, None, None, comparable=False)
    return said._replace(original=" / ".join(texts) or None)
