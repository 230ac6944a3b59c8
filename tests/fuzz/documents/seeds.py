"""Sound text documents, small and of many kinds of content, to be made unsound."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import installed
from fuzz.documents.forms import ANSWER, open_form, open_part, open_properties, word_form
from office.packages import OFFICE, rels, zipped
from office.word.parts import NAMESPACES, NEWER, cell, control, paragraph, part, row, run, table
from ruecklauf.forms.package import read_parts

BY = 'w:id="1" w:author="Meier" w:date="2026-01-01T10:00:00Z"'


def text_seeds(*, programs: bool = False) -> dict[str, bytes]:
    """By name, with those that LibreOffice saves if it is installed; all are forms of `read_whole`'s worksheet."""
    return {
        "docx": word_form(),
        "docx with all kinds of content": _lean(_many_kinds()),
        "odt": open_form(),
        "odt with all kinds of content": _open_kinds(flat=False),
        "fodt": _open_kinds(flat=True),
        **(_by_writer() if programs and (os.environ.get("CI") or shutil.which("soffice")) else {}),
    }


def _by_writer() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return {f"{kind} by soffice": _saved(kind, folder) for kind in ("odt", "fodt", "docx")}


def _saved(kind: str, folder: Path) -> bytes:
    source, target = folder / "form.docx", folder / f"out.{kind}"
    source.write_bytes(_many_kinds())
    target.mkdir()
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        installed.program("soffice"),
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(target),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120, env=dict(os.environ))
    return (target / f"form.{kind}").read_bytes()


# Word

_UNREAD = (
    "word/theme",
    "word/webSettings",
    "word/fontTable",
    "word/numbering",
    "word/glossary",
    "word/styles",
)
"""Members in which changes would mostly go unnoticed."""


def _lean(form: bytes) -> bytes:
    return zipped({name: part for name, part in read_parts(form).items() if not name.startswith(_UNREAD)})


