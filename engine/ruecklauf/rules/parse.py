"""Rule text to syntax tree."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources

from lark import Lark, Token, Transformer, Tree, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError
from lark.tree import Meta

from ruecklauf.rules.ast import Binary, Call, Expr, Literal, Membership, Name, Span, Unary, WaveDate
from ruecklauf.rules.errors import RuleError

_STARTS_VALUE = {"NAME", "NUMBER", "TEXT", "DAY"}
_EXPECTED = {
    "COMPARE": "a comparison (= <> < <= > >=)",
    "AND": "and",
    "OR": "or",
    "IMPLIES": "implies",
    "_IN": "in",
    "_WHERE": "where",
    "_HAS": "has",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "$END": "the end of the rule",
}
_HINTS = {
    ",": "Numbers are written with a point, as in 3.5.",
    "=": "Equality is a single =.",
    "!": "Inequality is <>.",
    "„": 'Texts and codes stand in "…".',
    "“": 'Texts and codes stand in "…".',
}


LONGEST = 8_192
"""Characters of a rule; an Excel formula can have no more, and each rule becomes one."""
DEEPEST = 100
"""Levels of brackets and of operations that are joined: each is a level of the formula, too."""


@lru_cache(maxsize=2048)
def parse_rule(text: str) -> Expr:
    """The syntax tree of a rule; RuleError with column and what was expected where it cannot be read."""
    if not text.strip():
        raise RuleError("the rule is empty; write a condition such as ende >= beginn", 1)
    if len(text) > LONGEST:
        raise RuleError(
            f"the rule has {len(text)} characters; no formula takes more than {LONGEST}", LONGEST + 1
        )
    try:
        return _Builder().transform(_not_too_deep(_parser().parse(text)))
    except UnexpectedInput as error:
        raise _syntax_error(error, text) from error
    except VisitError as error:
        if isinstance(error.orig_exc, RuleError):
            raise error.orig_exc from error
        raise


def _not_too_deep(tree: Tree[Token]) -> Tree[Token]:
    """The tree itself; all that reads rules calls itself for each level."""
    level: list[Tree[Token]] = [tree]
    for _ in range(DEEPEST):
        level = [below for node in level for below in node.children if isinstance(below, Tree)]
    if not level:
        return tree
    raise RuleError(
        f"more than {DEEPEST} levels are nested or joined here; write several rules",
        min(node.meta.start_pos for node in level if not node.meta.empty) + 1,
    )


@cache
def _parser() -> Lark:
    grammar = resources.files("ruecklauf.rules").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=True)


def _syntax_error(error: UnexpectedInput, text: str) -> RuleError:
    if not isinstance(error, UnexpectedToken) or error.token.type == "$END":
        offset = error.pos_in_stream if isinstance(error, UnexpectedCharacters) else None
    else:
        offset = error.token.start_pos
    expected = _expectation(error)
    if offset is None:
        return RuleError(f"the rule ends too early; expected {expected}.", len(text.rstrip()) + 1)
    found = text[offset:].split(maxsplit=1)[0] if isinstance(error, UnexpectedToken) else text[offset]
    hint = _hint(text, offset)
    return RuleError(f"unexpected {found!r}; expected {expected}. {hint}".rstrip(), offset + 1)


_ENGLISH = {
    "und": "and", "oder": "or", "nicht": "not", "impliziert": "implies", "wenn": "implies", "dann": "implies",
    "in": "in", "kein": "not", "gleich": "=", "ungleich": "<>", "leer": "blank(…)", "unbekannt": "unknown(…)",
    "anzahl": "count(…)", "summe": "sum(…)", "alle": "all(… has …)", "stichtag": "wave_date",
    "enthält": "contains(…)", "wo": "where", "bei": "where", "if": "implies", "then": "implies", "ist": "=",
}  # fmt: skip
"""Words of German, and of other languages, with those of rules."""


def _hint(text: str, offset: int) -> str:
    if word := re.match(r"[a-zäöüß]+", text[offset:]):
        meant = _ENGLISH.get(word[0])
        if meant and meant != word[0]:
            return f"Rules are written in English: {meant} instead of {word[0]}."
    if before := re.search(r"(?<![\w.])(nicht|kein|wenn)\s+$", text[:offset]):
        return f"Rules are written in English: {_ENGLISH[before[1]]} instead of {before[1]}."
    if text[offset] in "äöüß":
        return "Ids have no umlauts; they are spelt ae, oe, ue and ss."
    if text[offset] in "\"'":
        return f"A text begins here and does not end; put a {text[offset]} behind it."
    if text[offset].isupper():
        return "Names and keywords are lower case."
    if text[offset] == "=" and text[offset - 1] != "=":
        return "Comparisons cannot be chained; join them with and."
    return _HINTS.get(text[offset], "")


def _expectation(error: UnexpectedInput) -> str:
    terminals = set(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
    terminals |= set(getattr(error, "allowed", None) or ())
    named = [text for terminal, text in _EXPECTED.items() if terminal in terminals]
    if terminals >= _STARTS_VALUE:
        return "a field, a value or a function"
    if "NAME" in terminals:
        named.insert(0, "a name")
    if "NUMBER" in terminals:
        named.insert(0, "a number, text or date")
    return " or ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named) or "something else"


def _span(meta: Meta) -> Span:
    return Span(meta.start_pos, meta.end_pos - meta.start_pos)


@v_args(meta=True)
class _Builder(Transformer[Token, Expr]):
    def binary(self, meta: Meta, parts: list[Expr | Token]) -> Binary:
        left, operator, right = parts
        assert not isinstance(left, Token) and not isinstance(right, Token)
        return Binary(_span(meta), str(operator), left, right)

    def unary(self, meta: Meta, parts: list[Expr | Token]) -> Unary:
        operator, operand = parts
        assert not isinstance(operand, Token)
        return Unary(_span(meta), str(operator), operand)

    def inside(self, meta: Meta, parts: list[Expr]) -> Membership:
        return self._membership(meta, parts, negated=False)

    def outside(self, meta: Meta, parts: list[Expr | Token]) -> Membership:
        return self._membership(meta, [part for part in parts if not isinstance(part, Token)], negated=True)

    def _membership(self, meta: Meta, parts: list[Expr], *, negated: bool) -> Membership:
        options = tuple(part for part in parts[1:] if isinstance(part, Literal))
        return Membership(_span(meta), parts[0], options, negated)

    def wave_date(self, meta: Meta, parts: list[Token]) -> WaveDate:
        return WaveDate(_span(meta))

    def number(self, meta: Meta, parts: list[Token]) -> Literal:
        return Literal(_span(meta), Decimal(parts[0]))

    def negative_number(self, meta: Meta, parts: list[Token]) -> Literal:
        return Literal(_span(meta), -Decimal(parts[1]))

    def text(self, meta: Meta, parts: list[Token]) -> Literal:
        return Literal(_span(meta), parts[0][1:-1])

    def day(self, meta: Meta, parts: list[Token]) -> Literal:
        try:
            return Literal(_span(meta), date.fromisoformat(parts[0]))
        except ValueError as error:
            raise RuleError(
                f"{parts[0]} is no date; dates are written as 2026-06-30.", _span(meta).column
            ) from error

    def name(self, meta: Meta, parts: list[Token]) -> Name:
        return Name(_span(meta), tuple(map(str, parts)))

    def arguments(self, meta: Meta, parts: list[Expr]) -> list[Expr]:
        return parts

    def where(self, meta: Meta, parts: list[Expr]) -> Expr:
        return parts[0]

    def has(self, meta: Meta, parts: list[Expr]) -> Expr:
        return parts[0]

    def call(self, meta: Meta, parts: list[Token | list[Expr] | Expr | None]) -> Call:
        function, arguments, where, has = parts
        assert isinstance(arguments, list | None)
        assert not isinstance(where, Token | list) and not isinstance(has, Token | list)
        return Call(_span(meta), str(function), tuple(arguments or ()), where, has)
