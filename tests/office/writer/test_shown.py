"""What LibreOffice shows of text besides its letters."""

from __future__ import annotations

import pytest

from office.writer.test_reader import pieces


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param(
            "<text:ruby><text:ruby-base>12</text:ruby-base><text:ruby-text>3</text:ruby-text></text:ruby>",
            "12(3)",
            id="reading over the letters",
        ),
        pytest.param(
            '<text:variable-set text:name="a" text:display="none">99</text:variable-set>5',
            "5",
            id="variable that is not shown",
        ),
        pytest.param(
            '<text:variable-set text:name="a">99</text:variable-set>5', "995", id="variable that is shown"
        ),
    ],
)
def test_text_is_read_as_it_is_shown(inner: str, expected: str) -> None:
    assert "".join(piece.text for piece in pieces(inner)) == expected
