"""Form controls of OpenDocument texts, which stand before the text, and the places that show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import ControlKind, text_of
from ruecklauf.office.hardened_xml import Starts
from ruecklauf.office.open_text import OpenControl, box
from ruecklauf.office.opendocument.names import DRAW, FORM, XML
from ruecklauf.office.writer.flow import WriterFlow

_KINDS: dict[str, ControlKind | None] = {
    **dict.fromkeys(
        ("text", "textarea", "formatted-text", "number", "time", "password", "file"), ControlKind.TEXT
    ),
    **dict.fromkeys(("listbox", "combobox"), ControlKind.LIST),
    **dict.fromkeys(("checkbox", "radio"), ControlKind.BOX),
    **dict.fromkeys(("button", "fixed-text", "frame", "image", "image-frame", "hidden", "value-range")),
    **dict.fromkeys(("generic-control", "column")),
    "date": ControlKind.DATE,
}
"""None shows something without being a field."""


@dataclass(slots=True)
class _Field:
    """A form control as the file describes it."""

    kind: ControlKind | None
    attributes: dict[str, str]
    chosen: list[str] = field(default_factory=list)
    preset: list[str] = field(default_factory=list)
    paragraphs: str = ""
    placed: bool = False

    def said(self, *names: str) -> str:
        """The first of these attributes that is there."""
        return next(
            (value for name in names if (value := self.attributes.get(f"{FORM} {name}")) is not None), ""
        )

    @property
    def checked(self) -> bool | None:
        if self.kind is not ControlKind.BOX:
            return None
        return self.said("current-state", "state", "current-selected", "selected") in ("checked", "true")

    def shown(self) -> tuple[str, str]:
        """Its content and its label."""
        if self.kind is ControlKind.BOX:
            return box(ticked=bool(self.checked)), self.said("label")
        options = "\n".join(self.chosen or self.preset)
        return options or self.paragraphs or self.said("current-value", "value"), self.said("label")


class Forms:
    """Gathers the controls and shows each at its place."""

    def __init__(self, flow: WriterFlow) -> None:
        self._flow = flow
        self._fields: list[_Field] = []
        self._named: dict[str, _Field] = {}
        self._open: list[_Field] = []

    def register(self, dispatch: Dispatch) -> None:
        starts: Starts = {name: partial(self._start, kind) for name, kind in _KINDS.items()}
        starts["option"] = self._note_option
        dispatch.add((FORM,), starts, dict.fromkeys(_KINDS, self._end))
        dispatch.add((DRAW,), {"control": self._place})

    def unplaced(self) -> tuple[str, ...]:
        """The texts of controls that stand nowhere in a paragraph."""
        texts = ("\n".join(filter(str.strip, field.shown())) for field in self._fields if not field.placed)
        return tuple(filter(None, texts))

    def _start(self, kind: ControlKind | None, attributes: dict[str, str]) -> None:
        self._flow.allowance.things.spend()
        self._flow.begin(aside=True)
        made = _Field(kind, attributes)
        self._open.append(made)
        self._fields.append(made)
        for key in (f"{FORM} id", f"{XML} id"):
            self._named[attributes.get(key, "")] = made

    def _end(self) -> None:
        self._open.pop().paragraphs = text_of(self._flow.end())

    def _note_option(self, attributes: dict[str, str]) -> None:
        if not self._open:
            return
        label = attributes.get(f"{FORM} label") or attributes.get(f"{FORM} value", "")
        if attributes.get(f"{FORM} current-selected") == "true":
            self._open[-1].chosen.append(label)
        if attributes.get(f"{FORM} selected") == "true":
            self._open[-1].preset.append(label)

    def _place(self, attributes: dict[str, str]) -> None:
        made = self._named.get(attributes.get(f"{DRAW} control", ""))
        if made is None or self._flow.paragraph is None or made.placed:
            return
        made.placed = True
        text, label = made.shown()
        if made.kind is None:
            self._flow.say(text or label)
            return
        control = OpenControl(made.kind, made.said("name"), made.said("title"), checked=made.checked)
        self._flow.begin_control(control)
        self._flow.end_control(control, text)
        if label:
            self._flow.say(f" {label}")
