"""Tables that are declared, passages that are released one by one, and small tables worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ruecklauf.errors import RuecklaufError
from ruecklauf.findings import Subject
from ruecklauf.project import open_project
from ruecklauf.release.anonymous import Release, anonymous
from ruecklauf.release.passages import TABLE, read_passages, with_passages
from ruecklauf.release.publishing import published_tables
from ruecklauf.release.suppression.sensitivity import Dominance
from ruecklauf.release.tables.counting import EVERY, CellKey, Counted, Table
from ruecklauf.release.tables.withholding import withhold, withhold_sums
from ruecklauf.release.terms import Passage, TableWish
from ruecklauf.rounds.evaluating.depositing import _changes
from ruecklauf.rounds.evaluating.evaluation import evaluate
from ruecklauf.rounds.evaluating.releasing import release
from ruecklauf.rounds.workspace import Workspace
from store.declared import declared


@pytest.fixture(scope="module")
def made(played: Path) -> Release:
    with Workspace(open_project(played)) as workspace:
        evaluation = evaluate(workspace)
        return release(workspace, evaluation, evaluation.exported())


def with_tables(made: Release, *wishes: TableWish) -> Release:
    terms = replace(made.material.terms, tables=wishes)
    return anonymous(replace(made.material, terms=terms))


def test_only_declared_tables_are_published(made: Release) -> None:
    (found,) = published_tables(with_tables(made, TableWish("akteure.akteure.koop")))
    own = made.material.dataset.tables["akteure.akteure"]
    came = own[own["koop_missing"].ne("not_returned").fillna(True) & (own["wave"] == "2026-1")]
    counted = {
        code: found.table.cells[CellKey("2026-1", code, EVERY, EVERY)].value for code in ("ja", "no_answer")
    }
    assert counted == {
        "ja": came["koop"].eq("ja").sum(), "no_answer": came["koop_missing"].eq("no_answer").sum(),
    }  # fmt: skip


def test_sums_of_a_number_are_published_without_what_tells_one_alliance(made: Release) -> None:
    (found,) = published_tables(with_tables(made, TableWish("vorort.stelle.leitung", "stunden")))
    own = made.material.dataset.tables["vorort.stelle"]
    hours = own[own["wave"] == "2026-1"]["stunden"].sum()
    assert found.table.cells[CellKey("2026-1", EVERY, EVERY, EVERY)].value == hours
    rule = Dominance()
    for key, cell in found.table.cells.items():
        if rule.is_sensitive(list(cell.by_alliance.values())):
            assert found.is_withheld(key)
    assert found.narrowest is None or found.narrowest >= 1


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ([TableWish("akteure.akteure.keine")], "no question with a list"),
        ([TableWish("akteure.akteure.institution")], "no question with a list"),
        ([TableWish("vorort.stelle.ort")], "no question with a list"),
        ([TableWish("nirgends.nirgends.koop")], "no question with a list"),
        ([TableWish("vorort.stelle.leitung", "anlass")], "'anlass' is no number"),
        (
            [TableWish("vorort.stelle.leitung", "stunden"), TableWish("vorort.stelle.amt", "stunden")],
            "same number",
        ),
    ],
)  # fmt: skip
def test_tables_that_cannot_be_published_are_refused(
    made: Release, wishes: list[TableWish], said: str
) -> None:
    with pytest.raises(RuecklaufError, match=said):
        published_tables(with_tables(made, *wishes))


def test_days_on_which_files_came_in_are_as_coarse_as_all_others(made: Release) -> None:
    newest = made.material.dataset.newest
    assert newest is not None and made.dataset.newest == newest.replace(month=7, day=1, hour=0)
    assert newest.day != 1


def test_a_wave_whose_id_names_a_place_is_not_released(made: Release) -> None:
    waves = ("2026-1", "luchsbach")
    with pytest.raises(RuecklaufError, match="wave luchsbach names a place"):
        anonymous(replace(made.material, dataset=replace(made.material.dataset, waves=waves)))


def test_changes_of_an_instrument_lead_to_its_version() -> None:
    own = declared(
        [{"kind": "record", "id": "stelle", "title": "Stelle", "prefix": "SB",
          "fields": [{"type": "integer", "id": "neu", "label": "Neu"}]}],
        version="1.2",
        changes=[
            {"since": "1.0", "fields": [{"was": "stelle.alt", "now": "stelle.mitte"}]},
            {
                "since": "1.1",
                "fields": [{"was": "stelle.mitte", "dropped": "zu ungenau"}, {"new": "stelle.neu"}],
            },
        ],
    )  # fmt: skip
    assert list(_changes(own, "1.1")) == ["Frage stelle.alt wurde zu stelle.mitte"]
    assert list(_changes(own, "1.2")) == [
        "Frage stelle.mitte entfällt: zu ungenau",
        "Frage stelle.neu ist neu",
    ]
    assert list(_changes(own, "1.0")) == []


def passage(made: Release, table: str, field: str, text: str) -> Passage:
    """One of the first alliance that answered the question in the first wave."""
    long = made.material.dataset.long
    worksheet, _, section = table.partition(".")
    asked = long[(long["worksheet"] == worksheet) & (long["table"] == section) & (long["field"] == field)]
    first = asked[asked["value"].notna() & (asked["wave"] == "2026-1")].iloc[0]
    return Passage(first["alliance"], "2026-1", Subject(worksheet, section, first["row_id"], field), text)


def test_a_released_passage_stands_by_area_type_without_who_said_it(made: Release) -> None:
    one = passage(made, "akteure.akteure", "beitrag_text", "CANARYTEXT")
    found = with_passages(made, [one]).dataset
    (row,) = found.tables[TABLE].to_dict("records")
    area = made.areas.by_alliance[one.alliance][0]
    assert row == {
        "wave": "2026-1", "table": "akteure.akteure", "field": "beitrag_text", "area_type": area,
        "text": "CANARYTEXT",
    }  # fmt: skip
    assert not found.long["value"].str.contains("CANARY").any()
    assert with_passages(made, []) is made


@pytest.mark.parametrize(
    ("table", "field", "text", "wrong"),
    [
        ("akteure.akteure", "beitrag_text", "CANARYTEXT!", "another one"),
        ("stammblatt.stammblatt", "zusatzstruktur_text", "CANARYTEXT in Zebrahausen", "names a place"),
    ],
)
def test_a_passage_that_is_not_sure_stops_the_release(
    made: Release, table: str, field: str, text: str, wrong: str
) -> None:
    with pytest.raises(RuecklaufError, match=wrong):
        with_passages(made, [passage(made, table, field, text)])
    stray = replace(passage(made, table, field, text), wave="2026-9")
    with pytest.raises(RuecklaufError, match="no such answer"):
        with_passages(made, [stray])


@pytest.mark.parametrize("separator", [",", ";"])
def test_passages_are_read_from_a_list_as_excel_saves_it(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "release_passages.csv"
    lines = ("alliance,wave,table,row_id,field,text", 'aaaaaa,2026-1,a.b,AK001,c,"Ein Text"')
    path.write_text("\n".join(lines).replace(",", separator), encoding="utf-8-sig")
    assert read_passages(path) == (Passage("AAAAAA", "2026-1", Subject("a", "b", "AK001", "c"), "Ein Text"),)
    assert read_passages(tmp_path / "none.csv") == ()
    path.write_text("alliance,text\nA,b\n", encoding="utf-8")
    with pytest.raises(RuecklaufError, match="no list of passages"):
        read_passages(path)


def table(*waves: dict[str, tuple[tuple[int, ...], tuple[int, ...]]]) -> Table:
    """By answer how many rows each alliance has, in the classes a and b; each number is another alliance."""
    cells: dict[CellKey, Counted] = {}
    for number, answers in enumerate(waves):
        for code, classes in answers.items():
            for group, counts in zip("ab", classes, strict=True):
                for alliance, count in enumerate(counts):
                    for key in keys(f"w{number}", code, group):
                        cells.setdefault(key, Counted())
                        if count:
                            cells[key].add(f"{group}{alliance}", count)
    codes = tuple(waves[0])
    return Table(
        "t.s", "q", "", cells, codes, {"area_type": ("a", "b")}, tuple(f"w{n}" for n in range(len(waves)))
    )


def keys(wave: str, code: str, group: str) -> Iterator[CellKey]:
    for told in (code, EVERY):
        yield CellKey(wave, told, EVERY, EVERY)
        yield CellKey(wave, told, "area_type", group)


def withheld_of(wave: str, found: object) -> set[tuple[str, str]]:
    return {(key.code, key.group) for key in found.table.cells if key.wave == wave and found.is_withheld(key)}  # type: ignore[attr-defined]


def test_sums_stay_and_a_small_cell_takes_its_row_and_column_with_it() -> None:
    found = withhold(table({"ja": ((1, 0, 0, 0), (2, 2, 2, 2)), "nein": ((3, 3, 2, 2), (1, 1, 1, 2))}), 3)
    assert found is not None
    assert withheld_of("w0", found) == {("ja", "a"), ("nein", "a"), ("ja", "b"), ("nein", "b")} or (
        withheld_of("w0", found) == {("ja", "a"), ("nein", "a"), ("ja", EVERY), ("nein", EVERY)}
    )
    assert not any(found.is_withheld(key) for key in found.table.cells if key.code == EVERY)
    assert found.narrowest is not None and found.narrowest >= 3


def test_a_cell_that_is_small_in_one_wave_is_withheld_in_all() -> None:
    before = {"ja": ((1, 0, 0, 0), (2, 2, 2, 2)), "nein": ((3, 3, 2, 2), (1, 1, 1, 2))}
    after = {"ja": ((1, 1, 1, 1), (2, 2, 2, 2)), "nein": ((3, 2, 2, 2), (1, 1, 1, 2))}
    found = withhold(table(before, after), 3)
    assert found is not None
    assert ("ja", "a") in withheld_of("w0", found) & withheld_of("w1", found)
    alone = withhold(table(after), 3)
    assert alone is not None and withheld_of("w0", alone) == set()


def test_classes_that_two_alliances_answered_are_not_told_apart() -> None:
    found = withhold(table({"ja": ((9, 9), (3, 3, 3)), "nein": ((9, 9), (3, 3, 3))}), 3)
    assert found is not None
    assert {key.grouping for key in found.table.cells} == {EVERY}
    assert withhold(table({"ja": ((9,), (3,))}), 3) is None


def test_one_who_has_nearly_all_of_a_sum_is_withheld() -> None:
    found = withhold_sums(
        table({"ja": ((900, 10, 10), (50, 40, 60)), "nein": ((30, 40, 30), (30, 40, 30))}), Dominance()
    )
    assert ("ja", "a") in withheld_of("w0", found)
    assert len(withheld_of("w0", found)) > 1
    # a tenth of the largest contribution
    assert found.narrowest is not None and found.narrowest >= 90
