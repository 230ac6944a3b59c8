"""An inquiry as a workbook: one sheet of questions, protected but for the cells of answers."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.forms.identity import author
from ruecklauf.forms.package import SMALL, deflate, read_parts, write_parts
from ruecklauf.forms.properties import name_generator
from ruecklauf.forms.slots import Round
from ruecklauf.forms.workbooks.looks import BORDER, FIXED_FILL, FONT, INPUT_FILL, ROLES
from ruecklauf.forms.workbooks.printing import A4, MARGINS
from ruecklauf.forms.workbooks.sheet_xml import let_rows_grow
from ruecklauf.forms.workbooks.template import OPTIONS, PROTECTION, criteria_of
from ruecklauf.layout.build import ID_SHEET
from ruecklauf.layout.inquiries import (
    AGAIN_COLUMN,
    ANSWER_COLUMN,
    ANSWER_NAME,
    EXPLANATION_COLUMN,
    EXPLANATION_NAME,
    HEAD_ROW,
    LISTS_SHEET,
    SHEET,
    WIDTHS,
    AskedRow,
    Inquiry,
    Point,
    heads,
)
from ruecklauf.layout.inquiry_entries import Entries, Entry
from ruecklauf.layout.model import FORM_CODE_NAME, Role
from ruecklauf.layout.wording import lines
from ruecklauf.texts import load_texts

LINE_HEIGHT = 15
"""Points."""
_QUESTIONS = "xl/worksheets/sheet1.xml"


def write_inquiry(inquiry: Inquiry, round_: Round, entries: Entries) -> bytes:
    """The workbook of one alliance. The same input gives the same bytes."""
    target = io.BytesIO()
    with Workbook(target, OPTIONS) as workbook:
        _identify(workbook, inquiry, round_)
        _Writer(workbook, inquiry, entries).write()
    parts = read_parts(target.getvalue())
    name_generator(parts)
    parts[_QUESTIONS] = let_rows_grow(parts[_QUESTIONS].decode()).encode()
    return write_parts({name: deflate(content, SMALL) for name, content in parts.items()})


def _identify(workbook: Workbook, inquiry: Inquiry, round_: Round) -> None:
    texts = load_texts(inquiry.language)
    created = datetime.combine(round_.reference_date, time())
    properties = {
        "title": texts("inquiry.title"),
        "subject": inquiry.code,
        "author": author(round_),
        "keywords": f"ruecklauf {inquiry.code}",
        "created": created,
    }
    workbook.set_properties(properties)
    for name, text in inquiry.identity.items():
        workbook.set_custom_property(f"ruecklauf.{name}", text, "text")


class _Writer:
    def __init__(self, workbook: Workbook, inquiry: Inquiry, entries: Entries) -> None:
        self._workbook = workbook
        self._inquiry = inquiry
        self._entries = entries
        self._texts = load_texts(inquiry.language)
        self._made: dict[str, Format] = {}

    def write(self) -> None:
        sheet = self._workbook.add_worksheet(SHEET)
        self._write_introduction(sheet)
        for row, content in self._inquiry.placed():
            if isinstance(content, Point):
                sheet.write_string(row - 1, 0, content.text, self._look(Role.HEADING))
            else:
                self._write_row(sheet, row, content)
        self._set_up(sheet)
        self._write_hidden()

    def _write_introduction(self, sheet: Worksheet) -> None:
        for number, text in enumerate(self._inquiry.introduction):
            sheet.write_string(number, 0, text, self._look(Role.LINE if number else Role.TITLE))
        for number, text in enumerate(heads(self._texts)):
            sheet.write_string(HEAD_ROW - 1, number, text, self._look(Role.HEADER))

    def _write_row(self, sheet: Worksheet, row: int, asked: AskedRow) -> None:
        needed = max(lines(text, width) for text, width in zip(asked.texts, WIDTHS, strict=False))
        sheet.set_row(row - 1, LINE_HEIGHT * max(2, needed))
        for number, text in enumerate(asked.texts):
            role = Role.TEXT if number else Role.CODE
            sheet.write_string(row - 1, number, text, self._format(role.name, {**ROLES[role], **BORDER}))
        entry = self._entries.get(asked.id)
        if entry is None:
            text = self._texts("inquiry.only_explain")
            sheet.write_string(row - 1, ANSWER_COLUMN - 1, text, self._input("General", locked=True))
        else:
            look = self._input(entry.number_format)
            sheet.write_blank(row - 1, ANSWER_COLUMN - 1, None, look)
            self._validate(sheet, row, entry)
            self._name(f"{ANSWER_NAME}{asked.id}", row, ANSWER_COLUMN)
        sheet.write_blank(row - 1, EXPLANATION_COLUMN - 1, None, self._input("@"))
        code = self._format(Role.CODE.name, {**ROLES[Role.CODE], **BORDER})
        sheet.write_string(row - 1, AGAIN_COLUMN - 1, asked.id, code)
        self._name(f"{EXPLANATION_NAME}{asked.id}", row, EXPLANATION_COLUMN)
        prompt = {
            "validate": "any",
            "input_title": self._texts("inquiry.explain_title"),
            "input_message": self._texts("inquiry.explain"),
        }
        sheet.data_validation(row - 1, EXPLANATION_COLUMN - 1, row - 1, EXPLANATION_COLUMN - 1, prompt)

    def _name(self, name: str, row: int, column: int) -> None:
        self._workbook.define_name(
            name.replace("-", "."), f"={quote_sheet(SHEET)}!{a1(row, column, absolute=True)}"
        )

    def _validate(self, sheet: Worksheet, row: int, entry: Entry) -> None:
        validation = entry.validation
        source = ""
        if validation.kind == "list":
            column = self._inquiry.lists.index(validation.words) + 1
            first, last = (a1(line, column, absolute=True) for line in (1, len(validation.words)))
            source = f"{quote_sheet(LISTS_SHEET)}!{first}:{last}"
        options = {
            **criteria_of(validation, source=source, cell=a1(row, ANSWER_COLUMN)),
            "input_title": entry.title,
            "input_message": entry.prompt,
            "error_title": self._texts("prompt.error_title"),
            "error_message": entry.error,
        }
        sheet.data_validation(row - 1, ANSWER_COLUMN - 1, row - 1, ANSWER_COLUMN - 1, options)

    def _set_up(self, sheet: Worksheet) -> None:
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.freeze_panes(HEAD_ROW, 0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(**MARGINS)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW - 1)
        sheet.set_selection(HEAD_ROW, ANSWER_COLUMN - 1, HEAD_ROW, ANSWER_COLUMN - 1)
        sheet.protect("", PROTECTION)

    def _write_hidden(self) -> None:
        lists = self._workbook.add_worksheet(LISTS_SHEET)
        for column, words in enumerate(self._inquiry.lists):
            for row, word in enumerate(words):
                lists.write_string(row, column, word)
        identity = self._workbook.add_worksheet(ID_SHEET)
        for row, (name, text) in enumerate(self._inquiry.identity.items()):
            identity.write_string(row, 0, name)
            identity.write_string(row, 1, text)
        self._workbook.define_name(FORM_CODE_NAME, f"={quote_sheet(ID_SHEET)}!$B$1")
        for sheet in (lists, identity):
            sheet.hide()
            sheet.protect("", PROTECTION)

    def _look(self, role: Role) -> Format:
        return self._format(role.name, ROLES[role])

    def _input(self, number_format: str, *, locked: bool = False) -> Format:
        content = {
            "text_wrap": True,
            "align": "left",
            "num_format": number_format,
            "locked": locked,
            "bg_color": FIXED_FILL if locked else INPUT_FILL,
            **BORDER,
        }
        return self._format(f"input {number_format} {locked}", content)

    def _format(self, key: str, content: dict[str, Any]) -> Format:
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**FONT, **content})
        return self._made[key]
