"""A worksheet beside its earlier versions: what would keep their answers from standing in one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.lint.kept import asks_otherwise
from ruecklauf.store import IssuedForm


def refuse_changed_types(worksheets: Iterable[Worksheet], earlier: Iterable[Worksheet]) -> None:
    """ProjectError if a field has another type than in a version of which forms were made already."""
    kept = tuple(earlier)
    for worksheet in worksheets:
        for old in kept:
            if old.id == worksheet.id and old.content_hash != worksheet.content_hash:
                _compare(worksheet, old)


def refuse_reworded(
    worksheets: Iterable[Worksheet], forms: Iterable[IssuedForm], kept: Mapping[str, Worksheet]
) -> None:
    """ProjectError if a form that is to go out asks otherwise than its worksheet does under the same version
    by now."""
    today = {worksheet.id: worksheet for worksheet in worksheets}
    for form in forms:
        for old in (kept[hashed] for hashed in form.declarations if hashed in kept):
            new = today.get(old.id)
            if new and new.version == old.version and asks_otherwise(new, old):
                raise ProjectError(
                    f"this form was made before worksheet {old.id!r} was corrected",
                    where=form.file_name,
                    remedy="Nothing was made. Make the forms anew: `ruecklauf forms`.",
                )


def _compare(new: Worksheet, old: Worksheet) -> None:
    before = {(section.id, field.id): field for section, field in old.all_fields()}
    for section, field in new.all_fields():
        known = before.get((section.id, field.id))
        if known is not None and _column(known) != _column(field):
            raise ProjectError(
                f"field {field.id!r} is {_column(field)[0]} in version {new.version},"
                f" but {_column(known)[0]} in version {old.version}, of which forms were made",
                where=f"worksheet {new.id!r}",
                remedy="Give the newer field an id of its own; one column cannot hold both.",
            )


def _column(field: FieldBase) -> tuple[str, bool]:
    # whole and decimal numbers go into one column
    return ("Float64" if field.dtype == "Int64" else field.dtype, bool(field.parts))
