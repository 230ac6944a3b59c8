"""How many findings of one file are kept: as many as somebody may read, whatever was done to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ruecklauf.findings import Finding, Severity, make_finding, remark
from ruecklauf.texts import Texts

MOST = 2_000
"""Findings of one file. A form with 1,500 answers that are all wrong has fewer."""
LETTERS = 500_000
"""Characters that they quote."""
IN_TURN = 100
"""So many of each kind are kept before further ones of any: no kind hides another one."""
_URGENCY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def at_most(findings: Sequence[Finding], texts: Texts) -> tuple[Finding, ...]:
    """The findings in their order; of very many the first of each kind, and one that counts all others."""
    if len(findings) <= MOST and sum(len(finding.found) for finding in findings) <= LETTERS:
        return tuple(findings)
    kept = set(_kept(findings))
    left = Counter(finding.code for number, finding in enumerate(findings) if number not in kept)
    kinds = ", ".join(f"{code}: {count}" for code, count in left.most_common())
    noted = remark("more_findings", count=len(findings), left=left.total(), kinds=kinds)
    return (*(findings[number] for number in sorted(kept)), make_finding(noted, texts=texts))


def _kept(findings: Sequence[Finding]) -> Iterator[int]:
    seen: Counter[str] = Counter()
    ranks = []
    for number, finding in enumerate(findings):
        ranks.append((seen[finding.code] // IN_TURN, _URGENCY[finding.severity], number))
        seen[finding.code] += 1
    letters = 0
    for *_, number in sorted(ranks)[:MOST]:
        letters += len(findings[number].found)
        if letters > LETTERS:
            return
        yield number
