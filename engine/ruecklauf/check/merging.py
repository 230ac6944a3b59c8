"""What was sent beside what came back: whether people say of each row what became of it, and whether that is
so; and what the team corrected in the meantime."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ruecklauf.check.carried import NOTHING, Carried, Said, said
from ruecklauf.check.privacy import personal_data_in
from ruecklauf.check.rows import Answer, ReadRow, ReadTable
from ruecklauf.definition.companions import CHANGED, GONE, UNCHANGED
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.companion import ORIGIN, ROW_STATUS
from ruecklauf.findings import Finding, Place, Remark, Subject, make_finding, remark
from ruecklauf.likeness import SAME_ROW, likeness
from ruecklauf.texts import Texts
from ruecklauf.values import Missing

_NAMED = 12
"""Rows that one finding names."""


def with_changes_beside(tables: tuple[ReadTable, ...], carried: Carried) -> tuple[ReadTable, ...]:
    """The tables with a remark where somebody changed what the form says of the last wave."""
    if not carried.beside:
        return tables
    return tuple(
        replace(table, rows=tuple(_row_with_changes_beside(table, row, carried.beside) for row in table.rows))
        for table in tables
    )


def _row_with_changes_beside(table: ReadTable, row: ReadRow, beside: Mapping[Subject, str]) -> ReadRow:
    answers = dict(row.answers)
    for name, answer in row.answers.items():
        given = beside.get(_subject(table, row.row_id, name))
        if given is None or answer.field.id == ROW_STATUS:
            continue
        if not answer.is_blank and said(answer.value).value != given:
            noted = remark("printed_changed", given=given)
            answers[name] = replace(answer, remarks=(*answer.remarks, noted))
    return replace(row, answers=answers)


def about_carried(tables: Iterable[ReadTable], carried: Carried, texts: Texts) -> Iterator[Finding]:
    """What is to be asked, or decided, of answers that were carried on."""
    for table in tables:
        if any(row.answers.get(ORIGIN) for row in table.rows):
            yield from _Merging(table, carried, texts).findings()
        yield from _corrected(table, carried, texts)


@dataclass(frozen=True)
class _Merging:
    """One table of which rows were carried on."""

    table: ReadTable
    carried: Carried
    texts: Texts

    def findings(self) -> Iterator[Finding]:
        unsaid, emptied, gone = [], [], []
        for row in self.table.rows:
            status = row.answers.get(ROW_STATUS)
            origin = row.answers.get(ORIGIN)
            if origin is None or status is None or origin.is_blank:
                continue
            if not row.started or (self._sent.get(row.row_id) and self._is_emptied(row)):
                emptied.append(row.row_id)
            elif status.is_blank:
                unsaid.append(row.row_id)
            else:
                gone += [row.row_id] if status.value == GONE else []
                yield from self._contradiction(row, status)
        emptied += sorted(set(self._sent) - {row.row_id for row in self.table.rows})
        yield from self._about(unsaid, "rows_unconfirmed")
        anew = list(self._typed_anew([*emptied, *gone]))
        moved = {finding.found for finding in anew}
        yield from self._about([row_id for row_id in emptied if row_id not in moved], "rows_emptied")
        yield from anew

    @cached_property
    def _sent(self) -> dict[str, dict[str, Said]]:
        """What was sent, by row and field."""
        found: dict[str, dict[str, Said]] = defaultdict(dict)
        for subject, sent in self.carried.answers.items():
            if (subject.worksheet, subject.section) == (self.table.worksheet.id, self.table.section.id):
                found[subject.row_id][subject.field] = sent
        return dict(found)

    def _typed_anew(self, gone: list[str]) -> Iterator[Finding]:
        """New rows that say nearly what one said that is no more: the team decides whether it is the same."""
        came = [row for row in self.table.rows if row.started and not row.printed]
        new = {row.row_id: row for row in came if row.row_id not in self._sent}
        for row_id in gone if new else ():
            before = _in_words(self._sent.get(row_id, {}).values())
            now = {found: _in_words(_said_in(row)) for found, row in new.items()}
            best = max(now, key=lambda found: likeness(before, now[found]))
            if before and likeness(before, now[best]) >= SAME_ROW:
                table = self.table.section.title.told(self.texts.language)
                answer = new[best].answers[ROW_STATUS]
                noted = remark("row_typed_anew", row=best, before=row_id, table=table)
                subject = _subject(self.table, best, "")
                yield make_finding(noted, texts=self.texts, place=answer.place, subject=subject, found=row_id)

    def _is_emptied(self, row: ReadRow) -> bool:
        """Whether nothing stands in a row any more, and nobody says what became of it."""
        return all(answer.is_blank or answer.locked for answer in row.answers.values())

    def _contradiction(self, row: ReadRow, status: Answer) -> Iterator[Finding]:
        sent = self._sent.get(row.row_id)
        if sent is None:
            return
        became = str(status.value)
        differing = [name for name, before in sent.items() if _now(row, name) != before]
        added = [answer.field.id for answer in _added(row, sent) if answer.field.wave not in ("L", "X")]
        if became == UNCHANGED and (differing or added):
            yield self._finding(row, status, "row_changed_after_all", [*differing, *added])
        elif became == CHANGED and not differing and not list(_added(row, sent)):
            yield self._finding(row, status, "row_not_changed", [])
        elif became == GONE:
            said_anew = [name for name in differing if _now(row, name) != NOTHING]
            if said_anew:
                yield self._finding(row, status, "row_gone_but_changed", said_anew)

    def _finding(self, row: ReadRow, status: Answer, code: str, names: list[str]) -> Finding:
        language = self.texts.language
        labels = [self.table.section.field(name).label(language) for name in names]
        noted = remark(code, row=row.row_id, fields=", ".join(map(self.texts.quoted, labels)))
        subject = _subject(self.table, row.row_id, ROW_STATUS)
        return make_finding(noted, texts=self.texts, place=status.place, subject=subject, found=status.seen)

    def _about(self, rows: list[str], code: str) -> Iterator[Finding]:
        if rows:
            named = ", ".join(rows[:_NAMED]) + (" …" if len(rows) > _NAMED else "")
            place = Place(next(a.place.sheet for row in self.table.rows for a in row.answers.values()))
            subject = Subject(self.table.worksheet.id, self.table.section.id, "", ROW_STATUS)
            noted = remark(code, count=len(rows), rows=named)
            yield make_finding(noted, texts=self.texts, place=place, subject=subject, found=named)


def _said_in(row: ReadRow) -> Iterator[Said]:
    return (
        said(answer.value)
        for answer in row.answers.values()
        if not (answer.field.is_companion or answer.locked)
    )


def _in_words(answers: Iterable[Said]) -> str:
    """The texts of a row, the longest first: that is what it is called."""
    texts = [answer.value for answer in answers if answer.value and any(map(str.isalpha, answer.value))]
    return " ".join(sorted(texts, key=len, reverse=True))


def _added(row: ReadRow, sent: Mapping[str, Said]) -> Iterator[Answer]:
    """What stands in the row that was not sent; of personal answers (X) it is not known whether they were."""
    for name, answer in row.answers.items():
        own = answer.locked or answer.field.is_companion
        if name not in sent and not own and not answer.is_blank:
            yield answer


def _now(row: ReadRow, name: str) -> Said:
    answer = row.answers.get(name)
    return said(answer.value) if answer else NOTHING


def _corrected(table: ReadTable, carried: Carried, texts: Texts) -> Iterator[Finding]:
    """Answers that the team corrected after the form was made, and of which the form came back otherwise."""
    rows = {row.row_id: row for row in table.rows}
    for subject, corrected in carried.corrected.items():
        row = rows.get(subject.row_id) if subject[:2] == (table.worksheet.id, table.section.id) else None
        answer = row.answers.get(subject.field) if row else None
        if answer is None or said(answer.value) == corrected:
            continue
        is_repeated = said(answer.value) == carried.answers.get(subject, NOTHING)
        code = "sent_before_correction" if is_repeated else "correction_conflict"
        shown = _answer_text(answer.field, corrected, table, texts)
        yield _quoting(remark(code, corrected=shown, wave=carried.wave), answer, subject, texts)


def _answer_text(field: FieldBase, answer: Said, table: ReadTable, texts: Texts) -> str:
    if answer.value is None:
        return (
            texts("missing_kind.no_answer")
            if not answer.missing
            else str(field.render(Missing(answer.missing), table.worksheet.lists, texts) or answer.missing)
        )
    if field.list_id:
        listed = table.worksheet.lists[field.list_id]
        codes = answer.value.split("|") if field.parts else [answer.value]
        return ", ".join(listed.label(code, texts.language) if code in listed else code for code in codes)
    return texts("words.personal") if personal_data_in(answer.value) else answer.value


def _quoting(noted: Remark, answer: Answer, subject: Subject, texts: Texts) -> Finding:
    hide = answer.field.personal or bool(personal_data_in(answer.seen))
    return make_finding(
        noted,
        texts=texts,
        place=answer.place,
        subject=subject,
        found=texts("words.personal") if hide else answer.seen,
        hidden=answer.seen if hide else "",
    )


def _subject(table: ReadTable, row_id: str, name: str) -> Subject:
    return Subject(table.worksheet.id, table.section.id, row_id, name)
