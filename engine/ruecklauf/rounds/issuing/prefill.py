"""Values that stand in the forms when they are sent: from a file, or from the answers of an earlier wave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ruecklauf.definition.models import CrossSection, SectionBase, Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.exports.csv_files import trusting
from ruecklauf.fieldtypes.base import CellContent, FieldBase
from ruecklauf.fieldtypes.companion import explained_question
from ruecklauf.findings import Subject
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.model import CARRYING_VERSION, LAYOUT_VERSION
from ruecklauf.layout.row_ids import FIRST_FREE_NUMBER
from ruecklauf.lint.office import CELL_LIMIT
from ruecklauf.project.settings import Wave
from ruecklauf.project.table import read_csv
from ruecklauf.rounds.issuing.carried import Given, carry, in_newest_terms
from ruecklauf.rounds.issuing.former import NOTHING_GONE, Former, former, has_place
from ruecklauf.rounds.issuing.guards import refuse_backwards
from ruecklauf.rounds.issuing.naming import naming_nothing
from ruecklauf.rounds.prints import is_among, printed_in
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

COLUMNS = ("alliance", "worksheet", "table", "row_id", "field", "value")
"""Columns of a prefill file; further ones, as the long dataset has them, are passed over."""


MOST_ROWS = 600
"""Free rows of a table that a prefill may take: a typing mistake shall not make an endless form."""


@dataclass(frozen=True, slots=True)
class Prefills:
    """What stands in the forms, by alliance id, and how many more free rows that takes."""

    by_alliance: dict[str, dict[Subject, Value]]
    more_rows: dict[str, int]
    left_out: tuple[Given, ...] = ()
    """What the forms do not hold of the answers, with why, by alliance."""
    wave: str = ""
    """The wave whose answers they are; empty for those of a file."""
    waves: Mapping[str, str] = field(default_factory=dict)
    """Of a file: by alliance the wave, or waves, that it names; empty where it names none."""
    emptied: Mapping[str, Mapping[Subject, Value]] = field(default_factory=dict)
    """The wave's answers in fields that are left empty each time, by alliance: forms say them beside."""

    def version_for(self, alliance: str) -> int:
        """The layout of the forms of an alliance; one of which nothing is carried on has those of a first
        wave."""
        return CARRYING_VERSION if self.of(alliance) else LAYOUT_VERSION

    def wave_of(self, alliance: str) -> str:
        """Where an alliance's values come from, as people are told; empty where nothing says which wave."""
        return self.wave or self.waves.get(alliance, "")

    def of(self, alliance: str) -> dict[Subject, Value]:
        return self.by_alliance.get(alliance, {})


NOTHING = Prefills({}, {})


def read_prefill(path: Path, worksheets: tuple[Worksheet, ...], workspace: Workspace) -> Prefills:
    """Values from a CSV file in the form of the long dataset, for alliances of the project.

    Where it says the version of its worksheet, a row is carried through what changed since.
    Its column `wave`, if there is one, says where the values come from.
    Rows without a value, of cells that the form prints, and explanations are passed over. Raises ProjectError
    naming the line of a value that belongs to no alliance or field, that its field does not take, or that
    another line contradicts.
    """
    table = read_csv(path)
    names = table.header.cells
    absent = [name for name in COLUMNS if name not in names]
    if absent:
        raise ProjectError(
            f"has no column {', '.join(absent)}", where=str(path), remedy=f"It needs: {', '.join(COLUMNS)}."
        )
    known = {alliance.id for alliance in workspace.project.alliances}
    read = [(dict(zip(names, row.cells, strict=False)), f"{path}:{row.line}") for row in table.rows]
    cells = [(row.get("version", ""), _given(row, where)) for row, where in read]
    cells = [(version, cell) for version, cell in cells if explained_question(cell.subject.field) is None]
    for _, cell in cells:
        if cell.alliance not in known:
            raise ProjectError(
                f"there is no alliance {cell.alliance!r}",
                where=cell.where,
                remedy="Give the id of alliances.csv.",
            )
    gone = former(workspace, worksheets)
    cells = [
        (version, cell._replace(personal=cell.subject.column in gone.personal)) for version, cell in cells
    ]
    given = list(in_newest_terms(workspace, cells))
    made = _gather((cell for cell in given if not cell.why), worksheets, gone, strict=True)
    left_out = (*made.left_out, *(cell for cell in given if cell.why and cell.says_something))
    waves = _waves(row for row, _ in read)
    return replace(made, left_out=tuple(sorted(left_out, key=lambda cell: cell.alliance)), waves=waves)


