"""Several returns of one alliance: corrected, completed, contradicted, repeated, out of order."""

from __future__ import annotations

from datetime import timedelta

from openpyxl.workbook import Workbook

from forms.making import with_referred
from rounds.playing import START, Game, Typed, codes, message, saved_at
from rounds.test_deciding import damaged, decided, put_right, without_codes
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.completing.comparison import Compared
from ruecklauf.rounds.completing.differences import findings_about
from ruecklauf.store import Return, StoredAnswer
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing

ROW = ("akteure", "akteure")
SHEET = ("stammblatt", "stammblatt", "ST")


def actor(row: str, name: str, **more: str) -> Typed:
    """A row of the table of actors."""
    return {
        (*ROW, row, field): value for field, value in {"vorhanden": "ja", "institution": name, **more}.items()
    }


FIRST: Typed = {
    **{
        k: v
        for n in range(1, 9)
        for k, v in actor(f"AK00{n}", f"Stelle {n}", koop="ja", kerngruppe="nein").items()
    },
    (*SHEET, "lead_benannt"): "ja",
    (*SHEET, "lead_dezernat"): "Dezernat IV",
}
"""What one department fills in."""
SECOND: Typed = {
    **{k: v for n in range(21, 27) for k, v in actor(f"AK0{n}", f"Amt {n}", koop="nein").items()},
    **actor("AK101", "Verein Brücke", bereich="so", akteurstyp="jugendamt", koop="ja"),
    (*SHEET, "gs_benannt"): "ja",
}
"""What the other department fills in."""


def told(game: Game, typed: Typed, alliance: str = "AAAAAA") -> dict[tuple[str, ...], str | None]:
    """Of the given answers those that count."""
    counting = game.answers()
    return {key: counting.get((alliance, *key)) for key in typed}


def test_two_half_filled_copies_are_read_as_one(game: Game) -> None:
    game.hand_in(game.filled("Kleve", FIRST))
    second = game.hand_in(game.filled("Kleve", SECOND))
    assert told(game, {**FIRST, **SECOND}) == {**FIRST, **SECOND}
    assert codes(second).count("copies_combined") == 2
    assert "supersedes" not in codes(second)


def test_an_answer_taken_over_keeps_the_file_and_cell_it_came_from(game: Game) -> None:
    first = game.hand_in(game.filled("Kleve", FIRST))
    second = game.hand_in(game.filled("Kleve", SECOND))
    with game.workspace.store.snapshot() as state:
        sources = {(v.row_id, v.field): v.sha256 for v in state.values()}
    assert sources["AK001", "koop"] == first.sha256
    assert sources["AK021", "koop"] == second.sha256


def test_what_the_other_half_answers_is_no_longer_missing(game: Game) -> None:
    alone = game.hand_in(game.filled("Köln", SECOND))
    missing = {f.subject.field for f in alone.findings if f.code == "required_missing"}
    assert "lead_benannt" in missing
    game.hand_in(game.filled("Kleve", FIRST))
    both = game.hand_in(game.filled("Kleve", SECOND))
    assert "lead_benannt" not in {f.subject.field for f in both.findings if f.code == "required_missing"}


def test_rules_are_checked_over_both_halves(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {**FIRST, (*SHEET, "lead_benannt"): "nein"}))
    contradiction = {**SECOND, (*ROW, "AK002", "vorhanden"): "nein"}
    both = game.hand_in(game.filled("Kleve", contradiction))
    alone = game.hand_in(game.filled("Köln", contradiction))
    only_together = {c for c in codes(both) if c.startswith("rule.")} - set(codes(alone))
    assert only_together, "AK002 is said not to exist, and to cooperate by the other half"


def test_a_contradiction_between_halves_shows_both(game: Game) -> None:
    game.hand_in(game.filled("Kleve", FIRST))
    both = game.hand_in(game.filled("Kleve", {**SECOND, (*ROW, "AK001", "institution"): "Anderes Haus"}))
    (conflict,) = [f for f in both.findings if f.code == "copies_conflict"]
    assert conflict.subject.row_id == "AK001"
    assert "„Stelle 1“" in conflict.message
    assert "„Anderes Haus“" in conflict.message
    assert game.answers()["AAAAAA", *ROW, "AK001", "institution"] == "Anderes Haus"


def test_three_copies_can_complete_each_other(game: Game) -> None:
    parts = [
        {k: v for k, v in FIRST.items() if k[2] in ("AK001", "AK002", "AK003")},
        {k: v for k, v in FIRST.items() if k[2] in ("AK004", "AK005", "AK006")},
        {k: v for k, v in FIRST.items() if k[2] in ("AK007", "AK008")},
    ]
    files = [game.hand_in(game.filled("Kleve", part)).sha256 for part in parts]
    whole = {k: v for part in parts for k, v in part.items()}
    assert told(game, whole) == whole
    with game.workspace.store.snapshot() as state:
        sources = {v.row_id: v.sha256 for v in state.values() if v.field == "koop"}
    assert [sources["AK001"], sources["AK004"], sources["AK007"]] == files


