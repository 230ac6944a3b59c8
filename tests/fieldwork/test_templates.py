"""Texts of messages: the shipped ones are right, the project's own are checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruecklauf.errors import ProjectError
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.fieldwork.templates import NAMES, check_mails, read_template

VALUES = {name: f"<{name}>\nx" for name in NAMES}
GOOD = "Betreff: Hallo {{alliance.name}}\n\nGuten Tag\n"


def saved(root: Path, name: str, text: str | bytes) -> Path:
    path = root / "mails" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("occasion", [occasion for occasion in Occasion if occasion is not Occasion.FREE])
def test_every_occasion_has_a_text_with_names_that_there_are(
    tmp_path: Path, occasion: Occasion, language: str
) -> None:
    subject, text = read_template(tmp_path, occasion, language).filled(VALUES)
    assert "\n" not in subject
    assert "{{" not in subject + text
    assert "<round.contact>" in text


def test_a_project_s_own_text_wins_in_its_language(tmp_path: Path) -> None:
    saved(tmp_path, "launch.txt", "\ufeff" + GOOD)
    saved(tmp_path, "en/launch.txt", "Subject: Hello\n\nHi {{ alliance.name }}\n")
    values = {**VALUES, "alliance.name": "Kleve"}
    assert read_template(tmp_path, Occasion.LAUNCH, "de").filled(values) == ("Hallo Kleve", "Guten Tag\n")
    assert read_template(tmp_path, Occasion.LAUNCH, "en").filled(values) == ("Hello", "Hi Kleve\n")
    assert check_mails(tmp_path) == ()


def test_what_fills_a_name_is_not_filled_again(tmp_path: Path) -> None:
    saved(tmp_path, "launch.txt", GOOD)
    values = {**VALUES, "alliance.name": "{{ round.contact }}"}
    assert read_template(tmp_path, Occasion.LAUNCH, "de").filled(values)[0] == "Hallo {{ round.contact }}"


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("launch.txt", "Hallo\n\nText\n", "1:1: the first line must be the subject: 'Betreff: …'"),
        ("launch.txt", "", "1:1: the first line must be the subject: 'Betreff: …'"),
        ("launch.txt", "Betreff: A\n", "2:1: there is no text below the subject"),
        (
            "launch.txt",
            "Betreff: A\n\nBis {{ round.dedline }}\n",
            "3:5: there is no {{ round.dedline }}; is {{ round.deadline }} meant?",
        ),
        (
            "launch.txt",
            "Betreff: A\n\n{{ round.deadline\n}}\n",
            "3:1: '{{' and '}}' must stand in one line, around a name",
        ),
        ("lanch.txt", GOOD, "1:1: there is no such occasion or language; is launch.txt meant?"),
        ("en/reminder.txt", b"Subject: \xe4\n\nx\n", "1:1: is not UTF-8"),
    ],
)
def test_mistakes_are_named_with_their_place(
    tmp_path: Path, name: str, text: str | bytes, complaint: str
) -> None:
    saved(tmp_path, name, text)
    assert str(check_mails(tmp_path)[0]) == f"mails/{name}:{complaint}"


def test_a_free_message_needs_a_text_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"there is no text for free.*mails/free\.txt"):
        read_template(tmp_path, Occasion.FREE, "de")
