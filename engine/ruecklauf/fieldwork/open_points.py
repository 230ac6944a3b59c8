"""What is open of each alliance, in words that it can look up in its form."""

from __future__ import annotations

from collections import defaultdict

from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.asked_rows import Returned
from ruecklauf.rounds.asking.inquiring import ASKED_IN, Row
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.points import Kind
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.texts import load_texts


def open_points(workspace: Workspace, wave: Wave) -> dict[str, tuple[str, ...]]:
    """By alliance, each open question with its place and its row's name, in the order of the form."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in finding_rows(workspace, wave=wave.id, kind=Kind.QUESTION, states=ASKED_IN):
        rows[row["alliance"]].append(row)
    texts = load_texts(wave.language)
    found = {}
    with workspace.store.snapshot() as state:
        for alliance, own in rows.items():
            cells = [cell.row for cell in Returned(state, alliance, wave, texts).cells(own)]
            said = (f"{row.where} ({row.question.splitlines()[0]}): {row.wrong}" for row in cells)
            found[alliance] = tuple(dict.fromkeys(" ".join(text.split()) for text in said))
    return found
