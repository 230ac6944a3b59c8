"""The damage report: what was done to each returned form, and by what its answers were found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ruecklauf.errors import ProjectError
from ruecklauf.intake.condition import Condition, Recovered, SheetCondition
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import StoredSubmission

SHOWN = 5
"""Places or ids named in a line."""


@dataclass(frozen=True, slots=True)
class DamageReport:
    """One returned file that could be read."""

    file: str
    sha256: str
    alliance: str
    wave: str
    condition: Condition

    @property
    def lines(self) -> tuple[str, ...]:
        """What was done to the form, a line each; none if it is as it was made."""
        return tuple(_done(self.condition))

    @property
    def recovered(self) -> str:
        """How the cells for answers were found."""
        return _recovered(self.condition.recovered)

    def as_json(self) -> dict[str, object]:
        return {
            "file": self.file,
            "sha256": self.sha256,
            "alliance": self.alliance,
            "wave": self.wave,
            "damage": list(self.lines),
            "condition": self.condition.as_json(),
        }


def damage_reports(
    workspace: Workspace, *, wave: str | None = None, alliance: str | None = None, file: str | None = None
) -> tuple[DamageReport, ...]:
    """The reports of all files that were read, newest import of each; narrowed by wave, alliance, file.

    `file` is a name under which a file came, or the beginning of its SHA-256.
    """
    with workspace.store.snapshot() as state:
        imports = [imported for imported in state.submissions() if _is_meant(imported, file)]
    newest = {imported.sha256: imported for imported in imports}
    if file is not None and not newest:
        raise ProjectError("no such file was handed in", where=file, remedy="Give its name or its SHA-256.")
    return tuple(
        DamageReport(
            imported.file_names[-1],
            imported.sha256,
            imported.alliance,
            imported.wave,
            Condition.from_json(imported.condition),
        )
        for imported in newest.values()
        if imported.condition is not None
        and alliance in (None, imported.alliance)
        and wave in (None, imported.wave)
    )


def _is_meant(imported: StoredSubmission, file: str | None) -> bool:
    return file is None or file in imported.file_names or imported.sha256.startswith(file.lower())


def _done(condition: Condition) -> Iterator[str]:
    yield from _about_sheets(condition)
    if condition.all_formulas_gone:
        yield f"all {condition.formulas} formulas replaced by values"
    if condition.names_lost:
        yield f"{condition.names_lost} of {condition.names} hidden names lost"
    if condition.cells_moved:
        moves = [f"{start} → {end}" for start, end in condition.cells_moved]
        yield f"cells cut and pasted: {_listed(moves)}"
    if condition.macros:
        yield "macros added"
    if condition.external_links:
        yield f"links to {condition.external_links} other workbooks"
    if condition.unknown_parts:
        yield f"{condition.unknown_parts} parts that are not read"
    for sheet in condition.sheets:
        done = list(_on_sheet(sheet, formulas=not condition.all_formulas_gone))
        if done:
            yield f"{sheet.sheet}: {', '.join(done)}"


def _about_sheets(condition: Condition) -> Iterator[str]:
    gone = [name for name in condition.sheets_missing if name not in condition.hidden_sheets_missing]
    if gone:
        yield f"sheets deleted: {_listed(gone)}"
    if condition.hidden_sheets_missing:
        yield f"hidden sheets lost: {_listed(condition.hidden_sheets_missing)}"
    if condition.sheets_renamed:
        yield f"sheets renamed: {_listed([f'{old} → {new}' for old, new in condition.sheets_renamed])}"
    if condition.sheets_added:
        yield f"sheets added: {_listed(condition.sheets_added)}"
    if condition.sheets_reordered:
        yield "sheets in another order"
    if condition.sheets_shown:
        yield f"hidden sheets made visible: {_listed(condition.sheets_shown)}"
    if condition.sheets_hidden:
        yield f"sheets hidden: {_listed(condition.sheets_hidden)}"


_COUNTS = {
    "hidden_rows": "{} rows hidden",
    "hidden_columns": "{} columns hidden",
    "inputs_without_validation": "{} cells without their validation",
    "labels_removed": "{} labels deleted",
    "codes_lost": "{} visible ids or heads lost",
    "rows_added": "{} rows added",
    "columns_added": "{} columns added",
    "merged": "{} areas merged",
    "notes": "{} notes",
    "drawing_texts": "{} text boxes",
    "links_added": "{} links",
    "page_texts_changed": "{} headers or footers changed",
}
_LISTS = {
    "rows_missing": "rows deleted: {}",
    "rows_moved": "rows moved or sorted: {}",
    "columns_missing": "columns lost: {}",
    "columns_shifted": "cells of single columns shifted: {}",
}


def _on_sheet(sheet: SheetCondition, *, formulas: bool) -> Iterator[str]:
    if not sheet.protected:
        yield "protection removed"
    if sheet.filtered:
        yield "filtered"
    if formulas and sheet.formulas_overwritten:
        yield f"{sheet.formulas_overwritten} formulas overwritten{_at(sheet.formulas_at)}"
    if formulas and sheet.formulas_removed:
        yield f"{sheet.formulas_removed} formulas deleted"
    if sheet.labels_overwritten:
        yield f"{sheet.labels_overwritten} labels overwritten{_at(sheet.labels_at)}"
    for name, wording in _COUNTS.items():
        if getattr(sheet, name):
            yield wording.format(getattr(sheet, name))
    for name, wording in _LISTS.items():
        if getattr(sheet, name):
            yield wording.format(_listed(getattr(sheet, name)))


def _at(places: tuple[str, ...]) -> str:
    return f" ({_listed(places)})" if places else ""


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")


def _recovered(found: Recovered) -> str:
    ways = {
        "by ids and names": found.by_both,
        "by visible ids alone": found.by_codes,
        "by hidden names alone": found.by_names,
        "by what the form printed": found.by_print,
        "in added rows": found.added,
        "not found": found.not_found,
    }
    found_by = ", ".join(f"{count} {way}" for way, count in ways.items() if count)
    return f"{found.planned} cells for answers: {found_by or 'none found'}"
