"""What a form's sheets hold as they are planned: formulas that Excel takes, and no reproach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import RuleBook, SectionRules, bind_rules
from ruecklauf.definition.source import At, Scalar
from ruecklauf.errors import Problem, ProjectError
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.geometry import place
from ruecklauf.layout.model import LAYOUT_VERSION, FormulaCell, Layout, SheetPlan
from ruecklauf.layout.pages.plan import plan_document
from ruecklauf.layout.sheets.check_strips import CHECK_SHEET, Strips
from ruecklauf.layout.sheets.lists import plan_lists
from ruecklauf.layout.sheets.places import FormPlaces
from ruecklauf.lint.declared import Declarations, DeclaredSection, DeclaredWorksheet
from ruecklauf.lint.untouched import check_untouched
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.excel import LENGTH_LIMIT, holds, result, violated
from ruecklauf.texts import GERMAN, Texts, load_texts

Compile = Callable[[], str]


def check_formulas(
    declared: Declarations, worksheets: tuple[Worksheet, ...], language: str = GERMAN
) -> Iterator[Problem]:
    """What Excel would refuse in the form of these worksheets, which are right in all other ways."""
    try:
        layout = build_layout(worksheets, language=language)
    except RuleError:
        yield from _rules(declared, worksheets, load_texts(language))
    except ProjectError:
        return  # a reference to a worksheet that is not among them, which has a message of its own
    else:
        for sheet in layout.sheets:
            yield from _cells(declared, layout, sheet)
        yield from _documents(declared, layout)
        yield from check_untouched(declared, layout)


def _documents(declared: Declarations, layout: Layout) -> Iterator[Problem]:
    """What would keep a worksheet from being a Word form."""
    of = {worksheet.worksheet.id: worksheet for worksheet in declared.worksheets}
    for worksheet in layout.worksheets:
        try:
            plan_document(layout, worksheet.id)
        except ProjectError as error:
            yield of[worksheet.id].at("id").problem(f"{error.what}. {error.remedy}")


def _cells(declared: Declarations, layout: Layout, sheet: SheetPlan) -> Iterator[Problem]:
    for cell in sheet.cells:
        if isinstance(cell, FormulaCell) and len(cell.formula) + len("=") > LENGTH_LIMIT:
            yield _about(declared, layout, sheet, cell.row).problem(
                f"a formula that checks this has {len(cell.formula)} characters, Excel takes {LENGTH_LIMIT}; "
                "put some of its fields into another section"
            )


def _about(declared: Declarations, layout: Layout, sheet: SheetPlan, row: int) -> At:
    """Where the section that a cell belongs to is declared, as far as that can be told."""
    strips = Strips.of(layout.blocks)
    hidden = sheet.name == CHECK_SHEET
    group = row - strips.last_row - 2
    check = next((check for check in layout.checks if hidden and check.group == group), None)
    name = check.sheet if check else sheet.name
    block = check.block if check else strips.block_at(row) if hidden else None
    names = {block.name} if block else {block.name for block in layout.blocks if block.sheet == name}
    sections = {
        f"{worksheet.worksheet.id}.{section.section.id}": section
        for worksheet, section in declared.sections()
    }
    found = [section for title, section in sections.items() if title in names]
    return found[0].at("fields") if found else declared.worksheets[0].at("id")


def _rules(declared: Declarations, worksheets: tuple[Worksheet, ...], texts: Texts) -> Iterator[Problem]:
    """The rules that do not fit into a formula."""
    rulebook = bind_rules(worksheets)
    placed = place(worksheets, texts, {}, version=LAYOUT_VERSION)
    blocks = tuple(block for sheet in placed for block in sheet.blocks)
    places = FormPlaces(worksheets, blocks, plan_lists(worksheets, blocks, texts), texts)
    of = {worksheet.worksheet.id: worksheet for worksheet in declared.worksheets}
    for worksheet in worksheets:
        for scalar, compile_rule in _compiled(of[worksheet.id], rulebook, places):
            try:
                compile_rule()
            except RuleError as error:
                yield scalar.at.problem(error.message)


def _compiled(
    worksheet: DeclaredWorksheet, rulebook: RuleBook, places: FormPlaces
) -> Iterator[tuple[Scalar, Compile]]:
    """Every rule of a worksheet with what makes its formula."""
    for number, bound in enumerate(rulebook.whole[worksheet.worksheet.id]):
        if scalar := worksheet.scalar("rules", number, "constraint"):
            yield scalar, partial(violated, bound.constraint.resolved, places.whole())
    for section in worksheet.sections:
        name = f"{worksheet.worksheet.id}.{section.section.id}"
        if name in rulebook.sections:
            yield from _of_section(section, rulebook.sections[name], places, name)


def _of_section(
    section: DeclaredSection, rules: SectionRules, places: FormPlaces, name: str
) -> Iterator[tuple[Scalar, Compile]]:
    block = places.block(name)
    if block.is_cross or not block.rows:
        return
    here = places.in_row(block, block.rows[0])
    for number, bound in enumerate(rules.rules):
        if scalar := section.scalar("rules", number, "constraint"):
            yield scalar, partial(violated, bound.constraint.resolved, here)
    for field in section.fields:
        of_field = rules.of(field.field.id)
        for key, condition in (("relevant_when", of_field.relevant), ("required_when", of_field.required)):
            if condition is not None and (scalar := field.scalar(key)):
                yield scalar, partial(holds, condition.resolved, here)
        if of_field.formula is not None and (scalar := field.scalar("calculate")):
            yield scalar, partial(result, of_field.formula.value, of_field.formula.scope, here)
