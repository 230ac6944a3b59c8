"""Which row each line of a document's tables is: its code leads, tags and print must not speak against it.

Of a line that may be two rows' nothing is taken; what stands in it is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from ruecklauf.cells import Raw
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Remark, remark
from ruecklauf.intake.notes import listed
from ruecklauf.intake.pages.lines import LineRead, Report
from ruecklauf.intake.pages.segment import Segment
from ruecklauf.intake.pages.shapes import Shape
from ruecklauf.intake.submission import Noted


@dataclass(frozen=True, slots=True)
class SettledLines:
    """Where the rows of a section are."""

    rows: Mapping[str, tuple[LineRead, ...]]
    """By code: one line for each part of the table, several where a part is there several times."""
    new: tuple[LineRead, ...]
    """Lines that the form did not have."""
    reports: tuple[Report, ...]
    by_tags: frozenset[LineRead]
    by_print: frozenset[LineRead]


def settle_lines(shape: Shape, readings: tuple[LineRead, ...]) -> SettledLines:
    """The row of every line, as far as code, tags and print agree on it."""
    unread = {reading: note for reading in readings if (note := _unread(reading)) is not None}
    open_lines = [reading for reading in readings if reading not in unread and not is_own(reading)]
    seen = _Seen.of(open_lines)
    placed = {reading: _placed(reading, seen) for reading in open_lines}
    rows: dict[str, list[LineRead]] = defaultdict(list)
    for reading, (code, _) in placed.items():
        if code:
            rows[code].append(reading)
    kept, copies = _without_copies(rows)
    mistaken = [reading for reading in readings if reading in copies and _has_lost_its_code(reading, seen)]
    loose = {reading for reading, (_, by) in placed.items() if by is _By.NOTHING} | copies
    loose.difference_update(mistaken)
    by_tags, by_print = (
        frozenset(reading for reading, (_, by) in placed.items() if by is kind)
        for kind in (_By.TAGS, _By.PRINT)
    )
    reports = (
        *unread.values(),
        *(
            report
            for reading, (_, by) in placed.items()
            if reading not in copies
            for report in _about_evidence(reading, by)
        ),
        *(report for reading in mistaken for report in _doubt(reading)),
        *_lost_codes(shape, by_tags, by_print, kept),
    )
    new = tuple(reading for reading in readings if shape.grows and reading in loose and reading.is_filled)
    return SettledLines(kept, new, reports, by_tags, by_print)


class _By(Enum):
    """What shows which row a line is."""

    CODE = auto()
    TAGS = auto()
    PRINT = auto()
    NOTHING = auto()
    DOUBT = auto()
    """Its evidence points to different rows."""


def _placed(reading: LineRead, seen: _Seen) -> tuple[str, _By]:
    """The row that a line is, and by what it is known."""
    tagged, shown = reading.tagged, reading.shown
    if _is_doubtful(reading, reading.segment in seen.displaced):
        return "", _By.DOUBT
    if reading.code:
        return reading.code, _By.CODE
    if tagged and not seen.has(tagged, reading):
        return tagged, _By.TAGS
    if tagged and seen.has_wrongly(tagged, reading) and reading.is_filled:
        return "", _By.DOUBT
    if shown and not tagged and not seen.has(shown, reading):
        return shown, _By.PRINT
    return "", _By.NOTHING


def _about_evidence(reading: LineRead, by: _By) -> Iterator[Report]:
    if by is _By.DOUBT:
        yield from _doubt(reading)
    elif by is _By.CODE and not reading.is_deformed:
        yield from _differing_tags(reading)
    elif reading.is_deformed and reading.is_filled:
        yield Report(Noted(remark("row_by_controls"), reading.place(), subject=reading.about))


def _unread(reading: LineRead) -> Report | None:
    """A note on a line of which nothing is taken, whatever row it is."""
    if reading.is_deleted:
        found = reading.quoted_whole(before=True)
        return _about_line(reading, "row_deleted_tracked", found) if found or reading.code else None
    if reading.is_deformed and not (reading.cells and reading.tagged):
        found = reading.quoted_whole()
        return _about_line(reading, "row_deformed", found) if found else None
    return None


def _about_line(reading: LineRead, code: str, found: str) -> Report:
    noted = Noted(remark(code, row=reading.code), reading.place(), found, reading.about)
    return Report(noted, reading.line.cells)


def is_own(reading: LineRead) -> bool:
    """Whether a line without a code is the form's: a row of heads, or the example."""
    if reading.code:
        return False
    shape = reading.shape
    texts = [text for cell in reading.line.cells if (text := fold(cell.text))]
    heads = {*shape.heads, *shape.leads}
    if len(texts) > 1 and all(text in heads or shape.key_of_head(text) for text in texts):
        return True
    return is_example(reading)


def is_example(reading: LineRead) -> bool:
    """Whether a line is the example row, or a copy of it."""
    examples = reading.shape.examples
    if not examples:
        return False
    if fold(reading.typed) == fold(reading.wording.texts("document.example")):
        return True
    shown = {key: fold(cell.text) for key, cell in reading.cells.items() if cell.text}
    here = {key: text for key, text in examples.items() if key in reading.cells}
    return len(shown) > 1 and shown == here


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen of a section's lines together."""

    keys: Mapping[str, frozenset[str]]
    """The columns in which each code is seen."""
    wrongly: Mapping[str, frozenset[str]]
    """The columns in which each code is seen in lines whose controls are another row's."""
    displaced: frozenset[Segment]
    """Segments in which lines have other rows' codes."""

    @classmethod
    def of(cls, readings: Collection[LineRead]) -> _Seen:
        """Of lines that may be taken."""
        keys: dict[str, frozenset[str]] = {}
        wrongly: dict[str, frozenset[str]] = {}
        for reading in (line for line in readings if line.code):
            keys[reading.code] = keys.get(reading.code, frozenset()) | reading.cells.keys()
            if reading.tagged not in ("", reading.code):
                wrongly[reading.code] = wrongly.get(reading.code, frozenset()) | reading.cells.keys()
        by_print = (reading.segment for reading in readings if _is_displaced(reading))
        return cls(keys, wrongly, frozenset((*by_print, *_exchanged(readings))))

    def has(self, code: str, reading: LineRead) -> bool:
        """Whether the code is seen in another line with some of the same columns."""
        return bool(self.keys.get(code, frozenset()) & reading.cells.keys())

    def has_wrongly(self, code: str, reading: LineRead) -> bool:
        """The same of a line that its controls show to be another row."""
        return bool(self.wrongly.get(code, frozenset()) & reading.cells.keys())


