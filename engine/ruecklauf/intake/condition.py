"""What a respondent or a program did to a form, and by what its answers were found again.

Data only, with a JSON form that is kept; `assessment` makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Recovered:
    """The planned cells for answers, by what shows where each is; with `not_found` they add up."""

    planned: int = 0
    by_both: int = 0
    """Visible ids and heads agree with the hidden names."""
    by_codes: int = 0
    """The names are lost, or point elsewhere after sorting."""
    by_names: int = 0
    """The ids or heads are lost."""
    by_print: int = 0
    """Ids and names alone would have been wrong or unclear; what the form printed into the row decided."""
    not_found: int = 0
    added: int = 0
    """Cells of rows that the form did not have; not among the planned ones."""


@dataclass(frozen=True, slots=True)
class SheetCondition:
    """What was done to one sheet. Lists of places name the first ones only; the numbers count all."""

    sheet: str
    """Its name in the file."""
    hidden_rows: int = 0
    hidden_columns: int = 0
    filtered: bool = False
    protected: bool = True
    inputs: int = 0
    """Cells for answers that were found."""
    inputs_without_validation: int = 0
    """Of an .xls all of them, or none: which cells its validations cover is not read."""
    formulas: int = 0
    """Formulas of the form whose places were found."""
    formulas_overwritten: int = 0
    """By values or texts."""
    formulas_told: int = 0
    """Of the overwritten ones, those where what stands there now is noted by itself."""
    formulas_removed: int = 0
    formulas_at: tuple[str, ...] = ()
    labels_overwritten: int = 0
    """Texts of the form in whose cells something else stands."""
    labels_removed: int = 0
    labels_at: tuple[str, ...] = ()
    """Of the overwritten ones."""
    codes_lost: int = 0
    """Visible row ids, question codes and heads."""
    rows_missing: tuple[str, ...] = ()
    rows_moved: tuple[str, ...] = ()
    """Ids that stand in other rows than their names point to, as after sorting."""
    rows_added: int = 0
    columns_missing: tuple[str, ...] = ()
    """Heads."""
    columns_shifted: tuple[str, ...] = ()
    """Heads of columns in which single cells were inserted or deleted."""
    columns_added: int = 0
    merged: int = 0
    notes: int = 0
    drawing_texts: int = 0
    links_added: int = 0
    page_texts_changed: int = 0
    """Headers and footers that are not the form's."""

    @property
    def is_intact(self) -> bool:
        """Whether nothing was done to the sheet."""
        plain = SheetCondition(self.sheet, inputs=self.inputs, formulas=self.formulas)
        return self == plain


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition in which a form came back."""

    program: str = ""
    """The program that saved it; empty if the file does not say."""
    sheets_missing: tuple[str, ...] = ()
    hidden_sheets_missing: tuple[str, ...] = ()
    """Of them, those that the form had hidden."""
    sheets_renamed: tuple[tuple[str, str], ...] = ()
    """Name in the form, name now."""
    sheets_added: tuple[str, ...] = ()
    sheets_reordered: bool = False
    sheets_shown: tuple[str, ...] = ()
    """Hidden in the form, now visible."""
    sheets_hidden: tuple[str, ...] = ()
    """Visible in the form, now hidden."""
    names: int = 0
    """Hidden names that the form had."""
    names_lost: int = 0
    formulas: int = 0
    """Formulas of the form whose places were found, on all sheets."""
    cells_moved: tuple[tuple[str, str], ...] = ()
    """From and to, as `Blatt!C5`: cut and pasted, as the hidden checks' formulas show, which follow."""
    macros: bool = False
    external_links: int = 0
    unknown_parts: int = 0
    recovered: Recovered = Recovered()
    sheets: tuple[SheetCondition, ...] = ()
    """The form's sheets to which anything was done, in the file's order."""

    @property
    def all_formulas_gone(self) -> bool:
        """Whether not one formula of the form is left, as after pasting everything as values."""
        lost = sum(sheet.formulas_overwritten + sheet.formulas_removed for sheet in self.sheets)
        return lost == self.formulas > 0

    def as_json(self) -> dict[str, object]:
        """Numbers, texts, lists and objects under the names of the fields."""
        written = _as_json(self)
        assert isinstance(written, dict)
        return written

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Condition:
        """The same again; what is missing in `data` has its default, what is unknown is passed over."""
        given = _given(cls, data)
        return cls(
            **{
                **given,
                "recovered": Recovered(**_given(Recovered, data.get("recovered", {}))),
                "sheets": tuple(
                    SheetCondition(**_given(SheetCondition, sheet)) for sheet in data.get("sheets", ())
                ),
            }
        )


def _as_json(value: object) -> object:
    if isinstance(value, Condition | SheetCondition | Recovered):
        return {field.name: _as_json(getattr(value, field.name)) for field in fields(value)}
    return [_as_json(item) for item in value] if isinstance(value, tuple) else value


def _given(cls: type, data: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(cls)}
    return {name: _frozen(value) for name, value in data.items() if name in names}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value
