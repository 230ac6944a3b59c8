"""What is found of a Word form that somebody has worked on: which findings, and which answers."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

import pytest

from forms.making import FROZEN
from intake.pages.documents import LAYOUT, TEXTS, Cell, Damage, Form, Row, Table, form_of, returned
from ruecklauf.findings import Subject
from ruecklauf.layout.pages.plan import plan_document
from ruecklauf.office.document import Change
from ruecklauf.values import Value

NAMES = {f"AK{number}": f"Verein {number}" for number in (101, 102, 103, 104, 120)}
PRINTED = {"AK001": "Amt 1", "AK007": "Amt 7", "AK008": "Amt 8", "AK062": "Amt 62"}


def actors() -> Form:
    """A table in three parts with answers in printed and in free rows."""
    form = form_of("akteure")
    for row, name in {
        **{k: v for k, v in PRINTED.items() if f"{k}.institution" in form.tags},
        **NAMES,
    }.items():
        if f"{row}.institution" in form.tags:
            form.write(f"{row}.institution", name)
            form.tags[f"{row}.koop_feld_1"].tick(yes=True)
            form.write(f"{row}.ap_name", f"Person {row}")
            form.write(f"{row}.beitrag_text", f"Beitrag von {row}")
    return form


@cache
def known() -> dict[Subject, Value]:
    return returned(actors()).values


def subject(row: str, field: str) -> Subject:
    return Subject("akteure", "akteure", row, field)


def rows_of(values: dict[Subject, Value]) -> set[str]:
    return {one.row_id for one in values}


def own(values: dict[Subject, Value], *rows: str) -> dict[Subject, Value]:
    return {one: value for one, value in values.items() if one.row_id in rows}


def without(values: dict[Subject, Value], *rows: str) -> dict[Subject, Value]:
    return {one: value for one, value in values.items() if one.row_id not in rows}


# Nothing done


@pytest.mark.parametrize("worksheet", FROZEN)
def test_empty_form_gives_nothing_to_remark(worksheet: str) -> None:
    back = returned(form_of(worksheet))
    assert back.codes == set()
    assert back.submission.elsewhere == set(FROZEN) - {worksheet}
    assert back.submission.condition.recovered.not_found == 0


@pytest.mark.parametrize("worksheet", FROZEN)
def test_form_without_controls_gives_the_same(worksheet: str) -> None:
    assert returned(form_of(worksheet).flatten()).values == returned(form_of(worksheet)).values


def test_answers_are_read_from_all_parts_of_a_table() -> None:
    assert known()[subject("AK007", "institution")] == "Amt 7"
    assert known()[subject("AK007", "koop_feld_1")] is True
    assert known()[subject("AK007", "beitrag_text")] == "Beitrag von AK007"
    assert known()[subject("AK102", "ap_name")] == "Person AK102"


# What leaves every answer as it was


def part(form: Form, number: int) -> Table:
    return form.tables[number - 1]


def flatten(form: Form) -> None:
    form.flatten()


def split_with_heads(form: Form) -> None:
    table = part(form, 1)
    second = Table([deepcopy(table.rows[0]), *table.rows[30:]])
    del table.rows[30:]
    form.blocks.insert(form.blocks.index(table) + 1, second)


def split_without_heads(form: Form) -> None:
    table = part(form, 2)
    second = Table(table.rows[30:])
    del table.rows[30:]
    form.blocks.insert(form.blocks.index(table) + 1, second)


def split_everywhere(form: Form) -> None:
    for table in form.tables[:3]:
        second = Table(table.rows[30:])
        del table.rows[30:]
        form.blocks.insert(form.blocks.index(table) + 1, second)


def join_parts(form: Form) -> None:
    first, second = form.tables[:2]
    first.rows += second.rows
    form.blocks.remove(second)


def reverse_rows(form: Form) -> None:
    for table in form.tables[:3]:
        table.rows[1:] = reversed(table.rows[1:])


def move_row(form: Form) -> None:
    table = part(form, 1)
    table.rows.append(table.rows.pop(5))


def swap_columns(form: Form) -> None:
    for row in part(form, 2).rows:
        row.cells[3], row.cells[5] = row.cells[5], row.cells[3]


def insert_column(form: Form) -> None:
    for row in part(form, 1).rows:
        row.cells.insert(4, Cell([[]]))


def lower_codes(form: Form) -> None:
    for table in form.tables[:3]:
        for row in table.rows[2:]:
            row.code = row.code.replace("AK", "ak ").lower()


def other_dashes(form: Form) -> None:
    for row in form.tables[-1].rows:
        row.code = row.code.replace("-", "\u2013")


def blank_rows(form: Form) -> None:
    width = len(part(form, 1).rows[0].cells)
    part(form, 1).rows.insert(10, Row([Cell([[]]) for _ in range(width)]))


def drag_border(form: Form) -> None:
    """The border of one cell dragged: the grid has one column more, the others cover two."""
    for row in part(form, 1).rows:
        row.cells[4].span = 2
    row = part(form, 1).row("AK101")
    row.cells[4].span, row.cells[3].span = 1, 2


def copy_head(form: Form) -> None:
    part(form, 1).rows.insert(20, deepcopy(part(form, 1).rows[0]))


def nested(form: Form) -> None:
    """The whole table inside a cell of another."""
    table = part(form, 1)
    form.blocks[form.blocks.index(table)] = Table([Row([Cell([[]], inside=[table])])])


def take_tables_apart(form: Form) -> None:
    """Every table stands further down, in the opposite order."""
    tables = form.tables
    for table in tables:
        form.blocks.remove(table)
    form.blocks += reversed(tables)


def lock_lost(form: Form) -> None:
    form.protected = False


SAME: dict[str, tuple[Damage, set[str]]] = {
    "controls lost": (flatten, set()),
    "split, heads repeated": (split_with_heads, set()),
    "split without heads": (split_without_heads, set()),
    "all parts split without heads": (split_everywhere, set()),
    "two parts joined": (join_parts, set()),
    "rows reversed": (reverse_rows, set()),
    "row moved": (move_row, set()),
    "columns swapped": (swap_columns, set()),
    "column inserted": (insert_column, set()),
    "codes in lower case": (lower_codes, set()),
    "other dashes": (other_dashes, set()),
    "blank row inserted": (blank_rows, set()),
    "border dragged": (drag_border, set()),
    "head copied": (copy_head, set()),
    "table in a cell": (nested, set()),
    "tables in another order": (take_tables_apart, set()),
    "protection removed": (lock_lost, {"document_unprotected"}),
}


@pytest.mark.parametrize("name", SAME)
def test_answers_are_the_same_and_findings_say_what_was_done(name: str) -> None:
    damage, expected = SAME[name]
    form = actors()
    damage(form)
    back = returned(form)
    assert back.values == known()
    assert back.codes == expected


@pytest.mark.parametrize("name", [name for name in SAME if name != "controls lost"])
def test_answers_are_the_same_without_controls(name: str) -> None:
    form = actors().flatten()
    SAME[name][0](form)
    assert returned(form).values == known()


# What takes away or adds rows and columns


def sort_codes(form: Form) -> None:
    """Codes moved down by one row in the first part, without their rows."""
    rows = part(form, 1).rows[2:12]
    codes = [row.code for row in rows]
    for row, code in zip(rows, [codes[-1], *codes[:-1]], strict=True):
        row.code = code


SORTED = [row.code for row in part(actors(), 1).rows[2:12]]


@pytest.mark.parametrize("flat", [False, True])
def test_nothing_is_taken_of_rows_whose_codes_were_moved_alone(flat: bool) -> None:
    form = actors()
    for code in SORTED:
        form.write(f"{code}.institution", f"Stelle {code}")
    expected = returned(form).values
    if flat:
        form.flatten()
    sort_codes(form)
    back = returned(form)
    assert len(back.found("anchors_disagree")) == (15 if flat else 10)
    assert all(subject(code, "institution") not in back.values for code in SORTED)
    assert all(f"Stelle {code}" in " ".join(back.found("anchors_disagree")) for code in SORTED)
    assert without(back.values, *SORTED, *NAMES) == without(expected, *SORTED, *NAMES)
    assert subject("AK007", "ap_name") in back.values


def test_filled_free_rows_are_doubted_too_where_codes_were_moved_alone_and_nothing_confirms_them() -> None:
    form = actors().flatten()
    sort_codes(form)
    back = returned(form)
    assert subject("AK101", "institution") not in back.values
    assert any("Verein 101" in found for found in back.found("anchors_disagree"))


def test_free_row_may_say_the_same_as_a_printed_one() -> None:
    form = actors()
    form.write("AK103.bereich", form.tags["AK001.bereich"].text)
    form.write("AK103.akteurstyp", form.tags["AK001.akteurstyp"].text)
    back = returned(form.flatten())
    assert back.codes == set()
    assert back.values[subject("AK103", "institution")] == "Verein 103"


def test_row_without_its_code_is_found_by_its_controls() -> None:
    form = actors()
    part(form, 1).row("AK101").code = ""
    back = returned(form)
    assert back.codes == {"codes_lost"}
    assert back.values == known()
    assert back.submission.condition.recovered.by_names > 0


def test_row_without_code_and_controls_is_found_by_what_is_printed_in_it() -> None:
    form = actors().flatten()
    part(form, 1).row("AK007").code = ""
    back = returned(form)
    assert back.codes == {"rows_by_print"}
    assert back.values == known()


def test_free_row_without_code_and_controls_is_a_new_row() -> None:
    form = actors().flatten()
    part(form, 1).row("AK101").code = ""
    back = returned(form)
    assert back.codes == {"row_added", "row_missing"}
    (added,) = rows_of(back.values) - rows_of(known())
    assert back.values[subject(added, "institution")] == "Verein 101"


def new_row(form: Form, number: int, **texts: str) -> Row:
    """A row typed by hand below a part of the table."""
    table = part(form, number)
    row = Row([Cell([[]]) for _ in table.rows[0].cells])
    planned = plan_document(LAYOUT, "akteure").sections[0].tables[number - 1]
    keys = [column.key for column in planned.columns]
    for key, text in texts.items():
        row.cells[keys.index(key) - len(keys)].retype(text)
    table.rows.append(row)
    return row


LAST = int(max(row.row_id for row in LAYOUT.block("akteure.akteure").rows)[2:])
NEW = f"AK{LAST + 1}"


def test_row_below_the_table_is_a_new_row() -> None:
    form = actors()
    new_row(form, 1, institution="Verein neu")
    back = returned(form)
    assert back.codes == {"row_added"}
    assert own(back.values, NEW) == {subject(NEW, "institution"): "Verein neu"}
    assert without(back.values, NEW) == known()
    assert back.places("row_added") == [f"Akteure!{NEW}"]


def test_row_inserted_among_the_others_is_a_new_row() -> None:
    form = actors()
    new_row(form, 1, institution="Verein neu")
    rows = part(form, 1).rows
    rows.insert(8, rows.pop())
    assert own(returned(form).values, NEW) == {subject(NEW, "institution"): "Verein neu"}


def test_new_rows_in_several_parts_at_the_same_place_are_one() -> None:
    form = actors()
    new_row(form, 1, institution="Verein neu")
    new_row(form, 3, ap_name="Neue Person")
    back = returned(form)
    assert back.codes == {"row_added", "rows_joined"}
    assert own(back.values, NEW).keys() == {subject(NEW, "institution"), subject(NEW, "ap_name")}


def test_new_rows_with_the_same_number_typed_are_one() -> None:
    form = actors()
    for number, texts in ((1, {"institution": "Verein neu"}), (3, {"ap_name": "Neue Person"})):
        row = new_row(form, number, **texts)
        row.code = NEW
    form.tables[0].rows.insert(5, form.tables[0].rows.pop())
    back = returned(form)
    assert back.codes == {"row_added", "rows_joined"}
    assert len(own(back.values, NEW)) == 2


def test_number_typed_for_a_new_row_is_told_where_it_is_another() -> None:
    form = actors()
    new_row(form, 1, institution="Verein neu").code = "63"
    back = returned(form)
    assert back.codes == {"row_added", "stray_text"}
    assert back.found("stray_text") == ["63"]


def test_copies_of_head_and_example_are_no_new_rows() -> None:
    form = actors()
    rows = part(form, 1).rows
    rows += deepcopy(rows[:2])
    rows[-1].code = ""
    assert returned(form).values == known()
    assert "row_added" not in returned(form).codes


def copied_row(form: Form, code: str) -> Row:
    table = part(form, 1)
    row = deepcopy(table.row(code))
    table.rows.append(row)
    return row


def test_row_that_is_there_twice_with_the_same_content_counts_once() -> None:
    form = actors()
    copied_row(form, "AK101")
    back = returned(form)
    assert back.codes == {"rows_repeated"}
    assert back.values == known()


def test_of_a_row_that_is_there_twice_with_other_content_that_is_not_taken() -> None:
    form = actors()
    copied_row(form, "AK101").cells[4].write("Verein kopiert")
    back = returned(form)
    assert back.codes == {"anchors_disagree", "rows_differ"}
    assert subject("AK101", "institution") not in back.values
    assert back.found("anchors_disagree") == [
        "Akteure!AK101.institution: Verein 101 / Akteure!AK101.institution: Verein kopiert"
    ]


def test_of_a_row_that_is_there_twice_the_one_with_its_own_controls_is_the_row() -> None:
    form = actors()
    row = copied_row(form, "AK101")
    for cell in row.cells:
        cell.flatten()
    row.cells[4].retype("Verein kopiert")
    back = returned(form)
    assert back.codes == {"row_added"}
    assert without(back.values, NEW) == known()
    assert back.values[subject(NEW, "institution")] == "Verein kopiert"


def test_row_to_which_somebody_gave_the_code_of_another_one_is_not_taken() -> None:
    form = actors()
    part(form, 1).row("AK103").code = "AK105"
    back = returned(form)
    assert back.codes == {"anchors_disagree", "row_missing"}
    (found,) = back.found("anchors_disagree")
    assert found.startswith("AK105 / AK103: ")
    assert "Verein 103" in found
    assert subject("AK103", "institution") not in back.values
    assert subject("AK105", "institution") not in back.values
    assert subject(NEW, "institution") not in back.values


def test_row_whose_code_stands_in_another_row_is_not_taken() -> None:
    form = actors()
    rows = [part(form, 1).row(f"AK10{number}") for number in (1, 2, 3)]
    rows[0].code, rows[1].code, rows[2].code = "", "AK101", "AK102"
    back = returned(form)
    assert "row_added" not in back.codes
    told = back.found("anchors_disagree")
    assert [found.split(":")[0] for found in told] == ["AK101", "AK101 / AK102", "AK102 / AK103"]
    assert all(f"Verein 10{number}" in told[number - 1] for number in (1, 2, 3))


def test_copy_of_a_whole_table_is_told_once() -> None:
    form = actors()
    form.blocks.append(deepcopy(part(form, 1)))
    back = returned(form)
    assert back.codes == {"rows_repeated"}
    assert len(back.found("rows_repeated")) == 1
    assert back.values == known()


def test_copy_of_a_whole_table_with_other_answers_is_told_answer_by_answer() -> None:
    form = actors()
    copy = deepcopy(part(form, 1))
    copy.row("AK007").cells[4].write("Amt sieben")
    form.blocks.append(copy)
    back = returned(form)
    assert back.places("anchors_disagree") == ["Akteure!AK007.institution"]
    assert subject("AK007", "institution") not in back.values
    (repeated,) = (one for one in back.submission.noted if one.remark.code == "rows_repeated")
    assert "AK008" in str(repeated.remark)
    assert "AK007" not in str(repeated.remark)


def test_answers_in_the_blank_copy_of_a_table_are_taken() -> None:
    form, blank = actors(), form_of("akteure")
    form.blocks[form.blocks.index(part(form, 1))], other = part(blank, 1), part(form, 1)
    form.blocks.append(other)
    assert returned(form).values == known()


def test_missing_rows_are_told_once() -> None:
    form = actors()
    for table in form.tables[:3]:
        table.rows.remove(table.row("AK007"))
        table.rows.remove(table.row("AK008"))
    back = returned(form)
    assert back.codes == {"row_missing"}
    assert back.values == without(known(), "AK007", "AK008")
    assert back.submission.condition.sheets[0].rows_missing == ("AK007", "AK008")


def test_free_row_missing_in_one_part_only_is_told() -> None:
    form = actors()
    part(form, 3).rows.remove(part(form, 3).row("AK101"))
    assert returned(form).codes == {"row_missing"}


def test_missing_column_is_told() -> None:
    form = actors()
    for row in part(form, 1).rows:
        del row.cells[4]
    back = returned(form)
    assert back.codes == {"column_missing"}
    assert {one for one in back.values if one.field == "institution"} == set()
    assert back.values == {one: value for one, value in known().items() if one.field != "institution"}


def test_missing_table_is_told_by_its_columns() -> None:
    form = actors()
    form.blocks.remove(part(form, 3))
    assert returned(form).codes == {"column_missing"}


def test_missing_section_of_the_worksheet_is_told_but_no_other_worksheets() -> None:
    form = form_of("stammblatt")
    form.blocks.remove(form.tables[1])
    back = returned(form)
    assert [one.remark.code for one in back.submission.noted] == ["section_missing"]


def test_missing_remarks_are_not_missed() -> None:
    form = actors()
    form.blocks.remove(form.tables[-1])
    assert returned(form).codes == set()


def test_document_of_which_nothing_is_left_is_missing_its_worksheet() -> None:
    form = actors()
    for table in form.tables:
        form.blocks.remove(table)
    assert returned(form).codes == {"section_missing"}


def test_changed_head_is_found_by_the_controls_below_it() -> None:
    form = actors()
    part(form, 1).rows[0].cells[4].retype("Name der Einrichtung")
    back = returned(form)
    assert back.codes == {"codes_lost", "stray_text"}
    assert back.found("stray_text") == ["Name der Einrichtung"]
    assert back.values == known()


def test_changed_head_without_controls_is_found_by_the_order_of_the_columns() -> None:
    form = actors().flatten()
    part(form, 1).rows[0].cells[4].retype("Name der Einrichtung")
    back = returned(form)
    assert back.codes == {"heads_lost", "stray_text"}
    assert back.values == known()


def test_row_with_a_cell_deleted_is_not_taken() -> None:
    form = actors().flatten()
    del part(form, 1).row("AK101").cells[3]
    back = returned(form)
    assert back.codes == {"row_deformed"}
    assert "Verein 101" in back.found("row_deformed")[0]
    assert back.values == {
        one: value
        for one, value in known().items()
        if one.row_id != "AK101" or one.field not in ("institution", "koop_feld_1")
    }


def test_row_with_a_cell_deleted_is_read_by_its_controls() -> None:
    form = actors()
    del part(form, 1).row("AK101").cells[3]
    back = returned(form)
    assert back.codes == {"row_by_controls"}
    assert back.values == known()


def test_row_whose_cells_have_moved_by_one_is_read_by_its_controls() -> None:
    form = actors()
    row = part(form, 1).row("AK101")
    row.cells.append(Cell([[]]))
    del row.cells[3]
    back = returned(form)
    assert back.codes == {"row_by_controls"}
    assert back.values == known()


def test_nothing_is_taken_of_free_rows_whose_codes_have_changed_places() -> None:
    form = actors()
    first, second = (part(form, 1).row(code) for code in ("AK101", "AK102"))
    first.code, second.code = second.code, first.code
    back = returned(form)
    assert back.codes == {"anchors_disagree"}
    assert subject("AK101", "institution") not in back.values
    assert back.values[subject("AK103", "institution")] == "Verein 103"


def test_joined_cells_are_told_and_the_others_stay_in_their_columns() -> None:
    form = actors()
    row = part(form, 1).row("AK101")
    row.cells[2].span = 2
    del row.cells[3]
    back = returned(form)
    assert back.codes == {"merged_answer"}
    assert back.values == known()


def test_row_moved_to_the_right_by_an_empty_cell_is_read() -> None:
    form = actors()
    part(form, 1).row("AK101").cells.insert(0, Cell([[]]))
    assert returned(form).values == known()


def test_control_copied_from_another_row_does_not_lead() -> None:
    form = actors()
    form.tags["AK102.institution"].paragraphs = deepcopy(form.tags["AK101.institution"].paragraphs)
    back = returned(form)
    assert back.codes == {"tags_differ"}
    assert back.values == known() | {subject("AK102", "institution"): "Verein 101"}


def test_two_worksheets_in_one_document_are_both_read() -> None:
    form, other = form_of("zielgruppe"), form_of("gremien")
    form.write("ZG001.n_gesamt", "380")
    other.write("GR101.name", "Arbeitskreis")
    form.blocks += other.blocks
    back = returned(form, known=False)
    assert back.values[Subject("zielgruppe", "zielgruppe", "ZG001", "n_gesamt")] == 380
    assert back.values[Subject("gremien", "gremien", "GR101", "name")] == "Arbeitskreis"
    assert back.submission.elsewhere == set(FROZEN) - {"zielgruppe", "gremien"}


def test_crossings_are_read_by_both_numbers() -> None:
    form = form_of("mitgliedschaften")
    offered = LAYOUT.block("mitgliedschaften.mitgliedschaften").columns[0].field
    word = offered.control(LAYOUT.block("mitgliedschaften.mitgliedschaften").worksheet.lists, TEXTS).entries[
        0
    ]
    form.write("AK001-GR101", word)
    form.write("AK007-GR120", word)
    values = returned(form.flatten()).values
    assert {one.row_id for one in values} == {"AK001-GR101", "AK007-GR120"}


def test_questions_are_read_beside_their_text_where_the_head_is_lost() -> None:
    form = form_of("stammblatt")
    table = form.tables[1]
    table.rows[1].cells[2].write("Der Arbeitskreis")
    del table.rows[0]
    values = returned(form.flatten()).values
    assert "Der Arbeitskreis" in values.values()


def test_question_whose_code_was_changed_is_not_taken() -> None:
    form = form_of("stammblatt").flatten()
    table = form.tables[1]
    table.rows[1].cells[2].write("Der Arbeitskreis")
    table.rows[1].code, table.rows[2].code = table.rows[2].code, table.rows[1].code
    back = returned(form)
    assert "Der Arbeitskreis" not in back.values.values()
    assert any("Der Arbeitskreis" in found for found in back.found("anchors_disagree"))


# Numbers that people gave to rows of their own


def numbered_row(form: Form, code: str, name: str, *, above: str = "") -> None:
    """A row of somebody's own, below the table or above one of its rows."""
    new_row(form, 1, institution=name).code = code
    rows = part(form, 1).rows
    if above:
        rows.insert(rows.index(part(form, 1).row(above)), rows.pop())


