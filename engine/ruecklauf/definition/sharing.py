"""What worksheets share, as named in their nodes: field groups put in place, code lists looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as MappingType

from ruecklauf.definition.complaints import near
from ruecklauf.definition.source import Mapping, Node, Scalar, Sequence
from ruecklauf.errors import Problem
from ruecklauf.fieldtypes.choice import YES_NO_UNKNOWN

USE = "use"
"""The key of an entry that stands for the fields of a group."""


def groups_named(root: Mapping) -> tuple[Node, ...]:
    """What stands after `use` among the fields of a worksheet; a Scalar, if it is right."""
    return tuple(
        field.items[USE] for field in _fields(root) if isinstance(field, Mapping) and USE in field.items
    )


def lists_named(root: Mapping) -> tuple[Scalar, ...]:
    """The code lists that a worksheet's fields and printed rows name."""
    naming = [node for node in (*_fields(root), *_printed(root)) if isinstance(node, Mapping)]
    lists = [_list_of(node) for node in naming]
    return tuple(node for node in lists if isinstance(node, Scalar))


def _list_of(node: Mapping) -> Node | None:
    if node.text("type") == "yes_no_unknown":
        return Scalar(node.items["type"].at, YES_NO_UNKNOWN)
    return node.items.get("list")


def own_lists(root: Mapping) -> tuple[str, ...]:
    """The ids of the code lists that the worksheet itself declares."""
    lists = _items(root.items.get("codelists"))
    return tuple(node.text("id") or "" for node in lists if isinstance(node, Mapping))


def unknown_groups(root: Mapping, known: Collection[str]) -> Iterator[Problem]:
    """Every `use` of a group that there is not."""
    for named in groups_named(root):
        if not isinstance(named, Scalar):
            yield named.at.problem("use: should be the id of one field group")
        elif named.text not in known:
            yield named.at.problem(_unknown("field group", named.text, known))


def unknown_lists(root: Mapping, known: Collection[str]) -> Iterator[Problem]:
    """Every code list named that there is not."""
    for named in lists_named(root):
        if named.text not in known:
            yield named.at.problem(_unknown("code list", named.text, known))


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    return f"unknown {what} {name!r}{near(name, known)} Known: {', '.join(sorted(known)) or 'none'}"


def with_groups(root: Mapping, groups: MappingType[str, tuple[Node, ...]]) -> Mapping:
    """The worksheet's nodes with every `- use: group` replaced by the group's fields."""
    sections = root.items.get("sections")
    if not isinstance(sections, Sequence):
        return root
    whole = tuple(_section_with_groups(section, groups) for section in sections.items)
    return Mapping(root.at, {**root.items, "sections": Sequence(sections.at, whole)}, root.keys)


def _section_with_groups(section: Node, groups: MappingType[str, tuple[Node, ...]]) -> Node:
    fields = section.items.get("fields") if isinstance(section, Mapping) else None
    if not isinstance(section, Mapping) or not isinstance(fields, Sequence):
        return section
    whole = tuple(field for node in fields.items for field in _put_in(node, groups))
    return Mapping(section.at, {**section.items, "fields": Sequence(fields.at, whole)}, section.keys)


def _put_in(node: Node, groups: MappingType[str, tuple[Node, ...]]) -> tuple[Node, ...]:
    """The fields that an entry stands for: itself, or those of the group it names."""
    if not isinstance(node, Mapping) or USE not in node.items:
        return (node,)
    named = node.items[USE]
    if not isinstance(named, Scalar) or named.text not in groups:
        return (_stand_in(node),)
    return tuple(_with_keys(field, node) for field in groups[named.text])


def _stand_in(node: Mapping) -> Mapping:
    """A field in the place of an unknown group, so that nothing else is said of that entry."""
    content = {"id": "unknown", "type": "tick", "label": "unknown"}
    return Mapping(
        node.at,
        {key: Scalar(node.at, text) for key, text in content.items()},
        dict.fromkeys(content, node.at),
    )


def _with_keys(field: Node, use: Mapping) -> Node:
    """A group's field with the further keys of the `use` entry, which win; as a whole it stands there."""
    if not isinstance(field, Mapping):
        return field
    items = {key: value for key, value in use.items.items() if key != USE}
    keys = {key: at for key, at in use.keys.items() if key != USE}
    return Mapping(use.at, {**field.items, **items}, {**field.keys, **keys})


def _sections(root: Mapping) -> Iterator[Mapping]:
    return (node for node in _items(root.items.get("sections")) if isinstance(node, Mapping))


def _fields(root: Mapping) -> Iterator[Node]:
    for section in _sections(root):
        yield from _items(section.items.get("fields"))


def _printed(root: Mapping) -> Iterator[Node]:
    for section in _sections(root):
        yield from _items(section.items.get("rows"))
        if "printed" in section.items:
            yield section.items["printed"]


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()
