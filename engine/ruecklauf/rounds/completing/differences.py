"""Findings about a return that replaces or completes an earlier one: nothing changes unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ruecklauf.findings import Finding, Place, Severity, Subject, make_finding, remark, shorten
from ruecklauf.rounds.completing.form_kinds import FormKind
from ruecklauf.rounds.completing.told import Answers, Compared, Question, Told
from ruecklauf.rounds.desk import Desk
from ruecklauf.store import CorrectionRow
from ruecklauf.texts import Texts

SHOWN = 5
"""Answers named in a message; the count is of all, and all stand in what was found."""
LONGEST = 60
"""Characters of an answer in such a list."""


def findings_about(
    compared: Iterable[Compared],
    corrections: Iterable[CorrectionRow],
    desk: Desk,
    *,
    numbers: Mapping[str, str],
    both: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Everything to say about a new return beside the ones that counted so far, worksheet by worksheet.

    `numbers` are the new ids of rows of those, where the new return has another row of that id; `both` are
    worksheets of which `both_formats` says what changed.
    """
    all_compared = tuple(compared)
    replacing = [one for one in all_compared if not one.is_older and not one.completes]
    findings = [finding for one in all_compared for finding in _about(one, both, desk.texts)]
    findings += [_renumbered(old, new, desk.texts) for old, new in numbers.items()]
    if replacing:
        names = ", ".join(sorted(one.worksheet.id for one in replacing))
        findings.insert(0, make_finding(remark("supersedes", sheets=names), texts=desk.texts))
    known = tuple(corrections)
    return (
        *findings,
        *(f for one in all_compared if not one.is_older for f in _corrected(one, known, desk.texts)),
    )


def both_formats(one: Compared, *, kind: FormKind, texts: Texts) -> Finding:
    """That a worksheet came back in both kinds of form, the new return in this kind: a warning with what they
    contradict each other in, or a note if they do in nothing."""
    other = FormKind.DOCUMENT if kind is FormKind.WORKBOOK else FormKind.WORKBOOK
    counts = texts(f"words.counts_{'both' if one.completes else (other if one.is_older else kind).value}")
    shown = [_change(question, one.earlier, one.newer, texts) for question in one.difference.changed]
    noted = remark(
        "both_formats",
        None if shown else Severity.NOTE,
        title=one.worksheet.title(texts.language),
        said=_compared(one, shown, texts),
        counts=f"{counts} {texts('words.ask_which')}" if shown else counts,
    )
    return make_finding(noted, texts=texts, subject=Subject(one.worksheet.id), found="; ".join(shown))


def _compared(one: Compared, changed: list[str], texts: Texts) -> str:
    if changed:
        words = "words.one_differs" if len(changed) == 1 else "words.differ"
        return texts(words, count=len(changed), examples=_examples(changed))
    differs = one.difference.added or one.difference.gone
    return texts("words.agree" if differs else "words.alike")


def _examples(shown: list[str]) -> str:
    return "; ".join(shown[:SHOWN]) + (" …" if len(shown) > SHOWN else "")


def _renumbered(old: str, new: str, texts: Texts) -> Finding:
    return make_finding(remark("row_renumbered", row=old, new=new), texts=texts)


def _about(one: Compared, both: Collection[str], texts: Texts) -> Iterator[Finding]:
    gone = [_shown(question, one.earlier[question], texts) for question in one.difference.gone]
    if one.unasked:
        yield _listed("answers_missing_now", one, list(one.unasked), texts)
    if one.completes:
        yield _listed("copies_combined", one, gone, texts)
        for question in one.difference.changed:
            yield _conflict(one, question, texts)
        return
    if one.is_older:
        only = [_shown(question, one.newer[question], texts) for question in one.difference.added]
        changed = [_change(q, one.newer, one.earlier, texts) for q in one.difference.changed]
        yield _listed("older_copy", one, only + changed, texts)
        return
    changed = [_change(question, one.earlier, one.newer, texts) for question in one.difference.changed]
    if changed and one.worksheet.id not in both:
        yield _listed("answers_changed", one, changed, texts)
    if gone:
        yield _listed("answers_missing_now", one, gone, texts)


def _listed(code: str, one: Compared, shown: list[str], texts: Texts) -> Finding:
    noted = remark(code, count=len(shown), examples=_examples(shown) or "–", sheets=one.worksheet.id)
    return make_finding(noted, texts=texts, subject=Subject(one.worksheet.id), found="; ".join(shown))


def _shown(question: Question, told: Told, texts: Texts) -> str:
    return f"{question.row_id} {question.field} = {_text(told, texts)}"


def _change(question: Question, earlier: Answers, newer: Answers, texts: Texts) -> str:
    before, now = earlier[question], newer[question]
    if before.personal:
        return f"{question.row_id} {question.field}: {_text(now, texts)}"
    return f"{question.row_id} {question.field}: {_text(before, texts)} → {_text(now, texts)}"


def _text(told: Told, texts: Texts) -> str:
    return texts("words.personal") if told.personal else shorten(told.text, LONGEST)


def _conflict(one: Compared, question: Question, texts: Texts) -> Finding:
    before, now = one.earlier[question], one.newer[question]
    if one.is_older:
        before, now = now, before
    field = one.worksheet.section(question.section).field(question.field)
    noted = remark("copies_conflict", label=field.label(texts.language), earlier=_text(before, texts))
    subject = Subject(one.worksheet.id, *question)
    return make_finding(noted, texts=texts, place=now.place, subject=subject, found=_text(now, texts))


def _corrected(one: Compared, corrections: Iterable[CorrectionRow], texts: Texts) -> Iterator[Finding]:
    """Corrections made by hand that a changed answer puts out of force."""
    about = [c for c in corrections if c.worksheet == one.worksheet.id]
    by_question = {Question(c.section, c.row_id, c.field): c for c in about}
    for question in (*one.difference.changed, *one.difference.added, *one.difference.gone):
        correction = by_question.get(question)
        before, now = one.earlier.get(question), one.newer.get(question)
        if correction is None or correction.replaced != (before.raw if before else ""):
            continue
        if now is not None or not one.completes:
            yield _void(one, question, correction, texts)


def _void(one: Compared, question: Question, correction: CorrectionRow, texts: Texts) -> Finding:
    before, now = one.earlier.get(question), one.newer.get(question)
    personal = any(told.personal for told in (before, now) if told)
    corrected = shorten(correction.value or correction.missing or "", LONGEST)
    noted = remark(
        "corrected_before",
        earlier=_text(before, texts) if before else "",
        corrected=texts("words.personal") if personal else corrected,
    )
    return make_finding(
        noted,
        texts=texts,
        place=now.place if now else Place(),
        subject=Subject(one.worksheet.id, *question),
        found=_text(now, texts) if now else "",
    )
