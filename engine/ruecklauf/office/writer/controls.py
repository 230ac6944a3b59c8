"""Content controls and form fields in the running text of OpenDocument."""

from __future__ import annotations

from dataclasses import dataclass, field

from ruecklauf.office.document import ControlKind
from ruecklauf.office.hardened_xml import qualify
from ruecklauf.office.opendocument.names import LIBREOFFICE, LIBREOFFICE_FIELDS, TEXT, Ends, Starts
from ruecklauf.office.writer.text import Flow, OpenControl, OpenParagraph

CHECKED, UNCHECKED = "☒", "☐"
"""As Word shows check boxes that have no sign of their own in the file."""

_FIELD_KINDS = {
    "FORMTEXT": ControlKind.TEXT,
    "FORMDROPDOWN": ControlKind.LIST,
    "FORMCHECKBOX": ControlKind.BOX,
    "FORMDATE": ControlKind.DATE,
}
"""By the last word of their type; all others only show what they have worked out."""


@dataclass(slots=True)
class _OpenField:
    """One of Word's old form fields; the text between its marks may be its code."""

    control: OpenControl | None
    paragraph: OpenParagraph | None
    place: tuple[int, int]
    """Where the field begins in it."""
    entries: list[str] = field(default_factory=list)
    chosen: int | None = None


class Controls:
    """Marks which text stands in which control; one without text leaves no trace."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._elements: list[OpenControl] = []
        self._fields: list[_OpenField] = []

    def handlers(self) -> tuple[Starts, Ends]:
        loext: Starts = {"content-control": self._start_control, "list-item": self._note_entry}
        texts: Starts = {
            "text-input": self._start_input,
            "drop-down": self._start_list,
            "placeholder": self._start_placeholder,
        }
        fields: Starts = {
            "fieldmark": self._start_field,
            "fieldmark-start": self._start_field,
            "fieldmark-separator": self._drop_code,
            "fieldmark-end": lambda _: self._end_field(),
            "param": self._note_param,
        }
        text_ends: Ends = dict.fromkeys(texts, self._end_element)
        return (
            {
                **qualify((LIBREOFFICE,), loext),
                **qualify((TEXT,), texts),
                **qualify((LIBREOFFICE_FIELDS,), fields),
            },
            {
                **qualify((TEXT,), text_ends),
                f"{LIBREOFFICE} content-control": self._end_element,
                f"{LIBREOFFICE_FIELDS} fieldmark": self._end_field,
            },
        )

    def _start(self, control: OpenControl) -> OpenControl:
        self._flow.flush()
        self._flow.controls.append(control)
        return control

    def _start_element(self, control: OpenControl) -> None:
        self._elements.append(self._start(control))

    def _end_element(self) -> None:
        control = self._elements.pop()
        self._end(control, _sign(control))

    def _end(self, control: OpenControl, shown: str) -> None:
        """End a control, which shows this if it holds no text of its own."""
        self._flow.flush()
        if control.made is None and shown:
            self._flow.say(shown, control=control.make())
        others = self._flow.controls
        for at in reversed(range(len(others))):
            if others[at] is control:
                del others[at]
                break

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
        self._start_element(
            OpenControl(
                self._flow.next_number(),
                kind,
                tag=said("tag"),
                alias=said("alias"),
                placeholder=said("showing-place-holder") == "true",
                checked=said("checked") == "true" if kind is ControlKind.BOX else None,
            )
        )

    def _note_entry(self, _attributes: dict[str, str]) -> None:
        """LibreOffice 7.4 tells a list by its entries alone; they come before the text."""
        self._flow.flush()
        if self._flow.controls and self._flow.controls[-1].made is None:
            self._flow.controls[-1].kind = ControlKind.LIST

    def _start_input(self, attributes: dict[str, str]) -> None:
        alias = attributes.get(f"{TEXT} description", "")
        self._start_element(OpenControl(self._flow.next_number(), alias=alias, verbatim=True))

    def _start_list(self, attributes: dict[str, str]) -> None:
        alias = attributes.get(f"{TEXT} name", "")
        self._start_element(OpenControl(self._flow.next_number(), ControlKind.LIST, alias=alias))

    def _start_placeholder(self, attributes: dict[str, str]) -> None:
        alias = attributes.get(f"{TEXT} description", "")
        self._start_element(OpenControl(self._flow.next_number(), alias=alias, placeholder=True))

    def _start_field(self, attributes: dict[str, str]) -> None:
        self._flow.flush()
        paragraph = self._flow.paragraph
        kind = _FIELD_KINDS.get(attributes.get(f"{LIBREOFFICE_FIELDS} type", "").rpartition(".")[2])
        control = None
        if kind is not None:
            alias = attributes.get(f"{TEXT} name", "")
            checked = False if kind is ControlKind.BOX else None
            control = self._start(OpenControl(self._flow.next_number(), kind, alias=alias, checked=checked))
        self._fields.append(_OpenField(control, paragraph, paragraph.place() if paragraph else (0, 0)))

    def _drop_code(self, _attributes: dict[str, str]) -> None:
        self._flow.flush()
        current = self._fields[-1] if self._fields else None
        if current is None or current.paragraph is None or current.paragraph is not self._flow.paragraph:
            return
        current.paragraph.cut(current.place)
        if current.control is not None:
            current.control.made = None

    def _note_param(self, attributes: dict[str, str]) -> None:
        if not self._fields:
            return
        name, value = (attributes.get(f"{LIBREOFFICE_FIELDS} {key}", "") for key in ("name", "value"))
        current = self._fields[-1]
        if name == "Dropdown_ListEntry":
            current.entries.append(value)
        elif name == "Dropdown_Selected" and value.isdecimal():
            current.chosen = int(value)
        elif name == "Checkbox_Checked" and current.control is not None:
            current.control.checked = value == "true"

    def _end_field(self) -> None:
        if not self._fields:
            return
        ended = self._fields.pop()
        if ended.control is not None:
            self._end(ended.control, _shown(ended, ended.control))


def _shown(ended: _OpenField, control: OpenControl) -> str:
    """What a field without text shows."""
    if ended.chosen is not None and ended.chosen < len(ended.entries):
        return ended.entries[ended.chosen]
    return _sign(control)


def _sign(control: OpenControl) -> str:
    """A box without its sign is ticked or not all the same."""
    if control.kind is not ControlKind.BOX:
        return ""
    return CHECKED if control.checked else UNCHECKED
