"""The lists of an XLSForm: their codes, and which of them hang on the answers to other questions."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ruecklauf.authoring.xlsforms.identifiers import identifier
from ruecklauf.authoring.xlsforms.sheets import CHOICES, SURVEY, Loss, Row, XlsForm
from ruecklauf.authoring.xlsforms.told import text_of

Node = dict[str, Any]
Asked = tuple[Row, Node, str]
"""A question of the survey, the field made of it, and the section that it is in."""
_FILTER = re.compile(r"\s*([\w ]+?)\s*=\s*\$\{\s*([^}]+?)\s*\}\s*")
"""A choice_filter that we know: a column of the choices is the answer to a question."""
_OWN = frozenset({"list_name", "name", "label"})


@dataclass(frozen=True, slots=True)
class _Above:
    """What a list hangs on: a column of its choices holds a code of another list, of a question."""

    column: str
    list: str
    question: str


@dataclass
class Choices:
    """The code lists of a form; `other` are those offered with a further entry, by the rows that
    say so, `lost` is what is not taken."""

    form: XlsForm
    worksheet_id: str
    other: dict[str, int] = field(default_factory=dict)
    lost: list[Loss] = field(default_factory=list)
    _above: dict[str, _Above] = field(default_factory=dict)
    _said: dict[str, set[str]] = field(default_factory=dict)
    """By list: the columns that say what the parents say already."""

    def id_of(self, name: str) -> str:
        return f"{self.worksheet_id}_{identifier(name)}"

    @cached_property
    def codes(self) -> dict[str, str]:
        """Codes by the names that the form has for them; no two names have the same."""
        found: dict[str, str] = {}
        used: set[str] = set()
        for row in self.form.choices:
            if row["name"] and row["name"] not in found:
                found[row["name"]] = _unused(identifier(row["name"]), used)
                used.add(found[row["name"]])
        return found

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        by_list: dict[str, list[Row]] = {}
        for row in self.form.choices:
            by_list.setdefault(row["list_name"], []).append(row)
        return by_list

    def narrow(self, asked: Asked, before: list[Asked]) -> None:
        """Let a choice hang on another question of its section, where its filter says no more than that."""
        row, node, section = asked
        if not (said := row["choice_filter"]):
            return
        known = {
            other["name"]: above for other, above, place in before if place == section and "list" in above
        }
        parts = [_FILTER.fullmatch(part) for part in re.split(r"\s+and\s+", said)]
        for found in reversed(parts):
            if found is None or found[2] not in known or node["type"] != "choice":
                break
            above = _Above(_head_of(found[1]), known[found[2]]["list"], known[found[2]]["id"])
            others = {_head_of(part[1]): part[2] for part in parts if part and part is not found}
            if self._is_free(node["list"], above) and self._follows(node["list"], above, others, known):
                self._above[node["list"]], node["depends_on"] = above, above.question
                self._said.setdefault(node["list"], set()).update(others)
                return
        self.lost.append(Loss(SURVEY, row.number, f"choice_filter: {said}"))

    def _is_free(self, list_id: str, above: _Above) -> bool:
        """Whether the list hangs on nothing else: a list has one parent."""
        there = self._above.get(list_id)
        return there is None or (there.column, there.list) == (above.column, above.list)

    def _follows(
        self, list_id: str, above: _Above, others: Mapping[str, str], known: Mapping[str, Node]
    ) -> bool:
        """Whether the other columns only repeat what the parents hang on."""
        for row in self._of(list_id):
            farther = self._farther(above.list, row[above.column])
            if any(
                question not in known or farther.get(known[question]["id"]) != row[column]
                for column, question in others.items()
            ):
                return False
        return True

    def _farther(self, list_id: str, name: str) -> dict[str, str]:
        """By question: the code that a code hangs on, and what that one hangs on."""
        above = self._above.get(list_id)
        row = next((row for row in self._of(list_id) if row["name"] == name), None)
        if above is None or row is None:
            return {}
        parent = row[above.column]
        return {above.question: parent, **self._farther(above.list, parent)}

    def _of(self, list_id: str) -> list[Row]:
        return [row for name, rows in self._rows.items() if self.id_of(name) == list_id for row in rows]

    def made(self, used: Mapping[str, int]) -> Iterator[Node]:
        """The lists that questions use, each given with the row of its first question."""
        there: set[str] = set()
        for name, rows in self._rows.items():
            list_id = self.id_of(name)
            if not name or list_id not in used:
                self.lost.append(Loss(CHOICES, rows[0].number, f"list {name}, which no question uses"))
                continue
            there.add(list_id)
            yield self._list(name, rows)
        for missing in [wanted for wanted in used if wanted not in there]:
            what = f"list {missing} is not there; its question has one entry to be replaced"
            self.lost.append(Loss(SURVEY, used[missing], what))
            codes = [{"code": "ersetzen", "label": "bitte ersetzen"}]
            yield {"id": missing, "title": missing, "codes": codes}

    def _list(self, name: str, rows: list[Row]) -> Node:
        codes: dict[str, Node] = {}
        above = self._above.get(self.id_of(name))
        for row in rows:
            code = self.codes.get(row["name"]) or identifier(row["label"])
            if code in codes:
                self.lost.append(
                    Loss(CHOICES, row.number, f"{row['name']} of {name}, which is there already")
                )
                continue
            codes[code] = {"code": code, "label": self._label(row)}
            if above and (parent := row[above.column]):
                codes[code]["parent"] = self.codes.get(parent, identifier(parent))
            read = _OWN | self._said.get(self.id_of(name), set()) | ({above.column} if above else set())
            for head, text in row.cells.items():
                if head.partition("::")[0] not in read:
                    self.lost.append(Loss(CHOICES, row.number, f"{head}: {text}"))
        entries = [*codes.values(), *(self._others(name, codes) if name in self.other else ())]
        hangs = {"cascades_on": above.list} if above else {}
        return {"id": self.id_of(name), "title": name, **hangs, "codes": entries}

    def _label(self, row: Row) -> str | Node:
        return text_of(row, "label", self.form.settings.get("default_language", "")) or row["name"]

    def _others(self, name: str, codes: Mapping[str, Node]) -> Iterator[Node]:
        """The further entry; a list that hangs on another one has it for each code there, without a text."""
        label = {"de": "etwas anderes", "en": "other"}
        parents = list(dict.fromkeys(code["parent"] for code in codes.values() if "parent" in code))
        if not parents:
            yield {"code": _unused("other", codes), "label": label, "other": True}
            return
        self.lost.append(Loss(SURVEY, self.other[name], "the text of or_other, whose list hangs on another"))
        for parent in parents:
            yield {"code": _unused(f"other_{parent}", codes), "label": label, "parent": parent}


def _unused(base: str, used: Container[str]) -> str:
    """A code, with a number where it is used already."""
    found, number = base, 2
    while found in used:
        found, number = f"{base}_{number}", number + 1
    return found


def _head_of(column: str) -> str:
    return column.strip().lower().replace(" ", "_")
