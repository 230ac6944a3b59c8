"""Pictures in headers and footers of a Word form, as a stamp or a signature, and links behind its texts."""

from __future__ import annotations

from gauntlet.documents.editing import REMARKS, Change, Form, joined, linked_outside, value_of
from gauntlet.documents.making import accepted
from gauntlet.documents.shown import Shown, in_words_xml, saved_by_writer
from gauntlet.documents.word.around import png
from gauntlet.documents.xml import W, made, put, run
from gauntlet.editing import raw
from office.packages import OFFICE, rels

_INCH = 914_400
_ROOTS = {"header": "hdr", "footer": "ftr"}
_DRAWN = (
    "<w:p><w:r><w:drawing><wp:inline><wp:extent cx='{size}' cy='{size}'/><wp:docPr id='9' name='Bild 9'/>"
    "<a:graphic><a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/picture'>"
    "<pic:pic xmlns:pic='http://schemas.openxmlformats.org/drawingml/2006/picture'><pic:nvPicPr>"
    "<pic:cNvPr id='9' name='Bild 9'/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed='rId1'/>"
    "</pic:blipFill><pic:spPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='{size}' cy='{size}'/></a:xfrm>"
    "<a:prstGeom prst='rect'/></pic:spPr></pic:pic></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></w:r></w:p>"
)


def _pictured(*kinds: str) -> Change:
    """A picture in these parts of the last section's pages, in place of what stood there."""

    def act(form: Form) -> None:
        section = next(form.body.iter(f"{W}sectPr"))
        for kind in kinds:
            name = f"{kind}9.xml"
            paragraph = made(_DRAWN.format(size=_INCH))
            spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in paragraph.nsmap.items())
            content = _DRAWN.format(size=_INCH)
            root = _ROOTS[kind]
            number = joined(form, name, kind, f"<w:{root} {spaces}>{content}</w:{root}>")
            form.parts[f"word/_rels/{name}.rels"] = rels(("rId1", f"{OFFICE}/image", "media/stempel.png"))
            section.insert(0, made(f"<w:{kind}Reference w:type='first' r:id='{number}'/>"))
        if section.find(f"{W}titlePg") is None:
            section.append(made("<w:titlePg/>"))
        form.parts["word/media/stempel.png"] = png()
        types = "[Content_Types].xml"
        default = b'<Default Extension="png" ContentType="image/png"/></Types>'
        form.parts[types] = raw(form.parts[types]).replace(b"</Types>", default)

    return act


_PICTURED = tuple(
    Shown(
        f"picture in {where} of the first page",
        "stammblatt",
        _pictured(*kinds),
        accepted("pictures_found", why="Every answer the same; that it is there is told.", saw="A picture."),
    )
    for where, kinds in (
        ("the header", ("header",)),
        ("the footer", ("footer",)),
        ("header and footer", ("header", "footer")),
    )
)


def _linked(target: str, said: str) -> Change:
    """An answer that is a link."""

    def act(form: Form) -> None:
        link = made(f"<w:hyperlink r:id='{linked_outside(form, target)}' w:history='1'/>")
        link.append(run(said))
        put(form.control(REMARKS), link)

    return act


_SAID = str(value_of(REMARKS))
LINKED = (
    Shown(
        "link behind an answer",
        "stammblatt",
        _linked("https://kreis.example/plan", _SAID),
        accepted("link_target", why="Every answer the same; where it leads is told.", saw="The text alone."),
    ),
    Shown(
        "link with the address that is seen",
        "stammblatt",
        _linked("https://kreis.example/plan", "www: kreis.example/plan"),
        accepted(
            why="Nothing is told: the address is the answer.", changed={REMARKS: "www: kreis.example/plan"}
        ),
    ),
)
CASES = (*_PICTURED, *LINKED)
MUTATIONS = (*in_words_xml(CASES), *saved_by_writer(CASES))
