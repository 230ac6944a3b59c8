"""The hidden sheet with everything drop-down lists offer, and the defined names that point there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.fieldtypes.codelist import Code, CodeList
from ruecklauf.fieldtypes.reference import JOINT
from ruecklauf.fieldtypes.tick import tick_words
from ruecklauf.layout.block import Block, RowPlan
from ruecklauf.layout.geometry import CODE_COLUMN, referred
from ruecklauf.layout.model import Cell, FormulaCell, Role, SheetPlan, TextCell, Visibility
from ruecklauf.layout.row_ids import NAME_JOINT
from ruecklauf.layout.state import FormState
from ruecklauf.texts import Texts

LISTS_SHEET = "_Listen"
FIRST_ROW = 2


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a code list stands and by which names formulas call it."""

    codelist: CodeList
    words: str
    """Name of all entries, missing kinds last."""
    answers: str
    """Name of the entries that are values."""
    parents: str = ""
    """Name of the parents' labels beside the entries, for cascading lists."""
    first: str = ""
    """Name of the first entry."""


@dataclass(frozen=True, slots=True)
class ReferencePlace:
    """Names of a referred table's row labels, by row and without gaps."""

    labels: str
    offered: str


@dataclass(frozen=True, slots=True)
class ListsSheet:
    sheet: SheetPlan
    names: dict[str, str]
    lists: dict[str, ListPlace]
    """By code list id."""
    words: dict[tuple[str, ...], str]
    """Name of a plain list of words (steps of a scale, ticks) by its words."""
    references: dict[str, ReferencePlace]
    """By `worksheet.section` of the table referred to."""


def offered_order(codelist: CodeList, worksheet_lists: Mapping[str, CodeList]) -> tuple[Code, ...]:
    """The entries as lists offer them: those of one parent together, missing kinds last."""
    parents = worksheet_lists.get(codelist.cascades_on or "")
    if parents is None:
        return codelist.offered
    order = {code.code: number for number, code in enumerate(parents.codes)}
    return tuple(sorted(codelist.offered, key=lambda code: order.get(code.parent or "", len(order))))


