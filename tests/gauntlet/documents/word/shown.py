"""What people see in a Word form besides letters: raised marks, equations, fields, readings, hidden rows."""
# ruff: noqa: E501

from __future__ import annotations

from datetime import date

from lxml import etree

from gauntlet.documents.editing import DAY, DEPARTMENT, LEAD, TOTAL, UNTICKED, Change, Form
from gauntlet.documents.making import accepted
from gauntlet.documents.shown import Shown, in_words_xml, saved_by_writer
from gauntlet.documents.xml import Element, W, behind, entered, made, one, overwritten, put, run
from gauntlet.editing import raw
from gauntlet.mutation import Answer
from ruecklauf.values import Value

_STYLES = "word/styles.xml"
_THEME = "<w:color w:val='auto' w:themeColor='background1'/>"
_FILL = "<w14:textFill xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'>{}</w14:textFill>"
_YELLOW = "<w:color w:val='FFFF00'/><w:highlight w:val='yellow'/>"
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


def _named(code: str, text: str) -> tuple[Element, ...]:
    """A field whose result is the text of a bookmark, as Word stores it and shows nothing of it."""
    begin, named, end = _field(code)
    parts = made("<w:r><w:fldChar w:fldCharType='separate'/></w:r>")
    first, last = made("<w:bookmarkStart w:id='91' w:name='n'/>"), made("<w:bookmarkEnd w:id='91'/>")
    return begin, named, parts, first, run(text), last, end


def _math(inner: str) -> Element:
    return made(f"<m:oMath xmlns:m='{_MATH}'>{inner}</m:oMath>")


def _maths(*inner: str) -> Element:
    equations = "".join(f"<m:oMath>{each}</m:oMath>" for each in inner)
    return made(f"<m:oMathPara xmlns:m='{_MATH}'>{equations}</m:oMathPara>")


def _r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def _e(text: str) -> str:
    return f"<m:e>{_r(text)}</m:e>"


def _from_behind(text: str) -> Element:
    return made(f"<w:bdo w:val='rtl'><w:r><w:t>{text}</w:t></w:r></w:bdo>")


