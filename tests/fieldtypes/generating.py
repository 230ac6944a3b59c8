"""Any valid value of a field, for Hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from ruecklauf.fieldtypes.ags import AgsField
from ruecklauf.fieldtypes.base import CodeLists, FieldBase
from ruecklauf.fieldtypes.choice import ChoiceField, MultiChoiceField, YesNoUnknownField
from ruecklauf.fieldtypes.dates import DateField
from ruecklauf.fieldtypes.folding import clean, fold
from ruecklauf.fieldtypes.number import DecimalField, IntegerField, PercentField, ScaleField
from ruecklauf.fieldtypes.reference import ReferenceField
from ruecklauf.fieldtypes.text import EmailField, LongTextField, PhoneField, TextField
from ruecklauf.fieldtypes.tick import TickField
from ruecklauf.invisibles import shows_nothing
from ruecklauf.texts import Texts
from ruecklauf.values import Missing, Value

Values = st.SearchStrategy[Value]

_WIDEST = 10**14
_TROUBLESOME = (
    "=1+1",
    "+49",
    "007",
    "NA",
    "None",
    "_x0041_",
    "<b>&amp;</b>",
    "'",
    '"',
    "a\n\nb",
    "x",
    "1.5",
    "–",
)
_CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n\t"
)


def values(field: FieldBase, lists: CodeLists, texts: Texts) -> Values:
    """Values that an answer to this field can have, the missing kinds that it offers included.

    All values where something is said of the type below, and else its examples.
    """
    missing = [Missing(kind) for kind in field.missing]
    answers = _BY_TYPE.get(type(field), _example)(field, lists, texts)
    return st.one_of(answers, st.sampled_from(missing)) if missing else answers


def _example(field: FieldBase, lists: CodeLists, texts: Texts) -> Values:
    return st.sampled_from(field.examples(lists))


def _text(field: Any, lists: CodeLists, texts: Texts) -> Values:
    words = {fold(word) for word in field.missing_words(texts)}
    some = st.one_of(st.text(_CHARACTERS, min_size=1, max_size=60), st.sampled_from(_TROUBLESOME))
    return some.map(lambda text: clean(text[: field.max_length])).filter(
        lambda text: not shows_nothing(text) and fold(text) not in words
    )


def _email(field: Any, lists: CodeLists, texts: Texts) -> Values:
    return st.from_regex(r"[a-z0-9.+_-]{1,20}@[a-z0-9-]{1,20}\.[a-z]{2,6}", fullmatch=True)


def _phone(field: Any, lists: CodeLists, texts: Texts) -> Values:
    return st.from_regex(r"(\+49|0)[1-9][0-9 ]{4,10}[0-9]", fullmatch=True)


def _integer(field: Any, lists: CodeLists, texts: Texts) -> Values:
    low, high = _limits(field)
    return st.integers(int(low), int(high))


def _decimal(field: Any, lists: CodeLists, texts: Texts) -> Values:
    low, high = _limits(field)
    return st.decimals(low, high, allow_nan=False, allow_infinity=False, places=1 if high > 10**9 else 6)


def _limits(field: Any) -> tuple[Decimal, Decimal]:
    return (
        Decimal(-_WIDEST) if field.min is None else field.min,
        Decimal(_WIDEST) if field.max is None else field.max,
    )


def _date(field: Any, lists: CodeLists, texts: Texts) -> Values:
    return st.dates(max(field.min, date(1901, 1, 1)), field.max)


def _choice(field: Any, lists: CodeLists, texts: Texts) -> Values:
    return st.sampled_from([Missing(c.missing) if c.missing else c.code for c in lists[field.list_id].codes])


def _multichoice(field: MultiChoiceField, lists: CodeLists, texts: Texts) -> Values:
    return st.sets(st.sampled_from(field.codes)).map(
        lambda chosen: tuple(code for code in field.codes if code in chosen)
    )


def _tick(field: Any, lists: CodeLists, texts: Texts) -> Values:
    return st.booleans()


def _scale(field: ScaleField, lists: CodeLists, texts: Texts) -> Values:
    return st.sampled_from(field.steps)


def _ags(field: AgsField, lists: CodeLists, texts: Texts) -> Values:
    code = st.from_regex(r"(0[1-9]|1[0-6])[0-9]{6}", fullmatch=True)
    return st.lists(code, min_size=1, max_size=9).map("; ".join) if field.several else code


def _reference(field: Any, lists: CodeLists, texts: Texts) -> Values:
    return st.from_regex(r"[A-Z]{2}[0-9]{3,6}", fullmatch=True)


_BY_TYPE: dict[type[FieldBase], Callable[[Any, CodeLists, Texts], Values]] = {
    TextField: _text,
    LongTextField: _text,
    EmailField: _email,
    PhoneField: _phone,
    IntegerField: _integer,
    DecimalField: _decimal,
    PercentField: _decimal,
    ScaleField: _scale,
    DateField: _date,
    YesNoUnknownField: _choice,
    ChoiceField: _choice,
    MultiChoiceField: _multichoice,
    TickField: _tick,
    AgsField: _ags,
    ReferenceField: _reference,
}
