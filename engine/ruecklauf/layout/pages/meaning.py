"""What a document says of fields, lists and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.definition.rulebook import BoundRule, FieldRules, RuleBook
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.codelist import Code, CodeList
from ruecklauf.findings import Severity
from ruecklauf.layout.block import Block, ColumnPlan
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.model import Layout
from ruecklauf.layout.pages.model import Entry, Explained, PlannedList
from ruecklauf.layout.wording import expected_in, explained_choice, header_cell, or_words
from ruecklauf.rules.sentence import clause, sentence
from ruecklauf.texts import Texts

LONGEST_CHOICE = 400
"""Characters of a list's entries beside its field; longer lists are explained once, in a table."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """Puts into words what belongs into the fields of a layout's worksheets."""

    layout: Layout
    rulebook: RuleBook
    texts: Texts

    def of_columns(self, block: Block) -> Iterator[Explained]:
        """Every column of a table, and how the sides of a cross table are meant."""
        section = block.section
        if isinstance(section, CrossSection):
            down, across = (
                self.layout.block(referred(block.worksheet, section.field(name))).sheet
                for name in (section.down, section.across)
            )
            yield Explained(
                self.texts("document.crossing_head"),
                self.texts("document.crossing", down=down, across=across),
            )
        for column in block.asked:
            head = header_cell(column.field, block.worksheet.lists, self.texts, column.part)
            yield Explained(head.replace("\n", " "), self._of_column(block, column))

    def _of_column(self, block: Block, column: ColumnPlan) -> str:
        meaning = self.of_field(block, column.field)
        if not column.part or not column.field.list_id:
            return meaning
        code = block.worksheet.lists[column.field.list_id].get(column.part)
        return f"{code.help(self.texts.language)} {meaning}" if code and code.help else meaning

    def of_field(self, block: Block, field: FieldBase) -> str:
        """Help, what may be entered, and when."""
        rules = self.rulebook.sections[block.name].of(field.id)
        expected = self.texts("prompt.expected", what=self._expected(block, field))
        said = [self.for_pages(field.help(self.texts.language))] if field.help else []
        return " ".join((*said, expected, *self._conditions(rules)))

    def _expected(self, block: Block, field: FieldBase) -> str:
        lists = block.worksheet.lists
        control = field.control(lists, self.texts)
        if control.kind == "boxes":
            return self.texts("document.ticks")
        if control.kind == "combo":
            target = self.layout.block(referred(block.worksheet, field))
            example = target.rows[0].row_id
            return self.texts("document.reference", sheet=target.sheet, example=example)
        choice = explained_choice(field, lists, self.texts)
        if not choice:
            return expected_in(field, lists, self.texts)
        if len(choice) > LONGEST_CHOICE:
            choice = self.texts("document.choice_of_list", list=self._title(lists[field.list_id or ""]))
        return or_words(choice, field, self.texts)

    def _conditions(self, rules: FieldRules) -> Iterator[str]:
        language = self.texts.language
        asked = clause(rules.relevant.resolved, language) if rules.relevant else ""
        needed = clause(rules.required.resolved, language) if rules.required else ""
        if asked:
            yield self.texts("document.asked_when", clause=asked)
        if needed and needed != asked and not rules.field.required:
            yield self.texts("document.required_when", clause=needed)

    def of_lists(self, block: Block) -> Iterator[PlannedList]:
        """The lists of a section that are too long to be explained beside their fields."""
        lists = block.worksheet.lists
        for field in block.section.fields:
            if len(explained_choice(field, lists, self.texts)) > LONGEST_CHOICE:
                codes = lists[field.list_id or ""]
                yield PlannedList(self._title(codes), tuple(self._entries(block.worksheet, codes)))

    def _title(self, codes: CodeList) -> str:
        return self.texts("document.list", title=codes.title(self.texts.language))

    def _entries(self, worksheet: Worksheet, codes: CodeList) -> Iterator[Entry]:
        parents = worksheet.lists.get(codes.cascades_on) if codes.cascades_on else None
        for code in codes.offered:
            said = (self._below(parents, code), code.help(self.texts.language) if code.help else "")
            yield Entry(code.label(self.texts.language), " ".join(filter(None, said)))

    def _below(self, parents: CodeList | None, code: Code) -> str:
        """To which entry of the list above an entry belongs."""
        if parents is None or not code.parent:
            return ""
        language = self.texts.language
        return self.texts("document.entry_below", parent=parents.label(code.parent, language))

    def of_rules(self, rules: Iterable[BoundRule]) -> tuple[str, ...]:
        """What must be true; of what only may be wrong, what is asked back."""
        return tuple(dict.fromkeys(map(self._of_rule, rules)))

    def _of_rule(self, bound: BoundRule) -> str:
        language = self.texts.language
        if bound.rule.severity is Severity.ERROR:
            return sentence(bound.constraint.resolved, language)
        return self.texts("document.asked_back", message=bound.rule.message(language).strip())

    def for_pages(self, text: str) -> str:
        """The program's own texts about remarks speak of sheets and cells: here they speak of the form."""
        own = {
            self.texts(f"remarks.{key}"): self.texts(f"document.remarks_{key}") for key in ("title", "help")
        }
        own[self.texts("explained.row_help")] = self.texts("explained.pages_help")
        return own.get(text, text)
