"""Word forms: one per alliance and worksheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import CellContent
from ruecklauf.findings import Subject
from ruecklauf.forms.identity import author, form_core, form_custom
from ruecklauf.forms.package import deflate, write_parts
from ruecklauf.forms.prefill import Prefill, Prefilling
from ruecklauf.forms.properties import APP, CORE, CUSTOM, app_properties, core_properties, custom_properties
from ruecklauf.forms.slots import Recipient, Round, document_slots
from ruecklauf.layout.model import Layout
from ruecklauf.layout.pages.plan import DocumentPlan, PlannedCell, plan_document
from ruecklauf.likeness import nearest
from ruecklauf.texts import load_texts

if TYPE_CHECKING:
    from ruecklauf.forms.documents.press import Press


class DocumentWriter:
    """Writes the Word forms of one round: each worksheet's template once, then one file per alliance."""

    def __init__(
        self, layout: Layout, round_: Round, templates: Mapping[str, bytes] = MappingProxyType({})
    ) -> None:
        """`templates` are the team's own ones, by worksheet id; the others get the general one."""
        self.layout = layout
        self.round = round_
        self._templates = templates
        self._texts = load_texts(layout.language)
        self._prefilling = Prefilling(layout, round_, self._texts)
        self._presses: dict[str, Press] = {}

    def write(self, recipient: Recipient, worksheet_id: str, prefill: Prefill | None = None) -> bytes:
        """The form of one alliance for one worksheet. The same input gives the same bytes.

        Values of other worksheets are passed over; those that belong to no cell of any raise ProjectError.
        """
        press = self._press(worksheet_id)
        slots = document_slots(recipient, self.round, self.layout, self._texts)
        parts = press.print(slots, self._contents(press.plan, recipient, prefill))
        code = slots["alliance.form_code"]
        title = self._texts("document.title", title=self.round.title, short=press.plan.short)
        parts[CORE] = deflate(form_core(recipient, self.round, title=title, code=code, texts=self._texts))
        parts[CUSTOM] = deflate(
            form_custom(recipient, self.round, layout=self.layout, code=code, worksheet_id=worksheet_id)
        )
        parts[APP] = deflate(app_properties(author(self.round)))
        return write_parts(parts)

    def worded(self, recipient: Recipient, worksheet_id: str) -> bytes:
        """The form without answers, and with `{alliance.name}` and the like in place of what slots say.

        It is the same for all alliances, unless the template asks something of a slot: then the slots say
        what they say in this alliance's form.
        """
        press = self._press(worksheet_id)
        slots = document_slots(recipient, self.round, self.layout, self._texts)
        shown = {name: f"{{{name}}}" for name in slots} if press.is_plain else slots
        parts = press.print(shown, {})
        day, locale = self.round.reference_date, self._texts("formats.locale")
        nobody = core_properties(title="", subject="", author="", keywords="", created=day, language=locale)
        parts |= {CORE: deflate(nobody), CUSTOM: deflate(custom_properties({}))}
        return write_parts(parts | {APP: deflate(app_properties(author(self.round)))})

    def _contents(
        self, plan: DocumentPlan, recipient: Recipient, prefill: Prefill | None
    ) -> dict[str, CellContent]:
        """Cell contents by tag."""
        values = self._prefilling.values(recipient, prefill)
        state = self._prefilling.state(values)
        cells = self._cells(plan)
        filled: dict[str, CellContent] = {}
        for subject, value in values.items():
            self._prefilling.cells_for(subject, recipient)
            for cell in cells.get(subject, ()):
                content = self._prefilling.content(cell, value, state)
                if content is not None:
                    filled[cell.tag] = content
        return filled

    def _cells(self, plan: DocumentPlan) -> Mapping[Subject, list[PlannedCell]]:
        found: dict[Subject, list[PlannedCell]] = {}
        for cell in plan.by_tag.values():
            found.setdefault(cell.subject, []).append(cell)
        return found

    def _press(self, worksheet_id: str) -> Press:
        if worksheet_id not in self._presses:
            self._presses[worksheet_id] = self._made(worksheet_id)
        return self._presses[worksheet_id]

    def _made(self, worksheet_id: str) -> Press:
        # loaded when a document is written: whoever writes workbooks only shall not wait for these libraries
        from ruecklauf.forms.documents.names import needless_names
        from ruecklauf.forms.documents.press import Press
        from ruecklauf.forms.documents.template import DocumentTemplate

        known = [worksheet.id for worksheet in self.layout.worksheets]
        if worksheet_id not in known:
            meant = nearest(worksheet_id, known, at_least=60)
            raise ProjectError(
                f"there is no worksheet {worksheet_id!r} in this round",
                remedy=f"Is {meant!r} meant?" if meant else f"There are {', '.join(known)}.",
            )
        own = self._templates.get(worksheet_id)
        content, where = (own, f"worksheets/{worksheet_id}/form.docx") if own is not None else self._general
        plan = plan_document(self.layout, worksheet_id)
        template = DocumentTemplate(content, where, needless=needless_names(plan))
        return Press(plan, template, self._texts)

    @cached_property
    def _general(self) -> tuple[bytes, str]:
        from ruecklauf.forms.documents.general_template import general_template

        return general_template(self.layout.language), "general_template"
