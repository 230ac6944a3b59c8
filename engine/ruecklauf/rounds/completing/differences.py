"""Findings about a return that replaces or completes an earlier one: nothing changes unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ruecklauf.check.privacy import personal_data_in
from ruecklauf.findings import Finding, Place, Severity, Subject, make_finding, remark, shorten
from ruecklauf.rounds.completing.comparison import Answers, Compared
from ruecklauf.rounds.completing.form_kinds import FormKind
from ruecklauf.store import Correction, StoredAnswer
from ruecklauf.texts import Texts

SHOWN = 5
"""Answers named in a message; the count is of all, and all stand in what was found."""
LONGEST = 60
"""Characters of an answer in such a list."""


def findings_about(
    compared: Iterable[Compared],
    corrections: Iterable[Correction],
    texts: Texts,
    *,
    numbers: Mapping[str, str],
    both: Collection[str] = (),
) -> tuple[Finding, ...]:
    """Everything to say about a new return beside the ones that counted so far, worksheet by worksheet.

    `numbers` are the new ids of rows of those, where the new return has another row of that id; `both` are
    worksheets of which `both_formats` says what changed.
    """
    all_compared = tuple(compared)
    replacing = [compared for compared in all_compared if not compared.is_older and not compared.completes]
    findings = [finding for compared in all_compared for finding in _about(compared, both, texts)]
    findings += [_renumbered(old, new, texts) for old, new in numbers.items()]
    if replacing:
        names = ", ".join(sorted(compared.worksheet.id for compared in replacing))
        findings.insert(0, make_finding(remark("supersedes", sheets=names), texts=texts))
    known = tuple(corrections)
    return (
        *findings,
        *(
            finding
            for compared in all_compared
            if not compared.is_older
            for finding in _corrected(compared, known, texts)
        ),
    )


def both_formats(compared: Compared, *, kind: FormKind, texts: Texts) -> Finding:
    """That a worksheet came back in both kinds of form, the new return in this kind: a warning with what they
    contradict each other in, or a note if they do in nothing."""
    other = FormKind.DOCUMENT if kind is FormKind.WORKBOOK else FormKind.WORKBOOK
    counts = texts(
        f"words.counts_{'both' if compared.completes else (other if compared.is_older else kind).value}"
    )
    shown = _changes(compared, compared.earlier, compared.newer, texts)
    noted = remark(
        "both_formats",
        None if shown else Severity.NOTE,
        title=compared.worksheet.title.told(texts.language),
        said=_agreement(compared, shown, texts),
        counts=f"{counts} {texts('words.ask_which')}" if shown else counts,
    )
    return make_finding(noted, texts=texts, subject=Subject(compared.worksheet.id), found="; ".join(shown))


def order_unclear(compared: Compared, texts: Texts) -> Finding:
    """That nothing says whether the new return is newer than the one that counts, with what differs."""
    earlier, newer = compared.earlier, compared.newer
    shown = _changes(compared, earlier, newer, texts)
    shown += [_shown(earlier[question], texts) for question in compared.difference.gone]
    shown += [_shown(newer[question], texts) for question in compared.difference.added]
    return _listed("order_unclear", compared, shown, texts)


def _agreement(compared: Compared, changed: list[str], texts: Texts) -> str:
    if changed:
        words = "words.one_differs" if len(changed) == 1 else "words.differ"
        return texts(words, count=len(changed), examples=_examples(changed))
    differs = compared.difference.added or compared.difference.gone
    return texts("words.agree" if differs else "words.alike")


def _examples(shown: list[str]) -> str:
    return "; ".join(shown[:SHOWN]) + (" …" if len(shown) > SHOWN else "")


def _renumbered(old: str, new: str, texts: Texts) -> Finding:
    return make_finding(remark("row_renumbered", row=old, new=new), texts=texts)


def _about(compared: Compared, both: Collection[str], texts: Texts) -> Iterator[Finding]:
    gone = [_shown(compared.earlier[question], texts) for question in compared.difference.gone]
    if compared.unasked:
        yield _listed("answers_missing_now", compared, list(compared.unasked), texts)
    if compared.completes:
        yield _listed("copies_combined", compared, gone, texts)
        for question in compared.difference.changed:
            yield _conflict(compared, question, texts)
        return
    if compared.is_older:
        changed = _changes(compared, compared.newer, compared.earlier, texts)
        only = [_shown(compared.newer[question], texts) for question in compared.difference.added]
        yield _listed("older_copy", compared, only + changed, texts)
        return
    changed = _changes(compared, compared.earlier, compared.newer, texts)
    if changed and compared.worksheet.id not in both:
        renamed = any(map(compared.names_a_free_row, compared.difference.changed))
        yield _listed("answers_changed", compared, changed, texts, Severity.WARNING if renamed else None)
    if gone:
        yield _listed("answers_missing_now", compared, gone, texts)


def _listed(
    code: str, compared: Compared, shown: list[str], texts: Texts, severity: Severity | None = None
) -> Finding:
    noted = remark(
        code, severity, count=len(shown), examples=_examples(shown) or "–", sheets=compared.worksheet.id
    )
    return make_finding(noted, texts=texts, subject=Subject(compared.worksheet.id), found="; ".join(shown))


def _shown(answer: StoredAnswer, texts: Texts) -> str:
    return f"{answer.row_id} {answer.field} = {_text(answer, texts)}"


def _changes(compared: Compared, before: Answers, now: Answers, texts: Texts) -> list[str]:
    """What was said and what is said now, of each question on which both differ."""
    return [
        f"{question.row_id} {question.field}: {_change(before[question], now[question], texts)}"
        for question in compared.difference.changed
    ]


def _change(before: StoredAnswer, now: StoredAnswer, texts: Texts) -> str:
    return _text(now, texts) if before.personal else f"{_text(before, texts)} → {_text(now, texts)}"


def _text(answer: StoredAnswer, texts: Texts) -> str:
    return texts("words.personal") if _is_private(answer) else shorten(answer.text, LONGEST)


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
        if correction is None or correction.replaced != (before.raw if before else ""):
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
