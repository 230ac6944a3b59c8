"""A round of twelve alliances over two waves, without files: what a store holds of it, with canaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Finding, Place, Severity, Subject
from ruecklauf.project import open_project
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm
from ruecklauf.values import Missing, Value
from store.declared import entry, sha

WAVES = ("2026-1", "2026-2")
SHEETS = ("stammblatt", "akteure", "zielgruppe", "vorort")
ALLIANCES = {
    f"{2 * letter}K7QF": (name, f"055{80 + number}00{4 * (kind == 'kreisangehoerig')}", kind, people)
    for number, (letter, (name, kind, people)) in enumerate(
        zip("ZYXWVTSRQPNM", [
            ("Kreis Zebrahausen", "kreis", 250_000), ("Ottersberg", "kreisfrei", 120_000),
            ("Kreis Luchsbach", "kreis", 310_000), ("Dachsheim", "kreisfrei", 410_000),
            ("Kreis Marderau", "kreis", 90_000), ("Iltisburg", "kreisfrei", 150_000),
            ("Kreis Wieselfeld", "kreis", 280_000), ("Hermelintal", "kreisfrei", 95_000),
            ("Kreis Fuchsrode", "kreis", 260_000), ("Wolfshain", "kreisfrei", 130_000),
            ("Hasenwinkel", "kreisangehoerig", 40_000), ("Igelstein", "verbund", 60_000),
        ], strict=True)
    )
}  # fmt: skip
"""By id: name, AGS, area type, inhabitants."""
CANARIES = (
    "CANARYPERSON", "CANARYTEXT", "CANARYREMARK", "CANARYRAW", "CANARYFILE", "canarymail", "CANARYPROPERTY",
    "CANARYSHEET", "CANARYFOUND", "CANARYMESSAGE", "CANARYINSTITUTION", "CANARYSECRET",
)  # fmt: skip

_SETTINGS = """
title = "Prüfrunde Zebrahausen"
fictional = true

[sender]
institution = "Institut für Beispielforschung"
email = "ruecklauf@institut.example"

[contact]
name = "Team"
email = "team@institut.example"

[privacy]
version = "1"
controller = "Institut"
text = "Nur für die Begleitung."

[release]
licence = "CC-BY-4.0"
authors = ["Muster, Kim"]
quasi_identifiers = ["vorort.stelle.leitung", "vorort.stelle.sitz"]
"""
_WAVE = """
[[waves]]
id = "{id}"
title = "Welle {id}"
deadline = {deadline}
worksheets = ["stammblatt", "akteure", "zielgruppe", "vorort"]
"""
_VOR_ORT = """
id: vorort
version: "1.0"
title: Vor Ort in Zebrahausen
short: Vor Ort
purpose: Zweck.
instructions: Anleitung.
codelists:
  - id: orte
    title: Orte
    codes:
      - {code: zebrahausen, label: Zentrale}
      - {code: anderswo, label: Anderswo}
  - id: aemter
    title: Ämter in Luchsbach
    codes:
      - {code: jugend, label: Jugendamt Ottersberg}
      - {code: schule, label: "Schulamt (canarymail@amt.example)"}
      - {code: sport, label: Sportamt}
  - id: leitungen
    title: Leitung
    codes:
      - {code: amt, label: Amt}
      - {code: verein, label: Verein}
sections:
  - id: stelle
    kind: record
    title: Die Dachsheimer Stelle
    prefix: VO
    fields:
      - {id: ort, type: choice, list: orte, label: Wo?}
      - {id: amt, type: choice, list: aemter, label: "Welches Amt in Ottersberg?", help: Wie in Zebrahausen.}
      - {id: leitung, type: choice, list: leitungen, label: Wer leitet?}
      - {id: sitz, type: choice, list: aemter, label: Wo sitzt sie?}
      - {id: stunden, type: integer, label: Stunden}
      - {id: seit, type: date, label: Seit wann?}
      - {id: geheim, type: text, label: Name, personal: true, wave: X}
      - {id: anlass, type: longtext, label: Anlass}
