"""How the general template looks: German, readable letters, contrast of 4.5:1 and more, visible borders."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.styles import BabelFish

from ruecklauf.forms.documents.tables import BORDER, GIVEN_FILL
from ruecklauf.forms.documents.widths import CELL_MARGIN, TABLE_POINTS
from ruecklauf.forms.documents.xml import NAMESPACES, W

FONT = "Arial"
"""Or Liberation Sans, which is as wide: pages break alike everywhere."""
BODY_POINTS = 10
INK, HEAD_FILL, QUIET = "1F3864", "DCE4F2", "595959"
KEPT = {
    "Normal", "Header", "Footer", "Heading 1", "Heading 2", "Title", "Subtitle", "List Bullet", "List Number",
    "Table Grid", "Normal Table", "No List", "Default Paragraph Font",
}  # fmt: skip
"""Styles of python-docx's own template that the form needs."""
PARAGRAPHS: dict[str, dict[str, Any]] = {
    "ruecklauf Head": {"points": TABLE_POINTS, "bold": True, "color": INK},
    "ruecklauf Cell": {"points": TABLE_POINTS},
    "ruecklauf Example": {"points": TABLE_POINTS, "italic": True, "color": QUIET},
    "ruecklauf Question": {"points": 9, "bold": True},
    "ruecklauf Hint": {"points": 9, "color": QUIET},
    "ruecklauf Text": {"points": 9},
    "ruecklauf Legend": {"points": BODY_POINTS},
}
"""Paragraph styles: of tables for many answers, of those with one answer a row, and of the legend."""
_TABLE_STYLE = f"""
<w:style xmlns:w="{NAMESPACES["w"]}" w:type="table" w:customStyle="1" w:styleId="ruecklaufTable">
<w:name w:val="ruecklauf Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
<w:tblPr><w:tblBorders>{
    "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{BORDER}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
}</w:tblBorders>
<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="{CELL_MARGIN}" w:type="dxa"/>
<w:bottom w:w="28" w:type="dxa"/><w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>
<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/></w:tcPr></w:tblStylePr>
</w:style>"""


def give_styles(document: Document, language: str) -> None:
    """Make the document's styles those of a form in a language, as `de-DE`."""
    _drop_others(document)
    _set_language(document, language)
    normal = document.styles["Normal"]
    _font(normal, points=BODY_POINTS)
    _spacing(normal, after=4)
    _font(document.styles["Title"], points=18, bold=True, color=INK)
    _spacing(document.styles["Title"], after=2)
    _font(document.styles["Subtitle"], points=12, color=QUIET)
    for name, points, before in (("Heading 1", 14, 14), ("Heading 2", 11, 8)):
        _font(document.styles[name], points=points, bold=True, color=INK)
        _spacing(document.styles[name], before=before, after=4)
    for name in ("List Bullet", "List Number"):
        _spacing(document.styles[name], after=2)
    _font(document.styles["Footer"], points=8.5, color=QUIET)
    _add_styles(document)


def _add_styles(document: Document) -> None:
    styles = document.styles
    for name, look in PARAGRAPHS.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, **look)
        _spacing(style, after=2 if name == "ruecklauf Legend" else 0)
    _font(styles.add_style("ruecklauf Code", WD_STYLE_TYPE.CHARACTER), bold=True)
    given = styles.add_style("ruecklauf Given", WD_STYLE_TYPE.CHARACTER)
    _shade(given, GIVEN_FILL)
    _font(styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER, builtin=True), color=QUIET)
    styles.element.append(parse_xml(_TABLE_STYLE))


def _drop_others(document: Document) -> None:
    element = document.styles.element
    for style in list(element.findall(W + "style")):
        if _name(style) not in KEPT:
            element.remove(style)
    for style in element.findall(W + "style"):
        for link in style.findall(W + "link"):
            style.remove(link)


def _name(style: BaseOxmlElement) -> str:
    """The name as python-docx gives it: built-in headings begin with a capital letter in Word only."""
    name: Any = style.find(W + "name")
    return BabelFish.internal2ui(name.get(W + "val"))


def _set_language(document: Document, language: str) -> None:
    """The form's language everywhere; python-docx's own template is American."""
    for element in document.styles.element.iter(W + "lang"):
        element.set(W + "val", language)
        element.set(W + "eastAsia", language)
    for element in document.settings.element.iter(W + "themeFontLang"):
        element.set(W + "val", language)


def _font(
    style: Any,
    *,
    points: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    color: str = "",
) -> None:
    """Letters of a style; what python-docx's own template says of them is taken out."""
    properties = style.element.get_or_add_rPr()
    for name in ("rFonts", "color", "spacing", "kern"):
        for element in properties.findall(W + name):
            properties.remove(element)
    font = style.font
    if points:
        font.size = Pt(points)
        font.name = FONT
    font.bold, font.italic = bold, italic
    if color:
        font.color.rgb = RGBColor.from_string(color)


def _spacing(style: Any, *, before: float = 0, after: float = 0) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0


def _shade(style: Any, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    style.element.get_or_add_rPr().append(shade)
