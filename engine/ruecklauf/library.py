"""Where declarations lie, and all of them read: the built-in ones and a project's own, which win."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from ruecklauf.definition.load import (
    FieldGroup,
    ListSource,
    Source,
    load_codelist,
    load_group,
    load_worksheet,
)
from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.source import Mapping
from ruecklauf.errors import DeclarationError, Problem, ProjectError
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.texts import GERMAN

WORKSHEET_FILE = "worksheet.yaml"
WORKSHEETS = f"worksheets/*/{WORKSHEET_FILE}"
CODELISTS = "schemas/codelists/*.yaml"
GROUPS = "schemas/fieldgroups/*.yaml"
"""Where declarations are read from, below a root."""
TEMPLATES = "worksheets/*/form.docx"
"""Word templates of a worksheet's own, likewise; the folder is named after the worksheet."""


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
    list_sources: dict[str, ListSource] = field(default_factory=dict)
    """The shared code lists with the nodes they were read from."""
    templates: dict[str, Path] = field(default_factory=dict)
    """The Word template of each worksheet that has one of its own."""

    def template(self, worksheet_id: str, language: str) -> Path | None:
        """The worksheet's own Word template in a language: `form.docx`, or `form.en.docx` beside it."""
        german = self.templates.get(worksheet_id)
        if german is None or language == GERMAN:
            return german
        return german.with_name(f"{german.stem}.{language}{german.suffix}")

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
    return read_library(data_folder(), project_root)


@cache
def _built_in_library() -> Library:
    return read_library(data_folder())


def read_library(*roots: Path) -> Library:
    """The declarations below these folders; of two with one id that of the later folder counts.

    Raises DeclarationError with the mistakes of all files.
    """
    lists = _read_all(roots, CODELISTS, lambda file: load_codelist(file.path, shown_as=file.shown_as))
    groups = _read_all(roots, GROUPS, lambda file: load_group(file.path, shown_as=file.shown_as))
    codelists = {list_id: source.codelist for list_id, source in lists.found.items()}
    worksheets = _read_all(
        roots,
        WORKSHEETS,
        lambda file: load_worksheet(
            file.path,
            shown_as=file.shown_as,
            codelists=codelists,
            groups=groups.found,
            broken=(*lists.broken, *groups.broken),
        ),
    )
    if lists.broken or groups.broken or worksheets.broken:
        raise DeclarationError({*lists.problems, *groups.problems, *worksheets.problems})
    return Library(
        worksheets.found,
        codelists,
        {name: source.group for name, source in groups.found.items()},
        lists.found,
        {path.parent.name: path for root in roots for path in sorted(root.glob(TEMPLATES))},
    )


class _Declared(Protocol):
    """What the loaders give."""

    @property
    def id(self) -> str: ...

    @property
    def root(self) -> Mapping: ...


_Source = TypeVar("_Source", bound=_Declared)


@dataclass(frozen=True)
class _FilesRead(Generic[_Source]):
    """The files of one kind once read."""

    found: dict[str, _Source]
    problems: tuple[Problem, ...]
    broken: tuple[str, ...]
    """The names of the files with mistakes, which stand for the ids in them."""


@dataclass(frozen=True)
class _File:
    path: Path
    shown_as: str
    root: Path

    @property
    def name(self) -> str:
        return self.path.parent.name if self.path.name == WORKSHEET_FILE else self.path.stem


def _read_all(roots: tuple[Path, ...], pattern: str, load: Callable[[_File], _Source]) -> _FilesRead[_Source]:
    found: dict[str, _Source] = {}
    seen: dict[tuple[Path, str], _File] = {}
    problems: list[Problem] = []
    broken: list[str] = []
    for file in _files(roots, pattern):
        try:
            source = load(file)
            _refuse_twin(source, seen.setdefault((file.root, source.id), file), file)
            found[source.id] = source
        except DeclarationError as error:
            problems.extend(error.problems)
            broken.append(file.name)
    return _FilesRead(found, tuple(problems), tuple(broken))


def _refuse_twin(source: _Declared, first: _File, file: _File) -> None:
    if first is not file:
        at = source.root.items["id"].at
        raise DeclarationError(
            [at.problem(f"id {source.id!r} is that of {first.shown_as}, too; ids are unique")]
        )


def _files(roots: tuple[Path, ...], pattern: str) -> Iterator[_File]:
    """Files of all roots in order; messages name them relative to the root they are in."""
    for number, root in enumerate(roots):
        for path in sorted(root.glob(pattern)):
            shown = path.relative_to(root).as_posix()
            yield _File(path, shown if number == len(roots) - 1 else f"built-in {shown}", root)


def empty_folders(root: Path) -> tuple[str, ...]:
    """Folders for worksheets that hold neither a declaration nor a template."""
    folders = (path for path in (root / "worksheets").glob("*") if path.is_dir())
    expected = (WORKSHEET_FILE, Path(TEMPLATES).name)
    lacking = (path for path in folders if not any((path / name).exists() for name in expected))
    return tuple(path.relative_to(root).as_posix() for path in sorted(lacking))


def passed_over(root: Path) -> tuple[str, ...]:
    """YAML files in a root's folders for declarations that are not read, because of their name or place."""
    read = {path for pattern in (WORKSHEETS, CODELISTS, GROUPS) for path in root.glob(pattern)}
    there = (path for folder in ("worksheets", "schemas") for path in (root / folder).rglob("*.y*ml"))
    return tuple(path.relative_to(root).as_posix() for path in sorted(there) if path not in read)
