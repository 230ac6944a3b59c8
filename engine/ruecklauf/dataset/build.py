"""Building a dataset from the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import pandas as pd

from ruecklauf.check.contact_names import Names, names_among
from ruecklauf.dataset.columns import Cell, field_columns
from ruecklauf.dataset.computed import with_computed_answers
from ruecklauf.dataset.masking import MASKED, Answered, masked
from ruecklauf.dataset.models import LONG_COLUMNS, Dataset
from ruecklauf.dataset.notes import Notebook
from ruecklauf.dataset.planning import TablePlan, plan_tables
from ruecklauf.dataset.questions import with_all_questions
from ruecklauf.dataset.sent import Asked
from ruecklauf.dataset.standing import BECAME, Standings, beside_wide
from ruecklauf.dataset.stored import Stored, read_stored
from ruecklauf.errors import RuecklaufError
from ruecklauf.store import Lacking, RecordRow, Return, Snapshot, Store, StoredAnswer

_RECORD = ["submission_id", "worksheet", "section", "row_id"]
"""What identifies a record."""
_SHOWN = 5


def build_dataset(
    store: Store,
    *,
    waves: Collection[str] | None = None,
    kept: Collection[Answered] = (),
    unmasked: str = "",
) -> Dataset:
    """The current returns of these waves, or of all.

    Rows are sorted by table, wave, alliance and their order in the form; columns stand in declared order.
    Where versions of a worksheet differ, a table has the fields and codes of all, in the newest one's order.
    Every question has a value or a missing kind, in the long table and in `<field>_missing` of the wide ones.
    The missing kinds of a code list are categories, too ("unbekannt" is an answer), except of an ordered
    list: they have no rank.
    Forms that were sent and sheets that did not come back have the rows that stand in them before anybody
    answers, so that shares can be worked out from any table; rows that people add are not known.
    Texts that seem to be personal are masked, unless they are `kept`, or all are `unmasked` for a reason.
    RuecklaufError where an answer does not fit its declaration, or where the store has fewer answers than
    were noted when they came in: none is ever left out.
    """
    with store.snapshot() as state:
        stored, names = read_complete(state, waves)
    return dataset_of(stored, names, kept=kept, unmasked=unmasked)


def read_complete(state: Snapshot, waves: Collection[str] | None = None) -> tuple[Stored, dict[str, Names]]:
    """What a dataset is built from; RuecklaufError where answers are lost."""
    _refuse_lacking(state.lacking(waves=waves))
    return with_computed_answers(read_stored(state, waves)), known_names(state)


def dataset_of(
    stored: Stored,
    names: Mapping[str, Names],
    *,
    kept: Collection[Answered] = (),
    unmasked: str = "",
    beside: Iterable[Asked] = (),
) -> Dataset:
    """The dataset of what was read; `beside` is what others were asked whose answers are not among it, so
    that questions mean the same in it as in the dataset of all."""
    said = {f"{answer.worksheet}.{answer.section}.{answer.field}" for answer in stored.answers}
    newest = {name: stored.declarations[declaration] for name, declaration in stored.newest.items()}
    notebook = Notebook(newest, stored.found)
    plans = plan_tables([*stored.asked, *beside], stored.declarations, notebook, said=said)
    filled = with_all_questions(stored, _without_personal(stored.answers, plans), plans)
    records = _with_place(_frame(RecordRow, filled.records), plans, stored.hashes)
    values = _with_record(_frame(StoredAnswer, filled.answers), records, plans)
    values[BECAME] = Standings(stored.issued, stored.answers).column(values)
    values = values.assign(**{MASKED: False}) if unmasked else masked(values, plans, kept, names)
    printed = _with_record(_frame(StoredAnswer, filled.printed), records, plans)
    return Dataset(
        long=_long(values),
        tables=_wide_tables(plans, records, values, printed),
        info={name: plan.info for name, plan in plans.items()},
        sources=stored.files,
        waves=tuple(sorted({asked.wave for asked in stored.asked})),
        newest=_newest(stored.returns),
        became=dict(beside_wide(values, plans)),
        masked=int(values[MASKED].sum()),
        unmasked=unmasked,
    )


def known_names(state: Snapshot) -> dict[str, Names]:
    """The contacts of each alliance by name, in whichever wave it named them."""
    return {alliance: names_among(said) for alliance, said in state.contact_texts().items()}


def _refuse_lacking(lacking: Sequence[Lacking]) -> None:
    if lacking:
        more = f" and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else ""
        raise RuecklaufError(
            f"the databases are not complete: {'; '.join(map(str, lacking[:_SHOWN]))}{more}.",
            remedy="Nothing was written. `ruecklauf rebuild` makes them anew from the archive.",
        )


def _newest(returns: Iterable[Return]) -> datetime | None:
    return max((returned.received_at for returned in returns), default=None)


def _frame(kind: type[NamedTuple], rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(kind._fields), dtype=object)
    return frame.assign(name=frame["worksheet"] + "." + frame["section"])


def _with_place(
    records: pd.DataFrame, plans: Mapping[str, TablePlan], hashes: Mapping[tuple[int, str], str]
) -> pd.DataFrame:
    """Records in the dataset's order, with the declaration each was read by."""
    keys = zip(records["submission_id"], records["worksheet"], strict=True)
    order = {name: number for number, name in enumerate(plans)}
    placed = records.assign(declaration=[hashes[key] for key in keys], table=records["name"].map(order))
    return placed.sort_values(["table", "wave", "alliance", "position", "row_id"], ignore_index=True)


