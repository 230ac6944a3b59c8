"""Text documents filled in by LibreOffice Writer, on the office that soffice.py starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from libreoffice.soffice import Office

SCRIPT = Path(__file__).with_name("write.py")
BESIDE = "front", "behind", "below", "whole"
"""Ways that leave the controls alone."""
Way = Literal["clicked", "keyed", "appended", "front", "behind", "below", "whole"]
"""Into the control: after a click, by keys only, behind its prompt. Beside it: in front, behind, in a
paragraph of its own. Or over everything in the cell."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer entered by a person."""

    row: str
    """The visible code with which the row begins."""
    head: str
    """Head of the column."""
    text: str
    way: Way = "clicked"
    box: int = 0
    """Which control of the cell."""
    day: str = ""
    """The date, where it is picked in the calendar."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A document to fill in, and where to save it."""

    document: Path
    entries: Sequence[Entry]
    save: Sequence[tuple[Path, str]] = ()
    """(path, format) pairs; the formats are docx, odt and fodt."""
    lifted: bool = False
    """The protection is lifted first."""
    tracked: bool = False
    window: bool = False
    """Press keys in a window; only there does protection hold, the bridge passes it by."""
    kinds: bool = False
    """Count the kinds of controls."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a filling."""

    outcomes: tuple[str, ...]
    """For each entry: done, no_cell, no_control, or (in a window) refused."""
    kinds: Mapping[str, int] = field(default_factory=dict)


def fill_documents(office: Office, fillings: Sequence[Filling]) -> list[Written]:
    """Carry them out one after another."""
    report = office.run(SCRIPT, {"documents": [_as_json(one) for one in fillings]})
    return [Written(tuple(one["outcomes"]), one["kinds"]) for one in report["documents"]]


def _as_json(filling: Filling) -> dict[str, object]:
    return {
        "open": str(filling.document),
        "entries": [asdict(entry) for entry in filling.entries],
        "save": [[str(path), kind] for path, kind in filling.save],
        "lifted": filling.lifted,
        "tracked": filling.tracked,
        "window": filling.window,
        "kinds": filling.kinds,
    }
