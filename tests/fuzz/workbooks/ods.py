"""OpenDocument spreadsheets that are hostile in what they say."""

from __future__ import annotations

from collections.abc import Iterator

from fuzz.measuring import EITHER, REFUSED, Case
from fuzz.workbooks.grids import DAMAGED, KEPT, MANY, READ
from office.calc.test_reader import MIMETYPE, cell, content, text
from office.packages import zipped

Cells = dict[tuple[int, int], str]
Listed = tuple[str, str, tuple[str, ...], Cells | None]

ANSWER = '<table:table-cell office:value-type="float" office:value="380"/>'
TOO_LARGE = ("too_large",)


def hostile_documents(*, heavy: bool) -> Iterator[Case]:
    """Each zipped and, if it is not long, flat."""
    for group in (_repetitions, _values, _structures, *((_masses,) if heavy else ())):
        for name, body, outcomes, cells in group():
            data = zipped({"mimetype": MIMETYPE, "content.xml": content(body)})
            yield Case(name, data, outcomes, cells)
            flat = content(body, root="document").encode()
            if heavy or len(flat) < MANY // 10:
                yield Case(f"{name}, flat", flat, outcomes, cells)
    styles = "".join(
        f'<style:style style:name="s{n}" style:family="table-cell" style:parent-style-name="s{n + 1}"/>'
        for n in range(20_000)
    )
    used = "".join(f'<table:table-cell table:style-name="s{n}"/>' for n in range(20_000))
    body = table(row(ANSWER + used))
    data = zipped({"mimetype": MIMETYPE, "content.xml": content(body, styles=styles)})
    yield Case("styles in a long line", data, EITHER, KEPT)


def table(rows: str, columns: str = "") -> str:
    return f'<table:table table:name="Blatt">{columns}{rows}</table:table>'


def row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def _rows(count: int) -> str:
    return f'table:number-rows-repeated="{count}"'


def _columns(count: int) -> str:
    return f'table:number-columns-repeated="{count}"'


def _repetitions() -> Iterator[Listed]:
    first = row(ANSWER)
    empty, filled = f"<table:table-cell {_columns(2**31)}/>", cell(_columns(2**31), text("x"))
    yield "2^31 empty columns", table(first + row(empty)), READ, KEPT
    yield "2^31 empty rows", table(first + row("<table:table-cell/>", _rows(2**31))), READ, KEPT
    yield "2^62 empty cells", table(first + row(empty, _rows(2**31)) + row(empty)), READ, KEPT
    yield "2^31 filled columns", table(first + row(filled)), REFUSED, None
    yield "2^31 filled rows", table(first + row(cell("", text("x")), _rows(2**31))), REFUSED, None
    million = row(cell(_columns(1_000), text("x")), _rows(1_000))
    yield "1,000,000 repeated cells", table(first + million), TOO_LARGE, None
    many = row(cell(_columns(1_000), text("x")), _rows(140))
    yield "140,000 repeated cells", table(first + many), READ, None
    long = row(cell(_columns(1_000), text("x" * MANY)), _rows(100))
    yield "a long text in 100,000 repeated cells", table(first + long), TOO_LARGE, None
    hidden = row("<table:table-cell/>", f'{_rows(2**31)} table:visibility="collapse"')
    yield "2^31 hidden rows", table(first + hidden), READ, KEPT
    columns = f'<table:table-column {_columns(2**31)} table:visibility="collapse"/>'
    yield "2^31 hidden columns", table(first, columns), READ, KEPT
    for count in ("0", "-1", "1e9", "x", "9" * 5_000, "1_000", "１"):
        body = table(row(cell(f'table:number-columns-repeated="{count}"', text("380"))))
        yield f"repeated {count[:6]} times", body, EITHER, None
    mixed = "".join(
        f'<table:table-column {_columns(n % 16_000 + 1)} table:visibility="collapse"/>' + first
        for n in range(60_000)
    )
    yield "columns between rows", table(mixed), EITHER, None
    merged = f'table:number-rows-spanned="{2**31}" table:number-columns-spanned="{2**31}" '
    body = table(row(ANSWER.replace("<table:table-cell", f"<table:table-cell {merged}")))
    yield "merged beyond the sheet", body, READ, KEPT
    notes = "<office:annotation><text:p>x</text:p></office:annotation>" * 1_000
    yield (
        "1,000 notes in repeated cells",
        table(first + row(cell(_columns(1_000), notes), _rows(100))),
        TOO_LARGE,
        None,
    )
    spaces = cell("", text('<text:s text:c="2000000000"/>'))
    yield "2e9 spaces", table(row(ANSWER + spaces)), TOO_LARGE, None
    spread = "".join(cell("", text('<text:s text:c="900000"/>x')) for _ in range(100))
    yield "90,000,000 spaces in 100 cells", table(row(ANSWER + spread)), TOO_LARGE, None


