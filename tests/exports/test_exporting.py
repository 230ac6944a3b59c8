import csv
import io
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruecklauf import __version__
from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.errors import RuecklaufError
from ruecklauf.exports import EXPORTS, workbook, write_export
from ruecklauf.exports.csv_files import harmless, harmless_number, trusting, write_rows
from ruecklauf.exports.workbook import sheet_names, visible
from ruecklauf.own_files import SUMS
from ruecklauf.store import Store
from ruecklauf.values import Missing
from store.declared import OFFICE_ANSWERS, OFFICE_RECORD, answered, entry, sha

FORMULAS = ("=1+1", "+49 211", "-3", "-x", "@SUM(A1)", "\tx", "\rx", "\nx")


@pytest.fixture
def dataset(store: Store) -> Dataset:
    rows = (
        answered({"institution": "Jugendamt, Köln", "plaetze": -3, "forum": False}, row=1, printed=True),
        answered({"institution": 'sagt "=1+1"\nund mehr', "plaetze": Missing.UNREADABLE}, row=2),
        answered({"institution": "=1+1"}, row=3),
    )
    store.save_submission(entry(records=(OFFICE_RECORD, *rows)))
    return build_dataset(store)


def with_long(dataset: Dataset, **columns: str) -> Dataset:
    return replace(dataset, long=dataset.long.assign(**columns).astype("string"))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != SUMS
    }


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_names_all_that_it_writes(dataset: Dataset, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    written = [path.relative_to(out).as_posix() for path in write_export(dataset, out, [name])]
    assert sorted(written) == sorted(files(out))
    assert len(written) > 1
    assert written[-1] == "README.txt"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("csv", ["csv/long.csv", "csv/akteure.stelle.csv", "csv/akteure.liste.csv"]),
        ("xlsx", ["dataset.xlsx"]),
        (
            "parquet",
            ["parquet/long.parquet", "parquet/akteure.stelle.parquet", "parquet/akteure.liste.parquet"],
        ),
    ],
)
def test_files_are_named_after_the_tables(
    dataset: Dataset, tmp_path: Path, name: str, written: list[str]
) -> None:
    paths = write_export(dataset, tmp_path, [name])
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [*written, "README.txt"]


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_same_dataset_gives_the_same_bytes(dataset: Dataset, tmp_path: Path, name: str) -> None:
    for folder in ("one", "two"):
        write_export(dataset, tmp_path / folder, [name])
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_csv_of_a_wide_table(dataset: Dataset, tmp_path: Path) -> None:
    write_export(dataset, tmp_path, ["csv"])
    assert (tmp_path / "csv/akteure.liste.csv").read_bytes().decode() == (
        "alliance,wave,version,row_id,printed,institution,institution_missing,plaetze,plaetze_missing,"
        "forum,forum_missing\r\n"
        'KQ7M2X,2026-1,1.0,AK001,true,"Jugendamt, Köln",,-3,,false,\r\n'
        'KQ7M2X,2026-1,1.0,AK002,false,"sagt ""=1+1""\nund mehr",,,unreadable,,no_answer\r\n'
        "KQ7M2X,2026-1,1.0,AK003,false,'=1+1,,,no_answer,,no_answer\r\n"
    )
    assert (tmp_path / "csv/akteure.stelle.csv").read_bytes().decode() == (
        "alliance,wave,version,row_id,vzae,vzae_missing,seit,seit_missing,benannt,benannt_missing,bedarf,"
        "bedarf_missing,bereiche_mi,bereiche_aw,bereiche_so,bereiche_bi,bereiche_missing\r\n"
        "KQ7M2X,2026-1,1.0,SB,1.5,,2025-03-01,,unbekannt,unknown,mittel,,true,false,true,false,\r\n"
    )


