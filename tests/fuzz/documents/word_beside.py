"""Word documents that are hostile beside their text: in comments, notes, headers and properties."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fuzz.documents.cases import MANY, TOO_LARGE, Listed, heavy, light
from fuzz.documents.forms import word_form, word_parts
from fuzz.measuring import EITHER
from office.word.parts import NAMESPACES, NEWER, paragraph, run

# Comments and notes


def _commented(comments: str, body: str = "", **more: str) -> bytes:
    return word_form(body, around={"comments": comments}, more=dict(more))


def comments() -> Iterator[Listed]:
    def comment(number: int | str, text: str = "Frage") -> str:
        return f'<w:comment w:id="{number}" w:author="Meier">{paragraph(text)}</w:comment>'

    def anchor(number: int) -> str:
        return f'<w:commentRangeStart w:id="{number}"/>{run("x")}<w:commentRangeEnd w:id="{number}"/>'

    yield light("comment without an anchor", lambda: _commented(comment(7)))
    yield light("anchor without a comment", lambda: _commented("", f"<w:p>{anchor(7)}</w:p>"))
    yield light(
        "comment without an id",
        lambda: _commented("<w:comment/>", "<w:p><w:commentRangeStart/><w:commentReference/></w:p>"),
    )
    ends = '<w:p><w:commentRangeEnd w:id="1"/></w:p>' + f"<w:p>{anchor(1)}</w:p>"
    yield light("anchor that ends before it begins", lambda: _commented(comment(1), ends))
    yield light(
        "comment in a comment", lambda: _commented(f'<w:comment w:id="1">{comment(2)}</w:comment>'), EITHER
    )
    yield light(
        "comment with its own anchor",
        lambda: _commented(f'<w:comment w:id="1"><w:p>{anchor(1)}</w:p></w:comment>'),
    )
    inside = f'<w:comment w:id="1"><w:tbl><w:tr><w:tc>{paragraph("x")}</w:tc></w:tr></w:tbl></w:comment>'
    yield light("table in a comment", lambda: _commented(inside))
    open_row = '<w:comment w:id="1"><w:tbl><w:tr><w:tc></w:tc></w:tr></w:tbl></w:comment>'
    yield light(
        "row of a table around a comment",
        lambda: _commented(f"<w:tbl><w:tr>{open_row}</w:tr></w:tbl>"),
        EITHER,
    )
    yield heavy(
        "50,000 comments without anchors", lambda: _commented("".join(comment(n) for n in range(50_000)))
    )
    yield heavy("100,000 comments alike", lambda: _commented(comment(1) * 100_000), TOO_LARGE)
    yield heavy(
        "one comment with 100,000 anchors",
        lambda: _commented(comment(1), f"<w:p>{anchor(1) * 100_000}</w:p>"),
    )
    both = "".join(comment(n) for n in range(40_000)), "".join(anchor(n) for n in range(40_000))
    yield heavy("40,000 comments on one paragraph", lambda: _commented(both[0], f"<w:p>{both[1]}</w:p>"))
    starts = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(20_000))
    stops = "".join(f'<w:commentRangeEnd w:id="{n}"/>' for n in range(20_000))
    over = f"<w:p>{starts}</w:p>{paragraph('x' * 4_000) * 1_000}<w:p>{stops}</w:p>"
    yield heavy(
        "20,000 comments on 4 MB", lambda: _commented("".join(comment(n) for n in range(20_000)), over)
    )
    yield heavy("a comment of 2 MB", lambda: _commented(comment(1, "x" * 2 * MANY)))
    yield heavy("a comment of 10 MB", lambda: _commented(comment(1, "x" * 10 * MANY)), TOO_LARGE)
    yield light("a comment whose id has 3 MB", lambda: _commented(comment("9" * 3 * MANY)))
    yield light("comments that answer each other", lambda: _answering(2))
    yield heavy("20,000 comments that answer each other", lambda: _answering(20_000))


def _answering(count: int) -> bytes:
    """Comments that answer each the next one, and the last one the first."""
    space = f'xmlns:w14="{NAMESPACES["w14"]}"'
    comments = "".join(
        f'<w:comment w:id="{n}"><w:p {space} w14:paraId="{n}">{run("x")}</w:p></w:comment>'
        for n in range(count)
    )
    inner = "".join(
        f'<w15:commentEx w15:paraId="{n}" w15:paraIdParent="{(n + 1) % count}"/>' for n in range(count)
    )
    extended = f'<w15:commentsEx xmlns:w15="{NAMESPACES["w15"]}">{inner}</w15:commentsEx>'
    return word_form(
        around={"comments": comments},
        links=[(f"{NEWER}/commentsExtended", "commentsExtended.xml")],
        more={"word/commentsExtended.xml": extended},
    )


def notes() -> Iterator[Listed]:
    def note(kind: str, inner: str) -> str:
        return f'<w:{kind} w:id="1">{inner}</w:{kind}>'

    yield light(
        "note in a note",
        lambda: word_form(around={"footnotes": note("footnote", note("footnote", paragraph("x")))}),
        EITHER,
    )
    yield light("text outside of notes", lambda: word_form(around={"footnotes": paragraph("x")}))
    yield light(
        "endnote among footnotes", lambda: word_form(around={"footnotes": note("endnote", paragraph("x"))})
    )
    yield heavy(
        "50,000 footnotes",
        lambda: word_form(around={"footnotes": note("footnote", paragraph("x")) * 50_000}),
    )
    yield heavy(
        "100,000 notes of both kinds",
        lambda: word_form(
            around={kind: note(kind[:-1], paragraph("x")) * 50_000 for kind in ("footnotes", "endnotes")}
        ),
        TOO_LARGE,
    )
    yield heavy(
        "4 MB in a footnote",
        lambda: word_form(around={"footnotes": note("footnote", paragraph("x" * 4 * MANY))}),
    )
    yield heavy(
        "140,000 lines in a header",
        lambda: word_form(around={"header1": "".join(paragraph(f"Zeile {n}") for n in range(140_000))}),
    )
    for name, text in {
        "spaces": " ",
        "dashes": "-",
        "dots": ". ",
        "pages": "Seite 1 von ",
        "digits": "1",
        "tabs": "\t",
    }.items():
        long = (text * MANY)[:MANY]
        yield light(f"header of many {name}", partial(word_form, around={"header1": paragraph(f"{long}z")}))
        yield light(
            f"footer of many {name}", partial(word_form, around={"footer7": paragraph(f"Seite {long}")})
        )


# Properties


def properties() -> Iterator[Listed]:
    custom = "docProps/custom.xml"
    sound = word_parts()[custom].decode()

    def with_property(name: str, value: str, times: int = 1) -> bytes:
        one = f'<property fmtid="x" pid="9" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
        space = 'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
        one = one.replace("<vt:lpwstr>", f"<vt:lpwstr {space}>")
        return word_form(more={custom: sound.replace("</Properties>", f"{one * times}</Properties>")})

    for value in ("1000000000", "9" * 5_000, "-1", "²", "1e9"):
        yield light(
            f"further rows: {value[:12]}",
            partial(with_property, "ruecklauf.rows:klein.stellen", value),
            EITHER,
        )
    for value in ("", "fehlt", "../x", "x" * MANY, "\u202eklein"):
        yield light(f"worksheet {value[:12]!r}", partial(with_property, "ruecklauf.worksheet", value), EITHER)
    yield light("code of 1 MB", lambda: with_property("ruecklauf.form_code", "-" * MANY))
    yield heavy("300,000 properties alike", lambda: with_property("x", "y", 300_000))
    without = sound[: sound.index("<property")] + "</Properties>"
    yield light("no properties", lambda: word_form(more={custom: without}))
