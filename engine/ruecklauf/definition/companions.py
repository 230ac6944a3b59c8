"""What forms have beside the declared fields: an explanation for every row of a table and every question;
in forms that carry on what was said before, where each row comes from and what became of it since.

Companions are fields of a worksheet as far as forms, checks and datasets are concerned, but not of its
declaration: they are in neither `canonical_json` nor the content hash. Their ids begin with `_`.
"""

from __future__ import annotations

from functools import lru_cache

from ruecklauf.definition.load import REMARKS_FIELD
from ruecklauf.definition.models import CrossSection, RecordSection, SectionBase, Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.codelist import Code, CodeList
from ruecklauf.fieldtypes.companion import (
    LAST,
    ORIGIN,
    ROW_STATUS,
    ExplanationField,
    LastField,
    OriginField,
    RowStatusField,
    beside,
    explains,
)
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.findings import Severity, Subject
from ruecklauf.texts import languages, load_texts

STATUSES = "_row_status"
"""The list of what can have become of a row; no declared list is called so."""
UNCHANGED, CHANGED, GONE = "unveraendert", "geaendert", "entfallen"
"""Its codes."""
_OF_QUESTION = "explained.label", "explained.help"
_OF_ROW = "explained.row_label", "explained.row_help"
_OF_WHOLE = "explained.whole_label", "explained.whole_help"


@lru_cache(maxsize=512)
def with_companions(worksheet: Worksheet, *, carrying: bool = True, whole: bool = True) -> Worksheet:
    """The worksheet with what forms have beside its fields: all of it, or without what only forms have that
    carry on what was said before, or (`whole`) below tables; as it is if it has just that already."""
    declared = worksheet.declared
    below = _explained_below(declared) if whole else frozenset()
    sections = tuple(
        _with_explanation_below(section)
        if section.id in below
        else _with_companions(section, carrying=carrying)
        for section in declared.sections
    )
    has_status = any(field.id == ROW_STATUS for section in sections for field in section.companions)
    lists = (*declared.codelists, _statuses()) if has_status else declared.codelists
    made = declared.with_changes(sections=sections, codelists=lists)
    return worksheet if made == worksheet else made


def explanation_of(section: SectionBase, field_id: str) -> FieldBase | None:
    """The field in which what is said of a field is explained; None where the form has none."""
    wanted = explains("" if section.has_rows else field_id)
    return next((field for field in section.companions if field.id == wanted), None)


def explained_as_whole(worksheet: Worksheet, section_id: str = "") -> Subject | None:
    """Where people explain what is said of a worksheet (or one of its sections) as a whole: beside the first
    question, or below a table. None where the form has no such place: a table without remarks."""
    named = (section for section in worksheet.sections if section.id == section_id)
    section = next(named, worksheet.sections[0])
    if isinstance(section, RecordSection):
        return Subject(worksheet.id, section.id, section.prefix, explains(section.fields[0].id))
    below = _remarks_of(worksheet, section)
    return Subject(worksheet.id, below.id, below.prefix, explains(REMARKS_FIELD)) if below else None


def _explained_below(worksheet: Worksheet) -> frozenset[str]:
    """The remarks beside which there is an explanation: of cross tables, and of tables about which rules over
    the whole worksheet warn."""
    doubts = [rule.at or "" for rule in worksheet.rules if rule.severity is not Severity.ERROR]
    crosses = [section.id for section in worksheet.sections if isinstance(section, CrossSection)]
    places = (explained_as_whole(worksheet, section) for section in (*doubts, *crosses))
    remarks = {section.id for section in worksheet.sections if section.is_remarks}
    return frozenset(place.section for place in places if place is not None and place.section in remarks)


def _remarks_of(worksheet: Worksheet, table: SectionBase) -> RecordSection | None:
    records = (section for section in worksheet.sections if isinstance(section, RecordSection))
    return next((section for section in records if section.remarks_of == table.id), None)


def _with_explanation_below(section: SectionBase) -> SectionBase:
    explanation = _explanation(section.field(REMARKS_FIELD), _OF_WHOLE)
    return section.with_changes(fields=(*section.fields, explanation))


def _with_companions(section: SectionBase, *, carrying: bool) -> SectionBase:
    if section.is_remarks or isinstance(section, CrossSection):
        return section
    if section.has_rows:
        last = (_last(),) if any(map(shows_last, section.fields)) else ()
        carried = (_origin(), *last, _status()) if carrying else ()
        return section.with_changes(fields=(*section.fields, *carried, _explanation(None)))
    asked = [field for field in section.fields if field.id != REMARKS_FIELD]
    answered = [field for field in asked if field.from_alliance is None and field.computed is None]
    lasts = [_last(field.id) for field in answered] if carrying else []
    return section.with_changes(fields=(*section.fields, *map(_explanation, asked), *lasts))


def shows_last(field: FieldBase) -> bool:
    """Whether it is left empty in each wave, and a form that carries on says what was answered last."""
    return field.wave == "L" and not (field.personal or field.is_companion or field.id == REMARKS_FIELD)


def _explanation(beside: FieldBase | None, words: tuple[str, str] | None = None) -> ExplanationField:
    """That of a question, or of a row; what is said of a personal answer is personal."""
    label, said = words or (_OF_QUESTION if beside else _OF_ROW)
    return ExplanationField(
        type="longtext",
        id=explains(beside.id if beside else ""),
        personal=beside is not None and beside.personal,
        label=_in_all_languages(label),
        help=_in_all_languages(said),
        wave="L",
    )


def _origin() -> OriginField:
    return OriginField(
        type="text",
        id=ORIGIN,
        label=_in_all_languages("carried.origin"),
        help=_in_all_languages("carried.origin_help"),
        wave="L",
    )


def _last(question: str = "") -> LastField:
    return LastField(
        type="longtext",
        id=beside(LAST, question),
        label=_in_all_languages("carried.last"),
        help=_in_all_languages("carried.last_help"),
        wave="L",
    )


def _status() -> RowStatusField:
    made = RowStatusField(
        type="choice",
        id=ROW_STATUS,
        list=ROW_STATUS.strip("_"),
        label=_in_all_languages("carried.status"),
        help=_in_all_languages("carried.status_help"),
        required_when=f"answered({ORIGIN})",
        wave="L",
    )
    return made.model_copy(update={"list": STATUSES})


def _statuses() -> CodeList:
    codes = tuple(
        Code(code=code, label=_in_all_languages(label))
        for code, label in (
            (UNCHANGED, "carried.unchanged"),
            (CHANGED, "carried.changed"),
            (GONE, "carried.gone"),
        )
    )
    made = CodeList(id=ROW_STATUS.strip("_"), title=_in_all_languages("carried.status"), codes=codes)
    return made.model_copy(update={"id": STATUSES})


def _in_all_languages(key: str) -> Localised:
    return Localised({language: load_texts(language)(key) for language in languages()})
