"""What was in a returned file: raw answers with their places, nothing interpreted, nothing dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ruecklauf.cells import Raw
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Place, Remark, Subject
from ruecklauf.intake.condition import Condition

NOTHING = Subject()
"""The subject of what is about the file or a sheet as a whole."""


class Confidence(StrEnum):
    """How sure it is whose return this is."""

    CERTAIN = "certain"
    """All evidence found agrees, and there is more than one piece of it."""
    LIKELY = "likely"
    """One piece of evidence only, or one that disagrees with several that agree."""
    UNCLEAR = "unclear"
    """No evidence, or as much for one as for the other."""
    ASSIGNED = "assigned"
    """A person has decided whose it is."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in the file that says whose form it is."""

    kind: str
    """visible_code, id_sheet, defined_name, custom_property or core_property."""
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose return it is, of which wave, made from which declarations; empty where unknown."""

    alliance: str
    wave: str
    declarations: tuple[str, ...]
    """Content hashes of the worksheets, in the form's order."""
    confidence: Confidence
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One input cell as it came back, blank ones included."""

    subject: Subject
    part: str
    """Code of a multiple choice whose tick this is; empty for a field with one cell."""
    raw: Raw
    place: Place
    printed: bool = False
    """The row was printed from a code list."""
    locked: bool = False
    """The form did not let this cell be changed."""

    @property
    def key(self) -> tuple[Subject, str]:
        """Question and part: what no other answer of a form has."""
        return self.subject, self.part


class Quote(NamedTuple):
    """What stood in one of several places."""

    text: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something found while locating: a remark with its place and the text that stood there."""

    remark: Remark
    place: Place
    found: str = ""
    """Empty where several texts are quoted."""
    subject: Subject = NOTHING
    quotes: tuple[Quote, ...] = ()
    """Each is hidden for itself where it seems to be personal."""
    more: int = 0
    """How many there are besides the quotes."""
    between: str = " / "
    """What stands between the quotes."""

    @property
    def whole(self) -> str:
        """All that is quoted."""
        return self.quoting(self.quotes) if self.quotes else self.found

    def quoting(self, quotes: Iterable[Quote]) -> str:
        """The quotes as one text."""
        said = (f"{quote.cell}: {quote.text}" if quote.cell else quote.text for quote in quotes)
        return self.between.join(said) + (" …" if self.more else "")


@dataclass(frozen=True, slots=True)
class CellCounts:
    """The non-empty cells, notes and drawing texts of the file, each kind counted for itself.

    Of a text document, cells for answers and, elsewhere, paragraphs.

    Nothing is worked out by subtraction, so that what was lost, or taken twice, shows in the balance.
    """

    answers: int
    """Answers taken that are not blank."""
    template: int
    """Cells recognised as the form's own."""
    findings: int
    """Cells, notes and texts quoted in findings."""
    total: int = 0
    """All that the file has."""

    @property
    def balanced(self) -> bool:
        return self.answers + self.template + self.findings == self.total


@dataclass(frozen=True, slots=True)
class Submission:
    """A returned form, located: what to check, and everything else that was found."""

    sha256: str
    identity: Identity
    worksheets: tuple[Worksheet, ...]
    answers: tuple[RawAnswer, ...]
    noted: tuple[Noted, ...]
    counts: CellCounts
    condition: Condition = field(default_factory=Condition)
    """What was done to the form."""
    elsewhere: frozenset[str] = frozenset()
    """Those of the worksheets that the file is not for: a text document holds one of them, seldom several."""
    language: str = "de"
    """That of the form, in which it is read and judged."""
