"""How a file came in: its name, the message around it, and whom these speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ruecklauf.likeness import nearest
from ruecklauf.project import Alliance

SHARED_DOMAINS = frozenset(
    {"gmx.de", "web.de", "t-online.de", "gmail.com", "outlook.com", "outlook.de", "icloud.com"}
)
"""Mail domains that say nothing about whose message it is."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What came along with a file."""

    file_name: str
    sender: str = ""
    """The address of the message that the file was attached to; empty where it came without one."""
    sent_at: datetime | None = None
    container: str = ""
    """SHA-256 of the message or zip in which it came."""


def named_in(letter: Letter, alliances: Iterable[Alliance]) -> Alliance | None:
    """The one alliance whose id stands in the file's name, as in the names of forms, or else whose name."""
    known = tuple(alliances)
    words = set(re.findall(r"[0-9A-Z]{6}", letter.file_name.upper()))
    by_id = [alliance for alliance in known if alliance.id in words]
    if by_id:
        return by_id[0] if len(by_id) == 1 else None
    name = _spaced(letter.file_name)
    named = [alliance for alliance in known if f" {_spaced(alliance.name)} " in f" {name} "]
    longest = [
        alliance
        for alliance in named
        if all(_spaced(other.name) in _spaced(alliance.name) for other in named)
    ]
    return longest[0] if len(longest) == 1 else None


def _spaced(text: str) -> str:
    """Words in lower case, whatever stands between them."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("_", " ")))


def sent_by(letter: Letter, alliances: Iterable[Alliance]) -> Alliance | None:
    """The one alliance whose address sent the message, or whose mail domain is nobody else's."""
    address = letter.sender.casefold()
    known = [alliance for alliance in alliances if alliance.email]
    same = [alliance for alliance in known if address in _addresses(alliance)]
    if not same and _domain(address) not in SHARED_DOMAINS | {""}:
        same = [alliance for alliance in known if _domain(address) in map(_domain, _addresses(alliance))]
    return same[0] if len(same) == 1 else None


def _addresses(alliance: Alliance) -> tuple[str, ...]:
    """All that are known of an alliance, in lower case."""
    return tuple(address.casefold() for address in (*alliance.addresses, *alliance.cc))


def is_of_same(address: str, other: str) -> bool:
    """Whether two addresses are the same, or of one house: of a mail domain that is not everybody's."""
    first, second = address.casefold(), other.casefold()
    return first == second or _domain(first) == _domain(second) not in SHARED_DOMAINS | {""}


def stranger(letter: Letter, alliance: Alliance | None) -> tuple[str, str] | None:
    """The sender and the alliance's known address, as `shown`, where a message came from another house."""
    known = _addresses(alliance) if alliance else ()
    if not letter.sender or not known or any(is_of_same(letter.sender, address) for address in known):
        return None
    return shown(letter.sender), shown(known[0])


def shown(address: str) -> str:
    """An address as a finding names it: whole ones are personal, and kept apart from answers."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}…{at}{domain}"


def _domain(address: str) -> str:
    return address.rpartition("@")[2] if "@" in address else ""


def suggestion(letter: Letter, texts: Iterable[str], alliances: Iterable[Alliance]) -> Alliance | None:
    """The alliance that a file may belong to, for a person to decide: never taken as decided.

    Looked for in the file's name, the sender and the given texts of the file, in that order; the last resort
    is likeness of the file's name to an alliance's.
    """
    known = tuple(alliances)
    if (found := named_in(letter, known) or sent_by(letter, known)) is not None:
        return found
    joined = " ".join((letter.file_name, *texts)).casefold()
    spoken_of = [
        alliance
        for alliance in known
        if alliance.name.casefold() in joined or any(ags in joined for ags in alliance.ags)
    ]
    if len(spoken_of) == 1:
        return spoken_of[0]
    like = nearest(letter.file_name, [alliance.name for alliance in known], at_least=85, parts=True)
    return next((alliance for alliance in known if alliance.name == like), None)
