"""alliances.csv: who answers, read with every mistake at its line, and written so that Excel opens it."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Literal, cast

from ruecklauf import ags as agscodes
from ruecklauf.ags import AgsNote
from ruecklauf.errors import Problem, ProjectError
from ruecklauf.formcode import draw_alliance_id, is_alliance_id
from ruecklauf.project.problems import did_you_mean, is_email, project_error
from ruecklauf.project.settings import Wave
from ruecklauf.project.table import CsvRow, CsvTable, read_csv
from ruecklauf.project.territory import territory_remarks
from ruecklauf.texts import languages
from ruecklauf.whole_files import write_whole

AreaType = Literal["kreis", "kreisfrei", "kreisangehoerig", "verbund"]
AREA_TYPES = ("kreis", "kreisfrei", "kreisangehoerig", "verbund")

COLUMNS = ("id", "name", "ags", "gebietstyp", "email")
OPTIONAL = ("cc", "sprache")
"""Who gets copies of messages, and their language; a list need not have these columns."""
OWN_COLUMN = "x_"
"""Columns that begin so are the operator's own; they are kept in `Alliance.extra`."""


@dataclass(frozen=True, slots=True)
class Alliance:
    """Who answers: one municipality, or several together."""

    id: str
    name: str
    ags: tuple[str, ...]
    """Each with 8 digits."""
    area_type: AreaType
    email: str = ""
    """The first address; messages go to the others, too."""
    extra: dict[str, str] = field(default_factory=dict, hash=False)
    """The operator's own columns, by their names."""
    further: tuple[str, ...] = ()
    """The other addresses that stand in the same cell."""
    cc: tuple[str, ...] = ()
    language: str = ""
    """Of forms and messages; empty for that of the wave."""

    def language_in(self, wave: Wave) -> str:
        """The language of its forms and messages in a wave."""
        return self.language or wave.language

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where messages go, copies apart."""
        return (*filter(None, (self.email,)), *self.further)


@dataclass(frozen=True, slots=True)
class AllianceList:
    """The alliances in the order of the file, and what was noted while reading it."""

    alliances: tuple[Alliance, ...]
    notes: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row by the names of its columns, and how to complain about it."""

    file: str
    line: int
    columns: tuple[str, ...]
    by_name: dict[str, str]
    surplus: bool
    """Whether something stands beyond the last column."""

    def problem(self, column: str, message: str, severity: str = "error") -> Problem:
        """A problem in one cell; its column is the cell's number in the row, not a character position."""
        return Problem(self.file, self.line, self.columns.index(column) + 1, message, severity)


def read_alliances(path: Path) -> AllianceList:
    """The alliances in a CSV file; every mistake in it at once as a ProjectError.

    A restored leading zero, a code from elsewhere than NRW and the like are notes and stop nothing.
    """
    table = read_csv(path)
    columns = _read_header(table.header, str(path))
    rows = [_name_cells(row, columns, str(path)) for row in table.rows]
    read = [_read_row(cells) for cells in rows]
    alliances = [alliance for alliance, _ in read]
    problems = [
        *table.notes,
        *(problem for _, found in read for problem in found),
        *_check_ids(rows),
        *_compare_rows(alliances, rows),
        *_note_whole(alliances, str(path), table),
    ]
    if any(problem.severity == "error" for problem in problems):
        raise project_error(problems)
    return AllianceList(tuple(alliances), tuple(sorted(problems)))


