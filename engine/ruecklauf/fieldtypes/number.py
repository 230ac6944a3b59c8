"""Numbers: integer, decimal, percent and rating scale."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from ruecklauf.cells import CellKind, Raw
from ruecklauf.fieldtypes.base import (
    CellContent,
    CodeLists,
    Control,
    FieldBase,
    Kind,
    Level,
    Parsed,
    Validation,
    unreadable,
)
from ruecklauf.fieldtypes.computed import Computable, inside, whole
from ruecklauf.fieldtypes.folding import bare, clean
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.fieldtypes.numerals import digits_of, german_decimal, german_number, read_as_group
from ruecklauf.fieldtypes.seen import exact_decimal, stored_text
from ruecklauf.fieldtypes.shown_numbers import is_rounded, numbers_shown
from ruecklauf.findings import Remark, remark
from ruecklauf.shown.number_formats import is_general, significant
from ruecklauf.texts import Texts
from ruecklauf.values import Missing, Value

EXCEL_PRECISION = 15
"""Excel keeps 15 significant digits."""


class _AnyNumber(FieldBase):
    min: Decimal | None = Field(None, description="smallest allowed value")
    max: Decimal | None = Field(None, description="largest allowed value")

    kind: ClassVar[Kind] = Kind.NUMBER
    level: ClassVar[Level] = Level.SCALE
    default_width: ClassVar[int] = 12

    @model_validator(mode="after")
    def _limits_in_order(self) -> _AnyNumber:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is larger than max")
        return self

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        if raw.kind is CellKind.DATE:
            return unreadable("date_for_number")
        if raw.kind is CellKind.BOOL:
            return unreadable("no_number", expected=self.expectation(lists, texts))
        if raw.kind is CellKind.NUMBER:
            return self._accept_stored(exact_decimal(raw.text), lists, texts)
        typed = self._from_text(raw.text)
        if typed is None or self._may_be_thousands(raw.text):
            return self._refuse_text(raw.text, lists, texts)
        if digits_of(typed) > EXCEL_PRECISION:
            return unreadable("number_too_long")
        return self._accept(typed, lists, texts)

    def _accept_stored(self, number: Decimal, lists: CodeLists, texts: Texts) -> Parsed:
        return self._accept(number, lists, texts) if number.is_finite() else unreadable("number_too_long")

    def _weigh(self, raw: Raw, seen: Raw, typed: Parsed, lists: CodeLists, texts: Texts) -> Parsed:
        if raw.kind is not CellKind.NUMBER:
            return typed if raw.kind is CellKind.TEXT else unreadable("date_for_number")
        stored = tuple(map(significant, self._stored(raw, seen.text)))
        if not stored:
            return self._parse_answer(raw, lists, texts)
        said = tuple(numbers_shown(self._without_unit(seen.text)))
        same = next((number for number in stored if number in said), None)
        if same is not None:
            return self._accept_stored(same, lists, texts)
        if raw.shown is None and is_general(raw.number_format):
            return self._accept_stored(self._of_general(stored[0], said), lists, texts)
        exact = next((number for number in stored for shown in said if is_rounded(number, shown)), None)
        if exact is None:
            differs = unreadable("shown_differs", shown=clean(seen.text), stored=stored_text(raw))
            return typed if typed.value is Missing.UNREADABLE else differs
        return self._with_more_digits(raw, seen, self._accept_stored(exact, lists, texts))

    def _stored(self, raw: Raw, shown: str) -> tuple[Decimal, ...]:
        """What the number in the cell can mean."""
        return (exact_decimal(raw.text),)

    def _of_general(self, number: Decimal, said: Sequence[Decimal]) -> Decimal:
        """What counts of a number too long to be shown, where nobody chose to leave digits out."""
        return number

    def _with_more_digits(self, raw: Raw, seen: Raw, parsed: Parsed) -> Parsed:
        """A number of which a format leaves digits out, unless it is the form's own."""
        if parsed.value is Missing.UNREADABLE or raw.number_format == self.number_format:
            return parsed
        noted = remark(
            "shown_rounded", shown=clean(seen.text), stored=german_number(Decimal(str(parsed.value)))
        )
        return Parsed(parsed.value, (*parsed.remarks, noted))

    def _from_text(self, text: str) -> Decimal | None:
        return german_decimal(self._without_unit(text))

    def _may_be_thousands(self, text: str) -> bool:
        """Whether a comma may group thousands, as far as the field's limits allow that reading."""
        grouped = read_as_group(self._without_unit(text))
        return grouped is not None and self.may_be(grouped)

    def _without_unit(self, text: str) -> str:
        text = bare(text)
        for unit in ("€", *(unit for _, unit in (self.unit.items() if self.unit else ()))):
            if text.endswith(unit):
                return text[: -len(unit)]
        return text

    def _refuse_text(self, text: str, lists: CodeLists, texts: Texts) -> Parsed:
        point = self._without_unit(text).rstrip(".,").replace(".", ",")
        if german_decimal(point) is not None:
            return unreadable("ambiguous_number", expected=self.expectation(lists, texts))
        return unreadable("no_number", expected=self.expectation(lists, texts))

    def _accept(self, number: Decimal, lists: CodeLists, texts: Texts) -> Parsed:
        return Parsed(number, self._judge(number, lists, texts))

    def may_be(self, value: Value) -> bool:
        return isinstance(value, int | Decimal) and inside(value, self.min, self.max)

    def _judge(self, number: Decimal, lists: CodeLists, texts: Texts) -> tuple[Remark, ...]:
        return (
            ()
            if self.may_be(number)
            else (remark("outside_limits", expected=self.expectation(lists, texts)),)
        )

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        return value if isinstance(value, int | Decimal) else None

    def from_text(self, text: str) -> Value:
        return Decimal(text)

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        low, high = self._excel_limits()
        words = self.missing_words(texts)
        if not words:
            return Validation(self._excel_kind(), minimum=low, maximum=high)
        whole = "INT({cell})={cell}," if self._excel_kind() == "whole" else ""
        number = f"AND(ISNUMBER({{cell}}),{whole}{{cell}}>={low},{{cell}}<={high})"
        # IF keeps Excel from comparing a text as if it were a number
        named = ",".join(f'{{cell}}="{word}"' for word in words)
        return Validation("custom", formula=f"IF(ISNUMBER({{cell}}),{number},OR({named}))")

    def _excel_limits(self) -> tuple[Decimal, Decimal]:
        widest = Decimal(10) ** EXCEL_PRECISION
        return (-widest if self.min is None else self.min, widest if self.max is None else self.max)

    @abstractmethod
    def _excel_kind(self) -> Literal["whole", "decimal"]: ...

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        return Control("text", texts("document.placeholder.number"))

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        name = texts(f"expectation.{self.type}")  # type: ignore[attr-defined]
        low, high = (None if limit is None else german_number(limit) for limit in (self.min, self.max))
        if low is not None and high is not None:
            name = texts("expectation.between", what=name, low=low, high=high)
        elif low is not None:
            name = texts("expectation.at_least", what=name, low=low)
        elif high is not None:
            name = texts("expectation.at_most", what=name, high=high)
        return " ".join([name, f"({self.unit(texts.language)})"]) if self.unit else name

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        low = self.min if self.min is not None else Decimal(0)
        high = self.max if self.max is not None else low + 1000
        return tuple(dict.fromkeys((low, high, (low + high) / 2)))

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        low, high = self._excel_limits()
        outside = ((self.min, low - 1), (self.max, high + 1))
        return ("ca. 10", *(number for limit, number in outside if limit is not None))


