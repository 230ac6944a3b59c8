"""XML from strangers: expat without DTD, entities, network or unbounded depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar
from xml.parsers import expat

from ruecklauf.office.refusal import Refusal, damaged

MAX_DEPTH = 100
MAX_NAMES = 10_000
"""Different names of elements, attributes and namespaces: expat keeps all of them."""
MAX_NAMESPACE = 200
"""Characters: each element's name is given with its namespace."""
MAX_TAG = 4 * 1024 * 1024
"""Bytes of one tag or comment, which expat takes as a whole."""
MAX_DECLARING_TAG = 16 * 1024
"""Bytes of a tag that declares a namespace, before its length is known: expat copies a namespace for every
attribute."""

_STEP = 32 * 1024

ENCODINGS = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"})
"""What expat decodes itself; OPC allows only UTF-8 and UTF-16."""

PASS_OVER = object()
"""What a start handler returns so that nothing is heard of what stands in its element, nor of its end."""

StartHandler = Callable[[dict[str, str]], object]
EndHandler = Callable[[], object]
Starts = dict[str, StartHandler]
Ends = dict[str, EndHandler]
Handler = TypeVar("Handler")
Hearing = tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]
"""What the parser calls where an element starts, and where it ends."""

_DECLARATIONS = (
    "StartDoctypeDeclHandler",
    "EntityDeclHandler",
    "UnparsedEntityDeclHandler",
    "ExternalEntityRefHandler",
    "SkippedEntityHandler",
)
_EVENTS = (
    *_DECLARATIONS,
    "StartElementHandler",
    "EndElementHandler",
    "CharacterDataHandler",
    "XmlDeclHandler",
    "StartNamespaceDeclHandler",
)


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


def parse_xml(data: bytes, handlers: Handlers, *, part: str, max_depth: int = MAX_DEPTH) -> None:
    """Run the handlers over one part.

    Refusal `damaged_file` if it is not well-formed, has another root or a handler raises ValueError;
    `hostile_file` for a DTD, an entity, nesting deeper than `max_depth`, or what multiplies the work.
    """
    # Interning with the tables' own keys lets their look-ups succeed by identity.
    names = {name: name for name in (*handlers.starts, *handlers.ends)}
    hearing: list[Hearing] = []
    parser = _parser(handlers, names, hearing, part=part, max_depth=max_depth)
    try:
        _feed(parser, data, names, part=part)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise damaged(f"Bestandteil „{part}“: {fault}") from fault
    finally:
        _let_go(parser, hearing)


def _let_go(parser: expat.XMLParserType, hearing: list[Hearing]) -> None:
    """Part the parser from what it calls: each holds the other, and what was read would stay in memory."""
    hearing.clear()
    for event in _EVENTS:
        setattr(parser, event, None)


def _feed(parser: expat.XMLParserType, data: bytes, names: dict[str, str], *, part: str) -> None:
    """Give the parser the data piece by piece: after a handler's exception it walks to the piece's end."""
    pieces, allowed, at = memoryview(data), len(names) + MAX_NAMES, 0
    while at < len(data):
        # What waits is looked at again with every piece: so pieces grow with it.
        waiting = at - max(parser.CurrentByteIndex, 0) if at else 0
        if waiting > MAX_DECLARING_TAG:
            _check_waiting(pieces[at - waiting : at], part)
        if len(names) > allowed:
            raise _hostile(part, "enthält zu viele verschiedene Namen")
        following = at + max(_STEP, waiting)
        parser.Parse(pieces[at:following], False)
        at = following
    parser.Parse(b"", True)


def _check_waiting(token: memoryview, part: str) -> None:
    """Refuse the beginning of a tag that is too long, or that may declare a long namespace for many names."""
    if len(token) > MAX_TAG:
        raise _hostile(part, "enthält ein zu langes Element")
    # UTF-16 has zeros between the letters.
    beginning = bytes(token).replace(b"\0", b"")
    if beginning[:1] == b"<" and beginning[1:2] not in (b"!", b"?") and b"xmlns" in beginning:
        raise _hostile(part, "enthält einen zu langen Namensraum")


def _parser(
    handlers: Handlers, names: dict[str, str], hearing: list[Hearing], *, part: str, max_depth: int
) -> expat.XMLParserType:
    parser = expat.ParserCreate(None, " ", names)
    parser.buffer_text = True
    _refuse_declarations(parser, part)
    _dispatch(parser, handlers, hearing, part=part, max_depth=max_depth)

    def first_start(name: str, attributes: dict[str, str]) -> None:
        if handlers.roots and name not in handlers.roots:
            raise ValueError(f"unerwartetes Element {name.rpartition(' ')[2]}")
        start, _end = hearing[0]
        parser.StartElementHandler = start
        start(name, attributes)

    parser.StartElementHandler = first_start
    return parser


def _dispatch(
    parser: expat.XMLParserType, handlers: Handlers, hearing: list[Hearing], *, part: str, max_depth: int
) -> None:
    """Have the parser call the handlers; `hearing` gets what is called where elements start and end."""
    find_start, find_end = handlers.starts.get, handlers.ends.get
    depth = passed_over = 0
    sign = PASS_OVER

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, passed_over
        depth += 1
        if depth > max_depth:
            raise _hostile(part, "ist zu tief verschachtelt")
        handler = find_start(name)
        if handler is not None and handler(attributes) is sign:
            passed_over = depth
            parser.StartElementHandler, parser.EndElementHandler = deeper, shallower
            parser.CharacterDataHandler = None

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler = find_end(name)
        if handler is not None:
            handler()

    def deeper(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > max_depth:
            raise _hostile(part, "ist zu tief verschachtelt")

    def shallower(_name: str) -> None:
        nonlocal depth
        depth -= 1
        if depth < passed_over:
            listen()

    def listen() -> None:
        parser.StartElementHandler, parser.EndElementHandler = hearing[0]
        parser.CharacterDataHandler = handlers.texts.append

    hearing.append((start, end))
    listen()


def _refuse_declarations(parser: expat.XMLParserType, part: str) -> None:
    def refuse(*_: object) -> NoReturn:
        raise _hostile(part, "enthält eine DTD oder Entitäten")

    def check_namespace(_prefix: str | None, address: str | None) -> None:
        if len(address or "") > MAX_NAMESPACE:
            raise _hostile(part, "enthält einen zu langen Namensraum")

    def check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.casefold() not in ENCODINGS:
            raise ValueError(f"unbekannte Zeichenkodierung {encoding}")

    for event in _DECLARATIONS:
        setattr(parser, event, refuse)
    parser.XmlDeclHandler = check_encoding
    parser.StartNamespaceDeclHandler = check_namespace


def _hostile(part: str, what: str) -> Refusal:
    return Refusal("hostile_file", why=f"der Bestandteil „{part}“ {what}")