def names_of_new_rows(form: Form) -> dict[str, Value]:
    values = returned(form).values
    new = rows_of(values) - rows_of(known())
    return {row: values[subject(row, "institution")] for row in new}


def test_number_typed_for_a_new_row_is_its_number_whatever_stands_before_it() -> None:
    form = actors()
    numbered_row(form, NEW, "Mit Nummer")
    numbered_row(form, "", "Ohne Nummer", above="AK004")
    assert names_of_new_rows(form) == {NEW: "Mit Nummer", f"AK{LAST + 2}": "Ohne Nummer"}
    back = returned(form)
    assert back.codes == {"row_added"}
    assert sorted(back.found("row_added")) == ["", NEW]


def test_number_typed_for_a_new_row_need_not_be_the_next_one() -> None:
    form = actors()
    numbered_row(form, f"ak {LAST + 5}", "Weit oben")
    numbered_row(form, "", "Ohne Nummer")
    assert names_of_new_rows(form) == {f"AK{LAST + 5}": "Weit oben", NEW: "Ohne Nummer"}
    assert "stray_text" not in returned(form).codes


def test_number_typed_for_two_new_rows_is_neithers() -> None:
    form = actors()
    numbered_row(form, f"AK{LAST + 5}", "Eine")
    numbered_row(form, f"AK{LAST + 5}", "Andere")
    assert names_of_new_rows(form) == {NEW: "Eine", f"AK{LAST + 2}": "Andere"}
    assert returned(form).found("stray_text") == [f"AK{LAST + 5}"] * 2