def test_personal_answers_of_the_other_half_are_kept_apart_and_not_quoted(game: Game) -> None:
    person = (*ROW, "AK001", "ap_mail")
    game.hand_in(game.filled("Kleve", {**FIRST, person: "kim@kreis.example"}))
    both = game.hand_in(game.filled("Kleve", SECOND))
    assert game.answers()["AAAAAA", *person] == "kim@kreis.example"
    assert all("kim@" not in finding.message + finding.found for finding in both.findings)


def test_a_corrected_copy_supersedes_and_its_differences_are_listed(game: Game) -> None:
    game.hand_in(game.filled("Kleve", FIRST))
    corrected = {**FIRST, (*ROW, "AK001", "koop"): "nein", (*ROW, "AK002", "institution"): "Neuer Name"}
    second = game.hand_in(game.filled("Kleve", corrected))
    (changed,) = [f for f in second.findings if f.code == "answers_changed"]
    assert changed.found == "AK001 koop: ja → nein; AK002 institution: Stelle 2 → Neuer Name"
    assert "supersedes" in codes(second)
    assert told(game, corrected) == corrected


def test_an_answer_deleted_in_a_corrected_copy_is_gone_and_named_once(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {**FIRST, (*ROW, "AK003", "forum"): "nein"}))
    deleted = ("AK003", "koop"), ("AK003", "forum")
    second = game.hand_in(game.filled("Kleve", {k: v for k, v in FIRST.items() if k[2:] not in deleted}))
    (gone,) = [f for f in second.findings if f.code == "answers_missing_now"]
    assert gone.found == "AK003 forum = nein"
    # what is required is asked for where it is missing, with what stood there
    (missing,) = [f for f in second.findings if (f.subject.row_id, f.subject.field) == deleted[0]]
    assert missing.code == "required_missing"
    assert missing.message.endswith("In der früheren Rückgabe stand hier „ja“.")
    assert not {(row, field) for _, _, _, row, field in game.answers()} & set(deleted)


def test_answers_to_what_is_asked_no_longer_are_told_with_their_labels() -> None:
    (worksheet,) = with_referred("akteure")
    where = (0, "A", "2026-1", "akteure", "0.9", "akteure", "AK001")
    gone = tuple(
        StoredAnswer(*where, field, value, None, value, "a" * 64, "Akteure", "C3")
        for field, value in {"koop": "ja", "beitrag_text": "Frau Muster hilft", "frueher": "viel"}.items()
    )
    previous = Return("A", "2026-1", "akteure", "0.9", "", 1, 1, "b" * 64, "1", START, START)
    pair = Compared(worksheet, previous, {}, {}, is_older=False, unasked=gone, asked_before=worksheet)
    (told,) = findings_about([pair], (), load_texts(), numbers={})[1:]
    hidden = load_texts()("words.personal")
    assert told.found == f"AK001 koop = ja; AK001 beitrag_text = {hidden}; AK001 frueher = viel"
    assert "(AK001 „Arbeiten Sie zusammen?“: ja; AK001 „" in told.message
    assert f"“: {hidden}; AK001 frueher = viel)" in told.message


def test_the_same_bytes_again_change_nothing(game: Game) -> None:
    form = game.filled("Kleve", FIRST)
    game.hand_in(form)
    before = game.answers()
    again = game.hand_in(form)
    assert (again.outcome, again.findings, game.answers()) == ("duplicate", (), before)


def test_an_older_message_imported_later_does_not_supersede(game: Game) -> None:
    old, new = game.filled("Kleve", FIRST), game.filled("Kleve", {**FIRST, (*ROW, "AK001", "koop"): "nein"})
    game.hand_in(message("a@kleve.example", START + timedelta(hours=9), {"neu.xlsx": new}), "b.eml")
    late = game.hand_in_all(
        [message("a@kleve.example", START + timedelta(hours=1), {"alt.xlsx": old})], "a.eml"
    )
    assert "older_copy" in codes(late[1])
    assert game.answers()["AAAAAA", *ROW, "AK001", "koop"] == "nein"


