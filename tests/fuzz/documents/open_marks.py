"""OpenDocument texts that are hostile in tracked changes, comments, controls and forms."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fuzz.documents.cases import DAMAGED, MANY, TOO_LARGE, Listed, heavy, light
from fuzz.documents.forms import ANSWER, KEPT, open_form, open_part
from fuzz.documents.open_shapes import cell, line, p, row, table
from fuzz.measuring import EITHER

# Tracked changes


def changed() -> Iterator[Listed]:
    def region(number: int | str, kind: str, inner: str = "") -> str:
        about = "<office:change-info><dc:creator>Meier</dc:creator></office:change-info>"
        return (
            f'<text:changed-region text:id="{number}"><text:{kind}>{about}{inner}</text:{kind}>'
            "</text:changed-region>"
        )

    def changes(*regions: str) -> str:
        return f"<text:tracked-changes>{''.join(regions)}</text:tracked-changes>"

    def marks(number: int | str, inner: str) -> str:
        begin, end = (f'<text:change-{way} text:change-id="{number}"/>' for way in ("start", "end"))
        return begin + inner + end

    yield light("change that is not declared", lambda: open_form(answer=marks("fort", ANSWER)))
    yield light(
        "end before the beginning",
        lambda: open_form(
            changes(region(1, "insertion"))
            + p('<text:change-end text:change-id="1"/>x<text:change-start text:change-id="1"/>')
        ),
    )
    yield light(
        "insertion without end",
        lambda: open_form(changes(region(1, "insertion")) + p('<text:change-start text:change-id="1"/>x')),
    )
    there = '<text:change text:change-id="1"/>'
    yield light("deletion from nowhere", lambda: open_form(changes(region(1, "deletion", p("x")))))
    yield light(
        "deletion that was made twice",
        lambda: open_form(changes(region(1, "deletion", p("x"))) + p(there + there)),
    )
    into = changes(region(1, "deletion", p(f"x{there}")))
    yield light("deletion within itself", lambda: open_form(into + p(there)), EITHER)
    yield heavy(
        "deletion that was made 100,000 times",
        lambda: open_form(changes(region(1, "deletion", p("x"))) + p(there * 100_000)),
        EITHER,
        KEPT,
    )
    million = changes(region(1, "deletion", p("x" * MANY)))
    yield heavy("1 MB that was deleted 1,000 times", lambda: open_form(million + p(there * 1_000)))
    rows = changes(region(1, "deletion", table(line("x", "y")) * 1_000))
    yield heavy(
        "1,000 tables that were deleted 1,000 times", lambda: open_form(rows + p(there * 1_000)), EITHER
    )
    yield heavy(
        "100,000 changes",
        lambda: open_form(changes(*(region(n, "insertion") for n in range(100_000)))),
        EITHER,
        KEPT,
    )
    many = "".join(marks(n, "x") for n in range(40_000))
    yield heavy(
        "40,000 insertions",
        lambda: open_form(changes(*(region(n, "insertion") for n in range(40_000))) + p(many)),
        EITHER,
        KEPT,
    )
    opened = "".join(f'<text:change-start text:change-id="{n}"/>' for n in range(20_000))
    both = changes(*(region(n, "insertion") for n in range(20_000)))
    yield heavy(
        "20,000 insertions that overlap", lambda: open_form(both + p(opened) + p("x") * 20_000), EITHER, KEPT
    )


# Beside the text


def beside() -> Iterator[Listed]:
    def note(number: int, text: str = "Frage") -> str:
        return f'<office:annotation office:name="{number}">{p(text)}</office:annotation>'

    def end(number: int) -> str:
        return f'<office:annotation-end office:name="{number}"/>'

    yield light("comment's end without a comment", lambda: open_form(p(end(7))))
    yield light("comment without end", lambda: open_form(p(note(7)) + p("x")))
    yield light("comment outside of paragraphs", lambda: open_form(note(7)), EITHER)
    yield light("two comments of one name", lambda: open_form(p(note(7) + note(7) + "x" + end(7) + end(7))))
    yield light(
        "comment that ends 3 cells further",
        lambda: open_form(rows=row(cell(p(note(1))), cell(), cell(p(end(1))))),
    )
    yield light(
        "table in a comment",
        lambda: open_form(p(f"<office:annotation>{table(line('x'))}</office:annotation>")),
        EITHER,
    )
    yield heavy("40,000 comments", lambda: open_form(p(note(1) * 40_000)))
    yield heavy("100,000 comments", lambda: open_form(p(note(1) * 100_000)), TOO_LARGE)
    yield heavy("one comment with 100,000 ends", lambda: open_form(p(note(1) + f"x{end(1)}" * 100_000)))
    passages = "".join(map(note, range(20_000))), "".join(map(end, range(20_000)))
    yield heavy(
        "20,000 comments on 4 MB",
        lambda: open_form(p(passages[0]) + p("x" * 4_000) * 1_000 + p(passages[1])),
        TOO_LARGE,
    )
    yield heavy("a comment of 4 MB", lambda: open_form(p(note(1, "x" * 4 * MANY))), EITHER, KEPT)
    foot = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('x')}</text:note-body></text:note>"
    yield heavy("50,000 footnotes", lambda: open_form(p(foot * 50_000)))
    box = f"<draw:frame><draw:text-box>{p('x')}</draw:text-box></draw:frame>"
    yield heavy("50,000 boxes", lambda: open_form(p(box * 50_000)))
    yield heavy("140,000 frames of nothing", lambda: open_form(p("<draw:frame/>" * 140_000)))
    image = "<draw:frame><draw:image><office:binary-data>eA==</office:binary-data></draw:image></draw:frame>"
    yield heavy("100,000 pictures", lambda: open_form(p(image * 100_000)))
    data = f"<office:binary-data>{'eA==' * 10 * MANY}</office:binary-data>"
    yield heavy(
        "40 MB of a picture",
        lambda: open_form(p(f"<draw:frame><draw:image>{data}</draw:image></draw:frame>")),
        EITHER,
        KEPT,
    )
    header = "<office:master-styles><style:master-page><style:header>{}</style:header></style:master-page></office:master-styles>"
    for name, text in {
        "spaces": " ",
        "dashes": "-",
        "dots": ". ",
        "pages": "Seite 1 von ",
        "digits": "1",
    }.items():
        long = p(f"{(text * MANY)[:MANY]}z")
        more = {"styles.xml": open_part("document-styles", header.format(long))}
        yield light(f"header of many {name}", partial(open_form, more=more))
    lines = "".join(p(f"Zeile {n}") for n in range(140_000))
    pages = {"styles.xml": open_part("document-styles", header.format(lines))}
    yield heavy("140,000 lines in a header", lambda: open_form(more=pages), EITHER, KEPT)


# Controls and forms


def controls() -> Iterator[Listed]:
    def tagged(tag: str, text: str = "x") -> str:
        return f'<loext:content-control loext:tag="{tag}" loext:alias="{tag}">{text}</loext:content-control>'

    long = "T" * 3 * MANY
    yield light("tag and name of 3 MB", lambda: open_form(p(tagged(long))), EITHER)
    yield light("another answer's tag", lambda: open_form(answer=tagged("ST102.name", ANSWER)))
    yield heavy("40,000 controls of one tag", lambda: open_form(p(tagged("ST101.name") * 40_000)))
    items = '<loext:list-item loext:display-text="x"/>' * 300_000
    yield heavy(
        "300,000 entries in a list",
        lambda: open_form(p(f"<loext:content-control>{items}x</loext:content-control>")),
    )
    yield light(
        "control that ends in another paragraph",
        lambda: open_form("<text:p><loext:content-control>x</text:p></loext:content-control>"),
        DAMAGED,
    )
    for name in (
        "text-input",
        "drop-down",
        "placeholder",
        "user-field-get",
        "conditional-text",
        "database-display",
        "execute-macro",
        "script",
        "dde-connection",
        "expression",
        "variable-set",
    ):
        old = f'<text:{name} text:formula="ooow:7*7" text:name="x" xlink:href="http://192.0.2.1/">{{}}</text:{name}>'
        yield light(f"answer in {name}", partial(open_form, answer=old.format(ANSWER)), EITHER)
        yield heavy(f"40,000 of {name}", partial(open_form, p(old.format("x") * 40_000)), EITHER)
    mark = '<field:fieldmark-start field:type="vnd.oasis.opendocument.field.FORMTEXT"/>'
    yield light("old fields without end", lambda: open_form(p(mark * 1_000 + "x")))
    yield light(
        "ends of no old field",
        lambda: open_form(p("<field:fieldmark-end/>" * 1_000 + "<field:fieldmark-separator/>")),
    )
    yield heavy(
        "50,000 old fields in each other",
        lambda: open_form(p(mark * 50_000 + "x" + "<field:fieldmark-end/>" * 50_000)),
        EITHER,
        KEPT,
    )
    chosen = '<field:fieldmark-start field:type="vnd.oasis.opendocument.field.FORMDROPDOWN"><field:param field:name="Dropdown_Selected" field:value="{}"/></field:fieldmark-start><field:fieldmark-end/>'
    for number in ("-1", "9" * 5_000, "²", "１", "x"):
        yield light(
            f"entry {number[:6]} of an old list", partial(open_form, p(chosen.format(number))), EITHER
        )
    form = '<office:forms><form:form><form:text form:id="{0}" form:current-value="Antwort {0}"/></form:form></office:forms>'
    yield light("form control that is nowhere", lambda: open_form(form.format(1)))
    yield heavy(
        "40,000 form controls that are nowhere",
        lambda: open_form("".join(form.format(n) for n in range(40_000))),
        EITHER,
        KEPT,
    )
    shown = '<draw:control draw:control="1"/>'
    yield heavy(
        "form control that is shown 40,000 times",
        lambda: open_form(form.format(1) + p(shown * 40_000)),
        EITHER,
        KEPT,
    )