def _values() -> Iterator[Listed]:
    for value in ("1e999999", "1" * 30 + "e400", "9" * 100_000):
        body = table(row(f'<table:table-cell office:value-type="float" office:value="{value}"/>'))
        yield f"number {value[:12]}", body, READ, {(1, 1): value}
    for value in ("NaN", "INF", "1_000", "9" * MANY + "x", "." * MANY, "1e" + "9" * MANY + "x"):
        body = table(row(cell(f'office:value-type="float" office:value="{value}"', text("380"))))
        yield f"no number {value[:6]}", body, READ, KEPT
    for kind, value in (
        ("date", "99999-01-01"),
        ("date", "9" * MANY),
        ("date", "0000-00-00"),
        ("time", "P" + "9" * MANY + "D"),
        ("time", "PT99999999H99999999M99999999S"),
        ("time", "-P999999DT1H"),
        ("boolean", "x" * MANY),
        ("nothing", "x"),
    ):
        body = table(row(cell(f'office:value-type="{kind}" office:{kind}-value="{value}"', text("380"))))
        yield f"{kind} {value[:9]}", body, READ, None
    for name, formula in {
        "colons": "a:" * 500_000,
        "letters": "a" * MANY,
        "quotes": "of:=['" + "''" * 500_000,
        "errors": "Err:5" * 200_000,
    }.items():
        body = table(row(cell(f'table:formula="{formula}"', text("380"))))
        yield f"formula of {name}", body, READ, KEPT
    for name, reference in {
        "quotes": "$'" + "''" * 500_000,
        "points": "." * MANY,
        "letters": "A" * MANY,
        "dollars": "$" * MANY,
        "areas": "A.A1:" * 200_000,
        "repeated sheets": f"{'A' * 400_000}.A1:{'A' * 400_000}.",
    }.items():
        named = f'<table:named-range table:name="n" table:cell-range-address="{reference}"/>'
        yield f"reference of {name}", table(row(ANSWER)) + named, READ, KEPT


def _masses() -> Iterator[Listed]:
    cells = row("".join(cell("", text("x")) for _ in range(10)))
    yield "140,000 cells", table(row(ANSWER) + cells * 14_000), READ, None
    yield "300,000 cells", table(row(ANSWER) + cells * 30_000), TOO_LARGE, None
    yield "2,001 tables", table(row(ANSWER)) * 2_001, TOO_LARGE, None
    yield "1,000,000 empty tables", "<table:table/>" * MANY, TOO_LARGE, None
    yield "1,000,000 empty paragraphs", table(row(cell("", "<text:p/>" * MANY))), EITHER, None
    spans = "<text:span>x</text:span>" * 400_000
    yield "400,000 spans", table(row(ANSWER + cell("", text(spans)))), READ, None
    note = f"<office:annotation>{text('x' * 4 * MANY)}</office:annotation>"
    yield "a note of 4 MB", table(row(ANSWER + cell("", note))), EITHER, KEPT
    frames = "".join(
        f'<draw:frame draw:name="{n}"><office:binary-data>eA==</office:binary-data></draw:frame>'
        for n in range(140_000)
    )
    yield "140,000 pictures", table(row(ANSWER + cell("", frames))), EITHER, KEPT
    boxes = f"<draw:frame>{text('x')}</draw:frame>" * 140_000
    yield "140,000 boxes", table(row(ANSWER + cell("", boxes))), EITHER, KEPT
    names = "".join(
        f'<table:named-range table:name="n{n}" table:cell-range-address="$Blatt.$A$1"/>'
        for n in range(300_000)
    )
    yield "300,000 names", table(row(ANSWER)) + names, EITHER, KEPT
    columns = "<table:table-column/>" * 500_000
    yield "500,000 columns", table(row(ANSWER), columns), READ, KEPT


def _structures() -> Iterator[Listed]:
    inner = table(row(ANSWER))
    yield "table in a cell", table(row(cell("", inner))), DAMAGED, None
    yield "table in a shape", table(row(ANSWER + cell("", f"<draw:frame>{inner}</draw:frame>"))), READ, KEPT
    yield "row outside tables", row(ANSWER), DAMAGED, None
    yield "cell outside rows", f"<table:table>{ANSWER}</table:table>", DAMAGED, None
    yield "cell in a cell", table(row(cell("", ANSWER))), DAMAGED, None
    covered = '<table:covered-table-cell office:value-type="float" office:value="381"/>'
    yield "covered cell with a value", table(row(ANSWER + covered)), READ, {(1, 1): "380", (1, 2): "381"}
    twice = "<office:annotation><office:annotation/></office:annotation>"
    yield "note in a note", table(row(cell("", twice))), DAMAGED, None
    link = "<table:dde-link><table:dde-link/>" + table(row(ANSWER)) + "</table:dde-link>"
    yield "link in a link", link, EITHER, None
    ends = f"<table:dde-link>{table(row('<table:dde-link/>' + ANSWER))}</table:dde-link>"
    yield "link that ends inside a table", ends, EITHER, None
    shape = f"<draw:frame><draw:frame/>{text('x')}<office:annotation/></draw:frame>"
    yield "shapes and notes in each other", table(row(ANSWER + cell("", shape))), READ, KEPT
    outside = f"{text('x')}<office:annotation/><text:s/><text:span/><draw:frame/>"
    yield "texts outside of tables", outside + table(row(ANSWER)), EITHER, None
