"""Sheets renamed, reordered, copied, deleted; names, properties and formats lost."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.workbook import Workbook

from gauntlet.editing import Change, answers_in, in_openpyxl, without
from gauntlet.filled import FORM_SHEETS, subjects_of
from gauntlet.mutation import Answer, Expected, Mutation
from ruecklauf.values import Value

_SAME = "Every answer is where its number and its head say."


def rename_sheets(book: Workbook) -> None:
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            follow_sheet(book, sheet.title, f"{sheet.title[:20]} final")


def follow_sheet(book: Workbook, old: str, new: str) -> None:
    """A sheet renamed; names follow it."""
    book[old].title = new
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace(f"'{old}'!", f"'{new}'!")


def reorder_sheets(book: Workbook) -> None:
    book._sheets.sort(key=lambda sheet: str(sheet.title), reverse=True)


def copy_and_delete(book: Workbook) -> None:
    """Sheets copied and the originals deleted: their names point nowhere."""
    for sheet in ("Akteure", "Zielgruppe", "Stammblatt"):
        book.copy_worksheet(book[sheet]).title = f"{sheet} (2)"
        del book[sheet]
        for name in book.defined_names.values():
            name.attr_text = "#REF!" if f"'{sheet}'!" in name.attr_text else name.attr_text


def delete_hidden(book: Workbook) -> None:
    for sheet in [sheet for sheet in book if sheet.sheet_state != "visible"]:
        del book[sheet.title]


def show_hidden(book: Workbook) -> None:
    for sheet in book:
        sheet.sheet_state = "visible"


def lose_names(book: Workbook) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]


def lose_properties(book: Workbook) -> None:
    book.properties.subject = book.properties.keywords = book.properties.title = None
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


def lose_both(book: Workbook) -> None:
    lose_names(book)
    lose_properties(book)
    delete_hidden(book)


def lose_validations(book: Workbook) -> None:
    for sheet in book:
        sheet.data_validations.dataValidation = []
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        sheet.protection.sheet = False


def delete_a_sheet(book: Workbook) -> None:
    del book["Gremien"]


def delete_pages(book: Workbook) -> None:
    for sheet in ("Start", "Anleitung", "Prüfung"):
        del book[sheet]


def keep_one_sheet(book: Workbook) -> None:
    for sheet in book.sheetnames:
        if sheet != "Akteure":
            del book[sheet]


def freeze_and_zoom(book: Workbook) -> None:
    for sheet in book:
        sheet.freeze_panes, sheet.sheet_view.zoomScale = "C3", 70
        sheet.sheet_properties.tabColor = "FF0000"


def _sheets(*names: str) -> dict[Answer, Value | None]:
    return without(answer for name in names for answer in answers_in(name, subjects_of(name)))


def _rest_of(names: Iterable[str]) -> dict[Answer, Value | None]:
    return _sheets(*(name for name in FORM_SHEETS if name not in names))


def _does(
    name: str,
    change: Change,
    why: str = _SAME,
    *codes: str,
    changed: dict[Answer, Value | None] | None = None,
    noted: bool = False,
) -> Mutation:
    expected = Expected("accepted", frozenset(codes), changed or {}, noted, why)
    return Mutation(name, "structure", "openpyxl", in_openpyxl(change), expected)


MUTATIONS = (
    _does("sheets renamed", rename_sheets, _SAME, "sheet_renamed"),
    _does("sheets reordered", reorder_sheets),
    _does("sheets copied and the originals deleted", copy_and_delete, _SAME, "sheet_renamed", "names_lost"),
    _does("all hidden sheets deleted", delete_hidden),
    _does("hidden sheets shown", show_hidden),
    _does("defined names lost", lose_names, _SAME, "names_lost"),
    _does("properties lost", lose_properties),
    _does("names, properties and hidden sheets lost", lose_both, _SAME, "names_lost"),
    _does("validations, formats and protection lost", lose_validations),
    _does(
        "a sheet deleted",
        delete_a_sheet,
        "Its answers are gone, and the import says so.",
        "section_missing",
        changed=_sheets("Gremien"),
    ),
    _does("cover, guide and review deleted", delete_pages),
    _does(
        "one sheet returned alone",
        keep_one_sheet,
        "What is there counts, what is missing is named.",
        "section_missing",
        changed=_rest_of(["Akteure"]),
    ),
    _does("windows frozen, zoomed and tabs coloured", freeze_and_zoom),
)