def write_alliances(path: Path, alliances: Sequence[Alliance]) -> None:
    """Write alliances as CSV with `;` and BOM, which German Excel opens with umlauts and columns intact.

    The file is replaced in one step: it is the only key from ids to municipalities.
    """
    own = list(dict.fromkeys(name for alliance in alliances for name in alliance.extra))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    optional = OPTIONAL if any(alliance.cc or alliance.language for alliance in alliances) else ()
    writer.writerow([*COLUMNS, *optional, *own])
    for alliance in alliances:
        cells = [alliance.id, alliance.name, " ".join(alliance.ags), alliance.area_type]
        cells.append(" ".join(alliance.addresses))
        cells += [" ".join(alliance.cc), alliance.language][: len(optional)]
        writer.writerow([*cells, *(alliance.extra.get(name, "") for name in own)])
    try:
        write_whole(path, text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise ProjectError(f"cannot be written ({error.strerror}).", where=str(path)) from error


def _read_header(header: CsvRow, file: str) -> tuple[str, ...]:
    names = [name.lower() for name in header.cells]
    columns = tuple(names[: max(number for number, name in enumerate(names, start=1) if name)])
    problems = [
        Problem(file, header.line, columns.index(missing) + 1 if missing in columns else 1, message)
        for missing, message in _header_mistakes(columns)
    ]
    if problems:
        raise project_error(
            problems, remedy=f"Own columns are allowed if their names begin with {OWN_COLUMN}."
        )
    return columns


def _header_mistakes(columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    absent = [name for name in COLUMNS if name not in columns]
    for name in absent:
        yield name, f"column '{name}' is missing."
    for name in dict.fromkeys(columns):
        if name not in (*COLUMNS, *OPTIONAL) and not name.startswith(OWN_COLUMN):
            yield name, f"'{name}' is not a column.{did_you_mean(name, absent or COLUMNS)}"
        elif columns.count(name) > 1:
            yield name, f"column '{name}' occurs {columns.count(name)} times."


def _name_cells(row: CsvRow, columns: tuple[str, ...], file: str) -> _Cells:
    """A row by its columns; cells missing at its end are empty ones."""
    by_name = dict(zip_longest(columns, row.cells[: len(columns)], fillvalue=""))
    return _Cells(file, row.line, columns, by_name, any(row.cells[len(columns) :]))


def _read_row(cells: _Cells) -> tuple[Alliance, list[Problem]]:
    """The alliance of a row as far as it can be read, and what is to be said about the row."""
    given = cells.by_name
    codes, problems = _read_codes(cells)
    area_type = _read_area_type(given["gebietstyp"])
    if cells.surplus:
        problems.append(cells.problem("id", "the row has more cells than the header has columns."))
    if not given["name"]:
        problems.append(cells.problem("name", "the name is missing."))
    emails, copies = (_addresses(cells, column) for column in ("email", "cc"))
    problems += [*emails.problems, *copies.problems, *_language_mistakes(cells)]
    if area_type is None:
        problems.append(cells.problem("gebietstyp", _area_type_mistake(given["gebietstyp"], codes)))
    elif codes:
        remarks = territory_remarks(given["name"], codes, area_type)
        problems += [
            cells.problem(alliance.column, alliance.message, alliance.severity) for alliance in remarks
        ]
    extra = {name: value for name, value in given.items() if name.startswith(OWN_COLUMN)}
    alliance = Alliance(
        given["id"].upper(),
        given["name"],
        codes,
        area_type or "verbund",
        "".join(emails.found[:1]),
        extra,
        further=emails.found[1:],
        cc=copies.found,
        language=given.get("sprache", "").lower(),
    )
    return alliance, problems


@dataclass(frozen=True, slots=True)
class _Addresses:
    found: tuple[str, ...]
    problems: tuple[Problem, ...]


def _addresses(cells: _Cells, column: str) -> _Addresses:
    """The addresses in a cell, with blanks, commas or semicolons between them."""
    typed = [text for text in re.split(r"[\s,;]+", cells.by_name.get(column, "")) if text]
    wrong = (text for text in typed if not is_email(text))
    problems = (cells.problem(column, f"'{text}' is not an e-mail address.") for text in wrong)
    return _Addresses(tuple(dict.fromkeys(typed)), tuple(problems))


def _language_mistakes(cells: _Cells) -> Iterator[Problem]:
    given = cells.by_name.get("sprache", "")
    if given and given.lower() not in languages():
        yield cells.problem(
            "sprache", f"'{given}' is no language of forms and messages: {', '.join(languages())}."
        )


def _check_ids(rows: Sequence[_Cells]) -> Iterator[Problem]:
    """A problem for every id that is missing or is none, with one that is free."""
    taken = {cells.by_name["id"].upper() for cells in rows}
    for cells in rows:
        given = cells.by_name["id"]
        if is_alliance_id(given.upper()):
            continue
        free = draw_alliance_id(taken)
        taken.add(free)
        wrong = f"'{given}' is not an id: 6 of the digits and letters without I, L, O, U."
        yield cells.problem("id", f"{wrong if given else 'the id is missing.'} {free} is free.")


def _read_codes(cells: _Cells) -> tuple[tuple[str, ...], list[Problem]]:
    codes: dict[str, None] = {}
    problems = []
    for typed in agscodes.split_ags(cells.by_name["ags"]):
        code, note = agscodes.read_ags(typed)
        if code is None:
            problems.append(cells.problem("ags", f"'{typed}' is not an AGS. {agscodes.ALLOWED}"))
            continue
        if note is AgsNote.PADDED:
            message = f"'{typed}' had lost its leading zero; it was read as {code}."
            problems.append(cells.problem("ags", message, "warning"))
        if code in codes:
            problems.append(cells.problem("ags", f"{code} is listed twice.", "warning"))
        codes[code] = None
    if not codes and not problems:
        problems.append(cells.problem("ags", f"the AGS is missing. {agscodes.ALLOWED}"))
    return tuple(codes), problems


def _read_area_type(given: str) -> AreaType | None:
    spelt_out = given.lower().replace("ö", "oe").replace("kreisfreie stadt", "kreisfrei")
    return cast(AreaType, spelt_out) if spelt_out in AREA_TYPES else None


def _area_type_mistake(given: str, codes: tuple[str, ...]) -> str:
    head = f"'{given}' is not a gebietstyp" if given else "the gebietstyp is missing"
    district = agscodes.district_of(codes[0]) if len(codes) == 1 else None
    if district:
        return f"{head}. {codes[0]} stands for {district.full_name}: {district.kind}."
    return f"{head}; use one of {', '.join(AREA_TYPES)}.{did_you_mean(given, AREA_TYPES)}"


def _compare_rows(alliances: Sequence[Alliance], rows: Sequence[_Cells]) -> Iterator[Problem]:
    """What only several rows together show: an id, a name or a code that occurs again."""
    for column, severity in (("id", "error"), ("name", "warning"), ("ags", "warning")):
        seen: dict[str, list[int]] = defaultdict(list)
        for alliance, cells in zip(alliances, rows, strict=True):
            for key in _keys_of(alliance, column):
                if key in seen:
                    message = f"{column} '{key}' stands in line {seen[key][0]} already."
                    yield cells.problem(column, message, severity)
                seen[key].append(cells.line)


def _keys_of(alliance: Alliance, column: str) -> Iterable[str]:
    keys = {"id": (alliance.id,), "name": (alliance.name,), "ags": alliance.ags}[column]
    return filter(None, keys)


def _note_whole(alliances: Sequence[Alliance], file: str, table: CsvTable) -> Iterator[Problem]:
    """What is said once about the file, not row by row."""
    if not alliances:
        yield Problem(file, table.header.line, 1, "lists no alliance yet.", "warning")
    if lacking := [alliance.id or alliance.name for alliance in alliances if not alliance.email]:
        shown = ", ".join(lacking[:5]) + (", …" if len(lacking) > 5 else "")
        message = f"{len(lacking)} of {len(alliances)} alliances have no e-mail address: {shown}"
        yield Problem(file, table.header.line, 1, message, "warning")
