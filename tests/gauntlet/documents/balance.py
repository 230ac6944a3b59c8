"""The balance of a returned text document: every text is the form's, an answer, or shown in a finding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from forms.making import RECIPIENT, ROUND
from gauntlet.documents.counting import PROMPT, Unit, plain, units_in
from gauntlet.documents.filled import blank_document
from gauntlet.filled import LAYOUT, OUTDATED_LAYOUT, known_answers, told
from gauntlet.importing import Imported
from gauntlet.workbooks.balance import PERSONAL
from ruecklauf.findings import Finding
from ruecklauf.formcode import make_form_code
from ruecklauf.invisibles import shows_nothing

LONG = 6
"""Characters from which on a text inside a longer one is no chance."""
_EXAMPLE = "Beispiel"
FORMS_OWN = 20
"""Characters from which on a text of the form is no answer, however often it stands there."""
_CODES = {
    "page": ("page_text",),
    "note": ("footnote_found",),
    "drawing": ("drawing_text",),
    "comment": ("note_found",),
}
"""The findings that show what stands beside the text, by the kind of the unit."""
_PAGES = re.compile(r"Seite \d+ von \d+")
_BODY = ("stray_text", "texts_unknown")
_VERSION = re.compile(r"Version \d+\.\d+")
_BETWEEN = re.compile(r" \| | / | → |: |\n|\t")


def lost_units(imported: Imported, units: Iterable[Unit], worksheets: Iterable[str]) -> tuple[str, ...]:
    """The texts nobody tells of, as `kind row: text`; the document is that of these worksheets' forms."""
    purse = _Purse(imported, tuple(worksheets))
    seen = (one for one in units if not shows_nothing(one.text))
    return tuple(f"{one.kind} {one.row}: {text}" for one in seen for text in purse.lost(one))


def pieces_shown(found: str) -> tuple[str, ...]:
    """The texts that a finding shows, of which it may quote several."""
    pieces = _BETWEEN.split(found)
    return tuple(map(plain, (found, *pieces) if len(pieces) > 1 else pieces))


