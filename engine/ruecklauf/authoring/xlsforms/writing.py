"""A worksheet as an XLSForm: records are groups, tables are repeats."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from ruecklauf.authoring.showing import bound_with, own_sections
from ruecklauf.authoring.xlsforms.defaults import written_default
from ruecklauf.authoring.xlsforms.sheets import CHOICES, SURVEY, Loss, write_sheets
from ruecklauf.authoring.xlsforms.xpath import InexpressibleError, XPath
from ruecklauf.definition.computing import Formula
from ruecklauf.definition.load import REMARKS_FIELD
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.definition.rulebook import BoundRule, FieldRules, RuleBook
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.library import Library
from ruecklauf.rules import terms
from ruecklauf.values import decimal_text

LANGUAGES = {"de": "Deutsch (de)", "en": "English (en)"}
_TYPES = {
    "text": "text",
    "longtext": "text",
    "email": "text",
    "phone": "text",
    "ags": "text",
    "integer": "integer",
    "decimal": "decimal",
    "percent": "decimal",
    "date": "date",
    "tick": "acknowledge",
}


def export_worksheet(library: Library, worksheet_id: str) -> tuple[bytes, tuple[Loss, ...]]:
    """The .xlsx, and what of the worksheet it does not say, by the row of its survey or choices."""
    worksheet = library.worksheet(worksheet_id)
    writer = _Writer(worksheet, bound_with(worksheet, library.worksheets.values()))
    return writer.write()


@dataclass
class _Writer:
    worksheet: Worksheet
    book: RuleBook
    survey: list[dict[str, str]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    _lists: set[str] = field(default_factory=set)

    def write(self) -> tuple[bytes, tuple[Loss, ...]]:
        for section in own_sections(self.worksheet):
            self._section(section)
        for bound in self.book.whole[self.worksheet.id]:
            self._lose(f"rule {bound.rule.id}: it is over whole tables", row=0)
        settings = {
            "form_title": self.worksheet.title.de,
            "form_id": self.worksheet.id,
            "version": self.worksheet.version,
            "default_language": LANGUAGES["de"],
        }
        return write_sheets(self.survey, self.choices, settings), tuple(self.losses)

    def _lose(self, what: str, *, row: int | None = None, sheet: str = SURVEY) -> None:
        self.losses.append(Loss(sheet, len(self.survey) + 1 if row is None else row, what))

    def _section(self, section: SectionBase) -> None:
        kind = "repeat" if section.has_rows else "group"
        head = {
            "type": f"begin_{kind}",
            "name": self._group_name(section.id, kind),
            **_translated("label", section.title),
        }
        self.survey.append(head)
        if section.printed_rows:
            self._lose("its printed rows; they are chosen in a repeat")
        for field_rules in self.book.sections[f"{self.worksheet.id}.{section.id}"].fields:
            if field_rules.field.id != REMARKS_FIELD:
                self._field(section, field_rules)
        self.survey.append({"type": f"end_{kind}"})

    def _field(self, section: SectionBase, rules: FieldRules) -> None:
        declared = rules.field
        name = self._name_of(section.id, declared.id)
        row = {"type": "", "name": name, **_translated("label", declared.label)}
        if declared.help:
            row |= _translated("hint", declared.help)
        self.survey.append(row)
        row["type"] = "calculate" if rules.formula else self._type(declared)
        xpath = XPath(self._name, own=name, is_record=self._is_record)
        elsewhere = replace(xpath, own="")
        if declared.required:
            row["required"] = "yes"
        for key, condition in (("required", rules.required), ("relevant", rules.relevant)):
            if condition is not None:
                try:
                    row[key] = elsewhere.holds(condition.resolved.condition)
                except InexpressibleError as error:
                    self._lose(f"{key}_when of {declared.id}: {error}")
        if rules.formula is not None:
            self._calculation(rules.formula, declared, row, elsewhere)
            return
        if declared.default is not None:
            row["default"] = written_default(str(getattr(declared, "type", "")), declared.default)
        if declared.narrowed_by:
            row["choice_filter"] = f"parent = ${{{self._name_of(section.id, declared.narrowed_by)}}}"
        self._constraints(section, declared, row, xpath)
        if declared.from_alliance:
            row["read_only"] = "yes"
        for what in (f"missing: {', '.join(declared.missing)}" if declared.missing else "", _extra(declared)):
            if what:
                self._lose(f"{what} of {declared.id}")

    def _calculation(self, formula: Formula, declared: FieldBase, row: dict[str, str], xpath: XPath) -> None:
        try:
            said = xpath.value(formula.value)
        except InexpressibleError as error:
            self._lose(f"the formula of {declared.id}: {error}")
            said = "''"
        row["calculation"] = f"date({said})" if declared.kind is Kind.DATE else said

    def _constraints(
        self, section: SectionBase, declared: FieldBase, row: dict[str, str], xpath: XPath
    ) -> None:
        """Limits of the type, and all rules that stand at the field, as one constraint."""
        tests = [*_limits(declared)]
        messages: list[Localised] = []
        for bound in self.book.sections[f"{self.worksheet.id}.{section.id}"].rules:
            if bound.rule.at == declared.id:
                try:
                    tests.append(xpath.kept(bound.constraint.resolved.condition))
                    messages.append(bound.rule.message)
                    self._severity(bound)
                except InexpressibleError as error:
                    self._lose(f"rule {bound.rule.id}: {error}")
        if tests:
            row["constraint"] = " and ".join(tests)
        if messages:
            joined = {
                language: " ".join(text(language) for text in messages) for language in messages[0].languages
            }
            row |= _translated("constraint_message", Localised(joined))

    def _severity(self, bound: BoundRule) -> None:
        if bound.rule.severity != "error":
            self._lose(f"rule {bound.rule.id}: a {bound.rule.severity} becomes a constraint that stops")

    def _type(self, declared: FieldBase) -> str:
        kind = str(getattr(declared, "type", ""))
        if kind in _TYPES:
            return _TYPES[kind]
        if declared.kind is Kind.REFERENCE:
            self._lose(f"reference of {declared.id} to {declared.refers_to}; it is a text")
            return "text"
        if kind == "scale":
            return f"select_one {self._scale(declared)}"
        codes = self.worksheet.lists[declared.list_id or ""]
        self._list(codes)
        select = "select_multiple" if declared.kind is Kind.MULTI else "select_one"
        return f"{select} {codes.id}"

    def _list(self, codes: CodeList) -> None:
        if codes.id in self._lists:
            return
        self._lists.add(codes.id)
        for code in codes.offered:
            row = {"list_name": codes.id, "name": code.code, **_translated("label", code.label)}
            if code.parent:
                row["parent"] = code.parent
            self.choices.append(row)
            if code.valid_from or code.valid_to:
                self._lose(f"the dates of validity of {code.code}", row=len(self.choices) + 1, sheet=CHOICES)

    def _scale(self, declared: FieldBase) -> str:
        name = f"{declared.id}_skala"
        if name not in self._lists:
            self._lists.add(name)
            low, high = int(getattr(declared, "min", 0)), int(getattr(declared, "max", 3))
            labels: dict[str, Localised] = getattr(declared, "labels", {})
            for step in range(low, high + 1):
                label = labels.get(str(step), Localised({"de": str(step)}))
                self.choices.append({"list_name": name, "name": str(step), **_translated("label", label)})
        return name

    def _name(self, item: terms.Item) -> str:
        worksheet, _, section = item.table.name.partition(".")
        if worksheet != self.worksheet.id:
            raise InexpressibleError(f"it looks at worksheet {worksheet}")
        return self._name_of(section, item.symbol.field.id)

    def _is_record(self, table: str) -> bool:
        worksheet, _, section = table.partition(".")
        return worksheet == self.worksheet.id and not self.worksheet.section(section).has_rows

    def _group_name(self, section: str, kind: str) -> str:
        """The section's id, unless a question is called so."""
        names = {
            self._name_of(part.id, asked.id) for part in own_sections(self.worksheet) for asked in part.fields
        }
        return f"{section}_{kind}" if section in names else section

    def _name_of(self, section: str, field_id: str) -> str:
        """The question's name: its id, with the section's where two have the same."""
        used = Counter(asked.id for part in own_sections(self.worksheet) for asked in part.fields)
        return field_id if used[field_id] == 1 else f"{section}_{field_id}"


def _translated(head: str, text: Localised) -> dict[str, str]:
    """A column for each language; an XLSForm has every text in all of them, so German stands in."""
    return {f"{head}::{LANGUAGES.get(language, language)}": text.told(language) for language in LANGUAGES}


def _extra(declared: FieldBase) -> str:
    return "personal" if declared.personal else ""


def _limits(declared: FieldBase) -> list[str]:
    limit = getattr(declared, "max_length", None)
    if limit is not None:
        return [f"string-length(.) <= {limit}"]
    if declared.list_id or declared.kind not in (Kind.NUMBER, Kind.DATE) or getattr(declared, "labels", None):
        return []
    tests = []
    for sign, value in ((">=", getattr(declared, "min", None)), ("<=", getattr(declared, "max", None))):
        if value is not None and declared.kind is Kind.DATE:
            tests.append(f". {sign} date('{value.isoformat()}')")
        elif value is not None:
            tests.append(f". {sign} {decimal_text(value)}")
    return tests
