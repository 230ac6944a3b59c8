"""References settled over all tables: a row that exists, named by its id or by exactly its label."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ruecklauf.check.rows import Answer, ReadRow, ReadTable
from ruecklauf.definition.models import GridSection, Worksheet
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.fieldtypes.folding import bare, fold
from ruecklauf.fieldtypes.reference import Reference, begins_with_id, goes_on, is_enumeration, split_reference
from ruecklauf.findings import remark
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.row_ids import printed_codes, row_names, row_names_read
from ruecklauf.values import Missing


@dataclass(frozen=True, slots=True)
class _Target:
    """The rows of a referred table by id, with their labels."""

    labels: Mapping[str, str]
    printed: Mapping[str, frozenset[str]]
    """What the form prints into a row to say what it is, folded: lists in documents offer rows by that."""
    by_print: bool = False
    """Whether that is what names a row: in grids."""

    def shows(self, row_id: str, label: str) -> bool:
        """Whether the row is called so, or was printed with that."""
        named = self.labels.get(row_id, "")
        return bool(named) and fold(label) in {fold(named), *self.printed.get(row_id, ())}

    def with_label(self, label: str) -> list[str]:
        wanted = fold(label)
        if self.by_print:
            return [row_id for row_id, names in self.printed.items() if wanted in names]
        return [row_id for row_id, text in self.labels.items() if text and fold(text) == wanted]


def settle_references(
    tables: tuple[ReadTable, ...], beside: tuple[ReadTable, ...] = ()
) -> tuple[ReadTable, ...]:
    """The tables with every reference either pointing to a row that is there, or remarked on.

    Tables that came in other files are `beside`; they lead, except for what a worksheet says of itself.
    """
    own = [(table, _target(table)) for table in tables]
    around = {
        **{table.name: target for table, target in own},
        **{other.name: _target(other) for other in beside},
    }
    seen_by = {
        worksheet: {**around, **{table.name: target for table, target in own if table.worksheet == worksheet}}
        for worksheet in {table.worksheet for table in tables}
    }
    return tuple(
        replace(table, rows=tuple(_settle_row(table, row, seen_by[table.worksheet]) for row in table.rows))
        for table in tables
    )


@dataclass(frozen=True, slots=True)
class Pending:
    """References by id of one worksheet to a table that is not known yet."""

    table: ReadTable
    """The first one with such references."""
    target: str
    """The worksheet referred to."""
    count: int


def pending_references(tables: Iterable[ReadTable], known: Container[str]) -> Iterator[Pending]:
    """What cannot be judged yet, by worksheet and table referred to; `known` are the names of tables."""
    found: dict[tuple[str, str], list[ReadTable]] = {}
    for table in tables:
        fields = [field for field in table.section.fields if field.kind is Kind.REFERENCE]
        for field in fields:
            target = referred(table.worksheet, field)
            answers = [row.answers.get(field.id) for row in table.present if target not in known]
            count = sum(answer is not None and not isinstance(answer.value, Missing) for answer in answers)
            found.setdefault((table.worksheet.id, target), []).extend([table] * count)
    for (_, target), referring in found.items():
        if referring:
            yield Pending(referring[0], target.partition(".")[0], len(referring))


def _target(table: ReadTable) -> _Target:
    label_field = table.section.row_label
    labels = row_names(table.worksheet, table.section, "de")
    if isinstance(table.section, GridSection) and labels:
        named = row_names_read(table.worksheet, table.section)
        printed = {row_id: frozenset(map(fold, names)) for row_id, names in named.items()}
        return _Target(labels, printed, by_print=True)
    for row in table.present:
        answer = row.answers.get(label_field or "")
        readable = answer is not None and not isinstance(answer.value, Missing)
        labels[row.row_id] = str(answer.value) if answer is not None and readable else ""
    return _Target(labels, _printed(table))


def _printed(table: ReadTable) -> dict[str, frozenset[str]]:
    worksheet, section = table.worksheet, table.section
    lists = {field.id: worksheet.lists[field.list_id] for field in section.fields if field.list_id}
    return {
        row_id: frozenset(
            fold(label) for name, code in given.items() if name in lists for label in lists[name].labels(code)
        )
        for row_id, given in printed_codes(worksheet, section).items()
    }


def _settle_row(table: ReadTable, row: ReadRow, targets: Mapping[str, _Target]) -> ReadRow:
    references = {
        name: _settle(table.worksheet, answer, targets)
        for name, answer in row.answers.items()
        if answer.field.kind is Kind.REFERENCE and not answer.is_blank
    }
    if not references or (_is_crossing(row) and not row.started):
        return row
    return replace(row, answers={**row.answers, **references})


def _is_crossing(row: ReadRow) -> bool:
    """Whether the row stands for a cell of a cross table, whose references the form made."""
    return "-" in row.row_id


def _settle(worksheet: Worksheet, answer: Answer, targets: Mapping[str, _Target]) -> Answer:
    target = targets.get(referred(worksheet, answer.field))
    if target is None:
        return _pending(answer)
    if answer.value is Missing.UNREADABLE:
        return _by_label(answer, target)
    if isinstance(answer.value, Missing):
        return answer
    return _by_id(answer, target)


def _pending(answer: Answer) -> Answer:
    """A reference to a table that is not known yet: only one by its row's name leads nowhere."""
    label = remark("label_pending")
    return replace(
        answer, remarks=tuple(label if noted.code == "no_reference" else noted for noted in answer.remarks)
    )


_NOT_NAMED = frozenset({"several_references", "no_reference"})


def _by_label(answer: Answer, target: _Target) -> Answer:
    matches = target.with_label(answer.seen)
    if len(matches) == 1:
        return replace(answer, value=matches[0], remarks=(remark("reference_by_label", row=matches[0]),))
    named = begins_with_id(bare(answer.seen))
    if named is not None and named[1] and target.shows(*named):
        others = tuple(noted for noted in answer.remarks if noted.code not in _NOT_NAMED)
        return replace(answer, value=named[0], remarks=others)
    return answer


def _by_id(answer: Answer, target: _Target) -> Answer:
    row_id = str(answer.value)
    if row_id not in target.labels or not target.labels[row_id]:
        return replace(answer, remarks=(*answer.remarks, remark("reference_unresolved")))
    named = split_reference(bare(answer.seen))
    if named is None or not named.label or target.shows(row_id, named.label):
        return answer
    return _renamed(answer, named, target)


def _renamed(answer: Answer, named: Reference, target: _Target) -> Answer:
    """A reference with another name than its row has: chosen before the row was renamed, or typed."""
    row_id, label = named.row_id, target.labels[named.row_id]
    others = target.with_label(named.label)
    if len(others) == 1:
        noted = remark("reference_ambiguous", row=row_id, label=label, other=others[0])
    elif _names_more(named, label):
        unclear = remark("reference_unclear", row=row_id, label=label)
        return replace(answer, value=Missing.UNREADABLE, remarks=(*answer.remarks, unclear))
    else:
        noted = remark("reference_renamed", row=row_id, label=label)
    return replace(answer, remarks=(*answer.remarks, noted))


def _names_more(named: Reference, label: str) -> bool:
    """Whether something is named that the row's name does not say."""
    typed, known = fold(named.label), fold(label)
    if named.as_offered:
        return is_enumeration(typed) or (typed.startswith(known) and goes_on(typed[len(known) :], least=3))
    return not set(typed.split()) <= set(known.split())
