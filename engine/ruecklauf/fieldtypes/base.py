"""What all field types share: a declared field is an instance of its type's class.

A type says how an answer is read (`parse`), written (`render`), validated in Excel, compared in rules
and stored in a dataset. Nothing outside this package branches on a field's type.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ruecklauf.cells import CellKind, Raw
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.fieldtypes.seen import as_seen, stored_text
from ruecklauf.findings import Remark, remark
from ruecklauf.invisibles import shows_nothing
from ruecklauf.texts import Texts
from ruecklauf.values import Missing, Value

CodeLists = Mapping[str, CodeList]
CellContent = str | int | Decimal | date | None
"""What a form's cell gets: text, a number, a date or nothing."""


class Kind(StrEnum):
    """How rules may use a field's value."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    TICK = "tick"
    MULTI = "multi"
    REFERENCE = "reference"


class Level(StrEnum):
    """Statistical level of measurement."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


def _check_identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise ValueError("an id has lower-case ASCII letters, digits and _, and begins with a letter")
    return text


Identifier = Annotated[
    str,
    AfterValidator(_check_identifier),
    Field(pattern=r"^[a-z][a-z0-9_]*$", description="lower-case ASCII letters, digits and _"),
]


@dataclass(frozen=True, slots=True)
class Parsed:
    """An answer once read, and what is to be said of it."""

    value: Value
    remarks: tuple[Remark, ...] = ()


def unreadable(code: str, **params: object) -> Parsed:
    """An answer that cannot be read; the raw text is kept beside it."""
    return Parsed(Missing.UNREADABLE, (remark(code, None, **params),))


@dataclass(frozen=True, slots=True)
class Validation:
    """What Excel lets a cell hold. Formulas are English, without `=`; `{cell}` stands for the cell itself."""

    kind: Literal["list", "whole", "decimal", "date", "length", "custom"]
    minimum: CellContent = None
    maximum: CellContent = None
    formula: str = ""
    """custom: the test."""
    words: tuple[str, ...] = ()
    """list: the entries that every form offers, in order; empty for one that the layout must make."""


@dataclass(frozen=True, slots=True)
class Control:
    """What a text document lets an answer be entered with."""

    kind: Literal["text", "lines", "list", "combo", "date", "boxes"]
    """lines: text of several lines. combo: a list that takes other text too. boxes: one to tick for yes, and
    one for no."""
    placeholder: str
    """Shown while nothing is entered; no answer."""
    entries: tuple[str, ...] = ()
    """list: what can be chosen, in order; empty for one that the layout must make."""


_NO_ANSWER = Parsed(Missing.NO_ANSWER)


def read_cell(raw: Raw, read: Callable[[Raw], Parsed]) -> Parsed:
    """What every cell has in common: nothing, an error value, a formula; `read` judges what else is seen."""
    nothing = _without_content(raw)
    if nothing is not None:
        return nothing
    seen = as_seen(raw)
    return _with_formula(raw, _hidden(raw) if seen.is_blank else read(seen))


def _hidden(raw: Raw) -> Parsed:
    return unreadable("hidden_by_format", stored=stored_text(raw))


def _without_content(raw: Raw) -> Parsed | None:
    """The reading of a cell in which no answer can be."""
    if raw.kind is CellKind.TEXT:
        return _NO_ANSWER if shows_nothing(raw.text) else None
    if raw.kind is CellKind.BLANK:
        return _NO_ANSWER if raw.formula is None else unreadable("formula_without_value")
    return unreadable("error_value") if raw.kind is CellKind.ERROR else None


_BOOLEANS = frozenset({"TRUE()", "FALSE()"})
"""How LibreOffice writes the value of a check box."""


def _with_formula(raw: Raw, parsed: Parsed) -> Parsed:
    if raw.formula is None or (raw.kind is CellKind.BOOL and raw.formula.upper() in _BOOLEANS):
        return parsed
    return Parsed(parsed.value, (*parsed.remarks, remark("formula_for_value")))