def test_number_typed_over_that_of_another_row_is_not_the_new_ones() -> None:
    form = actors()
    part(form, 1).row("AK102").code = f"AK{LAST + 5}"
    numbered_row(form, f"AK{LAST + 5}", "Neu")
    assert names_of_new_rows(form) == {NEW: "Neu"}


@pytest.mark.parametrize("typed", ["GR121", "AK099", "AK12", "AK0121", "AK121 neu", "AK20261", "121"])
def test_number_of_another_form_than_free_rows_have_is_not_taken(typed: str) -> None:
    form = actors()
    numbered_row(form, typed, "Neu")
    assert names_of_new_rows(form) == {NEW: "Neu"}


def test_heads_are_lost_where_a_split_table_goes_on_in_other_columns() -> None:
    form = actors()
    split_without_heads(form)
    rest = form.tables[1]
    for row in rest.rows:
        row.cells[2], row.cells[3] = row.cells[3], row.cells[2]
    back = returned(form)
    assert back.codes == {"codes_lost"}
    assert back.values == known()


def test_heads_are_lost_where_they_are_gone_from_the_first_rows() -> None:
    form = actors()
    del part(form, 1).rows[0]
    assert "codes_lost" in returned(form).codes


@pytest.mark.parametrize("flat", [False, True])
def test_row_deleted_with_changes_tracked_is_named_and_not_missed_too(flat: bool) -> None:
    form = actors()
    row = part(form, 1).row("AK007")
    row.change = Change.DELETED
    for cell in row.cells:
        cell.paragraphs = [
            [piece._replace(change=Change.DELETED) for piece in one] for one in cell.paragraphs
        ]
    back = returned(form.flatten() if flat else form)
    assert back.codes == {"row_deleted_tracked"}
    assert back.places("row_deleted_tracked") == ["Akteure!AK007"]
    assert back.found("row_deleted_tracked")[0].startswith("AK007 | ")
    assert subject("AK007", "institution") not in back.values


