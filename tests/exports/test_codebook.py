"""The codebook for people: what it says of a question, and that everybody can read it."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from lxml import html

from dataset.expected import save, section
from ruecklauf.dataset import build_dataset
from ruecklauf.exports import write_export
from ruecklauf.exports.codebook_contents import _frequencies
from ruecklauf.exports.coded import ticks
from ruecklauf.findings import Finding, Place, Severity, Subject
from ruecklauf.store import Store
from ruecklauf.values import Missing
from store.declared import ESSEN, KOELN, answered, declared, entry

FIELDS: list[dict[str, Any]] = [
    {"type": "choice", "id": "stufe", "label": "Wie hoch?", "list": "stufe", "help": "Bitte <schätzen>."},
    {
        "type": "integer",
        "id": "n",
        "label": "Plätze",
        "unit": "Plätze",
        "min": 0,
        "relevant_when": 'stufe = "hoch"',
        "required_when": "not blank(stufe)",
    },
]
RULES = [{"id": "viele", "constraint": "n < 100", "message": "Bitte „Plätze“ prüfen.", "severity": "warning"}]
ROWS = [
    {"stufe": "hoch", "n": 3},
    {"stufe": "hoch", "n": 8},
    {"stufe": "gering"},
    {"stufe": Missing.UNKNOWN},
    {},
]


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    older_fields = [FIELDS[0], {**FIELDS[1], "label": "Zahl der Plätze"}]
    older = declared([section(older_fields)])
    newer = declared([{**section(FIELDS), "rules": RULES}], version="1.1")
    save(store, older, answered({"stufe": "mittel"}, worksheet=older), alliance=ESSEN)
    store.save_declarations([newer])
    broken = Finding(
        "rule.viele",
        Severity.WARNING,
        Place("A", "B1"),
        Subject("akteure", "liste", "AK001", "n"),
        "",
        "Bitte.",
    )
    records = tuple(answered(given, row=row, worksheet=newer) for row, given in enumerate(ROWS, start=1))
    store.save_submission(
        entry("b", alliance=KOELN, worksheets=(newer,), records=records, findings=(broken,))
    )
    write_export(build_dataset(store), tmp_path, ["codebook"])
    return tmp_path / "codebook"


def page(folder: Path, name: str = "akteure.liste") -> Any:
    return html.fromstring((folder / f"{name}.html").read_text(encoding="utf-8"))


def facts(document: Any, variable: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in document.xpath(f"//section[@id='v-{variable}']/dl/*"):
        if element.tag == "dt":
            heading = element.text_content()
        found.setdefault(heading, []).extend([element.text_content()] if element.tag == "dd" else [])
    return found


def test_codebook_says_what_a_question_is_and_when_it_is_asked(folder: Path) -> None:
    assert facts(page(folder), "n") == {
        "Wortlaut": ["Plätze"],
        "Einheit": ["Plätze"],
        "Art und Messniveau": ["Zahl, metrisch"],
        "Filter": ["Nur gefragt, wenn gilt: „Wie hoch?“ ist „hoch“."],
        "Basis": ["6 Zeilen, davon 2 mit Wert; 2 keine Angabe; 2 nicht gefragt."],
        "Pflicht": ["Wenn gilt: „Wie hoch?“ ist nicht leer."],
        "Prüfungen": ["Warnung: Bitte „Plätze“ prüfen. (1 Befund in dieser Erhebung)"],
        "Fassungen": ["1.1, 1.0"],
        "Früherer Wortlaut": ["Fassung 1.0: Zahl der Plätze"],
        "Verwendet in": ["Regel akteure.liste.viele"],
        "Werte": ["2 Zahlen von 3 bis 8, Median 5,5, Mittelwert 5,5"],
    }
    assert facts(page(folder), "stufe")["Hilfe"] == ["Bitte <schätzen>."]
    assert facts(page(folder), "stufe")["Verwendet in"] == ["Frage akteure.liste.n"]


def test_codebook_counts_every_code_and_every_missing_kind(folder: Path) -> None:
    rows = page(folder).xpath("//section[@id='v-stufe']/table/tbody/tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["1", "gering", "gering", "1", ""],
        ["2", "mittel", "mittel", "1", ""],
        ["3", "hoch", "hoch", "2", ""],
        ["-99", "no_answer", "keine Angabe", "1", ""],
        ["-98", "not_applicable", "trifft nicht zu", "0", ""],
        ["-97", "unknown", "nicht beurteilbar", "1", ""],
        ["-96", "unreadable", "nicht lesbar", "0", ""],
        ["-95", "not_asked", "nicht gefragt", "0", ""],
        ["-94", "not_returned", "nicht zurückgesandt", "0", ""],
    ]


def test_pages_can_be_read_by_everybody(folder: Path) -> None:
    for path in sorted(folder.glob("*.html")):
        document = page(folder, path.stem)
        assert document.get("lang") == "de" and document.findtext("head/title")
        levels = [int(one.tag[1]) for one in document.xpath("//h1|//h2|//h3")]
        assert levels[0] == 1 and levels.count(1) == 1 and set(levels) <= {1, 2}
        for table in document.iter("table"):
            assert table.findtext("caption")
            assert all(head.get("scope") in ("col", "row") for head in table.iter("th"))
        ids = Counter(document.xpath("//@id"))
        assert set(ids.values()) == {1}
        names = {one.get("aria-labelledby") for one in document.xpath("//section")}
        links = {link.removeprefix("#") for link in document.xpath("//a/@href") if link.startswith("#")}
        assert links | names <= set(ids)
        assert all((folder / link).is_file() for link in document.xpath("//a/@href") if "#" not in link)


@pytest.mark.parametrize(("answers", "shares"), [(9, {""}), (10, {"60,0 %", "40,0 %"})])
def test_shares_are_told_of_ten_answers_and_more(answers: int, shares: set[str]) -> None:
    column = ticks("kreuz", "Kreuz", [True] * 6 + [False] * (answers - 6) + [None], [None] * (answers + 1))
    assert {each.share for each in _frequencies(column)} == shares


def test_pages_load_nothing_and_run_nothing(folder: Path) -> None:
    for path in folder.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert re.findall(r"<script|<img|<link|<iframe|\son[a-z]+=|https?:|url\(|@import", text) == []


def test_workbook_says_the_same_with_counts_as_numbers(folder: Path) -> None:
    rows = list(openpyxl.load_workbook(folder / "codebook.xlsx")["akteure.liste"].values)
    assert rows[0] == (
        "Variable", "Beschriftung", "Angabe", "Zahl", "im Datensatz", "Inhalt", "Anzahl", "Anteil"
    )  # fmt: skip
    assert ("stufe", "Wie hoch?", "Wert", "3", "hoch", "hoch", 2, None) in rows
    assert ("stufe", "Wie hoch?", "Fehlend", "-97", "unknown", "nicht beurteilbar", 1, None) in rows
    filters = [row[5] for row in rows if row[0] == "n" and row[2] == "Filter"]
    assert filters == facts(page(folder), "n")["Filter"]
