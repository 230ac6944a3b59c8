"""LibreOffice: its formats, and what people do in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gauntlet.filled import LAYOUT
from gauntlet.mutation import Expected, Mutation
from gauntlet.office_edits import Case, Edit, carried_out
from gauntlet.workbooks.by_libreoffice import contents, seen, structure

FORMATS = {
    "xlsx": "Excel workbook",
    "xlsm": "Excel workbook for macros",
    "xltx": "Excel template",
    "xls": "old Excel workbook",
    "ods": "OpenDocument spreadsheet",
    "ots": "OpenDocument template",
    "fods": "flat OpenDocument spreadsheet",
}
NOT_READ = {"csv": "CSV", "html": "HTML page"}
SAME = Expected("accepted", why="Every answer the same: opening and saving changes nothing.")
NOT_A_WORKBOOK = Expected("refused", frozenset({"not_a_workbook"}), why="No workbook that can be read back.")
LOCKED = Expected("refused", frozenset({"password"}), why="Nobody can read it without its password.")

SAVED = tuple(
    Case(Edit(f"opened and saved as {name}", kinds=(kind,)), "programs", SAME)
    for kind, name in FORMATS.items()
)
THERE_AND_BACK = tuple(
    Case(Edit(f"saved as {kinds[0]}, reopened and saved as {kinds[1]}", kinds=kinds), "programs", SAME)
    for kinds in (("ods", "xlsx"), ("xls", "xlsx"))
)
OTHER_FILES = (
    *(
        Case(Edit(f"saved as {name}", kinds=(kind,)), "files", NOT_A_WORKBOOK)
        for kind, name in NOT_READ.items()
    ),
    *(
        Case(Edit(f"saved as {kind} with a password", kinds=(kind,), password="geheim"), "files", LOCKED)
        for kind in ("xlsx", "ods")
    ),
)
CASES = (*SAVED, *THERE_AND_BACK, *OTHER_FILES, *structure.CASES, *contents.CASES, *seen.CASES)


ABOUT = {
    "few": {"stammblatt", "zielgruppe"},
    "crossed": {"mitgliedschaften", "akteure", "gremien"},
    "offered": {"angebote"},
    "ranked": {"prioritaeten"},
}
"""Worksheets that each smaller form is for: nothing in the whole form refers to them."""


def _form(case: Case) -> str:
    """The smallest form that has the worksheets that an edit is about, and all that refer to them."""
    asked = {block.sheet: block.worksheet.id for block in LAYOUT.blocks}
    named = {asked[word] for _, words in case.edit.steps for word in words if word in asked}
    about = named | {answer[0] for answer in (*case.expected.changed, *case.expected.seen)}
    return next((form for form, alone in ABOUT.items() if named and about <= alone), "whole")


def _act(name: str, form: str) -> Callable[[bytes, Path], bytes]:
    def act(filled: bytes, folder: Path) -> bytes:
        """The file that the one run of LibreOffice for all edits of this form has given."""
        done = carried_out(filled, tuple(case.edit for case in CASES if _form(case) == form))[name]
        assert isinstance(done, bytes), done
        return done

    return act


def _mutation(case: Case) -> Mutation:
    form, name = _form(case), case.edit.name
    return Mutation(name, case.group, "LibreOffice", _act(name, form), case.expected, form=form)


MUTATIONS = tuple(map(_mutation, CASES))
