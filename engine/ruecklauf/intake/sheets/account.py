"""Every cell, note and text of a returned file accounted for: an answer, the form's own, or a finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ruecklauf.cells import Raw, a1, parse_a1
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, Remark, Subject, remark
from ruecklauf.intake.ledger import Entry, Ledger
from ruecklauf.intake.notes import QUOTED_AT_ONCE
from ruecklauf.intake.page_texts import foreign_page_texts
from ruecklauf.intake.sheets.anchors import Found
from ruecklauf.intake.sheets.around import about_file, about_links, about_recorded
from ruecklauf.intake.sheets.doubts import in_doubt
from ruecklauf.intake.sheets.located import Located, position_of
from ruecklauf.intake.sheets.narrow import too_narrow
from ruecklauf.intake.sheets.personal import personal_cells
from ruecklauf.intake.sheets.plans import identity_lines, overview_cells, plans_of
from ruecklauf.intake.sheets.printed import Template
from ruecklauf.intake.sheets.results import Results
from ruecklauf.intake.sheets.strays import Strays, with_formula
from ruecklauf.intake.submission import NOTHING, CellCounts, Noted, Quote, RawAnswer
from ruecklauf.layout.model import Layout, Position, SheetPlan
from ruecklauf.office.workbook import PartlyStruck, Sheet, SheetCell, Workbook
from ruecklauf.texts import Texts

NOTHING_KNOWN: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """A sheet of the file with each of its cells judged; `template` is None where the sheet is no form's."""

    sheet: Sheet
    plan: SheetPlan | None
    template: Template | None
    answers: frozenset[Position]
    own: tuple[SheetCell, ...]
    """Cells recognised as the form's."""
    strays: tuple[SheetCell, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The balance, and the ledger with a note for everything that is neither answer nor form."""

    counts: CellCounts
    ledger: Ledger
    sheets: tuple[JudgedSheet, ...]


@dataclass(frozen=True)
class _Context:
    """What all sheets are judged by."""

    layout: Layout
    located: tuple[Located, ...]
    subjects: Mapping[str, Mapping[Position, Subject]]
    """Of every answer, by sheet and position."""
    texts: Texts
    sent: Mapping[str, frozenset[str]]

    def about(self, sheet: Sheet) -> Mapping[Position, Subject]:
        """The subject of every answer on a sheet."""
        return self.subjects.get(sheet.name, {})

    names: frozenset[str]
    """Of all sheets of the file."""

    def belongs(self, judged: JudgedSheet) -> bool:
        """Whether the sheet is the form's and no further copy of one."""
        plan = judged.plan
        if any(block.found.sheet is judged.sheet for block in self.located):
            return True
        if plan is None or any(block.found.block.sheet == plan.name for block in self.located):
            return False
        return judged.sheet.name == plan.name or plan.name not in self.names


def account_workbook(
    workbook: Workbook,
    layout: Layout,
    located: tuple[Located, ...],
    texts: Texts,
    *,
    sent: Mapping[str, frozenset[str]] = NOTHING_KNOWN,
) -> Account:
    """Account for everything in the workbook. Each number is counted for itself: see `CellCounts`.

    `sent` has by slot the texts that forms with this code said there, as far as that is known.
    """
    answers = tuple(answer for block in located for answer in block.answers)
    said = {slot: frozenset(map(fold, texts_there)) for slot, texts_there in sent.items()}
    left = [block.left for block in located if block.left is not None]
    not_read = [answer for block in left for answer in block.answers]
    names = frozenset(sheet.name for sheet in workbook.sheets)
    context = _Context(layout, located, _subjects((*answers, *not_read)), texts, said, names)
    judged = tuple(_judge(workbook, context))
    ledger = Ledger(
        answers,
        sum(len(sheet.own) for sheet in judged),
        (
            *(entry for sheet in judged for entry in _entries(sheet, context)),
            *_about_copies(located),
            *(Entry(noted, 0) for noted in about_file(workbook)),
        ),
    )
    return Account(ledger.counts(_total(workbook)), ledger, judged)


def _total(workbook: Workbook) -> int:
    return sum(len(sheet.cells) + len(sheet.notes) + len(sheet.drawing_texts) for sheet in workbook.sheets)


def _subjects(answers: Iterable[RawAnswer]) -> dict[str, dict[Position, Subject]]:
    subjects: dict[str, dict[Position, Subject]] = {}
    for answer in answers:
        subjects.setdefault(answer.place.sheet, {})[position_of(answer)] = answer.subject
    return subjects


def _judge(workbook: Workbook, context: _Context) -> Iterator[JudgedSheet]:
    plans = plans_of(workbook, context.layout, context.located)
    lines = identity_lines(workbook)
    results = Results(context.layout, context.located, context.texts)
    for sheet in workbook.sheets:
        taken = frozenset(context.about(sheet))
        plan = plans.get(sheet.name)
        if plan is None:
            program = overview_cells(sheet, workbook)
            known = tuple(cell for at, cell in sheet.cells.items() if at in program - taken)
            rest = tuple(cell for at, cell in sheet.cells.items() if at not in program | taken)
            yield JudgedSheet(sheet, None, None, taken, known, rest)
            continue
        template = Template.of(plan, sheet, context.located, lines, results, context.sent)
        own, strays = template.sort_out(taken)
        yield JudgedSheet(sheet, plan, template, taken, tuple(own), tuple(strays))


def _entries(judged: JudgedSheet, context: _Context) -> Iterator[Entry]:
    sheet = judged.sheet
    private: Mapping[Position, Subject] = {}
    if judged.strays or sheet.notes or sheet.links or sheet.recorded:
        private = personal_cells(sheet, context.layout, context.located)
    here = [block for block in context.located if block.found.sheet is sheet]
    quoted = {parse_a1(noted.place.cell): noted for block in here for noted in block.quoted}
    heads = {(cell.row, cell.column): cell for cell in judged.strays if (cell.row, cell.column) in quoted}
    yield from (Entry(noted, int(at in heads)) for at, noted in quoted.items())
    together = _version_texts(judged, private)
    if together:
        yield _differing(sheet, together)
    apart = {*heads.values(), *together}
    for block in here:
        codes = _overwritten_codes(block.found, judged.strays, private.keys())
        yield from _about_codes(block.found, codes)
        apart |= set(codes)
    labels = [cell for cell in _overwritten_labels(judged, private) if cell not in apart]
    if labels:
        yield _instead_of(sheet, labels, remark("labels_overwritten"))
    apart |= set(labels)
    strays = Strays(sheet, judged.template, private, context.texts, context.belongs(judged))
    yield from strays.entries([cell for cell in judged.strays if cell not in apart])
    yield from (Entry(noted, 0) for noted in _about_copied_rows(judged))
    yield from map(Entry, _beside_cells(sheet, context.about(sheet), private))
    for noted in (*_about_answers(judged, context.about(sheet)), *_about_sheet(sheet, context, private)):
        yield Entry(noted, 0)


def _version_texts(judged: JudgedSheet, private: Mapping[Position, Subject]) -> tuple[SheetCell, ...]:
    """Strays in the columns that a hidden sheet of the form fills itself.

    Another version of the program has other texts there, perhaps thousands. Beside these columns nobody has
    written but people.
    """
    plan = judged.plan
    if plan is None or not plan.is_hidden:
        return ()
    columns = {cell.column for cell in plan.cells}
    return tuple(
        cell for cell in judged.strays if cell.column in columns and (cell.row, cell.column) not in private
    )


def _overwritten_labels(judged: JudgedSheet, private: Mapping[Position, Subject]) -> tuple[SheetCell, ...]:
    """Strays that stand where the form has a text of its own."""
    if judged.template is None or not judged.strays:
        return ()
    gone = frozenset(judged.template.labels_gone(judged.own, judged.strays).overwritten)
    cells = (cell for cell in judged.strays if (cell.row, cell.column) in gone - private.keys())
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _overwritten_codes(
    found: Found, strays: Iterable[SheetCell], private: Collection[Position]
) -> tuple[SheetCell, ...]:
    """Strays that stand where a code or head was that only hidden names tell."""
    lost = found.lost_codes.difference(private)
    cells = (cell for cell in strays if (cell.row, cell.column) in lost)
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _about_codes(found: Found, over: tuple[SheetCell, ...]) -> Iterator[Entry]:
    """A note on the codes and heads that are gone, another on those `over` which something is written."""
    about, gone = found.block.about(), len(found.lost_codes) - len(over)
    if gone:
        yield Entry(Noted(remark("codes_lost", count=gone), Place(found.sheet.name), subject=about), 0)
    if over:
        yield _instead_of(found.sheet, over, remark("codes_overwritten", count=len(over)), about)


def _instead_of(
    sheet: Sheet, cells: Collection[SheetCell], wording: Remark, about: Subject = NOTHING
) -> Entry:
    quotes = tuple(Quote(with_formula(cell), a1(cell.row, cell.column)) for cell in cells)
    return Entry(Noted(wording, Place(sheet.name), subject=about, quotes=quotes), len(cells))


def _differing(sheet: Sheet, cells: tuple[SheetCell, ...]) -> Entry:
    shown = cells[:QUOTED_AT_ONCE]
    quotes = tuple(Quote(with_formula(cell), a1(cell.row, cell.column)) for cell in shown)
    wording, place = remark("hidden_texts_differ", count=len(cells)), Place(sheet.name)
    return Entry(Noted(wording, place, quotes=quotes, more=len(cells) - len(quotes)), len(cells))


def _beside_cells(
    sheet: Sheet, subjects: Mapping[Position, Subject], private: Mapping[Position, Subject]
) -> Iterator[Noted]:
    for note in sheet.notes:
        position = (note.row, note.column)
        about = subjects.get(position, private.get(position, Subject()))
        yield Noted(remark("note_found"), Place(sheet.name, a1(note.row, note.column)), note.text, about)
    for text in sheet.drawing_texts:
        yield Noted(remark("drawing_text"), Place(sheet.name), text)


def _about_answers(judged: JudgedSheet, subjects: Mapping[Position, Subject]) -> Iterator[Noted]:
    sheet, answers = judged.sheet, judged.answers
    for first_row, first_column, last_row, last_column in sheet.merged:
        if any(
            first_row <= row <= last_row and first_column <= column <= last_column for row, column in answers
        ):
            area = f"{a1(first_row, first_column)}:{a1(last_row, last_column)}"
            about = subjects.get((first_row, first_column), Subject())
            yield Noted(remark("merged_answer"), Place(sheet.name, area), subject=about)
    struck = (
        cell
        for position in answers
        if (cell := sheet.cells.get(position)) and (cell.struck or isinstance(cell.raw.text, PartlyStruck))
    )
    for cell in sorted(struck, key=lambda cell: (cell.row, cell.column)):
        code = "struck_answer" if cell.struck else "partly_struck_answer"
        place, about = Place(sheet.name, a1(cell.row, cell.column)), subjects[cell.row, cell.column]
        yield Noted(remark(code), place, plain_text(cell.raw), about)
    for position in in_doubt(sheet, answers):
        place, found = Place(sheet.name, a1(*position)), plain_text(sheet.cells[position].raw)
        yield Noted(remark("perhaps_not_seen"), place, found, subjects[position])
    for cell in too_narrow(sheet, judged.plan, answers):
        place, about = Place(sheet.name, a1(cell.row, cell.column)), subjects[cell.row, cell.column]
        yield Noted(remark("column_too_narrow"), place, plain_text(cell.raw), about)


def _about_copied_rows(judged: JudgedSheet) -> Iterator[Noted]:
    """One note on each copy of a table's head or example row: it is the form's own."""
    template = judged.template
    for row in sorted(template.copied_rows) if template is not None else ():
        cells = [cell for cell in judged.own if cell.row == row]
        quotes = tuple(_at_its_cell(cell.row, cell.column, cell.raw) for cell in cells)
        yield Noted(remark("head_copied"), Place(judged.sheet.name, a1(row, 1)), quotes=quotes)


def _about_copies(located: tuple[Located, ...]) -> Iterator[Entry]:
    """One note on each sheet whose copy is read, with what it says itself: the copy says that too."""
    copied = [(block.left, block) for block in located if block.left is not None]
    for name in dict.fromkeys(left.found.sheet.name for left, _ in copied):
        here = [(left, block) for left, block in copied if left.found.sheet.name == name]
        same = [answer for left, _ in here for answer in left.answers if not answer.raw.is_blank]
        shown = (answer for left, _ in here for answer in _quotable(left))
        wording = remark("copy_read", name=name, copy=here[0][1].found.sheet.name)
        quotes = tuple(_at_its_cell(*position_of(answer), answer.raw) for answer in shown)
        yield Entry(Noted(wording, Place(name), quotes=quotes), len(same))


def _quotable(left: Located) -> Iterator[RawAnswer]:
    """What was filled in on a sheet that is not read, without what is personal or printed."""
    section = left.found.block.section
    for answer in left.answers:
        if not (answer.raw.is_blank or answer.locked or section.field(answer.subject.field).personal):
            yield answer


def _at_its_cell(row: int, column: int, raw: Raw) -> Quote:
    return Quote(plain_text(raw), a1(row, column))


def _about_sheet(sheet: Sheet, context: _Context, private: Mapping[Position, Subject]) -> Iterator[Noted]:
    foreign = foreign_page_texts(sheet, context.texts)
    if foreign:
        yield Noted(remark("page_text"), Place(sheet.name), quotes=tuple(map(Quote, foreign)))
    yield from about_links(sheet, {**private, **context.about(sheet)})
    yield from about_recorded(sheet, private)
