"""Two small tables with a field of every kind, for the tests of rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.choice import YES_NO_UNKNOWN, ChoiceField, MultiChoiceField, YesNoUnknownField
from ruecklauf.fieldtypes.codelist import Code, CodeList
from ruecklauf.fieldtypes.dates import DateField
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.fieldtypes.number import DecimalField, IntegerField, PercentField, ScaleField
from ruecklauf.fieldtypes.reference import ReferenceField
from ruecklauf.fieldtypes.text import TextField
from ruecklauf.fieldtypes.tick import TickField
from ruecklauf.rules.parse import parse_rule
from ruecklauf.rules.resolve import resolve
from ruecklauf.rules.scope import FieldSymbol, Scope, TableSymbol
from ruecklauf.rules.terms import Resolved

WAVE_DATE = date(2026, 6, 30)


def _german(text: str) -> Localised:
    return Localised({"de": text})


def _code(code: str, label: str, **more: object) -> Code:
    return Code.model_validate({"code": code, "label": label, **more})


LISTS = {
    YES_NO_UNKNOWN: CodeList(
        id=YES_NO_UNKNOWN,
        title=_german("Ja oder nein"),
        codes=(
            _code("ja", "ja"),
            _code("nein", "nein"),
            _code("unbekannt", "nicht bekannt", missing="unknown"),
        ),
    ),
    "bereich": CodeList(
        id="bereich",
        title=_german("Bereich"),
        codes=(
            _code("mi", "Migration und Integration"),
            _code("aw", 'Arbeit, "Wirtschaft"'),
            _code("so", "Soziales"),
            _code("bi", "Bildung"),
        ),
    ),
    "feld": CodeList(
        id="feld",
        title=_german("Feld"),
        codes=(_code("aus", "Austausch"), _code("abs", "Abstimmung"), _code("fall", "Einzelfall")),
    ),
    "stand": CodeList(
        id="stand",
        title=_german("Stand"),
        codes=(
            _code("offen", "offen"),
            _code("erreicht", "erreicht"),
            _code("verworfen", "verworfen"),
            _code("egal", "trifft hier nicht zu", missing="not_applicable"),
        ),
    ),
}

_PARTS = ("aus", "abs", "fall")
_ONE = ("unknown",)
_BOTH = ("unknown", "not_applicable")

AKTEURE_FIELDS: tuple[FieldBase, ...] = (
    TextField(id="name", label=_german("Name"), type="text"),
    TextField(id="kurz", label=_german("Kurzname"), type="text", missing=_BOTH),
    ChoiceField(id="bereich", label=_german("Bereich"), type="choice", list="bereich"),
    ChoiceField(id="neben", label=_german("Nebenbereich"), type="choice", list="bereich", missing=_ONE),
    YesNoUnknownField(id="vorhanden", label=_german("Vorhanden"), type="yes_no_unknown"),
    YesNoUnknownField(id="koop", label=_german("Kooperation"), type="yes_no_unknown"),
    ChoiceField(id="stand", label=_german("Stand"), type="choice", list="stand"),
    IntegerField(id="plaetze", label=_german("Plätze"), type="integer", min=Decimal(0), max=Decimal(500)),
    IntegerField(id="belegt", label=_german("Belegt"), type="integer", missing=_BOTH),
    DecimalField(id="quote", label=_german("Quote"), type="decimal"),
    PercentField(id="anteil", label=_german("Anteil"), type="percent"),
    ScaleField(id="rang", label=_german("Rang"), type="scale"),
    DateField(id="beginn", label=_german("Beginn"), type="date"),
    DateField(id="ende", label=_german("Ende"), type="date", missing=_BOTH),
    TickField(id="eins", label=_german("Eins"), type="tick"),
    TickField(id="zwei", label=_german("Zwei"), type="tick"),
    TickField(id="drei", label=_german("Drei"), type="tick"),
    MultiChoiceField(id="felder", label=_german("Felder"), type="multichoice", list="feld", codes=_PARTS),
    ReferenceField(id="leitung", label=_german("Leitung"), type="reference", to="gremien"),
    ReferenceField(id="mitglied", label=_german("Mitglied"), type="reference", to="plan.gremien"),
    ReferenceField(id="partner", label=_german("Partner"), type="reference", to="akteure"),
)

GREMIEN_FIELDS: tuple[FieldBase, ...] = (
    TextField(id="titel", label=_german("Titel"), type="text"),
    ChoiceField(id="status", label=_german("Status"), type="choice", list="stand"),
    ChoiceField(id="thema", label=_german("Thema"), type="choice", list="bereich"),
    IntegerField(id="mitglieder", label=_german("Mitglieder"), type="integer", missing=_ONE),
    DecimalField(id="kosten", label=_german("Kosten"), type="decimal"),
    PercentField(id="praesenz", label=_german("Präsenz"), type="percent"),
    DateField(id="seit", label=_german("Seit"), type="date"),
    TickField(id="fest", label=_german("Fest"), type="tick"),
    MultiChoiceField(id="themen", label=_german("Themen"), type="multichoice", list="feld", codes=_PARTS),
    ReferenceField(id="ober", label=_german("Übergeordnet"), type="reference", to="plan.gremien"),
)


def _table(name: str, label: str, declared: tuple[FieldBase, ...]) -> TableSymbol:
    return TableSymbol(
        name,
        _german(label),
        {field.id: FieldSymbol(field, LISTS.get(field.list_id or "")) for field in declared},
    )


AKTEURE = _table("plan.akteure", "Akteure", AKTEURE_FIELDS)
GREMIEN = _table("plan.gremien", "Gremien", GREMIEN_FIELDS)
TABLES = {"akteure": AKTEURE, "plan.akteure": AKTEURE, "gremien": GREMIEN, "plan.gremien": GREMIEN}

ROW_SCOPE = Scope(AKTEURE, TABLES)
SHEET_SCOPE = Scope(None, TABLES)


def rule(text: str, scope: Scope = ROW_SCOPE) -> Resolved:
    """The rule, read and resolved."""
    return resolve(parse_rule(text), scope)
