"""Text boxes, shapes and pictures of a Word document, and content that it has in two versions."""

from __future__ import annotations

from functools import partial

from ruecklauf.office.ooxml.names import COMPATIBILITY, DRAWING_TEXT, VML
from ruecklauf.office.word.dispatch import Dispatch
from ruecklauf.office.word.flow import Flow, text_of
from ruecklauf.office.word.names import WORD, Ends, Starts


class Shapes:
    """Tells the texts of boxes apart from the paragraphs in which they are anchored."""

    def __init__(self, flow: Flow, texts: list[str]) -> None:
        self._flow = flow
        self._texts = texts
        self._lines: list[str] = []
        self._versions: list[int] = []
        """See `Tally.shown`: where the elements with versions begin."""

    def register(self, dispatch: Dispatch) -> None:
        dispatch.add(WORD, {"txbxContent": self._start_box}, {"txbxContent": self._end_box})
        drawn: Starts = {
            "txBody": lambda _: self._lines.clear(),
            "t": lambda _: self._texts.clear(),
            "br": lambda _: self._lines.append("\n"),
            "blip": lambda _: self._flow.keep_picture(),
        }
        ends: Ends = {
            "t": lambda: self._lines.append("".join(self._texts)),
            "p": lambda: self._lines.append("\n"),
            "txBody": lambda: self._flow.keep_box("".join(self._lines).removesuffix("\n")),
        }
        dispatch.add(DRAWING_TEXT, drawn, ends)
        old: Starts = {
            "imagedata": lambda _: self._flow.keep_picture(),
            "textpath": lambda attributes: self._flow.keep_box(attributes.get("string", "")),
        }
        dispatch.add(VML, old)
        self._register_versions(dispatch)

    def _register_versions(self, dispatch: Dispatch) -> None:
        dispatch.add(
            COMPATIBILITY,
            {"AlternateContent": lambda _: self._versions.append(self._flow.tally.shown)},
            {"AlternateContent": lambda: self._versions.pop()},
        )
        for namespace in COMPATIBILITY:
            for local in ("Choice", "Fallback"):
                start = partial(self._start_version, dispatch, f"{namespace} {local}")
                dispatch.add((namespace,), {local: start})

    def _start_box(self, _attributes: dict[str, str]) -> None:
        self._flow.enter()

    def _end_box(self) -> None:
        self._flow.keep_box(text_of(self._flow.leave()))

    def _start_version(self, dispatch: Dispatch, name: str, _attributes: dict[str, str]) -> None:
        # Which versions a program knows is unclear; the first that holds anything is as good as any.
        if self._versions and self._versions[-1] != self._flow.tally.shown:
            dispatch.silence(name)