"""


def make_round(root: Path) -> Path:
    """A project in a new folder; its store holds nine or ten returns of each wave."""
    root.mkdir()
    waves = "".join(
        _WAVE.format(id=wave, deadline=day)
        for wave, day in zip(WAVES, ("2026-06-30", "2026-12-31"), strict=True)
    )
    (root / "ruecklauf.toml").write_text(_SETTINGS + waves, encoding="utf-8")
    rows = (f"{one},{name},{ags},{kind},,{people}" for one, (name, ags, kind, people) in ALLIANCES.items())
    listed = "\n".join(("id,name,ags,gebietstyp,email,x_einwohner", *rows))
    (root / "alliances.csv").write_text(f"{listed}\n", encoding="utf-8")
    (root / "worksheets" / "vorort").mkdir(parents=True)
    (root / "worksheets/vorort/worksheet.yaml").write_text(_VOR_ORT, encoding="utf-8")
    with Workspace(open_project(root), makes=True) as workspace:
        for number, wave in enumerate(WAVES):
            _play(workspace, wave, number)
    return root


def _play(workspace: Workspace, wave: str, number: int) -> None:
    sheets = workspace.worksheets(workspace.project.wave(wave))
    workspace.store.save_declarations(sheets)
    made = datetime(2026, 1 + 6 * number, 2, tzinfo=UTC)
    hashes = tuple(sheet.content_hash for sheet in sheets)
    for place, alliance in enumerate(ALLIANCES):
        content = f"{wave} {alliance}"
        form = IssuedForm(
            alliance, wave, content.replace(" ", "-"), sha(f"form {content}"), "f.xlsx", "1", hashes, made
        )
        workspace.store.record_forms([form])
        if place % 6 == 5 - number:
            continue
        rng = Random(content)
        records = tuple(record for sheet in sheets for record in _records(sheet, rng, number))
        sent = entry(content, alliance=alliance, records=records, worksheets=tuple(sheets), wave=wave)
        received = datetime(2026, 2 + 6 * number, 3 + place, 12, tzinfo=UTC)
        workspace.store.save_submission(
            replace(
                sent,
                file_name=f"CANARYFILE {place}.xlsx",
                received_at=received,
                imported_at=received,
                sender="canarymail@kreis.example",
                condition={"properties": {"author": "CANARYPROPERTY"}},
                findings=(_finding(),) if place % 3 == 0 else (),
            )
        )


def _finding() -> Finding:
    return Finding(
        code="no_integer",
        severity=Severity.ERROR,
        place=Place("CANARYSHEET", "C12"),
        subject=Subject("vorort", "stelle", "VO", "stunden"),
        found="CANARYFOUND",
        message="CANARYMESSAGE ist keine ganze Zahl.",
    )


def _records(sheet: Worksheet, rng: Random, wave: int) -> list[Record]:
    made = {"stammblatt": _office, "akteure": _actors, "zielgruppe": _people, "vorort": _local}
    return made[sheet.id](sheet, rng, wave)


def _record(
    sheet: Worksheet, section: str, row: str, answers: dict[str, Value], *, printed: bool = False,
    personal: dict[str, Value] | None = None, position: int = 1,
) -> Record:  # fmt: skip
    def entries(of: dict[str, Value]) -> dict[str, Entry]:
        return {
            field: Entry(value, f"CANARYRAW {value}", Place("CANARYSHEET", f"C{number}"))
            for number, (field, value) in enumerate(of.items(), start=1)
        }

    return Record(
        sheet.id, sheet.version, section, row, position=position, printed=printed,
        entries=entries(answers), contacts=entries(personal or {}),
    )  # fmt: skip


def _office(sheet: Worksheet, rng: Random, wave: int) -> list[Record]:
    answers: dict[str, Value] = {
        "lead_benannt": rng.choice(["ja", "ja", "nein"]),
        "gs_benannt": rng.choice(["ja", "nein", Missing.UNKNOWN, Missing.NO_ANSWER]),
        "kg_konstituiert": "ja",
        "kg_seit": date(2025, rng.randint(1, 12), rng.randint(1, 28)),
        "zusatzstruktur_text": "CANARYTEXT in Zebrahausen",
        "bemerkungen": "CANARYREMARK",
    }
    person: dict[str, Value] = {"gs_name": "CANARYPERSON", "gs_mail": "canarymail@kreis.example"}
    return [_record(sheet, "stammblatt", "ST", answers, personal=person)]


def _actors(sheet: Worksheet, rng: Random, wave: int) -> list[Record]:
    codes = [code for code in sheet.lists["akteurstypen"].codes if code.nr]
    made = []
    for position, code in enumerate([*codes[:14], codes[3]], start=1):
        is_free = position == 15
        answers: dict[str, Value] = {
            "bereich": code.parent or "mi",
            "akteurstyp": code.code,
            "vorhanden": "ja",
            "institution": f"CANARYINSTITUTION {position}",
            "koop": rng.choice(["ja", "nein", Missing.UNKNOWN, Missing.NO_ANSWER]),
            "kerngruppe": rng.choice(["aktiv", "geplant", "nein"]),
            "forum": Missing.UNREADABLE if rng.random() < 0.1 else rng.choice(["ja", "nein"]),
            "beitrag_text": "CANARYTEXT",
        }
        row = f"AK1{position:02}" if is_free else f"AK{code.nr:03}"
        person: dict[str, Value] = {"ap_name": "CANARYPERSON"}
        made.append(
            _record(sheet, "akteure", row, answers, printed=not is_free, personal=person, position=position)
        )
    return made


def _people(sheet: Worksheet, rng: Random, wave: int) -> list[Record]:
    codes = [code for code in sheet.lists["aufenthaltsstatus"].codes if code.nr]
    return [
        _record(
            sheet, "zielgruppe", f"ZG{code.nr:03}",
            {"status": code.code, "n_gesamt": rng.choice([0, 2, 7, 84, 1234]), "stichtag": date(2026, 3, 17)},
            printed=True, position=position,
        )
        for position, code in enumerate(codes, start=1)
    ]  # fmt: skip


def _local(sheet: Worksheet, rng: Random, wave: int) -> list[Record]:
    answers: dict[str, Value] = {
        "ort": "zebrahausen",
        "amt": rng.choice(["jugend", "schule", "sport"]),
        "leitung": "amt",
        "sitz": rng.choice(["jugend", "schule", "sport"]),
        "stunden": rng.choice([2, 1037, 39]),
        "seit": date(2024, 5, 17),
        "anlass": "CANARYTEXT",
    }
    return [_record(sheet, "stelle", "VO", answers, personal={"geheim": "CANARYSECRET"})]
