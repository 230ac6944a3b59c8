"""REFI-QDA: a project that programs for qualitative analysis exchange (https://www.qdasoftware.org, 1.5)."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ruecklauf import __version__
from ruecklauf.exports.frames import Cell
from ruecklauf.exports.qualitative.contents import Contents, Said, Writer
from ruecklauf.exports.workbook import visible
from ruecklauf.values import decimal_text

FILE_NAME = "texts.qdpx"
NAMESPACE = "urn:QDA-XML:project:1.0"
_OURS = uuid.UUID("9b0d4a52-6e0c-5c1b-8a52-0d4f6a3f7c11")
"""From which all ids are made: the same things have the same ones in every export."""
_MOMENT = (1980, 1, 1, 0, 0, 0)
_USER = "ruecklauf"


class Passage(NamedTuple):
    """Where in a text, counted in characters, something stands that was said."""

    start: int
    end: int
    said: Said


def write_project(contents: Contents, folder: Path) -> str:
    """A project with a text for each alliance and wave, a code for each question on the passages that answer
    it, and a case with variables for each."""
    texts = {writer.name: _text(writer) for writer in contents.writers}
    with zipfile.ZipFile(folder / FILE_NAME, "w") as archive:
        for writer in contents.writers:
            member = f"sources/{_id('source', writer.name)}.txt"
            archive.writestr(zipfile.ZipInfo(member, _MOMENT), texts[writer.name][0].encode())
        archive.writestr(
            zipfile.ZipInfo("project.qde", _MOMENT),
            _project(contents, {name: passages for name, (_, passages) in texts.items()}),
            compress_type=zipfile.ZIP_DEFLATED,
        )
    return FILE_NAME


def _id(*of: str) -> str:
    return str(uuid.uuid5(_OURS, "\0".join(of)))


def _text(writer: Writer) -> tuple[str, list[Passage]]:
    """The text of one alliance and wave, and where in it each answer stands."""
    text, passages = f"{writer.alliance}, Welle {writer.wave}\n", []
    for question, texts in groupby(writer.said, key=lambda answer: answer.question):
        text += f"\n{question.label}\n"
        for said in texts:
            text += f"{said.row_id}: " if said.row_id else ""
            passages.append(Passage(len(text), len(text) + len(said.text), said))
            text += f"{said.text}\n"
    return text, passages


def _project(contents: Contents, passages: dict[str, list[Passage]]) -> bytes:
    made = contents.made.strftime("%Y-%m-%dT%H:%M:%SZ")
    user = _id("user")
    root = Element("Project", xmlns=NAMESPACE, name="ruecklauf", origin=f"ruecklauf {__version__}")
    root.attrib |= {"creatingUserGUID": user, "creationDateTime": made}
    SubElement(SubElement(root, "Users"), "User", guid=user, name=_USER)
    _codes(SubElement(SubElement(root, "CodeBook"), "Codes"), contents)
    kinds = _kinds(contents)
    declared = SubElement(root, "Variables")
    for code, kind in kinds.items():
        name = contents.labels.get(code, code)
        variable = SubElement(declared, "Variable", guid=_id("variable", code), name=code)
        variable.set("typeOfVariable", kind)
        SubElement(variable, "Description").text = visible(name)
    cases = SubElement(root, "Cases")
    for writer in contents.writers:
        _case(SubElement(cases, "Case", guid=_id("case", writer.name), name=writer.name), writer, kinds)
    sources = SubElement(root, "Sources")
    for writer in contents.writers:
        guid = _id("source", writer.name)
        source = SubElement(sources, "TextSource", guid=guid, name=writer.name)
        source.attrib |= {"plainTextPath": f"internal://{guid}.txt", "creatingUser": user}
        source.set("creationDateTime", made)
        for passage in passages[writer.name]:
            source.append(_selection(passage, writer, user=user, made=made))
    made_file: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made_file


def _codes(target: Element, contents: Contents) -> None:
    """A code for each section, with those of its questions below it."""
    for section, questions in groupby(contents.questions, key=lambda question: question.section):
        those = list(questions)
        above = SubElement(target, "Code", guid=_id("code", section), name=those[0].table, isCodable="false")
        for question in those:
            made = SubElement(above, "Code", guid=_id("code", question.code), name=question.label)
            made.set("isCodable", "true")
            SubElement(made, "Description").text = question.code


def _kinds(contents: Contents) -> dict[str, str]:
    """The type of each variable, alliance and wave first."""
    found = {"alliance": "Text", "wave": "Text"}
    for writer in contents.writers:
        for code, value in writer.variables.items():
            kind, _ = _typed(value)
            # a number that has no decimals by chance is one like the others
            found[code] = "Float" if {kind, found.get(code, kind)} == {"Integer", "Float"} else kind
    return found


def _typed(value: Cell) -> tuple[str, str]:
    match value:
        case bool():
            return "Boolean", str(value).lower()
        case int():
            return "Integer", str(value)
        case Decimal():
            return "Float", decimal_text(value)
        case date():
            return "Date", value.isoformat()
    return "Text", visible(str(value))


def _case(case: Element, writer: Writer, kinds: dict[str, str]) -> None:
    for code, value in _answered(writer):
        kind, text = kinds[code], _typed(value)[1]
        held = SubElement(case, "VariableValue")
        SubElement(held, "VariableRef", targetGUID=_id("variable", code))
        SubElement(held, f"{kind}Value").text = text
    SubElement(case, "SourceRef", targetGUID=_id("source", writer.name))


def _answered(writer: Writer) -> Iterator[tuple[str, Cell]]:
    yield "alliance", writer.alliance
    yield "wave", writer.wave
    yield from writer.variables.items()


def _selection(passage: Passage, writer: Writer, *, user: str, made: str) -> Element:
    said = passage.said
    of = (writer.name, said.question.code, said.row_id)
    by: dict[str, str] = {"creatingUser": user, "creationDateTime": made}
    place = {"startPosition": str(passage.start), "endPosition": str(passage.end)}
    named = {"guid": _id("selection", *of), "name": said.row_id or said.question.code}
    selection = Element("PlainTextSelection", {**named, **by, **place})
    coding = SubElement(selection, "Coding", {"guid": _id("coding", *of), **by})
    SubElement(coding, "CodeRef", targetGUID=_id("code", said.question.code))
    return selection
