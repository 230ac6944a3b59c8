"""Worksheets and code lists read from YAML: groups put in, code lists joined on, every mistake named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from ruecklauf.definition.complaints import allowed_keys, complaints, corrected, unknown_key
from ruecklauf.definition.models import FILLED_IN, RecordSection, SectionBase, Worksheet
from ruecklauf.definition.sharing import (
    groups_named,
    lists_named,
    own_lists,
    unknown_groups,
    unknown_lists,
    with_groups,
)
from ruecklauf.definition.source import Mapping, Node, Scalar, Sequence, plain_data, read_yaml
from ruecklauf.errors import DeclarationError, Problem
from ruecklauf.fieldtypes import AnyField
from ruecklauf.fieldtypes.base import Declared, FieldBase, Identifier, Kind
from ruecklauf.fieldtypes.choice import MultiChoiceField
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.fieldtypes.text import LongTextField, TextField
from ruecklauf.texts import languages, load_texts

REMARKS_FIELD = "bemerkungen"
"""Id of the field for remarks that every section gets unless it says `remarks: false`."""

OTHER_SUFFIX = "_sonst"
"""Ends the id of the text field that goes with a list's 'other, namely' entry."""


class FieldGroup(Declared):
    """Fields that several worksheets share."""

    id: Identifier = Field(description="what worksheets call it after use:")
    title: Localised = Field(description="what the fields are about")
    fields: tuple[AnyField, ...] = Field(min_length=1, description="the fields that `use` puts in its place")


@dataclass(frozen=True, slots=True)
class Source:
    """A worksheet with the nodes it was read from, so that a later check can name positions."""

    worksheet: Worksheet
    root: Mapping
    file: str

    @property
    def id(self) -> str:
        return self.worksheet.id


@dataclass(frozen=True, slots=True)
class ListSource:
    """A shared code list with the nodes it was read from."""

    codelist: CodeList
    root: Mapping

    @property
    def id(self) -> str:
        return self.codelist.id


@dataclass(frozen=True, slots=True)
class GroupSource:
    """A field group with the nodes it was read from."""

    group: FieldGroup
    root: Mapping

    @property
    def id(self) -> str:
        return self.group.id

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The fields as they stand in the file."""
        fields = self.root.items["fields"]
        assert isinstance(fields, Sequence)
        return fields.items


Model = TypeVar("Model", bound=BaseModel)


def load_codelist(path: Path, *, shown_as: str) -> ListSource:
    """A code list from its file."""
    root, problems = read_root(path, shown_as)
    return ListSource(validated(CodeList, root, problems), root)


def load_group(path: Path, *, shown_as: str) -> GroupSource:
    """A field group from its file, for putting its fields into worksheets."""
    root, problems = read_root(path, shown_as)
    return GroupSource(validated(FieldGroup, root, problems), root)


def load_worksheet(
    path: Path,
    *,
    shown_as: str,
    codelists: MappingType[str, CodeList],
    groups: MappingType[str, GroupSource],
    broken: Collection[str] = (),
) -> Source:
    """A worksheet from its file, complete: shared groups and code lists are part of it.

    Raises DeclarationError with all mistakes of the file at once. `broken` are the ids of lists and groups
    whose own files have mistakes: naming one is no mistake, but then the error may be without problems.
    """
    root, problems = read_root(path, shown_as)
    whole = with_groups(root, {name: group.nodes for name, group in groups.items()})
    known_groups, known_lists = {*groups, *broken}, {*codelists, *own_lists(root), *broken}
    mistakes = (
        *problems,
        *unknown_groups(root, known_groups),
        *unknown_lists(whole, known_lists),
        *_filled_in(whole),
    )
    worksheet = validated(Worksheet, whole, mistakes)
    named = {node.text for node in (*groups_named(root), *lists_named(whole)) if isinstance(node, Scalar)}
    if named & set(broken):
        raise DeclarationError([])
    return Source(_complete(worksheet, codelists), whole, shown_as)


def read_root(path: Path, shown_as: str) -> tuple[Mapping, tuple[Problem, ...]]:
    node, problems = read_yaml(path, shown_as=shown_as)
    if isinstance(node, Mapping):
        return node, problems
    raise DeclarationError([node.at.problem("the file should have keys and values, such as 'id: akteure'")])


def validated(model: type[Model], root: Mapping, problems: Iterable[Problem]) -> Model:
    """The model; DeclarationError with its mistakes and those found before."""
    found = [*problems]
    data = plain_data(root)
    try:
        validated = model.model_validate(data)
    except ValidationError as error:
        found += complaints(error, root, model)
        if (meant := corrected(data, error)) is not None:
            found += _further(model, meant, root)
        raise DeclarationError(dict.fromkeys(found)) from error
    if found:
        raise DeclarationError(found)
    return validated


def _further(model: type[BaseModel], data: Any, root: Mapping) -> list[Problem]:
    """The mistakes that only show once misspelt types and kinds are corrected."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return complaints(error, root, model)
    return []


def _filled_in(root: Mapping) -> Iterator[Problem]:
    """Keys that only the program may set."""
    sections = root.items.get("sections")
    for section in sections.items if isinstance(sections, Sequence) else ():
        if isinstance(section, Mapping):
            yield from _not_allowed(section, RecordSection)
            fields = section.items.get("fields")
            for field in fields.items if isinstance(fields, Sequence) else ():
                if isinstance(field, Mapping) and field.text("type") == "multichoice":
                    yield from _not_allowed(field, MultiChoiceField)


def _not_allowed(node: Mapping, model: type[BaseModel]) -> Iterator[Problem]:
    for key in FILLED_IN[model] & node.keys.keys():
        yield node.keys[key].problem(unknown_key(key, allowed_keys(model)))


def _complete(worksheet: Worksheet, shared: MappingType[str, CodeList]) -> Worksheet:
    """The worksheet with used shared lists, codes of multiple choices and texts for 'other' joined on."""
    lists = {**shared, **worksheet.lists}
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
    question = LongTextField(
        type="longtext",
        id=REMARKS_FIELD,
        label=_said("remarks.label", section.title),
        help=_said("remarks.help", section.title),
        wave="L",
        max_length=2000,
    )
    if not section.has_rows:
        return (section.with_changes(fields=(*section.fields, question)),)
    remarks = RecordSection(
        kind="record",
        id=f"{section.id}_{REMARKS_FIELD}",
        title=_said("remarks.title", section.title),
        prefix=section.prefix,
        fields=(question,),
        local=section.local,
        remarks_of=section.id,
    )
    return (section, remarks)


def _other_field(field: FieldBase, code: str) -> TextField:
    condition = f'{field.id} = "{code}"'
    return TextField(
        type="text",
        id=field.id + OTHER_SUFFIX,
        label=_said("other.label", field.label, named="label"),
        help=_said("other.help", field.label),
        relevant_when=condition,
        required_when=condition,
        personal=field.personal,
        wave=field.wave,
        max_length=150,
    )


def _said(key: str, beside: Localised, *, named: str = "") -> Localised:
    """A text of the program's in the languages of the author's beside it, which it may name."""
    return Localised(
        {
            language: load_texts(language)(key, **({named: text} if named else {}))
            for language, text in beside.items()
            if language in languages()
        }
    )
