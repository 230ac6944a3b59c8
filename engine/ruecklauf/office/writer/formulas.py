"""Equations embedded in OpenDocument texts (MathML 3), written in one line as those of Word are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ruecklauf.office.hardened_xml import EndHandler, Handlers, StartHandler, parse_xml
from ruecklauf.office.package import Package, read_beside
from ruecklauf.office.refusal import damaged

MATHML = "http://www.w3.org/1998/Math/MathML"
_STRUCK = "\u0336"
_LETTERS = ("mi", "mn", "mo", "mtext", "ms")
_BETWEEN = {"mtable": "\n", "mtr": " ", "mlabeledtr": " ", "mmultiscripts": "_", "munder": "_", "mover": "^"}


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)
    fractions: set[int] = field(default_factory=set)
    """Which of its parts are some."""


def equations_in(package: Package) -> dict[str, str]:
    """What the equations among the embedded objects show, by their folders; damaged ones are left out."""
    found: dict[str, str] = {}
    for name in package.names:
        folder, _, member = name.rpartition("/")
        if folder and member == "content.xml" and MATHML.encode() in package.peek(name):
            text = read_beside(package, name, equation_text)
            if text is not None:
                found[folder] = text
    return found


def equation_text(data: bytes, part: str) -> str:
    """What an equation shows; Refusal as of `parse_xml`, also for what is none."""
    reader = EquationReader()
    parse_xml(data, Handlers(*reader.handlers(), reader.letters), part=part)
    if reader.text is None:
        raise damaged(f"Bestandteil „{part}“: keine Formel")
    return reader.text


class EquationReader:
    """Gathers an equation while its XML is walked."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.text: str | None = None
        self._open: list[_Element] = []

    def handlers(self) -> tuple[dict[str, StartHandler], dict[str, EndHandler]]:
        names = ("math", "semantics", "annotation", "annotation-xml", *_LETTERS, *_BETWEEN, *_SHAPES)
        starts: dict[str, StartHandler] = {f"{MATHML} {name}": self._begin(name) for name in names}
        return starts, dict.fromkeys(starts, self._end)

    def _begin(self, name: str) -> StartHandler:
        def begin(attributes: dict[str, str]) -> None:
            self.letters.clear()
            self._open.append(_Element(name, attributes))

        return begin

    def _end(self) -> None:
        ended = self._open.pop()
        shown = _text_of(ended, "".join(self.letters).strip())
        self.letters.clear()
        if not self._open:
            self.text = shown
        elif not ended.name.startswith("annotation"):
            if ended.name == "mfrac":
                self._open[-1].fractions.add(len(self._open[-1].parts))
            self._open[-1].parts.append(shown)


def _text_of(element: _Element, letters: str) -> str:
    if element.name in _LETTERS:
        return letters
    if element.name in _BETWEEN:
        return _BETWEEN[element.name].join(element.parts)
    return _SHAPES[element.name](element) if element.name in _SHAPES else _in_a_row(element)


def _in_a_row(element: _Element) -> str:
    """One and three quarters is not thirteen quarters."""
    text = ""
    for at, part in enumerate(element.parts):
        apart = at in element.fractions and text[-1:].isalnum()
        text += f" {part}" if apart else part
    return text


def _joined(*signs: str) -> Callable[[_Element], str]:
    """The parts with these signs between them."""

    def shown(element: _Element) -> str:
        between = (*signs, *[" "] * len(element.parts))
        return "".join(f"{between[at - 1] if at else ''}{part}" for at, part in enumerate(element.parts))

    return shown


def _root(element: _Element) -> str:
    base, *degree = element.parts or [""]
    return f"√{degree[0]}({base})" if element.name == "mroot" and degree else f"√{_in_a_row(element)}"


def _fenced(element: _Element) -> str:
    begins, ends = (element.attributes.get(key, usual) for key, usual in (("open", "("), ("close", ")")))
    return f"{begins}{'|'.join(element.parts)}{ends}"


def _enclosed(element: _Element) -> str:
    return _in_a_row(element) + (_STRUCK if "strike" in element.attributes.get("notation", "") else "")


_SHAPES: dict[str, Callable[[_Element], str]] = {
    **dict.fromkeys(("mrow", "mstyle", "merror", "mpadded", "mtd", "maction"), _in_a_row),
    "mfrac": _joined("/"),
    "msup": _joined("^"),
    "msub": _joined("_"),
    "msubsup": _joined("_", "^"),
    "munderover": _joined("_", "^"),
    "msqrt": _root,
    "mroot": _root,
    "mfenced": _fenced,
    "menclose": _enclosed,
    "mphantom": lambda _: "",
    "mspace": lambda _: " ",
    "none": lambda _: "",
}
