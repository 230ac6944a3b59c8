"""Content controls: the places in a Word form where answers are entered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ruecklauf.fieldtypes.base import CellContent
from ruecklauf.fieldtypes.tick import EMPTY_BOX, TICKED_BOX, tick_words
from ruecklauf.forms.documents.xml import attribute, run
from ruecklauf.layout.inputs import shown_text
from ruecklauf.layout.pages.plan import NO, PlannedCell
from ruecklauf.texts import Texts

BOX_FONT = "MS Gothic"
_BOX = (
    '<w14:checkbox><w14:checked w14:val="{checked}"/>'
    f'<w14:checkedState w14:val="{ord(TICKED_BOX):04X}" w14:font="{BOX_FONT}"/>'
    f'<w14:uncheckedState w14:val="{ord(EMPTY_BOX):04X}" w14:font="{BOX_FONT}"/></w14:checkbox>'
)
_BOX_RUN = f'<w:rFonts w:ascii="{BOX_FONT}" w:hAnsi="{BOX_FONT}" w:eastAsia="{BOX_FONT}" w:hint="eastAsia"/>'
_DATE = (
    '<w:date{full}><w:dateFormat w:val="dd.MM.yyyy"/><w:lid w:val="{lid}"/>'
    '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
)


@dataclass(frozen=True, slots=True)
class ControlLooks:
    """What a template lends to controls: ids of its character styles, and its placeholders by their text."""

    placeholder_style: str
    given_style: str
    placeholders: Mapping[str, str]
    """Names of the document's building blocks that Word shows again when a control is emptied."""


@dataclass(frozen=True, slots=True)
class Controls:
    """Makes the XML that stands in an answer's place."""

    looks: ControlLooks
    texts: Texts

    def xml(self, cell: PlannedCell, number: int, content: CellContent = None) -> str:
        """The inside of the answer's paragraph: a control, two boxes, or locked text.

        `number` identifies the control in the document; a pair of boxes takes the next one too.
        """
        if cell.locked:
            text = shown_text(content, cell.field, self.texts) or cell.text
            return run(text, self.looks.given_style) if text else ""
        if cell.control.kind == "boxes":
            return self._boxes(cell, number, content)
        return self._control(cell, number, content)

    def _control(self, cell: PlannedCell, number: int, content: CellContent) -> str:
        text = shown_text(content, cell.field, self.texts) or cell.text
        kind = _kind(cell, text, content, self.texts("formats.locale"))
        if text:
            return control_of(cell.tag, number, kind, run(text))
        placeholder = cell.control.placeholder
        block = self.looks.placeholders.get(placeholder)
        shown = f'<w:placeholder><w:docPart w:val="{block}"/></w:placeholder>' if block else ""
        return control_of(
            cell.tag,
            number,
            f"{shown}<w:showingPlcHdr/>{kind}",
            run(placeholder, self.looks.placeholder_style),
        )

    def _boxes(self, cell: PlannedCell, number: int, content: CellContent) -> str:
        text = self.texts("document.boxes", yes=TICKED_BOX, no=EMPTY_BOX)
        yes, no = tick_words(self.texts)
        before, between, after = re.split(f"[{TICKED_BOX}{EMPTY_BOX}]", text)
        return "".join(
            (
                run(before) if before else "",
                _box(cell.tag, number, checked=content == yes),
                run(between),
                _box(cell.tag + NO, number + 1, checked=content == no),
                run(after),
            )
        )


def control_of(tag: str, number: int, kind: str, content: str) -> str:
    """A content control; `kind` are further properties, `number` identifies it in the document."""
    named = attribute(tag)
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={named}/><w:tag w:val={named}/>"
        f'<w:id w:val="{number}"/><w:lock w:val="sdtLocked"/>{kind}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def _box(tag: str, number: int, *, checked: bool) -> str:
    sign = TICKED_BOX if checked else EMPTY_BOX
    return control_of(tag, number, _BOX.format(checked=int(checked)), run(sign, properties=_BOX_RUN))


def _kind(cell: PlannedCell, text: str, content: CellContent, locale: str) -> str:
    """What kind of control it is, as its properties say it."""
    match cell.control.kind:
        case "list":
            return list_of(cell.control.entries, text)
        case "combo":
            return f"<w:comboBox>{_entries(cell.control.entries, text)}</w:comboBox>"
        case "date":
            full = f' w:fullDate="{content.isoformat()}T00:00:00Z"' if isinstance(content, date) else ""
            return _DATE.format(full=full, lid=locale)
    # LibreOffice moves line breaks in plain text controls, and joins what a tracked change replaced there
    return "<w:richText/>"


def list_of(entries: tuple[str, ...], text: str = "") -> str:
    """The properties of a drop-down list in which `text` stands already."""
    return f"<w:dropDownList>{_entries(entries, text)}</w:dropDownList>"


def _entries(entries: tuple[str, ...], text: str) -> str:
    """The entries each once; an earlier wave's answer stays one, also when it is no longer offered."""
    offered = dict.fromkeys((*entries, text) if text else entries)
    return "".join(
        f"<w:listItem w:displayText={value} w:value={value}/>" for value in map(attribute, offered)
    )
