"""The numbers of rows in a release say nothing of their places in the form."""

from __future__ import annotations

import pytest

from ruecklauf.release.key import ReleaseKey

KEY = ReleaseKey(b"secret", {"A": "100001"})


@pytest.mark.parametrize("row", ["GR104", "GR104@2028-1", "AK001-GR104@2028-1", "AK101@W-1-GR104@2028-1"])
def test_a_row_that_people_added_is_told_by_no_number(row: str) -> None:
    told = KEY.row("A", row)
    assert "104" not in told and "101" not in told and "@" not in told


def test_a_crossing_is_named_as_its_rows_are() -> None:
    rows = ("AK001", "GR104@2028-1")
    assert KEY.row("A", "-".join(rows)) == "-".join(KEY.row("A", row) for row in rows)
    assert KEY.row("A", "GR104@2028-1") != KEY.row("A", "GR104")
    assert KEY.row("A", "AK007") == "AK007"
