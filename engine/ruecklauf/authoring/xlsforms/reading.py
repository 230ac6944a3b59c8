"""An XLSForm as a declaration: groups are records, repeats are tables, the choices are lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ruecklauf.authoring.xlsforms.choices import Choices, Node
from ruecklauf.authoring.xlsforms.defaults import default_of
from ruecklauf.authoring.xlsforms.expressions import Question, Survey, UntranslatedError, as_rule
from ruecklauf.authoring.xlsforms.identifiers import unused, unused_prefix
from ruecklauf.authoring.xlsforms.kinds import count_of, is_no, is_yes, lost_of, range_of, words_of
from ruecklauf.authoring.xlsforms.limits import LIMITED, limits_of
from ruecklauf.authoring.xlsforms.locked import LOCKS, locked_value, record_beside
from ruecklauf.authoring.xlsforms.proving import without_misfits
from ruecklauf.authoring.xlsforms.regex import ENDLESS, is_endless
from ruecklauf.authoring.xlsforms.relevance import relevance
from ruecklauf.authoring.xlsforms.sheets import SETTINGS, SURVEY, Loss, Row, XlsForm, read_sheets
from ruecklauf.authoring.xlsforms.told import shown, text_of
from ruecklauf.authoring.xlsforms.words import FROM_FILE, HEADS, SILENT, TYPES
from ruecklauf.errors import ProjectError

FREE_ROWS = 10


def import_form(data: bytes, worksheet_id: str, *, taken: frozenset[str]) -> tuple[Node, tuple[Loss, ...]]:
    """The declaration of an XLSForm as plain data, and what it says that could not be carried over.

    `taken` are prefixes that other worksheets have. ProjectError for a workbook that is none.
    """
    form = read_sheets(data)
    if form is None:
        raise ProjectError(
            "this workbook has no sheet named survey, so it is no XLSForm",
            remedy="See https://xlsform.org/en/ for what an XLSForm holds.",
        )
    return _Reader(form, worksheet_id, taken).read()


@dataclass
class _Reader:
    form: XlsForm
    id: str
    taken: frozenset[str]
    sections: list[Node] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    _rows: list[tuple[Row, Node, str]] = field(default_factory=list)
    _used_ids: set[str] = field(default_factory=set)
    _conditions: dict[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    """By row of a question: the rows of the groups that it is in, with when these are asked."""
    _calculations: dict[str, str] = field(default_factory=dict)
    _computed: list[tuple[Row, Node | None]] = field(default_factory=list)
    """Rows with calculations, and the sections in which they stand."""

    def __post_init__(self) -> None:
        self._choices = Choices(self.form, self.id)

    def read(self) -> tuple[Node, tuple[Loss, ...]]:
        self._walk()
        self.sections = [node for node in self.sections if node["fields"]]
        if not self.sections:
            raise ProjectError("the survey asks no question that could be carried over")
        for asked in self._rows:
            self._choices.narrow(asked, self._rows)
        lists = list(self._choices.made(self._used_lists()))
        survey = self._survey()
        for row, node, section in self._rows:
            if not self._lock(row, node, section, survey):
                self._expressions(row, node, section, survey)
                self._default(row, node, section, survey)
        self._calculated(survey)
        for made in self.sections:
            made.pop("loose", None)
        for name, count in self.form.others:
            self._lose(name, 0, f"the sheet with its {count} rows")
        title = self.form.settings.get("form_title") or self.id
        for key in self.form.settings.keys() - {"form_title", "form_id", "version", "default_language"}:
            self._lose(SETTINGS, 2, f"{key}: {self.form.settings[key]}")
        declared: Node = {"id": self.id, "version": "1.0", "title": title, "short": title[:22].rstrip(" :/")}
        declared |= dict.fromkeys(("purpose", "instructions"), "Bitte ergänzen.")
        declared["sections"] = self.sections
        if lists:
            declared["codelists"] = lists
        self._prove(declared)
        losses = (*self.losses, *self._choices.lost)
        return declared, tuple(sorted(losses, key=lambda loss: (loss.sheet, loss.row)))

    def _prove(self, declared: Node) -> None:
        """Leave out rules that do not fit the questions they name."""
        rows = {(section, node["id"]): row for row, node, section in self._rows}
        for section, question, what in without_misfits(declared):
            self._lose(SURVEY, rows[section, question].number, what)

    def _lose(self, sheet: str, row: int, what: str) -> None:
        self.losses.append(Loss(sheet, row, what))

    def _walk(self) -> None:
        """Groups within groups become one section each; what stands outside begins a section of its own."""
        open_: list[Node] = []
        conditions: list[tuple[int, str]] = []
        for row in self.form.survey:
            words = words_of(row["type"])
            kind = words[0]
            if is_yes(row["disabled"]):
                self._lose(SURVEY, row.number, f"{row['name']}, which is disabled")
            elif kind in ("begin_group", "begin_repeat"):
                open_.append(self._section(row, kind, open_))
                conditions.append((row.number, row["relevant"]))
            elif kind in ("end_group", "end_repeat"):
                if open_:
                    open_.pop()
                    conditions.pop()
            elif kind:
                self._conditions[row.number] = tuple(condition for condition in conditions if condition[1])
                self._field(row, words, open_)
            else:
                self._lose(SURVEY, row.number, f"a row without a type: {', '.join(row.cells.values())}")

    def _section(self, row: Row, kind: str, open_: list[Node]) -> Node:
        """The section that the questions of a group go into; a group within a repeat is none of its own."""
        table = next((node for node in open_ if node["kind"] == "table"), None)
        self._columns(row, {"label", "hint", "relevant", "repeat_count", "appearance", "required"})
        if kind == "begin_group" and table is not None:
            what = f"the group {row['name']} within {table['id']}; its questions are columns there"
            self._lose(SURVEY, row.number, what)
            return table
        section: Node = {"id": self._unique(row["name"] or "gruppe"), "kind": "record"}
        if kind == "begin_repeat":
            count, lost = count_of(row["repeat_count"], FREE_ROWS)
            self.losses += [Loss(SURVEY, row.number, what) for what in lost]
            section |= {"kind": "table", "free_rows": count}
            if open_:
                within = open_[-1]["id"]
                self._lose(SURVEY, row.number, f"the repeat stands inside {within}; it is a table beside it")
        section |= {"title": self._text(row, "label") or row["name"], "prefix": self._prefix(), "fields": []}
        self.sections.append(section)
        return section

    def _prefix(self) -> str:
        used = self.taken | {section["prefix"] for section in self.sections}
        return unused_prefix(self.id, used)

    def _field(self, row: Row, words: list[str], open_: list[Node]) -> None:
        if words[0] == "note" and self._note(row, open_):
            return
        if words[0] == "calculate" and row["name"]:
            self._calculations[row["name"]] = row["calculation"]
            self._computed.append((row, open_[-1] if open_ else None))
            return
        node = self._typed(row, words)
        if node is None:
            return
        section = open_[-1] if open_ else self._outside(row)
        node = {"id": self._unique(row["name"] or "frage"), **node}
        node["label"] = self._text(row, "label") or row["name"]
        if hint := self._text(row, "hint"):
            node["help"] = hint
        section["fields"].append(node)
        self._rows.append((row, node, section["id"]))
        self._columns(row, HEADS, silent=LOCKS if locked_value(row, node["type"]) else frozenset())

    def _lock(self, row: Row, node: Node, section: str, survey: Survey) -> bool:
        """Makes a question that nobody can answer a computed field; False where it is none."""
        formula = locked_value(row, node["type"])
        if not formula:
            return False
        own = self._question(node, section)
        try:
            node["calculate"] = as_rule(formula, survey, own)
        except UntranslatedError as error:
            self._lose(SURVEY, row.number, f"read_only and its value: {formula} ({error}); people enter it")
            return False
        if row["constraint"]:
            self._lose(SURVEY, row.number, f"constraint: {row['constraint']}; the form computes the answer")
        self._relevance(row, node, own, survey)
        return True

    def _note(self, row: Row, open_: list[Node]) -> bool:
        """A note that always stands at the head of a group is the section's instructions."""
        text = self._text(row, "label")
        begins = bool(open_) and not open_[-1]["fields"] and "instructions" not in open_[-1]
        if begins and text and not row["relevant"] and "${" not in str(text):
            open_[-1]["instructions"] = text
            return True
        return False

    def _outside(self, row: Row) -> Node:
        """The record for questions outside groups; a new one after each group."""
        last = self.sections[-1] if self.sections else None
        if last is None or not last.get("loose"):
            title = self.form.settings.get("form_title") or self.id
            last = {"id": self._unique("angaben"), "kind": "record", "title": title, "loose": True}
            last |= {"prefix": self._prefix(), "fields": []}
            self.sections.append(last)
        return last

    def _typed(self, row: Row, words: list[str]) -> Node | None:
        """The keys of the type; None where nothing is asked, or nothing that forms on paper can ask."""
        first = words[0]
        if first in ("select_one", "select_multiple", "rank") and len(words) > 1:
            if first == "rank":
                self._lose(SURVEY, row.number, "the order in a ranking; it is a multiple choice")
            if "or_other" in words[2:]:
                self._choices.other.setdefault(words[1], row.number)
            if words[1].startswith("${"):
                self._lose(SURVEY, row.number, f"choices from the repeat {words[1]}; it is a text")
                return {"type": "text"}
            type_ = "choice" if first == "select_one" else "multichoice"
            return {"type": type_, "list": self._choices.id_of(words[1])}
        if first in FROM_FILE:
            self._lose(SURVEY, row.number, f"choices from {' '.join(words[1:])}; it is a text")
            return {"type": "text"}
        if first == "range":
            node, lost = range_of(row["parameters"])
            self.losses += [Loss(SURVEY, row.number, f"parameters: {unread}") for unread in lost]
            return node
        if first in TYPES:
            type_ = TYPES[first]
            is_long = type_ == "text" and "multiline" in row["appearance"]
            return {"type": "longtext" if is_long else type_}
        what = f"a {first} question, {row['name']}"
        if first == "note":
            what = f"the note {row['name']}: {shown(self._text(row, 'label'))}"
        if first not in SILENT or len(words) > 1:
            self._lose(SURVEY, row.number, what)
        else:
            self._lose(SURVEY, row.number, f"{first}, which only a device can note")
        return None

    def _columns(self, row: Row, known: set[str], silent: frozenset[str] = frozenset()) -> None:
        """Cells of columns that mean something to other programs only, or of which only a part is taken."""
        for head, text in row.cells.items():
            base = head.partition("::")[0]
            if base not in known and base not in ("type", "name", "disabled"):
                self._lose(SURVEY, row.number, f"{head}: {text}")
            elif base not in silent and (what := lost_of(base, text, row["type"])):
                self._lose(SURVEY, row.number, what)

    def _text(self, row: Row, head: str) -> str | Node | None:
        return text_of(row, head, self.form.settings.get("default_language", ""))

    def _used_lists(self) -> dict[str, int]:
        """The lists of questions, each with the row of its first one."""
        found: dict[str, int] = {}
        for row, node, _ in self._rows:
            if "list" in node:
                found.setdefault(node["list"], row.number)
        return found

    def _survey(self) -> Survey:
        questions = {row["name"]: self._question(node, section) for row, node, section in self._rows}
        beside = {(section, row["name"]): self._question(node, section) for row, node, section in self._rows}
        records = frozenset(node["id"] for node in self.sections if node["kind"] == "record")
        return Survey(questions, self._choices.codes, records, self._calculations, beside)

    def _default(self, row: Row, node: Node, section: str, survey: Survey) -> None:
        """What stands in the form at first; only where the question is always asked."""
        if not row["default"]:
            return
        default = default_of(node, row["default"], self._choices.codes)
        conditional = bool(self._conditions[row.number] or row["relevant"])
        if default is None or section not in survey.records or conditional:
            self._lose(SURVEY, row.number, f"default: {row['default']}; give it by `forms --prefill`")
        else:
            node["default"] = default

    def _question(self, node: Node, section: str) -> Question:
        type_ = node["type"]
        is_text = type_ in ("text", "longtext")
        return Question(
            node["id"], section, type_ == "tick", type_ == "multichoice", is_text, type_ == "date"
        )

    def _expressions(self, row: Row, node: Node, section: str, survey: Survey) -> None:
        own = self._question(node, section)

        def rule(head: str) -> str | None:
            try:
                return as_rule(row[head], survey, own)
            except UntranslatedError as error:
                self._lose(SURVEY, row.number, f"{head}: {row[head]} ({error})")
                return None

        required = row["required"]
        if is_yes(required):
            node["required"] = True
        elif required and not is_no(required) and (condition := rule("required")):
            node["required_when"] = condition
        self._relevance(row, node, own, survey)
        self._constraint(row, node, section, survey)

    def _relevance(self, row: Row, node: Node, own: Question, survey: Survey) -> None:
        conditions = (*self._conditions[row.number], (row.number, row["relevant"]))
        relevant, losses = relevance(conditions, own, survey)
        self.losses += [loss for loss in losses if loss not in self.losses]
        if relevant:
            node["relevant_when"] = relevant

    def _calculated(self, survey: Survey) -> None:
        """Calculations as computed fields of their sections; where rules name them they are put in, too."""
        for row, within in self._computed:
            beside = record_beside(row["calculation"], survey)
            section = within or next((node for node in self.sections if node["id"] == beside), None)
            own = Question("", section["id"] if section else "")
            try:
                if section is None or section not in self.sections:
                    raise UntranslatedError("no question stands beside it")
                node: Node = {"id": self._unique(row["name"]), "type": "decimal"}
                node["label"] = self._text(row, "label") or row["name"]
                node["calculate"] = as_rule(row["calculation"], survey, own)
            except UntranslatedError as error:
                said = (
                    f"the calculation of {row['name']}: {row['calculation']} ({error}); rules have it in them"
                )
                self._lose(SURVEY, row.number, said)
                continue
            self._relevance(row, node, own, survey)
            section["fields"].append(node)
            self._rows.append((row, node, section["id"]))
            self._columns(row, HEADS - {"required", "constraint", "constraint_message", "default"})

    def _constraint(self, row: Row, node: Node, section: str, survey: Survey) -> None:
        """Limits that nothing is said of become the field's own; the rest is a rule."""
        text = row["constraint"]
        limits, rest = limits_of(text)
        fitting = LIMITED.get(node["type"], frozenset())
        if limits and limits.keys() <= fitting and (rest or not row.by_language("constraint_message")):
            node.update(limits)
            text = rest
        if not text:
            return
        try:
            condition = as_rule(text, survey, self._question(node, section))
        except UntranslatedError as error:
            self._lose(SURVEY, row.number, f"constraint: {text} ({error})")
        else:
            if any(is_endless(pattern) for pattern in re.findall(r"regex\([^']*'([^']*)'", text)):
                self._lose(SURVEY, row.number, f"constraint: {text}; {ENDLESS} characters are the most")
            message = self._text(row, "constraint_message") or "Bitte prüfen Sie diese Angabe."
            made = {"id": f"{node['id']}_stimmt", "constraint": condition, "message": message}
            made["at"] = node["id"]
            of = next(known for known in self.sections if known["id"] == section)
            of.setdefault("rules", []).append(made)

    def _unique(self, name: str) -> str:
        found = unused(name, self._used_ids)
        self._used_ids.add(found)
        return found
