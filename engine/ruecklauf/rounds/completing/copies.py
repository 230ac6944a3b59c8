"""Returns that say word for word what another alliance's return says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ruecklauf.check.records import Record
from ruecklauf.findings import Finding, make_finding, remark
from ruecklauf.rounds.desk import Desk
from ruecklauf.store import Snapshot, SubmissionEntry
from ruecklauf.texts import load_texts

LONG = 20
"""Characters of a text that two alliances hardly write alike by chance."""
SAME = 5
"""Different texts of this length that must be the same, and at least half of those in the return."""
COMMON = 3
"""Alliances that share a text which says nothing, such as one suggested to all."""


@dataclass
class Copies:
    """The long texts of all current returns, looked up once and kept up to date with what is stored."""

    desk: Desk
    _by_wave: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def findings_about(self, state: Snapshot, entry: SubmissionEntry) -> Iterator[Finding]:
        """A finding for each other alliance of the wave whose texts the entry repeats."""
        known = self._known(state, entry.wave)
        texts = frozenset(_long_texts(entry.records))
        shared: Counter[str] = Counter()
        for text in texts:
            others = known[text] - {entry.alliance}
            if len(others) < COMMON:
                shared.update(others)
            known[text].add(entry.alliance)
        for alliance_id, count in sorted(shared.items()):
            if count >= SAME and count * 2 >= len(texts):
                other = self.desk.alliance(alliance_id)
                name = other.name if other else alliance_id
                noted = remark("copy_of_other", count=count, name=name, id=alliance_id)
                language = self.desk.language(entry.alliance, entry.wave)
                yield make_finding(noted, texts=load_texts(language))

    def _known(self, state: Snapshot, wave: str) -> dict[str, set[str]]:
        if wave not in self._by_wave:
            found: dict[str, set[str]] = defaultdict(set)
            for alliance, text in state.long_texts(wave, at_least=LONG):
                if _is_own_words(text):
                    found[text].add(alliance)
            self._by_wave[wave] = found
        return self._by_wave[wave]


def _long_texts(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        for entry in record.entries.values():
            if isinstance(entry.value, str) and len(entry.value) >= LONG and _is_own_words(entry.value):
                yield entry.value


def _is_own_words(text: str) -> bool:
    """Codes of lists, which are texts too, have no blanks."""
    return " " in text
