from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from dataset.expected import KINDS, keys, save, section, table
from ruecklauf.dataset import build_dataset
from ruecklauf.errors import RuecklaufError
from ruecklauf.store import Store
from store.declared import (
    ESSEN,
    KOELN,
    WAVE,
    answered,
    declared,
)


def test_versions_are_merged_in_the_newest_ones_order(store: Store) -> None:
    def codes(*names: str) -> list[dict[str, Any]]:
        return [{"id": "art", "title": "Art", "codes": [{"code": name, "label": name} for name in names]}]

    kind = {"type": "choice", "id": "art", "label": "Art", "list": "art"}
    several = {"type": "multichoice", "id": "arten", "label": "Arten", "list": "art"}
    older = declared(
        [section([{"type": "integer", "id": "n", "label": "N"}, kind, {**several, "codes": ["a", "b"]}])],
        codelists=codes("a", "b"),
    )
    newer = declared(
        [section([{**several, "codes": ["c", "a"]}, kind, {"type": "decimal", "id": "n", "label": "N"}])],
        codelists=codes("c", "a"),
        version="1.10",
    )
    save(store, older, answered({"n": 2, "art": "b", "arten": ("b",)}, worksheet=older))
    new = answered({"n": Decimal("0.5"), "art": "c", "arten": ()}, worksheet=newer)
    save(store, newer, new, content="b", alliance=ESSEN)
    dataset = build_dataset(store)
    pd.testing.assert_frame_equal(
        dataset.tables["akteure.liste"],
        table(
            {
                "alliance": ("string", [ESSEN, KOELN]),
                "wave": ("string", [WAVE, WAVE]),
                "version": ("string", ["1.10", "1.0"]),
                "row_id": ("string", ["AK001", "AK001"]),
                "printed": ("boolean", [False, False]),
                "arten_c": ("boolean", [False, None]),
                "arten_a": ("boolean", [False, False]),
                "arten_b": ("boolean", [None, True]),
                "arten_missing": (KINDS, [None, None]),
                "art": (pd.CategoricalDtype(["c", "a", "b"]), ["c", "b"]),
                "art_missing": (KINDS, [None, None]),
                "n": ("Float64", [0.5, 2.0]),
                "n_missing": (KINDS, [None, None]),
            }
        ),
    )
    assert dataset.info["akteure.liste"].versions == ("1.10", "1.0")


def test_field_that_became_personal_is_nowhere_in_the_dataset(store: Store) -> None:
    open_name = declared([section([{"type": "text", "id": "name", "label": "Name"}])])
    personal = declared(
        [section([{"type": "text", "id": "name", "label": "Name", "personal": True, "wave": "X"}])],
        version="1.1",
    )
    store.save_declarations([personal])
    save(store, open_name, answered({"name": "Frau Muster"}, worksheet=open_name))
    dataset = build_dataset(store)
    assert len(dataset.long) == 0
    pd.testing.assert_frame_equal(
        dataset.tables["akteure.liste"], table({**keys("AK001"), "printed": ("boolean", [False])})
    )


def test_type_that_changed_asks_for_a_new_id(store: Store) -> None:
    for version, kind, value in (("1.0", "text", "zehn"), ("1.1", "integer", 10)):
        worksheet = declared([section([{"type": kind, "id": "n", "label": "N"}])], version=version)
        save(store, worksheet, answered({"n": value}, worksheet=worksheet), content=version, alliance=version)
    with pytest.raises(RuecklaufError) as caught:
        build_dataset(store)
    assert str(caught.value) == (
        "field n: has another type in another version: its columns would be Int64 and string. "
        "Give the newer field an id of its own."
    )


@pytest.mark.parametrize("taken", ["wave", "row_id", "printed"])
def test_columns_of_the_same_name_are_refused(store: Store, taken: str) -> None:
    number = {"type": "integer", "id": "n", "label": "N", "missing": ["unknown"]}
    worksheet = declared([section([number, {"type": "text", "id": taken, "label": "T"}])])
    save(store, worksheet)
    with pytest.raises(RuecklaufError) as caught:
        build_dataset(store)
    assert str(caught.value).startswith(f"table akteure.liste: would have two columns {taken!r}. ")
