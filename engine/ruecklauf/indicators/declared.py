"""The indicators that are declared, and what is wrong with them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruecklauf.definition.indicators import Indicator, IndicatorSource, read_indicators
from ruecklauf.definition.models import Worksheet
from ruecklauf.definition.rulebook import scope_over
from ruecklauf.errors import DeclarationError, Problem
from ruecklauf.indicators.control import QUALITY, QUALITY_COLUMNS, RETURN_COLUMNS, RETURNS
from ruecklauf.indicators.families import FUNCTIONS
from ruecklauf.indicators.formulas import Formula, bind_formula
from ruecklauf.library import Library, data_folder
from ruecklauf.likeness import nearest
from ruecklauf.rules.errors import RuleError

FILES = "indicators/*.yaml"
"""Where indicators are declared, below a root."""
WAVES = "evaluation.waves"
ABOUT_THE_ROUND = {
    RETURNS: tuple(RETURN_COLUMNS),
    QUALITY: tuple(QUALITY_COLUMNS),
    WAVES: ("wave",),
}
"""Tables that are no worksheet's, with their columns."""


@dataclass(frozen=True, slots=True)
class BoundIndicator:
    """An indicator with its formulas bound; one with a function has none."""

    indicator: Indicator
    formulas: Mapping[str, Formula]
    inputs: tuple[str, ...]
    """The fields that it is computed from, those about the round left out."""


def declared_indicators(root: Path | None = None) -> tuple[IndicatorSource, ...]:
    """The built-in indicators and those of a project's own, which win by id; in the order of the files."""
    found, problems = _read(root)
    if problems:
        raise DeclarationError(problems)
    return found


def _read(root: Path | None) -> tuple[tuple[IndicatorSource, ...], list[Problem]]:
    """What is declared, as far as it can be read, and what is wrong with its shape."""
    found: dict[str, IndicatorSource] = {}
    problems: list[Problem] = []
    for folder in (data_folder(), *([root] if root else [])):
        for path in sorted(folder.glob(FILES)):
            shown = path.relative_to(folder).as_posix()
            try:
                own, wrong = read_indicators(
                    path, shown_as=shown if folder == root or not root else f"built-in {shown}"
                )
            except DeclarationError as error:
                problems.extend(error.problems)
                continue
            problems.extend(wrong)
            found.update({source.id: source for source in own})
    return tuple(found.values()), problems


def bound_indicators(library: Library, root: Path | None = None) -> tuple[BoundIndicator, ...]:
    """The declared indicators, ready to be computed; DeclarationError with everything that is wrong."""
    sources = declared_indicators(root)
    problems = tuple(_problems(sources, library.worksheets))
    if problems:
        raise DeclarationError(problems)
    scope = scope_over(library.worksheets.values())
    bound = []
    for source in sources:
        given = source.indicator.formulas()
        formulas = {key: bind_formula(text, scope) for key, text in given.items()}
        named = (*source.indicator.inputs, *(name for each in formulas.values() for name in each.inputs))
        inputs = tuple(
            dict.fromkeys(name for name in named if name.rpartition(".")[0] not in ABOUT_THE_ROUND)
        )
        bound.append(BoundIndicator(source.indicator, formulas, inputs))
    return tuple(bound)


def check_indicators(library: Library, root: Path | None = None) -> tuple[Problem, ...]:
    """All problems of the built-in indicators and a project's own."""
    sources, problems = _read(root)
    return tuple(dict.fromkeys([*problems, *_problems(sources, library.worksheets)]))


def _problems(sources: tuple[IndicatorSource, ...], worksheets: Mapping[str, Worksheet]) -> Iterator[Problem]:
    scope = scope_over(worksheets.values())
    for source in sources:
        for key, text in source.indicator.formulas().items():
            try:
                bind_formula(text, scope)
            except RuleError as error:
                yield source.at_formula(key).problem(f"{source.id}, {key}: {error}")
        if source.indicator.function is not None:
            yield from _of_function(source, source.indicator.function)
            yield from _of_inputs(source, worksheets)


def _of_function(source: IndicatorSource, name: str) -> Iterator[Problem]:
    function = FUNCTIONS.get(name)
    if function is None:
        meant = nearest(name, FUNCTIONS, at_least=65)
        hint = f"; did you mean {meant!r}?" if meant else f"; there are {', '.join(FUNCTIONS)}"
        yield source.at("function").problem(f"there is no function {name!r}{hint}")
        return
    tables = dict.fromkeys(named.rpartition(".")[0] for named in source.indicator.inputs)
    wanted = tuple(inspect.signature(function).parameters)
    if len(tables) != len(wanted):
        said = f"{name} takes fields of {len(wanted)} tables ({', '.join(wanted)}), not of {len(tables)}"
        yield source.at("inputs").problem(said)


def _of_inputs(source: IndicatorSource, worksheets: Mapping[str, Worksheet]) -> Iterator[Problem]:
    for number, named in enumerate(source.indicator.inputs):
        table, _, field = named.rpartition(".")
        known = _fields_of(table, worksheets)
        if not known:
            yield source.at_input(number).problem(
                f"there is no table {table!r}; an input is worksheet.section.field"
            )
        elif field not in known:
            meant = nearest(field, known, at_least=65)
            hint = f"; did you mean {meant!r}?" if meant else ""
            yield source.at_input(number).problem(f"{table} has no field {field!r}{hint}")


def _fields_of(table: str, worksheets: Mapping[str, Worksheet]) -> tuple[str, ...]:
    """The fields of a table; none of one that is not there."""
    if table in ABOUT_THE_ROUND:
        return ABOUT_THE_ROUND[table]
    name, _, section_id = table.partition(".")
    sections = worksheets[name].sections if name in worksheets else ()
    found = [section for section in sections if section.id == section_id]
    return tuple(field.id for section in found for field in section.fields)
