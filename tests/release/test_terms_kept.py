"""Key, areas, names of places, and what becomes of numbers and days."""

from __future__ import annotations

import json
import stat
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from pydantic import ValidationError

from ruecklauf.errors import RuecklaufError
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.project import publication
from ruecklauf.release.areas import coarsened, size_class
from ruecklauf.release.fates import coarse, first_of
from ruecklauf.release.key import open_key
from ruecklauf.release.naming import Places
from ruecklauf.release.terms import Origin, Terms

PLACES = Places.of(
    [("Kreis Kleve", ("05154000",)), ("Bündnis Rhein-Sieg", ("05382000",)), ("Stadt Köln", ("05315000",))]
)


def test_key_is_private_and_keeps_its_numbers_when_alliances_join(tmp_path: Path) -> None:
    path = tmp_path / "release.key"
    first = open_key(path, ["AAAAAA", "BBBBBB"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    more = open_key(path, ["CCCCCC", "AAAAAA"])
    assert {name: more.numbers[name] for name in first.numbers} == dict(first.numbers)
    assert len(set(more.numbers.values())) == 3 and all(len(one) == 6 for one in more.numbers.values())
    assert more.row("AAAAAA", "AK101") == first.row("AAAAAA", "AK101") != first.row("BBBBBB", "AK101")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_key(tmp_path / "other.key", ["AAAAAA"]).row("AAAAAA", "AK101") != first.row("AAAAAA", "AK101")


def test_rows_that_every_form_has_keep_their_ids_and_crossings_name_two(tmp_path: Path) -> None:
    key = open_key(tmp_path / "release.key", ["AAAAAA"])
    assert [key.row("AAAAAA", one) for one in ("AK007", "ST", "BE0103")] == ["AK007", "ST", "BE0103"]
    crossing = key.row("AAAAAA", "AK007-GR102")
    assert crossing == f"AK007-{key.row('AAAAAA', 'GR102')}" and "102" not in crossing
    assert key.row("AAAAAA", "AK1024", frozenset({"AK1024"})).startswith("AKx")


@pytest.mark.parametrize("content", ["", "{}", '{"secret": "x", "alliances": {}}', "[1]"])
def test_a_damaged_key_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "release.key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RuecklaufError, match="no key of a release"):
        open_key(path, ["AAAAAA"])
    assert path.read_text(encoding="utf-8") == content


def test_the_numbers_stand_in_the_key_alone_with_their_alliances(tmp_path: Path) -> None:
    key = open_key(tmp_path / "release.key", ["AAAAAA"])
    kept = json.loads((tmp_path / "release.key").read_text(encoding="utf-8"))
    assert kept == {"secret": key.secret.hex(), "alliances": {"AAAAAA": key.numbers["AAAAAA"]}}


@pytest.mark.parametrize(
    ("population", "named"),
    [
        (None, "unbekannt"), (0, "unter_100000"), (99_999, "unter_100000"), (100_000, "100000_bis_299999"),
        (299_999, "100000_bis_299999"), (300_000, "ab_300000"),
    ],
)  # fmt: skip
def test_size_classes_begin_at_their_bounds(population: int | None, named: str) -> None:
    assert size_class(population, Terms()) == named


def origins(*groups: tuple[int, str, int]) -> dict[str, Origin]:
    return {
        f"{kind} {size} {number}": Origin(kind, size)
        for count, kind, size in groups
        for number in range(count)
    }


def test_classes_with_enough_alliances_stay_as_fine_as_they_are() -> None:
    known = origins((3, "kreis", 50_000), (4, "kreis", 400_000), (3, "kreisfrei", 150_000))
    found = coarsened(known, {}, Terms())
    assert (found.k_before, found.k_after, found.merged) == (3, 3, ())
    assert dict(found.groups()) == {
        ("kreis", "unter_100000"): 3, ("kreis", "ab_300000"): 4, ("kreisfrei", "100000_bis_299999"): 3,
    }  # fmt: skip


def test_the_smallest_size_class_goes_to_its_neighbour_first() -> None:
    known = origins((5, "kreis", 50_000), (1, "kreis", 150_000), (9, "kreis", 400_000))
    found = coarsened(known, {}, Terms())
    assert dict(found.groups()) == {
        ("kreis", "unter_100000_oder_100000_bis_299999"): 6, ("kreis", "ab_300000"): 9,
    }  # fmt: skip
    assert (found.k_before, found.k_after) == (1, 6)
    assert "Größenklasse 100000_bis_299999 → unter_100000_oder_100000_bis_299999" in found.merged


def test_who_answered_a_wave_counts_for_itself() -> None:
    known = origins((4, "kreis", 50_000), (4, "kreisfrei", 50_000))
    wave = frozenset(list(known)[:5])
    found = coarsened(known, {"2026-1": wave}, Terms())
    # of the kreisfrei ones only one answered
    assert (found.k_before, found.k_after) == (1, 5)
    assert {area[0] for area in found.groups()} == {"alle"}


@pytest.mark.parametrize(("k", "count"), [(3, 2), (3, 0), (10, 9)])
def test_fewer_alliances_than_k_are_not_released(k: int, count: int) -> None:
    with pytest.raises(RuecklaufError, match=f"fewer than {k} alliances"):
        coarsened(origins((count, "kreis", 50_000)), {}, Terms(k=k))


@pytest.mark.parametrize(
    "text",
    [
        "Amt in Kleve", "Kleves Jugendamt", "das Klever Modell", "Kreis Kleve", "Rhein-Sieg-Kreis",
        "05154000",
        "05154", "Kölner Dom", "Post an amt@kreis.example", "Frau Muster", "Tel. 0211 12345-67",
    ],
)  # fmt: skip
def test_texts_that_name_a_place_or_person_are_found(text: str) -> None:
    assert PLACES.found_in(text)


@pytest.mark.parametrize(
    "text", ["Jugendamt", "Kreis", "im Kreis der Familie", "kleveren", "12345", "Nordsee"]
)
def test_texts_that_name_none_are_left(text: str) -> None:
    assert not PLACES.found_in(text)


@pytest.mark.parametrize(
    ("name", "found"),
    [("amt_kleve", True), ("koeln", True), ("rhein_sieg", True), ("kleveamt", False), ("kreis", False)],
)
def test_ids_are_looked_at_word_by_word(name: str, found: bool) -> None:
    assert PLACES.found_in_id(name) is found


def test_only_the_language_that_names_a_place_is_replaced() -> None:
    text = Localised({"de": "Amt in Kleve", "en": "Office"})
    assert PLACES.without(text, "amt") == Localised({"de": "amt", "en": "Office"})


@pytest.mark.parametrize(
    ("number", "step", "shown"),
    [
        (0, 5, 0), (2, 5, 0), (3, 5, 5), (7, 5, 5), (8, 5, 10), (84, 5, 85), (1234, 5, 1200), (99, 1, 99),
        (104, 1, 100), (105, 1, 110), (1037, 1, 1000), (-1037, 1, -1000), (98, 5, 100),
    ],
)  # fmt: skip
def test_numbers_are_rounded(number: int, step: int, shown: int) -> None:
    assert coarse(number, step) == shown


@pytest.mark.parametrize(
    ("dates", "day", "first"),
    [
        ("day", "2026-05-17", "2026-05-17"), ("month", "2026-05-17", "2026-05-01"),
        ("quarter", "2026-05-17", "2026-04-01"), ("quarter", "2026-12-31", "2026-10-01"),
        ("year", "2026-05-17", "2026-01-01"), ("year", "offen", "offen"),
    ],
)  # fmt: skip
def test_days_become_the_first_of_their_period(dates: str, day: str, first: str) -> None:
    assert first_of(day, Terms(dates=dates)) == first  # type: ignore[arg-type]


def test_a_new_project_names_the_defaults_of_a_release() -> None:
    template = resources.files("ruecklauf.project").joinpath("new", "ruecklauf.toml")
    said = template.read_text(encoding="utf-8").partition("# [release]\n")[2]
    named = tomllib.loads("\n".join(line.removeprefix("# ") for line in said.splitlines()))
    assert named.pop("release")["tables"] == [{"question": "akteure.akteure.koop"}]
    own = publication.Release.model_validate(named)
    standard = publication.Release(licence="CC-BY-4.0", authors=("Surname, First name",))
    assert own == standard


def test_terms_and_settings_have_the_same_defaults() -> None:
    said, terms = publication.Release(), Terms()
    for name in ("k", "size_classes", "fewest", "fewest_in", "dates", "quasi_identifiers"):
        assert getattr(said, name) == getattr(terms, name)


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 1},
        {"size_classes": [300, 100]},
        {"dates": "week"},
        {"quasi_identifiers": ["a.b"]},
        {"fewest": 0},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        publication.Release.model_validate(wrong)
