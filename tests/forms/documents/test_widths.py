"""Columns of documents' tables: they fill the page, and words stay whole."""

from __future__ import annotations

import pytest

from ruecklauf.forms.documents.widths import ColumnNeed, column_widths

NAME, TICK = ColumnNeed(36, "Name", ["[Text]"]), ColumnNeed(12, "Ressourcen", ["☐\u00a0ja\u00a0☐\u00a0nein"])
LONG = ColumnNeed(12, "Anbindung an Landesstrukturen", [])


@pytest.mark.parametrize("columns", [(NAME,), (NAME, TICK), (NAME, TICK, LONG, LONG), (LONG,) * 20])
@pytest.mark.parametrize("total", [10092, 15024, 15025])
def test_widths_fill_the_page(columns: tuple[ColumnNeed, ...], total: int) -> None:
    assert sum(column_widths(columns, total)) == total


def test_columns_with_room_have_their_shares() -> None:
    assert column_widths((ColumnNeed(3, "a", []), ColumnNeed(1, "b", [])), 8000) == [6000, 2000]


def test_column_is_as_wide_as_its_longest_word() -> None:
    wide, narrow = column_widths((ColumnNeed(100, "Name", []), LONG), 8000)
    assert narrow == pytest.approx(LONG.least, abs=1)
    assert narrow > 8000 * 12 / 112
    assert wide + narrow == 8000


def test_where_words_do_not_fit_all_columns_give_way_alike() -> None:
    assert column_widths((LONG, LONG), LONG.least) == [LONG.least // 2, LONG.least - LONG.least // 2]


def test_boxes_stay_beside_their_words() -> None:
    apart = ColumnNeed(12, "Rat", ["☐ ja ☐ nein"])
    assert ColumnNeed(12, "Rat", TICK.shown).least > apart.least