class IntegerField(_AnyNumber, Computable):
    """A whole number."""

    type: Literal["integer"]
    dtype: ClassVar[str] = "Int64"
    number_format: ClassVar[str] = "0"

    def _accept(self, number: Decimal, lists: CodeLists, texts: Texts) -> Parsed:
        if number != number.to_integral_value():
            return unreadable("no_integer")
        if abs(number) >= Decimal(10) ** EXCEL_PRECISION:
            return unreadable("number_too_long")
        return Parsed(int(number), self._judge(number, lists, texts))

    def _of_general(self, number: Decimal, said: Sequence[Decimal]) -> Decimal:
        return said[0] if said else number

    def _may_be_thousands(self, text: str) -> bool:
        # nobody writes three decimals of nothing
        return read_as_group(self._without_unit(text)) is not None

    def from_text(self, text: str) -> Value:
        return int(text)

    def of_result(self, result: Decimal) -> Value:
        return whole(result)

    def excel_known(self, cell: str, among: str = "", *, language: str) -> str:
        return f"ISNUMBER(1/(ISNUMBER({cell})*(INT({cell})={cell})))"

    def _excel_kind(self) -> Literal["whole", "decimal"]:
        return "whole"

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return tuple(dict.fromkeys(int(v) for v in super().examples(lists) if isinstance(v, Decimal)))

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return (*super().counterexamples(lists), Decimal("2.5"))


class DecimalField(_AnyNumber, Computable):
    """A number with decimals, read as an exact Decimal."""

    type: Literal["decimal"]
    dtype: ClassVar[str] = "Float64"

    def _excel_kind(self) -> Literal["whole", "decimal"]:
        return "decimal"


