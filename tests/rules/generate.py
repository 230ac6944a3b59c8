"""Random rules and random states of the cells, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from ruecklauf.cells import BLANK, CellKind, Raw, text_cell
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.rules.scope import TableSymbol
from rules.workbook import CellKey, SheetRow, World
from rules.world import AKTEURE, GREMIEN, LISTS

ERROR = Raw(CellKind.ERROR, "#DIV/0!")
SUMMED = ("plaetze", "mitglieder", "kosten")
"""An error value in a column that is summed makes the sum unknown in Excel, so there it is tried apart."""
SHORT_PATTERNS = ('"[Rr]at"', '"Aa9"', '"9{1,2}"', '"[A*][9a]"')


def number_cell(text: str) -> Raw:
    return Raw(CellKind.NUMBER, text)


def date_cell(moment: datetime) -> Raw:
    return Raw(CellKind.DATE, "", "dd.mm.yyyy", moment)


def random_world(name: str, chance: random.Random) -> World:
    """Tables with present and empty rows, and every kind of entry in their cells."""
    gremien = [SheetRow(row_id, {}) for row_id in _row_ids("GR", 9, chance)]
    akteure = [SheetRow(row_id, {}) for row_id in _row_ids("AK", 12, chance)]
    offered = [row.reference_label for row in gremien if row.row_id]
    partners = [row.reference_label for row in akteure if row.row_id]
    return World(
        name,
        {
            "plan.gremien": [_random_row(row.row_id, GREMIEN, offered, chance) for row in gremien],
            "plan.akteure": [
                _with_partner(_random_row(row.row_id, AKTEURE, offered, chance), partners, chance)
                for row in akteure
            ],
        },
    )


def _with_partner(row: SheetRow, partners: list[str], chance: random.Random) -> SheetRow:
    """The row below another of its table, mostly: trees, circles, and ways that lead nowhere."""
    if not row.row_id or chance.random() < 0.15:
        return row
    return SheetRow(row.row_id, {**row.cells, ("partner", ""): text_cell(chance.choice(partners[:6]))})


def _row_ids(letters: str, count: int, chance: random.Random) -> list[str]:
    return [f"{letters}{number:03}" if chance.random() < 0.8 else "" for number in range(1, count + 1)]


def _random_row(row_id: str, table: TableSymbol, offered: list[str], chance: random.Random) -> SheetRow:
    cells: dict[CellKey, Raw] = {}
    for symbol in table.fields.values():
        for part in symbol.field.parts or ("",):
            cells[symbol.field.id, part] = _random_cell(symbol.field, offered, chance)
    return SheetRow(row_id, {key: raw for key, raw in cells.items() if row_id and not raw.is_blank})


def _random_cell(field: FieldBase, offered: list[str], chance: random.Random) -> Raw:
    entry = chance.random()
    if entry < 0.2:
        return BLANK
    if entry < 0.27 and field.id not in SUMMED:
        return ERROR
    if entry < 0.35 and field.missing:
        return text_cell(chance.choice(("unbekannt", "trifft nicht zu")[: len(field.missing)]))
    if entry < 0.42:
        return text_cell(chance.choice(("ca. 10", "k. A.", "?", " ")))
    return _ANSWERS[field.kind](field, offered, chance)


def _number(field: FieldBase, offered: list[str], chance: random.Random) -> Raw:
    if field.number_format.endswith("%"):
        return Raw(CellKind.NUMBER, chance.choice(("0", "0.07", "0.5", "1")), field.number_format)
    decimals = field.id in ("quote", "kosten")
    return number_cell(
        chance.choice(("0", "0.1", "0.3", "-2", "2.5", "3") if decimals else ("0", "1", "2", "3"))
    )


def _date(field: FieldBase, offered: list[str], chance: random.Random) -> Raw:
    return date_cell(datetime(2026, 6, chance.choice((1, 15, 29, 30))))


def _text(field: FieldBase, offered: list[str], chance: random.Random) -> Raw:
    return text_cell(
        chance.choice(("Rat", "rat", "Runder  Tisch", "Runder Tisch ", 'A "B"', "Rat", "*", "7", "R2"))
    )


def _choice(field: FieldBase, offered: list[str], chance: random.Random) -> Raw:
    return text_cell(chance.choice(LISTS[field.list_id or ""].codes).label("de"))


def _tick(field: FieldBase, offered: list[str], chance: random.Random) -> Raw:
    return text_cell(chance.choice(("x", "x", "nein")))


def _reference(field: FieldBase, offered: list[str], chance: random.Random) -> Raw:
    return text_cell(chance.choice([*offered, "GR999 · Gibt es nicht"]))


_ANSWERS: dict[Kind, Callable[[FieldBase, list[str], random.Random], Raw]] = {
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.TICK: _tick,
    Kind.MULTI: _tick,
    Kind.REFERENCE: _reference,
}

_LEAVES = (
    "{number} {order} {number}",
    "{number} {order} {number}",
    "{calculated} {order} {number}",
    "{calculated} {order} {calculated}",
    "{number} in (1, 2, -3)",
    "{calculated} in (1, 2.5)",
    "{date} {order} {date}",
    "{date} {order} 2026-06-15",
    "{date} + {number} {order} wave_date",
    "{date} - {date} {order} 14",
    '{bereich} {same} "{area}"',
    "{bereich} {same} {bereich}",
    '{bereich} {member} ("mi", "aw")',
    '{jnu} {same} "ja"',
    '{stand} {member} ("offen", "verworfen")',
    '{text} {same} "Rat"',
    "{text} {same} {text}",
    "length({text}) {order} 3",
    "matches({text}, {pattern})",
    "matches({text}, {pattern})",
    "matches({text}, {pattern}, {pattern})",
    "blank({any})",
    "answered({any})",
    "missing({any})",
    "unknown({perhaps})",
    "not_applicable({excused})",
    "{tick}",
    "ticks({tick}, {tick}) {order} 1",
    "ticks({tick}, felder) {order} 2",
    'contains({multi}, "abs")',
    "resolves({reference})",
    "{reference} {same} {reference}",
    "unique(name)",
    "unique(bereich, vorhanden)",
    "unique(rang, leitung, anteil)",
    "unique(beginn)",
    "tree(partner)",
    "tree(partner)",
    "count(gremien where {inner}) {order} {small}",
    "count(gremien where {inner}) {order} {small}",
    "count(akteure) > {small}",
    "sum(gremien.mitglieder where {inner}) {order} {number}",
    "sum(gremien.kosten) / count(gremien where {inner}) {order} {number}",
    "-(count(gremien where {inner}) + {small}) / count(akteure) {order} {number}",
    "sum(plan.akteure.plaetze) > 9",
    "distinct(gremien.thema where {inner}) {order} 2",
    "distinct(akteure.bereich) = {small}",
    "exists(gremien where {inner})",
    "all(gremien where {inner} has {inner})",
    "all(gremien has {inner})",
)
_INNER_LEAVES = (
    "mitglieder {order} {small}",
    "mitglieder {order} kosten",
    "mitglieder {order} this.belegt",
    "kosten {order} this.plaetze + 1",
    "kosten in (0.1, 3)",
    "seit {order} {date_of_this}",
    "seit {order} wave_date",
    'thema {same} "{area}"',
    "thema {same} this.bereich",
    'status {member} ("offen", "erreicht")',
    'titel {same} "Rat"',
    "titel {same} this.name",
    "length(titel) {order} 3",
    "matches(titel, {pattern})",
    "fest",
    "this.eins",
    'this.koop {same} "ja"',
    "this.leitung.fest",
    "ticks(fest, themen) {order} 1",
    'contains(themen, "aus")',
    "resolves(ober)",
    "ober {same} this.leitung",
    "blank({inner_any})",
    "answered({inner_any})",
    "missing({inner_any})",
    "unknown(mitglieder)",
    "not_applicable(status)",
)
_JOINTS = (
    "{0} and {1}",
    "{0} or {1}",
    "{0} implies {1}",
    "not ({0})",
    "({0} or {1}) and {2}",
    "{0} and {1} and {2}",
)


def random_rule(chance: random.Random, depth: int = 2) -> str:
    """The text of a rule about a row of the actors' table."""
    text = _joined(chance, depth, lambda: _filled(chance.choice(_LEAVES), chance))
    return text.replace("⟨", "{").replace("⟩", "}")


