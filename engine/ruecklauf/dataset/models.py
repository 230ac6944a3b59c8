"""What a dataset is: data frames, and what their columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ruecklauf.dataset.notes import Note
from ruecklauf.fieldtypes import FieldBase
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.values import Missing

if TYPE_CHECKING:
    import pandas as pd

LONG_COLUMNS = (
    "alliance",
    "wave",
    "worksheet",
    "version",
    "table",
    "row_id",
    "field",
    "value",
    "missing",
    "raw",
    "sha256",
    "sheet",
    "cell",
    "corrected",
    "became",
)


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """One column of a wide table."""

    name: str
    dtype: str
    field: FieldBase | None = None
    """The field as the newest version declares it; None for the columns that say which row it is."""
    code: str = ""
    """For a multiple choice: the code that this column is about."""
    says_why_missing: bool = False
    """The column holds why the field has no value, not its values."""
    categories: tuple[str, ...] = ()
    ordered: bool = False
    label: Localised | None = None
    """Of a column that is no question and not part of what says which row it is."""


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One wide table."""

    name: str
    """`worksheet.section`"""
    worksheet: str
    section: str
    title: Localised
    versions: tuple[str, ...]
    """Versions of the worksheet that were returned or sent, newest first."""
    declarations: tuple[str, ...]
    """Their content hashes, in the same order."""
    columns: tuple[ColumnInfo, ...]
    lists: Mapping[str, CodeList] = field(default_factory=dict, compare=False, repr=False)
    """The code lists of the worksheet, with the codes of all versions; labels are those of the newest."""
    notes: Mapping[str, Note] = field(default_factory=dict, compare=False, repr=False)
    """What is to be known of each question, by field."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """All current returns. Personal fields are in no part of it."""

    long: pd.DataFrame
    """One row per question asked of each alliance, with its provenance: `LONG_COLUMNS`, all of dtype string.

    `value` is canonical text and `missing` says why there is none (`Missing`). A question that was left blank
    has a row without raw text and place, one whose sheet did not come back without a file, too. `corrected`
    is `true` where a person put the value in place of what was returned; `raw` is what was returned. `became`
    says what an answer is beside the one that stood in the form when it was sent: new, confirmed, untouched
    or changed.
    """
    tables: dict[str, pd.DataFrame]
    """By `worksheet.section`, one row per record, also where all its cells are blank or did not come back."""
    info: dict[str, TableInfo]
    sources: tuple[str, ...]
    """SHA-256 of every file the dataset was built from, sorted."""
    waves: tuple[str, ...]
    newest: datetime | None
    """When the last of these files was handed in; None for a dataset without returns."""
    panel: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """The same alliances and rows over waves, by name (see `dataset.panel`); all of dtype string."""
    became: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Beside each wide table of which forms carried anything on, by name: what became of each answer."""
    masked: int = 0
    """Answers in which something that seems to be personal is masked."""
    unmasked: str = ""
    """Why nothing is masked in it; empty where texts that seem to be personal are."""

    @property
    def answers(self) -> int:
        """How many questions anybody answered, those among them that cannot be read."""
        nothing = {Missing.NO_ANSWER.value, Missing.NOT_ASKED.value, Missing.NOT_RETURNED.value}
        return int((~self.long["missing"].isin(nothing)).sum())
