"""What is put into the cells of a Word form: pieces of text that look like something else, lists, tables."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from lxml import etree

from gauntlet.documents.editing import Form
from gauntlet.documents.xml import Element, W, behind, made, one, overwritten, put, run
from gauntlet.editing import raw

_NUMBERING = "word/numbering.xml"
_LOOKS = {
    "plain": "",
    "raised": "<w:vertAlign w:val='superscript'/>",
    "lowered": "<w:vertAlign w:val='subscript'/>",
    "hidden": "<w:vanish/>",
    "Wingdings": "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>",
    "Symbol": "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>",
    "bold": "<w:b/>",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text and how it looks, that it is a field's result, or has a reading above it."""

    text: str
    look: str


@dataclass(frozen=True, slots=True)
class Item:
    """The number or bullet of a list before a text."""

    kind: str
    label: str
    start: int


@dataclass(frozen=True, slots=True)
class Dressed:
    """What stands in a cell."""

    pieces: tuple[Piece, ...]
    item: Item | None
    where: str
    """In the control; over all of the cell; in a table in the cell."""


_TYPED = (
    "380", "1", "2", "12", "1.000", "2,5", "ja", "nein", "x", "n", "a", "J", "Jugendamt", " Ost", "AK001",
    "März", "2022", "14.", "30.06.2026", "ca. ", " %", "☒", "☐", "✓", "Beigeordneter",
    "a.b@kreis.example", "0211 12345",
)  # fmt: skip


def dressings() -> st.SearchStrategy[Dressed]:
    looks = st.sampled_from(("plain", "plain", "field", "ruby", *_LOOKS))
    typed = st.one_of(st.sampled_from(_TYPED), st.integers(0, 400).map(str))
    pieces = st.lists(st.builds(Piece, typed, looks), min_size=1, max_size=3).map(tuple)
    items = st.builds(
        Item,
        st.sampled_from(("decimal", "upperRoman", "lowerLetter", "upperLetter", "bullet", "decimalZero")),
        st.sampled_from(("%1.", "%1)", "%1", "Nr. %1", "•")),
        st.integers(1, 30),
    ).map(lambda item: Item(item.kind, "•", 1) if item.kind == "bullet" else item)
    where = st.sampled_from(("control", "control", "cell", "table"))
    return st.builds(Dressed, pieces, st.one_of(st.none(), st.none(), items), where)


def dress(form: Form, control: Element, dressed: Dressed, number: int) -> None:
    """Put it into the cell of a control, behind a bookmark of that number."""
    cell = next(control.iterancestors(f"{W}tc"))
    pieces = [made_of(piece) for piece in dressed.pieces]
    if dressed.where == "control":
        put(control, *pieces)
    else:
        overwritten(cell, "")
        if dressed.where == "table":
            cell.insert(len(cell) - 1, _table(pieces))
        else:
            behind(cell, *pieces)
    first = next(pieces[0].iterancestors(f"{W}p"))
    _mark(cell.findall(f"{W}p")[0], number)
    if dressed.item is not None:
        _into_list(form, first, dressed.item, 900 + number)


def made_of(piece: Piece) -> Element:
    if piece.look == "field":
        return made(
            "<w:fldSimple w:instr=' DOCPROPERTY Angabe '>"
            f"<w:r><w:t xml:space='preserve'>{piece.text}</w:t></w:r></w:fldSimple>"
        )
    if piece.look == "ruby":
        above, below = (f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>" for text in ("3", piece.text))
        return made(f"<w:r><w:ruby><w:rt>{above}</w:rt><w:rubyBase>{below}</w:rubyBase></w:ruby></w:r>")
    return run(piece.text, _LOOKS[piece.look])


def _table(pieces: list[Element]) -> Element:
    table = made(
        "<w:tbl><w:tblPr><w:tblW w:w='0' w:type='auto'/></w:tblPr>"
        "<w:tblGrid><w:gridCol w:w='900'/></w:tblGrid>"
        "<w:tr><w:tc><w:tcPr><w:tcW w:w='900' w:type='dxa'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    )
    next(table.iter(f"{W}p")).extend(pieces)
    return table


def _mark(paragraph: Element, number: int) -> None:
    at = 1 if paragraph.find(f"{W}pPr") is not None else 0
    ends = "".join(
        f"<w:bookmark{end} w:id='{70_000 + number}'{name}/>"
        for end, name in (("Start", f" w:name='guard{number}'"), ("End", ""))
    )
    for mark in reversed(list(made(f"<w:p>{ends}</w:p>"))):
        paragraph.insert(at, mark)


def _into_list(form: Form, paragraph: Element, item: Item, number: int) -> None:
    root = etree.fromstring(raw(form.parts[_NUMBERING]))
    levels = made(
        f"<w:abstractNum w:abstractNumId='{number}'><w:lvl w:ilvl='0'><w:start w:val='{item.start}'/>"
        f"<w:numFmt w:val='{item.kind}'/><w:lvlText w:val='{item.label}'/></w:lvl></w:abstractNum>"
    )
    one(root, "num").addprevious(levels)
    root.append(made(f"<w:num w:numId='{number}'><w:abstractNumId w:val='{number}'/></w:num>"))
    form.parts[_NUMBERING] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if paragraph.find(f"{W}pPr") is None:
        paragraph.insert(0, made("<w:pPr/>"))
    one(paragraph, "pPr").append(made(f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{number}'/></w:numPr>"))
