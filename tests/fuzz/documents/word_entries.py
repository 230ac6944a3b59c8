"""Word documents that are hostile where answers stand: in controls, fields and rows of the form."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fuzz.documents.cases import ANSWERS, DAMAGED, MANY, READ, TAKEN, TOO_LARGE, Listed, heavy, light
from fuzz.documents.forms import ANSWER, DOCUMENT, KEPT, ONE, kept, word_body, word_form
from fuzz.documents.word_shapes import heads, line
from fuzz.measuring import EITHER
from office.word.parts import cell, control, paragraph, row, run, table

# Content controls


def controls() -> Iterator[Listed]:
    def tagged(tag: str, alias: str, text: str = "x") -> str:
        return control(run(text), f'<w:alias w:val="{alias}"/><w:tag w:val="{tag}"/>')

    long = "T" * 3 * MANY
    yield light("tag and name of 3 MB", lambda: word_form(f"<w:p>{tagged(long, long)}</w:p>"))
    yield heavy(
        "20 answers under tags of 3 MB",
        lambda: word_form(
            answer=run(ANSWER) + "".join(tagged(long[:-1] + str(n), "x", " ") for n in range(10))
        ),
    )
    yield light("tag of nothing", lambda: word_form(answer=tagged("", "", ANSWER)))
    yield light("another answer's tag", lambda: word_form(answer=tagged("ST102.name", "FR02", ANSWER)))
    yield light(
        "two controls of one tag",
        lambda: word_form(f"<w:p>{tagged('ST101.name', 'ST101.name', '381')}</w:p>"),
    )
    yield heavy(
        "60,000 controls of one tag",
        lambda: word_form(f"<w:p>{tagged('ST101.name', 'ST101.name', '381') * 60_000}</w:p>"),
    )
    yield heavy(
        "60,000 controls of one tag in an answer",
        lambda: word_form(answer=run(ANSWER) + tagged("ST101.name", "ST101.name", " ") * 60_000),
    )
    different = "".join(tagged(f"ST{n}.name", f"ST{n}.name") for n in range(60_000))
    yield heavy("60,000 controls of different tags", lambda: word_form(f"<w:p>{different}</w:p>"))
    items = '<w:listItem w:displayText="x" w:value="x"/>' * 300_000
    yield heavy(
        "300,000 entries in a list",
        lambda: word_form(f"<w:p>{control(run('x'), f'<w:dropDownList>{items}</w:dropDownList>')}</w:p>"),
    )
    yield light(
        "properties after the content",
        lambda: word_form(
            answer=f'<w:sdt><w:sdtContent>{run(ANSWER)}</w:sdtContent><w:sdtPr><w:tag w:val="FR01"/><w:showingPlcHdr/></w:sdtPr></w:sdt>'
        ),
    )
    yield light(
        "properties twice",
        lambda: word_form(
            answer=f"<w:sdt><w:sdtPr/><w:sdtPr><w:checkBox/></w:sdtPr><w:sdtContent>{run(ANSWER)}</w:sdtContent></w:sdt>"
        ),
    )
    yield light(
        "content twice",
        lambda: word_form(
            answer=f"<w:sdt><w:sdtContent>{run('Amt ')}</w:sdtContent><w:sdtContent>{run('380')}</w:sdtContent></w:sdt>"
        ),
    )
    yield light("control without content", lambda: word_form("<w:p><w:sdt/><w:sdt><w:sdtPr/></w:sdt></w:p>"))
    bound = '<w:dataBinding w:prefixMappings="xmlns:x=\'y\'" w:xpath="/x:a[1]" w:storeItemID="{1}"/>'
    yield light("control bound to data elsewhere", lambda: word_form(answer=control(run(ANSWER), bound)))
    prompts = control(run("Ein langer Satz, der immer wiederkehrt und keiner ist."), "<w:showingPlcHdr/>")
    yield heavy(
        "40,000 prompts of their own", lambda: word_form(table(row(cell(f"<w:p>{prompts}</w:p>")) * 40_000))
    )


# Fields


def fields() -> Iterator[Listed]:
    def field(code: str, result: str = "") -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    for code in (
        r'INCLUDETEXT "http://192.0.2.1/x.docx"',
        r'INCLUDEPICTURE "\\\\192.0.2.1\\x.png" \d',
        r'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"',
        r"LINK Excel.Sheet.12 \\\\192.0.2.1\\x.xlsx",
        r'HYPERLINK "javascript:alert(1)"',
        r"QUOTE 61 99 109 100",
        r"= 7 * 7",
        r"MACROBUTTON AutoOpen ",
        r"SYMBOL 0xFFFFFFFFFFFFFFFFFFFF \f Wingdings ",
        r"SYMBOL 99999999999999999999 ",
        "SYMBOL 0xD800 ",
    ):
        yield light(f"field {code[:20]}", partial(word_form, answer=field(code, run(ANSWER))))
        simple = f'<w:fldSimple w:instr="{code.replace(chr(34), "&quot;")}">{run(ANSWER)}</w:fldSimple>'
        yield light(f"simple field {code[:20]}", partial(word_form, answer=simple))
        yield light(f"field {code[:20]} without result", partial(word_form, f"<w:p>{field(code)}</w:p>"))
    begin, end = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'
    yield heavy(
        "300,000 fields in each other",
        lambda: word_form(f"<w:p><w:r>{begin * 300_000}{end * 300_000}</w:r></w:p>"),
        EITHER,
        KEPT,
    )
    yield light("fields without end", lambda: word_form(f"<w:p><w:r>{begin * 1_000}</w:r></w:p>"))
    yield light("ends without fields", lambda: word_form(f"<w:p><w:r>{end * 1_000}</w:r></w:p>"))
    yield light(
        "an answer within a code without end", lambda: word_form(answer=f"<w:r>{begin}</w:r>{run(ANSWER)}")
    )
    yield heavy("a code of 30 MB", lambda: word_form(f"<w:p>{field('x' * 30 * MANY)}</w:p>"))
    yield heavy("30 MB in 300,000 codes", lambda: word_form(f"<w:p>{field('x' * 100) * 100_000}</w:p>"))
    yield light(
        "a symbol beyond letters",
        lambda: word_form(
            '<w:p><w:r><w:sym w:font="Wingdings" w:char="FFFFFFFFFF"/><w:sym w:char="-1"/></w:r></w:p>'
        ),
    )
    form = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="{}"/>{}</w:ddList></w:ffData></w:fldChar></w:r>'
    entries = '<w:listEntry w:val="x"/>' * 300_000
    yield heavy(
        "300,000 entries in an old list",
        lambda: word_form(f"<w:p>{form.format('299999', entries)}<w:r>{end}</w:r></w:p>"),
    )
    yield light(
        "an old list's entry -1", lambda: word_form(f"<w:p>{form.format('-1', '')}<w:r>{end}</w:r></w:p>")
    )


# Lines of the form, again and again


def lines() -> Iterator[Listed]:
    again = line("ST101", ANSWER, "")
    yield heavy("20,000 copies of a row", lambda: word_form(rows=again * 20_000))
    other = "".join(line("ST101", f"Amt {n}", "") for n in range(20_000))
    yield heavy("20,000 rows that contradict", lambda: word_form(rows=other), READ, None)
    tagged = control(run("Amt 381"), '<w:tag w:val="ST101.name"/>')
    confirmed = row(cell(paragraph("ST101")), cell(f"<w:p>{tagged}</w:p>"), cell())
    mixed = "".join(line("ST101", f"Amt {n}", "") + confirmed for n in range(10_000))
    yield heavy("20,000 rows, half of them confirmed", lambda: word_form(rows=mixed), READ, None)
    alike = confirmed.replace("Amt 381", ANSWER)
    yield heavy(
        "20,000 rows that contradict nothing",
        lambda: word_form(rows=(alike + line("ST101", "", "01.01.2020")) * 10_000),
        READ,
        None,
    )
    new = "".join(line(f"ST{n}", f"Amt {n}", "") for n in range(103, 20_103))
    yield heavy("20,000 new rows", lambda: word_form(rows=new), READ, None)
    yield heavy(
        "20,000 new rows of one number", lambda: word_form(rows=line("ST103", "x", "") * 20_000), READ, None
    )
    yield heavy(
        "20,000 rows without a number", lambda: word_form(rows=line("", "x", "") * 20_000), READ, None
    )
    yield heavy(
        "20,000 rows with a cell too many",
        lambda: word_form(rows=line("ST101", "x", "", "y") * 20_000),
        READ,
        ONE,
    )
    yield heavy("20,000 rows of heads", lambda: word_form(rows=heads() * 20_000))
    yield heavy("10,000 rows of heads, each with a row", lambda: word_form(rows=(heads() + again) * 10_000))
    yield heavy("10,000 tables with heads", lambda: word_form(table(heads(), again) * 10_000))
    yield heavy("10,000 tables without heads", lambda: word_form(table(again) * 10_000))
    yield heavy(
        "10,000 tables, half of them without heads",
        lambda: word_form((table(heads(), again) + table(line("ST102", "", ""))) * 5_000),
    )
    yield heavy(
        "10,000 tables of tables",
        lambda: word_form(table(row(cell(table(again, again) + "<w:p/>"))) * 10_000),
    )
    yield heavy(
        "10,000 tables of heads in different orders",
        lambda: word_form(
            table(line("Seit", "Zeile", "Name (Pflichtfeld)"), line("", "ST101", ANSWER)) * 10_000
        ),
    )
    record = table(line("Nr.", "Frage", "Antwort"), line("FR01", "Ist eine Stelle benannt?", "ja"))
    yield heavy("10,000 tables of questions", lambda: word_form(record * 10_000))


# What stands in an answer


def answers() -> Iterator[Listed]:
    for text in ANSWERS:
        xml = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        yield Listed(
            f"answer {text[:12]!r}", partial(word_form, answer=run(xml)), READ, kept(TAKEN.get(text, text))
        )
    long = "x" * 4 * MANY
    yield Listed("answer of 4 MB", lambda: word_form(answer=run(long)), READ, kept(long), heavy=True)
    yield light("answer of 10 MB", lambda: word_form(answer=run("x" * 10 * MANY)), TOO_LARGE)
    yield heavy(
        "answer of 100,000 lines",
        lambda: word_form(answer=f"<w:r>{'<w:t>x</w:t><w:br/>' * 100_000}</w:r>"),
        READ,
        None,
    )
    for name, text in {
        "spaces": " ",
        "dashes": "-",
        "boxes": "☐ ",
        "prompts": "Klicken Sie hier, um  ",
        "dots": ".",
        "digits": "9",
        "letters with marks": "\u0300",
    }.items():
        yield heavy(
            f"answer of many {name}", partial(word_form, answer=run((text * MANY)[:MANY] + "z")), READ, None
        )
        yield heavy(f"paragraph of many {name}", partial(word_form, paragraph((text * MANY)[:MANY] + "z")))


# Letters that are none


def encodings() -> Iterator[Listed]:
    def stored(text: str, codec: str, encoding: str = "") -> bytes:
        head = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
        return word_form(more={DOCUMENT: (head + text.partition("?>")[2]).encode(codec, "xmlcharrefreplace")})

    def broken(answer: bytes) -> bytes:
        return word_form(more={DOCUMENT: word_body().encode().replace(ANSWER.encode(), answer)})

    for codec, encoding in (("utf-16", "UTF-16"), ("utf-16", ""), ("utf-8-sig", "UTF-8"), ("utf-8", "")):
        yield light(f"in {codec} that says {encoding!r}", partial(stored, word_body(), codec, encoding))
    for codec, encoding in (
        ("utf-7", "UTF-7"),
        ("cp500", "cp500"),
        ("utf-32", "UTF-32"),
        ("utf-16", "UTF-8"),
        ("utf-8", "UTF-16"),
        ("utf-8", "x-nobody"),
    ):
        yield light(
            f"in {codec} that says {encoding!r}", partial(stored, word_body(), codec, encoding), DAMAGED
        )
    yield light(
        "in Windows-1252",
        lambda: stored(word_body(), "cp1252", "windows-1252"),
        EITHER,
    )
    for name, answer in {
        "NUL": b"380\0",
        "NUL by number": b"380&#0;",
        "control character": b"380\x0b",
        "control character by number": b"380&#11;",
        "half of a letter": b"380\xc3",
        "lone surrogate": b"380\xed\xa0\x80",
        "lone surrogate by number": b"380&#xD800;",
        "no character": b"380&#xFFFF;",
        "overlong letter": b"380\xc0\xaf",
        "letter beyond Unicode": b"380&#x110000;",
        "entity that is not declared": b"380&geheim;",
    }.items():
        yield light(f"{name} in an answer", partial(broken, answer), ("damaged_file", "hostile_file"))
