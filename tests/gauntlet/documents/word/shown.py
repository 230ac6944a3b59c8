"""What people see in a Word form besides letters: raised marks, equations, fields, readings, hidden rows."""

from __future__ import annotations

from datetime import date

from lxml import etree

from gauntlet.documents.editing import DAY, DEPARTMENT, TOTAL, UNTICKED, Change, Form
from gauntlet.documents.making import accepted
from gauntlet.documents.shown import Shown, in_words_xml, saved_by_writer
from gauntlet.documents.xml import Element, W, behind, entered, made, one, overwritten, put, run
from gauntlet.editing import raw
from gauntlet.mutation import Answer
from ruecklauf.values import Value

_STYLES = "word/styles.xml"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def _entered(answer: Answer, *contents: Element) -> Change:
    return lambda form: put(form.control(answer), *contents)


def _with_style(form: Form, name: str, inner: str) -> str:
    """A style of characters; the properties of a run that has it."""
    root = etree.fromstring(raw(form.parts[_STYLES]))
    root.append(
        made(
            f"<w:style w:type='character' w:customStyle='1' w:styleId='{name}'>"
            f"<w:name w:val='{name}'/>{inner}</w:style>"
        )
    )
    form.parts[_STYLES] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return f"<w:rStyle w:val='{name}'/>"


def _raised_by_style(form: Form) -> None:
    style = _with_style(form, "Hochgestellt", "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>")
    put(form.control(TOTAL), run("380"), run("1", style))


def _set_off_by_style(word: str, *inner: str) -> Change:
    """Both boxes empty, and one of their words with a style; further ones are based on those before."""

    def act(form: Form) -> None:
        style = ""
        for number, properties in enumerate(inner):
            base = f"<w:basedOn w:val='Auswahl{number - 1}'/>" if number else ""
            style = _with_style(form, f"Auswahl{number}", f"{base}<w:rPr>{properties}</w:rPr>")
        cell = form.cell(UNTICKED)
        overwritten(cell, "")
        for text in ("☐ ", "ja", " ☐ ", "nein"):
            behind(cell, run(text, style if text == word else ""))

    return act


