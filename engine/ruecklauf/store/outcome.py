"""What can become of a returned file."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a returned file."""

    ACCEPTED = "accepted"
    """Read and checked; its answers count. It may have findings."""
    QUARANTINED = "quarantined"
    """Read, but someone must decide whose it is or why totals differ. No answer counts."""
    REFUSED = "refused"
    """Not readable as a form at all; kept in the archive."""
    WITHDRAWN = "withdrawn"
    """A person took it back: it had been read, and no answer counts."""
    UNPACKED = "unpacked"
    """A message or zip: what it contained came in on its own. It is nobody's return."""
