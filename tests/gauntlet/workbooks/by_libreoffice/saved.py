"""LibreOffice: its formats, and what people do in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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


def _act(name: str) -> Callable[[bytes, Path], bytes]:
    def act(form: bytes, folder: Path) -> bytes:
        """The file that the one run of LibreOffice for all edits has given."""
        done = carried_out(form, tuple(case.edit for case in CASES))[name]
        assert isinstance(done, bytes), done
        return done

    return act


MUTATIONS = tuple(
    Mutation(case.edit.name, case.group, "LibreOffice", _act(case.edit.name), case.expected) for case in CASES
)
