"""Which of a document's tables hold which section.

A table may have been split over pages, joined with the next one, or copied; so a segment is what stands below
one row of heads, or what goes on without heads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.intake.codes import normal_code
from ruecklauf.intake.pages.columns import Certain, settle_under_heads, settle_without_heads
from ruecklauf.intake.pages.grid import Grid, Line, Table
from ruecklauf.intake.pages.segment import Draft, Segment, tags_in
from ruecklauf.intake.pages.shapes import FormShapes, Shape
from ruecklauf.office.document import Change


def find_segments(grid: Grid, shapes: FormShapes, expected: str) -> tuple[Segment, ...]:
    """The segments of all tables, as far as it is clear what they hold.

    `expected` is the worksheet that the document says it is for.
    """
    drafts = tuple(_all_drafts(grid, shapes))
    under_heads = {draft.candidates[0].worksheet for draft in drafts if draft.head and _is_clear(draft)}
    drafts = tuple(_of_worksheets(draft, under_heads | {expected}) for draft in drafts)
    settled = [
        settle_under_heads(draft, draft.candidates[0]) if _is_clear(draft) else None for draft in drafts
    ]
    found = [segment for segment in settled if segment is not None]
    certain = Certain(found)
    for draft, segment in zip(drafts, settled, strict=True):
        if segment is None:
            fitting = [
                fit for shape in draft.candidates for fit in settle_without_heads(draft, shape, certain)
            ]
            if len(fitting) == 1:
                found += fitting
                certain.add(fitting[0])
    order = {table: number for number, table in enumerate(grid.tables)}
    in_order = sorted(
        found, key=lambda segment: (order[segment.table], segment.table.lines.index(segment.lines[0]))
    )
    return tuple(_with_heads_above(in_order))


def _with_heads_above(segments: Iterable[Segment]) -> Iterator[Segment]:
    """The segments; one that goes on where another ends has its heads there, so that none are lost."""
    before: Segment | None = None
    for segment in segments:
        if before is not None and segment.goes_on(before):
            yield replace(segment, by_tags=frozenset(), by_order=frozenset())
        else:
            yield segment
        before = segment


def _is_clear(draft: Draft) -> bool:
    return len(draft.candidates) == 1


def _of_worksheets(draft: Draft, worksheets: Collection[str]) -> Draft:
    """The draft as one of these worksheets, if it can be."""
    here = tuple(shape for shape in draft.candidates if shape.worksheet in worksheets)
    return replace(draft, candidates=here or draft.candidates)


# Gathering lines


def _all_drafts(grid: Grid, shapes: FormShapes) -> Iterator[Draft]:
    before: Table | None = None
    for table in grid.tables:
        for draft in _drafts(table, shapes):
            if draft.lines:
                yield replace(draft, before=before, candidates=_narrowed(draft))
        before = table


def _drafts(table: Table, shapes: FormShapes) -> Iterator[Draft]:
    draft: Draft | None = None
    for line in table.lines:
        headed = _headed(line, shapes)
        owners = () if headed else _owners(line, shapes)
        both = tuple(shape for shape in draft.candidates if shape in owners) if draft else ()
        if headed or (owners and not both and (draft is None or _is_other_row(line, shapes))):
            if draft:
                yield draft
            draft = Draft(table, line if headed else None, headed or owners)
        if draft and not headed:
            draft.candidates = both or draft.candidates
            draft.lines.append(line)
    if draft:
        yield draft


def _owners(line: Line, shapes: FormShapes) -> tuple[Shape, ...]:
    """The sections whose code stands in the line's first cell in which anything stands."""
    first = next((cell for cell in line.cells if cell.text), None)
    if first is None or line.cells.index(first) > 1:
        return ()
    return shapes.with_code(first.text)


def _is_other_row(line: Line, shapes: FormShapes) -> bool:
    """Whether a code and nothing else stands in the line's first cell: a name may begin with a number."""
    return normal_code(line.cells[0].text) in shapes.by_code


def _headed(line: Line, shapes: FormShapes) -> tuple[Shape, ...]:
    """The sections with most of their heads in the line, two at least."""
    if line.change is Change.DELETED or not any(cell.text for cell in line.cells):
        return ()
    scores = {shape: _score(line, shape) for shape in shapes.with_heads(cell.text for cell in line.cells)}
    best = max(scores.values(), default=0)
    return tuple(shape for shape, score in scores.items() if score == best) if best > 1 else ()


def _score(line: Line, shape: Shape) -> int:
    if shape.code_of(line.cells[0].text)[0]:
        return 0
    heads = len({key for cell in line.cells if (key := shape.key_of_head(cell.text))})
    return heads + sum(fold(cell.text) in shape.leads for cell in line.cells) if heads else 0


def _narrowed(draft: Draft) -> tuple[Shape, ...]:
    """The candidates to which most of the controls belong, if any."""
    votes = Counter(
        shape for tag in map(str, _tags(draft.lines)) for shape in draft.candidates if tag in shape.tags
    )
    if len(draft.candidates) == 1 or not votes:
        return draft.candidates
    most = max(votes.values())
    return tuple(shape for shape in draft.candidates if votes[shape] == most)


def _tags(lines: Iterable[Line]) -> Iterator[str]:
    return (tag for line in lines for cell in line.cells for tag in tags_in(cell))
