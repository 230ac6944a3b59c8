from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ruecklauf.store import Store, open_store
from store.declared import WORKSHEET


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'a.sqlite'}", f"sqlite:///{tmp_path / 'c.sqlite'}") as opened:
        opened.save_declarations([WORKSHEET])
        yield opened
