"""Declared changes as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.definition.changes import Change, CodeChange, FieldChange
from ruecklauf.definition.models import Worksheet

HEADS = ("since", "until", "what", "was", "now", "how")


def change_rows(worksheet: Worksheet) -> Iterator[dict[str, str]]:
    """One row for each change, by `HEADS`: oldest versions first, sections before fields before codes."""
    versions = [changes.since for changes in worksheet.changes] + [worksheet.version]
    for changes, until in zip(worksheet.changes, versions[1:], strict=True):
        kinds: tuple[tuple[str, tuple[Change, ...]], ...] = (
            ("section", changes.sections),
            ("field", changes.fields),
            ("code", changes.codes),
        )
        for kind, changed in kinds:
            for change in changed:
                yield {"since": changes.since, "until": until, "what": kind, **_row(change)}


def _row(change: Change) -> dict[str, str]:
    of = f"{change.list}:" if isinstance(change, CodeChange) else ""
    parts = change.split if isinstance(change, CodeChange) else ()
    now = ", ".join(part.into for part in parts) or change.now or change.new or ""
    was = f"{of}{change.was}" if change.was else ""
    return {"was": was, "now": f"{of}{now}" if now else "", "how": _how(change)}


def _how(change: Change) -> str:
    if change.new:
        return "new"
    if change.dropped:
        return f"dropped: {change.dropped}"
    if isinstance(change, CodeChange) and change.split:
        return "split: " + "; ".join(
            f"{part.into} where {part.when or 'people say so'}" for part in change.split
        )
    if isinstance(change, FieldChange) and change.answers:
        return f"type changed, answers {'kept' if change.answers == 'kept' else 'asked again'}"
    return "recoded" if isinstance(change, CodeChange) else "renamed or moved"
