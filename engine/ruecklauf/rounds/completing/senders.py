"""Returns that change what another sender had returned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ruecklauf.findings import Finding, make_finding, remark
from ruecklauf.rounds.completing.comparison import Compared
from ruecklauf.rounds.completing.surroundings import Around
from ruecklauf.rounds.letters import is_of_same, shown
from ruecklauf.texts import Texts


@dataclass(frozen=True, slots=True)
class OtherSender:
    """Who sent what a return changes, and who sent the return."""

    now: str
    before: str
    worksheets: tuple[str, ...]
    """Their short names."""

    def finding(self, texts: Texts, *, waits: bool = False) -> Finding:
        """That the answers are changed; or that the file waits for that reason."""
        noted = remark(
            "change_waits" if waits else "sender_changed",
            sender=shown(self.now),
            known=shown(self.before),
            sheets=", ".join(self.worksheets),
        )
        return make_finding(noted, texts=texts)


def other_senders(around: Around, compared: Iterable[Compared]) -> tuple[OtherSender, ...]:
    """By sender, the worksheets in which the entry changes what came from another house than its own.

    Nothing is known of files that came without a message.
    """
    own = frozenset({around.entry.sender} - {""}) or around.senders_of(around.entry.sha256)
    found: dict[str, list[str]] = {}
    for pair in compared if own else ():
        before = around.senders_of(pair.previous.sha256)
        same = any(is_of_same(address, other) for address in own for other in before)
        if before and not same and pair.difference.any and not pair.is_older:
            found.setdefault(min(before), []).append(pair.worksheet.short.told(_language(around)))
    return tuple(OtherSender(min(own), address, tuple(names)) for address, names in found.items())


def _language(around: Around) -> str:
    return around.desk.language(around.entry.alliance, around.entry.wave)
