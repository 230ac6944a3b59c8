"""What was removed and why, with the figures of the audit: as a text for people, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ruecklauf.release.anonymous import Release
from ruecklauf.release.fates import Fate
from ruecklauf.release.recounting import countable, smallest_by_participation
from ruecklauf.release.tables.withholding import Published
from ruecklauf.values import decimal_text

TEXT, DATA = "statement.txt", "statement.json"
_PERIODS = {"day": "Tag", "month": "Monat", "quarter": "Quartal", "year": "Jahr"}
_WHY = {
    Fate.TEXT: "freier Text, Anschrift oder Kennung: kann Personen, Stellen und Orte nennen",
    Fate.ALLIANCE: "vorgedruckte Angabe über das Bündnis: nennt den Ort; vergröbert in evaluation.areas",
    Fate.PLACE: "die Frage oder ihre Liste nennt einen Ort",
    Fate.QUASI: "mit dieser Angabe wären Gruppen zu klein",
    Fate.TELLING: "wird aus Angaben berechnet, die fehlen oder vergröbert sind, oder nur ihretwegen gefragt",
}
_HOW = {
    Fate.PERIOD: "Datum auf den ersten Tag des Zeitraums gesetzt",
    Fate.SHORT: "Zahlen ab 100 auf zwei Stellen gerundet",
    Fate.ROUNDED: "Zahlen von Menschen auf Vielfache der Mindestzahl gerundet, ab 100 auf zwei Stellen",
    Fate.REFERENCE: "Verweise auf Zeilen mit den neuen Kennungen",
}


def figures(release: Release, published: Sequence[Published]) -> dict[str, Any]:
    """What the statement says, for programs."""
    fates = release.fates.of
    groups = sorted(("/".join(area), count) for area, count in release.areas.groups().items())
    narrowest = [publication.narrowest for publication in published if publication.narrowest is not None]
    return {
        "k": {
            "asked": release.material.terms.k,
            "before": release.areas.k_before,
            "after": release.areas.k_after,
            "merged": list(release.areas.merged),
            "groups": dict(groups),
            "with_participation": smallest_by_participation(release),
            "quasi_identifiers": dict(release.quasi),
        },
        "questions": {fate.value: sum(given is fate for given in fates.values()) for fate in Fate},
        "answers": {fate.value: release.answers_left_out[fate] for fate in Fate},
        "left_out": {
            ".".join(question): fate.value for question, fate in sorted(fates.items()) if fate.is_left_out
        },
        "indicators_left_out": list(release.indicators_left_out),
        "tables": {
            "published": len(published),
            "cells": sum(len(publication.table.cells) for publication in published),
            "withheld_small": sum(publication.primary for publication in published),
            "withheld_beside": sum(publication.secondary for publication in published),
            "told_between_waves": sum(len(publication.between_waves) for publication in published),
            "counted_from_rows": countable(release, published),
            "withheld_answers": release.withheld,
            "not_published": list(release.not_published),
            "narrowest_interval": _finite(min(narrowest)) if narrowest else None,
        },
    }


def _finite(width: float) -> float | str:
    """JSON knows no infinity."""
    return width if width < float("inf") else "unbounded"


def write_statement(release: Release, published: Sequence[Published], folder: Path) -> list[Path]:
    """Both files; the same for the same release."""
    numbers = figures(release, published)
    text = "\n".join(_text(release, numbers)) + "\n"
    (folder / TEXT).write_text(text, encoding="utf-8", newline="\n")
    data = json.dumps(numbers, ensure_ascii=False, indent=2) + "\n"
    (folder / DATA).write_text(data, encoding="utf-8", newline="\n")
    return [Path(TEXT), Path(DATA)]


def _text(release: Release, numbers: dict[str, Any]) -> Iterator[str]:
    terms = release.material.terms
    yield "Was in dieser Weitergabe fehlt, und warum"
    yield ""
    yield "Bündnisse und Zeilen"
    yield "- Statt der Kennung steht eine Zufallszahl. Der Schlüssel liegt allein im Projekt; in jeder"
    yield "  Weitergabe desselben Projekts hat ein Bündnis dieselbe Zahl."
    yield "- Zeilen, die ein Bündnis selbst angelegt hat, haben neue Kennungen; ihre Reihenfolge sagt nichts."
    yield "- Namen, AGS, Dateien, Blätter, Zellen und der Text darin sind nicht enthalten."
    yield f"- Zeitpunkte: nur noch der Zeitraum ({_PERIODS[terms.dates]})."
    yield ""
    yield from _about_groups(numbers["k"])
    yield from _about_questions(release, numbers)
    yield from _about_tables(numbers["tables"], terms.fewest, dict(terms.fewest_in))


def _about_groups(k: dict[str, Any]) -> Iterator[str]:
    yield f"Gebietstyp und Größenklasse (k-Anonymität, verlangt mindestens {k['asked']})"
    yield f"- kleinste Gruppe vorher {k['before']}, jetzt {k['after']}, auch in jeder Welle für sich"
    known = k["with_participation"]
    yield f"- kleinste Gruppe für jemanden, der weiß, wer welche Welle zurückgesandt hat: {known}"
    yield from (f"- zusammengelegt: {merged}" for merged in k["merged"])
    yield from (f"- {name}: {count} Bündnisse" for name, count in k["groups"].items())
    for name, size in k["quasi_identifiers"].items():
        yield f"- {name}: {'behalten' if size >= k['asked'] else 'weggelassen'}, kleinste Gruppe {size}"
    yield ""


def _about_questions(release: Release, numbers: dict[str, Any]) -> Iterator[str]:
    yield "Fragen"
    for fates in (_WHY, _HOW):
        for fate, why in fates.items():
            if count := numbers["questions"][fate.value]:
                yield f"- {count} Fragen mit {numbers['answers'][fate.value]} Angaben: {why}"
    yield "- Personenbezogene Felder: waren in keinem Datensatz"
    if left_out := numbers["left_out"]:
        by_table = Counter(name.rpartition(".")[0] for name in left_out)
        yield "- Weggelassen sind:"
        for table in sorted(by_table):
            names = (name.rpartition(".")[2] for name in left_out if name.rpartition(".")[0] == table)
            yield f"    {table}: {', '.join(names)}"
    if others := release.indicators_left_out:
        yield "- Indikatoren, die sich aus der Weitergabe nicht berechnen lassen und fehlen:"
        yield f"    {', '.join(others)}"
    yield ""


def _about_tables(tables: dict[str, Any], fewest: int, fewest_in: dict[str, int]) -> Iterator[str]:
    yield "Tabellen zur Veröffentlichung (Ordner tables)"
    if not tables["published"]:
        yield "- keine"
        return
    other = "".join(f", in {name} unter {count}" for name, count in sorted(fewest_in.items()))
    yield f"- {tables['published']} Tabellen mit {tables['cells']} Zellen"
    yield f"- verdeckt (x): {tables['withheld_small']} Zellen mit Werten unter {fewest}{other},"
    yield "  oder aus so wenigen Bündnissen, und dieselben Zellen der anderen Wellen"
    if between := tables["told_between_waves"]:
        yield f"  darunter {between}, deren Unterschied zu einer anderen Welle verriete, was jemand angab,"
        yield "  der nur eine der beiden zurückgesandt hat"
    yield f"- verdeckt (x), damit sich jene nicht berechnen lassen: {tables['withheld_beside']} Zellen"
    narrowest = tables["narrowest_interval"]
    if narrowest is not None:
        shown = "unbegrenzt" if isinstance(narrowest, str) else decimal_text(narrowest)
        yield "- geprüft durch lineare Programme (HiGHS): für jede verdeckte Zelle das Kleinste und das"
        yield f"  Größte, was sich aus allen anderen berechnen lässt; der engste Abstand ist {shown}"
        yield "  Fragen, bei denen eine sagt, wem die andere nicht gestellt wurde, sind zusammen geprüft"
    yield ""
    if tables["not_published"]:
        yield "Nicht veröffentlicht, da sie neben den Einzeldaten verdeckte Angaben verrieten:"
        yield from (f"- {name}" for name in tables["not_published"])
        yield ""
    yield "Einzeldaten neben den Tabellen"
    yield f"- {tables['withheld_answers']} Angaben sind verdeckt (withheld), damit niemand die verdeckten"
    yield "  Zellen aus den Zeilen nachzählt: in allen Wellen, mit den Fragen, die nur wegen einer solchen"
    yield "  Angabe gestellt werden, und ohne Indikatoren und Zählungen daraus"
    yield f"- {tables['counted_from_rows']} der verdeckten Zellen lassen sich aus den Zeilen zählen; bei der"
    yield "  Prüfung oben gilt als bekannt, was die Zeilen nach Gebietstyp und Größenklasse zeigen"
    yield "- Mediane und Quartile aller Indikatoren über alle Bündnisse stehen in evaluation.summary"
