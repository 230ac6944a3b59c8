"""Which of two returns is newer, by what messages and files say of themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from ruecklauf.rounds.moments import Moments, Order, possible, saved_at

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
MONDAY, TUESDAY, FRIDAY = (NOW - timedelta(days=days) for days in (8, 7, 4))
HALF = timedelta(seconds=0.5)


@pytest.mark.parametrize(
    ("newer", "older", "order"),
    [
        (Moments(sent=TUESDAY), Moments(sent=MONDAY), Order.LATER),
        (Moments(saved=MONDAY), Moments(saved=TUESDAY), Order.EARLIER),
        (Moments(FRIDAY, TUESDAY), Moments(TUESDAY, MONDAY), Order.LATER),
        # an old file that was sent once more
        (Moments(FRIDAY, MONDAY), Moments(TUESDAY, TUESDAY), Order.UNCLEAR),
        # the same file, or both in one message
        (Moments(FRIDAY, MONDAY), Moments(TUESDAY, MONDAY), Order.LATER),
        (Moments(FRIDAY, TUESDAY), Moments(FRIDAY, MONDAY), Order.LATER),
        (Moments(sent=FRIDAY), Moments(sent=FRIDAY), Order.UNCLEAR),
        # .xls notes parts of a second, .xlsx does not
        (Moments(saved=MONDAY + HALF), Moments(saved=MONDAY), Order.UNCLEAR),
        (Moments(FRIDAY, MONDAY + HALF), Moments(TUESDAY, MONDAY), Order.LATER),
        # only the one says when it was sent, only the other when it was saved
        (Moments(sent=FRIDAY), Moments(saved=TUESDAY), Order.LATER),
        (Moments(saved=MONDAY), Moments(sent=TUESDAY), Order.EARLIER),
        (Moments(), Moments(TUESDAY, MONDAY), Order.UNCLEAR),
        (Moments(), Moments(), Order.UNCLEAR),
    ],
)
def test_newer_is_what_was_saved_and_sent_later(newer: Moments, older: Moments, order: Order) -> None:
    assert newer.beside(older) is order


@pytest.mark.parametrize(
    ("claimed", "counts"),
    [
        (MONDAY, MONDAY),
        (NOW + timedelta(hours=2), NOW + timedelta(hours=2)),
        (NOW + timedelta(days=3), None),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (None, None),
    ],
)
def test_date_of_a_wrong_clock_says_nothing(claimed: datetime | None, counts: datetime | None) -> None:
    assert possible(claimed, NOW) == counts


@pytest.mark.parametrize(
    ("core", "moment"),
    [
        (
            {"created": "2026-05-31T00:00:00Z", "modified": "2026-06-01T10:11:12Z"},
            "2026-06-01T10:11:12+00:00",
        ),
        ({"modified": "2026-06-01T12:11:12.123456789+02:00"}, "2026-06-01T10:11:12.123456+00:00"),
        ({"created": "2026-05-31T00:00:00Z", "modified": "2026-05-31T00:00:00Z"}, None),
        ({"modified": "gestern"}, None),
        ({}, None),
    ],
)
def test_save_date_is_read_unless_no_program_has_saved_the_form(
    core: dict[str, str], moment: str | None
) -> None:
    expected = datetime.fromisoformat(moment) if moment else None
    assert saved_at(core) == expected
