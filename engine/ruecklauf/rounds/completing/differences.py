"""Findings about a return that replaces or completes an earlier one: nothing changes unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from ruecklauf.check.privacy import personal_data_in
from ruecklauf.findings import Finding, Place, Severity, Subject, make_finding, remark, shorten
from ruecklauf.layout.inputs import shown_text
from ruecklauf.rounds.completing.comparison import Answers, Compared
from ruecklauf.rounds.completing.form_kinds import FormKind
from ruecklauf.store import Correction, StoredAnswer
from ruecklauf.texts import Texts

SHOWN = 5
"""Answers named in a message; the count is of all, and all stand in what was found."""
_ASKED_FOR = "required_missing"
LONGEST = 60
"""Characters of an answer in such a list."""


class Line(NamedTuple):
    """An answer, or what became of it, in a list of several."""

    found: str
    """With ids and values, for programs and as the team knows them."""
    words: str
    """As the form has them, for messages."""


def findings_about(
    compared: Iterable[Compared],
    corrections: Iterable[Correction],
    texts: Texts,
    *,
    numbers: Mapping[str, str],
    both: Collection[str] = (),
    known: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """Everything to say about a new return beside the ones that counted so far, worksheet by worksheet.

    `numbers` are the new ids of rows of those, where the new return has another row of that id; `both` are
    worksheets of which `both_formats` says what changed. What is `known` of the new return comes first, and
    what that asks for is not told again.
    """
    all_compared, noted = tuple(compared), tuple(known)
    asked = frozenset(finding.subject for finding in noted if finding.code == _ASKED_FOR)
    replacing = [compared for compared in all_compared if not compared.is_older and not compared.completes]
    findings = [finding for compared in all_compared for finding in _about(compared, both, asked, texts)]
    findings += _older_alone(all_compared, texts)
    findings += [_renumbered(old, new, texts) for old, new in numbers.items()]
    if replacing:
        findings.insert(0, make_finding(remark("supersedes", sheets=_names(replacing, texts)), texts=texts))
    by_hand = tuple(corrections)
    return (
        *_with_earlier(noted, all_compared, texts),
        *findings,
        *(
            finding
            for compared in all_compared
            if not compared.is_older
            for finding in _corrected(compared, by_hand, texts)
        ),
    )


def _with_earlier(
    findings: Iterable[Finding], compared: Iterable[Compared], texts: Texts
) -> tuple[Finding, ...]:
    """The findings; those that ask for a required answer say what stood there in the return that counted so
    far, so that its disappearance is told once and where it is to be put right."""
    replaced = [pair for pair in compared if not pair.is_older and not pair.completes]
    before = {question: pair for pair in replaced for question in pair.difference.gone}
    return tuple(
        _saying_before(finding, before[finding.subject], texts)
        if finding.code == _ASKED_FOR and finding.subject in before
        else finding
        for finding in findings
    )


def _saying_before(finding: Finding, pair: Compared, texts: Texts) -> Finding:
    answer = pair.earlier[finding.subject]
    shown = _text(answer, texts, _as_shown(pair, answer, texts))
    return replace(finding, message=f"{finding.message} {texts('words.said_before', earlier=shown)}")


def both_formats(compared: Compared, *, kind: FormKind, texts: Texts) -> Finding:
    """That a worksheet came back in both kinds of form, the new return in this kind: a warning with what they
    contradict each other in, or a note if they do in nothing."""
    other = FormKind.DOCUMENT if kind is FormKind.WORKBOOK else FormKind.WORKBOOK
    counts = texts(
        f"words.counts_{'both' if compared.completes else (other if compared.is_older else kind).value}"
    )
    lines = _changes(compared, compared.earlier, compared.newer, texts)
    noted = remark(
        "both_formats",
        None if lines else Severity.NOTE,
        title=compared.worksheet.title.told(texts.language),
        said=_agreement(compared, lines, texts),
        counts=f"{counts} {texts('words.ask_which')}" if lines else counts,
    )
    return make_finding(noted, texts=texts, subject=Subject(compared.worksheet.id), found=_found(lines))


def order_unclear(compared: Compared, texts: Texts) -> Finding:
    """That nothing says whether the new return is newer than the one that counts, with what differs."""
    earlier, newer = compared.earlier, compared.newer
    lines = _changes(compared, earlier, newer, texts)
    lines += [_line(compared, earlier[question], texts) for question in compared.difference.gone]
    lines += [_line(compared, newer[question], texts) for question in compared.difference.added]
    return _listed("order_unclear", compared, lines, texts)


def _agreement(compared: Compared, changed: list[Line], texts: Texts) -> str:
    if changed:
        return texts("words.differ", count=len(changed), examples=_examples(changed))
    differs = compared.difference.added or compared.difference.gone
    return texts("words.agree" if differs else "words.alike")


def _examples(lines: list[Line]) -> str:
    return "; ".join(line.words for line in lines[:SHOWN]) + (" …" if len(lines) > SHOWN else "")


def _found(lines: list[Line]) -> str:
    return "; ".join(line.found for line in lines)


def _older_alone(compared: Iterable[Compared], texts: Texts) -> Iterator[Finding]:
    """That an older return says nothing which the later one does not say."""
    older = [each for each in compared if each.is_older and not each.completes]
    if older and not any(each.difference.added or each.difference.changed for each in older):
        yield make_finding(remark("older_same", sheets=_names(older, texts)), texts=texts)


def _names(compared: Iterable[Compared], texts: Texts) -> str:
    return ", ".join(sorted(each.worksheet.short.told(texts.language) for each in compared))


def _renumbered(old: str, new: str, texts: Texts) -> Finding:
    return make_finding(remark("row_renumbered", row=old, new=new), texts=texts)


def _about(
    compared: Compared, both: Collection[str], asked: Collection[Subject], texts: Texts
) -> Iterator[Finding]:
    gone = [_line(compared, compared.earlier[question], texts) for question in compared.difference.gone]
    if compared.unasked:
        yield _listed("answers_missing_now", compared, _unasked(compared, texts), texts)
    if compared.completes:
        yield _listed("copies_combined", compared, gone, texts)
        for question in compared.difference.changed:
            yield _conflict(compared, question, texts)
        return
    if compared.is_older:
        changed = _changes(compared, compared.newer, compared.earlier, texts)
        only = [_line(compared, compared.newer[question], texts) for question in compared.difference.added]
        if only or changed:
            yield _listed("older_copy", compared, only + changed, texts)
        return
    changed = _changes(compared, compared.earlier, compared.newer, texts)
    if changed and compared.worksheet.id not in both:
        renamed = any(map(compared.names_a_free_row, compared.difference.changed))
        yield _listed("answers_changed", compared, changed, texts, Severity.WARNING if renamed else None)
    missing = [question for question in compared.difference.gone if question not in asked]
    if missing:
        gone = [_line(compared, compared.earlier[question], texts) for question in missing]
        yield _listed("answers_missing_now", compared, gone, texts)


def _listed(
    code: str, compared: Compared, lines: list[Line], texts: Texts, severity: Severity | None = None
) -> Finding:
    noted = remark(
        code, severity, count=len(lines), examples=_examples(lines), sheets=_names([compared], texts)
    )
    return make_finding(noted, texts=texts, subject=Subject(compared.worksheet.id), found=_found(lines))


def _line(compared: Compared, answer: StoredAnswer, texts: Texts) -> Line:
    where = _where(compared, answer.subject, texts)
    shown = _text(answer, texts, _as_shown(compared, answer, texts))
    return Line(f"{answer.row_id} {answer.field} = {_text(answer, texts)}", f"{where}: {shown}")


def _unasked(compared: Compared, texts: Texts) -> list[Line]:
    """Answers to what is asked no longer, named as the form that asked it named it."""
    before = replace(compared, worksheet=compared.asked_before or compared.worksheet)
    named = {(section.id, field.id) for section, field in before.worksheet.all_fields()}
    lines = []
    for answer in compared.unasked:
        # what was taken over from a still earlier return may be named in neither declaration
        plain = f"{answer.row_id} {answer.field} = {_text(answer, texts)}"
        known = (answer.section, answer.field) in named
        lines.append(_line(before, answer, texts) if known else Line(plain, plain))
    return lines


def _changes(compared: Compared, before: Answers, now: Answers, texts: Texts) -> list[Line]:
    """What was said and what is said now, of each question on which both differ."""
    return [
        _change(compared, before[question], now[question], texts) for question in compared.difference.changed
    ]


def _change(compared: Compared, before: StoredAnswer, now: StoredAnswer, texts: Texts) -> Line:
    question = now.subject
    found, words = (
        [_text(answer, texts, text) for answer, text in ((before, then), (now, later))]
        for then, later in (
            (before.text, now.text),
            (_as_shown(compared, before, texts), _as_shown(compared, now, texts)),
        )
    )
    where = _where(compared, question, texts)
    if before.personal:
        return Line(f"{question.row_id} {question.field}: {found[1]}", f"{where}: {words[1]}")
    return Line(f"{question.row_id} {question.field}: {' → '.join(found)}", f"{where}: {' → '.join(words)}")


def _where(compared: Compared, question: Subject, texts: Texts) -> str:
    """The question as the form has it, with the row where there are several."""
    section = compared.worksheet.section(question.section)
    label = texts.quoted(section.field(question.field).label.told(texts.language))
    return f"{question.row_id} {label}" if section.has_rows else label


def _as_shown(compared: Compared, answer: StoredAnswer, texts: Texts) -> str:
    """An answer as the form shows it; as it was entered where it cannot be read."""
    if answer.value is None or answer.personal:
        return answer.text
    field = compared.worksheet.section(answer.section).field(answer.field)
    try:
        content = field.render(field.from_text(answer.value), compared.worksheet.lists, texts)
    except (ValueError, ArithmeticError, KeyError):
        return answer.text
    return shown_text(content, field, texts)


def _text(answer: StoredAnswer, texts: Texts, shown: str | None = None) -> str:
    if _is_private(answer):
        return texts("words.personal")
    return shorten(answer.text if shown is None else shown, LONGEST)


def _is_private(answer: StoredAnswer) -> bool:
    return answer.personal or bool(personal_data_in(answer.text))


def _conflict(compared: Compared, question: Subject, texts: Texts) -> Finding:
    before, now = compared.earlier[question], compared.newer[question]
    if compared.is_older:
        before, now = now, before
    field = compared.worksheet.section(question.section).field(question.field)
    noted = remark("copies_conflict", label=field.label.told(texts.language), earlier=_text(before, texts))
    return make_finding(noted, texts=texts, place=now.place, subject=question, found=_text(now, texts))


def _corrected(compared: Compared, corrections: Iterable[Correction], texts: Texts) -> Iterator[Finding]:
    """Corrections made by hand that a changed answer puts out of force."""
    by_question = {correction.subject: correction for correction in corrections}
    for question in (*compared.difference.changed, *compared.difference.added, *compared.difference.gone):
        correction = by_question.get(question)
        before, now = compared.earlier.get(question), compared.newer.get(question)
        if (
            correction is None
            or correction.takes_back
            or correction.replaced != (before.raw if before else "")
        ):
            continue
        if now is not None or not compared.completes:
            yield _void(compared, question, correction, texts)


def _void(compared: Compared, question: Subject, correction: Correction, texts: Texts) -> Finding:
    before, now = compared.earlier.get(question), compared.newer.get(question)
    personal = any(_is_private(answer) for answer in (before, now) if answer)
    corrected = shorten(correction.value or correction.missing or "", LONGEST)
    personal = personal or bool(personal_data_in(corrected))
    noted = remark(
        "corrected_before",
        earlier=_text(before, texts) if before else "",
        corrected=texts("words.personal") if personal else corrected,
    )
    return make_finding(
        noted,
        texts=texts,
        place=now.place if now else Place(),
        subject=question,
        found=_text(now, texts) if now else "",
    )
