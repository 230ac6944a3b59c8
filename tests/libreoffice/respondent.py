"""A respondent that fills whole forms in: at random, the same for the same seed, knowing what it meant."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from libreoffice.soffice import Step
from ruecklauf.cells import a1
from ruecklauf.definition.rulebook import FieldRules, RuleBook, bind_rules
from ruecklauf.fieldtypes import (
    ChoiceField,
    DateField,
    DecimalField,
    EmailField,
    FieldBase,
    IntegerField,
    LongTextField,
    MultiChoiceField,
    PercentField,
    PhoneField,
    ReferenceField,
    ScaleField,
    TextField,
    TickField,
    YesNoUnknownField,
)
from ruecklauf.fieldtypes.base import MISSING_WORDS
from ruecklauf.findings import Subject
from ruecklauf.layout.block import Block, ColumnPlan, RowPlan
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.model import Layout
from ruecklauf.rules.rows import Env
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

PLACES = ("Köln-Süd", "Ährenfeld", "Groß Düren", "Übach", "Møllerhof", "Bad Öynhausen")
KINDS = (
    "Jugendamt",
    "Bildungsbüro",
    "Verein „Brücke“",
    "Jobcenter",
    "VHS",
    "Werkstatt & Co. KG",
    'Haus "Mitte"',
)
SENTENCES = (
    "Die Stelle kennt die Lage vor Ort; es fehlt an Plätzen.",
    "Bisher 2–3 Treffen im Jahr, künftig öfter (siehe § 16h).",
    "„Kurze Wege“ – so heißt das Ziel; 50 % sind geschafft.",
    "Erste Zeile mit Umlauten äöüß\nzweite Zeile: <offen> & mehr",
    "- Spiegelstrich am Anfang",
    "007",
    "1.5",
    "30.6.2026",
    "12,5 %",
    "WAHR",
    "3/4",
    "E5",
)
GARBAGE = ("ca. 10", "k. A.", "380/390", "Ende Juni", "ja (seit 2019)", "?", "10-12", "s. o.", "=1/0")


EXPLAINED = 0.3
"""Share of the rows and questions beside which something is said."""


@dataclass(frozen=True, slots=True)
class Meant:
    """One cell that the respondent filled in, and what it meant by it."""

    step: Step
    subject: Subject
    part: str
    value: Value


@dataclass(frozen=True, slots=True)
class Manner:
    """How a respondent goes about it."""

    answered: float = 0.9
    """Share of the questions asked that get an answer."""
    unasked: float = 0.0
    """Share of the questions not asked that get one all the same."""
    garbage: float = 0.0
    """Share of closed answers in whose place something unreadable is pasted."""
    contradicts: bool = False
    """Repeats names and ranks, and takes dates and numbers as they come."""


CAREFUL = Manner()
CARELESS = Manner(answered=0.75, unasked=0.15, contradicts=True)
SLOPPY = Manner(answered=0.75, unasked=0.1, garbage=0.08, contradicts=True)

Entry = tuple[str, Value]
"""What is typed, and what is meant."""


@dataclass
class Respondent:
    """Fills in one form after the other, sheet by sheet in the form's order."""

    layout: Layout
    seed: int
    manner: Manner = CAREFUL
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    """By table: the names of the rows filled in so far, by row id."""

    def __post_init__(self) -> None:
        self._chance, self._aside = random.Random(self.seed), random.Random(self.seed)
        self._rulebook: RuleBook = bind_rules(self.layout.worksheets)
        self._texts = load_texts(self.layout.language)
        self._words: dict[Missing, str] = {kind: self._texts(key) for kind, key in MISSING_WORDS.items()}

    def fill_in(self) -> tuple[Meant, ...]:
        """Everything that is typed, in order."""
        return tuple(meant for block in self.layout.blocks for meant in self._block(block))

    def _block(self, block: Block) -> Iterator[Meant]:
        if block.is_cross:
            yield from self._cross(block)
            return
        for row in self._rows(block):
            yield from self._row(block, row)

    def _rows(self, block: Block) -> list[RowPlan]:
        """The rows that are filled in: many printed ones, and the first of the free ones."""
        printed = [row for row in block.rows if row.printed]
        free = [row for row in block.rows if not row.printed]
        if printed and block.section.has_free_rows:
            wanted = self._chance.sample(range(len(printed)), self._chance.randint(18, 25))
            printed = [printed[number] for number in sorted(wanted)]
        return printed + free[: self._chance.randint(3, 9)]

    def _row(self, block: Block, row: RowPlan) -> Iterator[Meant]:
        values: dict[str, Value] = dict(row.given)
        for rules in self._rulebook.sections[block.name].fields:
            if rules.field.is_companion:
                yield from self._explained(block, row, rules.field)
                continue
            if row.locks(rules.field) or not self._answers(rules, values):
                continue
            entry = self._entry(block, rules.field, values)
            if entry is None:
                continue
            yield from self._typed(block, row, rules.field, entry)
            values[rules.field.id] = entry[1]
        self._remember(block, row, values)

    def _explained(self, block: Block, row: RowPlan, beside: FieldBase) -> Iterator[Meant]:
        """Now and then, by chances of their own: what else is answered does not hang on it."""
        if self._aside.random() < EXPLAINED:
            text = self._aside.choice(SENTENCES)
            yield from self._typed(block, row, beside, (text, text))

    def _answers(self, rules: FieldRules, values: Mapping[str, Value]) -> bool:
        env = Env(date.min, values)
        asked = rules.relevant is None or rules.relevant.test(env) is True
        keen = max(self.manner.answered, 0.97 if rules.field.required else 0)
        return self._chance.random() < (keen if asked else self.manner.unasked)

    def _remember(self, block: Block, row: RowPlan, values: Mapping[str, Value]) -> None:
        label = values.get(getattr(block.section, "label_field", None) or "")
        if isinstance(label, str) and not isinstance(label, Missing):
            self.labels.setdefault(block.name, {})[row.row_id] = " ".join(label.split())

    def _typed(self, block: Block, row: RowPlan, asked: FieldBase, entry: Entry) -> Iterator[Meant]:
        subject = Subject(block.worksheet.id, block.section.id, row.row_id, asked.id)
        text, value = entry
        for column in (column for column in block.columns if column.field.id == asked.id):
            part = self._part_text(column, text, value)
            if part:
                place = a1(*block.position(row, column))
                how: Literal["pasted", "typed"] = "pasted" if value is Missing.UNREADABLE else "typed"
                yield Meant(Step(block.sheet, place, part, how), subject, column.part, value)

    def _part_text(self, column: ColumnPlan, text: str, value: Value) -> str:
        if not column.part:
            return text
        return "x" if isinstance(value, tuple) and column.part in value else ""

    def _cross(self, block: Block) -> Iterator[Meant]:
        asked = block.columns[0].field
        down, across = (
            self.labels.get(referred(block.worksheet, block.section.field(getattr(block.section, end))), {})
            for end in ("down", "across")
        )
        for row in block.rows:
            for column in block.across:
                headed = row.row_id in down and column.row_id in across
                if self._chance.random() > (0.25 if headed else self.manner.unasked / 50):
                    continue
                entry = self._choice(block, asked, {})
                assert entry is not None
                text, value = entry
                subject = Subject(
                    block.worksheet.id, block.section.id, f"{row.row_id}-{column.row_id}", asked.id
                )
                yield Meant(Step(block.sheet, a1(row.row, column.row), text), subject, "", value)

    def _entry(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry | None:
        closed = not isinstance(asked, _WRITTEN)
        if closed and not asked.parts and self._chance.random() < self.manner.garbage:
            return self._chance.choice(GARBAGE), Missing.UNREADABLE
        if asked.missing and self._chance.random() < 0.15:
            kind = Missing(self._chance.choice(asked.missing))
            return self._words[kind], kind
        return _WAYS[type(asked)](self, block, asked, values)

    def _text(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry:
        if self.manner.contradicts and self._chance.random() < 0.2:
            text = f"{KINDS[0]}  {PLACES[0]}"  # two spaces
        else:
            number = self._chance.randint(1, 9999)
            text = f"{self._chance.choice(KINDS)} {self._chance.choice(PLACES)} {number}"
        return self._padded(text), text

    def _long_text(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry:
        text = self._chance.choice(SENTENCES)
        return self._padded(text), text

    def _padded(self, text: str) -> str:
        return f" {text} " if self._chance.random() < 0.05 else text

    def _choice(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry | None:
        codes = block.worksheet.lists[asked.list_id or ""].offered
        above = values.get(getattr(asked, "depends_on", None) or "")
        if above is Missing.UNREADABLE:
            return None
        code = self._chance.choice([one for one in codes if above is None or one.parent == above])
        value: Value = Missing(code.missing) if code.missing else code.code
        return code.label(self.layout.language), value

    def _several(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry:
        return "x", tuple(code for code in asked.parts if self._chance.random() < 0.4) or asked.parts[:1]

    def _tick(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry:
        return self._chance.choice((("x", True), ("x", True), ("nein", False)))

    def _reference(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry | None:
        rows = self.labels.get(referred(block.worksheet, asked), {})
        if not rows:
            return None
        row_id = self._chance.choice(list(rows))
        return f"{row_id} · {rows[row_id]}", row_id

    def _whole(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry:
        assert isinstance(asked, IntegerField | ScaleField)
        low, high = int(asked.min or 0), int(asked.max if asked.max is not None else 5000)
        number = self._chance.randint(low, min(high, low + self._chance.choice((9, 400, 5000))))
        return self._chance.choice((str(number), f"{number:,}".replace(",", "."))), number

    def _decimal(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry:
        number = self._chance.choice([Decimal(text) for text in ("0", "0.5", "0.25", "1", "1.75", "2.333")])
        percent = " %" if isinstance(asked, PercentField) else ""
        return f"{number}".replace(".", ",") + percent, number

    def _date(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry:
        assert isinstance(asked, DateField)
        day = date(2024, 1, 1) + timedelta(self._chance.randint(0, 2000))
        ways = (
            f"{day.day}.{day.month}.{day.year}",
            f"{day:%d.%m.%Y}",
            f"{day.day}.{day.month}.{day:%y}",
            f"{day}",
        )
        return self._chance.choice(ways), day

    def _mail(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry:
        text = f"stelle.{self._chance.randint(1, 99)}@kreis-musterstadt.example"
        return text, text

    def _phone(self, block: Block, asked: FieldBase, values: Mapping[str, Value]) -> Entry:
        text = self._chance.choice(("0211 123456-0", "+49 211 1234", "02204 / 4711", "0123456789"))
        return text, text


_WRITTEN = (TextField, LongTextField, EmailField, PhoneField, TickField)

_WAYS: dict[type[FieldBase], Callable[[Respondent, Block, FieldBase, Mapping[str, Value]], Entry | None]] = {
    TextField: Respondent._text,
    LongTextField: Respondent._long_text,
    ChoiceField: Respondent._choice,
    YesNoUnknownField: Respondent._choice,
    MultiChoiceField: Respondent._several,
    TickField: Respondent._tick,
    ReferenceField: Respondent._reference,
    IntegerField: Respondent._whole,
    ScaleField: Respondent._whole,
    DecimalField: Respondent._decimal,
    PercentField: Respondent._decimal,
    DateField: Respondent._date,
    EmailField: Respondent._mail,
    PhoneField: Respondent._phone,
}
