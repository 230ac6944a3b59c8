"""What the names in a rule can stand for: the fields of its own row and the tables around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.values import Missing


@dataclass(frozen=True, slots=True)
class FieldSymbol:
    """A field with the code list it uses."""

    field: FieldBase
    codes: CodeList | None = None

    @property
    def kind(self) -> Kind:
        return self.field.kind

    @property
    def refers_to(self) -> str | None:
        """For a reference field: the table whose rows it names, as it was declared."""
        return self.field.refers_to

    @property
    def limits(self) -> tuple[Decimal | date | None, Decimal | date | None]:
        """The smallest and the largest allowed value, where the type has limits and they are declared."""
        return getattr(self.field, "min", None), getattr(self.field, "max", None)

    def allows(self, value: Decimal | date) -> bool:
        """Whether a number or date keeps the limits, and is whole where it must be."""
        low, high = self.limits
        if isinstance(value, Decimal) and self.field.dtype == "Int64" and value != int(value):
            return False
        return (low is None or low <= value) and (high is None or value <= high)  # type: ignore[operator]

    @property
    def missing_kinds(self) -> tuple[Missing, ...]:
        """The labelled missing kinds that can be entered: as entries of the code list, or as words."""
        if self.kind is Kind.MULTI:
            return ()
        listed = [code.missing for code in self.codes.codes if code.missing] if self.codes else []
        return tuple(dict.fromkeys(Missing(kind) for kind in (*self.field.missing, *listed)))


@dataclass(frozen=True, slots=True)
class TableSymbol:
    """A table, or a record (a table of one row)."""

    name: str
    """`worksheet.section`, the key under which evaluation and layout know it."""
    label: Localised
    fields: Mapping[str, FieldSymbol]
    is_record: bool = False
    """It has one row."""


@dataclass(frozen=True, slots=True)
class Scope:
    """All a rule may name."""

    row: TableSymbol | None
    """The table whose rows the rule is about; None for a rule about the worksheet as a whole."""
    tables: Mapping[str, TableSymbol]
    """By every name that may be used: `section`, `worksheet.section`, `worksheet`."""

    def target(self, reference: FieldSymbol) -> TableSymbol | None:
        """The table whose rows a reference field names."""
        return self.tables.get(reference.refers_to or "")
