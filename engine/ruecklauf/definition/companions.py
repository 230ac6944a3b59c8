"""What forms have beside the declared fields: an explanation for every row of a table and every question.

Companions are fields of a worksheet as far as forms, checks and datasets are concerned, but not of its
declaration: they are in neither `canonical_json` nor the content hash. Their ids begin with `_`.
"""

from __future__ import annotations

from functools import lru_cache

from ruecklauf.definition.load import REMARKS_FIELD
from ruecklauf.definition.models import CrossSection, SectionBase, Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.companion import ExplanationField, explains
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.texts import languages, load_texts

_OF_QUESTION = "explained.label", "explained.help"
_OF_ROW = "explained.row_label", "explained.row_help"


@lru_cache(maxsize=256)
def with_companions(worksheet: Worksheet) -> Worksheet:
    """The worksheet with what forms have beside its fields; as it is if it has them already."""
    if worksheet.has_companions:
        return worksheet
    sections = tuple(_with_explanations(section) for section in worksheet.sections)
    return worksheet.with_changes(sections=sections)


def explanation_of(section: SectionBase, field_id: str) -> FieldBase | None:
    """The field in which what is said of a field is explained; None where the form has none."""
    wanted = explains("" if section.has_rows else field_id)
    return next((field for field in section.companions if field.id == wanted), None)


def _with_explanations(section: SectionBase) -> SectionBase:
    if section.is_remarks or isinstance(section, CrossSection):
        return section
    if section.has_rows:
        return section.with_changes(fields=(*section.fields, _explanation(None)))
    asked = (field for field in section.fields if field.id != REMARKS_FIELD)
    return section.with_changes(fields=(*section.fields, *map(_explanation, asked)))


def _explanation(beside: FieldBase | None) -> ExplanationField:
    """That of a question, or of a row; what is said of a personal answer is personal."""
    label, said = _OF_QUESTION if beside else _OF_ROW
    return ExplanationField(
        type="longtext",
        id=explains(beside.id if beside else ""),
        personal=beside is not None and beside.personal,
        label=_in_all_languages(label),
        help=_in_all_languages(said),
        wave="L",
    )


def _in_all_languages(key: str) -> Localised:
    return Localised({language: load_texts(language)(key) for language in languages()})