def _many_kinds() -> bytes:
    inserted = f"<w:ins {BY}>{run('neu')}</w:ins>"
    deleted = f"<w:del {BY}><w:r><w:delText>alt</w:delText></w:r></w:del>"
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('Kasten')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    checked = '<w:tag w:val="AK001.ja"/><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    dropdown = '<w:dropDownList><w:listItem w:displayText="ja" w:value="ja"/></w:dropDownList>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="a"/>'
        '<w:listEntry w:val="b"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    anchored = f'<w:commentRangeStart w:id="1"/>{run("x", "<w:strike/>")}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    moved = row(
        cell(paragraph("ST103")),
        cell(paragraph("Amt 7")),
        cell(paragraph("1.2.2020")),
        properties=f"<w:ins {BY}/>",
    )
    merged = row(
        cell(paragraph("x"), '<w:gridSpan w:val="2"/>'),
        cell(properties="<w:vMerge/>"),
        properties='<w:gridBefore w:val="1"/>',
    )
    version = f'<mc:AlternateContent><mc:Choice Requires="wps">{run("neu")}</mc:Choice><mc:Fallback>{run("alt")}</mc:Fallback></mc:AlternateContent>'
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:tab/><w:br/><w:noBreakHyphen/></w:r>'
    heading = paragraph("Kopf", '<w:outlineLvl w:val="1"/>')
    body = (
        f"<w:p>{inserted}{deleted}{anchored}{box}{version}{symbol}{field}</w:p>"
        f"<w:p>{control(run('☒'), checked)} {control(run('ja'), dropdown)}</w:p>"
        f"{table(row(cell(table(merged) + paragraph('innen'))))}{heading}"
        f'<w:p><w:hyperlink w:anchor="x">{run("Link")}</w:hyperlink><w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>'
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    space = f'xmlns:w14="{NAMESPACES["w14"]}"'
    answer = f'<w:p {space} w14:paraId="2">{run("Antwort")}</w:p>'
    comments = f'<w:comment w:id="1" w:author="Meier"><w:p {space} w14:paraId="1">{run("Frage")}</w:p></w:comment><w:comment w:id="2" w:author="Amt">{answer}</w:comment>'
    extended = f'<w15:commentsEx xmlns:w15="{NAMESPACES["w15"]}"><w15:commentEx w15:paraId="2" w15:paraIdParent="1"/></w15:commentsEx>'
    return word_form(
        body,
        answer=run("Amt ") + f"<w:ins {BY}>{run('380')}</w:ins>",
        rows=moved,
        around={
            "comments": comments,
            "footnotes": f'<w:footnote w:id="2">{paragraph("Fußnote")}</w:footnote>',
            "endnotes": f'<w:endnote w:id="2">{paragraph("Endnote")}</w:endnote>',
            "header1": paragraph("Kopfzeile"),
        },
        links=[
            (f"{NEWER}/commentsExtended", "commentsExtended.xml"),
            (f"{OFFICE}/customXml", "../customXml/item1.xml"),
            (f"{OFFICE}/subDocument", "http://192.0.2.1/x"),
        ],
        more={
            "word/commentsExtended.xml": extended,
            "customXml/item1.xml": "<x>Antwort</x>",
            "word/_rels/header1.xml.rels": rels(("r1", f"{OFFICE}/image", "media/x.png")),
            "word/settings.xml": part(
                "settings", '<w:trackRevisions/><w:documentProtection w:edit="forms" w:enforcement="1"/>'
            ),
        },
    )


# OpenDocument


def _open_kinds(*, flat: bool) -> bytes:
    def region(number: int, kind: str, inner: str = "") -> str:
        about = "<office:change-info><dc:creator>Meier</dc:creator></office:change-info>"
        return f'<text:changed-region text:id="c{number}"><text:{kind}>{about}{inner}</text:{kind}></text:changed-region>'

    changes = f"<text:tracked-changes>{region(1, 'insertion')}{region(2, 'deletion', '<text:p>alt</text:p>')}</text:tracked-changes>"
    inserted = '<text:change-start text:change-id="c1"/>neu<text:change-end text:change-id="c1"/><text:change text:change-id="c2"/>'
    comment = '<office:annotation office:name="n1"><dc:creator>Meier</dc:creator><text:p>Frage</text:p></office:annotation>x<office:annotation-end office:name="n1"/>'
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Fußnote</text:p></text:note-body></text:note>"
    box = "<draw:frame><draw:text-box><text:p>Kasten</text:p></draw:text-box></draw:frame>"
    picture = '<draw:frame><draw:image xlink:href="Pictures/x.png"/></draw:frame>'
    old = (
        '<field:fieldmark-start field:type="vnd.oasis.opendocument.field.FORMDROPDOWN"><field:param field:name="Dropdown_ListEntry" field:value="a"/>'
        '<field:param field:name="Dropdown_Selected" field:value="0"/></field:fieldmark-start><field:fieldmark-end/>'
        '<text:text-input text:description="Name">Text</text:text-input><text:drop-down text:name="Wahl">ja</text:drop-down>'
    )
    wide = (
        '<table:table><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>x</text:p></table:table-cell>'
        '<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="2"><text:p>y</text:p></table:table-cell></table:table-row></table:table>'
    )
    new = '<table:table-row table:style-name="Zeile"><table:table-cell><text:p>ST103</text:p></table:table-cell><table:table-cell><text:p>Amt 7</text:p></table:table-cell><table:table-cell/></table:table-row>'
    looks = '<text:span text:style-name="Weg">weg</text:span><text:span text:style-name="Verborgen">verborgen</text:span><text:s text:c="3"/><text:tab/><text:line-break/>'
    body = (
        f"<text:p>{inserted}{comment}{note}{box}{picture}{old}{looks}</text:p>{wide}"
        '<text:section text:display="none"><text:list><text:list-item><text:p>hier</text:p></text:list-item></text:list></text:section>'
        "<text:p>Seite <text:page-number>2</text:page-number></text:p>"
    )
    settings = '<config:config-item config:name="ProtectForm" config:type="boolean">true</config:config-item>'
    master = "<office:master-styles><style:master-page><style:header><text:p>Kopfzeile</text:p></style:header></style:master-page></office:master-styles>"
    more = {
        "styles.xml": open_part("document-styles", master),
        "settings.xml": open_part("document-settings", settings),
        "meta.xml": open_part("document-meta", open_properties()),
        "Pictures/x.png": b"x",
    }
    before = f"<office:settings>{settings}</office:settings>{master}" if flat else ""
    return open_form(
        changes + body,
        answer=f"{ANSWER}<text:span> neu</text:span>",
        rows=new,
        before=before,
        flat=flat,
        more=more,
    )
