"""The cockpit of a small round: what it says, what it keeps to itself, and that it does nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import html

from axe import WIDTHS, audit
from cli.conftest import SETTINGS
from rounds.playing import Game
from ruecklauf.cockpit.page import wording
from ruecklauf.cockpit.writing import write_cockpit
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.fieldwork.today import Task, to_do
from ruecklauf.project import Alliance, open_project
from ruecklauf.rounds.taking_in.collection import files_in
from ruecklauf.store import AllianceNote, Message, MessageState, Noted, NoteKind, Outcome
from ruecklauf.texts import languages

NOW = datetime(2026, 7, 3, 9, tzinfo=UTC)
ACTIVE = '<script>alert("{}")</script>'
SECRET = "Frau Geheim"
HELD_BACK = (SECRET, "kleve.example", "koeln.example", "neu@geheim.example", ".xlsx", ".eml")
INSTITUTION = ("akteure", "akteure", "AK001", "institution")
PRESENT = ("akteure", "akteure", "AK002", "vorhanden")


@dataclass(frozen=True)
class Shown:
    game: Game
    path: Path
    page: str


def mailed(game: Game, alliance: Alliance) -> None:
    """Its form as a draft."""
    made = Message(
        message_id=f"<{alliance.id}@institut.example>",
        alliance=alliance.id,
        wave="2026-1",
        occasion=Occasion.LAUNCH,
        topic="1",
        attempt=1,
        way="eml",
        to=alliance.addresses,
        cc=(),
        subject=SECRET,
        text=SECRET,
        attachments={},
        made_at=NOW,
    )
    noted = Noted(message_id=made.message_id, state=MessageState.DRAFT, recorded_at=NOW)
    game.workspace.store.record_message(made, noted)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("cockpit")
    settings = SETTINGS.replace("Prüfrunde", ACTIVE.format("title").replace('"', "'"))
    game = Game(folder / "projekt", settings=settings.replace('"Welle 1"', "'<b>Welle 1</b>'"))
    listed = game.root / "alliances.csv"
    name = ACTIVE.format("name").replace('"', "'")
    row = f"{name},05154036,kreisangehoerig"
    listed.write_text(listed.read_text("utf-8").replace("Köln,05315000,kreisfrei", row), encoding="utf-8")
    for alliance in game.workspace.project.alliances:
        mailed(game, alliance)
    typed = {INSTITUTION: f"Jugendamt {ACTIVE}", PRESENT: ACTIVE.format("typed")}
    game.hand_in(game.filled("Kleve", typed), f"{SECRET}.xlsx")
    note = AllianceNote(
        alliance="AAAAAA",
        wave="2026-1",
        kind=NoteKind.CONTACT,
        text=f"{SECRET} ist krank",
        happened_on=date(2026, 6, 20),
        address="neu@geheim.example",
        person=SECRET,
        recorded_at=NOW,
    )
    game.workspace.store.record_note(note)
    path = write_cockpit(game.workspace, now=NOW).path
    yield Shown(game, path, path.read_text("utf-8"))
    game.close()


def test_commands_are_those_of_today(shown: Shown) -> None:
    with shown.game.workspace.store.snapshot() as state:
        project = shown.game.workspace.project
        wanted = [
            thing.command for thing in to_do(state, project.settings.surveys, project.alliances, NOW.date())
        ]
    root = html.fromstring(shown.page)
    assert wanted and root.xpath("//section[@id='to-do']//code/text()") == wanted


def test_everybody_is_shown_with_stage_and_history(shown: Shown) -> None:
    root = html.fromstring(shown.page)
    rows = root.xpath("//section[@id='wave-2026-1']//table[contains(caption, 'Stand')]/tbody/tr")
    assert [[cell.text_content() for cell in row[:2]] for row in rows] == [
        ["Kleve", "teilweise zurück"],
        ["<script>alert('name')</script>", "verschickt"],
    ]
    events = root.xpath("//div[@id='b-AAAAAA']//ul[@class='history']/li")
    told = [" ".join(event.text_content().split()) for event in events]
    assert [re.sub(r", [0-9a-f]{12}", "", text) for text in told] == [
        "03.07.2026 Entwurf einer Nachricht: Formulare",
        "20.06.2026 Anschrift geändert",
        "02.06.2026 Datei eingegangen (Akteure im Bündnis)",
        "01.06.2026 Formular erstellt",
    ]
    assert root.xpath("//div[@id='b-AAAAAA']//li[contains(., 'offen:')]")


def test_what_people_wrote_is_text_and_what_is_personal_is_not_there(shown: Shown) -> None:
    root = html.fromstring(shown.page)
    assert not root.xpath(
        "//script | //b[text()='Welle 1'] | //img | //link | //iframe | //*[@style] | //*[@src]"
    )
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
    assert all(link.get("href").startswith("#") for link in root.xpath("//a"))
    assert "alert(" in root.text_content()
    assert [text for text in HELD_BACK if text in shown.page] == []


def test_the_page_runs_and_loads_nothing_and_links_lead_somewhere(shown: Shown) -> None:
    root = html.fromstring(shown.page)
    policy = root.find('.//meta[@http-equiv="Content-Security-Policy"]').get("content")
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[^']+'", policy)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.get("href")[1:] for link in root.xpath("//a")} <= set(ids)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_it_can_be_read_by_its_owner_alone(shown: Shown) -> None:
    assert shown.path.stat().st_mode & 0o777 == 0o600


def test_it_is_the_projects_own_and_is_no_return(shown: Shown) -> None:
    own = open_project(shown.game.root).own_files
    assert shown.path in own
    assert "cockpit.html" not in {path.name for path in files_in([shown.game.root], own=own)}


def test_what_cannot_be_put_there_leaves_what_was_there(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.name for path in shown.game.root.iterdir())

    def refuse(self: Path, target: Path) -> Path:
        raise OSError("full")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="full"):
        write_cockpit(shown.game.workspace, now=NOW)
    assert sorted(path.name for path in shown.game.root.iterdir()) == before
    assert shown.path.read_text("utf-8") == shown.page


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(shown: Shown, width: int, tmp_path: Path) -> None:
    """With everything unfolded, as nobody looks into what is folded."""
    found = audit(shown.page.replace("<details", "<details open"), tmp_path, width=width)
    assert found.violations == ()
    assert found.passed > 20
    assert found.needed == found.width


@pytest.mark.parametrize("language", languages())
def test_there_is_a_text_for_everything_that_can_happen(language: str) -> None:
    say = wording(language)
    told = [outcome for outcome in Outcome if outcome not in ("unpacked", "duplicate")]
    for key in (
        *(f"tasks.{task}" for task in Task),
        *(f"occasions.{occasion}" for occasion in Occasion),
        *(f"events.message_{state}" for state in MessageState),
        *(f"events.note_{kind}" for kind in NoteKind),
        *(f"events.file_{outcome}" for outcome in told),
    ):
        assert say(key)
