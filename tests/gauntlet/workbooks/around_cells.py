"""What senders put around the cells, which nobody may overlook, in every format that can hold it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from gauntlet.editing import NAME, TOTAL, Act, cell_replaced, in_parts, part_of, parts_of, raw
from gauntlet.filled import cell_of, filled_form
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.programs import run
from gauntlet.workbooks.by_raw_cells import link
from office.packages import OFFICE, PACKAGE, Parts, zipped
from ruecklauf.values import Value

RAW = "raw XML"
CONVERTED = "LibreOffice, after raw XML"
KINDS = {"ods": "OpenDocument", "xls": "the old Excel format"}
SHEET = "Zielgruppe"

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WHOLE_DRAWING = (
    f'<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main" '
    f'xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<xdr:twoCellAnchor><xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>11</xdr:col><xdr:colOff>0</xdr:colOff>"
    "<xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>{shape}<xdr:clientData/></xdr:twoCellAnchor>"
    "</xdr:wsDr>"
)
_PLACE = (
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="800000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
)
_BOX = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="Feld">{click}</xdr:cNvPr><xdr:cNvSpPr txBox="1"/>'
    "</xdr:nvSpPr>"
    + _PLACE
    + "<xdr:txBody><a:bodyPr>{warp}</a:bodyPr><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)
_WARP = '<a:prstTxWarp prst="textWave1"><a:avLst/></a:prstTxWarp>'
_PICTURE = (
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="Plan"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
    '<a:blip r:{how}="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>' + _PLACE + "</xdr:pic>"
)
_ELLIPSE = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="4" name="Ellipse"/><xdr:cNvSpPr/></xdr:nvSpPr>'
    + _PLACE.replace('"rect"', '"ellipse"')
    + "</xdr:sp>"
)
_LIST = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t201" o:spt="201"/>'
    '<v:shape id="_x0000_s1025" type="#_x0000_t201" style="position:absolute">'
    '<x:ClientData ObjectType="Drop">'
    "<x:Anchor>8, 0, 2, 0, 10, 0, 3, 0</x:Anchor><x:FmlaRange>$C$9:$C$12</x:FmlaRange>"
    "<x:FmlaLink>{cell}</x:FmlaLink><x:Sel>2</x:Sel></x:ClientData></v:shape></xml>"
)
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
_ADDRESS = "https://kreis.example/liste.html"


def _drawn(parts: Parts, shape: str, *, kind: str = "", target: str = "", outside: bool = True) -> None:
    """A drawing on a sheet with one shape, which may point at something by `rId1`."""
    parts["xl/drawings/drawing9.xml"] = _WHOLE_DRAWING.format(shape=shape)
    link(parts, SHEET, (f"{OFFICE}/drawing", "../drawings/drawing9.xml"))
    sheet = raw(parts[part_of(SHEET)])
    drawing = f'<drawing xmlns:r="{OFFICE}" r:id="rIdG0"/></worksheet>'
    parts[part_of(SHEET)] = sheet.replace(b"</worksheet>", drawing.encode())
    types = raw(parts["[Content_Types].xml"])
    kinds = (
        '<Default Extension="png" ContentType="image/png"/><Override PartName="/xl/drawings/drawing9.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = types.replace(b"</Types>", kinds.encode())
    if kind:
        mode = ' TargetMode="External"' if outside else ""
        parts["xl/drawings/_rels/drawing9.xml.rels"] = (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/{kind}" '
            f'Target="{target}"{mode}/></Relationships>'
        )


def header(parts: Parts) -> None:
    """A remark in the header of the printed page."""
    sheet = raw(parts[part_of(SHEET)])
    text = "<headerFooter><oddHeader>&amp;CZahlen vom 31.12., nicht 30.6.</oddHeader>"
    parts[part_of(SHEET)] = sheet.replace(b"<headerFooter>", text.encode())


def footer(parts: Parts) -> None:
    """A name and number behind the form's own footer."""
    sheet = raw(parts[part_of(SHEET)])
    parts[part_of(SHEET)] = sheet.replace(b"&amp;RSeite", b"&amp;Rgilt nur mit Anlage 3 Seite")