def test_what_only_an_older_copy_says_is_named(game: Game) -> None:
    extra = actor("AK009", "Nur hier")
    old = game.filled("Kleve", {**FIRST, **extra})
    game.hand_in(
        message("a@kleve.example", START + timedelta(hours=9), {"x.xlsx": game.filled("Kleve", FIRST)}),
        "b.eml",
    )
    late = game.hand_in_all(
        [message("a@kleve.example", START + timedelta(hours=1), {"y.xlsx": old})], "a.eml"
    )
    (older,) = [f for f in late[1].findings if f.code == "older_copy" and f.subject.worksheet == "akteure"]
    assert "AK009 institution = Nur hier" in older.found
    assert "2 Angaben stehen anders oder nur hier (AK009 „" in older.message
    assert "AK009 „Name der Institution“: Nur hier)" in older.message
    assert [f.code for f in late[1].findings if f.code.startswith("older_")] == ["older_copy"]


def test_an_older_copy_that_says_nothing_else_is_one_note(game: Game) -> None:

    newer = older = game.filled("Kleve", FIRST)
    game.hand_in(message("a@kleve.example", START + timedelta(hours=9), {"x.xlsx": newer}), "b.eml")
    again = saved_at(older, START + timedelta(minutes=9))
    late = game.hand_in_all(
        [message("a@kleve.example", START + timedelta(hours=1), {"y.xlsx": again})], "a.eml"
    )
    told = [f for f in late[1].findings if f.code.startswith("older_")]
    assert [(f.code, f.severity) for f in told] == [("older_same", "note")]
    assert "(Akteure, Stammblatt)" in told[0].message


def test_halves_in_different_worksheets_do_not_touch_each_other(game: Game) -> None:
    sheet = {k: v for k, v in FIRST.items() if k[0] == "stammblatt"}
    table = {k: v for k, v in FIRST.items() if k[0] == "akteure"}
    game.hand_in(game.filled("Kleve", sheet))
    second = game.hand_in(game.filled("Kleve", table))
    assert told(game, FIRST) == FIRST
    assert not {"copies_combined", "supersedes"} & set(codes(second))


def test_a_kind_of_missing_is_an_answer_too(game: Game) -> None:
    first = {**FIRST, (*ROW, "AK001", "koop"): "unbekannt"}
    game.hand_in(game.filled("Kleve", first))
    game.hand_in(game.filled("Kleve", SECOND))
    with game.workspace.store.snapshot() as state:
        kinds = {(v.row_id, v.field): v.missing for v in state.values()}
    assert kinds["AK001", "koop"] in (None, Missing.UNKNOWN.value)
    assert ("AK001", "koop") in kinds


def sentences(alliance: str = "", *, from_row: int = 1, to_row: int = 8) -> Typed:
    """Rows with a longer text each."""
    return {
        key: value
        for n in range(from_row, to_row)
        for key, value in actor(
            f"AK00{n}",
            f"Haus {n}",
            koop="ja",
            beitrag_text=f"{alliance} Sprechstunde an jedem {n}. Dienstag im Haus",
        ).items()
    }


def test_a_copy_of_another_alliances_answers_is_noticed(game: Game) -> None:
    game.hand_in(game.filled("Kleve", sentences()))
    copied = game.hand_in(game.filled("Köln", sentences()))
    (finding,) = [f for f in copied.findings if f.code == "copy_of_other"]
    assert "7 Texte" in finding.message
    assert "Kleve (AAAAAA)" in finding.message


def test_a_copy_is_noticed_in_a_later_import_too(game: Game) -> None:
    game.hand_in_all([game.filled("Kleve", sentences())])
    assert "copy_of_other" in codes(game.hand_in_all([game.filled("Köln", sentences())])[0])


def test_few_texts_that_are_the_same_are_no_copy(game: Game) -> None:
    game.hand_in(game.filled("Kleve", sentences()))
    other = {**sentences("Köln:"), **sentences(from_row=1, to_row=4)}
    assert "copy_of_other" not in codes(game.hand_in(game.filled("Köln", other)))


def test_the_form_of_one_alliance_sent_by_another_is_noticed(game: Game) -> None:
    form = game.filled("Kleve", FIRST)
    received = game.hand_in_all([message("b@koeln.example", START, {"Rückmeldung.xlsx": form})], "mail.eml")
    assert "sent_by_other" in codes(received[1])
    named = game.hand_in(game.filled("Kleve", SECOND), "Köln_2026-1_BBBBBB.xlsx")
    assert "file_of_other" in codes(named)


def free_row(name: str, mail: str) -> Typed:
    """A row that a department began as the first free one."""
    return actor("AK101", name, bereich="so", akteurstyp="jugendamt", koop="ja", ap_mail=mail)


