"""The whole layout of a form, computed from its worksheets alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.definition.companions import with_companions
from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import RuleBook, bind_rules
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.layout.block import Block, field_name
from ruecklauf.layout.former.cover import former_cover
from ruecklauf.layout.former.guide import former_guide
from ruecklauf.layout.former.row_checks import former_checks
from ruecklauf.layout.former.sheets import former_review_texts, former_sheets
from ruecklauf.layout.geometry import (
    CODE_COLUMN,
    GROUPED_SINCE,
    GUIDED_SINCE,
    WHOLE_SINCE,
    PlacedSheet,
    place,
    referred,
)
from ruecklauf.layout.model import (
    CARRYING_VERSION,
    FORM_CODE_NAME,
    LAYOUT_VERSION,
    VERSIONS,
    Layout,
    Role,
    SheetPlan,
    SlotCell,
    TextCell,
    Visibility,
)
from ruecklauf.layout.sheets.checks import CheckSheet, plan_checks
from ruecklauf.layout.sheets.cover import LEGENDS, plan_cover
from ruecklauf.layout.sheets.guide import plan_guide
from ruecklauf.layout.sheets.lists import plan_lists
from ruecklauf.layout.sheets.places import WAVE_DATE_NAME, FormPlaces
from ruecklauf.layout.sheets.review import LINKS_FIRST, LINKS_LAST, plan_review, review_texts
from ruecklauf.layout.sheets.sheet import plan_sheet
from ruecklauf.rules.sentence import sentence
from ruecklauf.texts import GERMAN, Texts, texts_of

ID_SHEET = "_Formular"
ID_SLOTS = (
    ("form_code", "alliance.form_code"),
    ("alliance", "alliance.id"),
    ("wave", "round.wave_id"),
    ("wave_date", "round.wave_date"),
    ("fingerprint", "round.fingerprint"),
)
COMPANIONS_SINCE = 3
"""The first version of the layout with explanations beside rows and questions."""
FORMER_CARRYING = (4, 6, 8)
"""The versions of prefilled forms beside layouts 3, 5 and 7."""
BEGINNING = 6
"""Characters of a fingerprint that a form code has."""


def build_layout(
    worksheets: tuple[Worksheet, ...],
    *,
    more_rows: Mapping[str, int] | None = None,
    language: str = "de",
    version: int = LAYOUT_VERSION,
) -> Layout:
    """The layout of a form with these worksheets, in this order.

    `more_rows` adds free rows to tables, by `worksheet.section`. A `version` before the newest one gives what
    forms of then hold, for reading them. Raises ProjectError if a worksheet refers to a table of another one
    that is not among them.
    """
    extra = tuple(sorted((more_rows or {}).items()))
    return _build(tuple(_asked(worksheet, version) for worksheet in worksheets), extra, language, version)


def _asked(worksheet: Worksheet, version: int) -> Worksheet:
    """The worksheet with what forms of a version have beside its fields."""
    if version < COMPANIONS_SINCE:
        return worksheet.declared
    carrying = version in (*FORMER_CARRYING, CARRYING_VERSION)
    return with_companions(worksheet, carrying=carrying, whole=version >= WHOLE_SINCE)


def version_of(
    fingerprint: str,
    worksheets: tuple[Worksheet, ...],
    *,
    more_rows: Mapping[str, int] | None = None,
    language: str = "de",
) -> int | None:
    """The version of the layout whose fingerprint begins so; None if there is none, the newest one for ''."""
    extra = tuple(sorted((more_rows or {}).items()))
    begun = fingerprint.lower()[:BEGINNING]
    made = (v for v in VERSIONS if _fingerprint(worksheets, extra, language, v).startswith(begun))
    return next(made, None)


@lru_cache(maxsize=16)
def _build(
    worksheets: tuple[Worksheet, ...],
    more_rows: tuple[tuple[str, int], ...],
    language: str,
    version: int,
) -> Layout:
    guided = version >= GUIDED_SINCE
    texts = texts_of(language, version)
    _check_references(worksheets)
    rulebook = bind_rules(worksheets)
    placed = place(worksheets, texts, dict(more_rows), version=version)
    blocks = tuple(block for sheet in placed for block in sheet.blocks)
    lists = plan_lists(worksheets, blocks, texts)
    places = FormPlaces(worksheets, blocks, lists, texts)
    checks = plan_checks(placed, rulebook, places, texts)
    columns = LINKS_FIRST if guided else LINKS_LAST
    live = _former_live(placed, rulebook, places, texts) if version == 1 else _live(checks, columns, texts)
    sheets = (
        (plan_cover if guided else former_cover)(placed, checks, LEGENDS[version], texts),
        _guide(placed, rulebook, texts, version),
        *(plan_sheet(sheet, rulebook, places, checks, texts) for sheet in placed),
        *live.sheets,
        lists.sheet,
        _id_sheet(worksheets, more_rows, language),
    )
    names = dict(sorted({**lists.names, **live.names, **dict(_block_names(blocks)), **_id_names()}.items()))
    fingerprint = _fingerprint(worksheets, more_rows, language, version)
    return Layout(
        worksheets,
        sheets,
        blocks,
        names,
        fingerprint,
        checks.checks,
        checks.spans,
        live.review_texts,
        more_rows,
        language,
        version,
    )


@dataclass(frozen=True, slots=True)
class _Live:
    """The list of open points and the sheet of checks behind it."""

    sheets: tuple[SheetPlan, SheetPlan]
    names: Mapping[str, str]
    review_texts: frozenset[str]


def _live(checks: CheckSheet, columns: tuple[int, ...], texts: Texts) -> _Live:
    review = plan_review(checks, columns, texts)
    return _Live((review, checks.sheet), checks.names, review_texts(checks, texts))


def _former_live(
    placed: tuple[PlacedSheet, ...], rulebook: RuleBook, places: FormPlaces, texts: Texts
) -> _Live:
    checks = tuple(former_checks(placed, rulebook, places, texts))
    return _Live(former_sheets(checks, texts), {}, former_review_texts(checks, texts))


def _fingerprint(
    worksheets: tuple[Worksheet, ...], more_rows: tuple[tuple[str, int], ...], language: str, version: int
) -> str:
    hashes = tuple(worksheet.content_hash for worksheet in worksheets)
    content = repr((version, hashes, more_rows, language))
    return hashlib.sha256(content.encode()).hexdigest()


def _check_references(worksheets: tuple[Worksheet, ...]) -> None:
    known = {f"{w.id}.{section.id}" for w in worksheets for section in w.sections}
    for worksheet in worksheets:
        for _, field in worksheet.all_fields():
            if field.kind is not Kind.REFERENCE or referred(worksheet, field) in known:
                continue
            needed = referred(worksheet, field).partition(".")[0]
            raise ProjectError(
                f"worksheet {worksheet.id!r} refers to rows of {needed!r}, which is not in the form",
                remedy=f"Add {needed!r} to the worksheets of the wave, or name it with --worksheet too.",
            )


def _guide(placed: tuple[PlacedSheet, ...], rulebook: RuleBook, texts: Texts, version: int) -> SheetPlan:
    rules = {name: tuple(said) for name, said in _sentences(placed, rulebook, texts.language).items()}
    if version >= GROUPED_SINCE:
        return plan_guide(placed, rules, texts)
    plan = former_guide(placed, rules, texts)
    before = _sentences(placed, rulebook, texts.language, former=True)
    formerly = {
        now: then for name, said in rules.items() for now, then in zip(said, before[name], strict=True)
    }
    cells = (
        replace(cell, formerly=formerly[cell.text])
        if isinstance(cell, TextCell) and cell.text in formerly
        else cell
        for cell in plan.cells
    )
    return replace(plan, cells=tuple(cells))


def _sentences(
    placed: tuple[PlacedSheet, ...], rulebook: RuleBook, language: str, *, former: bool = False
) -> dict[str, tuple[str, ...]]:
    """The rules in words, by sheet."""
    found: dict[str, list[str]] = {}
    for sheet in placed:
        said = found.setdefault(sheet.name, [])
        for block in sheet.blocks:
            rules = rulebook.sections[block.name]
            said.extend(sentence(bound.constraint.resolved, language, former=former) for bound in rules.rules)
        if sheet.worksheet.sections[0].id == sheet.blocks[0].section.id:
            whole = rulebook.whole[sheet.worksheet.id]
            said.extend(sentence(bound.constraint.resolved, language, former=former) for bound in whole)
    return {name: tuple(dict.fromkeys(said)) for name, said in found.items()}


def _id_sheet(
    worksheets: tuple[Worksheet, ...], more_rows: tuple[tuple[str, int], ...], language: str
) -> SheetPlan:
    """Whose form it is and what it was made from, for the import."""
    cells: list[TextCell | SlotCell] = []
    for row, (key, slot) in enumerate(ID_SLOTS, start=1):
        cells.append(TextCell(row, 1, key, Role.DATA))
        cells.append(SlotCell(row, 2, slot, Role.DATA))
    for row, worksheet in enumerate(worksheets, start=len(ID_SLOTS) + 1):
        cells.append(TextCell(row, 1, f"worksheet:{worksheet.id}", Role.DATA))
        cells.append(TextCell(row, 2, worksheet.content_hash, Role.DATA))
        cells.append(TextCell(row, 3, worksheet.version, Role.DATA))
    for row, (table, number) in enumerate(more_rows, start=len(ID_SLOTS) + len(worksheets) + 1):
        cells.append(TextCell(row, 1, f"rows:{table}", Role.DATA))
        cells.append(TextCell(row, 2, str(number), Role.DATA))
    if language != GERMAN:
        last = cells[-1].row + 1
        cells += [TextCell(last, 1, "language", Role.DATA), TextCell(last, 2, language, Role.DATA)]
    return SheetPlan(ID_SHEET, ID_SHEET, tuple(cells), widths=(24, 70, 10), visibility=Visibility.VERY_HIDDEN)


def _id_names() -> dict[str, str]:
    rows = {slot: row for row, (_, slot) in enumerate(ID_SLOTS, start=1)}

    def cell(slot: str) -> str:
        return f"{quote_sheet(ID_SHEET)}!{a1(rows[slot], 2, absolute=True)}"

    return {FORM_CODE_NAME: cell("alliance.form_code"), WAVE_DATE_NAME: cell("round.wave_date")}


def row_name(block: Block, row_id: str) -> str:
    """The defined name of a table row's id cell."""
    return f"rl.r.{block.name}.{row_id}"


def across_name(block: Block, row_id: str) -> str:
    """The defined name of a cross table's column, from the id at its head to its last row."""
    return f"rl.c.{block.name}.{row_id}"


def _block_names(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        sheet = quote_sheet(block.sheet)
        for column in block.columns:
            yield (
                field_name(block, column.field.id, column.part),
                block.range_of(column.field.id, column.part),
            )
        if block.is_record:
            continue
        for row in block.rows:
            yield row_name(block, row.row_id), f"{sheet}!{a1(row.row, CODE_COLUMN, absolute=True)}"
        for other in block.across:
            head, end = a1(block.header_row, other.row, absolute=True), block.range_of_column(other.row)
            yield across_name(block, other.row_id), f"{sheet}!{head}:{end.rpartition(':')[2]}"
