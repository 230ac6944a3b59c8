"""The method report, as Word document: population, response, findings, instruments, how missing is coded."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ruecklauf import __version__
from ruecklauf.exports.readme import kind_label, kinds_of
from ruecklauf.forms.package import deflate, read_parts, write_parts
from ruecklauf.release.deposit.contents import Deposit, Instrument, WaveFigures
from ruecklauf.values import FEWEST_FOR_PERCENT

_STATES = {
    "complete": "vollständig eingegangen",
    "partial": "teilweise eingegangen",
    "waiting": "eingegangen, noch nicht zugeordnet",
    "refused": "nicht verwendbar",
    "open": "nicht zurückgesandt",
    "not_invited": "ohne Formular",
}
_SEVERITIES = {"error": "Fehler", "warning": "Warnungen", "note": "Hinweise"}
_Row = Sequence[object]


def method_report(deposit: Deposit) -> bytes:
    """The document; the same bytes for the same deposit."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.language, properties.author = "Methodenbericht", "de-DE", ""
    document.add_heading("Methodenbericht", 0)
    document.add_paragraph(deposit.title)
    for wave in deposit.waves:
        _wave(document, wave)
    _instruments(document, deposit.instruments)
    _missing(document, deposit)
    _protection(document, deposit)
    file = io.BytesIO()
    document.save(file)
    parts = read_parts(file.getvalue())
    return write_parts({name: deflate(content) for name, content in parts.items()})


def _share(part: float | None, whole: int) -> str:
    """A percentage; of few cases how many of how many."""
    if part is None:
        return "–"
    if whole < FEWEST_FOR_PERCENT:
        return f"{round(part * whole)} von {whole}"
    return f"{part:.1%}".replace(".", ",").replace("%", " %")


def _wave(document: Any, wave: WaveFigures) -> None:
    document.add_heading(f"Welle {wave.wave}: {wave.title}", 1)
    rate = _share(wave.returned / wave.forms if wave.forms else None, wave.forms)
    passed = _share(wave.first_pass, wave.returned)
    rows = [
        ("Stichtag", wave.reference_date),
        ("Frist", wave.deadline),
        ("Grundgesamtheit: Bündnisse im Projekt", wave.population),
        ("Formulare für Bündnisse", wave.forms),
        ("davon durch das Programm angeschrieben", wave.mailed),
        ("zurückgesandt", wave.returned),
        ("Rücklaufquote", rate),
        ("Ohne Rückfrage beim ersten Mal", passed),
        ("Eingang von", wave.first_return),
        ("Eingang bis", wave.last_return),
    ]
    _table(document, f"Versand und Rücklauf, Welle {wave.wave}", ("Angabe", "Wert"), rows)
    states = [(_STATES.get(state, state), count) for state, count in wave.by_state.items()]
    _table(document, f"Bündnisse nach Stand, Welle {wave.wave}", ("Stand", "Bündnisse"), states)
    areas = [(area, *counts) for area, counts in wave.by_area.items()]
    heads = ("Gebietstyp/Größenklasse", "mit Formular", "zurückgesandt")
    _table(document, f"Rücklauf nach Gebiet, Welle {wave.wave}", heads, areas)
    found = [(_SEVERITIES.get(kind, kind), count) for kind, count in wave.findings.items()]
    _table(document, f"Befunde in den geltenden Rücksendungen, Welle {wave.wave}", ("Art", "Anzahl"), found)


def _instruments(document: Any, instruments: Iterable[Instrument]) -> None:
    document.add_heading("Instrumente", 1)
    rows = [
        (
            instrument.title,
            instrument.worksheet,
            instrument.version,
            ", ".join(instrument.forms) or "nicht enthalten: nennt einen Ort",
        )
        for instrument in instruments
    ]
    heads = ("Arbeitshilfe", "Kennung", "Fassung", "Blanko-Formulare")
    _table(document, "Arbeitshilfen und ihre Fassungen", heads, rows)
    document.add_heading("Änderungen der Instrumente", 2)
    changed = list(_changes(instruments))
    if not changed:
        document.add_paragraph("Keine Arbeitshilfe wurde zwischen den Wellen geändert.")
    for line in changed:
        document.add_paragraph(line, style="List Bullet")


def _changes(instruments: Iterable[Instrument]) -> Iterator[str]:
    for instrument in instruments:
        yield from (f"{instrument.worksheet} {instrument.version}: {change}" for change in instrument.changes)


def _missing(document: Any, deposit: Deposit) -> None:
    document.add_heading("Fehlende Werte", 1)
    document.add_paragraph(
        "Jede Frage hat einen Wert oder eine Art des Fehlens. In SPSS und Stata stehen diese Zahlen; liegt "
        "eine davon im Wertebereich, sind es mehr Neunen."
    )
    rows = [(code, kind.value, kind_label(kind)) for kind, code in kinds_of(deposit.release.dataset).items()]
    _table(document, "Arten des Fehlens", ("Zahl", "in CSV", "Bedeutung"), rows)


def _protection(document: Any, deposit: Deposit) -> None:
    areas, terms = deposit.release.areas, deposit.release.material.terms
    document.add_heading("Schutz der Bündnisse", 1)
    document.add_paragraph(
        f"Nach Gebietstyp und Größenklasse sehen in jeder Welle mindestens {areas.k_after} Bündnisse gleich "
        f"aus (verlangt {terms.k}). Was weggelassen und vergröbert wurde, steht in data/statement.txt."
    )
    document.add_paragraph(f"Erhoben durch: {deposit.sender}. Erstellt mit ruecklauf {__version__}.")


def _table(document: Any, caption: str, heads: Sequence[str], rows: Sequence[_Row]) -> None:
    from docx.oxml import OxmlElement

    if not rows:
        return
    document.add_paragraph(caption, style="Caption")
    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    for row in (heads, *rows):
        for cell, content in zip(table.add_row().cells, row, strict=True):
            cell.text = str(content)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
