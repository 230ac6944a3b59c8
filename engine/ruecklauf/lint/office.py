"""What Excel can hold and show: sheet names, column heads, prompts, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruecklauf.definition.models import GridSection, RecordSection, SectionBase, TableSection, Worksheet
from ruecklauf.definition.source import At, Scalar, walk
from ruecklauf.errors import Problem
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.fieldtypes.reference import JOINT
from ruecklauf.layout.build import ID_SHEET
from ruecklauf.layout.geometry import referred, sheet_name
from ruecklauf.layout.row_ids import row_names
from ruecklauf.layout.sheets.check_strips import CHECK_SHEET
from ruecklauf.layout.sheets.lists import LISTS_SHEET
from ruecklauf.layout.wording import PROMPT_LIMIT, header_cell, prompt
from ruecklauf.lint.declared import (
    Declarations,
    DeclaredField,
    DeclaredSection,
    DeclaredWorksheet,
    stands,
)
from ruecklauf.texts import Texts, languages, load_texts

SHEET_NAME_LIMIT = 31
SHORT_LIMIT = 22
"""Leaves room for a number behind the name."""
TEXT_LIMIT = 255
"""Characters of a list entry, a column head and a validation's formula. Beyond, MATCH and COUNTIF fail."""
KEPT_BY_EXCEL = ("History", "Verlauf", "Historique", "Historial", "Cronologia")
"""Sheets of these names Excel keeps for changes that it records, each in its own language."""
CELL_LIMIT = 32_767
"""Characters of a cell."""
LONGEST_CELL = "AAA9999"
"""Stands for the cell in a validation's formula."""
LONGEST_ROW_ID = "AK9999"
ROOM_FOR_NAME = TEXT_LIMIT - len(LONGEST_ROW_ID + JOINT)
"""Characters of what a row is called in lists, behind its id."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def check_office_limits(declared: Declarations) -> Iterator[Problem]:
    """Texts that are too long for their place, and names that Excel refuses or mixes up."""
    for language in languages():
        yield from _in_language(declared.spoken(language), load_texts(language))
    for worksheet in declared.worksheets:
        for node in walk(worksheet.node):
            if isinstance(node, Scalar):
                yield from _too_long(node.text, CELL_LIMIT, "a text in a cell", node.at)
    for _, section in declared.sections():
        yield from _label_field(section)
    yield from _names_of_rows(declared)
    for entry in declared.lists:
        for number, code in enumerate(entry.codelist.codes):
            for language, label in code.label.items():
                yield from _too_long(
                    label, TEXT_LIMIT, "an entry of a list", entry.at("codes", number, "label", language)
                )


def _in_language(declared: Declarations, texts: Texts) -> Iterator[Problem]:
    """The same of forms in one language, of worksheets that are written in it."""
    yield from _sheet_names(declared, texts)
    for worksheet, section in declared.sections():
        yield from _heads(worksheet.worksheet, section, texts)
        for field in section.fields:
            yield from _cell(worksheet.worksheet, field, texts)


def sheet_names(worksheet: Worksheet, texts: Texts) -> tuple[tuple[SectionBase, str], ...]:
    """The sheets a worksheet gets, each with its first section: records that follow each other share one."""
    names: list[tuple[SectionBase, str]] = []
    after_record = False
    for section in worksheet.sections:
        if isinstance(section, RecordSection) and section.remarks_of:
            continue
        if not after_record or section.has_rows:
            names.append((section, sheet_name(worksheet, section, len(names) + 1, texts.language)))
        after_record = not section.has_rows
    return tuple(names)


def _sheet_names(declared: Declarations, texts: Texts) -> Iterator[Problem]:
    own = (
        texts("cover.sheet"),
        texts("guide.sheet"),
        texts("review.sheet"),
        LISTS_SHEET,
        CHECK_SHEET,
        ID_SHEET,
    )
    taken = {name.casefold() for name in (*own, *KEPT_BY_EXCEL)}
    first: dict[str, At] = {}
    for worksheet in declared.worksheets:
        at = worksheet.at("short", texts.language)
        yield from _short(worksheet.worksheet.short(texts.language), at)
        for section in worksheet.sections:
            if section.section.short is not None:
                its = section.section.short(texts.language)
                yield from _short(its, section.at("short", texts.language))
        placed = {section.section.id: section for section in worksheet.sections}
        for begins, name in sheet_names(worksheet.worksheet, texts):
            here = _named_at(worksheet, placed[begins.id], name, texts)
            key = name.casefold()
            if key in taken:
                yield here.problem(
                    f"{name!r} is the name of a sheet that every form has; choose another short name"
                )
            elif key in first:
                yield here.problem(
                    f"a sheet {name!r} is there already, from {stands(first[key], here)}; choose another"
                )
            first.setdefault(key, here)
            yield from _too_long(name, SHEET_NAME_LIMIT, "the name of a sheet", here if begins.short else at)


def _named_at(worksheet: DeclaredWorksheet, section: DeclaredSection, name: str, texts: Texts) -> At:
    """Where a sheet's name comes from: the section's `short`, or the worksheet's and a number."""
    if section.section.short is not None:
        return section.at("short", texts.language)
    numbered = name != worksheet.worksheet.short(texts.language)
    return section.at("id") if numbered else worksheet.at("short", texts.language)


