"""Field types: one class per type, registered in `FIELD_TYPES`.

To add a type, write a module with a subclass of `FieldBase` and name the class here once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field

from ruecklauf.fieldtypes.ags import AgsField
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.choice import ChoiceField, MultiChoiceField, YesNoUnknownField
from ruecklauf.fieldtypes.dates import DateField
from ruecklauf.fieldtypes.number import DecimalField, IntegerField, PercentField, ScaleField
from ruecklauf.fieldtypes.reference import ReferenceField
from ruecklauf.fieldtypes.text import EmailField, LongTextField, PhoneField, TextField
from ruecklauf.fieldtypes.tick import TickField

FIELD_TYPES: tuple[type[FieldBase], ...] = (
    TextField,
    LongTextField,
    IntegerField,
    DecimalField,
    PercentField,
    DateField,
    YesNoUnknownField,
    TickField,
    ChoiceField,
    MultiChoiceField,
    ScaleField,
    EmailField,
    PhoneField,
    AgsField,
    ReferenceField,
)

if TYPE_CHECKING:
    AnyField = FieldBase
else:
    AnyField = Annotated[Union[FIELD_TYPES], Field(discriminator="type")]  # noqa: UP007
    """Any registered type, chosen by the declared `type`."""

__all__ = ["FIELD_TYPES", "AnyField", "FieldBase"]
