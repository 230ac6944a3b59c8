"""Key by key, with LibreOffice's own corrections and refusals: one cell of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from libreoffice.sending import WAVE_DATE, recipients
from libreoffice.soffice import Office, Outcome, Step, Task
from ruecklauf.check.check import check
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.values import canonical_text

STAMMBLATT, AKTEURE, GREMIEN = "stammblatt.stammblatt", "akteure.akteure", "gremien.gremien"
BEDARF, ANGEBOTE = "bedarf.bedarf", "angebote.angebote"
Typed = tuple[str, str, str, str, str | None]
TYPED: tuple[Typed, ...] = (
    (STAMMBLATT, "ST", "lead_benannt", "ja", "ja"),
    (STAMMBLATT, "ST", "lead_dezernat", "007", "007"),
    (STAMMBLATT, "ST", "gs_benannt", "vielleicht", None),
    (STAMMBLATT, "ST", "gs_benannt", "ja", "ja"),
    (STAMMBLATT, "ST", "gs_ansiedlung", "Bildungsbüro", "bildungsbuero"),
    (STAMMBLATT, "ST", "gs_vzae", "11", None),
    (STAMMBLATT, "ST", "gs_vzae", "halb", None),
    (STAMMBLATT, "ST", "gs_vzae", "0,5", "0.5"),
    (STAMMBLATT, "ST", "kg_konstituiert", "ja", "ja"),
    (STAMMBLATT, "ST", "kg_seit", "1.7.1999", None),
    (STAMMBLATT, "ST", "kg_seit", "1.7.2026", "2026-07-01"),
    (STAMMBLATT, "ST", "starter_workshop", "demnächst", None),
    (STAMMBLATT, "ST", "starter_workshop", "30.6.26", "2026-06-30"),
    (
        STAMMBLATT,
        "ST",
        "zusatzstruktur_text",
        "12,5 % der Stellen – 1.5 & mehr",
        "12,5 % der Stellen – 1.5 & mehr",
    ),
    (STAMMBLATT, "ST", "gs_mail", "keine", None),
    (STAMMBLATT, "ST", "gs_mail", "stelle@kreis.example", "stelle@kreis.example"),
    (STAMMBLATT, "ST", "gs_tel", "0211 123456-0", "0211 123456-0"),
    (AKTEURE, "AK001", "akteurstyp", "Jobcenter", None),
    (AKTEURE, "AK001", "vorhanden", "ja", "ja"),
    (AKTEURE, "AK001", "institution", "Ausländeramt Übach", "Ausländeramt Übach"),
    (AKTEURE, "AK001", "krit_land", "x", "true"),
    (AKTEURE, "AK001", "krit_ressourcen", "vielleicht", None),
    (AKTEURE, "AK101", "bereich", "Soziales", "so"),
    (AKTEURE, "AK101", "akteurstyp", "Jobcenter", None),
    (AKTEURE, "AK101", "akteurstyp", "Jugendamt", "jugendamt"),
    (GREMIEN, "GR101", "name", "Runder Tisch", "Runder Tisch"),
    (GREMIEN, "GR101", "federfuehrung", "AK002 · Niemand", None),
    (GREMIEN, "GR101", "federfuehrung", "AK001 · Ausländeramt Übach", "AK001"),
    (ANGEBOTE, "AN101", "name", "Lernhaus Nord", "Lernhaus Nord"),
    (ANGEBOTE, "AN101", "plaetze", "1.200", "1200"),
    (ANGEBOTE, "AN101", "belegt", "12,5", None),
    (ANGEBOTE, "AN101", "belegt", "16", "16"),
    (BEDARF, "BE0101", "bedarf", "2", "2"),
    (BEDARF, "BE0102", "bedarf", "7", None),
)
"""Section, row, field, what is typed, and the value imported; None for what is refused."""


@dataclass(frozen=True, slots=True)
class Returned:
    outcomes: tuple[Outcome, ...]
    values: dict[tuple[str, str, str], tuple[str | None, str]]
    """Canonical text and sheet!cell by section, row and field."""


def _step(writer: FormWriter, typed: Typed) -> Step:
    section, row_id, field_id, text, _ = typed
    block = writer.layout.block(section)
    row = next(row for row in block.rows if row.row_id == row_id)
    address = block.address(row, field_id).partition("!")[2].replace("$", "")
    return Step(block.sheet, address, text, "keys")


@pytest.fixture(scope="module")
def returned(office: Office, writer: FormWriter, tmp_path_factory: pytest.TempPathFactory) -> Returned:
    folder: Path = tmp_path_factory.mktemp("keys")
    form, back = folder / "form.xlsx", folder / "back.xlsx"
    form.write_bytes(writer.write(recipients()[5]))
    steps = [_step(writer, typed) for typed in TYPED]
    [filled] = office.fill([Task(form, steps, save=[(back, "xlsx")], window=True)])
    submission = read_submission(open_return(back.read_bytes()), writer.layout.worksheets)
    values = {
        (f"{record.worksheet}.{record.section}", record.row_id, name): (
            canonical_text(entry.value),
            str(entry.place),
        )
        for record in check(submission, wave_date=WAVE_DATE).records
        for name, entry in (*record.entries.items(), *record.contacts.items())
    }
    return Returned(filled.outcomes, values)


@pytest.mark.parametrize("number", range(len(TYPED)), ids=[f"{one[2]}={one[3][:20]}" for one in TYPED])
def test_taken_and_imported_or_refused(returned: Returned, writer: FormWriter, number: int) -> None:
    section, row_id, field_id, _, value = TYPED[number]
    assert returned.outcomes[number].kind == ("refused" if value is None else "done")
    if value is not None:
        step = _step(writer, TYPED[number])
        assert returned.values[section, row_id, field_id] == (value, f"{step.sheet}!{step.cell}")
