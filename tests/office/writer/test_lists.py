"""Numbers and bullets of lists as LibreOffice shows them, without anybody having typed them."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

import pytest

from office.writer.test_reader import document

STYLES = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="✓"/></text:list-style>'
)


def styled(*levels: str) -> str:
    return f'<text:list-style style:name="L">{"".join(levels)}</text:list-style>'


def number(attributes: str) -> str:
    return styled(f'<text:list-level-style-number text:level="1" {attributes}/>')


def item(inner: str = "<text:p>x</text:p>", attributes: str = "") -> str:
    return f"<text:list-item {attributes}>{inner}</text:list-item>"


def listed(*items: str, attributes: str = 'text:style-name="L"') -> str:
    return f"<text:list {attributes}>{''.join(items)}</text:list>"


def shown(body: str, styles: str = STYLES) -> list[str]:
    found = document(f"{styles}{body}").body_paragraphs()
    return [each.number or each.bullet for each in found]


GOES_ON = 'text:style-name="L" text:continue-numbering="true"'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(listed(item(), item()), ["1.", "2."], id="decimal"),
        pytest.param(listed(item("<text:p>x</text:p><text:p>y</text:p>"), item()), ["1.", "", "2."], id="second paragraph of an item"),
        pytest.param(listed(item(), item(attributes='text:start-value="14"'), item()), ["1.", "14.", "15."], id="begins later"),
        pytest.param(listed(item(), item("<text:p>x</text:p>" + listed(item(), item(), attributes="")), item()), ["1.", "2.", "2.a)", "2.b)", "3."], id="levels"),
        pytest.param(listed(item(listed(item(), attributes="")), item()), ["1.a)", "1."], id="deeper level alone"),
        pytest.param(listed(item(listed(item(listed(item(), attributes="")), attributes=""))), ["✓"], id="bullet"),
        pytest.param(listed("<text:list-header><text:p>Kopf</text:p></text:list-header>", item()), ["", "1."], id="header"),
        pytest.param(listed(item()) + listed(item()), ["1.", "1."], id="two lists"),
        pytest.param(listed(item()) + "<text:p>y</text:p>" + listed(item(), attributes=GOES_ON), ["1.", "", "2."], id="goes on"),
        pytest.param(
            listed(item(), attributes='xml:id="a" text:style-name="L"') + listed(item(), item()) + listed(item(), attributes='text:continue-list="a" text:style-name="L"'),
            ["1.", "1.", "2.", "2."],
            id="goes on with one before the last",
        ),
        pytest.param(listed(item(), attributes='text:style-name="?"'), [""], id="unknown style"),
    ],
)  # fmt: skip
def test_numbers_of_lists_are_shown(body: str, expected: list[str]) -> None:
    assert shown(body) == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('style:num-format="1" text:start-value="28"', "28"),
        ('style:num-format="i" text:start-value="28"', "xxviii"),
        ('style:num-format="I" text:start-value="28"', "XXVIII"),
        ('style:num-format="a" text:start-value="28"', "ab"),
        ('style:num-format="A" style:num-letter-sync="true" text:start-value="28"', "BB"),
        ('style:num-format="1" style:num-prefix="(" style:num-suffix=")"', "(1)"),
        ('style:num-format="1" loext:num-list-format="Rang %1%!"', "Rang 1!"),
        ('style:num-format=""', ""),
    ],
)
def test_formats_of_numbers(attributes: str, expected: str) -> None:
    assert shown(listed(item()), number(attributes)) == [expected]
