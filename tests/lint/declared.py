"""A small project whose declarations are right, and changes that make them wrong."""

from __future__ import annotations

from pathlib import Path

from ruecklauf.lint import check_everything

WORKSHEET = """\
id: plan
version: "1.0"
title: Plan
short: Plan
purpose: Zweck.
instructions: Anleitung.
sections:
  - id: plan
    kind: table
    title: Vorhaben
    prefix: PL
    free_rows: 5
    label_field: name
    example: {name: Kurs, stand: offen, plaetze: 12, fest: true, beginn: 2026-01-31, traeger: AK001 · Amt}
    fields:
      - {id: name, type: text, max_length: 100, label: Name}
      - {id: stand, type: choice, list: stand, label: Stand}
      - {id: art, type: choice, list: art, depends_on: stand, label: Art}
      - {id: plaetze, type: integer, min: 0, max: 99, label: Plätze, missing: [unknown]}
      - {id: fest, type: tick, label: Fest}
      - {id: beginn, type: date, label: Beginn}
      - {id: traeger, type: reference, to: akteure, label: Träger}
      - {id: gruppen, type: multichoice, list: stand, label: Gruppen}
      - {id: mail, type: email, label: Mail, personal: true, wave: X}
    rules:
      - {id: genug, constraint: plaetze > 3, message: Zu wenige Plätze., at: plaetze}
  - id: raster
    kind: grid
    title: Raster
    prefix: RA
    rows:
      - {list: art, into: art, parent_into: stand}
    fields:
      - {id: stand, type: choice, list: stand, label: Stand}
      - {id: art, type: choice, list: art, label: Art}
      - {id: stufe, type: scale, label: Stufe}
  - id: kreuz
    kind: cross
    title: Kreuz
    prefix: KR
    down: eins
    across: zwei
    cell: rolle
    fields:
      - {id: eins, type: reference, to: plan.plan, label: Eins}
      - {id: zwei, type: reference, to: akteure, label: Zwei}
      - {id: rolle, type: choice, list: stand, label: Rolle}
rules:
  - {id: viele, constraint: count(plan where fest) <= 3, message: Zu viele., at: plan}
codelists:
  - id: stand
    title: Stand
    codes:
      - {code: offen, label: offen}
      - {code: fertig, label: fertig}
  - id: art
    title: Art
    cascades_on: stand
    codes:
      - {code: kurs, nr: 1, parent: offen, label: Kurs}
      - {code: treff, nr: 2, parent: fertig, label: Treff}
"""

FIELD = "      - {id: fest, type: tick, label: Fest}\n"
RULE = "      - {id: genug, constraint: plaetze > 3, message: Zu wenige Plätze., at: plaetze}\n"


def problems(tmp_path: Path, text: str, **others: str) -> list[str]:
    """What lint says of a project with this worksheet, and others by folder."""
    for name, content in {"plan": text, **others}.items():
        folder = tmp_path / "worksheets" / name
        folder.mkdir(parents=True)
        (folder / "worksheet.yaml").write_text(content, encoding="utf-8")
    shown = [str(problem) for problem in check_everything(tmp_path)]
    return [line.removeprefix("worksheets/plan/worksheet.yaml:") for line in shown]


def changed(*changes: tuple[str, str]) -> str:
    text = WORKSHEET
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def with_field(field: str) -> str:
    return changed((FIELD, FIELD + f"      - {field}\n"))


def with_rule(rule: str) -> str:
    return changed((RULE, f"      - {rule}\n"))
