"""A return beside the one it replaces: what it supersedes, and which answers are gone."""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.check.records import Record
from ruecklauf.findings import Finding, Subject, make_finding, remark
from ruecklauf.store import Store, StoredWorksheet, answers_in, answers_missing_in
from ruecklauf.texts import Texts

SHOWN = 5
"""Lost answers named in a finding; it counts all of them."""


def compare_with_earlier(
    store: Store,
    alliance: str,
    wave: str,
    returned: tuple[StoredWorksheet, ...],
    records: tuple[Record, ...],
    texts: Texts,
) -> tuple[Finding, ...]:
    """Findings about the returns that this one replaces; empty for a first return."""
    earlier = {
        one.worksheet: one
        for one in store.current(wave)
        if one.alliance == alliance and one.worksheet in {new.worksheet for new in returned}
    }
    if not earlier:
        return ()
    noted = remark("supersedes", sheets=", ".join(sorted(earlier)))
    findings = [make_finding(noted, texts=texts)]
    for worksheet, old in earlier.items():
        new = answers_in(record for record in records if record.worksheet == worksheet)
        gone = answers_missing_in(new, store.answers_of(old.submission_id, worksheet))
        findings.extend(_gone(worksheet, [f"{a.row_id} {a.field} = {a.value}" for a in gone], texts))
    return tuple(findings)


def _gone(worksheet: str, gone: list[str], texts: Texts) -> Iterator[Finding]:
    if not gone:
        return
    examples = "; ".join(gone[:SHOWN]) + (" …" if len(gone) > SHOWN else "")
    noted = remark("answers_missing_now", count=len(gone), examples=examples)
    yield make_finding(noted, texts=texts, subject=Subject(worksheet), found="; ".join(gone))
