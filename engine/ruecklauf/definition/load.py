"""Worksheets and code lists read from YAML: groups put in, code lists joined on, every mistake named."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from ruecklauf.definition.complaints import complaints, near
from ruecklauf.definition.models import RecordSection, SectionBase, Worksheet
from ruecklauf.definition.source import Mapping, Node, Scalar, Sequence, plain_data, read_yaml
from ruecklauf.errors import DeclarationError, Problem
from ruecklauf.fieldtypes import AnyField
from ruecklauf.fieldtypes.base import Declared, FieldBase, Identifier, Kind
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.fieldtypes.text import LongTextField, TextField
from ruecklauf.texts import load_texts

REMARKS_FIELD = "bemerkungen"
"""Id of the field for remarks that every section gets unless it says `remarks: false`."""

OTHER_SUFFIX = "_sonst"
"""Ends the id of the text field that goes with a list's 'other, namely' entry."""


class FieldGroup(Declared):
    """Fields that several worksheets share."""

    id: Identifier
    title: Localised
    fields: tuple[AnyField, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Source:
    """A worksheet with the nodes it was read from, so that a later check can name positions."""

    worksheet: Worksheet
    root: Mapping
    file: str


@dataclass(frozen=True, slots=True)
class GroupNodes:
    """A field group's fields as they stand in its file."""

    nodes: tuple[Node, ...]


Model = TypeVar("Model", bound=BaseModel)


def load_codelist(path: Path, *, shown_as: str) -> CodeList:
    """A code list from its file."""
    return _validate(CodeList, _root(path, shown_as))


def load_group(path: Path, *, shown_as: str) -> tuple[FieldGroup, GroupNodes]:
    """A field group from its file, with its nodes for putting it into worksheets."""
    root = _root(path, shown_as)
    group = _validate(FieldGroup, root)
    fields = root.items["fields"]
    assert isinstance(fields, Sequence)
    return group, GroupNodes(fields.items)


def load_worksheet(
    path: Path,
    *,
    shown_as: str,
    codelists: MappingType[str, CodeList],
    groups: MappingType[str, GroupNodes],
) -> Source:
    """A worksheet from its file, complete: shared groups and code lists are part of it.

    Raises DeclarationError with all mistakes of the file at once.
    """
    root = _with_groups(_root(path, shown_as), groups)
    worksheet = _validate(Worksheet, root)
    return Source(_complete(worksheet, root, codelists), root, shown_as)


def _root(path: Path, shown_as: str) -> Mapping:
    node = read_yaml(path, shown_as=shown_as)
    if not isinstance(node, Mapping):
        raise DeclarationError(
            [node.at.problem("the file should have keys and values, such as 'id: akteure'")]
        )
    return node


def _validate(model: type[Model], root: Mapping) -> Model:
    try:
        return model.model_validate(plain_data(root))
    except ValidationError as error:
        raise DeclarationError(complaints(error, root, model)) from error


def _with_groups(root: Mapping, groups: MappingType[str, GroupNodes]) -> Mapping:
    """The nodes with every `- use: group` replaced by the group's fields."""
    sections = root.items.get("sections")
    if not isinstance(sections, Sequence):
        return root
    problems: list[Problem] = []
    new = tuple(_section_with_groups(section, groups, problems) for section in sections.items)
    if problems:
        raise DeclarationError(problems)
    return Mapping(root.at, {**root.items, "sections": Sequence(sections.at, new)}, root.keys)


def _section_with_groups(
    section: Node, groups: MappingType[str, GroupNodes], problems: list[Problem]
) -> Node:
    fields = section.items.get("fields") if isinstance(section, Mapping) else None
    if not isinstance(section, Mapping) or not isinstance(fields, Sequence):
        return section
    nodes: list[Node] = []
    for node in fields.items:
        used = node.items.get("use") if isinstance(node, Mapping) else None
        if not isinstance(used, Scalar):
            nodes.append(node)
        elif used.text in groups:
            nodes.extend(_with_keys(field, node) for field in groups[used.text].nodes)
        else:
            known = ", ".join(groups) or "none"
            problems.append(
                used.at.problem(f"unknown field group {used.text!r}{near(used.text, groups)} Known: {known}")
            )
    return Mapping(section.at, {**section.items, "fields": Sequence(fields.at, tuple(nodes))}, section.keys)


def _with_keys(field: Node, use: Node) -> Node:
    """A group's field with the further keys of the `use` entry, which win."""
    assert isinstance(use, Mapping)
    if not isinstance(field, Mapping) or len(use.items) == 1:
        return field
    items = {key: value for key, value in use.items.items() if key != "use"}
    keys = {key: at for key, at in use.keys.items() if key != "use"}
    return Mapping(field.at, {**field.items, **items}, {**field.keys, **keys})


def _complete(worksheet: Worksheet, root: Mapping, shared: MappingType[str, CodeList]) -> Worksheet:
    """The worksheet with used shared lists, codes of multiple choices and texts for 'other' joined on."""
    lists = {**shared, **worksheet.lists}
    problems = [*_unknown_lists(worksheet, root, lists)]
    if problems:
        raise DeclarationError(problems)
    sections = tuple(
        whole for section in worksheet.sections for whole in _with_remarks(_complete_section(section, lists))
    )
    used = {list_id for section in sections for list_id in _lists_used(section)}
    parents = {lists[list_id].cascades_on for list_id in used}
    wanted = [*sorted(used | {parent for parent in parents if parent in lists})]
    codelists = tuple(lists[list_id] for list_id in wanted)
    return worksheet.with_changes(sections=sections, codelists=codelists)


def _lists_used(section: SectionBase) -> list[str]:
    fields = [field.list_id for field in section.fields if field.list_id]
    return [*fields, *(rows.list for rows in section.printed_rows)]


def _unknown_lists(worksheet: Worksheet, root: Mapping, lists: MappingType[str, CodeList]) -> list[Problem]:
    sections = root.items["sections"]
    assert isinstance(sections, Sequence)
    return [
        scalar.at.problem(f"unknown code list {scalar.text!r}{near(scalar.text, lists)}")
        for scalar in _list_names(sections)
        if scalar.text not in lists
    ]


def _list_names(node: Node) -> list[Scalar]:
    """Every scalar that stands under a key `list`."""
    match node:
        case Sequence():
            return [name for item in node.items for name in _list_names(item)]
        case Mapping():
            here = [value for key, value in node.items.items() if key == "list" and isinstance(value, Scalar)]
            return here + [name for value in node.items.values() for name in _list_names(value)]
        case _:
            return []


def _complete_section(section: Any, lists: MappingType[str, CodeList]) -> Any:
    fields: list[FieldBase] = []
    for field in section.fields:
        codes = lists[field.list_id] if field.list_id else None
        if field.kind is Kind.MULTI and codes is not None:
            field = field.model_copy(update={"codes": tuple(code.code for code in codes.values)})
        fields.append(field)
        if field.kind is Kind.CHOICE and codes is not None and codes.other is not None:
            fields.append(_other_field(field, codes.other.code))
    return section.with_changes(fields=tuple(fields))


def _with_remarks(section: Any) -> tuple[Any, ...]:
    """The section with its remarks: a further question of a record, a record of its own for a table."""
    if not section.remarks:
        return (section,)
    texts = load_texts("de")
    question = LongTextField(
        type="longtext",
        id=REMARKS_FIELD,
        label=Localised({"de": texts("remarks.label")}),
        help=Localised({"de": texts("remarks.help")}),
        wave="L",
        max_length=2000,
    )
    if not section.has_rows:
        return (section.with_changes(fields=(*section.fields, question)),)
    remarks = RecordSection(
        kind="record",
        id=f"{section.id}_{REMARKS_FIELD}",
        title=Localised({"de": texts("remarks.title", section=section.title.de)}),
        prefix=section.prefix,
        fields=(question,),
        local=section.local,
        remarks_of=section.id,
    )
    return (section, remarks)


def _other_field(field: FieldBase, code: str) -> TextField:
    texts = load_texts("de")
    condition = f'{field.id} = "{code}"'
    return TextField(
        type="text",
        id=field.id + OTHER_SUFFIX,
        label=Localised({"de": texts("other.label", label=field.label.de)}),
        help=Localised({"de": texts("other.help")}),
        relevant_when=condition,
        required_when=condition,
        personal=field.personal,
        wave=field.wave,
        max_length=150,
    )
