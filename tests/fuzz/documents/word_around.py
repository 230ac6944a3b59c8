"""Word documents that are hostile around their text: in archives, links, styles, comments and notes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from fuzz.archives import MIB, Member, archive, inflating_to, member, members_of
from fuzz.documents.cases import HOSTILE, MANY, TOO_LARGE, Listed, cases, heavy, light
from fuzz.documents.forms import (
    ANSWER,
    DOCUMENT,
    Link,
    with_links,
    word_body,
    word_form,
    word_parts,
)
from fuzz.documents.word_beside import comments, notes, properties
from fuzz.measuring import EITHER, REFUSED, Case
from office.packages import OFFICE, rels, zipped
from office.word.parts import NAMESPACES, NEWER, paragraph, part, run

NOWHERE = ("http://192.0.2.1/x", "file:///etc/passwd", "\\\\192.0.2.1\\x", "ftp://192.0.2.1/x.docx")


def hostile_word_around(*, heavy: bool) -> Iterator[Case]:
    """Each is the small form, with something hostile around it."""
    groups = (_archives, _outside, _circles, _styles, _settings, comments, notes, properties)
    yield from cases(groups, with_heavy=heavy)


# Archives


def _main() -> Member:
    return member(DOCUMENT, word_body().encode())


def _with_main(main: Member, *more: Member) -> list[Member]:
    rest = {name: content for name, content in word_parts().items() if name != DOCUMENT}
    return [*members_of(dict(rest)), *more, main]


def _bomb(mebibytes: int, **claims: int) -> bytes:
    before, after = word_body().encode().split(b"<w:sectPr", 1)
    body = inflating_to(before, b" ", mebibytes, b"<w:sectPr" + after)
    return archive(_with_main(replace(Member(DOCUMENT, body, mebibytes * MIB), **claims)))


def _archives() -> Iterator[Listed]:
    sound = archive(_with_main(_main()))
    yield light("sound document", lambda: sound)
    yield light("document of 10 GB that claims little", lambda: _bomb(10_000, size=1_000), ("damaged_file",))
    yield light("document of 2 GB", lambda: _bomb(2_000), TOO_LARGE)
    yield light("document with 100 MB of spaces", lambda: _bomb(100), TOO_LARGE)
    yield light("two documents of one name", lambda: archive(_with_main(_main(), _main())), HOSTILE)
    upper = replace(_main(), name="WORD/Document.XML")
    yield light(
        "two documents whose names differ in case", lambda: archive(_with_main(_main(), upper)), HOSTILE
    )
    for name in ("../../etc/cron.d/x", "/etc/passwd", "C:\\x", "word\\..\\..\\x", "word/../../x"):
        yield light(
            f"member {name}", lambda name=name: archive(_with_main(_main(), member(name, b""))), HOSTILE
        )  # type: ignore[misc]
    yield light("document under lock", lambda: archive(_with_main(replace(_main(), flags=1))), ("password",))
    for share in (0.1, 0.5, 0.9, 0.99):
        cut = sound[: int(len(sound) * share)]
        yield light(f"{share:.0%} of a document", lambda cut=cut: cut, ("damaged_file",))  # type: ignore[misc]
    half = word_body().encode()[:9_000]
    yield light("half a main part", lambda: word_form(more={DOCUMENT: half}), ("damaged_file",))
    yield light("empty main part", lambda: word_form(more={DOCUMENT: b""}), ("damaged_file",))
    yield light("main part of another kind", lambda: word_form(more={DOCUMENT: part("styles", "")}), REFUSED)
    without = {name: content for name, content in word_parts().items() if name != DOCUMENT}
    yield light("no main part", lambda: zipped(without), ("damaged_file",))
    workbook = {"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": "<worksheet/>"}
    yield light("a document that is a workbook too", lambda: word_form(more=workbook))
    yield light("an archive in the document", lambda: word_form(more={"word/x.docx": sound}))
    pictures = {f"word/media/{number}.png": b"x" for number in range(1_900)}
    yield heavy("1,900 unknown members", lambda: word_form(more=pictures))


# Relationships


def _outside() -> Iterator[Listed]:
    """What programs would fetch; nothing of it is."""
    of_body = (
        "subDocument",
        "aFChunk",
        "oleObject",
        "package",
        "image",
        "hyperlink",
        "frame",
        "header",
        "footer",
        "comments",
        "footnotes",
        "styles",
        "settings",
        "glossaryDocument",
        "video",
        "control",
        "attachedTemplate",
    )
    shown = (
        '<w:subDoc r:id="h0"/>',
        '<w:altChunk r:id="h0"/>',
        '<w:p><w:r><w:object><o:OLEObject Type="Link" r:id="h0"/></w:object></w:r></w:p>',
        f'<w:p><w:r><w:drawing><a:blip xmlns:a="{NAMESPACES["a"]}" r:link="h0"/></w:drawing></w:r></w:p>',
        '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="h0"/></v:shape></w:pict></w:r></w:p>',
        '<w:p><w:hyperlink r:id="h0"/></w:p>',
    )
    for kind, target in itertools.product(of_body, NOWHERE):
        links: tuple[Link, ...] = ((f"{OFFICE}/{kind}", target),)
        make = partial(word_form, "".join(shown), links=links)
        is_first = target == NOWHERE[0]
        yield replace(light(f"{kind} at {target[:12]}", make), heavy=not is_first)
    template = rels(("rId1", f"{OFFICE}/attachedTemplate", NOWHERE[0])).replace(
        "/></", ' TargetMode="External"/></'
    )
    yield light("template elsewhere", lambda: word_form(more={"word/_rels/settings.xml.rels": template}))
    outer = with_links(
        word_parts()["_rels/.rels"],
        [(f"{OFFICE}/officeDocument", NOWHERE[0]), (f"{OFFICE}/thumbnail", NOWHERE[1])],
    )
    yield light("document elsewhere beside the own one", lambda: word_form(more={"_rels/.rels": outer}))
    only = rels(("rId1", f"{OFFICE}/officeDocument", NOWHERE[0])).replace(
        "/></", ' TargetMode="External"/></'
    )
    yield light("document elsewhere", lambda: word_form(more={"_rels/.rels": only}), ("damaged_file",))
    chunk: Mapping[str, str | bytes] = {
        "word/x.htm": "<html><img src='http://192.0.2.1/x.png'/><script>alert(1)</script></html>"
    }
    yield light(
        "HTML in the document",
        lambda: word_form('<w:altChunk r:id="h0"/>', links=[(f"{OFFICE}/aFChunk", "x.htm")], more=chunk),
    )
    for target in (
        "../" * 500_000,
        "/" * MANY,
        "%2e%2e/" * 300_000,
        "..",
        "",
        "#",
        "../../../etc/passwd",
        "\0",
        "%00",
    ):
        yield light(
            f"header at {target[:20]!r}", partial(word_form, links=[(f"{OFFICE}/header", target)]), EITHER
        )


def _circles() -> Iterator[Listed]:
    kinds = (
        "header",
        "footer",
        "comments",
        "footnotes",
        "endnotes",
        "styles",
        "settings",
        "commentsExtended",
        "glossaryDocument",
        "customXml",
        "image",
    )
    for kind in kinds:
        links = [(f"{NEWER if kind == 'commentsExtended' else OFFICE}/{kind}", "document.xml")]
        yield light(f"a document that is its own {kind}", partial(word_form, links=links), EITHER)
    own = {
        "word/_rels/header1.xml.rels": rels(
            ("r1", f"{OFFICE}/header", "header1.xml"), ("r2", f"{OFFICE}/glossaryDocument", "document.xml")
        )
    }
    yield light("a header that is its own", lambda: word_form(around={"header1": paragraph("x")}, more=own))
    back = {
        "word/_rels/settings.xml.rels": rels(
            ("r1", f"{OFFICE}/glossaryDocument", "glossary/document.xml"),
            ("r2", f"{OFFICE}/settings", "settings.xml"),
        ),
        "word/glossary/_rels/document.xml.rels": rels(
            ("r1", f"{OFFICE}/settings", "../settings.xml"),
            ("r2", f"{OFFICE}/glossaryDocument", "document.xml"),
            ("r3", f"{OFFICE}/officeDocument", "../document.xml"),
        ),
    }
    yield light("settings and glossary that point at each other", lambda: word_form(more=back))
    of_links = [
        (f"{OFFICE}/header", "_rels/document.xml.rels"),
        (f"{OFFICE}/styles", "../_rels/.rels"),
        (f"{OFFICE}/image", "../[Content_Types].xml"),
    ]
    yield light("relationships that are parts", lambda: word_form(links=of_links), EITHER)
    chain = {
        f"word/theme/_rels/t{n}.xml.rels": rels(("r1", f"{OFFICE}/theme", f"t{n + 1}.xml"))
        for n in range(900)
    }
    parts = {f"word/theme/t{n}.xml": "<x/>" for n in range(901)}
    yield heavy(
        "900 parts in a line",
        lambda: word_form(links=[(f"{OFFICE}/theme", "theme/t0.xml")], more=chain | parts),
    )
    again = [(f"{OFFICE}/header", "header1.xml")] * 100_000
    yield heavy(
        "100,000 links to one header", lambda: word_form(around={"header1": paragraph("x")}, links=again)
    )
    kinds_again = [(f"{OFFICE}/image", f"x{n}.png") for n in range(300_000)]
    yield heavy("300,000 links to nothing", lambda: word_form(links=kinds_again))
    headers = {f"header{n}": paragraph(f"Kopf {n}") for n in range(900)}
    yield heavy("900 headers", lambda: word_form(around=headers))
    data = {f"customXml/item{n}.xml": "<x>Antwort</x>" for n in range(900)}
    yield heavy(
        "900 parts of data",
        lambda: word_form(
            links=[(f"{OFFICE}/customXml", f"../customXml/item{n}.xml") for n in range(900)], more=data
        ),
    )


# Styles and settings


def _styles() -> Iterator[Listed]:
    def styled(inner: str) -> bytes:
        """The answer in the last style of these."""
        answer = f'<w:r><w:rPr><w:rStyle w:val="s0"/></w:rPr><w:t>{ANSWER}</w:t></w:r>'
        return word_form(
            paragraph("x", '<w:pStyle w:val="s0"/>'),
            answer=answer,
            more={"word/styles.xml": part("styles", inner)},
        )

    def line(count: int, last: str) -> str:
        styles = (f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(count))
        return "".join(styles) + f'<w:style w:styleId="s{count}">{last}</w:style>'

    circle = '<w:basedOn w:val="s0"/>'
    yield light("style based on itself", lambda: styled(f'<w:style w:styleId="s0">{circle}</w:style>'))
    yield light("10 styles in a circle", lambda: styled(line(10, circle)))
    yield heavy("20,000 styles in a line", lambda: styled(line(20_000, "<w:rPr><w:strike/></w:rPr>")))
    every = "".join(f'<w:p><w:pPr><w:pStyle w:val="s{n}"/></w:pPr>{run("x")}</w:p>' for n in range(20_000))
    yield heavy(
        "20,000 styles in a line, all used",
        lambda: word_form(every, more={"word/styles.xml": part("styles", line(20_000, circle))}),
    )
    one = '<w:style w:styleId="s0"/>'
    yield heavy("1,000,000 styles alike", lambda: styled(one * MANY))
    name = f'<w:style w:styleId="s0"><w:name w:val="heading {"9" * MANY}"/></w:style>'
    yield light("style with a name of 1 MB", lambda: styled(name))
    level = '<w:style w:styleId="s0"><w:pPr><w:outlineLvl w:val="{}"/></w:pPr></w:style>'
    for number in ("-1", "9" * 5_000, "x", "1e9", "²"):
        yield light(f"style of level {number[:9]}", partial(styled, level.format(number)))


def _settings() -> Iterator[Listed]:
    def set_to(inner: str) -> bytes:
        return word_form(more={"word/settings.xml": part("settings", inner)})

    protected = (
        '<w:documentProtection w:edit="forms" w:enforcement="1" w:cryptSpinCount="4294967295" w:hash="x"/>'
    )
    yield light("protection of 2^32 rounds", lambda: set_to(protected))
    merge = '<w:mailMerge><w:dataSource r:id="r1"/><w:query w:val="SELECT * FROM C:\\x.mdb"/></w:mailMerge>'
    yield light("mail merge", lambda: set_to(merge))
    yield heavy("1,000,000 settings", lambda: set_to("<w:rsid/>" * MANY))
    yield heavy("1,000,000 protections", lambda: set_to('<w:documentProtection w:edit="forms"/>' * MANY))