def _field(code: str) -> tuple[Element, ...]:
    """A field that was never calculated."""
    begin, end = (made(f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>") for kind in ("begin", "end"))
    return begin, made(f"<w:r><w:instrText xml:space='preserve'> {code} </w:instrText></w:r>"), end


def _math(inner: str) -> Element:
    return made(f"<m:oMath xmlns:m='{_MATH}'>{inner}</m:oMath>")


def _e(text: str) -> str:
    return f"<m:e><m:r><m:t>{text}</m:t></m:r></m:e>"


def _ruby(base: str, reading: str) -> Element:
    def of(name: str, text: str) -> str:
        return f"<w:{name}><w:r><w:t>{text}</w:t></w:r></w:{name}>"

    inner = f"<w:rubyPr/>{of('rt', reading)}{of('rubyBase', base)}"
    return made(f"<w:r><w:ruby>{inner}</w:ruby></w:r>")


def _row_hidden(form: Form) -> None:
    row = form.row("ZG001")
    properties = row.find("{*}trPr")
    if properties is None:
        properties = made("<w:trPr/>")
        row.insert(0, properties)
    properties.append(made("<w:hidden/>"))


def _asked(name: str, change: Change) -> Shown:
    expected = accepted("no_number", why="A question, and no number.", changed={TOTAL: None})
    return Shown(name, TOTAL[0], change, expected)


def _taken(name: str, answer: Answer, change: Change, value: Value) -> Shown:
    return Shown(name, answer[0], change, accepted(why="As it is seen.", changed={answer: value}))


def _kept_day(form: Form, day: str) -> None:
    one(one(form.control(DAY), "sdtPr"), "date").set(f"{W}fullDate", f"{day}T00:00:00Z")


def _day(name: str, text: str, kept: str, value: Value | None, *codes: str) -> Shown:
    """A day typed into a control whose calendar keeps another one, or the same."""

    def change(form: Form) -> None:
        entered(form.control(DAY), text)
        _kept_day(form, kept)

    why = (
        "What is seen counts, and the disagreement is told."
        if codes == ("day_differs",)
        else "As it is seen."
    )
    return Shown(name, DAY[0], change, accepted(*codes, why=why, changed={DAY: value}, saw=text))


DAYS = (
    _day("day that another one is kept beside", "15.03.2025", "2025-01-31", date(2025, 3, 15), "day_differs"),
    _day(
        "day in words that another one is kept beside",
        "15. März 2025",
        "2025-01-31",
        date(2025, 3, 15),
        "day_differs",
    ),
    _day("day in words that is kept, too", "31. Januar 2025", "2025-01-31", date(2025, 1, 31)),
    _day("day of two digits a part that is kept, too", "31.1.25", "2025-01-31", date(2025, 1, 31)),
    _day("month that a day is kept beside", "März 2025", "2025-01-31", None, "date_incomplete"),
    _day("no day at all that one is kept beside", "noch offen", "2025-01-31", None, "no_date"),
)
_WHICH = "Nobody knows which one is meant, so none is taken."
STYLED = tuple(
    Shown(
        f"{word} {how} by a style beside empty boxes",
        UNTICKED[0],
        _set_off_by_style(word, *inner),
        accepted("boxes_marked", why=_WHICH, changed={UNTICKED: None}, saw=f"☐ ja ☐ nein, {word} {how}"),
    )
    for word, how, inner in (
        ("ja", "in bold", ("<w:b/>",)),
        ("nein", "underlined", ("<w:u w:val='single'/>",)),
        ("ja", "on yellow", ("<w:shd w:val='clear' w:color='auto' w:fill='FFFF00'/>",)),
        ("nein", "in bold and red", ("<w:b/>", "<w:color w:val='FF0000'/>")),
    )
)
CASES = (
    *STYLED,
    *DAYS,
    _asked("number with a mark raised by a style", _raised_by_style),
    _asked(
        "number with a mark raised by points",
        _entered(TOTAL, run("380"), run("1", "<w:position w:val='12'/>")),
    ),
    _asked("number with a reading over it", _entered(TOTAL, _ruby("12", "3"))),
    Shown(
        "text in white on white",
        "stammblatt",
        _entered(DEPARTMENT, run("Dezernat III", "<w:color w:val='FFFFFF'/>")),
        accepted("hidden_text", why="Taken, and asked about.", changed={DEPARTMENT: "Dezernat III"}),
    ),
    Shown(
        "text in white on red",
        "stammblatt",
        _entered(
            DEPARTMENT,
            run("Dezernat III", "<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='C00000'/>"),
        ),
        accepted(why="As it is seen.", changed={DEPARTMENT: "Dezernat III"}),
    ),
    _taken(
        "text with a reading over it",
        DEPARTMENT,
        _entered(DEPARTMENT, _ruby("Amt", "Jugend"), run(" Ost")),
        "Amt(Jugend) Ost",
    ),
)
IN_WORD = (
    _asked("equation of two lines", _entered(TOTAL, _math(f"<m:eqArr>{_e('12')}{_e('34')}</m:eqArr>"))),
    _asked("matrix", _entered(TOTAL, _math(f"<m:m><m:mr>{_e('12')}{_e('34')}</m:mr></m:m>"))),
    _taken("field that quotes a number", TOTAL, _entered(TOTAL, *_field('QUOTE "412"')), 412),
    _asked("sum that nobody calculated", _entered(TOTAL, *_field("=SUM(ABOVE)"))),
    _asked("number that a field counts", _entered(TOTAL, *_field("LISTNUM"))),
    _asked("fraction that a field shows", _entered(TOTAL, *_field("EQ \\f(3;4)"))),
    Shown(
        "row that is hidden",
        "zielgruppe",
        _row_hidden,
        accepted("hidden_text", why="Taken, and asked about."),
    ),
)
"""Writer leaves out these fields, and equations where it has no program for them; it shows all rows."""
MUTATIONS = (*in_words_xml((*CASES, *IN_WORD)), *saved_by_writer(CASES))
