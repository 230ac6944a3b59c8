"""What was done to workbooks, module by module, in the order of the page."""

from __future__ import annotations

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
    symbol_fonts,
    unseen,
)
from gauntlet.workbooks.by_libreoffice import saved as by_libreoffice
from gauntlet.workbooks.by_openpyxl import content, notes, order, pasted, sheets, shown, structure, typed

MUTATIONS: tuple[Mutation, ...] = (
    *structure.MUTATIONS,
    *sheets.MUTATIONS,
    *order.MUTATIONS,
    *pasted.MUTATIONS,
    *typed.MUTATIONS,
    *shown.MUTATIONS,
    *content.MUTATIONS,
    *number_formats.MUTATIONS,
    *symbol_fonts.MUTATIONS,
    *unseen.MUTATIONS,
    *conditional.MUTATIONS,
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
)