def random_formula(chance: random.Random) -> str:
    """The text of a formula over both tables, in which no row is the formula's own."""
    alone = [leaf for leaf in _INNER_LEAVES if "this" not in leaf]

    def where() -> str:
        return _joined(chance, 1, lambda: _filled(chance.choice(alone), chance))

    totals = (
        lambda: f"count(gremien where {where()})",
        lambda: f"count(gremien where {where()})",
        lambda: f"sum(gremien.kosten where {where()})",
        lambda: f"distinct(gremien.thema where {where()})",
        lambda: 'count(akteure where koop = "ja" or eins)',
        lambda: "sum(akteure.plaetze)",
    )
    joint = chance.choice(("{}", "{} / {}", "{} - {} * 2", "-({}) + 1", "({} + {}) / {}"))
    parts = (chance.choice(totals)() for _ in range(3))
    return joint.format(*parts).replace("⟨", "{").replace("⟩", "}")


def _joined(chance: random.Random, depth: int, leaf: Callable[[], str]) -> str:
    if depth == 0 or chance.random() < 0.35:
        return leaf()
    parts = [f"({_joined(chance, depth - 1, leaf)})" for _ in range(3)]
    return chance.choice(_JOINTS).format(*parts)


def _filled(template: str, chance: random.Random) -> str:
    names: dict[str, Callable[[], str]] = {
        "order": lambda: chance.choice(("=", "<>", "<", "<=", ">", ">=")),
        "same": lambda: chance.choice(("=", "<>")),
        "member": lambda: chance.choice(("in", "not in")),
        "small": lambda: str(chance.randint(0, 4)),
        "area": lambda: chance.choice(("mi", "aw", "so")),
        "number": lambda: chance.choice(("plaetze", "belegt", "quote", "rang", "leitung.mitglieder", "2")),
        "calculated": lambda: chance.choice(
            ("belegt + 2", "plaetze * quote", "-rang", "quote / belegt", "anteil + 1", "leitung.kosten - 0.1")
        ),
        "date": lambda: chance.choice(("beginn", "ende", "leitung.seit")),
        "date_of_this": lambda: chance.choice(("this.beginn", "this.leitung.seit")),
        "bereich": lambda: chance.choice(("bereich", "neben", "leitung.thema")),
        "jnu": lambda: chance.choice(("koop", "vorhanden")),
        "stand": lambda: chance.choice(("stand", "leitung.status")),
        "text": lambda: chance.choice(("name", "kurz", "leitung.titel")),
        "pattern": lambda: chance.choice(SHORT_PATTERNS).replace("{", "⟨").replace("}", "⟩"),
        "any": lambda: chance.choice((*AKTEURE.fields, "leitung.status", "leitung.themen", "mitglied.fest")),
        "perhaps": lambda: chance.choice(("koop", "neben", "belegt", "kurz", "leitung.mitglieder")),
        "excused": lambda: chance.choice(("stand", "ende", "kurz", "leitung.status")),
        "tick": lambda: chance.choice(("eins", "zwei", "drei", "leitung.fest")),
        "multi": lambda: chance.choice(("felder", "leitung.themen")),
        "reference": lambda: chance.choice(("leitung", "mitglied")),
        "inner_any": lambda: chance.choice(tuple(GREMIEN.fields)),
        "inner": lambda: _joined(chance, 1, lambda: _filled(chance.choice(_INNER_LEAVES), chance)),
    }
    while "{" in template:
        start, end = template.index("{"), template.index("}")
        template = template[:start] + names[template[start + 1 : end]]() + template[end + 1 :]
    return template
