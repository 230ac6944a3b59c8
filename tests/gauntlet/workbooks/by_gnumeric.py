"""gnumeric: its formats, written by `ssconvert`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gauntlet.mutation import Expected, Mutation
from gauntlet.programs import run

SAME = Expected("accepted", why="Every answer the same: opening and saving changes nothing.")
NOT_A_WORKBOOK = Expected("refused", frozenset({"not_a_workbook"}), why="No workbook that can be read back.")


def _act(*options: str, name: str) -> Callable[[bytes, Path], bytes]:
    def act(form: bytes, folder: Path) -> bytes:
        (folder / "Formular.xlsx").write_bytes(form)
        run("ssconvert", *options, "Formular.xlsx", name, folder=folder)
        return (folder / name).read_bytes()

    return act


def _saved(name: str, exporter: str, *options: str, ending: str, expected: Expected = SAME) -> Mutation:
    group = "programs" if expected.outcome == "accepted" else "files"
    act = _act(f"--export-type={exporter}", *options, name=f"Rückgabe.{ending}")
    return Mutation(f"converted into {name}", group, "gnumeric", act, expected)


def _there_and_back(form: bytes, folder: Path) -> bytes:
    (folder / "Formular.xlsx").write_bytes(form)
    run("ssconvert", "--export-type=Gnumeric_OpenCalc:odf", "Formular.xlsx", "a.ods", folder=folder)
    run("ssconvert", "--export-type=Gnumeric_Excel:excel_biff8", "a.ods", "b.xls", folder=folder)
    run("ssconvert", "--export-type=Gnumeric_Excel:xlsx2", "b.xls", "c.xlsx", folder=folder)
    return (folder / "c.xlsx").read_bytes()


MUTATIONS = (
    _saved("Excel workbook of 2007", "Gnumeric_Excel:xlsx", ending="xlsx"),
    _saved("Excel workbook of 2010", "Gnumeric_Excel:xlsx2", ending="xlsx"),
    _saved("Excel workbook, recalculated", "Gnumeric_Excel:xlsx2", "--recalc", ending="xlsx"),
    _saved("Excel workbook of 97", "Gnumeric_Excel:excel_biff8", ending="xls"),
    _saved("Excel workbook of 95", "Gnumeric_Excel:excel_biff7", ending="xls"),
    _saved("Excel workbook of 95 and 97 in one", "Gnumeric_Excel:excel_dsf", ending="xls"),
    _saved("OpenDocument spreadsheet", "Gnumeric_OpenCalc:odf", ending="ods"),
    _saved("OpenDocument spreadsheet, recalculated", "Gnumeric_OpenCalc:odf", "--recalc", ending="ods"),
    _saved("strict OpenDocument spreadsheet", "Gnumeric_OpenCalc:openoffice", ending="ods"),
    Mutation(
        "converted into OpenDocument, old Excel and new Excel in turn",
        "programs",
        "gnumeric",
        _there_and_back,
        SAME,
    ),
    Mutation(
        "cell of the first sheet set while converting",
        "content",
        "gnumeric",
        _act("--export-type=Gnumeric_Excel:xlsx2", "--set=H40=Bitte zurückrufen", name="Rückgabe.xlsx"),
        Expected("accepted", frozenset({"stray_text"}), why="Every answer the same: the text is shown."),
    ),
    _saved("gnumeric's own format", "Gnumeric_XmlIO:sax", ending="gnumeric", expected=NOT_A_WORKBOOK),
    _saved("SYLK", "Gnumeric_sylk:sylk", ending="slk", expected=NOT_A_WORKBOOK),
)
