"""All mutations, module by module, in the order of the page."""

from __future__ import annotations

from gauntlet import (
    by_exceljs,
    by_gnumeric,
    by_hand_files,
    by_libreoffice,
    by_openpyxl_content,
    by_openpyxl_notes,
    by_openpyxl_order,
    by_openpyxl_pasted,
    by_openpyxl_sheets,
    by_openpyxl_structure,
    by_openpyxl_typed,
    by_pandas,
    by_raw_cells,
    by_raw_xml,
    by_sheetjs,
)
from gauntlet.mutation import Mutation

MUTATIONS: tuple[Mutation, ...] = (
    *by_openpyxl_structure.MUTATIONS,
    *by_openpyxl_sheets.MUTATIONS,
    *by_openpyxl_order.MUTATIONS,
    *by_openpyxl_pasted.MUTATIONS,
    *by_openpyxl_typed.MUTATIONS,
    *by_openpyxl_content.MUTATIONS,
    *by_openpyxl_notes.MUTATIONS,
    *by_raw_xml.MUTATIONS,
    *by_raw_cells.MUTATIONS,
    *by_hand_files.MUTATIONS,
    *by_pandas.MUTATIONS,
    *by_libreoffice.MUTATIONS,
    *by_gnumeric.MUTATIONS,
    *by_sheetjs.MUTATIONS,
    *by_exceljs.MUTATIONS,
)