class _Columns:
    """Columns of the hidden sheet as they are filled, from left to right."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.names: dict[str, str] = {}
        self.heads: set[str] = set()
        self.next = 1

    def add(
        self, head: str, entries: Iterable[str | FormulaCell], *, numbers: bool = False
    ) -> tuple[int, int]:
        """A column of texts or formulas; gives its number and last row.

        With `numbers` digits are written as a number: for cells in which a typed 2 is one.
        """
        column, row = self.next, FIRST_ROW - 1
        self.heads.add(head)
        self.cells.append(TextCell(row, column, head, Role.DATA))
        for entry in entries:
            row += 1
            self.cells.append(_entry(row, column, entry, numbers) if isinstance(entry, str) else entry)
        self.next += 1
        return column, row

    def name(self, name: str, column: int, last_row: int) -> str:
        first = a1(FIRST_ROW, column, absolute=True)
        last = a1(last_row, column, absolute=True)
        self.names[name] = f"{quote_sheet(LISTS_SHEET)}!{first}:{last}"
        return name


def _entry(row: int, column: int, text: str, numbers: bool) -> TextCell:
    return TextCell(row, column, text, Role.DATA, as_number=numbers and text.isdecimal())


def plan_lists(worksheets: tuple[Worksheet, ...], blocks: tuple[Block, ...], texts: Texts) -> ListsSheet:
    """The hidden lists of a form."""
    columns = _Columns()
    places = dict(_code_lists(worksheets, columns, texts))
    words = _word_lists(worksheets, columns, texts)
    references = {name: _references(block, columns) for name, block in _referred_blocks(worksheets, blocks)}
    sheet = SheetPlan(
        LISTS_SHEET,
        LISTS_SHEET,
        tuple(columns.cells),
        widths=(24,) * (columns.next - 1),
        visibility=Visibility.HIDDEN,
    )
    return ListsSheet(sheet, columns.names, places, words, references)


def _code_lists(
    worksheets: tuple[Worksheet, ...], columns: _Columns, texts: Texts
) -> Iterable[tuple[str, ListPlace]]:
    seen: dict[str, CodeList] = {}
    for worksheet in worksheets:
        for codelist in worksheet.codelists:
            if seen.setdefault(codelist.id, codelist) != codelist:
                raise ProjectError(
                    f"worksheet {worksheet.id!r} has another code list {codelist.id!r} than one before it",
                    remedy="Worksheets of one form share their lists; give one of them another id.",
                )
        yield from (
            (codelist.id, _code_list(codelist, worksheet.lists, columns, texts))
            for codelist in worksheet.codelists
            if codelist.id not in columns.heads
        )


def _code_list(
    codelist: CodeList, lists: Mapping[str, CodeList], columns: _Columns, texts: Texts
) -> ListPlace:
    key = codelist.id
    codes = offered_order(codelist, lists)
    column, last = columns.add(key, (code.label(texts.language) for code in codes))
    words = columns.name(f"rl.w.{key}", column, last)
    values = [code for code in codes if not code.missing]
    answers = columns.name(f"rl.a.{key}", column, FIRST_ROW + max(len(values), 1) - 1)
    first = columns.name(f"rl.e.{key}", column, FIRST_ROW)
    parents = ""
    if codelist.cascades_on is not None and codelist.cascades_on in lists:
        above = lists[codelist.cascades_on]
        labels = (above.label(code.parent, texts.language) if code.parent else "–" for code in codes)
        column, last = columns.add(f"{key}.parent", labels)
        parents = columns.name(f"rl.p.{key}", column, last)
    return ListPlace(codelist, words, answers, parents, first)


def _word_lists(
    worksheets: tuple[Worksheet, ...], columns: _Columns, texts: Texts
) -> dict[tuple[str, ...], str]:
    """Names of the ranges with the words that fields offer without a code list."""
    names: dict[tuple[str, ...], str] = {}
    for words in dict.fromkeys(_words(worksheets, texts)):
        column, last = columns.add(f"words.{len(names) + 1}", words, numbers=True)
        names[words] = columns.name(f"rl.v.{len(names) + 1}", column, last)
    return names


def _words(worksheets: tuple[Worksheet, ...], texts: Texts) -> Iterator[tuple[str, ...]]:
    fields = [(worksheet.lists, field) for worksheet in worksheets for _, field in worksheet.all_fields()]
    for lists, field in fields:
        validation = None if field.list_id else field.validation(lists, texts)
        if validation is not None and validation.words:
            yield validation.words
    # last, so that forms with a tick keep the order in which they always had these lists
    if any(field.parts for _, field in fields):
        yield tick_words(texts)


def _referred_blocks(
    worksheets: tuple[Worksheet, ...], blocks: tuple[Block, ...]
) -> Iterable[tuple[str, Block]]:
    targets = {
        referred(worksheet, field)
        for worksheet in worksheets
        for _, field in worksheet.all_fields()
        if field.kind is Kind.REFERENCE
    }
    return [(block.name, block) for block in blocks if block.name in targets]


def _references(block: Block, columns: _Columns) -> ReferencePlace:
    """Three columns: label by row, running number of the labelled rows, labels without gaps."""
    key = block.name
    label_column = columns.next
    texts = _RowLabels(block)
    labels = [
        FormulaCell(
            FIRST_ROW + number, label_column, _label_formula(block, number), Role.DATA, texts.of(number)
        )
        for number in range(len(block.rows))
    ]
    column, last = columns.add(f"{key}.label", labels)
    labels_name = columns.name(f"rl.l.{key}", column, last)
    letter = a1(1, column).rstrip("1")
    number_column = columns.next
    numbers = [
        FormulaCell(
            row, number_column, _running(row, letter, number_column), Role.DATA, texts.count(row - FIRST_ROW)
        )
        for row in range(FIRST_ROW, last + 1)
    ]
    columns.add(f"{key}.nr", numbers)
    count = f"MAX({_range(number_column, last)})"
    offered_column = columns.next
    offered = [
        FormulaCell(
            row,
            offered_column,
            _kth(row, column, number_column, last, count),
            Role.DATA,
            texts.kth(row - FIRST_ROW),
        )
        for row in range(FIRST_ROW, last + 1)
    ]
    columns.add(f"{key}.list", offered)
    top = f"{quote_sheet(LISTS_SHEET)}!{a1(FIRST_ROW, offered_column, absolute=True)}"
    numbers_range = f"{quote_sheet(LISTS_SHEET)}!{_range(number_column, last)}"
    columns.names[f"rl.o.{key}"] = f"OFFSET({top},0,0,MAX(1,MAX({numbers_range})),1)"
    return ReferencePlace(labels_name, f"rl.o.{key}")


@dataclass(frozen=True, slots=True)
class _RowLabels:
    """What the three columns of a referred table show."""

    block: Block

    def of(self, number: int) -> Callable[[FormState], str]:
        return lambda state: self._text(number, state) if state.labels(self.block)[number] else ""

    def count(self, number: int) -> Callable[[FormState], int]:
        return lambda state: sum(map(bool, state.labels(self.block)[: number + 1]))

    def kth(self, number: int) -> Callable[[FormState], str]:
        def text(state: FormState) -> str:
            labelled = [index for index, label in enumerate(state.labels(self.block)) if label]
            return self._text(labelled[number], state) if number < len(labelled) else ""

        return text

    def _text(self, number: int, state: FormState) -> str:
        return f"{self.block.rows[number].row_id}{JOINT}{state.labels(self.block)[number]}"


def row_label(block: Block, row: RowPlan, state: FormState) -> str:
    """What names a row where another table refers to it; empty while nothing is entered."""
    return state.label(block, row)


def reference_text(block: Block, row: RowPlan, state: FormState) -> str:
    """The row as drop-down lists offer it: `AK007 · Jugendamt`."""
    label = row_label(block, row, state)
    return f"{row.row_id}{JOINT}{label}" if label else ""


def _label_formula(block: Block, number: int) -> str:
    row = block.rows[number]
    cells = [block.address(row, name) for name in block.section.named_by]
    row_id = f"{quote_sheet(block.sheet)}!{a1(row.row, CODE_COLUMN, absolute=True)}"
    name = f'&"{NAME_JOINT}"&'.join(f"TRIM({cell})" for cell in cells)
    return f'IFERROR(IF(TRIM({cells[0]})="","",{row_id}&"{JOINT}"&{name}),"")'


def _running(row: int, label_letter: str, column: int) -> str:
    above = "0" if row == FIRST_ROW else a1(row - 1, column)
    return f'{above}+IF({label_letter}{row}="",0,1)'


def _kth(row: int, labels: int, numbers: int, last: int, count: str) -> str:
    k = row - FIRST_ROW + 1
    return f'IF({k}>{count},"",INDEX({_range(labels, last)},MATCH({k},{_range(numbers, last)},0)))'


def _range(column: int, last: int) -> str:
    return f"{a1(FIRST_ROW, column, absolute=True)}:{a1(last, column, absolute=True)}"