def _dropdown(result: str) -> tuple[Element, ...]:
    """A form field that has chosen nein."""
    entries = "<w:listEntry w:val='ja'/><w:listEntry w:val='nein'/>"
    data = f"<w:ffData><w:ddList><w:result w:val='1'/>{entries}</w:ddList></w:ffData>"
    code = made("<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>")
    begin = made(f"<w:r><w:fldChar w:fldCharType='begin'>{data}</w:fldChar></w:r>")
    parts, end = (made(f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>") for kind in ("separate", "end"))
    return begin, code, parts, run(result), end


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


def _hidden(name: str, *contents: Element) -> Shown:
    """Answers of which something is not seen."""
    expected = accepted("hidden_text", why="Taken, and asked about.", changed={DEPARTMENT: "Dezernat III"})
    return Shown(name, DEPARTMENT[0], _entered(DEPARTMENT, *contents), expected)


def _unread(name: str, code: str) -> Shown:
    """A field of which the file does not say what it shows."""
    expected = accepted("unknown_sign", why="Asked.", changed={DEPARTMENT: f"{{ {code} }}\ufffd"})
    return Shown(name, DEPARTMENT[0], _entered(DEPARTMENT, *_field(code)), expected)


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
    _hidden("field that only names a text", *_named('SET n "Dezernat "', "Dezernat "), run("III")),
    _hidden("field that asked for a text", run("Dezernat "), *_named('ASK n "Wo?"', "III")),
    _asked("number that a field counts", _entered(TOTAL, *_field("LISTNUM"))),
    _asked("fraction that a field shows", _entered(TOTAL, *_field("EQ \\f(3;4)"))),
    *(
        _asked(f"number in an equation: {name}", _entered(TOTAL, _math(inner)))
        for name, inner in (
            (
                "fraction behind a number",
                f"{_r('1')}<m:f><m:num>{_r('3')}</m:num><m:den>{_r('4')}</m:den></m:f>",
            ),
            ("index", f"<m:sSub>{_e('1')}<m:sub>{_r('2')}</m:sub></m:sSub>"),
            ("index before", f"<m:sPre><m:sub>{_r('1')}</m:sub><m:sup>{_r('2')}</m:sup>{_e('3')}</m:sPre>"),
            ("root of a degree", f"<m:rad><m:deg>{_r('3')}</m:deg>{_e('9')}</m:rad>"),
            ("sum", f"<m:nary><m:sub>{_r('1')}</m:sub><m:sup>{_r('2')}</m:sup>{_e('3')}</m:nary>"),
            ("function", f"<m:func><m:fName>{_r('2')}</m:fName>{_e('1')}</m:func>"),
            ("limit below", f"<m:limLow>{_e('1')}<m:lim>{_r('2')}</m:lim></m:limLow>"),
            ("limit above", f"<m:limUpp>{_e('1')}<m:lim>{_r('2')}</m:lim></m:limUpp>"),
            ("stroke through it", f"<m:acc><m:accPr><m:chr m:val='\u0338'/></m:accPr>{_e('1')}</m:acc>"),
            ("bar above it", f"<m:bar><m:barPr><m:pos m:val='top'/></m:barPr>{_e('1')}</m:bar>"),
            (
                "box with a stroke",
                f"<m:borderBox><m:borderBoxPr><m:strikeH/></m:borderBoxPr>{_e('1')}</m:borderBox>",
            ),
            ("brace", f"<m:groupChr>{_e('1')}</m:groupChr>"),
        )
    ),
    _asked("numbers in two lines of equations", _entered(TOTAL, _maths(_r("1"), _r("2")))),
    Shown(
        "part of an equation that is a phantom",
        TOTAL[0],
        _entered(
            TOTAL, _math(f"{_r('41')}<m:phant><m:phantPr><m:show m:val='0'/></m:phantPr>{_e('2')}</m:phant>")
        ),
        accepted("hidden_text", why="Taken, and asked about.", changed={TOTAL: 412}),
    ),
    *(
        _unread(f"field without a result: {code.split()[0]}", code)
        for code in (
            "AUTHOR",
            "NUMPAGES",
            "MERGEFIELD Amt",
            "DOCPROPERTY Amt",
            "IF 1 = 1 Amt Stelle",
            "REF Amt",
        )
    ),
    _asked("number that a field should count", _entered(TOTAL, *_field("PAGE"))),
    _asked("number shown from behind", _entered(TOTAL, _from_behind("083"))),
    _hidden("text in a white that is not quite white", run("Dezernat III", "<w:color w:val='FEFEFA'/>")),
    _hidden(
        "text blackened by its ground",
        run("Dezernat III", "<w:color w:val='000000'/><w:shd w:val='clear' w:fill='000000'/>"),
    ),
    _hidden("text in the white of the theme", run("Dezernat III", _THEME)),
    _hidden("text in letters of one point", run("Dezernat III", "<w:sz w:val='2'/>")),
    _hidden(
        "text that is filled with white",
        run("Dezernat III", _FILL.format("<w14:solidFill><w14:srgbClr w14:val='FFFFFF'/></w14:solidFill>")),
    ),
    _hidden("text that is not filled", run("Dezernat III", _FILL.format("<w14:noFill/>"))),
    _hidden(
        "text that is filled from white to clear",
        run(
            "Dezernat III",
            _FILL.format(
                "<w14:gradFill><w14:gsLst><w14:gs w14:pos='0'><w14:schemeClr w14:val='bg1'/></w14:gs><w14:gs w14:pos='100000'>"
                "<w14:srgbClr w14:val='000000'><w14:alpha w14:val='100000'/></w14:srgbClr></w14:gs></w14:gsLst></w14:gradFill>"
            ),
        ),
    ),
    _hidden("part of a text in white", run("Dezernat "), run("III", "<w:color w:val='FFFFFF'/>")),
    _hidden("text in yellow on yellow", run("Dezernat III", _YELLOW)),
    _taken(
        "letters of a font of signs that counts for others only",
        DEPARTMENT,
        _entered(DEPARTMENT, made("<w:r><w:rPr><w:rFonts w:hAnsi='Wingdings'/></w:rPr><w:t>Amt</w:t></w:r>")),
        "Amt",
    ),
    Shown(
        "dropdown of old Word that shows another entry than its result",
        LEAD[0],
        _entered(LEAD, *_dropdown("ja")),
        accepted("not_on_list_but_like", why="Nobody knows.", changed={LEAD: None}),
    ),
    Shown(
        "row that is hidden",
        "zielgruppe",
        _row_hidden,
        accepted("hidden_text", why="Taken, and asked about."),
    ),
)
"""Writer leaves out these fields, and equations where it has no program for them; it shows all rows."""
MUTATIONS = (*in_words_xml((*CASES, *IN_WORD)), *saved_by_writer(CASES))
