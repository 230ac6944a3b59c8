"""Entries of a list that programs would convert, typed key by key: they stay what the form offers."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from forms.making import RECIPIENT, ROUND
from libreoffice.sending import WAVE_DATE
from libreoffice.soffice import Office, Step, Task
from ruecklauf.cells import CellKind
from ruecklauf.check.check import check
from ruecklauf.definition.models import Worksheet
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Block

Way = Literal["typed", "keys"]
OFFERED = {"n01": "01", "n1": "1", "half": "1/2", "n310": "3.10", "day": "1.3.", "share": "50%"}
CORRECTED = "1/2"
"""LibreOffice makes ½ of it while it is typed, which the list does not offer: it has to be chosen."""
REFUSED = (CORRECTED, "½", "1,0", "0,5", "3,1", "001", "WAHR")
"""None of the list; some are what a program would make of one that is."""


def worksheet() -> Worksheet:
    """A table in which one of the entries is chosen in every row."""
    codes = [{"code": code, "label": label} for code, label in OFFERED.items()]
    return Worksheet.model_validate(
        {
            **dict.fromkeys(("title", "short", "purpose", "instructions"), "Zahlen"),
            "id": "zahlen",
            "version": "1.0",
            "codelists": [{"id": "stufen", "title": "Stufen", "codes": codes}],
            "sections": [
                {
                    "kind": "table",
                    "id": "zeilen",
                    "title": "Zeilen",
                    "prefix": "ZE",
                    "free_rows": len(OFFERED) + len(REFUSED),
                    "label_field": "name",
                    "fields": [
                        {"type": "text", "id": "name", "label": "Name"},
                        {"type": "choice", "list": "stufen", "id": "wahl", "label": "Wahl"},
                    ],
                }
            ],
        }
    )


def _step(block: Block, row: int, field: str, text: str, way: Way) -> Step:
    address = block.address(block.rows[row], field).partition("!")[2].replace("$", "")
    return Step(block.sheet, address, text, way)


@pytest.fixture(scope="module")
def returned(office: Office, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, bytes]]:
    """What became of each entry that was typed, and the files that were saved."""
    folder: Path = tmp_path_factory.mktemp("choices")
    layout = build_layout((worksheet(),))
    block = layout.block("zahlen.zeilen")
    form, typed = folder / "form.xlsx", (*OFFERED.values(), *REFUSED)
    form.write_bytes(FormWriter(layout, ROUND).write(RECIPIENT))
    names = [_step(block, row, "name", f"Zeile {row}", "typed") for row in range(len(typed))]
    ways: list[Way] = ["typed" if text == CORRECTED else "keys" for text in OFFERED.values()]
    ways += ["keys"] * len(REFUSED)
    steps = [
        _step(block, row, "wahl", text, way) for row, (text, way) in enumerate(zip(typed, ways, strict=True))
    ]
    files = {kind: folder / f"back.{kind}" for kind in ("xlsx", "ods", "xls")}
    saved = [(path, kind) for kind, path in files.items()]
    [filled] = office.fill([Task(form, [*names, *steps], save=saved, window=True)])
    kinds = [outcome.kind for outcome in filled.outcomes[len(names) :]]
    return kinds, {kind: path.read_bytes() for kind, path in files.items()}


def test_only_what_the_list_offers_can_be_typed(returned: tuple[list[str], dict[str, bytes]]) -> None:
    assert returned[0] == ["done"] * len(OFFERED) + ["refused"] * len(REFUSED)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_what_was_typed_stays_as_it_is_offered(
    returned: tuple[list[str], dict[str, bytes]], kind: str
) -> None:
    submission = read_submission(open_return(returned[1][kind]), (worksheet(),))
    stored = [answer.raw for answer in submission.answers if answer.subject.field == "wahl"]
    filled = [(raw.kind, raw.text) for raw in stored if not raw.is_blank]
    assert filled == [(CellKind.TEXT, label) for label in OFFERED.values()]
    checked = check(submission, wave_date=WAVE_DATE)
    entries = [record.entries["wahl"] for record in checked.records if "wahl" in record.entries]
    assert [entry.value for entry in entries] == list(OFFERED)
    assert not checked.findings
