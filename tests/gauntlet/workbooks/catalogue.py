"""What was done to workbooks, module by module, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gauntlet.editing import NAME
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
    laid,
    newer,
    number_formats,
    open_document,
    symbol_fonts,
    unseen,
)
from gauntlet.workbooks.by_libreoffice import saved as by_libreoffice
from gauntlet.workbooks.by_openpyxl import content, notes, order, pasted, sheets, shown, structure, typed

ABOUT = {
    "few": {"stammblatt", "zielgruppe", "akteure"},
    "crossed": {"mitgliedschaften", "akteure", "gremien"},
    "offered": {"angebote"},
    "ranked": {"prioritaeten"},
}
"""Worksheets whose cells each smaller form is used for."""
PROGRAMS = {"openpyxl", "ExcelJS", "SheetJS"}
"""Those that open whichever form they are given."""


def smaller(mutations: Iterable[Mutation]) -> Iterator[Mutation]:
    """What is done to single cells is done to the smallest form that has all of them.

    Names of actors are about other worksheets too, which refer to them.
    """
    for mutation in mutations:
        answers = {*mutation.expected.changed, *mutation.expected.seen}
        fits = answers and NAME not in answers and mutation.by in PROGRAMS
        about = {answer[0] for answer in answers}
        form = next((form for form, own in ABOUT.items() if fits and about <= own), "whole")
        yield replace(mutation, form=form)


MUTATIONS: tuple[Mutation, ...] = (
    *structure.MUTATIONS,
    *smaller(sheets.MUTATIONS),
    *smaller(order.MUTATIONS),
    *smaller(pasted.MUTATIONS),
    *smaller(typed.MUTATIONS),
    *smaller(shown.MUTATIONS),
    *smaller(content.MUTATIONS),
    *smaller(number_formats.MUTATIONS),
    *smaller(symbol_fonts.MUTATIONS),
    *smaller(unseen.MUTATIONS),
    *smaller(conditional.MUTATIONS),
    *smaller(laid.MUTATIONS),
    *newer.MUTATIONS,
    *smaller(notes.MUTATIONS),
    *by_raw_xml.MUTATIONS,
    *by_raw_cells.MUTATIONS,
    *by_hand_files.MUTATIONS,
    *by_pandas.MUTATIONS,
    *by_libreoffice.MUTATIONS,
    *by_gnumeric.MUTATIONS,
    *smaller(by_sheetjs.MUTATIONS),
    *smaller(by_exceljs.MUTATIONS),
    *around_cells.MUTATIONS,
    *open_document.MUTATIONS,
)
