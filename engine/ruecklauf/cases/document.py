"""A case study as a Word document: what its page says, for those who write on."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document

from ruecklauf.cases.gathering import Case, Record, evidence, kinds_of
from ruecklauf.definition.models import Worksheet
from ruecklauf.exports.workbook import visible
from ruecklauf.report.word import begun, saved, write_table
from ruecklauf.report.wording import NONE, Wording

_MATERIAL = ("row_id", "material", "materialart", "vom", "ablage")
_HEADS = ("id", "material", "kind", "dated", "place")


def render_document(case: Case, worksheet: Worksheet, say: Wording) -> bytes:
    """The document of one case; the same bytes for the same case."""
    title = visible(f"{say('title')}: {case.name}")
    document = begun(title, "", say.language)
    document.add_paragraph(title, style="Title")
    document.add_paragraph(say("released") if case.released else say("not_released"))
    for field, heading in (("auswahl_text", "reason"), ("zusammenfassung_text", "summary")):
        if case.record.get(field):
            document.add_paragraph(say(heading), style="Heading 1")
            document.add_paragraph(visible(case.record[field]))
    _write_findings(document, case, say)
    _write_indicators(document, case, say)
    kinds = kinds_of(worksheet, say.language)
    rows = [[_cell(row, name, kinds) for name in _MATERIAL] for row in case.material]
    _write_section(document, "material", [say(f"heads.{head}") for head in _HEADS], rows, say)
    return saved(document)


def _write_findings(document: Document, case: Case, say: Wording) -> None:
    document.add_paragraph(say("findings"), style="Heading 1")
    for label, findings in case.findings:
        document.add_paragraph(f"{label} ({len(findings)})", style="Heading 2")
        for row in findings:
            said = document.add_paragraph(visible(row.get("befund_text") or NONE), style="List Bullet")
            said.add_run().add_break()
            said.add_run(visible(evidence(case, row, say))).italic = True
    if not case.findings:
        document.add_paragraph(say("nothing"))


def _write_indicators(document: Document, case: Case, say: Wording) -> None:
    heads = [say("heads.indicator"), say("heads.unit"), *case.waves]
    rows = [[label, unit, *map(say.number, values)] for label, unit, values in case.indicators]
    _write_section(document, "indicators", heads, rows, say)
    if rows:
        document.add_paragraph(say("missing"))


def _write_section(
    document: Document, key: str, heads: Sequence[str], rows: Sequence[Sequence[str]], say: Wording
) -> None:
    document.add_paragraph(say(key), style="Heading 1")
    if rows:
        write_table(document, heads, rows)
    else:
        document.add_paragraph(say("nothing"))


def _cell(row: Record, name: str, kinds: dict[str, str]) -> str:
    value = kinds.get(row.get(name, "")) if name == "materialart" else row.get(name)
    return visible(str(value)) if value else NONE
