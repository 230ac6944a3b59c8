"""The forms that the tests of this folder look at."""

from __future__ import annotations

import pytest

from forms.making import FROZEN, RECIPIENT, all_types, with_referred, writer
from forms.package import Package, opened
from ruecklauf.definition.models import Worksheet

SETS = {"frozen": lambda: with_referred(*FROZEN), "all types": lambda: (all_types(),)}


@pytest.fixture(scope="module", params=SETS)
def worksheets(request: pytest.FixtureRequest) -> tuple[Worksheet, ...]:
    return SETS[request.param]()


@pytest.fixture(scope="module")
def form(worksheets: tuple[Worksheet, ...]) -> Package:
    return opened(writer(worksheets).write(RECIPIENT))