class _Purse:
    """What pays for texts: the form's own ones and the answers once each, findings as often as wanted."""

    def __init__(self, imported: Imported, worksheets: tuple[str, ...]) -> None:
        self._own: Counter[str] = Counter()
        self._repeated: set[str] = set()
        self._examples: set[tuple[str, str]] = set()
        for worksheet in worksheets:
            form = _form(worksheet)
            self._own.update(form.texts)
            self._repeated |= form.repeated
            self._examples |= form.examples
        known = known_answers()
        printed = {subject for worksheet in worksheets for subject in _form(worksheet).printed}
        self._answers = Counter(
            text
            for subject, entry in imported.entries.items()
            if subject not in printed or entry.value != known[subject]
            for text in {plain(entry.raw)}
        )
        self._findings = imported.findings
        self._hidden = sum(
            finding.found.count(PERSONAL) for finding in imported.findings if finding.code in _BODY
        )
        self._rows = {finding.subject.row_id for finding in imported.findings}
        self._repeated_rows = " ".join(
            one.message for one in imported.findings if one.code in ("rows_repeated", "rows_differ")
        )
        self._said = {(subject.row_id, plain(entry.raw)) for subject, entry in imported.entries.items()}
        self._quotes = {text for finding in imported.findings for text in pieces_shown(finding.found)}
        self._longer = tuple(plain(finding.found) for finding in imported.findings)

    def lost(self, unit: Unit, *, inside: bool = False) -> Iterator[str]:
        """What of a unit nobody tells of; answers pay for cells only, and for what is inside of them."""
        if unit.before not in ("", unit.text) and not self._is_told_before(unit):
            yield f"before: {unit.before}"
        if not unit.text or self._pays(unit, inside=inside or unit.kind == "cell"):
            return
        if unit.parts:
            yield from (text for part in unit.parts for text in self._lost_part(part, unit))
        else:
            yield unit.text

    def _lost_part(self, part: Unit, cell: Unit) -> Iterator[str]:
        for text in self.lost(part, inside=True):
            if not self._is_personal(cell):
                yield text

    def _pays(self, unit: Unit, *, inside: bool) -> bool:
        text = _without_pages(unit.text)
        entered = _entered(unit.text)
        if not entered or text in self._repeated:
            return True
        if self._is_code(unit) or self._is_copy(unit) or self._is_in_list(unit):
            return True
        answers = [(self._answers, unit.text), (self._answers, entered)] if inside else []
        for purse, wanted in (*answers, (self._own, text)):
            if purse[wanted] > 0:
                purse[wanted] -= 1
                return True
        return self._is_quoted(entered) or self._is_quoted(unit.text) or self._is_personal(unit)

    def _is_code(self, unit: Unit) -> bool:
        """Whether it is a code of the form, however it is spelt, or that of a row that findings tell of.

        The example rows are the form's as often as they stand there.
        """
        if unit.row == _EXAMPLE and (unit.row, unit.text) in self._examples:
            return True
        return unit.is_head and _code(unit.text) in {*map(_code, self._repeated), *self._rows}

    def _is_in_list(self, unit: Unit) -> bool:
        """Whether a list shows more than the text, and an answer has all of that."""
        return unit.is_listed and any(all(part.text in said for part in unit.parts) for _, said in self._said)

    def _is_copy(self, unit: Unit) -> bool:
        """Whether it says the same as an answer of its row, and the row is told to be there several times."""
        return bool(unit.row) and unit.row in self._repeated_rows and (unit.row, unit.text) in self._said

    def _is_told_before(self, unit: Unit) -> bool:
        """Whether what stood there before is shown, or was nothing but a prompt or an empty box."""
        before = _entered(unit.before)
        whole = not before or before in self._repeated or self._own[before] > 0 or self._is_quoted(before)
        if whole or self._is_personal(unit):
            return True
        return bool(unit.parts) and all(
            part.before in ("", part.text) or self._is_told_before(part) for part in unit.parts
        )

    def _is_quoted(self, text: str) -> bool:
        return text in self._quotes or (len(text) >= LONG and any(text in one for one in self._longer))

    def _is_personal(self, unit: Unit) -> bool:
        """Whether a finding about its row, or about its kind, keeps something personal to itself."""
        code = _CODES.get(unit.kind)
        if unit.kind == "paragraph":
            return self._hides_paragraph()
        return any(
            PERSONAL in finding.found
            and (finding.code in code if code else unit.kind == "cell" and _is_about(finding, unit.row))
            for finding in self._findings
        )

    def _hides_paragraph(self) -> bool:
        """Whether one more finding keeps a paragraph of the body to itself."""
        self._hidden -= 1
        return self._hidden >= 0


def _is_about(finding: Finding, row: str) -> bool:
    return not row or not finding.place.cell or finding.place.cell.startswith(row)


@dataclass(frozen=True)
class _Form:
    """A form as it was sent."""

    texts: Counter[str]
    repeated: frozenset[str]
    """Codes, heads and long texts, which are no answers."""
    examples: frozenset[tuple[str, str]]
    """Cells of example rows."""
    printed: frozenset[object]


@cache
def _form(worksheet: str) -> _Form:
    units = units_in(blank_document(worksheet))
    every = [*units, *(part for one in units for part in one.parts if part.text != one.text)]
    texts = Counter(_without_pages(one.text) for one in every)
    repeated = {one.text for one in units if one.is_head} | {text for text in texts if len(text) > FORMS_OWN}
    printed = {subject for subject in known_answers() if subject.worksheet == worksheet} - _told()
    examples = {(one.row, one.text) for one in units if one.row == _EXAMPLE}
    return _Form(texts, frozenset(repeated), frozenset(examples), frozenset(printed))


@cache
def _told() -> frozenset[object]:
    return frozenset(told())


def _code(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()


def _entered(text: str) -> str:
    """A text without prompts and boxes that nobody ticked."""
    return plain(PROMPT.sub("", text).replace("☐ ja ☐ nein", ""))


def _without_pages(text: str) -> str:
    """A line of the form without what differs between its versions and is counted anew."""
    for code in _codes():
        text = text.replace(code, "")
    return _VERSION.sub("Version", _PAGES.sub("Seite", text))


@cache
def _codes() -> tuple[str, ...]:
    """The codes of the recipient's forms."""
    return tuple(
        str(make_form_code(RECIPIENT.id, ROUND.wave_id, layout.fingerprint))
        for layout in (LAYOUT, OUTDATED_LAYOUT)
    )
