"""The script of the fictional round holds together, and its respondents answer the same again."""

from __future__ import annotations

from random import Random

from forms.making import ROUND, with_referred
from ruecklauf.demo.respondent import Respondent
from ruecklauf.demo.round import fictional_alliances
from ruecklauf.demo.script import read_script
from ruecklauf.layout.build import build_layout
from ruecklauf.library import load_library

SCRIPT = read_script()
FILES = [one.file for one in SCRIPT.returns]


def test_files_have_names_of_their_own_and_come_from_alliances_of_the_round() -> None:
    assert len(set(FILES)) == len(FILES)
    senders = {one.sender for one in SCRIPT.returns if one.sender}
    assert senders <= {one.name for one in SCRIPT.alliances}


def test_a_copy_follows_its_original() -> None:
    copies = [one for one in SCRIPT.returns if one.copy_of]
    assert copies
    assert all(one.copy_of in FILES[: FILES.index(one.file)] for one in copies)


def test_worksheets_and_fields_that_it_names_are_shipped() -> None:
    library = load_library()
    for one in SCRIPT.returns:
        for name in filter(None, (one.document, *one.only)):
            assert library.worksheet(name)
        for typed in one.typed:
            fields = library.worksheet(typed.worksheet).all_fields()
            assert (typed.table, typed.field) in {(section.id, field.id) for section, field in fields}


def test_the_same_seed_gives_the_same_alliances_and_answers() -> None:
    first, second = (fictional_alliances(SCRIPT.alliances, Random(SCRIPT.seed)) for _ in range(2))
    assert first == second
    layout = build_layout(with_referred("gremien"))
    answers = [Respondent(layout, "Ahornstadt", Random(3), ROUND.reference_date).answer() for _ in range(2)]
    assert answers[0] == answers[1] != {}
