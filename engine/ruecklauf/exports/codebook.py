"""The codebook for people: one page a table in HTML, without scripts, and a workbook with a sheet a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf import __version__
from ruecklauf.exports.codebook_contents import Page, Variable, pages
from ruecklauf.exports.readme import kind_label, kinds_of
from ruecklauf.exports.workbook import write_sheets

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

READING = """
Codebuch: codebook/index.html im Browser öffnen (druckbar), oder codebook/codebook.xlsx: Wortlaut, Hilfe,
Filter, Basis, Werte mit Häufigkeiten, Prüfungen und Fassungen jeder Variablen.
"""

_FOLDER = "codebook"
_HEADS = ("Variable", "Beschriftung", "Angabe", "Zahl", "im Datensatz", "Inhalt", "Anzahl", "Anteil")


def write_codebook(dataset: Dataset, folder: Path) -> list[Path]:
    """A folder `codebook` with an index, a page for each table, and the same as a workbook."""
    (folder / _FOLDER).mkdir()
    found = pages(dataset)
    texts = dict(_rendered(dataset, found))
    for name, text in texts.items():
        (folder / _FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    book = Path(_FOLDER, "codebook.xlsx")
    sheets = [(page.name, _HEADS, list(_lines(page))) for page in found]
    write_sheets(folder / book, title="Codebuch", sheets=sheets, created=dataset.newest)
    return [*(Path(_FOLDER, name) for name in texts), book]


def _rendered(dataset: Dataset, found: list[Page]) -> Iterator[tuple[str, str]]:
    """Name and text of every page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("ruecklauf.exports", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    kinds = [(code, kind.value, kind_label(kind)) for kind, code in kinds_of(dataset).items()]
    waves = ", ".join(dataset.waves) or "keine"
    index = environment.get_template("index.html")
    yield "index.html", index.render(pages=found, kinds=kinds, waves=waves, version=__version__)
    template = environment.get_template("table.html")
    for page in found:
        yield page.file, template.render(page=page)


def _lines(page: Page) -> Iterator[tuple[str | int, ...]]:
    for variable in page.variables:
        yield from _of_variable(variable)


def _of_variable(variable: Variable) -> Iterator[tuple[str | int, ...]]:
    for heading, texts in variable.facts:
        for text in texts:
            yield variable.name, variable.label, heading, "", "", text, "", ""
    for row in variable.frequencies:
        heading = "Fehlend" if row.missing else "Wert"
        counted = (row.number, row.code, row.label, row.count, row.share)
        yield variable.name, variable.label, heading, *counted
