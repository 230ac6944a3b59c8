"""What is taken of a Word form is what Writer shows in its cells, or a finding names the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import strategies as st

from guard.documents import WORKSHEETS, Case, failures
from guard.drawing import draw, number_of_cases
from guard.dressing import dressings
from libreoffice.soffice import Office

pytestmark = pytest.mark.xdist_group("guard")
CASES = 60


def test_what_is_taken_is_what_is_shown(office: Office, tmp_path: Path) -> None:
    drawn = draw(number_of_cases(CASES), st.builds(Case, st.sampled_from(WORKSHEETS), dressings()))
    assert failures(drawn, office, tmp_path) == []
