"""What became of a mutated form: which answers are wrong, which are missing, which cells nobody tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property

from gauntlet.documents.balance import lost_units, pieces_shown
from gauntlet.documents.counting import plain, units_in
from gauntlet.documents.filled import known_in, texts_of
from gauntlet.filled import cell_of, filled_form, known_answers
from gauntlet.importing import Imported, enclosed_in, import_file
from gauntlet.mutation import Expected
from gauntlet.workbooks.balance import PERSONAL, lost_cells
from gauntlet.workbooks.counting import Part, parts_in, squeezed, written_in
from ruecklauf.findings import Finding, Severity, Subject
from ruecklauf.values import Missing, Value, canonical_text

LONG = 6
"""Characters from which on a text inside a longer one is no chance."""


@dataclass(frozen=True)
class Verdict:
    """One returned file judged."""

    imported: Imported
    wrong: tuple[str, ...]
    """Answers taken with another value than expected, and no finding asks about them."""
    differing: tuple[str, ...]
    """Answers taken with another value than expected, with a finding that asks."""
    missing: tuple[str, ...]
    """Answers not taken, but shown in a finding."""
    lost: tuple[str, ...]
    """Answers neither taken nor shown."""
    lost_cells: tuple[str, ...]
    """Cells, notes and text boxes that are neither the form's, nor an answer, nor shown in a finding."""

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(finding.code.partition(".")[0] for finding in self.imported.findings)

    def against(self, expected: Expected) -> list[str]:
        """What is not as expected; empty if all is well."""
        found = self.imported.outcome
        return [
            *([f"outcome {found}, not {expected.outcome}"] if found != expected.outcome else []),
            *(f"no finding {code}" for code in sorted(expected.findings - self.codes)),
            *(f"silently wrong: {one}" for one in self.wrong),
            *(f"lost: {one}" for one in self.lost),
            *(f"lost cell: {one}" for one in self.lost_cells),
            *([] if expected.noted else (f"not as expected: {one}" for one in self.differing + self.missing)),
        ]


def judge(data: bytes, expected: Expected, worksheet: str = "", *, form: str = "whole") -> Verdict:
    """Import a file and compare it with the answers known to be in it, and with all that stands in it.

    The answers known to be in a Word form are those of its worksheet, and of others that are expected.
    """
    data = enclosed_in(data)
    imported = import_file(data)
    if imported.outcome != "accepted":
        return Verdict(imported, (), (), (), (), ())
    changed = {Subject(*answer): value for answer, value in expected.changed.items()}
    if worksheet:
        here = tuple(dict.fromkeys((worksheet, *(answer[0] for answer in expected.changed))))
        comparing: _Comparing = _ComparingDocument(
            imported,
            {**known_in(worksheet), **changed},
            {s: t for one in here for s, t in texts_of(one).items()},
        )
        lost_texts = lost_units(imported, units_in(data), here)
    else:
        comparing = _Comparing(imported, {**known_answers(form), **changed}, _filled_texts())
        lost_texts = tuple(lost_cells(imported, _as_seen(data, expected)))
    wrong, differing = comparing.taken()
    missing, lost = comparing.not_taken()
    return Verdict(imported, wrong, differing, missing, lost, lost_texts)


def _as_seen(data: bytes, expected: Expected) -> tuple[Part, ...]:
    """All that stands in a file, of some cells what the sender saw in them."""
    seen = {cell_of(*answer): squeezed(text) for answer, text in expected.seen.items()}
    if not seen:
        return parts_in(data)
    written = (
        replace(one, shown=(seen[one.sheet, one.cell],)) if (one.sheet, one.cell) in seen else one
        for one in written_in(data)
    )
    return (Part(tuple(written)),)


