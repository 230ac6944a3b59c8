"""A submission checked against its declaration: records with provenance, and every finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from ruecklauf.check.carried import Candidates, Carried, Said, likeliest, said
from ruecklauf.check.computed import as_computed, with_computed_remarks
from ruecklauf.check.computed_places import computed_place
from ruecklauf.check.contact_names import knowing
from ruecklauf.check.knowing import rules_without
from ruecklauf.check.merging import about_carried, with_changes_beside
from ruecklauf.check.personal import about_personal, contacts_in, personal_kinds
from ruecklauf.check.put_right import NOTHING_PUT_RIGHT, PutRight, as_put_right
from ruecklauf.check.quoting import quoted, without_names, without_sheet_names
from ruecklauf.check.records import Checked
from ruecklauf.check.references import pending_references, settle_references
from ruecklauf.check.rows import Answer, ReadRow, ReadTable, read_rows, records_of
from ruecklauf.check.unticked import about_unticked, with_those_outside, without_unticked
from ruecklauf.definition.computing import with_computed
from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import BoundRule, FieldRules, RuleBook, bind_rules
from ruecklauf.fieldtypes.companion import ROW_STATUS
from ruecklauf.findings import Finding, Place, Remark, Subject, make_finding, remark
from ruecklauf.intake.submission import Submission
from ruecklauf.layout.inputs import shown_text
from ruecklauf.layout.row_ids import printed_codes, row_names
from ruecklauf.rules.rows import Env, TableRows
from ruecklauf.texts import Texts, load_texts
from ruecklauf.values import Missing

NOTHING_PRINTED: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def check(
    submission: Submission,
    *,
    wave_date: date,
    beside: tuple[ReadTable, ...] = (),
    printed: Mapping[str, tuple[str, ...]] = NOTHING_PRINTED,
    put_right: Mapping[Subject, PutRight] = NOTHING_PUT_RIGHT,
    carried: Candidates = MappingProxyType({}),
) -> Checked:
    """Every answer of the submission read and judged. Nothing is dropped, nothing is guessed.

    `wave_date` is the wave's reference date, which rules may name. Tables of worksheets that came in other
    files are `beside`: references and rules look at them, instead of at what this file has of these
    worksheets, but they give no records and no findings. A table that is in neither is not known: rules that
    look at it are not judged, and references to it are pending. `printed` has by key (see
    `FieldBase.from_alliance`) what the form may have printed of the alliance into its records. What a person
    has `put_right` is judged instead of what the file says; the records have what the file says. What the
    alliance's forms `carried` on is set beside what came back.
    The contacts that the file names are known by name in all its texts.
    """
    texts = load_texts(submission.language)
    read = tuple(_with_printed(table, printed, texts) for table in read_rows(submission, texts))
    with knowing(contacts_in(read)):
        return _judged(submission, read, beside, wave_date=wave_date, put_right=put_right, carried=carried)


def _judged(
    submission: Submission,
    read: tuple[ReadTable, ...],
    beside: tuple[ReadTable, ...],
    *,
    wave_date: date,
    put_right: Mapping[Subject, PutRight],
    carried: Candidates,
) -> Checked:
    texts = load_texts(submission.language)
    known = {table.name for table in (*read, *beside)}
    unknown = frozenset(bind_rules(submission.worksheets).tables.keys() - known)
    rulebook = rules_without(submission.worksheets, unknown)
    tables = settle_references(read, beside)
    unticked = tuple(about_unticked(tables, texts))
    tables = without_unticked(tables) if unticked else tables
    noted = tuple(about_noted(submission, texts))
    if unticked:
        unticked, noted = with_those_outside(unticked, noted)
    sent = likeliest(carried, _said_in(tables)) if carried else Carried()
    tables = with_changes_beside(tables, sent)
    judge = Judge(texts, rulebook, as_put_right(tables, put_right), beside, wave_date).with_computed()
    return Checked(
        tuple(record for table in tables for record in records_of(table)),
        tuple(
            without_sheet_names(
                (
                    *noted,
                    *judge.findings(),
                    *unticked,
                    *about_carried(tables, sent, texts),
                    *about_pending(submission.worksheets, tables, known, texts),
                ),
                texts,
            )
        ),
        frozenset(as_computed(judge.tables)),
    )


def _said_in(tables: tuple[ReadTable, ...]) -> dict[Subject, Said]:
    return {
        subject_of(table, row, name): said(answer.value)
        for table in tables
        for row in table.rows
        for name, answer in row.answers.items()
    }


def about_noted(submission: Submission, texts: Texts) -> Iterator[Finding]:
    personal = {
        (worksheet.id, section.id, field.id)
        for worksheet in submission.worksheets
        for section, field in worksheet.all_fields()
        if field.personal
    }
    for noted in submission.noted:
        subject = noted.subject
        hide = (subject.worksheet, subject.section, subject.field) in personal
        shown, whole = quoted(noted, texts, is_personal=hide)
        remark = without_names(noted.remark, texts)
        yield make_finding(remark, texts=texts, place=noted.place, subject=subject, found=shown, hidden=whole)


def _with_printed(table: ReadTable, printed: Mapping[str, tuple[str, ...]], texts: Texts) -> ReadTable:
    """Printed cells compared with what the form had printed into them."""
    if not table.section.has_rows:
        return replace(
            table, rows=tuple(_record_with_printed(table, row, printed, texts) for row in table.rows)
        )
    given = printed_codes(table.worksheet, table.section)
    rows = tuple(_row_with_printed(table, row, given.get(row.row_id, {}), texts) for row in table.rows)
    return replace(table, rows=rows)


def _record_with_printed(
    table: ReadTable, row: ReadRow, printed: Mapping[str, tuple[str, ...]], texts: Texts
) -> ReadRow:
    """What the form had printed of the alliance; a list of alliances that has changed since counts too."""
    answers = dict(row.answers)
    for field_id, answer in row.answers.items():
        field = answer.field
        known = tuple(map(field.from_text, printed.get(field.from_alliance or "", ())))
        if known and not answer.is_blank and answer.value not in known:
            shown = str(field.render(known[0], table.worksheet.lists, texts))
            remarks = (*answer.remarks, remark("printed_changed", given=shown))
            answers[field_id] = replace(answer, remarks=remarks)
    return replace(row, answers=answers)


def _row_with_printed(table: ReadTable, row: ReadRow, given: Mapping[str, str], texts: Texts) -> ReadRow:
    answers = dict(row.answers)
    for field_id, code in given.items():
        answer = answers.get(field_id)
        if answer is None or answer.value == code:
            continue
        shown = str(answer.field.render(code, table.worksheet.lists, texts))
        if answer.is_blank:
            noted = remark("printed_emptied", given=shown)
            answers[field_id] = replace(answer, value=code, remarks=(*answer.remarks, noted))
        else:
            answers[field_id] = replace(
                answer, remarks=(*answer.remarks, remark("printed_changed", given=shown))
            )
    return replace(row, answers=answers)


@dataclass(frozen=True)
class Judge:
    texts: Texts
    rulebook: RuleBook
    tables: tuple[ReadTable, ...]
    beside: tuple[ReadTable, ...]
    wave_date: date

    def with_computed(self) -> Judge:
        """The same with remarks where something else was entered than is computed."""
        if not self.rulebook.computations:
            return self
        return replace(self, tables=with_computed_remarks(self.tables, self.seen, self.texts))

    def findings(self) -> Iterator[Finding]:
        seen_by = self.seen
        for table in self.tables:
            rules = self.rulebook.sections[table.name]
            present, values = table.present, seen_by[table.worksheet.id]
            for position, row in enumerate(present):
                env = Env(self.wave_date, values[table.name].rows[position], values, position)
                for field_rules in rules.fields:
                    yield from self._judge_field(table, row, field_rules, env)
                for bound in rules.rules:
                    if bound.constraint.test(env) is False:
                        yield self._broken(table, row, bound, env)
            yield from self._passed_over(table)
        yield from self._whole(seen_by)

    def _passed_over(self, table: ReadTable) -> Iterator[Finding]:
        """What was done to the print of rows that nobody began and that need not be answered."""
        present = {row.row_id for row in table.present}
        for row in table.rows:
            if row.row_id not in present:
                for name, answer in row.answers.items():
                    for noted in answer.remarks:
                        yield finding_about(self.texts, noted, answer, subject_of(table, row, name))

    @cached_property
    def seen(self) -> dict[str, Mapping[str, TableRows]]:
        """What the rules of each worksheet look at, with what is computed."""
        known = self.rulebook.computations
        return {name: with_computed(seen, known, self.wave_date) for name, seen in self._values().items()}

    def _values(self) -> dict[str, dict[str, TableRows]]:
        """What rules of each worksheet of the file look at: its own tables, and all others as they count."""
        own = {table.name: _values_of(table) for table in self.tables}
        around = {**own, **{table.name: _values_of(table) for table in self.beside}}
        return {
            table.worksheet.id: {
                **around,
                **{own_table.name: own[own_table.name] for own_table in self._of(table.worksheet.id)},
            }
            for table in self.tables
        }

    def _judge_field(self, table: ReadTable, row: ReadRow, rules: FieldRules, env: Env) -> Iterator[Finding]:
        answer = row.answers.get(rules.field.id)
        if answer is None:
            return
        # Most answers have nothing to be said about: nothing is made for those.
        if answer.remarks or answer.field.narrowed_by or answer.field.is_prose:
            for noted in (
                *answer.remarks,
                *_cascade(table, row, answer, self.texts),
                *about_personal(answer),
            ):
                yield finding_about(self.texts, noted, answer, subject_of(table, row, rules.field.id))
        out_of_place = self._about_relevance(row, answer, rules, env)
        if out_of_place is not None:
            yield finding_about(self.texts, out_of_place, answer, subject_of(table, row, rules.field.id))

    def _about_relevance(self, row: ReadRow, answer: Answer, rules: FieldRules, env: Env) -> Remark | None:
        if rules.field.id == ROW_STATUS or rules.formula is not None:
            return None  # the status is asked once for all rows of a table: `merging`
        relevant = rules.relevant is None or rules.relevant.test(env)
        if answer.is_blank and relevant is True and self._is_required(rules, env):
            label = rules.field.label(self.texts.language)
            return remark("required_missing", label=label, row=row.row_id)
        return remark("not_asked") if relevant is False and not answer.is_blank else None

    def _is_required(self, rules: FieldRules, env: Env) -> bool:
        if rules.field.required:
            return True
        return rules.required is not None and rules.required.test(env) is True

    def _broken(self, table: ReadTable, row: ReadRow, bound: BoundRule, env: Env) -> Finding:
        field_id = bound.rule.at or table.section.fields[0].id
        answer = row.answers.get(field_id)
        noted = _rule_remark(bound, self.texts, row.row_id if table.section.has_rows else "")
        subject = subject_of(table, row, bound.rule.at or "")
        if answer is None and table.section.field(field_id).computed is not None:
            answer = self._computed(table, row, field_id, env)
        if answer is None:
            return make_finding(noted, texts=self.texts, place=_sheet_place(table), subject=subject)
        return finding_about(self.texts, noted, answer, subject)

    def _computed(self, table: ReadTable, row: ReadRow, field_id: str, env: Env) -> Answer:
        """What the form shows where it computes."""
        field, value = table.section.field(field_id), env.row.get(field_id, Missing.NO_ANSWER)
        worksheets = dict.fromkeys(read.worksheet for read in self.tables)
        place = computed_place(table, row, field_id, worksheets, self.texts.language)
        shown = shown_text(field.render(value, table.worksheet.lists, self.texts), field, self.texts)
        return Answer(field, value, (), shown, place, shown, locked=True)

    def _whole(self, seen_by: Mapping[str, Mapping[str, TableRows]]) -> Iterator[Finding]:
        names = {table.worksheet.id: table for table in reversed(self.tables)}
        for worksheet_id, rules in self.rulebook.whole.items():
            table = names.get(worksheet_id)
            if table is None or (table.section.local and not any(t.present for t in self._of(worksheet_id))):
                continue
            env = Env(self.wave_date, tables=seen_by[worksheet_id])
            place = _sheet_place(table)
            for bound in rules:
                if bound.constraint.test(env) is False:
                    subject = Subject(worksheet_id, bound.rule.at or "")
                    noted = _rule_remark(bound, self.texts, "")
                    yield make_finding(noted, texts=self.texts, place=place, subject=subject)

    def _of(self, worksheet_id: str) -> list[ReadTable]:
        return [table for table in self.tables if table.worksheet.id == worksheet_id]


def finding_about(texts: Texts, noted: Remark, answer: Answer, subject: Subject) -> Finding:
    """What is to be said of an answer; it is quoted unless it is personal, or seems to be."""
    hide = bool(answer.seen) and (answer.field.personal or bool(personal_kinds(answer)))
    return make_finding(
        noted,
        texts=texts,
        place=answer.place,
        subject=subject,
        found=texts("words.personal") if hide else answer.seen,
        hidden=answer.seen if hide else "",
    )


def about_pending(
    worksheets: tuple[Worksheet, ...], tables: tuple[ReadTable, ...], known: set[str], texts: Texts
) -> Iterator[Finding]:
    titles = {worksheet.id: worksheet.title(texts.language) for worksheet in worksheets}
    for pending in pending_references(tables, known):
        words = "words.one_reference" if pending.count == 1 else "words.references"
        said = texts(words, count=pending.count, sheet=titles.get(pending.target, pending.target))
        subject = Subject(pending.table.worksheet.id, pending.table.section.id)
        yield make_finding(remark("reference_pending", said=said), texts=texts, subject=subject)


def _values_of(table: ReadTable) -> TableRows:
    names = row_names(table.worksheet, table.section, "de")
    return TableRows(((row.row_id, row.values()) for row in table.present), names)


def _rule_remark(bound: BoundRule, texts: Texts, row_id: str) -> Remark:
    message = bound.rule.message(texts.language)
    lead = texts("words.in_row", row=row_id) if row_id else ""
    return remark(f"rule.{bound.rule.id}", bound.rule.severity, message=lead + message)


def subject_of(table: ReadTable, row: ReadRow, field_id: str) -> Subject:
    return Subject(table.worksheet.id, table.section.id, row.row_id, field_id)


def _sheet_place(table: ReadTable) -> Place:
    for row in table.rows:
        for answer in row.answers.values():
            return Place(answer.place.sheet)
    return Place()


def _cascade(table: ReadTable, row: ReadRow, answer: Answer, texts: Texts) -> Iterator[Remark]:
    """A choice that does not belong under the choice it depends on."""
    above_id = answer.field.narrowed_by
    above = row.answers.get(above_id) if above_id else None
    if above is None or isinstance(above.value, Missing) or isinstance(answer.value, Missing):
        return
    list_id = answer.field.list_id
    entry = table.worksheet.lists[list_id].get(str(answer.value)) if list_id else None
    if entry is not None and entry.parent is not None and entry.parent != above.value:
        yield remark("cascade_mismatch", above=above.field.label(texts.language))
