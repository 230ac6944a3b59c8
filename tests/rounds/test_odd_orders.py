"""What a team decides, in orders that nobody would think of: after each step all that is kept agrees.

A model of few lines says what counts: the return that is preferred, else the newest that was not taken back,
with the corrections that still find what they replaced. `RUECKLAUF_ODD=100` plays that many games.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from rounds.playing import Game, codes
from rounds.test_preferring import preferred
from rounds.test_withdrawing import take_back
from ruecklauf.dataset.build import build_dataset
from ruecklauf.errors import ProjectError
from ruecklauf.fieldwork.notes import note_of
from ruecklauf.rounds.asking.decisions import correct, undo
from ruecklauf.rounds.asking.listing import finding_rows, settle
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.asking.removing import remove_row
from ruecklauf.rounds.asking.reports import wave_status
from ruecklauf.rounds.asking.traces import trace
from store.conftest import Urls, sqlite_urls, urls

__all__ = ["sqlite_urls", "urls"]

GAMES, STEPS = int(os.environ.get("RUECKLAUF_ODD", "1")), 7
TABLE = ("akteure", "akteure")
ADDED, PRINTED = "AK101", "AK001"
Question = tuple[str, str]
"""Row and field."""
QUESTIONS: tuple[Question, ...] = (
    (PRINTED, "institution"), (PRINTED, "koop"), (ADDED, "institution"), (ADDED, "koop"),
)  # fmt: skip
CHOSEN = ("ja", "nein")


@pytest.fixture
def kept(urls: Urls, tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt", urls=urls)
    yield game
    game.close()


def by(game: Game) -> dict[str, object]:
    return {"person": "Kim", "reason": "Anruf", "now": game.later()}


def whose(game: Game) -> tuple[object, object]:
    return game.alliance("Kleve"), game.wave("2026-1")


def put_right(game: Game, question: Question, value: str) -> None:
    row, name = question
    correct(game.workspace, *whose(game), f"akteure.{name}", row=row, value=value, missing=None, **by(game))  # type: ignore[arg-type]


def taken_back(game: Game, question: Question, *, whole_row: bool = False) -> int:
    row, name = question
    where = (*whose(game), f"akteure.{name}")
    return len(undo(game.workspace, *where, row=row, whole_row=whole_row, **by(game)))  # type: ignore[arg-type]


def test_a_correction_that_is_taken_back_opens_what_it_had_mended(kept: Game) -> None:
    kept.hand_in(kept.filled("Kleve", {(*TABLE, PRINTED, "institution"): "Amt"}), "erste.xlsx")
    before, open_ = kept.answers(), {row["finding"] for row in finding_rows(kept.workspace)}
    koop = (PRINTED, "vorhanden")
    put_right(kept, koop, "nein")
    put_right(kept, koop, "ja")
    assert {row["finding"] for row in finding_rows(kept.workspace)} != open_
    assert taken_back(kept, koop) == 1
    # the correction before it does not come back
    assert kept.answers() == before
    assert {row["finding"] for row in finding_rows(kept.workspace)} == open_
    with pytest.raises(ProjectError, match="no correction of"):
        taken_back(kept, koop)
    steps = trace(kept.workspace, kept.alliance("Kleve"), kept.wave("2026-1"), "vorhanden", row=PRINTED).steps
    kinds = [step.kind for step in steps if not step.file]
    assert sorted(kinds) == ["corrected (void)", "corrected (void)", "taken back"] or kinds == []
    put_right(kept, koop, "nein")
    assert kept.answers()["AAAAAA", *TABLE, *koop] == "nein"


def test_a_row_that_was_removed_is_there_again_with_personal_answers(kept: Game) -> None:
    typed = {(*TABLE, ADDED, "institution"): "Verein", (*TABLE, ADDED, "ap_mail"): "kim@kreis.example"}
    kept.hand_in(kept.filled("Kleve", typed), "erste.xlsx")
    before, open_ = kept.answers(), {row["finding"] for row in finding_rows(kept.workspace)}
    remove_row(kept.workspace, *whose(kept), "akteure.koop", row=ADDED, **by(kept))  # type: ignore[arg-type]
    assert ADDED not in {key[3] for key in kept.answers()}
    assert taken_back(kept, (ADDED, "koop"), whole_row=True) == 2
    assert kept.answers() == before
    assert {row["finding"] for row in finding_rows(kept.workspace)} == open_


@dataclass
class Team:
    """What people did, and what must count then."""

    game: Game
    rng: Random
    files: list[tuple[str, bytes, dict[Question, str]]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    first: list[tuple[str, int]] = field(default_factory=list)
    """Files that were preferred, each with how many there were then; the last one counts."""
    put_right: dict[Question, tuple[str, str | None] | None] = field(default_factory=dict)
    """What was replaced and by what; None where that was taken back."""
    accepted: set[str] = field(default_factory=set)
    """Findings."""
    notes: int = 0

    def counting(self) -> tuple[str, dict[Question, str]] | None:
        there = [(name, said) for name, _, said in self.files if name not in self.gone]
        for name, among in reversed(self.first):
            if name not in self.gone:
                later = [each for each in self.files[among:] if each[0] not in self.gone]
                return (later[-1][0], later[-1][2]) if later else next(t for t in there if t[0] == name)
        return there[-1] if there else None

    def answers(self) -> dict[Question, str]:
        counting = self.counting()
        found = dict(counting[1]) if counting else {}
        for question, made in self.put_right.items():
            if made is not None and found.get(question) == made[0]:
                if made[1] is None:
                    found.pop(question)
                else:
                    found[question] = made[1]
        return found

    def holds(self, question: Question) -> bool:
        made, counting = self.put_right.get(question), self.counting()
        return made is not None and counting is not None and counting[1].get(question) == made[0]

    def step(self) -> str:
        chosen = self.rng.choice(
            ["hand_in", "hand_in", "again", "withdraw", "prefer", "undo_prefer", "correct", "correct", "undo",
             "remove", "accept", "note"]
        )  # fmt: skip
        getattr(self, chosen)()
        return chosen

    def hand_in(self) -> None:
        number = len(self.files) + 1
        said = {question: self._new(question, number) for question in QUESTIONS}
        name = f"datei{number}.xlsx"
        data = self.game.filled("Kleve", {(*TABLE, *question): text for question, text in said.items()})
        if data in {other for _, other, _ in self.files}:
            return
        self.game.hand_in(data, name)
        self.files.append((name, data, said))

    def _new(self, question: Question, number: int) -> str:
        if question[1] == "koop":
            return self.rng.choice(CHOSEN)
        return f"Amt {number if self.rng.random() < 0.5 else 0} {question[0]}"

    def again(self) -> None:
        if self.files:
            name, data, _ = self.rng.choice(self.files)
            received = self.game.hand_in(data, name)
            assert received.outcome in ("duplicate", "withdrawn") or "withdrawn" in codes(received)

    def withdraw(self) -> None:
        there = [name for name, _, _ in self.files if name not in self.gone]
        if there:
            name = self.rng.choice(there)
            take_back(self.game, name)
            self.gone.add(name)

    def prefer(self) -> None:
        there = [name for name, _, _ in self.files if name not in self.gone]
        if there:
            name = self.rng.choice(there)
            preferred(self.game, name)
            self.first = [each for each in self.first if each[0] != name] + [(name, len(self.files))]

    def undo_prefer(self) -> None:
        there = [each for each in self.first if each[0] not in self.gone]
        if there:
            preferred(self.game, there[-1][0], undo=True)
            self.first.remove(there[-1])

    def correct(self) -> None:
        counting, question = self.counting(), self.rng.choice(QUESTIONS)
        if counting and self.answers().get(question) is not None:
            value = self.rng.choice(CHOSEN) if question[1] == "koop" else f"Richtig {self.rng.randint(1, 9)}"
            put_right(self.game, question, value)
            self.put_right[question] = (counting[1][question], value)

    def undo(self) -> None:
        held = [question for question in QUESTIONS if self.holds(question)]
        if held:
            question = self.rng.choice(held)
            assert taken_back(self.game, question) == 1
            self.put_right[question] = None

    def remove(self) -> None:
        counting = self.counting()
        if counting and any(row == ADDED for row, _ in self.answers()):
            remove_row(self.game.workspace, *whose(self.game), "akteure.koop", row=ADDED, **by(self.game))  # type: ignore[arg-type]
            for question in QUESTIONS:
                if question[0] == ADDED and question in self.answers():
                    self.put_right[question] = (counting[1][question], None)

    def accept(self) -> None:
        rows = [row for row in finding_rows(self.game.workspace, kind="question") if row["state"] == "open"]
        if rows:
            point = self.rng.choice(rows)["point"]
            self.accepted |= {row["finding"] for row in rows if row["point"] == point}
            settle(self.game.workspace, [point], State.ACCEPTED, **by(self.game))  # type: ignore[arg-type]

    def note(self) -> None:
        now = self.game.later()
        about = {"text": "Anruf", "until": None, "address": "", "on": now.date(), "person": "Kim"}
        made = note_of(*whose(self.game), "called", **about, now=now)  # type: ignore[arg-type]
        self.game.workspace.store.record_note(made)
        self.notes += 1


def agree(team: Team) -> None:
    """Store, dataset, findings, status and ledger, and the model, say the same."""
    game, expected = team.game, team.answers()
    stored = {(key[3], key[4]): value for key, value in game.answers().items()}
    assert {question: stored.get(question) for question in QUESTIONS if stored.get(question)} == expected
    tables = build_dataset(game.workspace.store).tables
    rows = tables["akteure.akteure"].to_dict("records") if "akteure.akteure" in tables else []
    shown = {(row["row_id"], name): row[name] for row in rows for name in ("institution", "koop")
             if row["alliance"] == "AAAAAA"}  # fmt: skip
    assert {question: shown[question] for question in QUESTIONS
            if question in shown and isinstance(shown[question], str)} == expected  # fmt: skip
    status = {each.id: each for each in wave_status(game.workspace, game.wave("2026-1")).alliances}["AAAAAA"]
    counting = team.counting()
    assert bool(status.worksheets) is (counting is not None)
    listed = finding_rows(game.workspace, wave="2026-1", alliance="AAAAAA", kind="question")
    assert status.questions == len(listed)
    every = finding_rows(game.workspace, everything=True)
    states = {row["finding"]: row["state"] for row in every}
    assert {states[key] for key in team.accepted if key in states} <= {"accepted", "mended"}
    with game.workspace.store.snapshot() as state:
        assert state.lacking() == ()
        assert {one.sha256 for one in state.current("2026-1", alliance="AAAAAA")} <= {
            receipt.sha256 for receipt in state.receipts() if counting and receipt.file_name == counting[0]
        }
        assert {receipt.file_name for receipt in state.receipts()} == {name for name, _, _ in team.files}
        assert len(state.notes()) == team.notes


@pytest.mark.parametrize("seed", range(GAMES))
def test_after_every_step_of_an_odd_order_all_that_is_kept_agrees(game: Game, seed: int) -> None:
    team = Team(game, Random(seed))
    team.hand_in()
    played = ["hand_in"]
    for _ in range(STEPS):
        played.append(team.step())
        try:
            agree(team)
        except AssertionError as error:
            raise AssertionError(f"after {', '.join(played)}") from error
