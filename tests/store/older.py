"""Databases as the first version of ruecklauf made them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine

from store.declared import ESSEN, KOELN, WAVE, WORKSHEET, sha

_DDL = Path(__file__).parent / "version_1"
_RECEIPT = "receipt (sha256, file_name, received_at)"
_SUBMISSION = "submission (sha256, importer_version, outcome, alliance, wave, confidence, imported_at)"
_ROWS = {
    "answers": [
        ("ruecklauf_meta", ("kind", "answers")),
        ("ruecklauf_meta", ("schema_version", "1")),
        ("declaration", (WORKSHEET.content_hash, "akteure", "1.0", WORKSHEET.canonical_json)),
        ("original", (sha("a"), 1, "2026-06-30 12:00:00")),
        ("original", (sha("b"), 1, "2026-06-30 13:00:00")),
        (_RECEIPT, (sha("a"), "Rücklauf a.xlsx", "2026-06-30 12:00:00")),
        (_RECEIPT, (sha("b"), "Rücklauf b.xlsx", "2026-06-30 13:00:00")),
        (_SUBMISSION, (sha("a"), "1", "accepted", KOELN, WAVE, "certain", "2026-06-30 12:00:00")),
        (_SUBMISSION, (sha("b"), "1", "accepted", ESSEN, WAVE, "certain", "2026-06-30 13:00:00")),
        ("submission_worksheet", (1, "akteure", "1.0", WORKSHEET.content_hash, 1)),
        ("submission_worksheet", (2, "akteure", "1.0", WORKSHEET.content_hash, 1)),
        ("record", (1, "akteure", "liste", "AK001", 1, True)),
        ("record", (2, "akteure", "liste", "AK001", 1, True)),
        ("value", (1, "akteure", "liste", "AK001", "plaetze", "12", None, "12", "Akteure", "C11")),
        ("value", (2, "akteure", "liste", "AK001", "plaetze", None, "unreadable", "ca. 9", "Akteure", "C11")),
    ],
    "contacts": [
        ("ruecklauf_meta", ("kind", "contacts")),
        ("ruecklauf_meta", ("schema_version", "1")),
        (
            "contact",
            (
                sha("a"), "1", "akteure", "liste", "AK001", "ansprech", KOELN, WAVE, "Frau Muster",
                "Frau Muster ", "Akteure", "D11",
            ),
        ),
    ],
}  # fmt: skip


def make_version_1(urls: tuple[str, str]) -> None:
    """Two returns, of Köln and Essen, stored by version 1."""
    for kind, url in zip(("answers", "contacts"), urls, strict=True):
        engine = create_engine(url)
        dialect = engine.dialect.name
        mark = "?" if dialect == "sqlite" else "%s"
        with engine.begin() as connection:
            if dialect == "postgresql":
                connection.exec_driver_sql("SET TIME ZONE 'UTC'")
            for statement in (_DDL / f"{kind}.{dialect}.sql").read_text().split(";\n"):
                if statement:
                    connection.exec_driver_sql(statement)
            for table, row in _ROWS[kind]:
                marks = ", ".join([mark] * len(row))
                connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", row)
        engine.dispose()
