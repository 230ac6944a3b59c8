import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruecklauf.formcode import (
    ALPHANUMERIC,
    ID_ALPHABET,
    FormCode,
    check_character,
    draw_alliance_id,
    is_alliance_id,
    make_form_code,
    read_form_code,
)

CODE = make_form_code("KQ7M2X", "2026a", "3f9a2c77aa01")
PARTS = FormCode("KQ7M2X", "2026A", "3F9A2C", CODE[-1])

bodies = st.text(ALPHANUMERIC, min_size=2, max_size=20)
form_codes = st.builds(
    make_form_code,
    st.text(ID_ALPHABET, min_size=6, max_size=6),
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,7}", fullmatch=True),
    st.text("0123456789abcdef", min_size=6, max_size=64),
)


def is_right(text: str) -> bool:
    return check_character(text[:-1]) == text[-1]


def test_the_check_character_is_that_of_the_standard() -> None:
    # the example of the GRid standard, which uses ISO 7064 MOD 37,36
    assert check_character("A12425GABC1234002") == "M"


@given(body=bodies, data=st.data())
def test_every_single_substitution_is_detected(body: str, data: st.DataObject) -> None:
    code = body + check_character(body)
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(ALPHANUMERIC.replace(code[place], "")))
    assert not is_right(code[:place] + other + code[place + 1 :])


@given(body=bodies, data=st.data())
def test_every_adjacent_transposition_but_of_neighbouring_values_is_detected(
    body: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(body) - 2))
    one, other = body[place], body[place + 1]
    swapped = body[:place] + other + one + body[place + 2 :]
    apart = abs(ALPHANUMERIC.index(one) - ALPHANUMERIC.index(other))
    if apart not in (0, 1, 35):
        assert not is_right(swapped + check_character(body))


def test_two_of_1260_transpositions_go_unseen_after_any_beginning() -> None:
    beginnings = {check_character(start): start for start in ALPHANUMERIC}
    assert len(beginnings) == 36
    for start in beginnings.values():
        unseen = [
            (one, other)
            for one, other in permutations(ALPHANUMERIC, 2)
            if check_character(start + one + other) == check_character(start + other + one)
        ]
        assert len(unseen) == 2 and unseen[0] == unseen[1][::-1]


@pytest.mark.parametrize("seed", range(20))
def test_drawn_ids_are_valid_new_and_safe_from_excel(seed: int) -> None:
    rng = random.Random(seed)
    taken: set[str] = set()
    for _ in range(200):
        drawn = draw_alliance_id(taken, rng)
        assert is_alliance_id(drawn) and drawn not in taken
        assert drawn[0].isalpha() and drawn[-1].isalpha()
        taken.add(drawn)


def test_a_taken_id_is_not_drawn_again() -> None:
    first = draw_alliance_id((), random.Random(1))
    assert draw_alliance_id({first}, random.Random(1)) != first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KQ7M2X", True),
        ("000000", True),
        ("kq7m2x", False),
        ("KQ7M2", False),
        ("KQ7M2O", False),
        ("KQ7MLX", False),
    ],
)
def test_ids_are_6_characters_without_i_l_o_u(text: str, expected: bool) -> None:
    assert is_alliance_id(text) is expected


def test_a_form_code_names_alliance_wave_and_fingerprint() -> None:
    assert "KQ7M2X-2026A-3F9A2C-" + check_character("KQ7M2X2026A3F9A2C") == CODE


def test_hyphens_in_a_wave_id_are_dropped() -> None:
    assert make_form_code("KQ7M2X", "2026-1", "3f9a2c").startswith("KQ7M2X-20261-3F9A2C-")


@pytest.mark.parametrize(
    ("alliance_id", "wave_id", "fingerprint"),
    [
        ("KQ7M2", "2026", "3f9a2c"),
        ("KQ7M2X", "-", "3f9a2c"),
        ("KQ7M2X", "2026", "3f9a2"),
        ("KQ7M2X", "2 6", "3f9a2c"),
    ],
)
def test_a_part_that_cannot_stand_in_a_form_code_is_refused(
    alliance_id: str, wave_id: str, fingerprint: str
) -> None:
    with pytest.raises(ValueError, match="cannot be part of a form code"):
        make_form_code(alliance_id, wave_id, fingerprint)


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        f"Formularcode: {CODE}, Seite 2",
        f"Formular_{CODE}_ausgefüllt (2).xlsx",
        CODE.replace("-", " – "),
        CODE.replace("-", "\N{NON-BREAKING HYPHEN}"),
        CODE.replace("-", "\N{MINUS SIGN}"),
        CODE.replace("-", "\N{EM DASH}"),
        CODE.replace("-", "_"),
        CODE.replace("-", "\N{SOFT HYPHEN}-"),
        CODE.replace("-", "\N{NO-BREAK SPACE}"),
        CODE.replace("-", " "),
        CODE.replace("-", ""),
        " ".join(CODE),
        f"ABCDEF-{CODE}",
        f"KQ7M2X-2026A-3F9A2C-0 {CODE}",
    ],
)
def test_a_form_code_is_found_in_what_people_write(text: str) -> None:
    assert read_form_code(text) == PARTS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Formularcode",
        CODE[:-2],
        CODE[:-1] + "?",
        "Q" + CODE[1:],
        CODE + "A",
        "X" + CODE,
        CODE.replace("3F9", "3G9"),
    ],
)
def test_what_is_no_right_form_code_gives_none(text: str) -> None:
    assert read_form_code(text) is None


@given(code=form_codes)
def test_reading_gives_back_what_was_made(code: str) -> None:
    assert str(read_form_code(code)) == code
    assert str(read_form_code(code.replace("-", ""))) == code


@given(code=form_codes, data=st.data())
def test_one_wrong_character_makes_a_form_code_unreadable(code: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([place for place, character in enumerate(code) if character != "-"]))
    other = data.draw(st.sampled_from(ALPHANUMERIC.replace(code[place], "")))
    assert read_form_code(code[:place] + other + code[place + 1 :]) is None


@given(text=st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    assert read_form_code(text) is None or text
