"""The balance of a returned file: every cell is the form's, an answer, or shown in a finding."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from gauntlet.filled import FORMS, LAYOUT, filled_form, outdated_form
from gauntlet.importing import Imported
from gauntlet.workbooks.counting import UNKNOWN, Part, Written, squeezed, written_in
from ruecklauf.cells import a1, parse_a1
from ruecklauf.findings import Finding
from ruecklauf.intake.read import open_return
from ruecklauf.invisibles import shows_nothing
from ruecklauf.texts import load_texts

PERSONAL = load_texts("de")("words.personal")
"""Stands in findings for what is personal."""
_QUOTED = re.compile(r"(?:^| / )[A-Z]{1,3}[0-9]+: ")
"""What stands before each of several quotes."""
_FORMULA = re.compile(r'"[^"]*"|[A-Z]{2,}(?=\()')


@dataclass(frozen=True)
class _FormSheet:
    """What the form itself has on one sheet."""

    at: dict[str, str]
    """By address."""
    texts: Counter[str]


@dataclass(frozen=True, eq=False)
class _Form:
    """A form as it was sent."""

    sheets: dict[str, _FormSheet]
    lines: frozenset[str]
    """The lines with the form's code, which every sheet repeats."""

    def sheet(self, cells: list[Written]) -> _FormSheet:
        """The sheet of the same name, else the one most like these cells: copies repeat its texts."""
        named = self.sheets.get(cells[0].sheet)
        if named is not None:
            return named
        marks = Counter(sign for one in cells for sign in _signs(one)[:1])
        return max(
            self.sheets.values(), key=lambda own: sum(min(n, own.texts[mark]) for mark, n in marks.items())
        )


def lost_cells(imported: Imported, parts: tuple[Part, ...]) -> Iterator[str]:
    """The cells, notes and text boxes nobody tells of, as `sheet!cell: text`."""
    form = next(form for form in _forms() if any(_has_line(part, form) for part in parts))
    by_sheet = _by_sheet(one for part in parts if not _is_the_forms(part, form) for one in part.written)
    told = _Told.of(imported)
    for cells in by_sheet.values():
        rest = [one for one in cells if _is_seen(one) and not told.tells(one)]
        for one in _without_form(rest, form.sheet(cells), form.lines):
            if one.kind != "cell" or not any(area.pays_for(one) for area in told.areas):
                yield f"{one.sheet}!{one.cell}: {one.shown or one.formula}"


@lru_cache(maxsize=64)
def _has_line(part: Part, form: _Form) -> bool:
    return not form.lines.isdisjoint(text for one in part.written for text in one.shown)


@lru_cache(maxsize=64)
def _is_the_forms(part: Part, form: _Form) -> bool:
    """Whether a part holds nothing but the form's own texts, whatever anybody tells of them.

    Asked once of each, because most damage leaves most sheets as they were.
    """
    by_sheet = _by_sheet(filter(_is_seen, part.written))
    return not any(_without_form(cells, form.sheet(cells), form.lines) for cells in by_sheet.values())


def _is_seen(one: Written) -> bool:
    return bool(one.formula) or not all(map(shows_nothing, one.shown))


@dataclass
class _Area:
    """What a finding on many cells says besides its quotes: in which area, and how many there are."""

    sheet: str
    corners: tuple[tuple[int, int], tuple[int, int]]
    left: int
    """Cells that it can still be about."""

    @classmethod
    def of(cls, finding: Finding) -> _Area:
        first, last = map(parse_a1, finding.place.cell.split(":"))
        size = re.search(r" an (\d+) Stellen", finding.message)
        quoted = len(_QUOTED.findall(finding.found))
        return cls(finding.place.sheet, (first, last), int(size[1]) - quoted if size else 0)

    def pays_for(self, one: Written) -> bool:
        """Whether the finding is about this cell too: of more cells than it counts it cannot be."""
        (top, left), (bottom, right) = self.corners
        row, column = parse_a1(one.cell)
        inside = one.sheet == self.sheet and top <= row <= bottom and left <= column <= right
        if inside and self.left > 0:
            self.left -= 1
            return True
        return False


