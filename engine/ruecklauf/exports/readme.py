"""README.txt: what the files of an export are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf import __version__
from ruecklauf.texts import load_texts
from ruecklauf.values import MISSING_CODES, WITHHELD_CODE, Missing
from ruecklauf.whole_files import lists_of_files

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

FILE_NAME = "README.txt"
_TITLE = "Datensatz aus ruecklauf "
_NAMED = re.compile(r"- ([A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9][A-Za-z0-9_.-]*)*)")
"""A file of the list; no such path leads out of the folder."""
_FILES = "Dateien"

_TEXT = """\
{title}{version}
Grundlage: {sources}, Wellen: {waves}, letzter Eingang: {newest}

{heading}
{files}

Tabellen
{long}
{tables}
Was verschickt wurde und nicht zurückkam, steht mit den Zeilen darin, die das Formular schon enthält, damit
sich Anteile aus jeder Tabelle berechnen lassen. Zeilen, die jemand selbst anlegt, sind dann nicht bekannt.

Fehlende Werte
Jede Frage hat einen Wert oder eine Art des Fehlens. Sie steht in der Tabelle long in "missing", in allen
anderen in der Spalte, die auf _missing endet (bei einem Kreuz: wahr, falsch oder eine davon):
{kinds}
Steht "unbekannt" in einer Liste ohne Rangfolge zur Wahl, ist es dort auch als Wert zu lesen.
{unread}
{panel}

So wird es gelesen
{reading}

{closing}
"""
_LONG = """\
- long: eine Zeile je Frage, mit Herkunft (Prüfsumme der Datei, Blatt, Zelle, Text darin);
  "corrected" ist true, wo der Wert von Hand berichtigt wurde; "became" sagt, was die Angabe neben der ist,
  die im verschickten Formular stand: new (dort stand nichts), confirmed (dasselbe, und der Stand der Zeile
  ist gesagt), untouched (dasselbe, und niemand hat etwas dazu gesagt), changed
- became.TABELLE: dasselbe neben jeder Tabelle, aus der Angaben in die Formulare übernommen waren"""
_LONG_RELEASED = """\
- long: eine Zeile je Frage; "corrected" ist true, wo der Wert von Hand berichtigt wurde"""
_UNREAD = """\
Was nicht lesbar war, steht mit seinem Text in der Tabelle long in "raw".
"""
_CLOSING = "Felder für personenbezogene Angaben sind nicht enthalten.{masked}"
_MASKED = """ In {count} freien Texten und Eingaben, die nach Namen,
Anschriften, E-Mail-Adressen, Telefonnummern, Konten oder Geburtsdaten aussehen, steht
stattdessen „{word}“; im Projekt sind sie erhalten, und
`ruecklauf privacy decide` lässt einen Text gelten, in dem keine stehen."""


_UNMASKED = """ Freie Texte sind hier UNMASKIERT: Sie können
Namen, Anschriften, E-Mail-Adressen, Telefonnummern und anderes über Personen enthalten. Bitte nur so
weitergeben, wie es dem Grund entspricht, und danach löschen. Der Grund ist auch im Projekt festgehalten:
{reason}"""

_PANEL = """\
Panel (in CSV, Excel und Parquet alles als Text; warum ein Wert fehlt, steht auch in SPSS, Stata und ODF
in der Variablen daneben, die auf _missing endet)
- panel_alliances: eine Zeile je Bündnis und Welle: eingeladen, verschickt, eingegangen, Arbeitshilfen, Stand;
  "first_pass" ist true, wenn die erste Rücksendung ohne Fehler war und keine weitere folgte
- panel_changes: eine Zeile je Angabe, die anders ist als in der Rücksendung davor
- panel.TABELLE: jede Zeile der Tabelle in jeder Welle, in den Begriffen der neuesten Fassung; in _original
  steht, was zurückkam. Zeilen werden an ihrer Kennung erkannt, nie am Namen. "panel_status": first (erste
  Rücksendung des Bündnisses), new, unchanged, changed, dropped (fehlt oder
  ist als „entfallen“ bezeichnet), back (war weggefallen). Steht unter der Nummer einer weggefallenen Zeile
  etwas anderes, ist das eine neue Zeile: NR104@2027-1 steht seit 2027-1 dort; ebenso in einem Formular, das
  nichts aus der letzten Welle zeigte. Wo eine Zeile genannt wird (Verweise, Kreuztabellen), steht dieselbe
  Kennung. "panel_balanced" ist true für Bündnisse, die jede Welle der Tabelle beantwortet haben"""


def write_readme(
    dataset: Dataset, folder: Path, *, files: Sequence[Path], reading: Iterable[str], closing: str = ""
) -> Path:
    """A text in German that names the files and says how to read them; the same for the same dataset.

    `closing` is what a release says in place of what is said of personal data in all others.
    """
    text = _TEXT.format(
        long=_LONG_RELEASED if closing else _LONG,
        unread="" if closing else _UNREAD,
        title=_TITLE,
        version=__version__,
        sources=f"{len(dataset.sources)} {'Datei' if len(dataset.sources) == 1 else 'Dateien'}",
        waves=", ".join(dataset.waves) or "keine",
        newest=f"{dataset.newest:%Y-%m-%d}" if dataset.newest else "keiner",
        heading=_FILES,
        files="\n".join(f"- {path.as_posix()}" for path in files),
        tables="\n".join(f"- {name}: {info.title.de}" for name, info in dataset.info.items()),
        kinds="\n".join(
            f"- {code} {kind.value}: {kind_label(kind)}" for kind, code in kinds_of(dataset).items()
        ),
        panel=_PANEL if dataset.panel else "",
        reading="\n\n".join(text.strip() for text in reading),
        closing=closing or _CLOSING.format(masked=_masked(dataset)),
    )
    (folder / FILE_NAME).write_text(text.replace("\n\n\n", "\n\n"), encoding="utf-8", newline="\n")
    return Path(FILE_NAME)


def _masked(dataset: Dataset) -> str:
    """What is to be said of personal data in texts."""
    if dataset.unmasked:
        return _UNMASKED.format(reason=" ".join(dataset.unmasked.split()))
    if not dataset.masked:
        return ""
    return _MASKED.format(count=dataset.masked, word=load_texts()("words.personal"))


def kinds_of(dataset: Dataset) -> dict[Missing, int]:
    """The missing kinds of a dataset with their codes; something is withheld in releases alone."""
    is_withheld = bool(dataset.long["missing"].eq(Missing.WITHHELD.value).any())
    return MISSING_CODES | ({Missing.WITHHELD: WITHHELD_CODE} if is_withheld else {})


def kind_label(kind: Missing) -> str:
    """What a missing kind is called in German."""
    texts = load_texts()
    return texts(f"missing_kind.{kind.value}")


def named_files(folder: Path) -> Iterator[Path]:
    """The files that the README.txt of an export in the folder names, relative to it; also of one whose
    writing was killed.
    """
    for path in lists_of_files(folder, FILE_NAME):
        text = path.read_text(encoding="utf-8", errors="replace")
        if text.startswith(_TITLE):
            listed = text.partition(f"\n{_FILES}\n")[2].partition("\n\n")[0]
            yield from (Path(found[1]) for found in map(_NAMED.fullmatch, listed.splitlines()) if found)
