"""OpenDocument texts that are nested, repeated or long beyond measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from fuzz.documents.cases import DAMAGED, HOSTILE, MANY, READ, TOO_LARGE, Listed, heavy, light
from fuzz.documents.forms import ANSWER, KEPT, open_form
from fuzz.measuring import EITHER


def p(inner: str = "") -> str:
    return f"<text:p>{inner}</text:p>"


def cell(inner: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def line(*texts: str) -> str:
    return row(*(cell(p(text)) for text in texts))


def heads() -> str:
    return line("Zeile", "Name<text:line-break/>(Pflichtfeld)", "Seit")


def of(inner: str, times: int) -> Callable[[], bytes]:
    """The form with this so many times at its end."""
    return lambda: open_form(inner * times)


# How deep


def nested() -> Iterator[Listed]:
    def tables(depth: int) -> str:
        inner = p("innen")
        for _ in range(depth):
            inner = table(row(cell(inner)))
        return inner

    def around(begin: str, end: str, depth: int, inside: str = "innen") -> str:
        return begin * depth + inside + end * depth

    yield light("20 tables in each other", lambda: open_form(tables(20)))
    yield light("100 tables in each other", lambda: open_form(tables(100)), HOSTILE)
    yield light("80 spans", lambda: open_form(p(around("<text:span>", "</text:span>", 80))))
    yield light(
        "100,000 spans", lambda: open_form(p(around("<text:span>", "</text:span>", 100_000))), HOSTILE
    )
    yield light("80 sections", lambda: open_form(around("<text:section>", "</text:section>", 80, p("x"))))
    lists = "<text:list><text:list-item>", "</text:list-item></text:list>"
    yield light("40 lists", lambda: open_form(around(*lists, 40, p("x"))))
    controls = "<loext:content-control>", "</loext:content-control>"
    yield light("80 controls", lambda: open_form(p(around(*controls, 80))))
    boxes = "<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"
    yield light("25 boxes", lambda: open_form(around(*boxes, 25, p("x"))))
    notes = "<text:p><text:note><text:note-body>", "</text:note-body></text:note></text:p>"
    yield light("25 notes", lambda: open_form(around(*notes, 25, p("x"))))
    objects = "<draw:object><office:document><office:body><office:text>"
    ends = "</office:text></office:body></office:document></draw:object>"
    yield light("15 documents", lambda: open_form(p(around(objects, ends, 15, p("x")))), EITHER)
    yield light("paragraphs in a paragraph", lambda: open_form(p(p(p("x")))), EITHER)
    yield light("answer in paragraphs in each other", lambda: open_form(answer=p(ANSWER)), EITHER)
    yield light(
        "comment in a comment",
        lambda: open_form(p(around("<office:annotation>", "</office:annotation>", 2))),
        DAMAGED,
    )
    yield light("rows outside of tables", lambda: open_form(line("x")), DAMAGED)
    yield light("cell in a cell", lambda: open_form(table(row(cell(cell())))), DAMAGED)
    yield light("row in a row", lambda: open_form(table(row(row(cell())))), DAMAGED)
    yield light("text in the text", lambda: open_form(f"<office:text>{p('x')}</office:text>"), EITHER)
    deleted = f"<text:tracked-changes><text:changed-region><text:deletion>{p('x')}"
    yield light("changes without end", lambda: open_form(deleted), DAMAGED)


# How often


def _columns(count: int | str) -> str:
    return f'table:number-columns-repeated="{count}"'


def _rows(count: int | str) -> str:
    return f'table:number-rows-repeated="{count}"'


def repeated() -> Iterator[Listed]:
    yield light("2^31 empty columns", lambda: open_form(table(row(cell("", _columns(2**31))))), TOO_LARGE)
    yield light("2^31 empty rows", lambda: open_form(table(row(cell(), attributes=_rows(2**31)))), TOO_LARGE)
    both = table(row(cell("", _columns(2**31)), attributes=_rows(2**31)))
    yield light("2^62 empty cells", lambda: open_form(both), TOO_LARGE)
    yield light(
        "2^31 filled columns", lambda: open_form(table(row(cell(p("x"), _columns(2**31))))), TOO_LARGE
    )
    yield light(
        "2^31 rows of the form",
        lambda: open_form(rows=row(cell(p("ST102")), cell(), attributes=_rows(2**31))),
        TOO_LARGE,
    )
    covered = f"<table:covered-table-cell {_columns(2**31)}/>"
    yield light("2^31 covered columns", lambda: open_form(table(row(cell(), covered))), EITHER)
    wide = f'table:number-columns-spanned="{2**31}" table:number-rows-spanned="{2**31}"'
    yield light("merged beyond all", lambda: open_form(table(row(cell(p("x"), wide)))), TOO_LARGE)
    down = f'table:number-rows-spanned="{2**62}"'
    yield light("merged downwards beyond all", lambda: open_form(table(row(cell(p("x"), down)), row(cell()))))
    nested = table(
        row(
            cell(table(row(cell(p("x"), _columns(300)), attributes=_rows(300))), _columns(300)),
            attributes=_rows(300),
        )
    )
    yield light("300 to the power of four cells", lambda: open_form(nested), TOO_LARGE)
    yield light(
        "300 empty tables repeated",
        lambda: open_form(table(row(cell("<table:table/>" * 300, _columns(300)), attributes=_rows(300)))),
        EITHER,
    )
    for count in ("0", "-1", "1e9", "x", "9" * 5_000, "1_000", "１", "²", ""):
        yield light(
            f"cell {count[:6]} times", partial(open_form, table(row(cell(p(), _columns(count))))), EITHER
        )
        yield light(
            f"row {count[:6]} times",
            partial(open_form, table(row(cell(p()), attributes=_rows(count)))),
            EITHER,
        )
        spaces = p(f'<text:s text:c="{count}"/>')
        yield light(f"space {count[:6]} times", partial(open_form, spaces), EITHER)
        heading = f'<text:h text:outline-level="{count}">x</text:h>'
        yield light(f"heading of level {count[:6]}", partial(open_form, heading), EITHER)
    yield light("2e9 spaces", lambda: open_form(p('<text:s text:c="2000000000"/>')), TOO_LARGE)
    spread = p('<text:s text:c="900000"/>x') * 100
    yield light("90,000,000 spaces in 100 paragraphs", lambda: open_form(spread), TOO_LARGE)
    answer = f'{ANSWER}<text:s text:c="4000000"/>'
    yield heavy("4,000,000 spaces in an answer", lambda: open_form(answer=answer))
    million = table(row(cell(p("x"), _columns(1_000)), attributes=_rows(140)))
    yield heavy("140,000 repeated cells", lambda: open_form(million))
    of_form = row(cell(p("ST102")), cell(p("x"), _columns(60_000)))
    yield heavy("60,000 repeated cells in a row of the form", lambda: open_form(rows=of_form))
    empty = row(cell(p("ST102")), cell("", _columns(100_000)))
    yield heavy("100,000 empty cells in a row of the form", lambda: open_form(rows=empty), TOO_LARGE)
    coded = row(cell(p("ST101")), cell(p("x")), cell(), attributes=_rows(20_000))
    yield heavy("20,000 repeated rows that contradict", lambda: open_form(rows=coded), READ, None)
    new = row(cell(), cell(p("x")), cell(), attributes=_rows(20_000))
    yield heavy("20,000 repeated rows without a number", lambda: open_form(rows=new), READ, None)
    long = table(row(cell(p("x" * MANY), _columns(1_000))))
    yield light("a long text in 1,000 repeated cells", lambda: open_form(long), TOO_LARGE)
    staircase = "".join(row(cell(p("x"), f'table:number-rows-spanned="{9_999 - n}"')) for n in range(5_000))
    yield heavy("5,000 cells merged downwards", lambda: open_form(table(staircase)), EITHER, KEPT)
    merged = row(*(cell("", 'table:number-rows-spanned="9000"') for _ in range(1_000))) + row() * 140
    yield heavy("1,000 columns merged downwards", lambda: open_form(table(merged)))
    repeated_heads = table(row(cell(p("Seit"), _columns(60_000))), line("ST102", "x"))
    yield heavy("60,000 repeated heads", lambda: open_form(repeated_heads))


# How many


def masses() -> Iterator[Listed]:
    yield heavy("140,000 empty paragraphs", of(p(), 140_000))
    yield heavy("200,000 empty paragraphs", of(p(), 200_000), TOO_LARGE)
    yield heavy("140,000 paragraphs", of(p("x"), 140_000))
    yield heavy("100,000 empty rows", lambda: open_form(table(row() * 100_000)))
    yield heavy("100,000 empty rows of the form", lambda: open_form(rows=row() * 100_000))
    yield heavy("200,000 empty rows", lambda: open_form(table(row() * 200_000)), TOO_LARGE)
    yield heavy("50,000 empty cells", lambda: open_form(table(row(cell() * 10) * 5_000)))
    yield heavy("200,000 empty cells", lambda: open_form(table(row(cell() * 10) * 20_000)), TOO_LARGE)
    yield heavy("1,000,000 empty tables", of("<table:table/>", MANY))
    yield heavy("20,000 tables of a cell", of(table(line("x")), 20_000))
    yield heavy(
        "100,000 paragraphs in a cell, half of them ours",
        lambda: open_form(table(row(cell((p("Stellen") + p("x")) * 50_000)))),
    )
    looks = '<text:span text:style-name="Weg">x</text:span>y'
    yield heavy("100,000 pieces", lambda: open_form(p(looks * 50_000)))
    yield heavy("600,000 pieces", lambda: open_form(p(looks * 300_000)), TOO_LARGE)
    yield heavy("600,000 spans alike", lambda: open_form(p("<text:span>x</text:span>" * 600_000)))
    yield heavy("1,000,000 line breaks", lambda: open_form(p("<text:line-break/>" * MANY)))
    yield heavy("4 MB in a paragraph", lambda: open_form(p("x" * 4 * MANY)))
    yield light("10 MB in a paragraph", lambda: open_form(p("x" * 10 * MANY)), TOO_LARGE)
    yield heavy("60 MB of text that is no text", lambda: open_form("x" * 60 * MANY), EITHER, KEPT)
    yield heavy("1,000,000 bookmarks", lambda: open_form(p('<text:bookmark text:name="x"/>' * MANY)))
    yield heavy(
        "1,000,000 words between bookmarks", lambda: open_form(p('x <text:bookmark text:name="x"/>' * MANY))
    )
    yield heavy("1,000,000 wraps", lambda: open_form(p("x\n " * MANY)))
    yield heavy("20,000 copies of a row", lambda: open_form(rows=line("ST101", ANSWER, "") * 20_000))
    yield heavy(
        "20,000 rows of heads, each with a row",
        lambda: open_form(rows=(heads() + line("ST101", ANSWER, "")) * 20_000),
        TOO_LARGE,
    )
    yield heavy(
        "10,000 tables with heads", lambda: open_form(table(heads(), line("ST101", ANSWER, "")) * 10_000)
    )
    yield heavy("10,000 tables without heads", lambda: open_form(table(line("ST101", ANSWER, "")) * 10_000))