# Doubt


def _exchanged(readings: Collection[LineRead]) -> Iterator[Segment]:
    """Segments in which codes have changed places, as the controls show: as when codes alone were sorted."""
    others = {
        (reading.segment, reading.code): reading
        for reading in readings
        if reading.tagged not in ("", reading.code)
    }
    for (segment, _), reading in others.items():
        if (segment, reading.tagged) in others:
            yield segment


def _has_lost_its_code(reading: LineRead, seen: _Seen) -> bool:
    """Whether a line with another row's code is what is left of a row that is seen nowhere else."""
    others = reading.tagged not in ("", reading.code)
    return others and not seen.has(reading.tagged, reading) and reading.is_filled


def _is_displaced(reading: LineRead) -> bool:
    """Whether a line shows another row's print than that of its code, and no control speaks for the code.

    A free row may well show what is printed into another one: a second institution of its kind.
    """
    if not reading.shown or not reading.shape.is_printed(reading.code):
        return False
    return reading.code not in (reading.shown, reading.tagged)


def _is_doubtful(reading: LineRead, doubted: bool) -> bool:
    """Whether the line's evidence points to different rows.

    Where lines have other rows' codes, free rows, which nothing is printed into, may have them too.
    """
    if not reading.code:
        tagged = reading.tagged
        return bool(reading.shown) and reading.shape.is_printed(tagged) and tagged != reading.shown
    if _is_displaced(reading):
        return True
    confirmed = reading.code in (reading.shown, reading.tagged)
    return doubted and not confirmed and reading.is_filled


def _doubt(reading: LineRead) -> Iterator[Report]:
    """The line's evidence, and what stands in it."""
    others = dict.fromkeys(code for code in (reading.shown, reading.tagged) if code and code != reading.code)
    words = " / ".join(filter(None, (reading.code or reading.typed, *others)))
    content = reading.quoted()
    found = f"{words}: {content}" if content else words
    noted = Noted(remark("anchors_disagree"), reading.place(), found, reading.about)
    yield Report(noted, tuple(reading.cells.values()))


def _differing_tags(reading: LineRead) -> Iterator[Report]:
    """One note for a line whose controls name other rows or columns; of whole columns there is another."""
    known = reading.segment.contradicted
    others = [
        f"{code}.{key}" if not reading.shape.is_record else code
        for column, named in reading.tags.items()
        for code, key in named
        if code != reading.code or (key != column and known.get(column) != key)
    ]
    if others:
        wording = remark("tags_differ", seen=reading.code, tags=listed(list(dict.fromkeys(others))))
        yield Report(Noted(wording, reading.place(), subject=reading.about))


def _lost_codes(
    shape: Shape,
    by_tags: frozenset[LineRead],
    by_print: frozenset[LineRead],
    rows: Mapping[str, tuple[LineRead, ...]],
) -> Iterator[Report]:
    place, about = shape.place(), shape.about()
    printed = [code for code, readings in rows.items() if any(reading in by_print for reading in readings)]
    noted: list[Remark] = []
    if by_tags:
        noted.append(remark("codes_lost", count=len(by_tags)))
    if printed:
        noted.append(remark("rows_by_print", rows=listed(printed)))
    yield from (Report(Noted(wording, place, subject=about)) for wording in noted)


# Rows that are there twice


def _without_copies(
    rows: Mapping[str, list[LineRead]],
) -> tuple[dict[str, tuple[LineRead, ...]], set[LineRead]]:
    """The rows without lines that contradict one of the same code that is confirmed otherwise; and these."""
    kept: dict[str, tuple[LineRead, ...]] = {}
    copies: set[LineRead] = set()
    for code, readings in rows.items():
        confirmed = {reading for reading in readings if code in (reading.tagged, reading.shown)}
        said = _said_by(confirmed)
        out = {
            reading for reading in readings if reading not in confirmed and _is_no_copy(reading, said, code)
        }
        copies.update(out)
        kept[code] = tuple(reading for reading in readings if reading not in out)
    return kept, copies


def _said_by(readings: Collection[LineRead]) -> Mapping[str, set[str]]:
    """What lines say in each of their columns, blank cells aside."""
    said: dict[str, set[str]] = {}
    for reading in readings:
        for key, content in reading.contents.items():
            said.setdefault(key, set()).update(() if content.raw.is_blank else (content.raw.text,))
    return said


def _is_no_copy(reading: LineRead, said: Mapping[str, set[str]], code: str) -> bool:
    """Whether a line with the code of others, in some of the same columns, is no copy of these."""
    if not reading.cells.keys() & said.keys():
        return False
    return reading.tagged not in ("", code) or any(
        _contradicts(content.raw, said.get(key, set())) for key, content in reading.contents.items()
    )


def _contradicts(raw: Raw, said: set[str]) -> bool:
    """Whether something else is said than in a cell in which anything stands."""
    return not raw.is_blank and len(said) > (raw.text in said)
