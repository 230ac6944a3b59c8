"""XPath of forms as rules: word by word, and read by the rule language before it is taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.parse import parse_rule

_TOKEN = re.compile(
    r"""\s*(?:(?P<ref>\$\{\s*[^}]+\s*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<sign>!=|<=|>=|=|<|>|\+|-|\*|\(|\)|,)|(?P<word>[A-Za-z_][\w.:-]*)|(?P<own>\.))"""
)
_WORDS = {"and": "and", "or": "or", "not": "not", "div": "/"}
_LENGTHS = {"string-length": "length", "count-selected": "ticks"}


class UntranslatedError(Exception):
    """The expression says what rules cannot, or we cannot read it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What an expression must know of a question that it names."""

    id: str
    section: str
    is_tick: bool = False
    is_multiple: bool = False


def as_rule(xpath: str, questions: Mapping[str, Question], own: Question, *, codes: Mapping[str, str]) -> str:
    """The rule that says the same; UntranslatedError with what could not be said.

    `codes`: what choices are called here, by their names in the form.
    """
    rule = _Reader(_tokens(xpath), questions, own, codes).read()
    try:
        parse_rule(rule)
    except RuleError as error:
        raise UntranslatedError(f"{xpath!r} gives no rule: {error}") from error
    return rule


def as_rule_elsewhere(
    xpath: str, questions: Mapping[str, Question], records: frozenset[str], *, codes: Mapping[str, str]
) -> str:
    """The rule for an expression that looks at one other record alone, from wherever it is asked.

    `records` are the sections that have one answer to each question. UntranslatedError as above.
    """
    named = [text[2:-1].strip() for kind, text in _tokens(xpath) if kind == "ref"]
    sections = {questions[name].section for name in named if name in questions}
    if len(sections) != 1 or not sections <= records:
        raise UntranslatedError("it looks at several groups")
    (section,) = sections
    rule = as_rule(xpath, questions, Question("", section), codes=codes)
    if re.search(r"[-+*/]", re.sub(r""""[^"]*"|'[^']*'""", "", rule)):
        raise UntranslatedError("it calculates with another group's answers")
    return f"exists({section} where {rule})"


Token = tuple[str, str]


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise UntranslatedError(f"{text[at:].strip()[:20]!r} in {text!r}")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


@dataclass
class _Reader:
    tokens: list[Token]
    questions: Mapping[str, Question]
    own: Question
    codes: Mapping[str, str]
    at: int = 0

    def read(self) -> str:
        parts: list[str] = []
        while self.at < len(self.tokens):
            parts.append(self._part())
        return re.sub(r"\(\s+|\s+\)", lambda found: found[0].strip(), " ".join(parts))

    def _part(self) -> str:
        kind, text = self.tokens[self.at]
        self.at += 1
        match kind:
            case "ref" | "own":
                return self._question(self._named(kind, text))
            case "text":
                return self._text(text[1:-1])
            case "sign":
                return "<>" if text == "!=" else text
            case "word":
                return self._word(text)
        return text

    def _named(self, kind: str, text: str) -> Question:
        if kind == "own":
            return self.own
        name = text[2:-1].strip()
        question = self.questions.get(name)
        if question is None:
            raise UntranslatedError(f"there is no question {name!r}")
        if question.section != self.own.section:
            raise UntranslatedError(f"it looks at {name!r}, which is in another group")
        return question

    def _question(self, question: Question) -> str:
        """The question, or what is asked of it where it is compared with nothing or with its own mark."""
        after = self.tokens[self.at : self.at + 2]
        if len(after) == 2 and after[0][1] in ("=", "!=") and after[1][0] == "text":
            value, equal = after[1][1][1:-1], after[0][1] == "="
            said = {True: "not answered({0})", False: "answered({0})"}
            if value == "":
                self.at += 2
                return f"({said[equal].format(question.id)})"
            if question.is_tick:
                self.at += 2
                return question.id if equal else f"(not {question.id})"
        if question.is_tick or question.is_multiple:
            raise UntranslatedError(f"{question.id!r} is compared with something")
        return question.id

    def _word(self, word: str) -> str:
        if word in _WORDS:
            return _WORDS[word]
        arguments = self._arguments(word)
        if word in ("selected", "jr:choice-name"):
            return self._selected(word, arguments)
        if word in _LENGTHS and len(arguments) == 1 and arguments[0][0][0] in ("ref", "own"):
            return f"{_LENGTHS[word]}({self._named(*arguments[0][0]).id})"
        if word in ("today", "now") and not arguments:
            return "wave_date"
        if word in ("true", "false") and not arguments:
            return "1 = 1" if word == "true" else "1 = 0"
        if word == "date" and len(arguments) == 1 and len(arguments[0]) == 1:
            return self._date(arguments[0][0])
        raise UntranslatedError(f"the function {word}()")

    def _date(self, token: Token) -> str:
        kind, text = token
        if kind == "text" and re.fullmatch(r"\d{4}-\d\d-\d\d", text[1:-1]):
            return text[1:-1]
        if kind in ("ref", "own"):
            return self._named(kind, text).id
        raise UntranslatedError(f"date({text})")

    def _selected(self, word: str, arguments: list[list[Token]]) -> str:
        if word != "selected" or len(arguments) != 2 or [len(one) for one in arguments] != [1, 1]:
            raise UntranslatedError(f"the function {word}()")
        (kind, text), (of, code) = arguments[0][0], arguments[1][0]
        if kind not in ("ref", "own") or of != "text":
            raise UntranslatedError("selected() of something else than a question and a code")
        question = self._named(kind, text)
        if question.is_multiple:
            return f"contains({question.id}, {self._text(code[1:-1])})"
        return f"({question.id} = {self._text(code[1:-1])})"

    def _text(self, text: str) -> str:
        said = self.codes.get(text, text)
        return f"'{said}'" if '"' in said else f'"{said}"'

    def _arguments(self, word: str) -> list[list[Token]]:
        """The tokens of each argument, without nested functions' commas taken apart."""
        if self.at >= len(self.tokens) or self.tokens[self.at][1] != "(":
            raise UntranslatedError(f"the word {word}")
        self.at += 1
        found: list[list[Token]] = [[]]
        depth = 1
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            depth += {"(": 1, ")": -1}.get(token[1], 0)
            if depth == 0:
                return [one for one in found if one]
            if token[1] == "," and depth == 1:
                found.append([])
            else:
                found[-1].append(token)
        raise UntranslatedError(f"{word}( is not closed")
