"""An Excel questionnaire as a draft: what was guessed says so, and what found no place is listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from string import ascii_uppercase
from typing import Any

from ruamel.yaml.comments import CommentedMap

from ruecklauf.authoring.questionnaires.kinds import Kind, kind_of, of_entries
from ruecklauf.authoring.questionnaires.page import Page, Questionnaire, Spot, read_questionnaire
from ruecklauf.authoring.questionnaires.parts import Column, Question, Table, questions_in, tables_in
from ruecklauf.authoring.xlsforms.identifiers import identifier
from ruecklauf.authoring.xlsforms.sheets import Loss
from ruecklauf.cells import a1
from ruecklauf.errors import ProjectError
from ruecklauf.lint.identifiers import RULE_WORDS

Node = dict[str, Any]
TO_DO = "Bitte ergänzen."
LONG = 60
"""Characters from which on a text without a place is an instruction."""
MOST_ROWS = 899
LONGEST_NAME = 22
ADDED = "bemerkungen"
"""A field that the program adds to every section."""


def draft_of(data: bytes, worksheet_id: str, *, taken: frozenset[str]) -> tuple[Node, tuple[Loss, ...]]:
    """The draft of a declaration as plain data, and what stands in the workbook that is not in it.

    `taken` are prefixes that other worksheets have. ProjectError for a workbook that asks nothing.
    """
    questionnaire = read_questionnaire(data)
    return _Drafting(questionnaire, worksheet_id, taken).draft()


@dataclass
class _Drafting:
    questionnaire: Questionnaire
    id: str
    taken: frozenset[str]
    sections: list[Node] = field(default_factory=list)
    lists: list[Node] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    title: str = ""
    instructions: list[str] = field(default_factory=list)
    _ids: set[str] = field(default_factory=lambda: {ADDED})

    def draft(self) -> tuple[Node, tuple[Loss, ...]]:
        for page in self.questionnaire.pages:
            self._page(page)
        if not self.sections:
            raise ProjectError(
                "no place to fill in was found in this workbook",
                remedy="Places are known by frames, validations, unlocked cells, or a text ending in : or ?",
            )
        for name, texts in self.questionnaire.hidden:
            self.losses.append(Loss(name, 0, f"the sheet is hidden; {texts} cells of it hold something"))
        title = self.title or self.id
        declared: Node = {"id": self.id, "version": "1.0", "title": title, "short": _short(title)}
        declared |= {"purpose": TO_DO, "instructions": " ".join(self.instructions) or TO_DO}
        declared["sections"] = self.sections
        if self.lists:
            declared["codelists"] = self.lists
        return declared, tuple(self.losses)

    def _page(self, page: Page) -> None:
        if not self.title:
            self._take_title(page)
        tables = {table.first: table for table in tables_in(page)}
        questions = list(questions_in(page))
        items: list[tuple[int, int, Table | Question | Spot]] = [
            *((row, 0, table) for row, table in tables.items()),
            *((question.label.row, question.label.column, question) for question in questions),
            *((spot.row, spot.column, spot) for spot in page.unused() if not self._in_table(spot, tables)),
        ]
        heading, waiting = page.name, ""
        record: Node | None = None
        for _, _, item in sorted(items, key=lambda placed: placed[:2]):
            if isinstance(item, Table):
                self._table(page, item, heading, waiting)
                record, waiting = None, ""
            elif isinstance(item, Question):
                record = record or self._record(heading, waiting)
                waiting = ""
                self._question(page, item, record)
            elif len(item.text) > LONG:
                waiting = f"{waiting} {item.text}".strip()
            elif item.is_bold or item.is_coloured:
                heading, record = item.text, None
                self.losses.append(Loss(page.name, item.row, f"read as a heading: {item.text}"))
            else:
                self.losses.append(Loss(page.name, item.row, f"no place: {item.text}"))
        if waiting:
            self.instructions.append(waiting)
        self.losses += [Loss(page.name, row, f"is calculated: {text}") for row, text in page.formulas]

    @staticmethod
    def _in_table(spot: Spot, tables: dict[int, Table]) -> bool:
        return any(
            table.first <= spot.row <= table.last
            and table.columns[0].number <= spot.column <= table.columns[-1].head.last_column
            for table in tables.values()
        )

    def _take_title(self, page: Page) -> None:
        first = next(page.unused(), None)
        if first and len(first.text) <= LONG * 2 and not first.text.endswith((":", "?")):
            self.title = first.text
            page.used.add((first.row, first.column))

    def _record(self, heading: str, instructions: str) -> Node:
        return self._section("record", heading, instructions)

    def _section(self, kind: str, heading: str, instructions: str) -> Node:
        made: Node = {"id": self._unique(heading), "kind": kind, "title": heading}
        if self.sections:
            made["short"] = self._sheet_name(heading)
        if instructions:
            made["instructions"] = instructions
        made |= {"prefix": self._prefix(), "fields": []}
        self.sections.append(made)
        return made

    def _table(self, page: Page, table: Table, heading: str, instructions: str) -> None:
        made = self._section("grid" if table.printed else "table", heading, instructions)
        columns = table.columns[1:] if table.printed else table.columns
        fields = made.pop("fields")
        if table.printed:
            head = table.columns[0].label
            names = self._list(head, tuple(spot.text for spot in table.printed), numbered=True)
            fields.append(
                {"id": self._unique(head), "type": "choice", "list": names, "label": head, "wave": "F"}
            )
            made["rows"] = [{"list": names, "into": fields[0]["id"]}]
        else:
            made["free_rows"] = min(table.last - table.first + 1, MOST_ROWS)
        made["fields"] = fields
        for column in columns:
            fields.append(self._column(page, table, column))
        if not table.printed:
            self._samples(page, table)

    def _column(self, page: Page, table: Table, column: Column) -> Node:
        places = [(row, column.number) for row in range(table.first, table.last + 1)]
        return self._field(page, column.label, places, f"{a1(column.head.row, column.number)}")

    def _samples(self, page: Page, table: Table) -> None:
        for row in range(table.first, table.last + 1):
            texts = [text for column in table.columns if (text := page.text(row, column.number))]
            if texts:
                self.losses.append(Loss(page.name, row, f"stands in the table: {' | '.join(texts)}"))

    def _question(self, page: Page, question: Question, record: Node) -> None:
        label, place = question.label.text, question.place
        if question.boxes:
            kind = replace(of_entries(tuple(dict.fromkeys(question.boxes))), why="boxes stand there")
            record["fields"].append(self._made(page, label, kind, question.label.place, question.label.row))
            return
        record["fields"].append(self._field(page, label, [place], question.label.place))
        if text := page.text(*place):
            self.losses.append(Loss(page.name, place[0], f"stands in the place of {label!r}: {text}"))

    def _field(self, page: Page, label: str, places: list[tuple[int, int]], where: str) -> Node:
        rules = [page.validations[at] for at in places if at in page.validations]
        spots = [spot for at in places if (spot := page.at(*at))]
        rule = rules[0] if rules else None
        entries = self.questionnaire.lists.get((page.name, str(rule.formula1)), ()) if rule else ()
        formats = {spot.number_format for spot in spots}
        kind = kind_of(label, rule, entries, formats, [spot.value for spot in spots])
        made = self._made(page, label, kind, where, places[0][0])
        if rule and rule.prompt:
            made["help"] = " ".join(str(rule.prompt).split())
        if rule and rule.error:
            self.losses.append(Loss(page.name, places[0][0], f"message of {label!r}: {rule.error}"))
        return made

    def _made(self, page: Page, label: str, kind: Kind, where: str, row: int) -> Node:
        made = CommentedMap(id=self._unique(label), **kind.keys)
        plain = re.sub(r"\s*(\*|\(Pflichtfeld\))\s*$", "", label).rstrip(" :")
        made["label"] = plain or label
        if plain != label.rstrip(" :"):
            made["required"] = True
        if kind.entries:
            made["list"] = self._list(plain, kind.entries)
        made.yaml_add_eol_comment(f"{page.name}!{where}: {kind.why}", "type", column=40)
        self.losses += [Loss(page.name, row, f"{label}: {lost}") for lost in kind.lost]
        return made

    def _list(self, title: str, entries: tuple[str, ...], *, numbered: bool = False) -> str:
        """The id of the list with these entries; the same entries are one list."""
        codes = list(_codes(entries, numbered=numbered))
        for listed in self.lists:
            if listed["codes"] == codes:
                return str(listed["id"])
        made = {"id": self._unique(f"{self.id}_{title}"), "title": title, "codes": codes}
        self.lists.append(made)
        return str(made["id"])

    def _unique(self, text: str) -> str:
        base = identifier(text)
        base = base if base[:1].isalpha() and base not in RULE_WORDS else f"f_{base}"
        found, number = base[:28].rstrip("_"), 2
        while found in self._ids:
            found, number = f"{base[:25].rstrip('_')}_{number}", number + 1
        self._ids.add(found)
        return found

    def _sheet_name(self, heading: str) -> str:
        name, number = _short(heading), 2
        taken = {section.get("short") for section in self.sections} | {_short(self.title or self.id)}
        while name in taken:
            name, number = f"{_short(heading)[: LONGEST_NAME - 3]} {number}", number + 1
        return name

    def _prefix(self) -> str:
        used = self.taken | {section["prefix"] for section in self.sections}
        own = [letter for letter in self.id.upper() if letter in ascii_uppercase]
        pairs = (*product(own, own), *product(ascii_uppercase, repeat=2))
        return next(a + b for a, b in pairs if a + b not in used)


def _short(text: str) -> str:
    """A sheet's name: without what Excel does not allow there."""
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:LONGEST_NAME].strip() or "Blatt"


def _codes(entries: tuple[str, ...], *, numbered: bool) -> Iterator[Node]:
    used: set[str] = set()
    for number, entry in enumerate(entries, 1):
        base = identifier(entry)[:36].rstrip("_")
        code, again = base, 2
        while code in used:
            code, again = f"{base}_{again}", again + 1
        used.add(code)
        yield {"code": code, "label": entry, **({"nr": number} if numbered else {})}
