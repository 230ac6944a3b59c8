"""XPath of forms as rules: word by word, and read by the rule language before it is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ruecklauf.authoring.xlsforms.regex import as_patterns
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.patterns.pattern import PatternError

_TOKEN = re.compile(
    r"""\s*(?:(?P<ref>\$\{\s*[^}]+\s*\}|(?:\.{1,2}/)+[A-Za-z_][\w-]*(?![\w/(]))|(?P<text>'[^']*'|"[^"]*")|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<sign>!=|<=|>=|=|<|>|\+|-|\*|\(|\)|,)|(?P<word>[A-Za-z_][\w.:-]*)|(?P<own>\.))"""
)
_STRAIGHT = str.maketrans("‘’‚“”„", "'''" + '"' * 3)
"""Quotes as word processors bend them."""
_DEEPEST = 8
"""Calculations within calculations that are put in."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS = {"and": "and", "or": "or", "not": "not", "div": "/"}
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
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
    is_text: bool = False
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """What expressions must know of the whole form."""

    questions: Mapping[str, Question]
    codes: Mapping[str, str]
    """What choices are called here, by their names in the form."""
    records: frozenset[str] = frozenset()
    """The sections that have one answer to each question."""
    calculations: Mapping[str, str] = field(default_factory=dict)
    """Expressions by the names that they have: they stand where these are named."""
    beside: Mapping[tuple[str, str], Question] = field(default_factory=dict)
    """Questions by section and name: `../name` is the one of the own section, if it has one."""


def as_rule(xpath: str, survey: Survey, own: Question) -> str:
    """The rule that says the same; UntranslatedError with what could not be said."""
    rule = _Reader(list(_put_in(_tokens(xpath), survey.calculations)), survey, own).read()
    try:
        parse_rule(rule)
    except RuleError as error:
        raise UntranslatedError(f"{xpath!r} gives no rule: {error}") from error
    return rule


def as_rule_elsewhere(xpath: str, survey: Survey) -> str:
    """The rule for an expression that looks at one other record alone, from wherever it is asked.

    UntranslatedError as above.
    """
    named = [_name(text) for kind, text in _put_in(_tokens(xpath), survey.calculations) if kind == "ref"]
    sections = {survey.questions[name].section for name in named if name in survey.questions}
    if len(sections) != 1 or not sections <= survey.records:
        raise UntranslatedError("it looks at several groups")
    (section,) = sections
    rule = as_rule(xpath, survey, Question("", section))
    if re.search(r"[-+*/]", re.sub(r""""[^"]*"|'[^']*'""", "", rule)):
        raise UntranslatedError("it calculates with another group's answers")
    return f"exists({section} where {rule})"


Token = tuple[str, str]


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    text = text.translate(_STRAIGHT)
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise UntranslatedError(f"{text[at:].strip()[:20]!r} in {text!r}")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _name(reference: str) -> str:
    """The question that `${name}` or `../name` names."""
    return reference[2:-1].strip() if reference.startswith("$") else reference.rpartition("/")[2]


def _put_in(tokens: list[Token], calculations: Mapping[str, str], depth: int = 0) -> Iterator[Token]:
    """The tokens with calculations in the place of their names."""
    for kind, text in tokens:
        name = _name(text) if kind == "ref" else ""
        if name not in calculations:
            yield kind, text
            continue
        inner = _tokens(calculations[name])
        if depth == _DEEPEST or ("own", ".") in inner:
            raise UntranslatedError(f"the calculation of {name!r}")
        put = _put_in(inner, calculations, depth + 1)
        yield from put if len(inner) == 1 else (("sign", "("), *put, ("sign", ")"))


