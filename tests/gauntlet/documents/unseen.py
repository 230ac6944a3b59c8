"""Text of Word forms that styles, tables, sizes and places leave unseen, and such as is seen all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from gauntlet.documents.editing import DEPARTMENT, Change, Form
from gauntlet.documents.making import RAW, accepted, changed, done
from gauntlet.documents.shown import BY_WRITER, in_open_document
from gauntlet.documents.xml import Element, W, made, one, overwritten, put, run
from gauntlet.editing import parts_of, raw
from gauntlet.mutation import Expected, Mutation
from office.packages import zipped

_STYLES = "word/styles.xml"
_LOOK = "<w:tblLook w:val='01E0'/>"
TEXT = "Dezernat III"
_ASKED = accepted("hidden_text", why="Taken, and asked about.", changed={DEPARTMENT: TEXT}, saw="nothing")
_SEEN = accepted(why="As it is seen.", changed={DEPARTMENT: TEXT})


def _add_style(form: Form, kind: str, inner: str) -> str:
    root = etree.fromstring(raw(form.parts[_STYLES]))
    name = f"Gauntlet{len(root)}"
    root.append(
        made(
            f"<w:style w:type='{kind}' w:customStyle='1' w:styleId='{name}'>"
            f"<w:name w:val='{name}'/>{inner}</w:style>"
        )
    )
    _keep_styles(form, root)
    return name


def _keep_styles(form: Form, root: Element) -> None:
    form.parts[_STYLES] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _properties(element: Element, name: str) -> Element:
    """Those of an element, made if it has none."""
    found = element.find(f"{W}{name}")
    if found is None:
        found = made(f"<w:{name}/>")
        element.insert(0, found)
    return found


def _set(properties: Element, xml: str) -> None:
    """A property in the place of the one that was there."""
    new = made(xml)
    for old in properties.findall(new.tag):
        properties.remove(old)
    properties.insert(0, new)


def _paragraph(form: Form) -> Element:
    """The one in which the answer stands."""
    control = form.control(DEPARTMENT)
    around = next(control.iterancestors(f"{W}p"), None)
    return next(control.iter(f"{W}p")) if around is None else around


def in_run(properties: str) -> Change:
    return lambda form: put(form.control(DEPARTMENT), run("Dezernat "), run("III", properties))


def in_paragraph(*properties: str) -> Change:
    def act(form: Form) -> None:
        put(form.control(DEPARTMENT), run(TEXT))
        for each in properties:
            _set(_properties(_paragraph(form), "pPr"), each)

    return act


def by_style(kind: str, properties: str, *, own: str = "", of_paragraph: str = "") -> Change:
    """A style of characters or paragraphs, beside what the run says itself."""

    def act(form: Form) -> None:
        style = _add_style(form, kind, f"<w:pPr>{of_paragraph}</w:pPr><w:rPr>{properties}</w:rPr>")
        is_run = kind == "character"
        put(form.control(DEPARTMENT), run(TEXT, (f"<w:rStyle w:val='{style}'/>" if is_run else "") + own))
        if not is_run:
            _set(_properties(_paragraph(form), "pPr"), f"<w:pStyle w:val='{style}'/>")

    return act


def by_table(properties: str, *, part: str = "", look: str = _LOOK) -> Change:
    """The style of the table, or what it says of a part of it."""

    def act(form: Form) -> None:
        whole = "" if part else f"<w:rPr>{properties}</w:rPr>"
        of_part = f"<w:tblStylePr w:type='{part}'><w:rPr>{properties}</w:rPr></w:tblStylePr>" if part else ""
        style = _add_style(form, "table", whole + of_part)
        put(form.control(DEPARTMENT), run(TEXT))
        table = next(form.control(DEPARTMENT).iterancestors(f"{W}tbl"))
        for each in (look, f"<w:tblStyle w:val='{style}'/>"):
            _set(one(table, "tblPr"), each)

    return act


def by_default(properties: str) -> Change:
    def act(form: Form) -> None:
        put(form.control(DEPARTMENT), run(TEXT))
        root = etree.fromstring(raw(form.parts[_STYLES]))
        _set(next(root.iter(f"{W}rPrDefault")).find(f"{W}rPr"), properties)
        _keep_styles(form, root)

    return act


def _in_two(properties: str, first: str, second: str) -> Change:
    """The answer in two paragraphs, of which the first is so."""

    def act(form: Form) -> None:
        cell = form.cell(DEPARTMENT)
        overwritten(cell, second)
        paragraph = made(f"<w:p><w:pPr>{properties}</w:pPr></w:p>")
        paragraph.append(run(first))
        cell.insert(len(cell) - 1, paragraph)

    return act


def row_of(height: int, rule: str) -> Change:
    def act(form: Form) -> None:
        put(form.control(DEPARTMENT), run(TEXT))
        row = next(form.cell(DEPARTMENT).iterancestors(f"{W}tr"))
        _set(_properties(row, "trPr"), f"<w:trHeight w:val='{height}' w:hRule='{rule}'/>")

    return act


def _entered(piece: Element) -> Change:
    return lambda form: put(form.control(DEPARTMENT), piece)


def _reordered(value: str, saw: str) -> Expected:
    code = "unknown_sign" if value == "\ufffd" else "reordered"
    return accepted(code, why="Taken as stored, and asked about.", changed={DEPARTMENT: value}, saw=saw)


_POINT, _VANISH, _WHITE = "<w:sz w:val='2'/>", "<w:vanish/>", "<w:color w:val='FFFFFF'/>"
_UNSEEN = {
    "letters of one point by a style of paragraphs": by_style("paragraph", _POINT),
    "letters of one point by a style of characters": by_style("character", _POINT),
    "hidden by the style of its paragraph": by_style("paragraph", _VANISH),
    "hidden by the style of the table": by_table(_VANISH),
    "white by the style of the table": by_table(_WHITE),
    "hidden by a part of the table's style, the whole table": by_table(_VANISH, part="wholeTable"),
    "hidden by a part of the table's style, a band": by_table(_VANISH, part="band1Horz"),
    "last row hidden by the style of the table": by_table(_VANISH, part="lastRow"),
    "hidden by what holds where no style says otherwise": by_default(_VANISH),
    "row of one twip": row_of(1, "exact"),
    "line of one twip": in_paragraph("<w:spacing w:line='1' w:lineRule='exact'/>"),
    "line of one twip by a style": by_style(
        "paragraph", "", of_paragraph="<w:spacing w:line='1' w:lineRule='exact'/>"
    ),
    "part of a text one per cent wide": in_run("<w:w w:val='1'/>"),
    "part of a text with its letters in one another": in_run("<w:spacing w:val='-400'/>"),
    "part of a text pressed into a width of nothing": in_run("<w:fitText w:val='1' w:id='7'/>"),
    "letters above each other in one line": in_run("<w:eastAsianLayout w:id='3' w:combine='1'/>"),
    "paragraph off the page": in_paragraph("<w:ind w:left='-20000'/>"),
    "frame without a size": in_paragraph("<w:framePr w:w='1' w:h='1' w:hRule='exact'/>"),
}
_VISIBLE = {
    "table of which all letters are raised": by_table("<w:vertAlign w:val='superscript'/>"),
    "text that would be one point by its style": by_style("paragraph", _POINT, own="<w:sz w:val='22'/>"),
    "part of a text fitted into a usual width": in_run("<w:fitText w:val='400' w:id='7'/>"),
    "word that goes from right to left": in_run("<w:rtl/>"),
    "text that only web pages hide": in_run("<w:webHidden/>"),
    "end of a paragraph that is hidden": _in_two("<w:rPr><w:vanish/></w:rPr>", "Dezernat ", "III"),
    "large first word": _in_two("<w:framePr w:dropCap='drop' w:lines='2'/>", "Dezernat ", "III"),
    "hidden by a part of the table's style that is switched off": by_table(
        _VANISH, part="firstCol", look="<w:tblLook w:val='0000'/>"
    ),
    "row of one twip at least": row_of(1, "atLeast"),
    "row of a usual exact height": row_of(400, "exact"),
}
_ORDER, _TURNED = "\u202b12 34\u202c", "\u202eDezernat III\u202c"
_REORDERED = {
    "numbers in a run from right to left": (run("12 34", "<w:rtl/>"), _ORDER, "34 12"),
    "numbers in a stretch from right to left": (
        made("<w:dir w:val='rtl'><w:r><w:t>12 34</w:t></w:r></w:dir>"),
        _ORDER,
        "34 12",
    ),
    "text shown from behind": (
        made("<w:bdo w:val='rtl'><w:r><w:t>Dezernat III</w:t></w:r></w:bdo>"),
        _TURNED,
        "III tanrezeD",
    ),
    "text turned round by a character": (run(_TURNED), _TURNED, "III tanrezeD"),
    "year that the program puts in": (made("<w:r><w:yearLong/></w:r>"), "\ufffd", "2026"),
}
_WRITERS = "Dezernat III – Soziales &amp; Jugend"


def _with_style(kind: str, of_paragraph: str, of_text: str) -> Callable[[str], str]:
    """The answer in a style of its own, in what Writer makes of the form."""

    def act(content: str) -> str:
        style = (
            f'<style:style style:name="Gauntlet" style:family="{kind}">'
            f"<style:paragraph-properties {of_paragraph}/><style:text-properties {of_text}/></style:style>"
        )
        content = content.replace("</office:automatic-styles>", f"{style}</office:automatic-styles>", 1)
        if kind == "text":
            return content.replace(
                _WRITERS, f'<text:span text:style-name="Gauntlet">{_WRITERS}</text:span>', 1
            )
        before, behind = content.split(_WRITERS, 1)
        begin = before.rindex("<text:p ")
        opened = re.sub(r'style-name="[^"]*"', 'style-name="Gauntlet"', before[begin:], count=1)
        return before[:begin] + opened + _WRITERS + behind

    return act


def _with_row(properties: str) -> Callable[[str], str]:
    def act(content: str) -> str:
        style = (
            '<style:style style:name="Gauntlet" style:family="table-row">'
            f"<style:table-row-properties {properties}/></style:style>"
        )
        content = content.replace("</office:automatic-styles>", f"{style}</office:automatic-styles>", 1)
        before, behind = content.split(_WRITERS, 1)
        begin = before.rindex("<table:table-row")
        opened = re.sub(
            "<table:table-row[^>]*>", '<table:table-row table:style-name="Gauntlet">', before[begin:], count=1
        )
        return before[:begin] + opened + _WRITERS + behind

    return act


_UNSEEN_BY_WRITER = {
    "letters of two per cent": _with_style("text", "", 'fo:font-size="2%"'),
    "letters of a third of a millimetre": _with_style("paragraph", "", 'fo:font-size="0.3mm"'),
    "letters one per cent wide": _with_style("text", "", 'style:text-scale="1%"'),
    "letters above each other in one line": _with_style("text", "", 'style:text-combine="lines"'),
    "letters in one another": _with_style("text", "", 'fo:letter-spacing="-0.7cm"'),
    "raised letters of one per cent": _with_style("text", "", 'style:text-position="33% 1%"'),
    "letters that let everything through": _with_style("text", "", 'fo:color="#000000" loext:opacity="0%"'),
    "line of a third of a millimetre": _with_style("paragraph", 'fo:line-height="0.03cm"', ""),
    "paragraph off the page": _with_style("paragraph", 'fo:margin-left="-40cm"', ""),
    "row of a third of a millimetre": _with_row('style:row-height="0.03cm"'),
}
_VISIBLE_BY_WRITER = {
    "raised letters, all of them": _with_style("text", "", 'style:text-position="33% 80%"'),
    "row of a third of a millimetre at least": _with_row('style:min-row-height="0.03cm"'),
    "letters of a colour that nobody chose": _with_style(
        "text", "", 'style:use-window-font-color="true" loext:opacity="0%"'
    ),
}


def _in_writer(change: Callable[[str], str]) -> Callable[[bytes, Path], bytes]:
    def act(_data: bytes, _folder: Path) -> bytes:
        parts = parts_of(in_open_document(DEPARTMENT[0]))
        before = raw(parts["content.xml"]).decode()
        after = change(before)
        assert after != before
        parts["content.xml"] = after.encode()
        return zipped(parts)

    return act


MUTATIONS: tuple[Mutation, ...] = (
    *(changed("content", name, DEPARTMENT[0], act, _ASKED, by=RAW) for name, act in _UNSEEN.items()),
    *(changed("content", name, DEPARTMENT[0], act, _SEEN, by=RAW) for name, act in _VISIBLE.items()),
    *(
        changed("content", name, DEPARTMENT[0], _entered(piece), _reordered(value, saw), by=RAW)
        for name, (piece, value, saw) in _REORDERED.items()
    ),
    *(
        done(
            "content",
            f"{name}, in OpenDocument",
            DEPARTMENT[0],
            _in_writer(act),
            accepted("hidden_text", why="Taken, and asked about.", saw="nothing"),
            by=BY_WRITER,
        )
        for name, act in _UNSEEN_BY_WRITER.items()
    ),
    *(
        done(
            "content",
            f"{name}, in OpenDocument",
            DEPARTMENT[0],
            _in_writer(act),
            accepted(why="As it is seen."),
            by=BY_WRITER,
        )
        for name, act in _VISIBLE_BY_WRITER.items()
    ),
)
