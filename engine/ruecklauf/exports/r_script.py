"""R: a script that reads the tables with their types, labels and levels, with nothing but R itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf.exports.coded import PRESENT, Column
from ruecklauf.exports.csv_files import GUARD, write_csv
from ruecklauf.exports.over_waves import described_tables
from ruecklauf.exports.readme import kind_label, kinds_of

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset, TableInfo

FILE_NAME = "dataset.R"
READING = """
R (dataset.R): setwd("ORDNER"); source("dataset.R", encoding = "UTF-8"); tabellen[["TABELLE"]]
Auswahlfragen sind Faktoren mit den Beschriftungen, jede Spalte trägt ihre Frage als Attribut "label"; gelesen
wird aus parquet (mit dem Paket arrow) oder aus csv.
- Warum etwas fehlt: table(tabellen[["TABELLE"]]$FELD_missing)
"""

_HEAD = """\
# Liest alle Tabellen mit Typen und Beschriftungen: setwd("ORDNER"); source("dataset.R", encoding = "UTF-8")
arten <- c({codes})
namen <- c({labels})

lese <- function(tabelle) {{
  parquet <- file.path("parquet", paste0(tabelle, ".parquet"))
  if (file.exists(parquet) && requireNamespace("arrow", quietly = TRUE)) {{
    return(as.data.frame(arrow::read_parquet(parquet)))
  }}
  frame <- read.csv(file.path("csv", paste0(tabelle, ".csv")), colClasses = "character", na.strings = "",
                    fileEncoding = "UTF-8", check.names = FALSE, quote = "\\"", comment.char = "")
  # Apostrophe, die Tabellenprogramme von Formeln abhalten
  frame[] <- lapply(frame, function(spalte) gsub({guard}, "", spalte, perl = TRUE))
  frame
}}

beschrifte <- function(spalte, art, label, werte = NULL, texte = NULL, rang = FALSE) {{
  neu <- switch(art,
    zahl = as.numeric(as.character(spalte)),
    datum = as.Date(spalte),
    kreuz = if (is.logical(spalte)) spalte else spalte == "true",
    auswahl = factor(as.character(spalte), levels = werte, labels = texte, ordered = rang),
    fehlen = factor(as.character(spalte), levels = arten, labels = namen),
    as.character(spalte))
  attr(neu, "label") <- label
  neu
}}

tabellen <- list()
"""


def write_r(dataset: Dataset, folder: Path) -> list[Path]:
    """The script, and the CSV files that it reads where no table is there already."""
    has_data = any((folder / name).is_dir() for name in ("csv", "parquet"))
    paths = [] if has_data else write_csv(dataset, folder)
    text = _HEAD.format(
        codes=", ".join(quoted(kind.value) for kind in kinds_of(dataset)),
        labels=", ".join(quoted(kind_label(kind)) for kind in kinds_of(dataset)),
        guard=quoted(GUARD.pattern),
    )
    body = (
        line
        for name, _, columns in described_tables(dataset)
        for line in _table(name, columns, dataset.info.get(name))
    )
    (folder / FILE_NAME).write_text(text + "\n".join(body) + "\n", encoding="utf-8", newline="\n")
    return [Path(FILE_NAME), *paths]


def _table(name: str, columns: Iterable[Column], info: TableInfo | None) -> Iterator[str]:
    yield f"\nlokal <- lese({quoted(name)})"
    for column in columns:
        if not (column.info and column.info.says_why_missing):
            yield _line(column.name, _description(column, info))
    for why in info.columns if info else ():
        if why.field and why.says_why_missing:
            yield _line(why.name, ['"fehlen"', quoted(f"{why.field.label.de}: warum es keinen Wert gibt")])
    yield f"tabellen[[{quoted(name)}]] <- lokal"


def _line(column: str, description: Iterable[str]) -> str:
    place = f"lokal[[{quoted(column)}]]"
    return f"{place} <- beschrifte({', '.join((place, *description))})"


def _description(column: Column, info: TableInfo | None) -> Iterator[str]:
    if column.codes.get(PRESENT) == "":
        yield from ('"fehlen"', quoted(column.label))
    elif column.kind != "coded":
        yield {"number": '"zahl"', "date": '"datum"', "text": '"text"'}[column.kind]
        yield quoted(column.label)
    elif set(column.codes.values()) == {"false", "true"}:
        yield from ('"kreuz"', quoted(column.label))
    else:
        yield from ('"auswahl"', quoted(column.label), *_levels(column, info))


def _levels(column: Column, table: TableInfo | None) -> Iterator[str]:
    """Codes of the list with their labels; an entry for a missing kind is one of them, as in the dataset."""
    texts = {code: column.labels[number] for number, code in column.codes.items()}
    field = column.info.field if column.info else None
    if column.info and table and field and field.list_id:
        labels = {entry.code: entry.label.de for entry in table.lists[field.list_id].codes}
        texts |= {code: labels[code] for code in column.info.categories if code in labels}
    yield f"werte = c({', '.join(map(quoted, texts))})"
    yield f"texte = c({', '.join(map(quoted, _different(texts.values())))})"
    if column.info and column.info.ordered:
        yield "rang = TRUE"


def _different(labels: Iterable[str]) -> Iterator[str]:
    """R makes one level of two labels that are the same."""
    seen: dict[str, int] = {}
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        yield label if seen[label] == 1 else f"{label} ({seen[label]})"


def quoted(text: str) -> str:
    """The text as R writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _CONTROLS.sub(_escape, escaped) + '"'


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


_CONTROLS = re.compile("[\x01-\x1f\x7f]")