# Cells merged downwards


def merge_down(form: Form, field: str, *, left: str | None) -> None:
    """The cells of AK101 and AK102 merged; `left` is what stays in the covered one, None for its prompt."""
    above, below = (form.tags[f"{code}.{field}"] for code in ("AK101", "AK102"))
    below.continues = True
    if left is not None:
        above.paragraphs += deepcopy(below.paragraphs)
        below.retype(left)


@pytest.mark.parametrize("left", ["", "Amt unter der Zelle", None])
@pytest.mark.parametrize("flat", [False, True])
def test_answer_cell_that_is_covered_by_the_one_above_is_told(left: str | None, flat: bool) -> None:
    form = actors()
    merge_down(form, "institution", left=left)
    back = returned(form.flatten() if flat else form)
    assert "merged_answer" in back.codes
    assert "Akteure!AK102" in back.places("merged_answer")
    told = " ".join((*back.found("stray_text"), *map(str, back.values.values())))
    assert "Verein 102" in told
    assert left is None or left in told


def test_cell_that_showed_a_prompt_only_is_told_when_it_is_covered() -> None:
    form = form_of("gremien")
    form.write("GR101.name", "Arbeitskreis")
    form.tags["GR102.name"].continues = True
    back = returned(form)
    assert back.codes == {"merged_answer"}
    assert back.places("merged_answer") == ["Gremien!GR102"]
    assert list(back.values.values()) == ["Arbeitskreis"]
