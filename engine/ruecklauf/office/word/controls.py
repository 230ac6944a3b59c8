"""Content controls of a Word document."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import ControlKind
from ruecklauf.office.hardened_xml import Ends, StartHandler, Starts
from ruecklauf.office.open_text import DAY_LETTERS, OpenControl
from ruecklauf.office.word.flow import WordFlow
from ruecklauf.office.word.names import WORD, WORD_2010, WORD_2012, attribute, is_on, shortened, value

_KINDS = {
    "text": ControlKind.TEXT,
    "dropDownList": ControlKind.LIST,
    "comboBox": ControlKind.LIST,
}
_FRAMES = ("docPartObj", "docPartList", "group", "bibliography", "citation", "equation", "picture")
"""Controls that programs put around what is no entry, such as a table of contents."""
_NEWER_FRAMES = ("repeatingSection", "repeatingSectionItem")


@dataclass(slots=True, eq=False)
class _WordControl(OpenControl):
    ticked: bool = False
    frame: bool = False
    """It is no entry."""
    begun: bool = False


class Controls:
    """Puts controls around the text of the flow."""

    def __init__(self, flow: WordFlow) -> None:
        self._flow = flow
        self._drafts: list[_WordControl] = []
        self._described: _WordControl | None = None
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
            "date": self._note_date,
            **dict.fromkeys(_FRAMES, self._note_frame),
        }
        ends: Ends = {"sdt": self._end_control, "sdtPr": self._end_properties}
        boxes: Starts = {"checkbox": self._kind(ControlKind.BOX), "checked": self._note_ticked}
        dispatch.add(WORD, starts, ends)
        dispatch.add((*WORD_2010, *WORD_2012), boxes)
        dispatch.add(WORD_2012, dict.fromkeys(_NEWER_FRAMES, self._note_frame))

    def _start_control(self, _attributes: dict[str, str]) -> None:
        self._drafts.append(_WordControl())

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

    def _note_date(self, attributes: dict[str, str]) -> None:
        if self._described:
            self._described.kind = ControlKind.DATE
            self._described.day = attribute(attributes, "fullDate")[:DAY_LETTERS]

    def _note_ticked(self, attributes: dict[str, str]) -> None:
        if self._described:
            # The attribute's namespace is that of its element.
            said = next((text for name, text in attributes.items() if name.endswith(" val")), "1")
            self._described.ticked = said.strip().lower() not in ("0", "false", "off")

    def _note_frame(self, _attributes: dict[str, str]) -> None:
        if self._described:
            self._described.frame = True

    def _start_content(self, _attributes: dict[str, str]) -> None:
        if not self._drafts or self._drafts[-1].begun:
            return
        draft = self._drafts[-1]
        draft.begun = True
        if draft.kind is ControlKind.BOX:
            draft.checked = draft.ticked
        if not draft.frame:
            self._flow.begin_control(draft)

    def _end_control(self) -> None:
        draft = self._drafts.pop()
        if draft.begun and not draft.frame:
            self._flow.end_control(draft)