def _waves(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The waves that a file names, by alliance."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if row["value"] and row.get("wave", "").strip():
            found.setdefault(row["alliance"], set()).add(row["wave"].strip())
    return {alliance: ", ".join(sorted(waves)) for alliance, waves in found.items()}


def _given(row: dict[str, str], where: str) -> Given:
    subject = Subject(row["worksheet"], row["table"].rpartition(".")[2], row["row_id"], row["field"])
    value = trusting(row["value"])
    # an export masks what seems to be personal: that is no answer
    answer = value if value != load_texts()("words.personal") else ""
    return Given(row["alliance"], subject, answer or None, row.get("missing") or None, where)


def from_wave(
    workspace: Workspace,
    wave: str,
    worksheets: tuple[Worksheet, ...],
    *,
    into: Wave | None = None,
    alliances: Collection[str] | None = None,
) -> Prefills:
    """The current answers of an earlier wave in all fields that are carried on (F, U, and contacts), in the
    newest terms, for these alliances or for all.

    Contacts go into the form of the municipality that gave them and nowhere else. What the forms cannot hold
    is left out and listed; it stops nothing. ProjectError for a wave that is newer than the one it would go
    `into`.
    """
    if into is not None:
        refuse_backwards(source=workspace.project.wave(wave), target=into)
    carried = carry(workspace, wave, worksheets, into=into, alliances=alliances)
    made = _gather(carried.given, worksheets, NOTHING_GONE, strict=False)
    left_out = sorted((*made.left_out, *carried.left_out), key=lambda cell: (cell.alliance, cell.subject))
    emptied = _gather(carried.emptied, worksheets, NOTHING_GONE, strict=False, shown=False)
    return replace(made, left_out=tuple(left_out), wave=wave, emptied=emptied.by_alliance)


def _gather(
    given: Iterable[Given],
    worksheets: tuple[Worksheet, ...],
    gone: Former,
    *,
    strict: bool,
    shown: bool = True,
) -> Prefills:
    """The values by alliance. What a field does not take raises if `strict`, and is left out otherwise; what
    names a row that is not among them is left out where they are `shown`."""
    by_id = {worksheet.id: worksheet for worksheet in worksheets}
    printed = frozenset[Subject]().union(*map(printed_in, worksheets))
    by_alliance: dict[str, dict[Subject, Value]] = {}
    left_out: list[Given] = []
    first: dict[tuple[str, Subject], Given] = {}
    for cell in given:
        if is_among(cell.subject, printed) or is_among(cell.subject, gone.printed):
            continue
        value = None if _is_gone(cell.subject, gone) else _value(cell, by_id, gone.rows, strict=strict)
        why = _without_place(cell, by_id, gone, value)
        if value is None or why:
            left_out += [cell._replace(why=why)] if cell.says_something else []
            continue
        known = first.setdefault((cell.alliance, cell.subject), cell)
        if not strict and not _says_the_same(known, cell):
            left_out.append(cell._replace(why=f"there is another answer already: {known.shown}"))
            continue
        _refuse_contradiction(known, cell)
        by_alliance.setdefault(cell.alliance, {})[cell.subject] = value
    if shown:
        left_out += _naming_nothing(by_alliance, first, by_id)
    more_rows = _more_rows(by_alliance, first, by_id, strict=strict)
    return Prefills(by_alliance, more_rows, tuple(sorted(left_out, key=lambda cell: cell.alliance)))


_First = Mapping[tuple[str, Subject], Given]
"""By alliance and question what was given first."""


def _naming_nothing(
    by_alliance: dict[str, dict[Subject, Value]], first: _First, worksheets: Mapping[str, Worksheet]
) -> list[Given]:
    """What names rows that the forms do not show; it is taken out of `by_alliance`."""
    left_out = []
    for alliance, answers in by_alliance.items():
        for subject, row_id in naming_nothing(answers, worksheets).items():
            del answers[subject]
            left_out.append(first[alliance, subject]._replace(why=f"the form does not show {row_id}"))
    return left_out


def _more_rows(
    by_alliance: Mapping[str, Mapping[Subject, Value]],
    first: _First,
    worksheets: Mapping[str, Worksheet],
    *,
    strict: bool,
) -> dict[str, int]:
    """Tables, and how many free rows more than are declared their forms need."""
    found: dict[str, int] = {}
    for alliance, answers in by_alliance.items():
        for subject in answers:
            for table, extra in _extra_rows(first[alliance, subject], worksheets, strict=strict):
                found[table] = max(found.get(table, 0), extra)
    return {table: extra for table, extra in found.items() if extra > 0}


def _is_gone(subject: Subject, gone: Former) -> bool:
    return gone.has_field(subject) or gone.has_row(subject)


def _without_place(
    cell: Given, worksheets: Mapping[str, Worksheet], gone: Former, value: Value | None
) -> str:
    """Why an answer has no place in the form; empty for one that has."""
    if _is_gone(cell.subject, gone):
        return "it is asked no longer"
    if value is None:
        return "the field does not take it any more"
    return (
        "" if has_place(worksheets[cell.subject.worksheet], cell.subject) else "there is no such row any more"
    )


def _says_the_same(first: Given, cell: Given) -> bool:
    return (first.value, first.missing) == (cell.value, cell.missing)


def _refuse_contradiction(first: Given, cell: Given) -> None:
    if not _says_the_same(first, cell):
        raise ProjectError(
            f"{cell.subject.row_id} {cell.subject.field} is {cell.value or cell.missing!r} here, "
            f"but {first.value or first.missing!r} in {first.where}",
            where=cell.where,
            remedy="Keep one of both; of several waves export one: ruecklauf export --wave.",
        )


def _value(
    given: Given, worksheets: dict[str, Worksheet], retired: frozenset[str], *, strict: bool
) -> Value | None:
    field = _field(given, worksheets)
    if field.refers_to and given.value in retired:
        return None
    if given.value is None:
        return _said_missing(given, field, worksheets[given.subject.worksheet], strict=strict)
    lists, texts = worksheets[given.subject.worksheet].lists, load_texts()
    try:
        value = field.from_text(given.value)
        content = field.render(value, lists, texts)
        fits = bool(field.parts or content is not None) and not _is_too_long(field, content, strict=strict)
    except (ValueError, ArithmeticError, KeyError):  # KeyError: a code that the list has no longer
        fits = False
    if fits and not _outside(field, value):
        return value
    if not strict:
        return None
    raise ProjectError(
        f"field {given.subject.field!r} does not take {given.value!r}",
        where=given.where,
        remedy=f"Expected: {field.expectation(lists, texts)}; codes, ISO dates, decimal points.",
    )


def _said_missing(given: Given, field: FieldBase, worksheet: Worksheet, *, strict: bool) -> Value | None:
    """Why there is no value, where people say so themselves, and the form has a word for it."""
    if given.missing not in (Missing.UNKNOWN, Missing.NOT_APPLICABLE):
        return None
    kind = Missing(given.missing)
    return kind if strict or field.render(kind, worksheet.lists, load_texts()) is not None else None


def _is_too_long(field: FieldBase, content: CellContent, *, strict: bool) -> bool:
    """Whether a text is longer than the field takes; of one that came back so, than any cell takes."""
    longest = getattr(field, "max_length", CELL_LIMIT) if strict else CELL_LIMIT
    return isinstance(content, str) and len(content.encode("utf-16-le")) // 2 > longest


def _outside(field: FieldBase, value: Value) -> bool:
    low, high = getattr(field, "min", None), getattr(field, "max", None)
    if isinstance(value, str | bool | tuple):
        return False
    return (low is not None and value < low) or (high is not None and value > high)


def _field(given: Given, worksheets: dict[str, Worksheet]) -> FieldBase:
    subject = given.subject
    try:
        return worksheets[subject.worksheet].section(subject.section).field(subject.field)
    except KeyError as error:
        name = f"{subject.worksheet}.{subject.section}.{subject.field}"
        raise ProjectError(
            f"the forms have no field {name}",
            where=given.where,
            remedy="Check worksheet, table and field against the worksheets of the wave.",
        ) from error


def _extra_rows(
    given: Given, worksheets: Mapping[str, Worksheet], *, strict: bool
) -> Iterator[tuple[str, int]]:
    """Tables, and how many of their free rows are taken up to the answer's row, or those it combines."""
    worksheet = worksheets[given.subject.worksheet]
    section = worksheet.section(given.subject.section)
    rows = [(f"{worksheet.id}.{section.id}", given.subject.row_id)]
    if isinstance(section, CrossSection):
        tables = (referred(worksheet, section.field(end)) for end in (section.down, section.across))
        rows = list(zip(tables, given.subject.row_id.split("-"), strict=False))
    for table, row_id in rows:
        owner = worksheets.get(table.partition(".")[0])
        if owner is not None:
            yield table, _taken(row_id, owner.section(table.partition(".")[2]), given, strict=strict)


def _taken(row_id: str, section: SectionBase, given: Given, *, strict: bool) -> int:
    number = row_id[2:]
    if not section.has_free_rows or not number.isdecimal() or int(number) < FIRST_FREE_NUMBER:
        return 0
    taken = int(number) - FIRST_FREE_NUMBER + 1
    if strict and taken > MOST_ROWS:
        raise ProjectError(
            f"row {row_id!r} is too far down",
            where=given.where,
            remedy=f"A table takes {MOST_ROWS} free rows, numbered from {FIRST_FREE_NUMBER}.",
        )
    return taken
