"""A person who is looked for, by name and by what contacts say of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.check.contact_names import names_among, pattern_of, surname
from ruecklauf.errors import ProjectError
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import StoredAnswer
from ruecklauf.store.privacy.texts import DELETED

_TITLED = r"(?:Frau|Herrn?|Fr\.|Hr\.|Dr\.|Prof\.)\s+(?:Dr\.\s+)?"
_FEWEST_DIGITS = 6


@dataclass(frozen=True)
class Person:
    """Somebody, and what stands for this person and nobody else."""

    name: str
    """First name and surname."""
    others: tuple[str, ...] = ()
    """Addresses, numbers and spellings that are this person's."""

    @cached_property
    def _surely(self) -> re.Pattern[str]:
        *first, last = map(re.escape, self.name.split())
        ways = [rf"{_TITLED}(?:\w+\s+)?{last}"]
        if first:
            given = r"\s+".join(first)
            ways = [rf"{given}\s+{last}", rf"{last},\s*{given}", rf"{first[0][0]}\.\s?{last}", *ways]
        ways += [re.escape(other) for other in self.others]
        return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)

    @cached_property
    def _always(self) -> tuple[str, ...]:
        """One of these is in every text that names the person: far faster to look for than a pattern."""
        return tuple(each.casefold() for each in (self.name.split()[-1], *self.others))

    def is_in(self, text: str) -> bool:
        """Whether a text surely names this person."""
        folded = text.casefold()
        return any(each in folded for each in self._always) and self._surely.search(text) is not None

    def may_be_in(self, text: str) -> bool:
        """Also where the surname alone stands there, which may be another's."""
        return self.is_in(text) or pattern_of(frozenset({self.name})).search(text) is not None

    def taken_out_of(self, text: str) -> str:
        """The text with a mark in place of what surely names this person."""
        return self._surely.sub(DELETED, text)


def person_named(workspace: Workspace, name: str, also: Collection[str] = ()) -> Person:
    """The person, with the addresses and numbers that stand beside the name in contacts and are no alliance's
    and no other contact's. ProjectError for what is no name of a person."""
    known = names_among([("name", name)])
    if len(known) != 1 or any(len(address.strip()) < 4 for address in also):
        raise ProjectError(
            f"{name!r} cannot be looked for" if len(known) != 1 else "--also is too short to be one person's",
            remedy='Give first name and surname, as in "Kim Beispiel"; with --also four letters at least.',
        )
    (called,) = known
    person = Person(called)
    mine: set[str] = set()
    others: set[str] = set()
    for record in _records(workspace):
        target = mine if any(person.is_in(row.raw) for row in record) else others
        target |= {row.raw.strip() for row in record if _is_address(row.raw)}
    shared = {
        address for alliance in workspace.project.alliances for address in (*alliance.addresses, *alliance.cc)
    }
    own = {
        address for address in mine - others if address.casefold() not in {each.casefold() for each in shared}
    }
    return Person(called, tuple(sorted({*own, *(address.strip() for address in also)})))


def _records(workspace: Workspace) -> Iterator[Iterable[StoredAnswer]]:
    """The personal answers, record by record."""
    found: dict[tuple[object, ...], list[StoredAnswer]] = {}
    with workspace.store.snapshot() as state:
        for row in state.contacts(current_only=False):
            found.setdefault((row.submission_id, *row.subject[:3]), []).append(row)
    yield from found.values()


def _is_address(text: str) -> bool:
    return "@" in text or sum(map(str.isdecimal, text)) >= _FEWEST_DIGITS


def is_telling(person: Person, text: str) -> bool:
    """Whether a reason that is to be recorded would name the person again."""
    return person.may_be_in(text) or surname(person.name).casefold() in text.casefold()
