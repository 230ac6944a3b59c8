"""What was done to workbooks, module by module, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gauntlet.editing import NAME
from gauntlet.filled import FORMS
from gauntlet.mutation import Mutation
from gauntlet.workbooks import (
    around_cells,
    by_exceljs,
    by_gnumeric,
    by_hand_files,
    by_pandas,
    by_raw_cells,
    by_raw_xml,
    by_sheetjs,
    conditional,
    number_formats,
    open_document,
    symbol_fonts,
    unseen,
)
from gauntlet.workbooks.by_libreoffice import saved as by_libreoffice
from gauntlet.workbooks.by_openpyxl import content, notes, order, pasted, sheets, shown, structure, typed


def of_few(mutations: Iterable[Mutation]) -> Iterator[Mutation]:
    """Mutations of single cells by openpyxl are done to the form of few worksheets, if that has all of them.

    Names of actors are about other worksheets too, which refer to them.
    """
    few = {worksheet.id for worksheet in FORMS["few"]}
    for one in mutations:
        answers = {*one.expected.changed, *one.expected.seen}
        here = answers and NAME not in answers and {answer[0] for answer in answers} <= few
        yield replace(one, form="few" if here and one.by == "openpyxl" else "whole")


MUTATIONS: tuple[Mutation, ...] = (
    *structure.MUTATIONS,
    *sheets.MUTATIONS,
    *order.MUTATIONS,
    *pasted.MUTATIONS,
    *of_few(typed.MUTATIONS),
    *of_few(shown.MUTATIONS),
    *content.MUTATIONS,
    *of_few(number_formats.MUTATIONS),
    *of_few(symbol_fonts.MUTATIONS),
    *of_few(unseen.MUTATIONS),
    *of_few(conditional.MUTATIONS),
    *notes.MUTATIONS,
    *by_raw_xml.MUTATIONS,
    *by_raw_cells.MUTATIONS,
    *by_hand_files.MUTATIONS,
    *by_pandas.MUTATIONS,
    *by_libreoffice.MUTATIONS,
    *by_gnumeric.MUTATIONS,
    *by_sheetjs.MUTATIONS,
    *by_exceljs.MUTATIONS,
    *around_cells.MUTATIONS,
    *open_document.MUTATIONS,
)
