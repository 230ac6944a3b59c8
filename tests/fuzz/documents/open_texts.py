"""OpenDocument texts that are hostile in what they say and around it."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from fuzz.archives import MIB, Member, archive, inflating_to, member
from fuzz.documents.cases import (
    ANSWERS,
    DAMAGED,
    HOSTILE,
    MANY,
    READ,
    TAKEN,
    TOO_LARGE,
    Listed,
    cases,
    heavy,
    light,
)
from fuzz.documents.forms import ANSWER, kept, open_body, open_form, open_part, open_properties
from fuzz.documents.open_marks import beside, changed, controls
from fuzz.documents.open_shapes import masses, nested, p, repeated
from fuzz.measuring import REFUSED, Case
from office.writer.test_reader import MIMETYPE, content

CONTENT = "content.xml"
NOWHERE = ("http://192.0.2.1/x", "file:///etc/passwd", "../../x", "//192.0.2.1/x", "vnd.sun.star.script:x")
BEGIN, END = '<text:p><text:span text:style-name="s0">', "</text:span></text:p>"


def hostile_open_texts(*, heavy: bool) -> Iterator[Case]:
    """Each is the small form, with something hostile in it or around it."""
    groups = (_archives, nested, repeated, masses, changed, beside, controls, _styles, _outside, _answers)
    yield from cases(groups, with_heavy=heavy)


# Archives


def _archives() -> Iterator[Listed]:
    text = content(open_body()).encode()
    others = [member("mimetype", MIMETYPE.encode())]
    others += [member("meta.xml", open_part("document-meta", open_properties()).encode())]
    main = member(CONTENT, text)

    def bomb(mebibytes: int, **claims: int) -> bytes:
        first, last = text.split(b"</office:text>", 1)
        body = inflating_to(first, b" ", mebibytes, b"</office:text>" + last)
        return archive([*others, replace(Member(CONTENT, body, mebibytes * MIB), **claims)])

    sound = archive([*others, main])
    yield light("sound text", lambda: sound)
    yield light("flat text", lambda: open_form(flat=True))
    yield light("text of 10 GB that claims little", lambda: bomb(10_000, size=1_000), DAMAGED)
    yield light("text of 2 GB", lambda: bomb(2_000), TOO_LARGE)
    yield light("text with 100 MB of spaces", lambda: bomb(100), TOO_LARGE)
    yield light("flat text of 100 MB", lambda: open_form(" " * 100 * MANY, flat=True), TOO_LARGE)
    yield light("two texts of one name", lambda: archive([*others, main, main]), HOSTILE)
    yield light(
        "two texts whose names differ in case",
        lambda: archive([*others, main, replace(main, name="Content.XML")]),
        HOSTILE,
    )
    yield light("a path upwards", lambda: archive([*others, main, member("../x", b"")]), HOSTILE)
    for share in (0.1, 0.5, 0.9, 0.99):
        cut = sound[: int(len(sound) * share)]
        yield light(f"{share:.0%} of a text", lambda cut=cut: cut, DAMAGED)  # type: ignore[misc]
        flat = open_form(flat=True)
        cut_flat = flat[: int(len(flat) * share)]
        yield light(f"{share:.0%} of a flat text", lambda cut=cut_flat: cut, REFUSED)  # type: ignore[misc]
    yield light("text without content", lambda: archive(others), DAMAGED)
    yield light("empty content", lambda: open_form(more={CONTENT: b""}), DAMAGED)
    sheet = content(open_body()).replace("office:text>", "office:spreadsheet>")
    yield light("a text that is a spreadsheet", lambda: open_form(more={CONTENT: sheet}), DAMAGED)
    yield light("content twice in one part", lambda: open_form(more={CONTENT: text + text}), DAMAGED)
    encrypted = (
        "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'>"
        "<manifest:file-entry manifest:full-path='content.xml'><manifest:encryption-data/>"
        "</manifest:file-entry></manifest:manifest>"
    )
    locked = {"META-INF/manifest.xml": encrypted}
    yield light("text under lock", lambda: open_form(more=locked), ("password",))
    macros = {"Basic/Standard/script-lb.xml": "<x/>", "Basic/Standard/Modul.xml": "<x>Shell(1)</x>"}
    yield light("text with macros", lambda: open_form(more=macros))
    objects = {f"Object {n}/content.xml": content(p("x")) for n in range(900)}
    yield heavy("900 embedded objects", lambda: open_form(more=objects))


# Styles


def _styles() -> Iterator[Listed]:
    def style(number: int, parent: int, family: str = "text") -> str:
        return f'<style:style style:name="s{number}" style:family="{family}" style:parent-style-name="s{parent}"/>'

    def styled(styles: str, body: str = BEGIN + "x" + END) -> bytes:
        return open_form(body, before=f"<office:styles>{styles}</office:styles>")

    yield light("style based on itself", lambda: styled(style(0, 0)))
    yield light("10 styles in a circle", lambda: styled("".join(style(n, (n + 1) % 10) for n in range(10))))
    line_of = "".join(style(n, n + 1) for n in range(20_000))
    yield heavy("20,000 styles in a line", lambda: styled(line_of), DAMAGED)
    every = "".join(f'<text:span text:style-name="s{n}">x</text:span>' for n in range(20_000))
    yield heavy("20,000 styles in a line, all used", lambda: styled(line_of, p(every)), DAMAGED)
    yield heavy("500,000 styles alike", lambda: styled(style(0, 1) * 500_000))
    yield light("style with a name of 3 MB", lambda: styled(f'<style:style style:name="{"s" * 3 * MANY}"/>'))


# What programs would fetch


def _outside() -> Iterator[Listed]:
    for target in NOWHERE:
        link = f'xlink:href="{target}" xlink:actuate="onLoad"'
        section = f"<text:section><text:section-source {link}/>{p('x')}</text:section>"
        yield light(f"section from {target[:16]}", partial(open_form, section))
        for name in ("image", "object", "object-ole", "plugin", "applet", "floating-frame"):
            frame = p(f"<draw:frame><draw:{name} {link}/></draw:frame>")
            yield replace(
                light(f"{name} from {target[:16]}", partial(open_form, frame)), heavy=target != NOWHERE[0]
            )
        anchor = p(f"<text:a {link}>x</text:a>")
        yield light(f"link to {target[:16]}", partial(open_form, anchor))
    dde = '<text:dde-source office:dde-application="cmd" office:dde-topic="/k calc" office:automatic-update="true"/>'
    yield light(
        "section of another program", lambda: open_form(f"<text:section>{dde}{p('x')}</text:section>")
    )
    event = '<office:scripts><office:event-listeners><script:event-listener xlink:href="vnd.sun.star.script:x"/></office:event-listeners></office:scripts>'
    yield light("script at opening", lambda: open_form(before=event))
    template = "<office:meta><meta:template xlink:href='http://192.0.2.1/x.ott'/></office:meta>"
    yield light(
        "template elsewhere",
        lambda: open_form(more={"settings.xml": open_part("document-settings", template)}),
    )


# What stands in an answer


def _answers() -> Iterator[Listed]:
    for text in ANSWERS:
        xml = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        yield Listed(
            f"answer {text[:12]!r}", partial(open_form, answer=xml), READ, kept(TAKEN.get(text, text))
        )
    long = "x" * 4 * MANY
    yield Listed("answer of 4 MB", lambda: open_form(answer=long), READ, kept(long), heavy=True)
    yield light("answer of 10 MB", lambda: open_form(answer="x" * 10 * MANY), TOO_LARGE)
    yield heavy(
        "answer of 100,000 lines", lambda: open_form(answer="x<text:line-break/>" * 100_000), READ, None
    )
    for name, answer in {
        "NUL": b"380\0",
        "control character by number": b"380&#11;",
        "half of a letter": b"380\xc3",
        "lone surrogate": b"380\xed\xa0\x80",
        "lone surrogate by number": b"380&#xD800;",
        "entity that is not declared": b"380&geheim;",
    }.items():
        broken = content(open_body()).encode().replace(ANSWER.encode(), answer)
        yield light(f"{name} in an answer", partial(_stored, broken), ("damaged_file", "hostile_file"))
    text = content(open_body())
    for codec, encoding in (("utf-16", "UTF-16"), ("utf-16", ""), ("utf-8-sig", "UTF-8")):
        yield light(f"in {codec} that says {encoding!r}", partial(_stored, _encoded(text, codec, encoding)))
    for codec, encoding in (
        ("utf-7", "UTF-7"),
        ("cp500", "cp500"),
        ("utf-32", "UTF-32"),
        ("utf-16", "UTF-8"),
    ):
        yield light(
            f"in {codec} that says {encoding!r}", partial(_stored, _encoded(text, codec, encoding)), DAMAGED
        )


def _stored(text: bytes) -> bytes:
    return open_form(more={CONTENT: text})


def _encoded(text: str, codec: str, encoding: str) -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    return (head + text).encode(codec, "xmlcharrefreplace")
