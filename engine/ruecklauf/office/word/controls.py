"""Content controls of a Word document."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.document import Control, ControlKind
from ruecklauf.office.hardened_xml import StartHandler
from ruecklauf.office.word.dispatch import Dispatch
from ruecklauf.office.word.flow import Flow
from ruecklauf.office.word.names import WORD, WORD_2010, WORD_2012, Ends, Starts, is_on, shortened, value
from ruecklauf.office.word.symbols import box

_KINDS = {
    "text": ControlKind.TEXT,
    "dropDownList": ControlKind.LIST,
    "comboBox": ControlKind.LIST,
    "date": ControlKind.DATE,
}
_FRAMES = ("docPartObj", "docPartList", "group", "bibliography", "citation", "equation", "picture")
"""Controls that programs put around what is no entry, such as a table of contents."""
_NEWER_FRAMES = ("repeatingSection", "repeatingSectionItem")


@dataclass(slots=True)
class _Draft:
    """A control while its properties are read."""

    kind: ControlKind = ControlKind.TEXT
    tag: str = ""
    alias: str = ""
    placeholder: bool = False
    ticked: bool = False
    frame: bool = False
    begun: bool = False
    shown: int = 0
    """See `Tally.shown`: where its content begins."""


class Controls:
    """Puts controls around the text of the flow's stories."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._drafts: list[_Draft] = []
        self._described: _Draft | None = None
        """Whose properties are being read."""

    def register(self, dispatch: Dispatch) -> None:
        starts: Starts = {
            "sdt": self._start_control,
            "sdtPr": self._start_properties,
            "sdtContent": self._start_content,
            "tag": self._note_tag,
            "alias": self._note_alias,
            "showingPlcHdr": self._note_placeholder,
            **{name: self._kind(kind) for name, kind in _KINDS.items()},
            **dict.fromkeys(_FRAMES, self._note_frame),
        }
        ends: Ends = {"sdt": self._end_control, "sdtPr": self._end_properties}
        boxes: Starts = {"checkbox": self._kind(ControlKind.BOX), "checked": self._note_ticked}
        dispatch.add(WORD, starts, ends)
        dispatch.add((*WORD_2010, *WORD_2012), boxes)
        dispatch.add(WORD_2012, dict.fromkeys(_NEWER_FRAMES, self._note_frame))

    def _start_control(self, _attributes: dict[str, str]) -> None:
        self._drafts.append(_Draft())

    def _start_properties(self, _attributes: dict[str, str]) -> None:
        if self._drafts:
            self._described = self._drafts[-1]

    def _end_properties(self) -> None:
        self._described = None

    def _note_tag(self, attributes: dict[str, str]) -> None:
        if self._described:
            self._described.tag = shortened(value(attributes))

    def _note_alias(self, attributes: dict[str, str]) -> None:
        if self._described:
            self._described.alias = shortened(value(attributes))

    def _note_placeholder(self, attributes: dict[str, str]) -> None:
        if self._described:
            self._described.placeholder = is_on(attributes)

    def _kind(self, kind: ControlKind) -> StartHandler:
        def note(_attributes: dict[str, str]) -> None:
            if self._described:
                self._described.kind = kind

        return note

    def _note_ticked(self, attributes: dict[str, str]) -> None:
        if self._described:
            # The attribute's namespace is that of its element.
            said = next((text for name, text in attributes.items() if name.endswith(" val")), "1")
            self._described.ticked = said.strip().lower() not in ("0", "false", "off")

    def _note_frame(self, _attributes: dict[str, str]) -> None:
        if self._described:
            self._described.frame = True

    def _start_content(self, _attributes: dict[str, str]) -> None:
        if self._drafts and not self._drafts[-1].begun:
            draft = self._drafts[-1]
            draft.begun = True
            draft.shown = self._flow.tally.shown
            self._flow.story.begin_control(self._control(draft))

    def _control(self, draft: _Draft) -> Control | None:
        if draft.frame:
            around = self._flow.story.controls
            return around[-1] if around else None
        self._flow.tally.controls += 1
        return Control(
            self._flow.tally.controls,
            draft.kind,
            draft.tag,
            draft.alias,
            draft.placeholder,
            draft.ticked if draft.kind is ControlKind.BOX else None,
        )

    def _end_control(self) -> None:
        draft = self._drafts.pop()
        if not draft.begun:
            return
        if draft.kind is ControlKind.BOX and draft.shown == self._flow.tally.shown:
            # A box without its sign is ticked or not all the same.
            self._flow.story.add(box(ticked=draft.ticked))
        self._flow.story.end_control()
