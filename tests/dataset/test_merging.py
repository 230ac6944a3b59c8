import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruecklauf.dataset.merging import merged_order, newest_first
from store.declared import ACTORS, declared

orders = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=4)


@pytest.mark.parametrize(
    ("given_orders", "merged"),
    [
        ((), ""),
        (("abc",), "abc"),
        (("abc", "abd"), "abdc"),
        (("ac", "abc"), "abc"),
        (("ac", "xa", "cz"), "xacz"),
        (("ab", "ba"), "ab"),
    ],
)
def test_items_of_older_orders_stand_behind_their_predecessors(
    given_orders: tuple[str, ...], merged: str
) -> None:
    assert "".join(merged_order(given_orders)) == merged


@given(orders)
def test_merged_order_has_every_item_once_and_keeps_the_first_order(given_orders: list[list[str]]) -> None:
    merged = merged_order(given_orders)
    assert sorted(merged) == sorted({item for order in given_orders for item in order})
    if given_orders:
        assert [item for item in merged if item in given_orders[0]] == given_orders[0]


def test_versions_are_ordered_by_number() -> None:
    versions = {number: declared([ACTORS], version=number) for number in ("1.9", "2", "1.10", "1.9.1")}
    assert newest_first(versions) == ["2", "1.10", "1.9.1", "1.9"]
