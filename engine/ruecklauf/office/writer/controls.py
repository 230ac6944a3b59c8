"""Content controls and form fields in the running text of OpenDocument."""

from __future__ import annotations

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import ControlKind
from ruecklauf.office.hardened_xml import Starts
from ruecklauf.office.open_text import DAY_LETTERS, OpenControl, OpenField
from ruecklauf.office.opendocument.names import LIBREOFFICE, LIBREOFFICE_FIELDS, TEXT
from ruecklauf.office.writer.flow import WriterFlow

_FIELD_KINDS = {
    "FORMTEXT": ControlKind.TEXT,
    "FORMDROPDOWN": ControlKind.LIST,
    "FORMCHECKBOX": ControlKind.BOX,
    "FORMDATE": ControlKind.DATE,
}
"""By the last word of their type; all others only show what they have worked out."""


class Controls:
    """Marks which text stands in which control; one without text leaves no trace."""

    def __init__(self, flow: WriterFlow) -> None:
        self._flow = flow
        self._elements: list[OpenControl] = []

    def register(self, dispatch: Dispatch) -> None:
        texts: Starts = {
            "text-input": self._start_input,
            "drop-down": self._start_list,
            "placeholder": self._start_placeholder,
        }
        fields: Starts = {
            **dict.fromkeys(("fieldmark", "fieldmark-start"), self._start_field),
            "fieldmark-separator": self._drop_code,
            "fieldmark-end": lambda _: self._end_field(),
            "param": self._note_param,
        }
        loext: Starts = {"content-control": self._start_control, "list-item": self._note_entry}
        dispatch.add((LIBREOFFICE,), loext, {"content-control": self._end_element})
        dispatch.add((TEXT,), texts, dict.fromkeys(texts, self._end_element))
        dispatch.add((LIBREOFFICE_FIELDS,), fields, {"fieldmark": self._end_field})

    def _start(self, control: OpenControl) -> None:
        self._flow.begin_control(control)
        self._elements.append(control)

    def _end_element(self) -> None:
        self._flow.end_control(self._elements.pop())

    def _start_control(self, attributes: dict[str, str]) -> None:
        def said(name: str) -> str:
            return attributes.get(f"{LIBREOFFICE} {name}", "")

        kind = ControlKind.TEXT
        if said("checkbox") == "true":
            kind = ControlKind.BOX
        elif said("date") == "true":
            kind = ControlKind.DATE
        elif "true" in (said("dropdown"), said("combobox")):
            kind = ControlKind.LIST
        checked = said("checked") == "true" if kind is ControlKind.BOX else None
        prompts = said("showing-place-holder") == "true"
        day = said("current-date")[:DAY_LETTERS] if kind is ControlKind.DATE else ""
        self._start(OpenControl(kind, said("tag"), said("alias"), prompts, checked, day))

    def _note_entry(self, _attributes: dict[str, str]) -> None:
        """In LibreOffice 7.4 entries alone make a list of it; they come before the text."""
        self._flow.flush()
        controls = self._flow.story.controls
        if controls and controls[-1].made is None:
            controls[-1].kind = ControlKind.LIST

    def _start_input(self, attributes: dict[str, str]) -> None:
        self._start(OpenControl(alias=attributes.get(f"{TEXT} description", ""), verbatim=True))

    def _start_list(self, attributes: dict[str, str]) -> None:
        self._start(OpenControl(ControlKind.LIST, alias=attributes.get(f"{TEXT} name", "")))

    def _start_placeholder(self, attributes: dict[str, str]) -> None:
        self._start(OpenControl(alias=attributes.get(f"{TEXT} description", ""), placeholder=True))

    # Word's old form fields; the text between their marks may be their code

    def _start_field(self, attributes: dict[str, str]) -> None:
        self._flow.flush()
        begun = OpenField()
        if (paragraph := self._flow.paragraph) is not None:
            begun.place = (paragraph, *paragraph.size())
        kind = _FIELD_KINDS.get(attributes.get(f"{LIBREOFFICE_FIELDS} type", "").rpartition(".")[2])
        if kind is not None:
            checked = False if kind is ControlKind.BOX else None
            begun.control = OpenControl(kind, alias=attributes.get(f"{TEXT} name", ""), checked=checked)
            self._flow.begin_control(begun.control)
        self._flow.story.fields.append(begun)

    def _drop_code(self, _attributes: dict[str, str]) -> None:
        self._flow.flush()
        fields = self._flow.story.fields
        if not fields or fields[-1].place is None or fields[-1].place[0] is not self._flow.paragraph:
            return
        paragraph, runs, texts = fields[-1].place
        paragraph.cut(runs, texts)
        if (control := fields[-1].control) is not None:
            control.made, control.shown = None, self._flow.shown

    def _note_param(self, attributes: dict[str, str]) -> None:
        if not self._flow.story.fields:
            return
        name, value = (attributes.get(f"{LIBREOFFICE_FIELDS} {key}", "") for key in ("name", "value"))
        current = self._flow.story.fields[-1]
        if name == "Dropdown_ListEntry":
            current.entries.append(value)
        elif name == "Dropdown_Selected" and value.isdecimal():
            current.chosen = int(value)
        elif name == "Checkbox_Checked" and current.control is not None:
            current.control.checked = value == "true"

    def _end_field(self) -> None:
        if self._flow.story.fields:
            ended = self._flow.story.fields.pop()
            if ended.control is not None:
                self._flow.end_control(ended.control, ended.choice())