class Declared(BaseModel):
    """Base of everything that stands in a declaration: immutable, nothing unknown allowed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


MISSING_WORDS = {Missing.UNKNOWN: "missing.unknown", Missing.NOT_APPLICABLE: "missing.not_applicable"}


class FieldBase(Declared):
    """One question of a worksheet. Subclasses add `type` and the type's own keys."""

    id: Identifier = Field(
        description="name of the field in rules and datasets; stays the same over versions"
    )
    label: Localised = Field(description="the question or column head")
    help: Localised | None = Field(
        None, description="explanation, shown in the guide and when the cell is selected"
    )
    unit: Localised | None = Field(None, description="unit of a number, for example VZÄ")
    required: bool = Field(False, description="must be answered wherever it is relevant")
    required_when: str | None = Field(None, description="rule: must be answered where this holds")
    relevant_when: str | None = Field(None, description="rule: is asked only where this holds")
    personal: bool = Field(False, description="personal data: kept in the contact store, never in a dataset")
    wave: Literal["F", "U", "L", "X"] = Field(
        "U",
        description="F prefilled and fixed, U carried on from the last wave, L left empty, X contacts only",
    )
    missing: tuple[Literal["unknown", "not_applicable"], ...] = Field(
        (), description="missing kinds that may be entered as words: unknown, not_applicable"
    )
    from_alliance: Literal["name", "ags", "area_type", "email"] | None = Field(
        None, description="printed into every form from the project's list of alliances, and locked"
    )
    default: str | None = Field(
        None,
        description="what stands in an alliance's first form until somebody changes it, written as in an "
        "example; for questions of a record that are always asked",
    )
    width: int | None = Field(
        None, ge=4, le=100, description="column width in characters, if not the type's own"
    )
    under: Localised | None = Field(
        None,
        description="head over the columns of a table that belong together; neighbours with the same text "
        "stand under one",
    )

    kind: ClassVar[Kind]
    level: ClassVar[Level] = Level.NOMINAL
    dtype: ClassVar[str] = "string"
    """pandas dtype of the column in a wide table."""
    number_format: ClassVar[str] = "General"
    default_width: ClassVar[int] = 16
    is_prose: ClassVar[bool] = False
    """Whether people write freely here, so that it may hold personal data nobody asked for."""
    is_address: ClassVar[bool] = False
    """Whether what is asked for looks like an address or telephone number itself."""
    hundredth: ClassVar[bool] = False
    """Whether a cell holds a hundredth of the value."""
    entry_lines: ClassVar[int] = 1
    """Lines that an answer is likely to take."""
    is_companion: ClassVar[bool] = False
    """Whether forms have it beside the declared fields; see `definition.companions`."""
    comparable_in_arrays: ClassVar[bool] = True
    """Whether `where` conditions may compare it: Excel's array formulas stumble over arithmetic on texts."""

    @property
    def computed(self) -> str | None:
        """The formula that gives its value, if nobody is asked for it."""
        return None

    @property
    def is_locked(self) -> bool:
        """Whether the form alone fills it in, each in its own way."""
        return self.computed is not None

    @property
    def tells_a_case(self) -> bool:
        """Whether people write of a person here, whom nobody may recognise."""
        return False

    @property
    def is_worded(self) -> bool:
        """Whether a value is words of a language, rather than a code, a number, a date or an address."""
        return self.is_prose or self.kind is Kind.REFERENCE

    @property
    def list_id(self) -> str | None:
        """The code list this field uses, if any."""
        return None

    @property
    def narrowed_by(self) -> str | None:
        """The field of the same row whose choice narrows this one's choices, if any."""
        return None

    @property
    def refers_to(self) -> str | None:
        """The table whose rows this field names, as it was declared, if any."""
        return None

    @property
    def parts(self) -> tuple[str, ...]:
        """The codes that get a cell of their own; () when the field has one cell."""
        return ()

    def parse(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        """Read one cell. Never raises; what cannot be read is `Missing.UNREADABLE` with a remark."""
        nothing = _without_content(raw)
        if nothing is not None:
            return nothing
        return _with_formula(raw, self._parse_seen(raw, lists, texts))

    def _parse_seen(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        """Read what the cell shows, and compare it with what it holds."""
        seen = as_seen(raw)
        if seen.is_blank:
            return _hidden(raw)
        typed = self._missing_word(seen, texts) or self._parse_answer(seen, lists, texts)
        return typed if seen is raw else self._weigh(raw, seen, typed, lists, texts)

    def _weigh(self, raw: Raw, seen: Raw, typed: Parsed, lists: CodeLists, texts: Texts) -> Parsed:
        """The reading of a cell that shows something else than it holds; `typed` is that of what it shows."""
        return typed

    def _missing_word(self, raw: Raw, texts: Texts) -> Parsed | None:
        if not self.missing or raw.kind is not CellKind.TEXT:
            return None
        typed = fold(raw.text)
        for kind in self.missing:
            if typed == fold(texts(MISSING_WORDS[Missing(kind)])):
                return Parsed(Missing(kind))
        return None

    def missing_words(self, texts: Texts) -> tuple[str, ...]:
        """The words for the missing kinds that this field accepts, in declared order."""
        return tuple(texts(MISSING_WORDS[Missing(kind)]) for kind in self.missing)

    @abstractmethod
    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed: ...

    def render(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        """The content of the cell that `parse` reads back as `value`."""
        if isinstance(value, Missing):
            return texts(MISSING_WORDS[value]) if value in MISSING_WORDS else None
        return self._render_answer(value, lists, texts)

    @abstractmethod
    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent: ...

    def from_text(self, text: str) -> Value:
        """The value that `canonical_text` wrote as `text`."""
        return text

    @abstractmethod
    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        """What to enter, as a noun phrase: `ganze Zahl von 0 bis 10`."""

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        """What Excel lets the cell hold; None where everything is allowed."""
        return None

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        """What a text document offers for the answer."""
        return Control("text", texts("document.placeholder.text"))

    def excel_known(self, cell: str, among: str = "", *, language: str) -> str:
        """Excel formula: does the cell (or, in an array context, each cell) hold a value of this type?

        `among` is the range of the texts that a choice or reference is one of; other types do not need it.
        `language` is the form's: a tick is a word of it.
        """
        return f"ISNUMBER({cell})"

    def excel_value(self, cell: str, *, language: str) -> str:
        """Excel formula for the value that rules compare; the cell itself unless the type says otherwise."""
        return cell

    def may_be(self, value: Value) -> bool:
        """Whether the declared limits allow a value of the field's kind."""
        return True

    def of_result(self, result: Decimal) -> Value:
        """The value that the result of a formula is; `Missing.NO_ANSWER` for one that it cannot take."""
        return Missing.NO_ANSWER

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        """Values that the type accepts, for tests and for trying a new worksheet out."""
        return ()

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        """Contents of a cell that are no right answer, and that `validation` refuses, for tests."""
        return ()
