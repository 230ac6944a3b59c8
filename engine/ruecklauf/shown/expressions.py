"""Formulas of conditional formats, worked out as far as they are simple: comparisons and a few functions."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ruecklauf.cells import CellKind, Raw

MAX_LENGTH, MAX_DEPTH = 500, 20
"""Of formulas that are tried: people write short ones."""
_TOKEN = re.compile(
    r'\s*+(?:(?P<number>(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)|(?P<text>"(?:[^"]|"")*+")'
    r"|\[\.(?P<open>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})\]|(?P<name>[A-Za-z$][A-Za-z0-9$.]*+)"
    r"|(?P<sign><=|>=|<>|[<>=(),;+-]))\s*+"
)
_is_reference = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}").fullmatch
_WILD = re.compile(r"[?*~]")
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Failed:
    """What a function gives that finds nothing."""


FAILED = Failed()
Value = float | str | bool | Failed | None
"""None is what a blank cell holds."""
CellAt = Callable[[str], Raw]
"""The cell that a reference such as `$A1` means; `UnknownError` where that cannot be told."""


class UnknownError(Exception):
    """More than is worked out here."""


def nowhere(_reference: str) -> Raw:
    """For conditions of which it is not known where they lie."""
    raise UnknownError


def worked_out(formula: str, cell: CellAt) -> Value:
    """What a formula without `=` gives; `UnknownError` if it is not simple, or refers to other sheets."""
    if len(formula) > MAX_LENGTH:
        raise UnknownError
    return _Calculator(_tokens(formula), cell).whole()


def content(raw: Raw) -> Value:
    """What a cell holds; texts without regard to capitals."""
    match raw.kind:
        case CellKind.BLANK if raw.formula is None:
            return None
        case CellKind.TEXT:
            return raw.text.casefold()
        case CellKind.NUMBER | CellKind.DATE if _TOKEN.fullmatch(raw.text.removeprefix("-")):
            return float(raw.text)
        case CellKind.BOOL:
            return raw.text == "1"
    raise UnknownError


def _tokens(formula: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None or match.lastgroup is None:
            raise UnknownError
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Calculator:
    """Works a formula out while it is read from the left."""

    def __init__(self, tokens: Sequence[tuple[str, str]], cell: CellAt) -> None:
        self._tokens = [*tokens, ("end", "")]
        self._cell = cell
        self._at = self._depth = 0

    def whole(self) -> Value:
        value = self._comparison()
        if self._tokens[self._at][0] != "end":
            raise UnknownError
        return value

    def _comparison(self) -> Value:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UnknownError
        value = self._term()
        if (sign := self._tokens[self._at][1]) in ("=", "<>", *_COMPARED) and self._is_sign():
            self._at += 1
            value = _compared(value, sign, self._term())
        self._depth -= 1
        return value

    def _is_sign(self, *signs: str) -> bool:
        kind, text = self._tokens[self._at]
        return kind == "sign" and (not signs or text in signs)

    def _term(self) -> Value:
        kind, text = self._tokens[self._at]
        self._at += 1
        match kind:
            case "number":
                return float(text)
            case "text":
                return text[1:-1].replace('""', '"').casefold()
            case "open":
                return content(self._cell(text))
            case "name":
                return self._named(text)
            case "sign" if text in "+-":
                number = self._term()
                return _number(number) if text == "+" else -_number(number)
            case "sign" if text == "(":
                value = self._comparison()
                self._close()
                return value
        raise UnknownError

    def _named(self, name: str) -> Value:
        if self._is_sign("("):
            self._at += 1
            function = _FUNCTIONS.get(name.upper())
            if function is None:
                raise UnknownError
            return function(self._arguments())
        if name.upper() in ("TRUE", "FALSE"):
            return name.upper() == "TRUE"
        if _is_reference(name) is None:
            raise UnknownError
        return content(self._cell(name))

    def _arguments(self) -> list[Value]:
        found: list[Value] = []
        if self._is_sign(")"):
            self._at += 1
            return found
        while True:
            found.append(self._comparison())
            if not self._is_sign(",", ";"):
                break
            self._at += 1
        self._close()
        return found

    def _close(self) -> None:
        if not self._is_sign(")"):
            raise UnknownError
        self._at += 1


def _compared(left: Value, sign: str, right: Value) -> bool:
    if isinstance(left, Failed) or isinstance(right, Failed):
        raise UnknownError
    if sign in ("=", "<>"):
        return _same(left, right) is (sign == "=")
    return _COMPARED[sign](_number(left), _number(right))


def _same(left: Value, right: Value) -> bool:
    """A blank cell is like nought and like an empty text; a truth is no number."""
    if left is None or right is None:
        return (left or right or 0) == 0 and not isinstance(left or right, bool)
    return left == right and isinstance(left, bool) == isinstance(right, bool)


def _number(value: Value) -> float:
    if value is None:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, float):
        raise UnknownError
    return value


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case float() if value.is_integer() and abs(value) < 1e11:
            return str(int(value))
    raise UnknownError


def _truth(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    return bool(_number(value))


def _one(function: Callable[[Value], Value]) -> Callable[[list[Value]], Value]:
    def of_one(arguments: list[Value]) -> Value:
        if len(arguments) != 1:
            raise UnknownError
        return function(arguments[0])

    return of_one


def _search(arguments: list[Value]) -> Value:
    if len(arguments) != 2 or _WILD.search(sought := _text(arguments[0])):
        raise UnknownError
    at = _text(arguments[1]).find(sought)
    return FAILED if at < 0 else float(at + 1)


def _always(value: bool) -> Callable[[list[Value]], Value]:
    return lambda _arguments: value


_FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {
    "AND": lambda arguments: all(list(map(_truth, arguments))),
    "OR": lambda arguments: any(list(map(_truth, arguments))),
    "NOT": _one(lambda value: not _truth(value)),
    "TRUE": _always(True),
    "FALSE": _always(False),
    "LEN": _one(lambda value: float(len(_text(value)))),
    "TRIM": _one(lambda value: " ".join(_text(value).split(" ")).strip()),
    "ISBLANK": _one(lambda value: value is None),
    "ISNUMBER": _one(lambda value: isinstance(value, float)),
    "ISTEXT": _one(lambda value: isinstance(value, str)),
    "ISERROR": _one(lambda value: isinstance(value, Failed)),
    "SEARCH": _search,
}