def test_rows_that_both_departments_began_under_one_number_are_kept_apart(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {**FIRST, **free_row("Jugendhilfe e.V.", "eins@kreis.example")}))
    second = {k: v for k, v in SECOND.items() if k[2] != "AK101"}
    both = game.hand_in(game.filled("Kleve", {**second, **free_row("Sportverein", "zwei@kreis.example")}))
    names = {k[3]: v for k, v in game.answers().items() if k[4] == "institution" and k[3] > "AK100"}
    mails = {k[3]: v for k, v in game.answers().items() if k[4] == "ap_mail"}
    assert names == {"AK101": "Sportverein", "AK121": "Jugendhilfe e.V."}
    assert mails == {"AK101": "zwei@kreis.example", "AK121": "eins@kreis.example"}
    assert "row_renumbered" in codes(both)


def test_a_half_that_waited_counts_with_the_half_that_came_meanwhile(game: Game) -> None:
    def without_code(data: bytes) -> bytes:
        return damaged(data, without_codes)

    waiting = game.hand_in(without_code(game.filled("Kleve", FIRST)), "Mappe1.xlsx")
    game.hand_in(game.filled("Kleve", SECOND))
    decided(game, waiting.sha256)
    assert told(game, {**FIRST, **SECOND}) == {**FIRST, **SECOND}


def test_a_half_mailed_before_the_other_but_read_after_it_is_completed_too(game: Game) -> None:
    older = message("a@kleve.example", START + timedelta(hours=1), {"a.xlsx": game.filled("Kleve", FIRST)})
    both_say = {**SECOND, (*ROW, "AK001", "institution"): "Neuer Name"}
    newer = message("a@kleve.example", START + timedelta(hours=9), {"b.xlsx": game.filled("Kleve", both_say)})
    game.hand_in(newer, "b.eml")
    game.hand_in_all([older], "a.eml")
    assert told(game, {**FIRST, **both_say}) == {**FIRST, **both_say}


def test_what_was_taken_over_goes_when_its_file_is_assigned_elsewhere(game: Game) -> None:
    first = game.hand_in(game.filled("Kleve", FIRST))
    game.hand_in(game.filled("Kleve", SECOND))
    decided(game, first.sha256, "Köln")
    assert {key[0] for key in game.answers() if key[3:] == ("AK001", "institution")} == {"BBBBBB"}
    assert told(game, SECOND) == SECOND


def test_a_correction_of_a_blank_that_a_newer_return_answers_is_told(game: Game) -> None:
    game.hand_in(game.filled("Kleve", FIRST))
    put_right(game, "beitrag_text", value="Berät vor Ort")
    newer = game.hand_in(game.filled("Kleve", {**FIRST, (*ROW, "AK001", "beitrag_text"): "Etwas anderes"}))
    assert "corrected_before" in codes(newer)


def test_a_form_that_comes_back_blank_is_told(game: Game) -> None:
    blank = game.hand_in(game.filled("Kleve", {}))
    assert codes(blank) == ["form_blank"]
    assert [row["code"] for row in finding_rows(game.workspace)] == ["form_blank"]


def test_a_missing_sheet_is_among_the_findings_until_it_comes(game: Game) -> None:
    def without_sheet(book: Workbook) -> None:
        del book["Stammblatt"]

    game.hand_in(damaged(game.filled("Kleve", FIRST), without_sheet))
    assert "section_missing" in {row["code"] for row in finding_rows(game.workspace)}
    game.hand_in(game.filled("Kleve", FIRST))
    assert "section_missing" not in {row["code"] for row in finding_rows(game.workspace)}


def test_a_form_that_two_signs_give_to_another_alliance_waits(game: Game) -> None:
    form = game.filled("Kleve", FIRST)
    mail = message("b@koeln.example", START, {"Rückmeldung Köln.xlsx": form})
    received = game.hand_in_all([mail], "mail.eml")[1]
    assert (received.outcome, codes(received)) == ("waiting", ["other_owner"])
    assert "Dateiname und Absender" in received.findings[0].message


def with_ags_of_cologne(game: Game) -> bytes:
    ags = "; ".join(game.alliance("Köln").ags)
    return game.filled("Kleve", {**FIRST, (*SHEET, "ags_liste"): ags})


def test_an_ags_of_another_alliance_is_asked_about(game: Game) -> None:
    received = game.hand_in(with_ags_of_cologne(game))
    assert received.alliance == "AAAAAA"
    (told,) = (one for one in received.findings if one.code == "ags_of_other")
    assert told.subject.field == "ags_liste" and told.place.cell, "it says where"
    own = "; ".join(game.alliance("Kleve").ags)
    assert told.found in told.message and own.split(";")[0] in told.message, "and what had been printed"
    assert "printed_changed" not in codes(received), "which is said there"


def test_an_ags_and_a_file_name_of_another_alliance_make_a_form_wait(game: Game) -> None:
    received = game.hand_in(with_ags_of_cologne(game), "Rückmeldung Köln.xlsx")
    assert (received.outcome, codes(received)) == ("waiting", ["other_owner"])
    assert "Dateiname und AGS" in received.findings[0].message
