"""All checks of declarations, one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ruecklauf.errors import DeclarationError, Problem
from ruecklauf.library import (
    CODELISTS,
    GROUPS,
    WORKSHEET_FILE,
    WORKSHEETS,
    Library,
    empty_folders,
    load_library,
    passed_over,
)
from ruecklauf.lint.asked import check_asked
from ruecklauf.lint.changes import check_changes
from ruecklauf.lint.codelists import check_codelists
from ruecklauf.lint.computed import check_computed
from ruecklauf.lint.convertible import check_convertible
from ruecklauf.lint.declared import Declarations, declarations
from ruecklauf.lint.examples import check_defaults, check_examples
from ruecklauf.lint.fields import check_fields
from ruecklauf.lint.formulas import check_formulas
from ruecklauf.lint.identifiers import check_identifiers
from ruecklauf.lint.office import check_office_limits
from ruecklauf.lint.references import check_references
from ruecklauf.lint.rules import check_rules, try_rules
from ruecklauf.lint.statistics import check_statistics_limits
from ruecklauf.lint.untouched import check_explained

Check = Callable[[Declarations], Iterable[Problem]]
CHECKS: tuple[Check, ...] = (
    check_identifiers,
    check_codelists,
    check_convertible,
    check_fields,
    check_computed,
    check_references,
    check_defaults,
    check_examples,
    check_rules,
    check_asked,
    check_explained,
    check_office_limits,
    check_statistics_limits,
    check_changes,
)
TRIALS: tuple[Check, ...] = (try_rules,)
"""What takes long and never finds more than a warning."""


def check_everything(project_root: Path | None = None) -> tuple[Problem, ...]:
    """All problems of the built-in declarations and a project's own, by file and line.

    Declarations are linted once all of them can be read; until then their mistakes are what is wrong.
    """
    unread: tuple[Problem, ...] = ()
    if project_root is not None:
        unread = (*_unread(project_root), *_without_declaration(project_root))
    try:
        library = load_library(project_root)
    except DeclarationError as error:
        return (*error.problems, *unread)
    found = lint(library)
    if not any(problem.severity == "error" for problem in found):
        found += tuple(check_formulas(declarations(library), tuple(library.worksheets.values())))
    return (*found, *unread)


def _unread(root: Path) -> Iterable[Problem]:
    for name in passed_over(root):
        places = f"{WORKSHEETS}, {CODELISTS} or {GROUPS}"
        yield Problem(name, 1, 1, f"this file is not read; declarations stand in {places}", "warning")


def _without_declaration(root: Path) -> Iterable[Problem]:
    for name in empty_folders(root):
        said = f"this folder has no {WORKSHEET_FILE}; begin one with `ruecklauf worksheet new ID`"
        yield Problem(name, 1, 1, said, "warning")


def lint(library: Library) -> tuple[Problem, ...]:
    """All problems of declarations that could be read, by file and line; `check_formulas` finds more."""
    return _found(library, (*CHECKS, *TRIALS))


def mistakes(library: Library) -> tuple[Problem, ...]:
    """The errors among them, without looking for what is worth a warning only."""
    return tuple(problem for problem in _found(library, CHECKS) if problem.severity == "error")


def _found(library: Library, checks: tuple[Check, ...]) -> tuple[Problem, ...]:
    declared = declarations(library)
    return tuple(sorted({problem for check in checks for problem in check(declared)}))