def test_csv_of_the_long_table_leaves_plain_numbers_alone(dataset: Dataset, tmp_path: Path) -> None:
    write_export(dataset, tmp_path, ["csv"])
    with (tmp_path / "csv/long.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["value"] for row in rows] == [
        "1.5", "2025-03-01", "", "mittel", "mi|so",
        "Jugendamt, Köln", "-3", "false", 'sagt "=1+1"\nund mehr', "", "", "'=1+1", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_may_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-3", "-3"),
        ("-3.5", "-3.5"),
        ("-3,5", "-3,5"),
        ("-3+A1", "'-3+A1"),
        ("-3\n", "'-3\n"),
        ("+3", "'+3"),
        ("=3", "'=3"),
    ],
)
def test_plain_negative_number_gets_none_where_numbers_stand(text: str, shown: str) -> None:
    assert harmless_number(text) == shown


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"),
        ("eins\n=2\r\n-3\r@vier", "eins\n'=2\r\n'-3\r'@vier"),
        ("x\t+1,-2", "x\t'+1,'-2"),
        ('x;"=1"', 'x;\'"=1"'),
        ("x;'=1", "x;''=1"),
        ("a; - b", "a; - b"),
        ("a=b-c@d", "a=b-c@d"),
    ],
)
def test_what_could_become_a_cell_of_its_own_gets_an_apostrophe(text: str, guarded: str) -> None:
    assert harmless(text) == guarded
    assert trusting(guarded) == text


@pytest.mark.parametrize("text", ["a;b", "a,b", "a\tb", "a\nb", "a\rb", 'a"b'])
def test_separators_of_every_language_quotes_and_line_breaks_are_quoted(text: str) -> None:
    file = io.StringIO(newline="")
    write_rows(file, ["eins", "zwei"], [[text, "x"]])
    doubled = text.replace('"', '""')
    assert file.getvalue() == f'eins,zwei\r\n"{doubled}",x\r\n'


ACTIVE = st.text(st.sampled_from("'\"=+-@;,\t\r\n x3＝"))


@given(st.lists(st.tuples(ACTIVE, ACTIVE)), st.sampled_from(";,\t"))
def test_no_program_finds_a_formula_wherever_it_splits(texts: list[tuple[str, str]], at: str) -> None:
    file = io.StringIO(newline="")
    rows = [["id", *map(harmless, row), "ende"] for row in texts]
    write_rows(file, ["a", "b", "c", "d"], rows)
    split = csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=at)
    assert [cell for row in split for cell in row if cell[:1] in set("=+-@＝")] == []
    read = list(csv.reader(io.StringIO(file.getvalue(), newline="")))[1:]
    assert [tuple(map(trusting, row[1:3])) for row in read] == texts


@given(st.one_of(st.text(), ACTIVE))
def test_apostrophes_put_in_are_taken_out_again_and_no_other(text: str) -> None:
    assert trusting(harmless(text)) == text
    assert trusting(harmless_number(text)) == text


