"""XML from strangers: expat without DTD, entities, network or unbounded depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar
from xml.parsers import expat

from ruecklauf.intake.refusal import Refusal, damaged

MAX_DEPTH = 100

ENCODINGS = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"})
"""What expat decodes itself; OPC allows only UTF-8 and UTF-16."""

StartHandler = Callable[[dict[str, str]], object]
EndHandler = Callable[[], object]
Handler = TypeVar("Handler")


@dataclass(frozen=True, slots=True)
class Handlers:
    """What to do at which element; names are `namespace local`, or `local` without a namespace.

    A handler raises ValueError for content that cannot be, or a Refusal of its own.
    """

    starts: Mapping[str, StartHandler]
    """Called with the attributes."""
    ends: Mapping[str, EndHandler]
    texts: list[str] = field(default_factory=list)
    """Grows by all character data, in pieces; handlers clear it where a text begins."""
    roots: frozenset[str] = frozenset()
    """The root elements allowed; empty allows any."""


def qualify(namespaces: Iterable[str], handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    """The handlers keyed by local name, keyed by full name in each of the namespaces."""
    return {
        f"{namespace} {local}".lstrip(): handler
        for namespace in namespaces
        for local, handler in handlers.items()
    }


def parse_xml(data: bytes, handlers: Handlers, *, part: str) -> None:
    """Run the handlers over one part.

    Refusal `damaged_file` if it is not well-formed, has another root or a handler raises ValueError;
    `hostile_file` for a DTD, an entity or nesting deeper than `MAX_DEPTH`.
    """
    try:
        _parser(handlers, part).Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise damaged(f"Bestandteil „{part}“: {fault}") from fault


def _parser(handlers: Handlers, part: str) -> expat.XMLParserType:
    # Interning with the tables' own keys lets their look-ups succeed by identity.
    names = {name: name for name in (*handlers.starts, *handlers.ends)}
    parser = expat.ParserCreate(None, " ", names)
    parser.buffer_text = True
    parser.CharacterDataHandler = handlers.texts.append
    _refuse_declarations(parser, part)
    start, end = _dispatchers(handlers, part)

    def first_start(name: str, attributes: dict[str, str]) -> None:
        if handlers.roots and name not in handlers.roots:
            raise ValueError(f"unerwartetes Element {name.rpartition(' ')[2]}")
        parser.StartElementHandler = start
        start(name, attributes)

    parser.StartElementHandler = first_start
    parser.EndElementHandler = end
    return parser


def _dispatchers(
    handlers: Handlers, part: str
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    find_start, find_end = handlers.starts.get, handlers.ends.get
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise Refusal("hostile_file", why=f"der Bestandteil „{part}“ ist zu tief verschachtelt")
        handler = find_start(name)
        if handler is not None:
            handler(attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler = find_end(name)
        if handler is not None:
            handler()

    return start, end


def _refuse_declarations(parser: expat.XMLParserType, part: str) -> None:
    def refuse(*_: object) -> NoReturn:
        raise Refusal("hostile_file", why=f"der Bestandteil „{part}“ enthält eine DTD oder Entitäten")

    def check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.casefold() not in ENCODINGS:
            raise ValueError(f"unbekannte Zeichenkodierung {encoding}")

    parser.XmlDeclHandler = check_encoding
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SkippedEntityHandler = refuse