@dataclass
class _Reader:
    tokens: list[Token]
    survey: Survey
    own: Question
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
            case "text" if _DAY.fullmatch(text[1:-1]) and self._beside_date():
                return text[1:-1]
            case "text":
                return self._text(text[1:-1])
            case "sign":
                return "<>" if text == "!=" else text
            case "word":
                return self._word(text)
        return text

    def _beside_date(self) -> bool:
        """Whether the text just read is compared with a date."""
        before, after = self.tokens[max(0, self.at - 3) : self.at - 1], self.tokens[self.at : self.at + 2]
        pairs = [(pair[far], pair[1 - far]) for pair, far in ((before, 0), (after, 1)) if len(pair) == 2]
        return any(
            sign[1] in _COMPARISONS and kind in ("ref", "own") and self._named(kind, text).is_date
            for (kind, text), sign in pairs
        )

    def _named(self, kind: str, text: str) -> Question:
        if kind == "own":
            return self.own
        name = _name(text)
        beside = self.survey.beside.get((self.own.section, name)) if text.startswith(".") else None
        question = beside or self.survey.questions.get(name)
        if question is None:
            raise UntranslatedError(f"there is no question {name!r}")
        return question

    def _of_own(self, kind: str, text: str) -> Question:
        question = self._named(kind, text)
        if question.section != self.own.section:
            raise UntranslatedError(f"it looks at {question.id!r}, which is in another group")
        return question

    def _question(self, question: Question) -> str:
        """The question, or a comparison with a question of another record."""
        if question.section == self.own.section:
            return self._asked(question)
        start, said = self.at, self._asked(question)
        after = self.tokens[self.at : self.at + 2]
        compares = len(after) == 2 and after[0][1] in _COMPARISONS and after[1][0] in ("text", "number")
        if self.at == start and compares:
            self.at += 2
            (_, sign), (kind, text) = after
            value = self._text(text[1:-1]) if kind == "text" else text
            said = f"{said} {'<>' if sign == '!=' else sign} {value}"
        elif self.at == start:
            raise UntranslatedError(f"it looks at {question.id!r}, which is in another group")
        return self._elsewhere(question, said)

    def _elsewhere(self, question: Question, said: str) -> str:
        """What is said of a question in another record; its own where it is the own section's."""
        if question.section == self.own.section:
            return said
        if question.section not in self.survey.records:
            raise UntranslatedError(f"it looks at {question.id!r}, which is in a repeat")
        plain = said[1:-1] if said.startswith("(") else said
        if plain == f"not answered({question.id})":
            return f"(not exists({question.section} where answered({question.id})))"
        return f"exists({question.section} where {plain})"

    def _asked(self, question: Question) -> str:
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
            return f"{_LENGTHS[word]}({self._of_own(*arguments[0][0]).id})"
        if word == "regex":
            return self._matches(arguments)
        if word in ("today", "now") and not arguments:
            return "wave_date"
        if word in ("true", "false") and not arguments:
            return "1 = 1" if word == "true" else "1 = 0"
        if word == "date" and len(arguments) == 1 and len(arguments[0]) == 1:
            return self._date(arguments[0][0])
        raise UntranslatedError(f"the function {word}()")

    def _date(self, token: Token) -> str:
        kind, text = token
        if kind == "text" and _DAY.fullmatch(text[1:-1]):
            return text[1:-1]
        if kind in ("ref", "own"):
            return self._of_own(kind, text).id
        raise UntranslatedError(f"date({text})")

    def _matches(self, arguments: list[list[Token]]) -> str:
        if [len(argument) for argument in arguments] != [1, 1] or arguments[1][0][0] != "text":
            raise UntranslatedError("regex() of something else than a question and a text")
        try:
            patterns = as_patterns(arguments[1][0][1][1:-1])
        except PatternError as error:
            raise UntranslatedError(str(error)) from error
        quote = "'" if any('"' in pattern for pattern in patterns) else '"'
        if any(quote in pattern for pattern in patterns):
            raise UntranslatedError("a regular expression with both kinds of quotes")
        quoted = ", ".join(f"{quote}{pattern}{quote}" for pattern in patterns)
        question = self._of_own(*arguments[0][0])
        if not question.is_text:
            raise UntranslatedError("regex() of what is no text")
        return f"matches({question.id}, {quoted})"

    def _selected(self, word: str, arguments: list[list[Token]]) -> str:
        if word != "selected" or len(arguments) != 2 or [len(argument) for argument in arguments] != [1, 1]:
            raise UntranslatedError(f"the function {word}()")
        (kind, text), (of, code) = arguments[0][0], arguments[1][0]
        if kind not in ("ref", "own") or of != "text":
            raise UntranslatedError("selected() of something else than a question and a code")
        question = self._named(kind, text)
        if question.is_multiple:
            return self._elsewhere(question, f"contains({question.id}, {self._text(code[1:-1])})")
        return self._elsewhere(question, f"({question.id} = {self._text(code[1:-1])})")

    def _text(self, text: str) -> str:
        said = self.survey.codes.get(text, text)
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
                return [argument for argument in found if argument]
            if token[1] == "," and depth == 1:
                found.append([])
            else:
                found[-1].append(token)
        raise UntranslatedError(f"{word}( is not closed")
