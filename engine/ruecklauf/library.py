"""Where declarations lie, and all of them read: the built-in ones and a project's own, which win."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ruecklauf.definition.load import (
    FieldGroup,
    GroupNodes,
    Source,
    load_codelist,
    load_group,
    load_worksheet,
)
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import DeclarationError, Problem, ProjectError
from ruecklauf.fieldtypes.codelist import CodeList

WORKSHEET_FILE = "worksheet.yaml"


def data_folder() -> Path:
    """The folder that holds worksheets/, schemas/ and samples/.

    In an installed package they are part of its data; in an editable install or a checkout they stand
    beside engine/.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "data", package.parent.parent):
        if (folder / "worksheets").is_dir() and (folder / "schemas").is_dir():
            return folder
    raise ProjectError(
        "the built-in worksheets are not where they belong",
        where=str(package),
        remedy="Install ruecklauf again; its package is incomplete.",
    )


@dataclass(frozen=True)
class Library:
    """Every worksheet, code list and field group that can be used."""

    sources: dict[str, Source]
    """By worksheet id."""
    codelists: dict[str, CodeList]
    groups: dict[str, FieldGroup] = field(default_factory=dict)

    @property
    def worksheets(self) -> dict[str, Worksheet]:
        return {worksheet_id: source.worksheet for worksheet_id, source in self.sources.items()}

    def worksheet(self, worksheet_id: str) -> Worksheet:
        """The worksheet with this id; ProjectError naming the near ones if there is none."""
        if worksheet_id not in self.sources:
            known = ", ".join(sorted(self.sources))
            raise ProjectError(
                f"there is no worksheet {worksheet_id!r}",
                remedy=f"Known worksheets: {known}.",
            )
        return self.sources[worksheet_id].worksheet


def load_library(project_root: Path | None = None) -> Library:
    """The built-in declarations, and those in a project's worksheets/ and schemas/, which win by id.

    Raises DeclarationError with the mistakes of all files.
    """
    if project_root is None:
        return _built_in_library()
    return _load((data_folder(), project_root))


@cache
def _built_in_library() -> Library:
    return _load((data_folder(),))


def _load(roots: tuple[Path, ...]) -> Library:
    problems: list[Problem] = []
    codelists: dict[str, CodeList] = {}
    groups: dict[str, FieldGroup] = {}
    group_nodes: dict[str, GroupNodes] = {}
    for path, shown_as in _files(roots, "schemas/codelists/*.yaml"):
        try:
            codelist = load_codelist(path, shown_as=shown_as)
            codelists[codelist.id] = codelist
        except DeclarationError as error:
            problems.extend(error.problems)
    for path, shown_as in _files(roots, "schemas/fieldgroups/*.yaml"):
        try:
            group, nodes = load_group(path, shown_as=shown_as)
            groups[group.id], group_nodes[group.id] = group, nodes
        except DeclarationError as error:
            problems.extend(error.problems)
    sources: dict[str, Source] = {}
    for path, shown_as in _files(roots, f"worksheets/*/{WORKSHEET_FILE}"):
        try:
            source = load_worksheet(path, shown_as=shown_as, codelists=codelists, groups=group_nodes)
            sources[source.worksheet.id] = source
        except DeclarationError as error:
            problems.extend(error.problems)
    if problems:
        raise DeclarationError(problems)
    return Library(sources, codelists, groups)


def _files(roots: tuple[Path, ...], pattern: str) -> Iterator[tuple[Path, str]]:
    """Files of all roots in order, with the name that messages show: relative to the root they are in."""
    for number, root in enumerate(roots):
        for path in sorted(root.glob(pattern)):
            shown = path.relative_to(root).as_posix()
            yield path, shown if number == len(roots) - 1 else f"built-in {shown}"