def linked_cell(parts: Parts) -> None:
    """An answer with an address behind it."""
    sheet, cell = cell_of(*NAME)
    entry = f'<hyperlinks><hyperlink ref="{cell}" r:id="rIdG0" xmlns:r="{OFFICE}"/></hyperlinks><pageMargins'
    parts[part_of(sheet)] = raw(parts[part_of(sheet)]).replace(b"<pageMargins", entry.encode())
    link(parts, sheet, (f"{OFFICE}/hyperlink", _ADDRESS))
    folder, _, name = part_of(sheet).rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    outside = f'Target="{_ADDRESS}" TargetMode="External"'
    parts[path] = raw(parts[path]).replace(f'Target="{_ADDRESS}"'.encode(), outside.encode())


def linked_shape(parts: Parts) -> None:
    """A text box that leads to an address."""
    click = f'<a:hlinkClick xmlns:r="{OFFICE}" r:id="rId1"/>'
    shape = _BOX.format(click=click, warp="", text="Unsere Liste")
    _drawn(parts, shape, kind="hyperlink", target=_ADDRESS)


def word_art(parts: Parts) -> None:
    _drawn(parts, _BOX.format(click="", warp=_WARP, text="Entwurf, noch nicht abgestimmt"))


def only_for_older_programs(parts: Parts) -> None:
    """A shape that newer programs draw without text, and older ones with one."""
    shape = _BOX.format(click="", warp="", text="Siehe Anlage")
    fallback = f'<mc:Choice Requires="a14"/><mc:Fallback>{shape}</mc:Fallback>'
    _drawn(parts, f"<mc:AlternateContent>{fallback}</mc:AlternateContent>")


def picture(parts: Parts) -> None:
    parts["xl/media/image9.png"] = _PNG
    _drawn(parts, _PICTURE.format(how="embed"), kind="image", target="../media/image9.png", outside=False)


def linked_picture(parts: Parts) -> None:
    _drawn(parts, _PICTURE.format(how="link"), kind="image", target="https://kreis.example/plan.png")


def ellipse(parts: Parts) -> None:
    """A shape without a text, as people draw one around an answer."""
    _drawn(parts, _ELLIPSE)