def _without_personal(
    answers: Iterable[StoredAnswer], plans: Mapping[str, TablePlan]
) -> Iterator[StoredAnswer]:
    """Without fields that were no personal ones in the version that was answered, but are in another."""
    personal = {(*name.split(".", 1), field) for name, plan in plans.items() for field in plan.personal}
    return (answer for answer in answers if (answer.worksheet, answer.section, answer.field) not in personal)


def _with_record(values: pd.DataFrame, records: pd.DataFrame, plans: Mapping[str, TablePlan]) -> pd.DataFrame:
    """Values in the dataset's order, with the number of the record each belongs to."""
    numbered = records[[*_RECORD, "declaration"]].assign(record=records.index)
    joined = values.merge(numbered, how="left", on=_RECORD, validate="many_to_one")
    order = {
        f"{name}.{field.id}": number
        for name, plan in plans.items()
        for number, field in enumerate(plan.fields)
    }
    joined["order"] = (joined["name"] + "." + joined["field"]).map(order)
    stray = joined[joined["record"].isna() | joined["order"].isna()]
    if len(stray):
        raise _stray(stray.iloc[0])
    return joined.sort_values(["record", "order"], ignore_index=True)


def _stray(value: pd.Series[Any]) -> RuecklaufError:
    return RuecklaufError(
        f"answers {value['name']}.{value['field']} in row {value['row_id']}, which is not declared.",
        where=f"return {value['sha256']}",
        remedy="Import the return again; if that does not help, this is a fault in ruecklauf.",
    )


def _long(values: pd.DataFrame) -> pd.DataFrame:
    corrected = values["corrected"].map({True: "true", False: "false"})
    named = values.rename(columns={"section": "table"}).assign(corrected=corrected)
    return named[list(LONG_COLUMNS)].astype("string")


def _wide_tables(
    plans: Mapping[str, TablePlan], records: pd.DataFrame, *values: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    by_table = dict(iter(records.groupby("name", sort=False)))
    cells = _cells_by_field(pd.concat(values))
    return {
        name: _wide(plan, by_table.get(name, records.iloc[:0]), cells.get(name, {}))
        for name, plan in plans.items()
    }


def _cells_by_field(values: pd.DataFrame) -> dict[str, dict[str, list[Cell]]]:
    """Cells by table and field; their positions count over all tables."""
    found: dict[str, dict[str, list[Cell]]] = {}
    columns = [values[name] for name in ("name", "field", "record", "declaration", "value", "missing")]
    for name, field, record, declaration, text, missing in zip(*columns, strict=True):
        found.setdefault(name, {}).setdefault(field, []).append((int(record), declaration, text, missing))
    return found


def _wide(plan: TablePlan, records: pd.DataFrame, cells: Mapping[str, list[Cell]]) -> pd.DataFrame:
    # the records of a table stand together, so that its first one tells where it begins
    start = int(records.index[0]) if len(records) else 0
    columns = {
        column.name: records[column.name]
        .astype(pd.api.types.pandas_dtype(column.dtype))
        .reset_index(drop=True)
        for column in plan.info.columns
        if column.field is None
    }
    for field in plan.fields:
        own = [(cell[0] - start, *cell[1:]) for cell in cells.get(field.id, [])]
        for column in field_columns(field, own, height=len(records)):
            columns[str(column.name)] = column
    return pd.DataFrame(columns)
