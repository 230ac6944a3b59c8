"""Forms stamped from a template: per alliance only the parts that differ are written anew."""

from __future__ import annotations

from functools import cached_property

from ruecklauf.cells import a1
from ruecklauf.fieldtypes.base import CellContent
from ruecklauf.forms.identity import author, form_core, form_custom
from ruecklauf.forms.package import SMALL, Part, deflate, read_parts, write_parts
from ruecklauf.forms.prefill import Prefill, Prefilling
from ruecklauf.forms.properties import (
    APP,
    CORE,
    CUSTOM,
    app_properties,
    name_generator,
    register_custom_properties,
)
from ruecklauf.forms.slots import Recipient, Round, Slots, alliance_slots, round_slots
from ruecklauf.forms.workbooks.shared_formulas import share_formulas
from ruecklauf.forms.workbooks.sheet_xml import Result, SheetXml, let_rows_grow, without_spans
from ruecklauf.forms.workbooks.template import FOOTER_TOKENS, write_template
from ruecklauf.layout.model import Layout, SheetPlan
from ruecklauf.layout.sheets.heights import needed_heights
from ruecklauf.layout.state import FormState
from ruecklauf.texts import load_texts


class FormWriter:
    """Writes the forms of one round: the template once, then one file per alliance."""

    def __init__(self, layout: Layout, round_: Round) -> None:
        self.layout = layout
        self.round = round_
        self._texts = load_texts(layout.language)
        self._prefilling = Prefilling(layout, round_, self._texts)
        self._empty = self._prefilling.state({}, filled=frozenset(self._prefilling.alliance_fields))
        parts = read_parts(write_template(layout, self._empty))
        parts[APP] = app_properties(author(round_))
        register_custom_properties(parts)
        name_generator(parts)
        slots = round_slots(round_, layout, self._texts)
        self._sheets: dict[str, SheetXml] = {}
        for plan, part in self._sheet_parts():
            xml = without_spans(let_rows_grow(parts[part].decode()))
            if plan.is_hidden or not any(True for _ in plan.inputs()):
                # on sheets that people change, ExcelJS cannot save shared ones that it has moved
                xml = share_formulas(xml)
            self._sheets[part] = SheetXml(SheetXml(xml).fill(_slot_cells(plan, slots)))
            parts[part] = self._sheets[part].xml.encode()
        self._parts = {name: deflate(content, SMALL) for name, content in parts.items()}

    def write(self, recipient: Recipient, prefill: Prefill | None = None) -> bytes:
        """The form of one alliance. The same input gives the same bytes.

        Values that belong to no cell of the form raise ProjectError.
        """
        slots = alliance_slots(recipient, self.round, self.layout, self._texts)
        values = self._prefilling.values(recipient, prefill)
        filled = self._contents(recipient, values)
        state = self._prefilling.state(values) if prefill else None
        footers = self._footers(recipient, slots)
        parts: dict[str, Part] = dict(self._parts)
        for plan, part in self._sheet_parts():
            cells = _slot_cells(plan, slots) | filled.get(plan.name, {})
            results = self._changed_results(plan, state) if state else {}
            if cells or results or FOOTER_TOKENS[0] in self._sheets[part].xml:
                heights = needed_heights(plan, cells)
                parts[part] = deflate(self._sheets[part].fill(cells, results, footers, heights).encode())
        code = str(slots["alliance.form_code"])
        title = self.round.title
        parts[CORE] = deflate(form_core(recipient, self.round, title=title, code=code, texts=self._texts))
        parts[CUSTOM] = deflate(form_custom(recipient, self.round, layout=self.layout, code=code))
        return write_parts(parts)

    def _sheet_parts(self) -> list[tuple[SheetPlan, str]]:
        return [
            (plan, f"xl/worksheets/sheet{number}.xml")
            for number, plan in enumerate(self.layout.sheets, start=1)
        ]

    def _contents(self, recipient: Recipient, values: Prefill) -> dict[str, dict[str, CellContent]]:
        """Cell contents by sheet and address."""
        state = self._prefilling.state(values)
        filled: dict[str, dict[str, CellContent]] = {}
        for subject, value in values.items():
            for sheet, cell in self._prefilling.cells_for(subject, recipient):
                content = self._prefilling.content(cell, value, state)
                if content is not None:
                    filled.setdefault(sheet, {})[a1(cell.row, cell.column)] = content
        return filled

    @cached_property
    def _empty_results(self) -> dict[str, dict[str, Result]]:
        return {plan.name: _results(plan, self._empty) for plan in self.layout.sheets}

    def _changed_results(self, plan: SheetPlan, state: FormState) -> dict[str, Result]:
        before = self._empty_results[plan.name]
        return {address: now for address, now in _results(plan, state).items() if now != before[address]}

    def _footers(self, recipient: Recipient, slots: Slots) -> dict[str, str]:
        versions = "/".join(dict.fromkeys(worksheet.version for worksheet in self.layout.worksheets))
        left = self._texts("identity.footer_left", ags=recipient.ags_short, wave=self.round.wave_id)
        middle = self._texts("identity.footer_middle", version=versions, code=slots["alliance.form_code"])
        right = self._texts("identity.footer_right")
        return dict(
            zip(FOOTER_TOKENS, (left.replace("&", "&&"), middle.replace("&", "&&"), right), strict=True)
        )


def _results(plan: SheetPlan, state: FormState) -> dict[str, Result]:
    return {address: cell.value(state) for address, cell in plan.formula_cells.items()}


def _slot_cells(plan: SheetPlan, slots: Slots) -> dict[str, CellContent]:
    return {address: slots[cell.slot] for address, cell in plan.slot_cells.items() if cell.slot in slots}