def sheets(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_workbook_has_a_sheet_per_table_with_typed_cells(dataset: Dataset, tmp_path: Path) -> None:
    write_export(dataset, tmp_path, ["xlsx"])
    content = sheets(tmp_path / "dataset.xlsx")
    assert list(content) == ["long", "akteure.stelle", "akteure.liste"]
    key = ["KQ7M2X", "2026-1", "1.0"]
    assert content["akteure.liste"] == [
        [
            *("alliance", "wave", "version", "row_id", "printed", "institution", "institution_missing"),
            *("plaetze", "plaetze_missing", "forum", "forum_missing"),
        ],
        [*key, "AK001", True, "Jugendamt, Köln", None, -3, None, False, None],
        [*key, "AK002", False, 'sagt "=1+1"\nund mehr', None, None, "unreadable", None, "no_answer"],
        [*key, "AK003", False, "=1+1", None, None, "no_answer", None, "no_answer"],
    ]
    office = content["akteure.stelle"][1]
    assert office[4:12] == [
        1.5, None, pd.Timestamp(2025, 3, 1).to_pydatetime(), None, "unbekannt", "unknown", "mittel", None
    ]  # fmt: skip
    assert len(content["long"]) == 1 + len(dataset.long)


def test_workbook_has_frozen_filtered_headers_and_no_formula(dataset: Dataset, tmp_path: Path) -> None:
    write_export(dataset, tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "dataset.xlsx")
    sheet = book["akteure.liste"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.bold) == ("A2", "A1:K4", True)
    assert {cell.data_type for sheet in book for row in sheet for cell in row} == {"s", "n", "b", "d"}
    assert book.properties.created is not None and book.properties.created.year == 2026


def test_dates_that_excel_does_not_know_stand_as_text(store: Store, tmp_path: Path) -> None:
    record = answered({**OFFICE_ANSWERS, "seit": date(1848, 3, 18)}, section="stelle")
    store.save_submission(entry(records=(record,)))
    write_export(build_dataset(store), tmp_path, ["xlsx"])
    assert sheets(tmp_path / "dataset.xlsx")["akteure.stelle"][1][6] == "1848-03-18"


def test_text_too_long_for_excel_is_never_cut(dataset: Dataset, tmp_path: Path) -> None:
    fits, too_long = "ä" * 32_767, "😀" * 16_384
    write_export(with_long(dataset, raw=fits), tmp_path, ["xlsx"])
    assert sheets(tmp_path / "dataset.xlsx")["long"][1][9] == fits
    before = files(tmp_path)
    with pytest.raises(RuecklaufError) as caught:
        write_export(with_long(dataset, raw=too_long), tmp_path, ["csv", "xlsx"])
    assert str(caught.value) == (
        "long!J2: is too long: Excel counts 32768 characters, and a cell takes 32767 at most. "
        "Export to csv or parquet instead."
    )
    assert files(tmp_path) == before


def test_long_table_goes_on_in_another_sheet(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 6)
    write_export(dataset, tmp_path, ["xlsx"])
    content = sheets(tmp_path / "dataset.xlsx")
    assert {name: len(rows) for name, rows in content.items()} == {
        "long": 6,
        "long~2": 6,
        "long~3": 5,
        "akteure.stelle": 2,
        "akteure.liste": 4,
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\0b", "a␀b"),
        ("\x0b\x1f\x7f", "␋␟␡"),
        ("\ud800\uffff", "��"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("_x0041_ ä😀\t", "_x0041_ ä😀\t"),
    ],
)
def test_characters_that_xml_does_not_allow_are_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_any_text_can_be_written_to_a_workbook(dataset: Dataset, tmp_path: Path) -> None:
    everything = "".join(chr(number) for number in (*range(0x300), 0xFFFD, 0x1F600)) + " _x0041_ "
    write_export(with_long(dataset, raw=everything), tmp_path, ["xlsx"])
    shown = pd.read_excel(tmp_path / "dataset.xlsx", sheet_name="long", dtype="string")["raw"][0]
    assert shown.replace("_x005F_", "_") == visible(everything)


@given(st.lists(st.text(st.sampled_from("aAäB.:/*'"), max_size=40)))
def test_sheet_names_fit_and_differ(names: list[str]) -> None:
    made = sheet_names(names)
    assert len({name.casefold() for name in made}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in made)


def test_parquet_keeps_values_types_and_title(dataset: Dataset, tmp_path: Path) -> None:
    write_export(dataset, tmp_path, ["parquet"])
    for name, frame in {"long": dataset.long, **dataset.tables}.items():
        path = tmp_path / "parquet" / f"{name}.parquet"
        dates = {column: "datetime64[ms]" for column in frame if frame[column].dtype == "datetime64[s]"}
        pd.testing.assert_frame_equal(pd.read_parquet(path), frame.astype(dates))
    titles = [
        pq.read_schema(tmp_path / "parquet" / f"{name}.parquet").metadata[b"title"].decode()
        for name in dataset.tables
    ]
    assert titles == ["Geschäftsführende Stelle", "Akteure"]


def test_readme_names_files_version_and_inputs(dataset: Dataset, tmp_path: Path) -> None:
    write_export(dataset, tmp_path, ["csv"])
    text = (tmp_path / "README.txt").read_text(encoding="utf-8")
    assert text.split("\n\n")[:3] == [
        f"Datensatz aus ruecklauf {__version__}\n"
        "Grundlage: 1 Datei, Wellen: 2026-1, letzter Eingang: 2026-06-30",
        "Dateien\n- csv/long.csv\n- csv/akteure.stelle.csv\n- csv/akteure.liste.csv",
        "Tabellen\n"
        "- long: eine Zeile je Frage, mit Herkunft (Prüfsumme der Datei, Blatt, Zelle, Text darin);\n"
        '  "corrected" ist true, wo der Wert von Hand berichtigt wurde; "became" sagt, was die Angabe neben '
        "der ist,\n  die im verschickten Formular stand: new (dort stand nichts), confirmed "
        "(dasselbe, und der Stand der Zeile\n  ist gesagt), untouched (dasselbe, und niemand hat etwas "
        "dazu gesagt), changed\n"
        "- became.TABELLE: dasselbe neben jeder Tabelle, aus der Angaben in die Formulare übernommen waren\n"
        "- akteure.stelle: Geschäftsführende Stelle\n"
        "- akteure.liste: Akteure\n"
        "Was verschickt wurde und nicht zurückkam, steht mit den Zeilen darin, die das Formular schon "
        "enthält, damit\nsich Anteile aus jeder Tabelle berechnen lassen. Zeilen, die jemand selbst anlegt, "
        "sind dann nicht bekannt.",
    ]
    assert "\n- -94 not_returned: nicht zurückgesandt\n" in text
    assert sha("a") not in text


@pytest.mark.parametrize("name", EXPORTS)
def test_empty_dataset_can_be_exported(store: Store, tmp_path: Path, name: str) -> None:
    first, *_, readme = write_export(build_dataset(store), tmp_path / "out", [name])
    assert first.is_file()
    assert readme.name == "README.txt"


def test_unknown_format_names_the_known_ones(dataset: Dataset, tmp_path: Path) -> None:
    with pytest.raises(RuecklaufError) as caught:
        write_export(dataset, tmp_path / "out", ["csv", "sas"])
    assert str(caught.value) == f"'sas' is no format to export to. Choose from {', '.join(EXPORTS)}."
    assert not (tmp_path / "out").exists()


def test_folder_that_cannot_be_written_says_what_to_do(dataset: Dataset, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(RuecklaufError) as caught:
        write_export(dataset, tmp_path / "out", ["csv"])
    assert str(caught.value) == (
        f"{tmp_path / 'out'}: cannot be written (File exists). "
        "Close files of an earlier export, and check that the folder can be written to."
    )


def test_new_export_replaces_an_earlier_one(dataset: Dataset, tmp_path: Path) -> None:
    write_export(dataset, tmp_path, list(EXPORTS))
    before = files(tmp_path)
    write_export(with_long(dataset, raw="neu"), tmp_path, list(EXPORTS))
    assert sorted(files(tmp_path)) == sorted(before)
    assert "neu" in (tmp_path / "csv/long.csv").read_text(encoding="utf-8")


def test_an_export_of_less_leaves_no_old_table_beside_the_new_ones(dataset: Dataset, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_export(dataset, out, list(EXPORTS))
    (out / "csv/own.csv").write_text("a file of somebody's own")
    write_export(replace(dataset, tables={}, info={}), out, ["csv"])
    assert sorted(files(out)) == ["README.txt", "csv/long.csv", "csv/own.csv"]
    assert sorted(path.name for path in out.iterdir()) == [SUMS, "README.txt", "csv"]


@pytest.mark.parametrize("nth", range(1, 13))
def test_a_file_that_cannot_be_replaced_leaves_the_whole_export_as_it_was(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    write_export(dataset, tmp_path, ["csv", "xlsx"])
    before = files(tmp_path)
    moved = 0
    rename = Path.replace

    def replace_but_one(path: Path, target: Path) -> Path:
        nonlocal moved
        moved += 1
        if moved == nth:
            raise PermissionError(13, "The process cannot access the file", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", replace_but_one)
    try:
        write_export(with_long(dataset, raw="neu"), tmp_path, list(EXPORTS))
    except RuecklaufError as error:
        assert "cannot be written (The process cannot access the file). Close files" in str(error)
        assert files(tmp_path) == before
    else:
        pytest.fail(f"only {moved} files were moved")


def test_what_a_killed_export_left_is_removed_by_the_next(dataset: Dataset, tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True)
    left = tmp_path / f".export-{int(ended.stdout)}-x"
    left.mkdir()
    (left / "long.csv").write_text("answers")
    write_export(dataset, tmp_path, ["csv"])
    assert not left.exists()


def test_workbooks_leave_nothing_in_the_system_s_temporary_folder(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    write_export(dataset, tmp_path / "out", ["xlsx"])
    workbook.write_list(tmp_path / "list.xlsx", title="x", heads=["a"], rows=[["b"]])
    made = {path.name for path in tmp_path.iterdir() if "sqlite" not in path.name}
    assert made == {"out", "list.xlsx", SUMS}


def test_importing_the_exports_imports_no_heavy_library() -> None:
    command = (
        "import sys, ruecklauf.exports; sys.exit(str({'pandas', 'pyarrow', 'xlsxwriter'} & {*sys.modules}))"
    )
    said = subprocess.run([sys.executable, "-c", command], check=False, capture_output=True, text=True)
    assert said.stderr == "set()\n"
