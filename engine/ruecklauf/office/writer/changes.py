"""Tracked changes of OpenDocument texts: what was deleted returns to its place."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import Block, Change, paragraphs_of
from ruecklauf.office.hardened_xml import Starts
from ruecklauf.office.opendocument.names import DUBLIN_CORE, OFFICE, TEXT, XML
from ruecklauf.office.writer.flow import WriterFlow


@dataclass(slots=True)
class _Region:
    """One tracked change; of formats alone if it has no kind."""

    change: Change = Change.NONE
    author: str = ""
    blocks: tuple[Block, ...] = ()
    placed: bool = False


class Changes:
    """Knows the changes, which stand before the text, and marks their places in it."""

    def __init__(self, flow: WriterFlow, texts: list[str]) -> None:
        self.tracked = False
        """New changes are tracked too."""
        self._flow = flow
        self._texts = texts
        self._regions: dict[str, _Region] = {}
        self._current = _Region()
        self._kind = Change.NONE
        self._in_info = False

    def register(self, dispatch: Dispatch) -> None:
        starts: Starts = {
            "tracked-changes": self._note_tracking,
            "changed-region": self._start_region,
            "deletion": self._start_deletion,
            "insertion": self._start_insertion,
            "change": self._place,
            "change-start": self._open,
            "change-end": self._close,
        }
        dispatch.add((TEXT,), starts, {"deletion": self._end_deletion})
        dispatch.add((OFFICE,), {"change-info": self._start_info}, {"change-info": self._end_info})
        dispatch.add((DUBLIN_CORE,), {"creator": self._start_author}, {"creator": self._note_author})

    def unplaced(self) -> tuple[str, ...]:
        """Changes whose text was deleted from nowhere."""
        return tuple(
            f"text:changed-region {name}"
            for name, region in self._regions.items()
            if not region.placed and any(paragraph.pieces for paragraph in paragraphs_of(region.blocks))
        )

    def _note_tracking(self, attributes: dict[str, str]) -> None:
        self.tracked = self.tracked or attributes.get(f"{TEXT} track-changes") != "false"

    def _start_region(self, attributes: dict[str, str]) -> None:
        self._flow.allowance.things.spend()
        self._current = _Region()
        name = attributes.get(f"{TEXT} id") or attributes.get(f"{XML} id", "")
        self._regions[name] = self._current

    def _start_insertion(self, _attributes: dict[str, str]) -> None:
        self._kind = Change.INSERTED
        if self._current.change is not Change.DELETED:
            self._current.change = Change.INSERTED

    def _start_deletion(self, _attributes: dict[str, str]) -> None:
        self._kind = self._current.change = Change.DELETED
        self._flow.begin(aside=True)

    def _end_deletion(self) -> None:
        self._current.blocks += self._flow.end()

    def _start_info(self, _attributes: dict[str, str]) -> None:
        self._in_info = True

    def _end_info(self) -> None:
        self._in_info = False

    def _start_author(self, _attributes: dict[str, str]) -> None:
        if self._in_info:
            self._texts.clear()

    def _note_author(self) -> None:
        if self._in_info and self._kind is self._current.change:
            self._current.author = "".join(self._texts)
            self._texts.clear()

    def _place(self, attributes: dict[str, str]) -> None:
        region = self._regions.get(attributes.get(f"{TEXT} change-id", ""))
        if region is not None and region.change is Change.DELETED and not region.placed:
            region.placed = self._flow.paragraph is not None
            self._flow.delete(region.blocks, region.author)

    def _open(self, attributes: dict[str, str]) -> None:
        name = attributes.get(f"{TEXT} change-id", "")
        region = self._regions.get(name)
        if region is not None and region.change is not Change.NONE:
            self._flow.begin_change(name, region.change, region.author)

    def _close(self, attributes: dict[str, str]) -> None:
        self._flow.end_change(attributes.get(f"{TEXT} change-id", ""))
