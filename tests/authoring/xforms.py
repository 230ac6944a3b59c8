"""What an XForm means, for tests: its questions by name, and what its expressions say of answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lxml import etree

XFORMS = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
Answers = Mapping[str, str]


def _text(value: object) -> str:
    found = value[0] if isinstance(value, list) and value else value
    return "".join(found.itertext()) if isinstance(found, etree._Element) else str(found or "")


def _is_in(path: str, group: str) -> bool:
    return f"{path}/".startswith(f"{group}/")


def _days(_: object, value: object) -> float:
    text = _text(value)
    return float(date.fromisoformat(text).toordinal() if "-" in text else text or "nan")


FUNCTIONS = {
    (None, "regex"): lambda _, value, regex: re.fullmatch(regex, _text(value)) is not None,
    (None, "selected"): lambda _, value, code: code in _text(value).split(),
    (None, "count-selected"): lambda _, value: float(len(_text(value).split())),
    (None, "date"): _days,
    (None, "today"): lambda _: float(date(2026, 6, 30).toordinal()),
}
"""Functions of forms that XPath 1.0 has not; dates stand as numbers of days."""


@dataclass(frozen=True)
class XForm:
    """One form."""

    text: str

    @cached_property
    def root(self) -> etree._Element:
        return etree.fromstring(self.text.encode())

    @cached_property
    def binds(self) -> dict[str, etree._Element]:
        found = self.root.iter(f"{XFORMS}bind")
        return {one.get("nodeset"): one for one in found if "/meta/" not in one.get("nodeset")}

    @cached_property
    def _texts(self) -> dict[str, dict[str, str]]:
        """The texts of each language by their ids."""
        return {
            language.get("lang"): {
                one.get("id"): "".join(one.find(f"{XFORMS}value").itertext()) for one in language
            }
            for language in self.root.iter(f"{XFORMS}translation")
        }

    def _told(self, reference: str) -> dict[str, str]:
        """A text, or the text that it refers to, in every language."""
        named = re.fullmatch(r"jr:itext\('(.*)'\)", reference)
        return {lang: texts[named[1]] if named else reference for lang, texts in self._texts.items()}

    def meaning(self, answers: Sequence[Answers]) -> dict[str, dict[str, object]]:
        """What is said of each question, by its name; `answers` are tried, by names of questions."""
        verdicts = [self._verdicts(one) for one in answers]
        return {
            path.rpartition("/")[2]: {
                "type": bind.get("type"),
                "default": self._instance(path).text,
                "message": self._told(bind.get(f"{JR}constraintMsg", "")),
                **self._asked(path),
                "verdicts": [one[path] for one in verdicts],
            }
            for path, bind in self.binds.items()
        }

    def _instance(self, path: str) -> etree._Element:
        return self._data().find("/".join(f"{XFORMS}{part}" for part in path.split("/")[2:]))

    def _asked(self, path: str) -> dict[str, object]:
        control = next((one for one in self.root.iter() if one.get("ref") == path), None)
        if control is None or not self._texts:  # in a form of one language texts stand where they are shown
            return {}
        label, items = control.find(f"{XFORMS}label"), control.find(f"{XFORMS}itemset")
        found: dict[str, object] = {"label": self._told(label.get("ref"))}
        if items is not None:
            list_id = re.search(r"'(.*)'", items.get("nodeset"))[1]
            of = next(one for one in self.root.iter(f"{XFORMS}instance") if one.get("id") == list_id)
            found["choices"] = [
                (name.text, self._told(f"jr:itext('{text.text}')"))
                for text, name in zip(of.iter(f"{XFORMS}itextId"), of.iter(f"{XFORMS}name"), strict=True)
            ]
        return found

    def _verdicts(self, answers: Answers) -> dict[str, tuple[bool, ...]]:
        """Whether each question is asked, must be answered, and takes its answer."""
        data = etree.fromstring(re.sub(r' xmlns="[^"]*"', "", etree.tostring(self._data()).decode()))
        tree = data.getroottree()
        nodes = {path: tree.xpath(path)[0] for path in self.binds}
        for path, node in nodes.items():
            node.text = answers.get(path.rpartition("/")[2], "")
        for path, bind in self.binds.items():
            if bind.get("calculate"):
                nodes[path].text = str(nodes[path].xpath(bind.get("calculate"), extensions=FUNCTIONS))

        def says(path: str, head: str, *, otherwise: bool) -> bool:
            expression = self.binds[path].get(head, "").replace("true()", "1 = 1")
            if not expression:
                return otherwise
            return bool(nodes[path].xpath(f"boolean({expression})", extensions=FUNCTIONS))

        return {
            path: (
                all(says(one, "relevant", otherwise=True) for one in self.binds if _is_in(path, one)),
                says(path, "required", otherwise=False),
                not nodes[path].text or says(path, "constraint", otherwise=True),
            )
            for path in self.binds
        }

    def _data(self) -> etree._Element:
        return self.root.find(f".//{XFORMS}instance")[0]
