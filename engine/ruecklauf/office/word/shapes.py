"""Text boxes, shapes and pictures of a Word document, and content that it has in two versions."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.dispatch import Dispatch
from ruecklauf.office.document import text_of
from ruecklauf.office.hardened_xml import PASS_OVER, Ends, Starts
from ruecklauf.office.ooxml.names import COMPATIBILITY, DRAWING_TEXT, VML
from ruecklauf.office.word.flow import WordFlow
from ruecklauf.office.word.names import WORD

_REFERENCES = (" embed", " link", " id", " relid")
"""Attributes that name the relationship to a picture; the last two in old shapes."""

_SHAPES = ("drawing", "pict", "object", "contentPart")


@dataclass(slots=True)
class _Versions:
    before: int
    """See `RunningText.shown`: where they begin."""
    plain: bool = False
    """One of them is a shape without text or picture."""


class Boxes:
    """Tells the texts of boxes apart from the paragraphs in which they are anchored."""

    def __init__(self, flow: WordFlow) -> None:
        self._flow = flow
        self._lines: list[str] = []
        self._versions: list[_Versions] = []
        """Elements with versions that are open."""
        self._shapes: list[int] = []
        """See `RunningText.shown`: where shapes begin."""

    def register(self, dispatch: Dispatch) -> None:
        texts = dispatch.texts
        starts: Starts = {"txbxContent": self._start_box, **dict.fromkeys(_SHAPES, self._start_shape)}
        ends: Ends = {"txbxContent": self._end_box, **dict.fromkeys(_SHAPES, self._end_shape)}
        dispatch.add(WORD, starts, ends)
        drawn: Starts = {
            "txBody": lambda _: self._lines.clear(),
            "t": lambda _: texts.clear(),
            "br": lambda _: self._lines.append("\n"),
            "blip": self._note_picture,
        }
        drawn_ends: Ends = {
            "t": lambda: self._lines.append("".join(texts)),
            "p": lambda: self._lines.append("\n"),
            "txBody": lambda: self._flow.keep_box("".join(self._lines).removesuffix("\n")),
        }
        dispatch.add(DRAWING_TEXT, drawn, drawn_ends)
        old: Starts = {
            "imagedata": self._note_picture,
            "textpath": lambda attributes: self._flow.keep_box(attributes.get("string", "")),
        }
        dispatch.add(VML, old)
        versions: Starts = {
            "AlternateContent": lambda _: self._versions.append(_Versions(self._flow.shown)),
            **dict.fromkeys(("Choice", "Fallback"), self._start_version),
        }
        dispatch.add(COMPATIBILITY, versions, {"AlternateContent": self._end_versions})

    def _note_picture(self, attributes: dict[str, str]) -> None:
        references = (value for name, value in attributes.items() if name.endswith(_REFERENCES))
        self._flow.keep_picture(next(references, ""))

    def _start_box(self, _attributes: dict[str, str]) -> None:
        self._flow.begin_box()

    def _end_box(self) -> None:
        self._flow.keep_box(text_of(self._flow.end()))

    def _start_shape(self, _attributes: dict[str, str]) -> None:
        self._shapes.append(self._flow.shown)

    def _end_shape(self) -> None:
        if self._shapes.pop() == self._flow.shown:
            self._keep_plain()
        self._flow.note_drawn()

    def _keep_plain(self) -> None:
        """A shape without text or picture is seen as a picture is, unless another version has either."""
        if self._versions:
            self._versions[-1].plain = True
        else:
            self._flow.keep_picture("")

    def _start_version(self, _attributes: dict[str, str]) -> object:
        # Which versions a program knows is unclear; the first that holds anything is as good as any.
        return PASS_OVER if self._versions and self._versions[-1].before != self._flow.shown else None

    def _end_versions(self) -> None:
        ended = self._versions.pop()
        if ended.plain and ended.before == self._flow.shown:
            self._keep_plain()