@dataclass(frozen=True)
class _Told:
    """Answers and findings by place."""

    answers: dict[tuple[str, str], list[str]]
    found: dict[tuple[str, str], list[str]]
    anywhere: dict[str, list[str]]
    """By sheet; under the empty name those about the whole file."""
    areas: list[_Area]

    @classmethod
    def of(cls, imported: Imported) -> _Told:
        told = cls(defaultdict(list), defaultdict(list), defaultdict(list), [])
        for entry in imported.entries.values():
            told.answers[entry.place.sheet, entry.place.cell].append(squeezed(entry.raw))
        for finding in imported.findings:
            text = squeezed(finding.found)
            told.found[finding.place.sheet, finding.place.cell].append(text)
            told.anywhere[finding.place.sheet].append(text)
            if ":" in finding.place.cell and (text == PERSONAL or text.endswith(" …")):
                told.areas.append(_Area.of(finding))
        return told

    def tells(self, one: Written) -> bool:
        """Whether it is an answer's own cell, or quoted in a finding about its place."""
        place = (one.sheet, one.cell)
        if one.kind == "cell" and self._is_answer(one, self.answers.get(place, [])):
            return True
        about = self.found.get(place, [])
        shown = one.shown or (squeezed(f"={one.formula.removeprefix('=')}"),)
        if PERSONAL in about or any(text in found for text in shown for found in about):
            return True
        quotes = [f"{one.cell}: {text}" for text in (*shown, PERSONAL)] if one.cell else list(shown)
        return any(quote in found for quote in quotes for found in self.anywhere[one.sheet])

    @staticmethod
    def _is_answer(one: Written, raws: list[str]) -> bool:
        if not raws:
            return False
        texts = [text for text in one.shown if not _is_number(text)]
        # numbers and dates: the file has 46203 or 3.8E2 for what is shown
        return (
            len(texts) < len(one.shown) or any(text in raws for text in texts) or any(map(_is_number, raws))
        )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _without_form(rest: list[Written], form: _FormSheet, lines: frozenset[str]) -> list[Written]:
    """What is left of `rest` without the form's own texts, each counted as often as the form has it."""
    left = form.texts.copy()
    elsewhere: list[Written] = []
    for one in rest:
        if _stays_calculated(one, form):
            continue
        if one.kind == "cell" and form.at.get(one.cell) in _signs(one):
            left[form.at[one.cell]] -= 1
        else:
            elsewhere.append(one)
    lost: list[Written] = []
    for one in elsewhere:
        sign = next((sign for sign in _signs(one) if left[sign] > 0), None)
        if one.kind == "cell" and sign is not None:
            left[sign] -= 1
        elif one.kind != "cell" or lines.isdisjoint(one.shown):
            lost.append(one)
    return lost


def _stays_calculated(one: Written, form: _FormSheet) -> bool:
    """Whether a formula stands where the form has one, if that is all that can be said.

    xlrd does not show formulas; on hidden sheets programs rewrite them or keep their results alone.
    """
    hidden = one.sheet.startswith("_") and (bool(one.formula) or any(map(_is_number, one.shown)))
    return (hidden or one.formula == UNKNOWN) and form.at.get(one.cell, "").startswith("=")


def _signs(one: Written) -> tuple[str, ...]:
    """By what a cell is known again: a formula by its words, for every program writes it its own way."""
    formula = (_formula_sign(one.formula),) if one.formula not in ("", UNKNOWN) else ()
    return (*formula, *(text.casefold() for text in one.shown))


def _formula_sign(formula: str) -> str:
    return "=" + "".join(_FORMULA.findall(formula))


def _by_sheet(written: Iterable[Written]) -> dict[str, list[Written]]:
    by_sheet: dict[str, list[Written]] = defaultdict(list)
    for one in written:
        by_sheet[one.sheet].append(one)
    return by_sheet


@cache
def _forms() -> tuple[_Form, ...]:
    return tuple(map(_form, (*map(filled_form, FORMS), outdated_form())))


def _form(data: bytes) -> _Form:
    inputs = {
        (sheet.name, a1(cell.row, cell.column))
        for sheet in LAYOUT.sheets
        for cell in sheet.inputs()
        if not cell.locked
    }
    code = str(open_return(data).recognised.code)
    written = written_in(data)
    own = _by_sheet(one for one in written if (one.sheet, one.cell) not in inputs)
    return _Form(
        {name: _form_sheet(cells) for name, cells in own.items()},
        frozenset(text for one in written for text in one.shown if text.endswith(code)),
    )


def _form_sheet(cells: list[Written]) -> _FormSheet:
    at = {one.cell: _signs(one)[0] for one in cells}
    texts = Counter(at.values())
    # pasted over as values, a formula leaves its result
    texts.update(one.shown[0].casefold() for one in cells if one.formula and one.shown)
    return _FormSheet(at, texts)
