"""What a date control shows, and the day that it keeps."""

from __future__ import annotations

import pytest

from ruecklauf.intake.pages.days import unseen_day
from ruecklauf.office.document import Change, Control, ControlKind, Piece

KEPT = Control(1, ControlKind.DATE, day="2025-01-31")


@pytest.mark.parametrize(
    ("shown", "unseen"),
    [
        ("31.01.2025", ""),
        ("31. Januar 2025", ""),
        ("31.1.25", ""),
        ("2025-01-31", ""),
        ("15.03.2025", "31.01.2025"),
        ("31.1.24", "31.01.2025"),
        ("[TT.MM.JJJJ]", ""),
        ("Januar 2025", ""),
        ("", ""),
    ],
)
def test_day_that_is_kept_beside_another_is_found(shown: str, unseen: str) -> None:
    assert unseen_day([Piece(shown[:4], KEPT), Piece(shown[4:], KEPT, struck=True)]) == unseen


def test_day_before_a_change_and_one_that_is_none_are_passed_over() -> None:
    deleted = Piece("15.03.2025", KEPT, change=Change.DELETED)
    assert not unseen_day([deleted, Piece("31.01.2025", KEPT, change=Change.INSERTED)])
    assert not unseen_day([Piece("15.03.2025", Control(1, ControlKind.DATE, day="irgendwann"))])
