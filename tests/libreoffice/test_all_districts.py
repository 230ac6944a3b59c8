"""One form for each of NRW's 53 Kreise and kreisfreie Städte: its own, nobody else's, and always the same."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from libreoffice.sending import ROUND, form_writer, recipients
from ruecklauf.formcode import make_form_code
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.read import open_return
from ruecklauf.intake.submission import Confidence
from ruecklauf.layout.model import TextCell


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("alle")
    paths = [folder / f"{recipient.id}.xlsx" for recipient in recipients()]
    for path, recipient in zip(paths, recipients(), strict=True):
        path.write_bytes(form_writer().write(recipient))
    return paths


def test_there_are_53_different_forms(forms: list[Path]) -> None:
    assert len({path.read_bytes() for path in forms}) == 53


def test_each_form_carries_its_own_code_everywhere(forms: list[Path]) -> None:
    for path, recipient in zip(forms, recipients(), strict=True):
        recognised = open_return(path.read_bytes()).recognised
        code = make_form_code(recipient.id, ROUND.wave_id, form_writer().layout.fingerprint)
        assert str(recognised.code) == code
        assert recognised.identity.confidence is Confidence.CERTAIN
        assert recognised.noted == ()
        assert {evidence.kind for evidence in recognised.identity.evidence} == {
            "core_property", "custom_property", "defined_name", "id_sheet", "visible_code"
        }  # fmt: skip


def test_no_form_says_anything_of_another_alliance(forms: list[Path]) -> None:
    """Searched in every part of the file, inflated, for the names, ids and AGS of all alliances.

    What the worksheets say themselves, to everybody, is theirs to say ("auch die Städteregion Aachen").
    """
    for_all = "\n".join(
        cell.text for plan in form_writer().layout.sheets for cell in plan.cells if isinstance(cell, TextCell)
    )
    for path, recipient in zip(forms, recipients(), strict=True):
        own = {recipient.name, recipient.id, *recipient.ags}
        found = {word for part in _parts(path.read_bytes()) for word in _words_in(part)}
        assert own <= found
        assert {word for word in found - own if word not in recipient.name and word not in for_all} == set()


def test_the_same_input_gives_the_same_bytes(forms: list[Path]) -> None:
    again = FormWriter(form_writer().layout, ROUND)
    assert [again.write(recipient) for recipient in recipients()] == [path.read_bytes() for path in forms]


def _parts(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [name.encode() + b"\n" + package.read(name) for name in package.namelist()]


@cache
def _words_in(part: bytes) -> frozenset[str]:
    """Names, ids and AGS of alliances in a part; most parts are the same in all forms."""
    text = unescape(part.decode("utf-8", "replace"))
    words = (word for one in recipients() for word in (one.name, one.id, *one.ags))
    return frozenset(word for word in words if word in text)
