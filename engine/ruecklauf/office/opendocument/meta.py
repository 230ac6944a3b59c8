"""The properties of an OpenDocument file, by the names that Office Open XML gives them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ruecklauf.office.hardened_xml import EndHandler, Ends, Starts
from ruecklauf.office.opendocument.names import DUBLIN_CORE, META, OFFICE

_NAMES = {
    f"{DUBLIN_CORE} title": "title",
    f"{DUBLIN_CORE} subject": "subject",
    f"{DUBLIN_CORE} description": "description",
    f"{DUBLIN_CORE} language": "language",
    f"{DUBLIN_CORE} creator": "lastModifiedBy",
    f"{DUBLIN_CORE} date": "modified",
    f"{META} initial-creator": "creator",
    f"{META} creation-date": "created",
    f"{META} print-date": "lastPrinted",
    f"{META} editing-cycles": "revision",
}
_KEYWORD = f"{META} keyword"
_OWN = f"{META} user-defined"
_GENERATOR = f"{META} generator"


class Properties:
    """Gathers what stands in `office:meta`, be it a part of its own or inside a flat file."""

    def __init__(self, texts: list[str]) -> None:
        self.custom: dict[str, str] = {}
        self.program = ""
        self._core: dict[str, str] = {}
        self._keywords: list[str] = []
        self._texts = texts
        self._name = ""
        self._inside = False

    @property
    def core(self) -> dict[str, str]:
        """As `Workbook.core`; keywords separated by spaces, at which gnumeric and LibreOffice split them."""
        found = dict(self._core)
        if self._keywords:
            found["keywords"] = " ".join(self._keywords)
        if "lastModifiedBy" in found:
            found.setdefault("creator", found["lastModifiedBy"])
        return found

    def handlers(self) -> tuple[Starts, Ends]:
        starts: Starts = dict.fromkeys((*_NAMES, _KEYWORD, _GENERATOR), self._begin)
        starts |= {_OWN: self._begin_own, f"{OFFICE} meta": self._enter}
        ends: Ends = {
            name: self._keeping(partial(self._core.__setitem__, key)) for name, key in _NAMES.items()
        }
        ends |= {
            _KEYWORD: self._keeping(self._keywords.append),
            _GENERATOR: self._keeping(self._note_program),
            _OWN: self._keeping(lambda text: self.custom.__setitem__(self._name, text)),
            f"{OFFICE} meta": self._leave,
        }
        return starts, ends

    def _enter(self, _attributes: dict[str, str]) -> None:
        self._inside = True

    def _leave(self) -> None:
        self._inside = False

    def _note_program(self, text: str) -> None:
        self.program = " ".join(text.split())

    def _begin(self, _attributes: dict[str, str]) -> None:
        if self._inside:
            self._texts.clear()

    def _begin_own(self, attributes: dict[str, str]) -> None:
        self._begin(attributes)
        self._name = attributes.get(f"{META} name", "")

    def _keeping(self, keep: Callable[[str], object]) -> EndHandler:
        def end() -> None:
            if self._inside and (text := "".join(self._texts)):
                keep(text)

        return end
