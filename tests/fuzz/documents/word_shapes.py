"""Word documents that are nested, wide, long or changed beyond measure."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from fuzz.documents.cases import DAMAGED, HOSTILE, MANY, READ, TOO_LARGE, Listed, heavy, light
from fuzz.documents.forms import ANSWER, KEPT, word_form
from fuzz.measuring import EITHER
from fuzz.workbooks.grids import DRAWING_TEXT
from office.word.parts import cell, paragraph, row, run, table

OTHER = 'w:id="1" w:author="Meier" w:date="2026-01-01T10:00:00Z"'


def of(inner: str, times: int, **places: str) -> Callable[[], bytes]:
    """The form with this so many times at its end."""
    return lambda: word_form(inner * times, **places)  # type: ignore[arg-type]


def line(*texts: str) -> str:
    return row(*(cell(paragraph(text)) for text in texts))


def heads() -> str:
    return line("Zeile", "Name (Pflichtfeld)", "Seit")


# How deep


def nested() -> Iterator[Listed]:
    def tables(depth: int) -> str:
        inner = paragraph("innen")
        for _ in range(depth):
            inner = table(row(cell(inner + "<w:p/>")))
        return inner

    def around(begin: str, end: str, depth: int) -> str:
        return f"<w:p>{begin * depth}{run('innen')}{end * depth}</w:p>"

    def boxes(depth: int) -> str:
        begin = "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        end = "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        return begin * depth + paragraph("innen") + end * depth

    sdt, end_sdt = "<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"
    yield light("20 tables in each other", lambda: word_form(tables(20)))
    yield light("21 tables in each other", lambda: word_form(tables(21)), TOO_LARGE)
    yield light("3,000 tables in each other", lambda: word_form(tables(3_000)), TOO_LARGE)
    yield light("150 controls in each other", lambda: word_form(around(sdt, end_sdt, 150)))
    yield light("1,000 controls in each other", lambda: word_form(around(sdt, end_sdt, 1_000)), HOSTILE)
    yield light("300 links in each other", lambda: word_form(around("<w:hyperlink>", "</w:hyperlink>", 300)))
    yield light(
        "100,000 smart tags in each other",
        lambda: word_form(around("<w:smartTag>", "</w:smartTag>", 100_000)),
        HOSTILE,
    )
    yield light("50 boxes in each other", lambda: word_form(boxes(50)))
    yield light("1,000 boxes in each other", lambda: word_form(boxes(1_000)), HOSTILE)
    version = "<mc:AlternateContent><mc:Choice Requires='x'>", "</mc:Choice></mc:AlternateContent>"
    yield light("100 versions in each other", lambda: word_form(around(*version, 100)))
    unended = sdt * 100
    yield light("controls without end", lambda: word_form(f"<w:p>{unended}"), DAMAGED)
    yield light("rows outside of tables", lambda: word_form(line("x")), DAMAGED)
    yield light("cell in a cell", lambda: word_form(table(row(cell(cell())))), DAMAGED)
    yield light("row in a row", lambda: word_form(table(row(row(cell())))), DAMAGED)
    yield light("cell outside of rows", lambda: word_form(table(cell())), DAMAGED)
    yield light("body in the body", lambda: word_form(f"<w:body>{paragraph('x')}</w:body>"))
    yield light("a control that ends in another cell", lambda: word_form(rows=_torn()), EITHER)


def _torn() -> str:
    return row(f"<w:sdt><w:sdtContent>{cell()}</w:sdtContent></w:sdt>", "<w:sdt/>", "<w:sdtContent/>")


# How wide


def spread() -> Iterator[Listed]:
    for number in ("0", "-1", "x", "2", "1e9", "9" * 5_000, "4294967297", "²", "１", "1_000", ""):
        span = f'<w:gridSpan w:val="{number}"/>'
        wide = partial(word_form, table(row(cell(properties=span))))
        yield light(f"cell over {number[:10]} columns", wide)
        before = partial(
            word_form, rows=row(cell(paragraph("x")), properties=f'<w:gridBefore w:val="{number}"/>')
        )
        # After two columns it is a date without a name: a new row's answer.
        cells = None if number == "2" else KEPT
        yield Listed(f"row that begins after {number[:10]} columns", before, READ, cells)
    merged = cell(paragraph("x"), '<w:vMerge/><w:gridSpan w:val="1000000000"/>')
    yield heavy("1,000 cells over all columns", of(table(row(merged)), 1_000), TOO_LARGE)
    yield heavy(
        "100,000 cells merged downwards",
        lambda: word_form(table(row(cell(), cell(properties="<w:vMerge/>")) * 50_000)),
    )
    yield heavy("100,000 cells in a row", lambda: word_form(rows=row(cell() * 100_000)))
    filled = row(cell(paragraph("x")) * 60_000)
    yield heavy("60,000 filled cells in a row", lambda: word_form(rows=filled))
    coded = row(cell(paragraph("ST102")) * 60_000)
    yield heavy("60,000 codes in a row", lambda: word_form(rows=coded), READ, None)
    headed = row(cell(paragraph("Name (Pflichtfeld)")) * 60_000)
    yield heavy("60,000 heads in a row", lambda: word_form(table(headed, line("ST102", "x"))))
    yield heavy(
        "60,000 different cells in a row of heads",
        lambda: word_form(
            table(
                row(
                    *(cell(paragraph(f"{n}")) for n in range(60_000)),
                    cell(paragraph("Name (Pflichtfeld)")),
                    cell(paragraph("Seit")),
                ),
                line("ST102", "x"),
            )
        ),
    )


# How many


def masses() -> Iterator[Listed]:
    empty, filled = "<w:p/>", paragraph("x")
    yield heavy("200,000 empty paragraphs", of(empty, 200_000))
    yield heavy("1,000,000 empty paragraphs", of(empty, MANY), TOO_LARGE)
    yield heavy("140,000 paragraphs", of(filled, 140_000))
    yield heavy("300,000 paragraphs", of(filled, 300_000), TOO_LARGE)
    yield heavy("200,000 empty rows", lambda: word_form(table(row() * 200_000)))
    yield heavy("200,000 empty rows of the form", lambda: word_form(rows=row() * 200_000))
    yield heavy("1,000,000 empty rows", lambda: word_form(table(row() * MANY)), TOO_LARGE)
    yield heavy("100,000 empty cells", lambda: word_form(table(row(cell() * 10) * 10_000)))
    yield heavy("1,000,000 empty cells", lambda: word_form(table(row(cell("") * 10) * 100_000)), TOO_LARGE)
    yield heavy("140,000 empty tables", of(table(), 140_000))
    yield heavy("20,000 tables of a cell", of(table(line("x")), 20_000))
    yield heavy("140,000 paragraphs in a cell", lambda: word_form(table(row(cell(filled * 140_000)))))
    own = "".join(paragraph(text) for text in ("Stellen", "x"))
    yield heavy(
        "140,000 paragraphs in a cell, half of them ours", lambda: word_form(table(row(cell(own * 70_000))))
    )
    yield heavy(
        "70,000 paragraphs in a cell of the form",
        lambda: word_form(rows=row(cell(own * 35_000), cell(), cell())),
    )
    yield heavy(
        "100,000 runs of different looks",
        lambda: word_form(f"<w:p>{(run('a') + run('b', '<w:strike/>')) * 50_000}</w:p>"),
    )
    yield heavy(
        "400,000 runs of different looks",
        lambda: word_form(f"<w:p>{(run('a') + run('b', '<w:strike/>')) * 200_000}</w:p>"),
        TOO_LARGE,
    )
    yield heavy("600,000 runs alike", lambda: word_form(f"<w:p>{run('a') * 600_000}</w:p>"))
    yield heavy("1,000,000 breaks", lambda: word_form(f"<w:p><w:r>{'<w:br/>' * MANY}</w:r></w:p>"))
    yield heavy("4 MB in a paragraph", lambda: word_form(paragraph("x" * 4 * MANY)))
    yield heavy("10 MB in a paragraph", lambda: word_form(paragraph("x" * 10 * MANY)), TOO_LARGE)
    yield heavy("60 MB of text that is no text", lambda: word_form("x" * 60 * MANY), EITHER, KEPT)
    yield heavy("1,000,000 bookmarks", of('<w:bookmarkStart w:id="1" w:name="x"/>', MANY))
    yield heavy("1,000,000 unknown elements", of("<w:neu/>", MANY))
    blip = f'<w:r><w:drawing><a:blip xmlns:a="{DRAWING_TEXT}"/></w:drawing></w:r>'
    yield heavy("100,000 pictures", lambda: word_form(f"<w:p>{blip * 100_000}</w:p>"))
    box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    yield heavy("50,000 boxes", lambda: word_form(f"<w:p>{box.format(run('x')) * 50_000}</w:p>"))
    yield heavy(
        "50,000 different boxes",
        lambda: word_form(f"<w:p>{''.join(box.format(run(str(n))) for n in range(50_000))}</w:p>"),
    )
    yield heavy(
        "200,000 versions",
        of("<w:p><mc:AlternateContent><mc:Choice/><mc:Fallback/></mc:AlternateContent></w:p>", 200_000),
    )
    yield heavy("100,000 headings", of(paragraph("x", '<w:pStyle w:val="Heading1"/>'), 100_000))
    codes = "".join(paragraph(f"KQ7M2X-2026A-{n:06X}-7") for n in range(50_000))
    yield heavy("50,000 wrong form codes", lambda: word_form(codes))
    dashes = paragraph("-" * 299)
    yield heavy("16,000 lines of dashes", of(dashes, 16_000))


# Tracked changes


def changed() -> Iterator[Listed]:
    inserted, deleted = (
        f"<w:ins {OTHER}>{run('x')}</w:ins>",
        f"<w:del {OTHER}><w:r><w:delText>y</w:delText></w:r></w:del>",
    )
    yield heavy(
        "1,000,000 insertions of nothing",
        lambda: word_form(f"<w:p>{f'<w:ins {OTHER}/>' * 1_000_000}</w:p>"),
        EITHER,
        KEPT,
    )
    yield heavy("300,000 insertions", lambda: word_form(f"<w:p>{inserted * 300_000}</w:p>"), EITHER, KEPT)
    yield heavy(
        "100,000 insertions and deletions", lambda: word_form(f"<w:p>{(inserted + deleted) * 50_000}</w:p>")
    )
    yield heavy("50,000 changes in an answer", lambda: word_form(answer=run(ANSWER) + deleted * 50_000))
    yield light(
        "300 insertions in each other",
        lambda: word_form(f"<w:p>{f'<w:ins {OTHER}>' * 300}{run('x')}{'</w:ins>' * 300}</w:p>"),
    )
    mark = f"<w:p><w:pPr><w:rPr><w:del {OTHER}/></w:rPr></w:pPr>{run('x')}</w:p>"
    yield heavy("100,000 paragraphs whose ends were deleted", of(mark, 100_000))
    yield light("last paragraph's end deleted", of(mark, 1))
    gone = row(cell(paragraph("x")), properties=f"<w:del {OTHER}/>")
    yield heavy("60,000 deleted rows", lambda: word_form(rows=gone * 60_000))
    author = f'<w:ins w:author="{"M" * 3 * MANY}">{run("x")}</w:ins>'
    yield light("an author of 3 MB", lambda: word_form(f"<w:p>{author}</w:p>"))
    moved = f"<w:moveFrom {OTHER}>{run('x')}</w:moveFrom><w:moveTo {OTHER}>{run('x')}</w:moveTo>"
    yield light("text moved to where it stood", lambda: word_form(f"<w:p>{moved}</w:p>"))
