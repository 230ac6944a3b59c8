"""A release as files: the dataset in all formats, tables to publish, and what was removed and why."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ruecklauf.exports import write_export
from ruecklauf.release.anonymous import Release
from ruecklauf.release.publishing import published_tables
from ruecklauf.release.statement import write_statement
from ruecklauf.release.tables.writing import write_tables

_CLOSING = """\
Weitergabe
Bündnisse sind nur an einer Zufallszahl zu erkennen, Gebietstyp und Größenklasse stehen in evaluation.areas.
Was weggelassen und vergröbert wurde, und warum, steht mit den Zahlen der Prüfung in statement.txt.
In den Tabellen im Ordner tables bedeutet x: verdeckt. Was Einzeldaten davon verrieten, ist in ihnen auch
verdeckt (withheld); Mediane über alle Bündnisse stehen in evaluation.summary."""


def write_release(release: Release, folder: Path, formats: Collection[str]) -> list[Path]:
    """Write a release in these formats, with tables and statement; the files' paths, README.txt last.

    It is written whole or not at all, and gives the same bytes for the same release.
    """
    published = published_tables(release)

    def beside(staging: Path) -> list[Path]:
        tables = write_tables(published, release.dataset.info, staging, release.dataset.newest)
        return [*tables, *write_statement(release, published, staging)]

    return write_export(release.dataset, folder, formats, beside=beside, closing=_CLOSING)
