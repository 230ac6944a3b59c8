"""The question that an operator names on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.likeness import nearest


@dataclass(frozen=True, slots=True)
class Asked:
    """A field where it is declared."""

    worksheet: Worksheet
    section: SectionBase
    field: FieldBase

    def __str__(self) -> str:
        return f"{self.worksheet.id}.{self.section.id}.{self.field.id}"


def find_question(wanted: str, worksheets: Iterable[Worksheet]) -> Asked:
    """The field named by its id, by worksheet and id, or by worksheet, section and id, joined by points.

    ProjectError for one that does not exist, with the nearest that does, or that several worksheets have.
    """
    asked = [
        Asked(worksheet, section, field)
        for worksheet in worksheets
        for section, field in worksheet.all_fields()
    ]
    parts = wanted.strip().split(".")
    found = [question for question in asked if parts in _names(question)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ProjectError(
            f"'{wanted}' stands for {', '.join(map(str, found))}.", remedy="Give worksheet and field."
        )
    meant = nearest(
        wanted, [str(question) if "." in wanted else question.field.id for question in asked], at_least=65
    )
    hint = f" Did you mean '{meant}'?" if meant else ""
    raise ProjectError(
        f"there is no field '{wanted}'.{hint}", remedy="`ruecklauf trace --help` has an example."
    )


def _names(question: Asked) -> list[list[str]]:
    worksheet, section, field = question.worksheet.id, question.section.id, question.field.id
    return [[field], [worksheet, field], [worksheet, section, field]]
