"""The checks as a whole: what is shipped is right, and everything that is wrong is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import WORKSHEET, changed, problems
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Visibility
from ruecklauf.library import load_library
from ruecklauf.lint import check_everything, lint
from ruecklauf.lint.office import sheet_names
from ruecklauf.lint.statistics import column_names
from ruecklauf.texts import load_texts

LIST = "id: farben\ntitle: Farben\ncodes:\n  - {code: rot, label: rot}\n"


def test_the_shipped_declarations_have_no_problem() -> None:
    assert check_everything() == ()


def test_a_project_of_ones_own_that_is_right_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, WORKSHEET) == []


def test_files_that_cannot_be_read_are_named_instead_of_linted(tmp_path: Path) -> None:
    text = changed(("free_rows: 5", "free_row: 5"), ("prefix: RA", "prefix: PL"))
    assert problems(tmp_path, text) == [
        "12:5: unknown key 'free_row'; did you mean 'free_rows'? Allowed here: id, title, short, "
        "instructions, "
        "local, remarks, prefix, fields, rules, kind, printed, free_rows, label_field, example"
    ]


def test_the_mistakes_of_all_worksheets_come_together(tmp_path: Path) -> None:
    other = changed(
        ("id: plan\nv", "id: zwei\nv"), ("short: Plan", "short: Zwei"), ("at: plan}", "at: plane}"),
        ("prefix: PL", "prefix: ZA"), ("prefix: RA", "prefix: ZB"), ("prefix: KR", "prefix: ZC"),
    )  # fmt: skip
    assert problems(tmp_path, changed(("at: plaetze", "at: platz")), zwei=other) == [
        "26:78: this section has no field 'platz'; did you mean plaetze?",
        "worksheets/zwei/worksheet.yaml:49:82: this worksheet has no section 'plane'; did you mean plan?",
    ]


def test_worksheets_mean_the_same_by_a_list_of_one_id(tmp_path: Path) -> None:
    other = changed(
        ("id: plan\nv", "id: zwei\nv"), ("short: Plan", "short: Zwei"), ("label: fertig", "label: beendet"),
        ("prefix: PL", "prefix: ZA"), ("prefix: RA", "prefix: ZB"), ("prefix: KR", "prefix: ZC"),
    )  # fmt: skip
    assert problems(tmp_path, WORKSHEET, zwei=other) == [
        "worksheets/zwei/worksheet.yaml:51:9: another code list 'stand' stands in "
        "worksheets/plan/worksheet.yaml:51; give this one another id"
    ]


def test_two_worksheets_of_one_id_are_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, WORKSHEET, zweiter=WORKSHEET) == [
        "worksheets/zweiter/worksheet.yaml:1:5: id 'plan' is that of worksheets/plan/worksheet.yaml, too; "
        "ids are unique"
    ]


def test_a_project_may_replace_a_built_in_worksheet(tmp_path: Path) -> None:
    text = Path(__file__).parents[2].joinpath("worksheets/gremien/worksheet.yaml").read_text(encoding="utf-8")
    assert problems(tmp_path, WORKSHEET, gremien=text) == []


def test_a_broken_code_list_is_told_once_and_not_by_those_who_use_it(tmp_path: Path) -> None:
    lists = tmp_path / "schemas" / "codelists"
    lists.mkdir(parents=True)
    (lists / "farben.yaml").write_text(LIST.replace("label: rot", "lable: rot"), encoding="utf-8")
    text = changed(
        ("{id: fest, type: tick, label: Fest}", "{id: fest, type: choice, list: farben, label: Fest}")
    )
    assert problems(tmp_path, text) == [
        "schemas/codelists/farben.yaml:4:17: unknown key 'lable'; did you mean 'label'? Allowed here: code, "
        "label, nr, parent, help, valid_from, valid_to, other, missing"
    ]


def test_shared_code_lists_are_linted_where_they_stand(tmp_path: Path) -> None:
    lists = tmp_path / "schemas" / "codelists"
    lists.mkdir(parents=True)
    (lists / "farben.yaml").write_text(LIST + "  - {code: rot, label: dunkelrot}\n", encoding="utf-8")
    assert problems(tmp_path, WORKSHEET) == [
        "schemas/codelists/farben.yaml:5:12: code 'rot' stands in this list already, in line 4"
    ]


def test_problems_are_sorted_and_each_told_once(tmp_path: Path) -> None:
    text = changed(
        ("{id: fest, type: tick, label: Fest}", "{use: kooperationsfelder, relevant_when: fst}"),
        ("    free_rows: 5\n", ""),
        ("fest: true, ", ""),
        ("where fest", 'where stand = "offen"'),
    )
    assert problems(tmp_path, text) == [
        "8:5: this table has no rows; add free_rows, or printed with a code list",
        "19:50: plan.plan has no field fst; known are name, stand, art, plaetze, koop_feld_1, koop_feld_2, "
        "koop_feld_3, koop_feld_4, beginn, traeger, gruppen, mail",
    ]


def test_sheets_are_named_as_the_layout_names_them() -> None:
    worksheets = tuple(load_library().worksheets.values())
    layout = build_layout(worksheets)
    texts = load_texts("de")
    own = {texts(f"{name}.sheet") for name in ("cover", "guide", "review")}
    visible = [sheet.name for sheet in layout.sheets if sheet.visibility is Visibility.VISIBLE]
    expected = [name for worksheet in worksheets for _, name in sheet_names(worksheet, texts)]
    assert [name for name in visible if name not in own] == expected


@pytest.mark.parametrize("worksheet_id", sorted(load_library().worksheets))
def test_columns_are_named_as_the_dataset_names_them(worksheet_id: str) -> None:
    from ruecklauf.dataset.merging import merge_fields

    worksheet = load_library().worksheet(worksheet_id)
    for section in worksheet.sections:
        merged = merge_fields(section.id, {"now": worksheet}, left_out=frozenset())
        expected = [name for field in merged for name in field.value_names]
        assert [name for field in section.fields for name in column_names(field)] == expected


def test_lint_takes_a_library() -> None:
    assert lint(load_library()) == ()
