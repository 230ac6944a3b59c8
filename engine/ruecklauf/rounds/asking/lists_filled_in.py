"""Corrections in bulk, from a list that `findings` wrote and a person filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ruecklauf.cells import BLANK, Raw
from ruecklauf.errors import ProjectError
from ruecklauf.exports.workbook import write_list
from ruecklauf.office.opening import open_file
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Workbook
from ruecklauf.rounds.asking.decisions import correction_of, put_right
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Correction
from ruecklauf.texts import in_any_language
from ruecklauf.values import Missing

TO_FILL_IN = ("value", "missing")
"""The heads of the columns that a person fills in: what an answer should say, or why there is none."""
DISTINCT_COLUMNS = ("worksheet", "table", "field", "code", "found", "count", "alliances", "message")
_GIVEN = {reason.value: reason for reason in (Missing.NO_ANSWER, Missing.UNKNOWN, Missing.NOT_APPLICABLE)}
_LONGEST = 4_000
Row = Mapping[str, str]


def distinct_rows(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Equal wrong texts of one question once, the most frequent first. Keys are DISTINCT_COLUMNS.

    Left out is what quotes no answer, is personal, or is too long for a list.
    """
    personal = in_any_language("words.personal")
    alike: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        is_personal = any(word in row["found"] for word in personal)
        if row["field"] and row["found"] and not is_personal and len(row["found"]) <= _LONGEST:
            alike[tuple(row[name] for name in DISTINCT_COLUMNS[:5])].append(row)
    found = [
        {
            **dict(zip(DISTINCT_COLUMNS, key, strict=False)),
            "count": str(len(same)),
            "alliances": ", ".join(dict.fromkeys(row["alliance_name"] for row in same)),
            "message": same[0]["message"].removeprefix(f"{same[0]['place']}: "),
        }
        for key, same in alike.items()
    ]
    return sorted(found, key=lambda row: -int(row["count"]))


def write_distinct(rows: Iterable[Row], path: Path) -> None:
    """The same as an Excel file to fill in. RuecklaufError where it cannot be written."""
    content = [(*(row[name] for name in DISTINCT_COLUMNS), "", "") for row in rows]
    write_list(path, title="findings", heads=(*DISTINCT_COLUMNS, *TO_FILL_IN), rows=content)


def correct_from(
    workspace: Workspace, path: Path, *, person: str, reason: str, now: datetime
) -> tuple[Correction, ...]:
    """Record a correction for everything that is filled in, or nothing at all.

    ProjectError, with the line, for a list that is none of `findings`, for a value that its field does not
    take, and for a finding that is not open any more: what was returned since is not corrected unseen.
    """
    current = finding_rows(workspace)
    made: list[Correction] = []
    for line in _lines(path):
        try:
            for row in line.meant(current):
                made.append(
                    correction_of(
                        workspace,
                        workspace.project.alliance(row["alliance"]),
                        workspace.project.wave(row["wave"]),
                        ".".join(row[name] for name in ("worksheet", "table", "field")),
                        row=row["row_id"] or None,
                        value=line.value,
                        missing=line.missing,
                        person=person,
                        reason=reason,
                        now=now,
                    )
                )
        except ProjectError as error:
            where = f"{path.name}, line {line.number}"
            raise ProjectError(error.what, where=where, remedy=error.remedy) from error
    put_right(workspace, made)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a list in which something is filled in."""

    number: int
    texts: Row
    value: Raw | None
    missing: Missing | None

    def meant(self, current: Iterable[Row]) -> list[Row]:
        """The findings that are to be corrected; ProjectError where one is not open any more."""
        if not self.texts["field"]:
            raise ProjectError(
                "is about no answer", remedy="Correct single answers with `ruecklauf correct`."
            )
        if "count" in self.texts:
            found = [row for row in current if _says_all(row, self.texts, DISTINCT_COLUMNS[:5])]
            lacking = set() if found else {self.texts["found"]}
        else:
            wanted = self.texts["row_id"].split(", ")
            found = [
                row for row in current if row["point"] == self.texts["point"] and row["row_id"] in wanted
            ]
            lacking = set(wanted) - {row["row_id"] for row in found}
        if lacking:
            what = f"is open no longer: {', '.join(sorted(lacking)) or self.texts['field']}"
            raise ProjectError(what, remedy="Write the list anew with `ruecklauf findings`.")
        return found


def _says_all(row: Row, wanted: Row, names: Iterable[str]) -> bool:
    return all(row[name] == wanted[name] for name in names)


def _lines(path: Path) -> Iterator[_Line]:
    cells = _cells(path)
    heads = {column: raw.text for (row, column), raw in cells.items() if row == 1}
    columns = {head: column for column, head in heads.items()}
    is_distinct = {*DISTINCT_COLUMNS, *TO_FILL_IN} <= columns.keys()
    if not is_distinct and not {"point", "row_id", "field", *TO_FILL_IN} <= columns.keys():
        raise ProjectError(
            "is no list that `ruecklauf findings` wrote",
            where=str(path),
            remedy="Make one with `ruecklauf findings --xlsx FILE`, with --distinct or without.",
        )
    for number in sorted({row for row, _ in cells if row > 1}):
        line = {head: cells.get((number, column), BLANK) for head, column in columns.items()}
        value, why = line["value"], line["missing"].text.strip()
        if value.text.strip() or why:
            texts = {head: raw.text for head, raw in line.items()}
            yield _Line(number, texts, *_filled_in(f"{path.name}, line {number}", value, why))


def _filled_in(where: str, value: Raw, why: str) -> tuple[Raw | None, Missing | None]:
    if value.text.strip() and why:
        raise ProjectError("has both a value and why there is none", where=where)
    if why and why not in _GIVEN:
        raise ProjectError(f"{why!r} is no reason", where=where, remedy=f"Use one of {', '.join(_GIVEN)}.")
    return (None, _GIVEN[why]) if why else (value, None)


def _cells(path: Path) -> dict[tuple[int, int], Raw]:
    """What stands on the first sheet of a workbook."""
    try:
        content = open_file(path.read_bytes()).content
    except OSError as error:
        raise ProjectError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
    except Refusal as refusal:
        raise ProjectError(f"cannot be read ({refusal.code})", where=str(path)) from refusal
    if not isinstance(content, Workbook) or not content.sheets:
        raise ProjectError("is no workbook", where=str(path))
    return {place: cell.raw for place, cell in content.sheets[0].cells.items()}
