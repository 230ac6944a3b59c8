"""What newer Excel puts into files: linked data, spilled arrays, sparklines, slicers, boxes; and ActiveX."""

from __future__ import annotations

from gauntlet.editing import EXISTS, REMARKS, TOTAL, Act, cell_replaced, in_cell, in_parts, part_of, raw
from gauntlet.filled import cell_of
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.workbooks.by_raw_cells import link
from office.packages import MAIN, OFFICE, Parts
from ruecklauf.values import Value

_NEWER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
_OFFICE = "http://schemas.microsoft.com/office"
_METADATA = (
    f'<metadata xmlns="{MAIN}" xmlns:xlrd="{_RICH}"><metadataTypes count="1"><metadataType '
    'name="XLRICHVALUE"/></metadataTypes><futureMetadata name="XLRICHVALUE" count="1"><bk><extLst>'
    '<ext uri="{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}"><xlrd:rvb i="0"/></ext></extLst></bk>'
    '</futureMetadata><valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
)
_STRUCTURES = (
    f'<rvStructures xmlns="{_RICH}"><s t="_linkedentity2"><k n="%EntityServiceId"/>'
    '<k n="_DisplayString" t="s"/><k n="%EntityId" t="s"/></s></rvStructures>'
)
_VALUES = f'<rvData xmlns="{_RICH}"><rv s="0"><v>268435456</v><v>Köln</v><v>a1</v></rv></rvData>'
_COMBO = "{8BD21D30-EC42-11CE-9E0D-00AA006002F3}"
_ACTIVEX = (
    '<ax:ocx xmlns:ax="http://schemas.microsoft.com/office/2006/activeX" '
    f'ax:classid="{_COMBO}" ax:persistence="persistStreamInit"/>'
)
_SPARKLINES = (
    f'<extLst><ext xmlns:x14="{_NEWER}" uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}"><x14:sparklineGroups '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines>'
    "<x14:sparkline><xm:f>Zielgruppe!D9:E9</xm:f><xm:sqref>J9</xm:sqref></x14:sparkline></x14:sparklines>"
    "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
_SLICER = (
    f'<slicers xmlns="{_NEWER}"><slicer name="Quelle" cache="Datenschnitt_Quelle" caption="AZR"/></slicers>'
)


def _linked_data(answer: Answer) -> Act:
    """The cell as Excel writes the name of a place: an error for programs that do not know it."""

    def change(parts: Parts) -> None:
        folder = "xl/richData/rdrichvalue"
        parts["xl/metadata.xml"] = _METADATA
        parts[f"{folder}.xml"], parts[f"{folder}structure.xml"] = _VALUES, _STRUCTURES
        kinds = {
            f"{OFFICE}/sheetMetadata": "metadata.xml",
            f"{_OFFICE}/2017/06/relationships/rdRichValue": "richData/rdrichvalue.xml",
            f"{_OFFICE}/2017/06/relationships/rdRichValueStructure": "richData/rdrichvaluestructure.xml",
        }
        entries = "".join(
            f'<Relationship Id="rIdN{number}" Type="{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(kinds.items())
        )
        path = "xl/_rels/workbook.xml.rels"
        parts[path] = raw(parts[path]).replace(b"</Relationships>", f"{entries}</Relationships>".encode())
        sheet, cell = cell_of(*answer)
        error = cell_replaced(raw(parts[part_of(sheet)]), cell, "<v>#VALUE!</v>", 't="e" vm="1"')
        parts[part_of(sheet)] = error

    return in_parts(change)


def _at_the_end(parts: Parts, xml: str) -> None:
    part = part_of("Zielgruppe")
    parts[part] = raw(parts[part]).replace(b"</worksheet>", f"{xml}</worksheet>".encode())


def _activex(parts: Parts) -> None:
    parts["xl/activeX/activeX1.xml"] = _ACTIVEX
    link(parts, "Zielgruppe", (f"{OFFICE}/control", "../activeX/activeX1.xml"))
    cell = cell_of(*TOTAL)[1]
    control = f'<control xmlns:r="{OFFICE}" shapeId="1025" r:id="rIdG0" name="ComboBox1">'
    _at_the_end(parts, f'<controls>{control}<controlPr linkedCell="{cell}"/></control></controls>')


def _slicer(parts: Parts) -> None:
    parts["xl/slicers/slicer1.xml"] = _SLICER
    link(parts, "Zielgruppe", (f"{_OFFICE}/2007/relationships/slicer", "../slicers/slicer1.xml"))


def _row(
    name: str,
    act: Act,
    *codes: str,
    why: str,
    changed: dict[Answer, Value | None] | None = None,
    seen: dict[Answer, str] | None = None,
) -> Mutation:
    saw = "".join(f"„{text}“" for text in (seen or {}).values())
    expected = Expected("accepted", frozenset(codes), changed or {}, why=why, seen=seen or {}, saw=saw)
    return Mutation(name, "content", "raw XML", act, expected)


_SPILLED = '<f t="array" ref="D9:D10">_xlfn._xlws.SORT(X1:X2)</f><v>380</v>'
MUTATIONS = (
    _row(
        "name of a place by a linked data type",
        _linked_data(REMARKS),
        why="Its name is seen, and taken.",
        changed={REMARKS: "Köln"},
        seen={REMARKS: "Köln"},
    ),
    _row(
        "name of a place by a linked data type where a number is asked",
        _linked_data(TOTAL),
        "no_number",
        why="Asked, with what is seen.",
        changed={TOTAL: None},
        seen={TOTAL: "Köln"},
    ),
    _row(
        "number of a spilled array",
        in_cell(TOTAL, _SPILLED, 'cm="1"'),
        "formula_for_value",
        why="What it gave is taken.",
    ),
    _row(
        "box in a cell of yes or no, ticked",
        in_cell(EXISTS, "<v>1</v>", 't="b"'),
        why="A ticked box says yes.",
    ),
    _row(
        "entry of a list in an ActiveX control that a cell keeps",
        in_parts(_activex),
        "perhaps_not_seen",
        "unknown_part",
        why="Taken, and asked about.",
    ),
    _row(
        "sparklines beside a table",
        in_parts(lambda parts: _at_the_end(parts, _SPARKLINES)),
        "unknown_part",
        why="They are named, for nobody reads them.",
    ),
    _row("slicer on a sheet", in_parts(_slicer), "unknown_part", why="It is named."),
)
