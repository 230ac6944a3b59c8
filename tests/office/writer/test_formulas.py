"""Equations embedded in OpenDocument texts stand in the text as they are shown."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from office.writer.test_reader import document

FRAME = (
    '<draw:frame><draw:object xlink:href="./Object 1"/>'
    '<draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame>'
)


def n(number: str) -> str:
    return f"<mn>{number}</mn>"


def with_equation(inner: str, around: str = f"<text:p>{FRAME}</text:p>") -> str:
    math = (
        f'<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow>{inner}</mrow>'
        '<annotation encoding="StarMath 5.0">anders</annotation></semantics></math>'
    )
    found = document(around, **{"Object 1/content.xml": math, "ObjectReplacements/Object 1": b"x"})
    assert found.unknown_parts == ()
    (only,) = found.body_paragraphs()
    return only.text


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param(f"<mfrac>{n('3')}{n('4')}</mfrac>", "3/4", id="fraction"),
        pytest.param(f"{n('1')}<mfrac>{n('3')}{n('4')}</mfrac>", "1 3/4", id="number and fraction"),
        pytest.param(f"<msup>{n('1')}{n('2')}</msup>", "1^2", id="power"),
        pytest.param(f"<msub>{n('1')}{n('2')}</msub>", "1_2", id="index"),
        pytest.param(f"<msubsup>{n('1')}{n('2')}{n('3')}</msubsup>", "1_2^3", id="index and power"),
        pytest.param(f"<munder>{n('1')}{n('2')}</munder>", "1_2", id="below"),
        pytest.param(f"<mover>{n('1')}<mo>¯</mo></mover>", "1^¯", id="above"),
        pytest.param(f"<munderover><mo>∑</mo>{n('1')}{n('2')}</munderover>{n('3')}", "∑_1^23", id="sum"),
        pytest.param(f"<msqrt>{n('9')}</msqrt>", "√9", id="root"),
        pytest.param(f"<mroot>{n('9')}{n('3')}</mroot>", "√3(9)", id="root of a degree"),
        pytest.param(f"<mtable><mtr><mtd>{n('12')}</mtd></mtr><mtr><mtd>{n('34')}</mtd></mtr></mtable>", "12\n34", id="lines"),
        pytest.param(f"<mfenced>{n('1')}{n('2')}</mfenced>", "(1|2)", id="brackets"),
        pytest.param(f'<menclose notation="horizontalstrike">{n("1")}</menclose>', "1\u0336", id="struck"),
        pytest.param(f"{n('1')}<mphantom>{n('2')}</mphantom>", "1", id="phantom"),
        pytest.param(f"{n('1')}<mspace/>{n('2')}", "1 2", id="space"),
        pytest.param("<mi>x</mi><mo>=</mo><mtext>drei</mtext>", "x=drei", id="letters"),
    ],
)  # fmt: skip
def test_equation_is_read_as_it_is_shown(inner: str, expected: str) -> None:
    assert with_equation(inner) == expected


def test_equation_stands_where_it_is_anchored() -> None:
    assert with_equation(n("12"), f"<text:p>Dez. {FRAME} und mehr</text:p>") == "Dez. 12 und mehr"


def test_damaged_equation_is_named() -> None:
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mn>1</math>'
    found = document(f"<text:p>{FRAME}</text:p>", **{"Object 1/content.xml": math})
    assert found.unknown_parts == ("Object 1/content.xml",)
