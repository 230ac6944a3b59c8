"""What was written freely, for programs that help to read and code texts (MAXQDA, ATLAS.ti, QualCoder …)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf.exports.qualitative.contents import contents
from ruecklauf.exports.qualitative.documents import write_documents
from ruecklauf.exports.qualitative.refi import write_project
from ruecklauf.exports.qualitative.survey import write_survey

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

FOLDER = "qualitative"
READING = """
Qualitative Auswertung: was frei geschrieben wurde, maskiert wie alle Tabellen.
- je Bündnis und Welle ein Word-Dokument mit einer Überschrift je Frage (MAXQDA, QualCoder, Taguette)
- survey.xlsx: eine Zeile je Bündnis und Welle und eine Spalte je Frage (in MAXQDA: Umfragedaten importieren)
- texts.qdpx: dasselbe als REFI-QDA-Projekt mit einem Code je Frage und Bündnissen und Wellen als Fällen mit
  Variablen (NVivo, MAXQDA, ATLAS.ti, QualCoder: Projekt importieren)
"""


def write_qualitative(dataset: Dataset, folder: Path) -> list[Path]:
    """A folder with a document per alliance and wave, a table of all texts, and a project with both."""
    found = contents(dataset)
    (folder / FOLDER).mkdir()
    names = [
        *write_documents(found, folder / FOLDER),
        write_survey(found, folder / FOLDER),
        write_project(found, folder / FOLDER),
    ]
    return [Path(FOLDER, name) for name in names]
