"""How fast forms are written: `make benchmarks`.

Each group is one task; the figures in brackets are ratios to the fastest. The goal is four times the usual
openpyxl loop over the same layout.
"""

from __future__ import annotations

import io
from functools import cache
from random import Random

import openpyxl  # type: ignore[import-untyped]
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.openpyxl_forms import write_form
from forms.making import FROZEN, RECIPIENT, ROUND, with_referred
from ruecklauf.demo.respondent import Respondent
from ruecklauf.findings import Subject
from ruecklauf.forms.slots import Recipient
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.values import Value

ROUND_OF = 60
"""As many alliances as answered at first."""


@cache
def layout() -> Layout:
    return build_layout(with_referred(*FROZEN))


@cache
def writer() -> FormWriter:
    return FormWriter(layout(), ROUND)


@cache
def answers() -> dict[Subject, Value]:
    """The answers of an earlier wave."""
    return Respondent(layout(), "Ahornstadt", Random(1), ROUND.reference_date).answer()


def recipients() -> list[Recipient]:
    return [
        Recipient(f"A{number:04}A", f"Stadt {number}", ("05990000",), "kreis") for number in range(ROUND_OF)
    ]


def with_ruecklauf(prefill: dict[Subject, Value]) -> bytes:
    return writer().write(RECIPIENT, prefill)


def with_openpyxl(prefill: dict[Subject, Value]) -> bytes:
    return write_form(layout(), ROUND, RECIPIENT, prefill)


def round_with_ruecklauf() -> int:
    """All forms of a round, the template included."""
    stamper = FormWriter(layout(), ROUND)
    return sum(len(stamper.write(recipient)) for recipient in recipients())


def round_with_openpyxl() -> int:
    return sum(len(write_form(layout(), ROUND, recipient)) for recipient in recipients())


@pytest.mark.parametrize("write", [with_ruecklauf, with_openpyxl])
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "prefilled"])
def test_writing_one_form(benchmark: BenchmarkFixture, filled: bool, write: object) -> None:
    prefill = answers() if filled else {}
    writer()
    benchmark.group = f"write one {'prefilled' if filled else 'empty'} form, template built"
    assert callable(write)
    assert benchmark(write, prefill)


@pytest.mark.parametrize("write", [round_with_ruecklauf, round_with_openpyxl])
def test_writing_a_round(benchmark: BenchmarkFixture, write: object) -> None:
    if benchmark.disabled:
        pytest.skip("a round of forms is written only with --benchmark-enable")
    layout()
    benchmark.group = f"write {ROUND_OF} forms, template included"
    assert benchmark.pedantic(write, rounds=1)


def test_both_write_the_same_cells() -> None:
    """The yardstick is honest: texts, formulas, validations and names are those of the form."""
    ours, theirs = (
        openpyxl.load_workbook(io.BytesIO(write({}))) for write in (with_ruecklauf, with_openpyxl)
    )
    assert ours.sheetnames == theirs.sheetnames
    assert set(ours.defined_names) == set(theirs.defined_names)
    for name in ours.sheetnames:
        one, other = ours[name], theirs[name]
        assert contents(one) == contents(other)
        assert len(one.data_validations.dataValidation) == len(other.data_validations.dataValidation)
        assert len(one.conditional_formatting) == len(other.conditional_formatting)


def contents(sheet: object) -> dict[str, object]:
    return {
        cell.coordinate: (
            None if cell.value == "" else cell.value,
            cell.protection.locked,
            cell.number_format,
            cell.font.b,
            cell.fill.fgColor.rgb[-6:],
        )
        for row in sheet.iter_rows()  # type: ignore[attr-defined]
        for cell in row
        if cell.value is not None or cell.has_style
    }
