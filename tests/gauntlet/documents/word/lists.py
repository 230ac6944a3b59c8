"""Numbers and bullets that the buttons for lists put before what people write."""

from __future__ import annotations

from datetime import date

from lxml import etree

from gauntlet.documents.editing import (
    DAY,
    DEPARTMENT,
    REMARKS,
    STRUCTURE,
    TICK,
    TOTAL,
    Change,
    Form,
    value_of,
)
from gauntlet.documents.making import accepted
from gauntlet.documents.shown import Shown, in_words_xml, saved_by_writer
from gauntlet.documents.xml import Element, W, made, one, put, run, taken_out
from gauntlet.editing import raw
from gauntlet.mutation import Answer
from ruecklauf.values import Value

_NUMBERING = "word/numbering.xml"
_LIST = "901"


def _list(form: Form, text: str, kind: str = "decimal", start: int = 1) -> None:
    """A list of the document, of one level."""
    root = etree.fromstring(raw(form.parts[_NUMBERING]))
    levels = made(
        f"<w:abstractNum w:abstractNumId='{_LIST}'><w:lvl w:ilvl='0'><w:start w:val='{start}'/>"
        f"<w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/></w:lvl></w:abstractNum>"
    )
    one(root, "num").addprevious(levels)
    root.append(made(f"<w:num w:numId='{_LIST}'><w:abstractNumId w:val='{_LIST}'/></w:num>"))
    form.parts[_NUMBERING] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _into_list(paragraph: Element) -> None:
    one(paragraph, "pPr").append(made(f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{_LIST}'/></w:numPr>"))


def _as_item(answer: Answer, text: str, label: str, kind: str = "decimal", start: int = 1) -> Change:
    """An answer that is an item of a list."""

    def change(form: Form) -> None:
        _list(form, label, kind, start)
        put(form.control(answer), run(text))
        _into_list(next(form.control(answer).iterancestors(f"{W}p")))

    return change


def _lines(answer: Answer, lines: tuple[str, ...], label: str, kind: str = "decimal") -> Change:
    """Each line a paragraph of a list."""

    def change(form: Form) -> None:
        _list(form, label, kind)
        first = form.cell(answer).findall(f"{W}p")[0]
        for line in lines:
            new = made("<w:p><w:pPr/></w:p>")
            new.append(run(line))
            _into_list(new)
            first.addprevious(new)
        taken_out(first)

    return change


def _rank(row_id: str) -> Answer:
    return ("prioritaeten", "prioritaeten", row_id, "rang")


def _ranked(form: Form) -> None:
    """The column of ranks selected, emptied, and numbered by the button."""
    _list(form, "%1.")
    for row_id in ("PR101", "PR102", "PR103", "PR104"):
        (only,) = form.cell(_rank(row_id)).findall(f"{W}p")
        for child in [child for child in only if child.tag != f"{W}pPr"]:
            only.remove(child)
        _into_list(only)


def _numbered_boxes(form: Form) -> None:
    _list(form, "%1.")
    _into_list(next(form.control(TICK).iterancestors(f"{W}p")))


def _seen(name: str, answer: Answer, change: Change, value: Value | None, *codes: str) -> Shown:
    why = "As it is seen." if value is not None else "What is seen is no answer: a question."
    return Shown(name, answer[0], change, accepted(*codes, why=why, changed={answer: value}))


_RANKS: dict[Answer, Value | None] = {_rank(f"PR{100 + rank}"): rank for rank in range(1, 5)}
_ROUNDS = ("Runde Ost", "Runde West")
_STRUCTURES = tuple(str(value_of(STRUCTURE)).split("\n"))

CASES = (
    Shown(
        "ranks put in by the numbering button",
        "prioritaeten",
        _ranked,
        accepted(why="The numbers that are seen.", changed=_RANKS),
    ),
    _seen(
        "text that begins with a list's number",
        DEPARTMENT,
        _as_item(DEPARTMENT, "Beigeordneter", "%1."),
        "1. Beigeordneter",
    ),
    _seen(
        "text that begins with a Roman number",
        DEPARTMENT,
        _as_item(DEPARTMENT, "Dezernat", "%1", "upperRoman", 4),
        "IV Dezernat",
    ),
    _seen(
        "text that begins with a letter",
        DEPARTMENT,
        _as_item(DEPARTMENT, "Soziales", "%1)", "lowerLetter", 2),
        "b) Soziales",
    ),
    _seen("day that a list counts", DAY, _as_item(DAY, "März 2026", "%1.", start=14), date(2026, 3, 14)),
    _seen("number behind a list's number", TOTAL, _as_item(TOTAL, "412", "%1."), None, "no_number"),
    _seen(
        "lines that a list counts",
        STRUCTURE,
        _lines(STRUCTURE, _ROUNDS, "%1)"),
        "1) Runde Ost\n2) Runde West",
    ),
    _seen(
        "lines behind ticks as bullets", REMARKS, _lines(REMARKS, ("erledigt",), "✓", "bullet"), "✓ erledigt"
    ),
    Shown(
        "lines behind dashes as bullets",
        "stammblatt",
        _lines(STRUCTURE, _STRUCTURES, "–", "bullet"),
        accepted(why="Dots and dashes part lines and say no more."),
    ),
    Shown(
        "boxes behind a list's number",
        "gremien",
        _numbered_boxes,
        accepted("no_tick", why="Nothing is guessed.", changed={TICK: None}),
    ),
)
MUTATIONS = (*in_words_xml(CASES), *saved_by_writer(CASES))
