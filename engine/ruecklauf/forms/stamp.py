"""Forms stamped from a template: per alliance only the parts that differ are written anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ruecklauf.cells import a1
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import CellContent, Kind
from ruecklauf.fieldtypes.tick import NOT_TICKED, TICKED
from ruecklauf.findings import Subject
from ruecklauf.forms.package import Part, deflate, read_parts, write_parts
from ruecklauf.forms.properties import (
    APP,
    CORE,
    CUSTOM,
    app_properties,
    core_properties,
    custom_properties,
    name_generator,
    register_custom_properties,
)
from ruecklauf.forms.sheet_xml import SheetXml, let_rows_grow
from ruecklauf.forms.slots import Recipient, Round, Slots, alliance_slots, round_slots
from ruecklauf.forms.template import FOOTER_TOKENS, write_template
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.heights import needed_heights
from ruecklauf.layout.lists import reference_text
from ruecklauf.layout.model import FormulaCell, InputCell, Layout, SheetPlan, SlotCell
from ruecklauf.layout.state import FormState
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

Prefill = Mapping[Subject, Value]
"""Values that stand in a form when it is sent, by the field's place in the declaration."""


class FormWriter:
    """Writes the forms of one round: the template once, then one file per alliance."""

    def __init__(self, layout: Layout, round_: Round) -> None:
        self.layout = layout
        self.round = round_
        self._texts = load_texts(layout.language)
        self._inputs = _inputs_by_subject(layout)
        self._empty = self._state({}, filled=frozenset(self._alliance_cells))
        parts = read_parts(write_template(layout, self._empty))
        parts[APP] = app_properties(self._author)
        register_custom_properties(parts)
        name_generator(parts)
        slots = round_slots(round_, layout)
        self._sheets: dict[str, SheetXml] = {}
        for plan, part in self._sheet_parts():
            xml = let_rows_grow(parts[part].decode())
            self._sheets[part] = SheetXml(SheetXml(xml).fill(_slot_cells(plan, slots)))
            parts[part] = self._sheets[part].xml.encode()
        self._parts = {name: deflate(content) for name, content in parts.items()}

    def write(self, recipient: Recipient, prefill: Prefill | None = None) -> bytes:
        """The form of one alliance. The same input gives the same bytes.

        Values that belong to no cell of the form raise ProjectError.
        """
        slots = alliance_slots(recipient, self.round, self.layout, self._texts)
        values = {**self._from_alliance(recipient), **(prefill or {})}
        filled = self._contents(recipient, values)
        state = self._state(values) if prefill else None
        footers = self._footers(recipient, slots)
        parts: dict[str, Part] = dict(self._parts)
        for plan, part in self._sheet_parts():
            cells = _slot_cells(plan, slots) | filled.get(plan.name, {})
            results = self._changed_results(plan, state) if state else {}
            if cells or results or FOOTER_TOKENS[0] in self._sheets[part].xml:
                heights = needed_heights(plan, cells)
                parts[part] = deflate(self._sheets[part].fill(cells, results, footers, heights).encode())
        code = str(slots["alliance.form_code"])
        parts[CORE] = deflate(self._core(recipient, code))
        parts[CUSTOM] = deflate(self._custom(recipient, code))
        return write_parts(parts)

    @property
    def _author(self) -> str:
        return self.round.sender.splitlines()[0]

    def _sheet_parts(self) -> list[tuple[SheetPlan, str]]:
        return [
            (plan, f"xl/worksheets/sheet{number}.xml")
            for number, plan in enumerate(self.layout.sheets, start=1)
        ]

    def _state(self, values: Prefill, *, filled: frozenset[Subject] = frozenset()) -> FormState:
        layout = self.layout
        return FormState(
            layout.blocks, layout.checks, layout.spans, self.round.reference_date, values, filled
        )

    @cached_property
    def _alliance_cells(self) -> dict[Subject, InputCell]:
        """The locked cells that the list of alliances fills."""
        return {
            subject: cells[0][1]
            for subject, cells in self._inputs.items()
            if cells[0][1].field.from_alliance is not None and cells[0][1].locked
        }

    def _from_alliance(self, recipient: Recipient) -> dict[Subject, Value]:
        known = recipient.by_key()
        return {
            subject: known[cell.field.from_alliance or ""] for subject, cell in self._alliance_cells.items()
        }

    def _contents(self, recipient: Recipient, values: Prefill) -> dict[str, dict[str, CellContent]]:
        """Cell contents by sheet and address."""
        state = self._state(values)
        filled: dict[str, dict[str, CellContent]] = {}
        for subject, value in values.items():
            for sheet, cell in self._cells_for(subject, recipient):
                content = self._content(cell, value, state)
                if content is not None:
                    filled.setdefault(sheet, {})[a1(cell.row, cell.column)] = content
        return filled

    def _cells_for(self, subject: Subject, recipient: Recipient) -> list[tuple[str, InputCell]]:
        cells = self._inputs.get(subject, [])
        if not cells or cells[0][1].content is not None:
            raise ProjectError(
                f"the form has no cell to fill in for {_named(subject)}",
                where=recipient.name,
                remedy="Check worksheet, section, row_id and field; printed cells cannot be changed.",
            )
        return cells

    def _content(self, cell: InputCell, value: Value, state: FormState) -> CellContent:
        if cell.part:
            return _tick_of(cell.part, value)
        if cell.field.kind is Kind.REFERENCE and not isinstance(value, Missing):
            return self._reference(cell, str(value), state)
        worksheet = self._worksheets[cell.subject.worksheet]
        return cell.field.render(value, worksheet.lists, self._texts)

    def _reference(self, cell: InputCell, row_id: str, state: FormState) -> str:
        """The row as the cell's drop-down list offers it: the form's live formulas look for that text."""
        target = self.layout.block(referred(self._worksheets[cell.subject.worksheet], cell.field))
        row = next((row for row in target.rows if row.row_id == row_id), None)
        return (reference_text(target, row, state) if row else "") or row_id

    @cached_property
    def _worksheets(self) -> dict[str, Worksheet]:
        return {worksheet.id: worksheet for worksheet in self.layout.worksheets}

    @cached_property
    def _empty_results(self) -> dict[str, dict[str, str | int]]:
        return {plan.name: _results(plan, self._empty) for plan in self.layout.sheets}

    def _changed_results(self, plan: SheetPlan, state: FormState) -> dict[str, str | int]:
        before = self._empty_results[plan.name]
        return {address: now for address, now in _results(plan, state).items() if now != before[address]}

    def _footers(self, recipient: Recipient, slots: Slots) -> dict[str, str]:
        versions = "/".join(dict.fromkeys(worksheet.version for worksheet in self.layout.worksheets))
        ags = recipient.ags_text if len(recipient.ags) <= 3 else f"{recipient.ags[0]} u. a."
        left = self._texts("identity.footer_left", ags=ags, wave=self.round.wave_id)
        middle = self._texts("identity.footer_middle", version=versions, code=slots["alliance.form_code"])
        right = self._texts("identity.footer_right")
        return dict(
            zip(FOOTER_TOKENS, (left.replace("&", "&&"), middle.replace("&", "&&"), right), strict=True)
        )

    def _core(self, recipient: Recipient, code: str) -> bytes:
        return core_properties(
            title=self._texts("identity.title", title=self.round.title, alliance=recipient.name),
            subject=code,
            author=self._author,
            keywords=f"ruecklauf {code}",
            created=self.round.reference_date,
        )

    def _custom(self, recipient: Recipient, code: str) -> bytes:
        return custom_properties(
            {
                "ruecklauf.form_code": code,
                "ruecklauf.alliance": recipient.id,
                "ruecklauf.wave": self.round.wave_id,
                "ruecklauf.fingerprint": self.layout.fingerprint,
                **{f"ruecklauf.worksheet:{w.id}": w.content_hash for w in self.layout.worksheets},
                **{f"ruecklauf.rows:{table}": str(rows) for table, rows in self.layout.more_rows},
            }
        )


def _tick_of(code: str, value: Value) -> str | None:
    """The tick of one code of a multiple choice; where none applies, that is said, for blank is no answer."""
    if not isinstance(value, tuple):
        return None
    return TICKED if code in value else NOT_TICKED if not value else None


def _results(plan: SheetPlan, state: FormState) -> dict[str, str | int]:
    return {a1(c.row, c.column): c.value(state) for c in plan.cells if isinstance(c, FormulaCell)}


def _slot_cells(plan: SheetPlan, slots: Slots) -> dict[str, CellContent]:
    return {
        a1(cell.row, cell.column): slots[cell.slot]
        for cell in plan.cells
        if isinstance(cell, SlotCell) and cell.slot in slots
    }


def _inputs_by_subject(layout: Layout) -> dict[Subject, list[tuple[str, InputCell]]]:
    found: dict[Subject, list[tuple[str, InputCell]]] = {}
    for sheet in layout.sheets:
        for cell in sheet.inputs():
            found.setdefault(cell.subject, []).append((sheet.name, cell))
    return found


def _named(subject: Subject) -> str:
    return ".".join(filter(None, (subject.worksheet, subject.section, subject.row_id, subject.field)))