class PercentField(_AnyNumber, Computable):
    """A percentage; the value is in percentage points (12.5 for 12,5 %)."""

    type: Literal["percent"]
    min: Decimal | None = Field(Decimal(0), description="smallest allowed value, in percent")
    max: Decimal | None = Field(Decimal(100), description="largest allowed value, in percent")
    dtype: ClassVar[str] = "Float64"
    number_format: ClassVar[str] = "0.##%"
    comparable_in_arrays: ClassVar[bool] = False
    hundredth: ClassVar[bool] = True

    def _accept_stored(self, number: Decimal, lists: CodeLists, texts: Texts) -> Parsed:
        return super()._accept_stored(number.normalize() + 0, lists, texts)

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        if raw.kind is CellKind.NUMBER and not self._stored(raw, stored_text(raw)):
            # a cell whose percent format was lost: 0.5 may mean half a percent or half of all
            return unreadable("percent_without_format", expected=self.expectation(lists, texts))
        return super()._parse_answer(raw, lists, texts)

    def _stored(self, raw: Raw, shown: str) -> tuple[Decimal, ...]:
        """A hundredfold where the format multiplies; itself where the sign is only written behind it."""
        number = exact_decimal(raw.text)
        if "%" in shown:
            return number * 100, number
        return () if number else (number,)

    def _without_unit(self, text: str) -> str:
        return bare(text).removesuffix("%")

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        return value / 100 if isinstance(value, Decimal) else None

    def _excel_limits(self) -> tuple[Decimal, Decimal]:
        low, high = super()._excel_limits()
        return low / 100, high / 100

    def _excel_kind(self) -> Literal["whole", "decimal"]:
        return "decimal"

    def excel_value(self, cell: str, *, language: str) -> str:
        # rounded: 0.07*100 is not 7 in binary arithmetic, and Excel compares what it stores
        return f"ROUND({cell}*100,10)"


class ScaleField(_AnyNumber):
    """A rating in whole steps, each of which may have a label; the cell holds the number."""

    type: Literal["scale"]
    min: Decimal = Field(Decimal(0), ge=-20, le=20, description="lowest step")
    max: Decimal = Field(Decimal(3), ge=-20, le=20, description="highest step")
    labels: dict[str, Localised] = Field(default_factory=dict, description="what the steps mean, by number")

    level: ClassVar[Level] = Level.ORDINAL
    dtype: ClassVar[str] = "Int64"
    number_format: ClassVar[str] = "0"

    @model_validator(mode="after")
    def _labels_are_steps(self) -> ScaleField:
        strange = sorted(set(self.labels) - {str(step) for step in self.steps})
        if strange:
            raise ValueError(f"labels names {strange[0]!r}, which is no step from {self.min} to {self.max}")
        return self

    @property
    def steps(self) -> tuple[int, ...]:
        return tuple(range(int(self.min), int(self.max) + 1))

    def _from_text(self, text: str) -> Decimal | None:
        number = super()._from_text(text)
        if number is not None:
            return number
        typed = bare(text).casefold()
        named = [
            step
            for step, label in self.labels.items()
            if typed in {text.casefold() for _, text in label.items()}
        ]
        return Decimal(named[0]) if len(named) == 1 else None

    def _may_be_thousands(self, text: str) -> bool:
        return read_as_group(self._without_unit(text)) is not None

    def _accept(self, number: Decimal, lists: CodeLists, texts: Texts) -> Parsed:
        if number != number.to_integral_value() or not self.min <= number <= self.max:
            return Parsed(Missing.UNREADABLE, (remark("no_step", expected=self.expectation(lists, texts)),))
        return Parsed(int(number))

    def from_text(self, text: str) -> Value:
        return int(text)

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        return Validation("list", words=(*map(str, self.steps), *self.missing_words(texts)))

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        entries = (*map(str, self.steps), *self.missing_words(texts))
        return Control("list", texts("document.placeholder.list"), entries)

    def excel_known(self, cell: str, among: str = "", *, language: str) -> str:
        inside = f"({cell}>={self.min})*({cell}<={self.max})"
        return f"ISNUMBER(1/(ISNUMBER({cell})*(INT({cell})={cell})*{inside}))"

    def _excel_kind(self) -> Literal["whole", "decimal"]:
        return "whole"

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        named = ", ".join(f"{step} = {label(texts.language)}" for step, label in sorted(self.labels.items()))
        text = texts("expectation.scale", low=self.min, high=self.max)
        return f"{text} ({named})" if named else text

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return self.steps
