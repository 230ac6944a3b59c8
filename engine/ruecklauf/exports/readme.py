"""README.txt: what the files of an export are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf import __version__

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

FILE_NAME = "README.txt"
_TITLE = "Datensatz aus ruecklauf "
_NAMED = re.compile(r"- (dataset\.xlsx|csv/[^/\\]+\.csv|parquet/[^/\\]+\.parquet)")

_TEXT = """\
{title}{version}
Grundlage: {sources}, Wellen: {waves}, letzter Eingang: {newest}

Dateien
{files}

Tabellen
- long: eine Zeile je Antwort, mit Herkunft (Prüfsumme der Datei, Blatt, Zelle, Text darin);
  "corrected" ist true, wo der Wert von Hand berichtigt wurde
{tables}

Leere Zellen heißen: keine Angabe, oder eine, die nicht lesbar ist. In "missing" und in Spalten, die auf
_missing enden, steht warum ein Wert fehlt: unknown (unbekannt), not_applicable (trifft nicht zu), unreadable
(nicht lesbar). Was nicht lesbar war, steht immer in der Tabelle long, mit seinem Text in "raw".
CSV: UTF-8, Komma, Zahlen mit Punkt, Datum als JJJJ-MM-TT. Vor = + - @ und vor Steuerzeichen am Anfang eines
Textes, vor = + - @ auch am Anfang einer Zeile und hinter Semikolon, Komma und Tabulator, steht ein Apostroph,
damit kein Programm sie als Formel ausführt; --prefill nimmt genau diese Apostrophe wieder weg.
In Excel sind Steuerzeichen durch sichtbare Zeichen ersetzt. Zeichengenau ist Parquet.
Personenbezogene Angaben sind nicht enthalten.
"""


def write_readme(dataset: Dataset, folder: Path, *, files: Sequence[Path]) -> Path:
    """A text in German that names the files given; the same for the same dataset."""
    text = _TEXT.format(
        title=_TITLE,
        version=__version__,
        sources=f"{len(dataset.sources)} {'Datei' if len(dataset.sources) == 1 else 'Dateien'}",
        waves=", ".join(dataset.waves) or "keine",
        newest=f"{dataset.newest:%Y-%m-%d}" if dataset.newest else "keiner",
        files="\n".join(f"- {path.as_posix()}" for path in files),
        tables="\n".join(f"- {name}: {info.title.de}" for name, info in dataset.info.items()),
    )
    (folder / FILE_NAME).write_text(text.replace("\n\n\n", "\n\n"), encoding="utf-8", newline="\n")
    return Path(FILE_NAME)


def named_files(folder: Path) -> Iterator[Path]:
    """The files that the README.txt of an export in the folder names, relative to it."""
    path = folder / FILE_NAME
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if text.startswith(_TITLE):
        yield from (Path(found[1]) for found in map(_NAMED.fullmatch, text.splitlines()) if found)
