"""What an author may have meant, for messages."""

from __future__ import annotations

from collections.abc import Iterable

from ruecklauf.likeness import nearest

_LIKELY = 70
"""From this likeness (0 to 100) on, a name is suggested."""
_LISTED = 12
"""So many names are listed at most."""


def one_of(typed: str, known: Iterable[str]) -> str:
    """`did you mean X?` if something is near, else what there is to choose from."""
    names = list(known)
    if meant := nearest(typed, names, at_least=_LIKELY):
        return f"did you mean {meant}?"
    more = ", …" if len(names) > _LISTED else ""
    return f"known are {', '.join(names[:_LISTED])}{more}"