@dataclass(frozen=True)
class _Comparing:
    imported: Imported
    wanted: Mapping[Subject, Value | None]
    texts: Mapping[Subject, tuple[str, ...]]
    """How each known answer stood in the filled form."""

    def taken(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The values that differ from what is wanted: silently, and with a finding."""
        wrong: list[str] = []
        differing: list[str] = []
        for subject, entry in self.imported.entries.items():
            wanted = self.wanted.get(subject)
            if entry.value is Missing.UNREADABLE or _same(entry.value, wanted):
                continue
            told = f"{_name(subject)} = {entry.value!r}, not {wanted!r} ({entry.place})"
            asked = any(self._asks(finding, subject, str(entry.place)) for finding in self.imported.findings)
            (differing if asked else wrong).append(told)
        return tuple(wrong), tuple(differing)

    def _asks(self, finding: Finding, subject: Subject, place: str) -> bool:
        about = finding.subject == subject or str(finding.place) == place
        return about and finding.severity is not Severity.NOTE

    def not_taken(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The answers that are no values: those shown in a finding, and those lost."""
        missing: list[str] = []
        lost: list[str] = []
        for subject, wanted in self.wanted.items():
            entry = self.imported.entries.get(subject)
            if wanted is None or (entry is not None and entry.value is not Missing.UNREADABLE):
                continue
            told = f"{_name(subject)} = {wanted!r}"
            (missing if self._is_shown(subject) else lost).append(told)
        return tuple(missing), tuple(lost)

    def _is_shown(self, subject: Subject) -> bool:
        """Whether its text is quoted; of personal ones, which are not, whether their field is named."""
        texts = self.texts.get(subject) or (canonical_text(self.wanted[subject] or "") or "",)
        if any(_quotes(found, text) for text in texts for found in self._shown):
            return True
        return (subject.worksheet, subject.field) in self._personal

    @cached_property
    def _personal(self) -> set[tuple[str, str]]:
        findings = self.imported.findings
        return {(one.subject.worksheet, one.subject.field) for one in findings if one.found == PERSONAL}

    @cached_property
    def _shown(self) -> tuple[str, ...]:
        return tuple({squeezed(finding.found) for finding in self.imported.findings})


class _ComparingDocument(_Comparing):
    """Findings tell of whole rows and columns there; each quotation of a short text stands for one answer."""

    def _asks(self, finding: Finding, subject: Subject, place: str) -> bool:
        row = Subject(subject.worksheet, subject.section, subject.row_id)
        column = Subject(subject.worksheet, subject.section, "", subject.field)
        return super()._asks(finding, subject, place) or (
            finding.subject in (row, column) and finding.severity is not Severity.NOTE
        )

    def _is_shown(self, subject: Subject) -> bool:
        texts = [plain(text) for text in self.texts.get(subject, ())] or [
            plain(canonical_text(self.wanted[subject] or "") or "")
        ]
        if (subject.worksheet, subject.field) in self._personal:
            return True
        for text in texts:
            if self._pieces[text] > 0:
                self._pieces[text] -= 1
                return True
        return any(len(text) >= LONG and text in found for text in texts for found in self._shown)

    @cached_property
    def _pieces(self) -> Counter[str]:
        return Counter(text for one in self.imported.findings for text in pieces_shown(one.found))


def _same(value: Value, wanted: Value | None) -> bool:
    """Equal, and a tick is no number."""
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


def _quotes(found: str, text: str) -> bool:
    """Whether a finding shows a text: alone, beside its cell's address, or unmistakably inside another."""
    return found == text or (len(text) >= LONG and text in found) or f": {text} " in f"{found} "


def _name(subject: Subject) -> str:
    return ".".join((subject.worksheet, subject.section, subject.row_id, subject.field))


@cache
def _filled_texts() -> dict[Subject, tuple[str, ...]]:
    """How each known answer stood in the filled form."""
    cells = {(one.sheet, one.cell): one.shown for one in written_in(filled_form())}
    return {
        subject: cells[cell_of(subject.worksheet, subject.section, subject.row_id, subject.field)]
        for subject in known_answers()
    }
