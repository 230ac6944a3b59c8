"""What is taken of a workbook is what LibreOffice shows in its cells, or a finding names the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.contents import cases
from guard.drawing import draw, number_of_cases
from guard.workbooks import failures, forms, types
from libreoffice.soffice import Office

pytestmark = pytest.mark.xdist_group("guard")
CASES = 300


def test_what_is_taken_is_what_is_shown(office: Office, tmp_path: Path) -> None:
    drawn = draw(number_of_cases(CASES), cases(types()))
    assert [wrong for placed in forms(drawn) for wrong in failures(placed, office, tmp_path)] == []
