"""Declarations side by side with the nodes they were read from, so that every problem has its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ruecklauf.definition.languages import speaks
from ruecklauf.definition.load import Source
from ruecklauf.definition.models import RecordSection, SectionBase, Worksheet
from ruecklauf.definition.source import At, Mapping, Node, Scalar, Sequence, locate
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.library import Library


@dataclass(frozen=True, slots=True)
class _Placed:
    node: Mapping

    def at(self, *path: str | int) -> At:
        """Where the value under keys and indexes stands; of what is missing, where it should."""
        return locate(self.node, path)[1]

    def scalar(self, *path: str | int) -> Scalar | None:
        """The text under keys and indexes."""
        found, _, left = locate(self.node, path)
        return found if isinstance(found, Scalar) and not left else None


@dataclass(frozen=True, slots=True)
class DeclaredField(_Placed):
    field: FieldBase
    added: bool
    """Whether the program put it in (remarks, text of an 'other' entry); it stands where its cause does."""


@dataclass(frozen=True, slots=True)
class DeclaredSection(_Placed):
    section: SectionBase
    fields: tuple[DeclaredField, ...]

    @property
    def field_ids(self) -> tuple[str, ...]:
        return tuple(declared.field.id for declared in self.fields)


@dataclass(frozen=True, slots=True)
class DeclaredWorksheet(_Placed):
    worksheet: Worksheet
    sections: tuple[DeclaredSection, ...]
    """Without those that the program puts in for remarks."""


@dataclass(frozen=True, slots=True)
class DeclaredList(_Placed):
    codelist: CodeList
    worksheet: str = ""
    """The worksheet that has it for itself; empty for a shared one."""


@dataclass(frozen=True, slots=True)
class Declarations:
    """All that a library holds."""

    worksheets: tuple[DeclaredWorksheet, ...]
    lists: tuple[DeclaredList, ...]

    def spoken(self, language: str) -> Declarations:
        """The declarations without the worksheets that are not written in a language throughout."""
        kept = (worksheet for worksheet in self.worksheets if speaks(worksheet.worksheet, language))
        return replace(self, worksheets=tuple(kept))

    def sections(self) -> Iterator[tuple[DeclaredWorksheet, DeclaredSection]]:
        for worksheet in self.worksheets:
            for section in worksheet.sections:
                yield worksheet, section

    def fields(self) -> Iterator[tuple[DeclaredWorksheet, DeclaredSection, DeclaredField]]:
        for worksheet, section in self.sections():
            for field in section.fields:
                yield worksheet, section, field


def declarations(library: Library) -> Declarations:
    """The library's declarations with their nodes."""
    shared = [DeclaredList(source.root, source.codelist) for source in library.list_sources.values()]
    sources = library.sources.values()
    own = [declared for source in sources for declared in _own_lists(source)]
    return Declarations(tuple(map(_worksheet, sources)), (*shared, *own))


def stands(first: At, other: At) -> str:
    """How a message at `other` names another place: by line, and by file where it is another one."""
    return f"line {first.line}" if first.file == other.file else f"{first.file}:{first.line}"


def _own_lists(source: Source) -> Iterator[DeclaredList]:
    """The lists that a worksheet declares itself; the worksheet holds all it uses, and only those."""
    for node in _items(source.root.items.get("codelists")):
        assert isinstance(node, Mapping)
        codelist = source.worksheet.lists.get(node.text("id") or "")
        if codelist is not None:
            yield DeclaredList(node, codelist, source.id)


def _worksheet(source: Source) -> DeclaredWorksheet:
    declared = [
        section
        for section in source.worksheet.sections
        if not (isinstance(section, RecordSection) and section.remarks_of)
    ]
    nodes = _items(source.root.items.get("sections"))
    sections = tuple(_section(section, node) for section, node in zip(declared, nodes, strict=True))
    return DeclaredWorksheet(source.root, source.worksheet, sections)


def _section(section: SectionBase, node: Node) -> DeclaredSection:
    assert isinstance(node, Mapping)
    return DeclaredSection(node, section, tuple(_fields(section, node)))


def _fields(section: SectionBase, node: Mapping) -> Iterator[DeclaredField]:
    """The fields in order: those declared, each followed by what the program added to it."""
    waiting = list(_items(node.items.get("fields")))
    last = node
    for field in section.fields:
        head = waiting[0] if waiting else None
        if isinstance(head, Mapping) and head.text("id") == field.id:
            last = head
            waiting.pop(0)
            yield DeclaredField(last, field, added=False)
        else:
            yield DeclaredField(last, field, added=True)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()
