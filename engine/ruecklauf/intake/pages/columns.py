"""Where the columns of a document's tables are: heads lead, tags confirm, the order helps where both fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.intake.pages.grid import Line, Table
from ruecklauf.intake.pages.segment import NOWHERE, Draft, Segment, tags_in
from ruecklauf.intake.pages.shapes import ANSWER, Part, Shape


@dataclass(frozen=True)
class _Lines:
    """Lines of a draft, looked at as a section's."""

    draft: Draft
    shape: Shape

    @cached_property
    def codes(self) -> Mapping[Line, str]:
        """The code in the first cells of each line that has one."""
        first = ((line, cell) for line in self.draft.lines for cell in line.cells[:2])
        found: dict[Line, str] = {}
        for line, cell in first:
            if code := self.shape.code_of(cell.text)[0]:
                found.setdefault(line, code)
        return found

    @cached_property
    def width(self) -> int:
        """How many cells a line has, of most lines."""
        counts = Counter(len(line.cells) for line in self.codes or self.draft.lines)
        return counts.most_common(1)[0][0] if counts else 0

    @cached_property
    def whole(self) -> tuple[Line, ...]:
        """The lines that have all their cells."""
        return tuple(line for line in self.draft.lines if len(line.cells) == self.width)

    @cached_property
    def tagged(self) -> Mapping[int, str]:
        """By cell of a whole line the key that all its controls name, in most lines and nowhere else."""
        named = {index: self._keys_at(index) for index in range(self.width)}
        sure = {
            index: keys[0]
            for index, keys in named.items()
            if len(set(keys)) == 1 and len(keys) * 2 > len(self.whole)
        }
        counts = Counter(sure.values())
        return {index: key for index, key in sure.items() if counts[key] == 1}

    def _keys_at(self, index: int) -> list[str]:
        """The keys that controls name in a column, one for each line that has any."""
        tags = self.shape.tags
        found: list[str] = []
        for line in self.whole:
            found += {tags[tag][1] for tag in tags_in(line.cells[index]) if tag in tags}
        return found

    def code_at(self, taken: Collection[int]) -> int:
        """The cell in which most codes stand, those of the answers aside; NOWHERE if there are none."""
        counts = Counter(
            index
            for line in self.draft.lines
            for index, cell in enumerate(line.cells)
            if index not in taken and self.shape.code_of(cell.text)[0]
        )
        return min(counts, key=lambda index: (-counts[index], index), default=NOWHERE)


def settle_under_heads(draft: Draft, shape: Shape) -> Segment | None:
    """A segment by its heads, with those lost ones that tags or the order tell; None if they do not fit."""
    head, lines = draft.head, _Lines(draft, shape)
    if head is None or len(head.cells) != lines.width:
        return None
    seen = _heads_in(head, shape)
    code_at = lines.code_at(seen.values())
    if code_at == NOWHERE:
        code_at = _row_head_at(head, shape)
    label_at = _label_at(head, shape, seen, code_at)
    free = set(range(lines.width)) - {*seen.values(), code_at, label_at}
    by_tags = {key: index for index, key in lines.tagged.items() if index in free and key not in seen}
    by_order = _by_order(shape, lines.width, {**seen, **by_tags}, free)
    return Segment(
        draft.table,
        shape,
        head,
        tuple(draft.lines),
        lines.width,
        {**seen, **by_tags, **by_order},
        frozenset(by_tags),
        frozenset(by_order),
        {key: lines.tagged[at] for key, at in seen.items() if lines.tagged.get(at, key) != key},
        code_at,
        label_at,
    )


def _heads_in(head: Line, shape: Shape) -> dict[str, int]:
    """The columns by their heads, without heads that stand there twice."""
    keys = [shape.key_of_head(cell.text) for cell in head.cells]
    return {key: index for index, key in enumerate(keys) if key and keys.count(key) == 1}


def _row_head_at(head: Line, shape: Shape) -> int:
    return next((n for n, cell in enumerate(head.cells) if fold(cell.text) == shape.leads[0]), NOWHERE)


def _label_at(head: Line, shape: Shape, seen: Mapping[str, int], code_at: int) -> int | None:
    """Where the labels stand: under their head, or beside the codes where the form has them."""
    labels = shape.leads[1:]
    found = (index for index, cell in enumerate(head.cells) if fold(cell.text) in labels)
    if (under := next((index for index in found if index != code_at), None)) is not None:
        return under
    if code_at == NOWHERE:
        return None
    lead = next((part.lead for part in shape.parts if seen.keys() & set(part.keys)), 1)
    beside = code_at + 1
    return beside if lead > 1 and beside < len(head.cells) and beside not in seen.values() else None


def _by_order(shape: Shape, width: int, known: Mapping[str, int], free: Collection[int]) -> dict[str, int]:
    """The columns without a known head, where all others stand as the form has them."""
    fitting = [part for part in shape.parts if part.width == width and _fits(part, known)]
    if len(fitting) != 1:
        return {}
    return {key: index for key, index in fitting[0].places.items() if key not in known and index in free}