def _short(short: str, at: At) -> Iterator[Problem]:
    if found := _FORBIDDEN.search(short):
        yield at.problem(f"Excel allows no {found[0]} in the name of a sheet, nor any of [ ] : * ? / \\")
    if unseen := next((sign for sign in short if not sign.isprintable() and sign != "\u00a0"), ""):
        yield at.problem(f"the name of a sheet has only characters that are seen; delete U+{ord(unseen):04X}")
    if short.startswith("'") or short.endswith("'"):
        yield at.problem("the name of a sheet neither begins nor ends with '")
    if SHORT_LIMIT < len(short) <= SHEET_NAME_LIMIT - len(" 9"):
        yield at.problem(
            f"short has {len(short)} characters; {SHORT_LIMIT} leave room for a number behind it",
            severity="warning",
        )


def _names_of_rows(declared: Declarations) -> Iterator[Problem]:
    """Names of a grid's rows that are too long for the lists in which references offer them."""
    grids = {
        f"{worksheet.worksheet.id}.{section.section.id}": (worksheet.worksheet, section.section)
        for worksheet, section in declared.sections()
        if isinstance(section.section, GridSection)
    }
    for worksheet, section in declared.sections():
        for field in section.fields:
            target = grids.get(referred(worksheet.worksheet, field.field)) if field.field.refers_to else None
            names = row_names(*target, "de").values() if target else ()
            longest = max(map(len, names), default=0)
            if longest > ROOM_FOR_NAME:
                yield field.at("to").problem(
                    f"rows of this grid are called by the labels of their codes, up to {longest} characters, "
                    f"and lists have room for {ROOM_FOR_NAME}; shorten the labels"
                )


def _label_field(section: DeclaredSection) -> Iterator[Problem]:
    """Rows are offered with their id before the label, as one list entry."""
    table = section.section
    if not isinstance(table, TableSection) or table.label_field not in section.field_ids:
        return
    field = next(field for field in section.fields if field.field.id == table.label_field)
    limit = getattr(field.field, "max_length", 0)
    if limit > ROOM_FOR_NAME:
        at = field.at("max_length") if field.scalar("max_length") else field.at("id")
        yield at.problem(
            f"rows are named by this field in lists; give it max_length: {ROOM_FOR_NAME} or less, not {limit}"
        )


def _heads(worksheet: Worksheet, section: DeclaredSection, texts: Texts) -> Iterator[Problem]:
    """Heads must differ: imports find lost columns again by them."""
    first: dict[str, At] = {}
    for field in section.fields:
        at = field.at("label", texts.language)
        for part in field.field.parts or ("",):
            head = header_cell(field.field, worksheet.lists, texts, part)
            yield from _too_long(head, TEXT_LIMIT, "a column head or question", at)
            place = first.setdefault(fold(head), at)
            if place is not at:
                shown = head.partition("\n")[0]
                yield at.problem(f"the head {shown!r} stands in this section already, in {stands(place, at)}")


def _cell(worksheet: Worksheet, field: DeclaredField, texts: Texts) -> Iterator[Problem]:
    text = prompt(field.field, worksheet.lists, texts)
    language = texts.language
    has_help = field.scalar("help", language) or field.scalar("help")
    at = field.at("help", language) if has_help else field.at("label")
    yield from _too_long(text, PROMPT_LIMIT, "the prompt (help and what is expected)", at)
    validation = field.field.validation(worksheet.lists, texts)
    formula = validation.formula.replace("{cell}", LONGEST_CELL) if validation else ""
    yield from _too_long(formula, TEXT_LIMIT, "the formula that checks the cell", field.at("type"))


def _too_long(text: str, limit: int, what: str, at: At) -> Iterator[Problem]:
    # Excel counts as UTF-16 does
    length = len(text.encode("utf-16-le")) // 2
    if length > limit:
        yield at.problem(
            f"{what} has {limit} characters at most, here {length}; shorten it by {length - limit}"
        )
