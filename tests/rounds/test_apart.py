"""Worksheets of one alliance that come back in different files are checked as if they had come in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from cli.conftest import SETTINGS
from rounds.playing import START, Game, Typed, codes, message
from rounds.test_deciding import damaged, decided, put_right, without_codes
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.forms import issue_forms, recipient_of, round_of
from ruecklauf.rounds.taking_in.receipts import CHECKED_AGAIN, Received
from ruecklauf.rounds.taking_in.reception import Receiver

ACTORS, BOARDS, ROLES, AIMS = SHEETS = ("akteure", "gremien", "mitgliedschaften", "prioritaeten")
AK, GR, MI, PR = ((name, name) for name in SHEETS)
ABOUT_SHEETS = {"section_missing", "section_missing_local", "worksheet_blank"}
LEAD = (*GR, "GR101", "federfuehrung")

FILLED: Typed = {
    (*AK, "AK001", "vorhanden"): "ja",
    (*AK, "AK001", "institution"): "Jugendamt Kleve",
    (*AK, "AK002", "vorhanden"): "nein",
    (*AK, "AK002", "institution"): "Altes Amt",
    (*AK, "AK101", "vorhanden"): "ja",
    (*AK, "AK101", "institution"): "Verein Brücke",
    (*AK, "AK101", "ap_mail"): "kim@bruecke.example",
    (*GR, "GR101", "name"): "Runder Tisch",
    LEAD: "Verein Brücke",
    (*GR, "GR102", "name"): "Beirat",
    (*GR, "GR102", "federfuehrung"): "AK002 · Altes Amt",
    (*GR, "GR103", "name"): "Arbeitskreis",
    (*GR, "GR103", "federfuehrung"): "AK001 · Jugendamt",
    (*GR, "GR104", "name"): "Ausschuss",
    (*GR, "GR104", "federfuehrung"): "AK150",
    (*GR, "GR105", "name"): "Konferenz",
    (*GR, "GR105", "federfuehrung"): "niemand sonst",
    (*MI, "AK101-GR101", "rolle"): "mitglied",
    (*MI, "AK002-GR102", "rolle"): "mitglied",
    (*MI, "AK001-GR119", "rolle"): "mitglied",
    (*PR, "PR101", "titel"): "Sprachkurse",
    (*PR, "PR101", "verantwortlich"): "jugendamt kleve",
}
"""Every way in which a reference can go right and wrong, over four worksheets."""


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = made(tmp_path / "projekt")
    yield game
    game.close()


def made(root: Path) -> Game:
    listed = ", ".join(f'"{name}"' for name in SHEETS)
    return Game(root, settings=SETTINGS.replace('"stammblatt", "akteure"', listed))


def only(worksheets: Iterable[str], game: Game) -> Callable[[Workbook], None]:
    """Deletes the sheets of all other worksheets."""
    kept = set(worksheets)

    def delete(book: Workbook) -> None:
        for block in build_layout(game.workspace.worksheets(game.wave("2026-1"))).blocks:
            if block.worksheet.id not in kept and block.sheet in book.sheetnames:
                del book[block.sheet]

    return delete


def blanked(worksheets: Iterable[str], game: Game) -> Callable[[Workbook], None]:
    """Leaves the sheets of all other worksheets blank."""
    kept = set(worksheets)

    def empty(book: Workbook) -> None:
        layout = build_layout(game.workspace.worksheets(game.wave("2026-1")))
        for sheet in layout.sheets:
            for cell in sheet.inputs():
                if cell.subject.worksheet not in kept and not cell.locked:
                    book[sheet.name].cell(cell.row, cell.column).value = None

    return empty


Part = Callable[[Iterable[str], Game], Callable[[Workbook], None]]


_written: dict[tuple[object, ...], bytes] = {}
"""Every project of these tests writes the same forms."""


def returned(game: Game, *worksheets: str, typed: Typed = FILLED, part: Part = only) -> bytes:
    """A return that holds these worksheets."""
    key = (worksheets, frozenset(typed.items()), part)
    if key not in _written:
        _written[key] = damaged(game.filled("Kleve", typed), part(worksheets or SHEETS, game))
    return _written[key]


def stored(game: Game) -> tuple[set[Any], set[Any], list[Any]]:
    """What counts: answers with their kinds of missing, records, and findings."""
    store = game.workspace.store
    with store.snapshot() as state:
        rows = (*state.values(), *state.contacts())
        values = {(row.subject, row.value, row.missing, row.raw) for row in rows}
        records = {(r.worksheet, r.section, r.row_id, r.position, r.printed) for r in state.records()}
        findings = sorted(
            (found.code, found.severity, *found.subject, found.found)
            for found in (stored.finding for stored in state.findings())
            if found.code not in ABOUT_SHEETS
        )
    return values, records, findings


def current(game: Game, worksheet: str = "") -> set[tuple[str, str]]:
    """Code and row of the current findings."""
    with game.workspace.store.snapshot() as state:
        found = [stored.finding for stored in state.findings()]
    return {
        (finding.code, finding.subject.row_id)
        for finding in found
        if worksheet in ("", finding.subject.worksheet)
    }


def lead(game: Game, field: str = "federfuehrung") -> dict[str, tuple[str | None, str | None]]:
    with game.workspace.store.snapshot() as state:
        values = list(state.values())
    return {v.row_id: (v.value, v.missing) for v in values if v.field == field}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[Any], set[Any], list[Any]]:
    """What counts when all worksheets come in one file."""
    game = made(tmp_path_factory.mktemp("whole") / "projekt")
    game.hand_in(returned(game))
    found = stored(game)
    game.close()
    assert {code for code, *_ in found[2]} >= {
        "reference_by_label",
        "reference_renamed",
        "reference_unresolved",
        "no_reference",
        "rule.federfuehrung_vorhanden",
        "rule.mitglied_vorhanden",
    }
    return found


ALL_APART = tuple((name,) for name in SHEETS)
SPLITS: list[tuple[tuple[str, ...], ...]] = [
    *permutations(ALL_APART),
    ((BOARDS, ROLES), (ACTORS, AIMS)),
    ((ACTORS, BOARDS), (ROLES, AIMS)),
    ((ROLES, AIMS), (ACTORS, BOARDS)),
]


@pytest.mark.parametrize("part", [only, blanked])
@pytest.mark.parametrize("split", SPLITS[::5] + SPLITS[-3:], ids=str)
def test_in_whatever_order_worksheets_come_the_same_counts(
    game: Game, whole: tuple[Any, ...], split: Sequence[tuple[str, ...]], part: Part
) -> None:
    for names in split:
        game.hand_in(returned(game, *names, part=part))
    assert stored(game) == whole


def document(game: Game, worksheet: str, typed: Typed = FILLED) -> bytes:
    """The Word form of one worksheet with these answers."""
    declared, about = game.workspace.worksheets(game.wave("2026-1")), game.wave("2026-1")
    writer = DocumentWriter(build_layout(declared), round_of(game.workspace.project, about))
    answers = {Subject(*where): value for where, value in typed.items()}
    return writer.write(recipient_of(game.alliance("Kleve")), worksheet, answers)


@pytest.fixture
def with_documents(game: Game) -> Game:
    """The project once its Word forms were sent too."""
    issue_forms(
        game.workspace,
        game.wave("2026-1"),
        game.workspace.project.alliances,
        folder=game.root / "documents",
        now=START,
        formats=[FormFormat.DOCX],
    )
    return game


@pytest.mark.parametrize("order", [SHEETS, SHEETS[::-1], (ROLES, BOARDS, AIMS, ACTORS)], ids=str)
def test_one_document_for_each_worksheet_counts_the_same(
    with_documents: Game, whole: tuple[Any, ...], order: Sequence[str]
) -> None:
    for name in order:
        with_documents.hand_in(document(with_documents, name))
    assert stored(with_documents) == whole


def test_some_worksheets_as_document_and_some_as_workbook_count_the_same(
    with_documents: Game, whole: tuple[Any, ...]
) -> None:
    game = with_documents
    game.hand_in_all([document(game, BOARDS), returned(game, ACTORS, ROLES), document(game, AIMS)])
    assert stored(game) == whole


def test_a_worksheet_that_came_in_both_formats_is_told(with_documents: Game) -> None:
    game = with_documents
    game.hand_in(returned(game))
    other = document(game, BOARDS, {**FILLED, (*GR, "GR102", "name"): "Kuratorium"})
    found = game.hand_in(other)
    (told,) = [f for f in found.findings if f.code == "both_formats"]
    assert (told.severity, told.found) == ("warning", "GR102 name: Beirat → Kuratorium")
    assert "answers_changed" not in codes(found)
    (same,) = [f for f in game.hand_in(document(game, ACTORS)).findings if f.code == "both_formats"]
    assert (same.severity, same.found) == ("note", "")


@pytest.mark.parametrize("split", SPLITS[3::7] + SPLITS[-1:], ids=str)
def test_worksheets_that_come_in_one_run_count_the_same(
    game: Game, whole: tuple[Any, ...], split: Sequence[tuple[str, ...]]
) -> None:
    game.hand_in_all([returned(game, *names) for names in split])
    assert stored(game) == whole


def test_a_reference_to_a_worksheet_that_has_not_come_is_pending(game: Game) -> None:
    game.hand_in(returned(game, BOARDS))
    assert current(game, BOARDS) >= {("reference_pending", ""), ("label_pending", "GR101")}
    told = {code for code, _ in current(game)}
    assert not {"reference_unresolved", "no_reference", "rule.federfuehrung_vorhanden"} & told
    assert lead(game)["GR102"] == ("AK002", None)
    assert lead(game)["GR101"] == (None, "unreadable")


def test_a_label_leads_to_its_row_once_the_other_worksheet_is_there(game: Game) -> None:
    game.hand_in(returned(game, BOARDS))
    found = game.hand_in_all([returned(game, ACTORS)])
    assert [one.outcome for one in found] == ["accepted_with_findings", CHECKED_AGAIN]
    assert found[1].alliance == "AAAAAA"
    assert [one.worksheet for one in found[1].worksheets] == [BOARDS]
    assert lead(game)["GR101"] == ("AK101", None)


def test_a_return_that_looks_at_nothing_outside_is_not_read_again(game: Game) -> None:
    game.hand_in(returned(game, ACTORS))
    found = game.hand_in_all([returned(game, BOARDS, AIMS)])
    assert [one.outcome for one in found] == ["accepted_with_findings"]
    with game.workspace.store.snapshot() as state:
        assert len(state.submissions()) == 2


def test_the_same_files_again_change_nothing(game: Game) -> None:
    files = [returned(game, name) for name in (ROLES, BOARDS, ACTORS)]
    game.hand_in_all(files)
    with game.workspace.store.snapshot() as state:
        before, imports = stored(game), len(state.submissions())
    for _ in range(2):
        assert {one.outcome for one in game.hand_in_all(files)} == {"duplicate"}
    with game.workspace.store.snapshot() as state:
        assert (stored(game), len(state.submissions())) == (before, imports)


def test_a_file_that_is_read_again_was_not_handed_in_again(game: Game) -> None:
    game.hand_in_all([returned(game, BOARDS)])
    with game.workspace.store.snapshot() as state:
        receipts = state.receipts()
    game.hand_in_all([returned(game, ACTORS)])
    with game.workspace.store.snapshot() as state:
        assert len(state.receipts()) == len(receipts) + 1


def test_an_import_that_ended_too_early_is_made_good_by_the_same_files(
    game: Game, whole: tuple[Any, ...]
) -> None:
    files = [returned(game, name) for name in (ROLES, BOARDS, AIMS, ACTORS)]
    paths = [game.saved(data) for data in files]
    taking = Receiver(game.workspace).receive_all(paths, now=game.later())
    for _ in paths:
        next(taking)
    del taking
    assert ("label_pending", "GR101") in current(game)
    game.hand_in_all(files[:1])
    assert stored(game) == whole


def test_a_corrected_worksheet_corrects_what_is_said_of_others(game: Game) -> None:
    game.hand_in(returned(game))
    assert ("rule.federfuehrung_vorhanden", "GR102") in current(game)
    corrected = {**FILLED, (*AK, "AK002", "vorhanden"): "ja"}
    found = game.hand_in_all([returned(game, ACTORS, typed=corrected)])
    assert [one.outcome for one in found] == ["accepted_with_findings", CHECKED_AGAIN]
    assert ("rule.federfuehrung_vorhanden", "GR102") not in current(game)
    assert game.answers()["AAAAAA", *AK, "AK002", "vorhanden"] == "ja"


def test_a_row_that_a_corrected_worksheet_no_longer_has_is_missed(game: Game) -> None:
    game.hand_in(returned(game))
    rest = {key: value for key, value in FILLED.items() if key != (*AK, "AK101", "institution")}
    game.hand_in(returned(game, ACTORS, typed=rest))
    assert lead(game)["GR101"] == (None, "unreadable")
    assert ("no_reference", "GR101") in current(game)
    assert ("reference_unresolved", "AK101-GR101") in current(game)


def test_a_name_that_stands_in_another_row_now_is_asked_about(game: Game) -> None:
    game.hand_in(returned(game, BOARDS))
    moved = {
        (*AK, "AK001", "institution"): "Jugendamt Kleve",
        (*AK, "AK002", "institution"): "Neues Amt",
        (*AK, "AK003", "institution"): "Altes Amt",
        (*AK, "AK002", "vorhanden"): "ja",
    }
    game.hand_in(returned(game, ACTORS, typed=moved))
    assert ("reference_ambiguous", "GR102") in current(game)
    assert lead(game)["GR102"] == ("AK002", None)


def test_corrections_by_hand_are_looked_at_too(game: Game) -> None:
    game.hand_in(returned(game, ACTORS))
    put_right(game, "institution", row="AK002", value="Niemand sonst")
    game.hand_in(returned(game, BOARDS))
    assert lead(game)["GR105"] == ("AK002", None)


def test_a_correction_of_a_reference_outlives_that_it_is_read_again(game: Game) -> None:
    game.hand_in(returned(game, BOARDS))
    put_right(game, "federfuehrung", row="GR105", value="AK001")
    game.hand_in(returned(game, ACTORS))
    assert lead(game)["GR105"] == ("AK001", None)


def test_a_file_assigned_by_a_person_stays_assigned_when_it_is_read_again(game: Game) -> None:
    waiting = game.hand_in(damaged(returned(game, BOARDS), without_codes), "Mappe1.xlsx")
    decided(game, waiting.sha256)
    found = game.hand_in_all([returned(game, ACTORS)])
    assert (found[1].outcome, found[1].confidence) == (CHECKED_AGAIN, "assigned")
    assert "assigned" in codes(found[1])
    assert lead(game)["GR101"] == ("AK101", None)


def test_a_worksheet_assigned_elsewhere_is_no_longer_looked_at(game: Game) -> None:
    game.hand_in(returned(game, BOARDS))
    actors = game.hand_in(returned(game, ACTORS))
    decided(game, actors.sha256, "Köln")
    assert ("label_pending", "GR101") in current(game)
    assert lead(game)["GR101"] == (None, "unreadable")


HALF: Typed = {(*GR, f"GR10{n}", "name"): f"Gremium {n}" for n in range(6, 10)}
"""What another department fills in of the same worksheet."""


def test_what_was_taken_over_leads_where_the_later_worksheet_says(game: Game) -> None:
    first = game.hand_in(returned(game, BOARDS))
    second = game.hand_in(returned(game, BOARDS, typed=HALF))
    assert "copies_combined" in codes(second)
    again = game.hand_in_all([returned(game, ACTORS)])[1]
    assert (again.outcome, again.sha256) == (CHECKED_AGAIN, second.sha256)
    assert lead(game)["GR101"] == ("AK101", None)
    with game.workspace.store.snapshot() as state:
        sources = {v.row_id: v.sha256 for v in state.values() if v.field == "name"}
    assert (sources["GR101"], sources["GR106"]) == (first.sha256, second.sha256)
    assert "copies_combined" in codes(again)


def test_what_was_taken_over_is_kept_when_its_half_is_read_again(game: Game) -> None:
    """The first return counts for its boards only; the other half took over what it says of the actors."""
    others = {(*AK, f"AK02{n}", "institution"): f"Amt {n}" for n in range(1, 6)}
    game.hand_in(returned(game, ACTORS, BOARDS))
    both = game.hand_in_all([returned(game, ACTORS, typed=others)])
    assert "copies_combined" in codes(both[0])
    before = game.answers()
    game.hand_in(returned(game, ACTORS, typed={**others, (*AK, "AK021", "vorhanden"): "ja"}))
    assert game.answers() == {**before, ("AAAAAA", *AK, "AK021", "vorhanden"): "ja"}
    assert lead(game)["GR101"] == ("AK101", None)


def test_of_two_returns_of_one_message_the_later_one_counts_although_the_other_is_read_again(
    game: Game,
) -> None:
    renamed = {**FILLED, (*AK, "AK001", "institution"): "Fachbereich Jugend"}
    files = {
        "a.xlsx": game.saved_on(returned(game), START + timedelta(hours=7)),
        "b.xlsx": game.saved_on(returned(game, ACTORS, typed=renamed), START + timedelta(hours=8)),
    }
    game.hand_in_all([message("a@kleve.example", START + timedelta(hours=9), files)], "m.eml")
    assert game.answers()["AAAAAA", *AK, "AK001", "institution"] == "Fachbereich Jugend"
    assert ("reference_renamed", "GR103") in current(game)
    with game.workspace.store.snapshot() as state:
        found = [stored.finding for stored in state.findings() if stored.finding.subject.row_id == "GR103"]
    assert "Fachbereich Jugend" in " ".join(f.message for f in found)


def test_the_list_of_results_names_what_was_checked_again(game: Game) -> None:
    game.hand_in(returned(game, BOARDS), "gremien.xlsx")
    found: list[Received] = game.hand_in_all([returned(game, ACTORS)], "akteure.xlsx")
    assert [(one.name, one.outcome) for one in found] == [
        ("akteure.xlsx", "accepted_with_findings"),
        ("gremien.xlsx", CHECKED_AGAIN),
    ]
    assert found[1].as_json()["outcome"] == CHECKED_AGAIN