def _fits(part: Part, known: Mapping[str, int]) -> bool:
    return bool(known) and all(part.places.get(key) == index for key, index in known.items())


# Without heads


class Certain:
    """The segments that are certain so far; looked into only where lines without heads ask for it."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._new = list(segments)
        self._by_table: dict[Table, list[Segment]] = {}
        self._answers: dict[Shape, set[tuple[str, str]]] = {}

    def add(self, segment: Segment) -> None:
        self._new.append(segment)

    def answers(self, shape: Shape) -> set[tuple[str, str]]:
        """The codes and keys of a section's cells that have a place."""
        self._look_into_new()
        return self._answers.get(shape, set())

    def within(self, table: Table | None, shape: Shape) -> Iterator[Segment]:
        """Those of a section in one table."""
        self._look_into_new()
        found = self._by_table.get(table, ()) if table is not None else ()
        return (segment for segment in found if segment.shape is shape)

    def _look_into_new(self) -> None:
        for segment in self._new:
            draft = Draft(segment.table, segment.head, (), list(segment.lines))
            codes = set(_Lines(draft, segment.shape).codes.values())
            self._by_table.setdefault(segment.table, []).append(segment)
            answers = self._answers.setdefault(segment.shape, set())
            answers.update((code, key) for code in codes for key in segment.columns)
        self._new = []


def settle_without_heads(draft: Draft, shape: Shape, certain: Certain) -> Iterator[Segment]:
    """What the lines can be of a section: by their tags, else by the number of their columns."""
    lines = _Lines(draft, shape)
    if shape.is_record:
        yield from _answers_beside(lines)
        return
    by_tags = {key: index for index, key in lines.tagged.items()}
    for part in _parts(lines, by_tags, certain):
        columns = dict(by_tags)
        if part.width == lines.width and all(part.places[key] == at for key, at in by_tags.items()):
            columns = {**part.places, **by_tags}
        code_at = lines.code_at(columns.values())
        labelled = part.lead > 1 and code_at != NOWHERE and code_at + 1 not in columns.values()
        yield Segment(
            draft.table,
            shape,
            None,
            tuple(draft.lines),
            lines.width,
            columns,
            frozenset(by_tags),
            frozenset(columns) - by_tags.keys(),
            {},
            code_at,
            code_at + 1 if labelled else None,
        )


def _parts(lines: _Lines, by_tags: Mapping[str, int], certain: Certain) -> list[Part]:
    """The parts of the section's table that the lines can be of."""
    shape = lines.shape
    if by_tags:
        return [part for part in shape.parts if by_tags.keys() <= part.places.keys()]
    parts = [part for part in shape.parts if part.width == lines.width and _print_agrees(lines, part)]
    parts = _still_missing(parts, lines, certain)
    return parts if len(parts) < 2 else _going_on(parts, lines, certain)


def _answers_beside(lines: _Lines) -> Iterator[Segment]:
    """Questions without heads: the answer stands in the cell after the question."""
    draft, shape = lines.draft, lines.shape
    places = {
        index + 1
        for line, code in lines.codes.items()
        for index, cell in enumerate(line.cells)
        if fold(cell.text).startswith(shape.labels[code])
    }
    answers = {index for index, tagged in lines.tagged.items() if tagged == ANSWER} or places
    if len(answers) == 1 and (answer := answers.pop()) < lines.width:
        label_at = answer - 1 if answer > 1 else None
        columns = {key: answer + number for number, key in enumerate(shape.head_texts)}
        columns = {key: index for key, index in columns.items() if index < lines.width}
        yield Segment(draft.table, shape, None, tuple(draft.lines), lines.width, columns, label_at=label_at)


def _print_agrees(lines: _Lines, part: Part) -> bool:
    """Whether most of a part's printed cells show what the form printed there, if it has any."""
    agree = [
        fold(line.cells[part.places[key]].text) == text
        for line in lines.whole
        for key, text in lines.shape.prints.get(lines.codes.get(line, ""), {}).items()
        if key in part.places
    ]
    return not agree or sum(agree) * 2 > len(agree)


def _still_missing(parts: list[Part], lines: _Lines, certain: Certain) -> list[Part]:
    """Those of the parts in which none of the lines' codes has been found yet."""
    there = certain.answers(lines.shape)
    own = set(lines.codes.values())
    return [part for part in parts if not any((code, key) in there for code in own for key in part.keys)]


def _going_on(parts: list[Part], lines: _Lines, certain: Certain) -> list[Part]:
    """Those of the parts that a segment shows which ends with the row before: a table split by hand."""
    shape, order = lines.shape, [*lines.shape.rows]
    first = next(iter(lines.codes.values()), "")
    before = order[order.index(first) - 1] if first and order.index(first) else ""
    ending = [
        segment
        for segment in certain.within(lines.draft.before, shape)
        if before and any(shape.code_of(cell.text)[0] == before for cell in segment.lines[-1].cells[:2])
    ]
    return [part for part in parts for segment in ending if set(part.keys) <= segment.columns.keys()]