def chosen_entry(parts: Parts) -> None:
    """A list over the sheet that keeps the number of the chosen entry in the cell of an answer."""
    parts["xl/drawings/vmlDrawing9.vml"] = _LIST.format(cell=cell_of(*TOTAL)[1])
    link(parts, SHEET, (f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing9.vml"))
    drawing = f'<legacyDrawing xmlns:r="{OFFICE}" r:id="rIdG0"/></worksheet>'
    parts[part_of(SHEET)] = raw(parts[part_of(SHEET)]).replace(b"</worksheet>", drawing.encode())
    vml = "application/vnd.openxmlformats-officedocument.vmlDrawing"
    kind = f'<Default Extension="vml" ContentType="{vml}"/></Types>'
    types = raw(parts["[Content_Types].xml"])
    parts["[Content_Types].xml"] = types.replace(b"</Types>", kind.encode())


def property_text(parts: Parts) -> None:
    """The comment among the properties of the file."""
    core = raw(parts["docProps/core.xml"])
    text = "<dc:description>Zahlen sind geschätzt</dc:description></cp:coreProperties>"
    parts["docProps/core.xml"] = core.replace(b"</cp:coreProperties>", text.encode())


def raised_mark(parts: Parts) -> None:
    """A number with a raised digit behind it, which stands for a remark."""
    sheet, cell = cell_of(*TOTAL)
    rich = '<is><r><t>380</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is>'
    parts[part_of(sheet)] = cell_replaced(raw(parts[part_of(sheet)]), cell, rich, 't="inlineStr"')


SENT: dict[str, tuple[Callable[[Parts], None], tuple[str, ...], dict[Answer, Value | None], str]] = {
    "a remark in the page header": (header, ("page_text",), {}, "The header is printed: it is shown."),
    "a remark in the page footer": (footer, ("page_text",), {}, "The footer is printed: it is shown."),
    "an answer with an address behind it": (linked_cell, ("link_target",), {}, "The address is shown."),
    "a text box that is a link": (
        linked_shape,
        ("link_target", "drawing_text"),
        {},
        "Its text and the address are shown.",
    ),
    "WordArt": (word_art, ("drawing_text",), {}, "Its text is shown."),
    "a pasted picture": (picture, ("unknown_part",), {}, "It is named, for nobody reads it."),
    "a picture that lies elsewhere": (linked_picture, ("unknown_part",), {}, "Its address is named."),
    "a shape without a text": (ellipse, ("unknown_part",), {}, "It is named, for it may cover something."),
    "a list that keeps the number of its entry": (
        chosen_entry,
        ("perhaps_not_seen",),
        {},
        "Taken, and asked about: its entry was seen, not its number.",
    ),
    "a comment among the file's properties": (property_text, ("property_text",), {}, "It is shown."),
    "a raised mark behind a number": (
        raised_mark,
        ("no_number",),
        {TOTAL: None},
        "380¹ is not 3801: it is asked about.",
    ),
}
"""By name: what is done, the findings, what it changes, and why."""
_LINKED_BOX = "a text box that is a link"
_OLD_LIST = "a list that keeps the number of its entry"
NOT_IN = {
    "xls": ("a picture that lies elsewhere", _LINKED_BOX, _OLD_LIST),
    "ods": (_LINKED_BOX, _OLD_LIST),
}
"""What LibreOffice does not write into a format, or what is not read in it."""


def _changed(change: Callable[[Parts], None]) -> bytes:
    parts = parts_of(filled_form())
    change(parts)
    return zipped(parts)


@cache
def _converted(kind: str) -> Mapping[str, bytes]:
    """All files in another format, by name, from one run of LibreOffice."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, (change, *_) in enumerate(SENT.values()):
            (folder / f"{number}.xlsx").write_bytes(_changed(change))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        files = [f"{number}.xlsx" for number in range(len(SENT))]
        run("soffice", profile, "--headless", "--convert-to", kind, *files, folder=folder, seconds=900)
        return {name: (folder / f"{number}.{kind}").read_bytes() for number, name in enumerate(SENT)}


def _as(kind: str, name: str) -> Act:
    return lambda _form, _folder: _converted(kind)[name]


BROKEN = b"<a><b></a>"
_OPEN = {
    "a styles part of OpenDocument that is damaged": ("styles.xml", ("unknown_part",)),
    "damaged properties of an OpenDocument file": ("meta.xml", ("unknown_part",)),
}


@cache
def _open_document() -> bytes:
    """The filled form as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "form.xlsx").write_bytes(filled_form())
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        run("soffice", profile, "--headless", "--convert-to", "ods", "form.xlsx", folder=folder, seconds=900)
        return (folder / "form.ods").read_bytes()


def in_open_document(change: Callable[[Parts], None]) -> Act:
    """What LibreOffice makes of the form, with members of its zip changed."""

    def act(_form: bytes, _folder: Path) -> bytes:
        parts = parts_of(_open_document())
        change(parts)
        return zipped(parts)

    return act


def _replaced(member: str, old: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        before = raw(parts[member])
        assert old.encode() in before
        parts[member] = before.replace(old.encode(), new.encode(), 1)

    return change


def _broken(member: str) -> Callable[[Parts], None]:
    return lambda parts: parts.update({member: BROKEN})


_DOCTYPE = (
    '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    "<manifest:manifest "
)
_RECORDED = (
    '<office:spreadsheet><table:tracked-changes><table:cell-content-change table:id="ct1">'
    '<table:cell-address table:column="3" table:row="8" table:table="9"/><office:change-info>'
    "<dc:creator>Amt</dc:creator><dc:date>2026-06-01T10:00:00</dc:date></office:change-info><table:previous>"
    '<table:change-track-table-cell office:value-type="float" office:value="412"/></table:previous>'
    "</table:cell-content-change></table:tracked-changes>"
)
_NAME = "Ausländerbehörde Ahornstadt 01"
_RUBY = (
    "<text:p><text:ruby><text:ruby-base>Ausländerbehörde</text:ruby-base><text:ruby-text>alt</text:ruby-text>"
    "</text:ruby> Ahornstadt 01</text:p>"
)
IN_OPEN_DOCUMENT = {
    "a manifest with a DTD, as old programs write it": (
        _replaced("META-INF/manifest.xml", "<manifest:manifest ", _DOCTYPE),
        (),
        "Nothing in it is an answer.",
    ),
    "changes recorded by OpenDocument": (
        _replaced("content.xml", "<office:spreadsheet>", _RECORDED),
        ("changes_recorded",),
        "What stood there before is shown.",
    ),
    "a reading above a word": (
        _replaced("content.xml", f"<text:p>{_NAME}</text:p>", _RUBY),
        ("note_found",),
        "It is none of the answer, and shown.",
    ),
    **{
        name: (_broken(member), codes, "The rest is read, and the part named.")
        for name, (member, codes) in _OPEN.items()
    },
}


def _beside(part: str, kind: str, source: str = "xl/workbook.xml") -> Callable[[Parts], None]:
    """A damaged part, to which another one points."""

    def change(parts: Parts) -> None:
        parts[part] = BROKEN
        if kind:
            folder, _, name = source.rpartition("/")
            path = f"{folder}/_rels/{name}.rels"
            entry = f'<Relationship Id="rIdB" Type="{OFFICE}/{kind}" Target="/{part}"/></Relationships>'
            links = raw(parts.get(path, f'<Relationships xmlns="{PACKAGE}"></Relationships>'))
            parts[path] = links.replace(b"</Relationships>", entry.encode())

    return change


def without_numbers(parts: Parts) -> None:
    """Blank cells that say they hold a shared text, and no number of one."""
    for name in [part for part in parts if part.startswith("xl/worksheets/sheet")]:
        parts[name] = raw(parts[name]).replace(b'"/><c r="F11"', b'" t="s"><v></v></c><c r="F11"')
    sheet, cell = cell_of(*TOTAL)
    parts[part_of(sheet)] = cell_replaced(raw(parts[part_of(sheet)]), cell, "<v></v>", 't="s"')


DAMAGED = {
    "damaged core properties": (_beside("docProps/core.xml", ""), ("unknown_part",)),
    "damaged custom properties": (_beside("docProps/custom.xml", ""), ("unknown_part",)),
    "damaged notes": (_beside("xl/comments9.xml", "comments", part_of(SHEET)), ("unknown_part",)),
    "a damaged drawing": (_beside("xl/drawings/drawing9.xml", "drawing", part_of(SHEET)), ("unknown_part",)),
    "changes recorded by Excel": (
        lambda parts: parts.update({"xl/revisions/revisionLog1.xml": b"<revisions/>"}),
        ("unknown_part",),
    ),
}


def _row(
    name: str,
    by: str,
    act: Act,
    codes: tuple[str, ...],
    why: str,
    *,
    changed: Mapping[Answer, Value | None] | None = None,
    group: str = "notes",
) -> Mutation:
    expected = Expected("accepted", frozenset(codes), changed or {}, why=why)
    return Mutation(name, group, by, act, expected)


MUTATIONS = (
    *(
        _row(name, RAW, in_parts(change), codes, why, changed=changed)
        for name, (change, codes, changed, why) in SENT.items()
    ),
    *(
        _row(f"{name}, in {KINDS[kind]}", CONVERTED, _as(kind, name), codes, why, changed=changed)
        for kind in KINDS
        for name, (_, codes, changed, why) in SENT.items()
        if name not in NOT_IN[kind]
    ),
    *(
        _row(name, CONVERTED, in_open_document(change), codes, why)
        for name, (change, codes, why) in IN_OPEN_DOCUMENT.items()
    ),
    *(
        _row(name, RAW, in_parts(change), codes, "The rest is read, and the part named.", group="files")
        for name, (change, codes) in DAMAGED.items()
    ),
    _row(
        "damaged number formats",
        RAW,
        in_parts(_replaced("xl/styles.xml", "</styleSheet>", "")),
        ("formats_unread", "unknown_part"),
        "Read as far as the formats go, and asked about.",
        group="files",
    ),
    _row(
        "shared texts without a number",
        RAW,
        in_parts(without_numbers),
        (),
        "Such a cell is blank, in Excel too.",
        changed={TOTAL: None},
        group="content",
    ),
    _row(
        "a text box only for older programs",
        RAW,
        in_parts(only_for_older_programs),
        ("drawing_text",),
        "Its text is shown.",
    ),
)
