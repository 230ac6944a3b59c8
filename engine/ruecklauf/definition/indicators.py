"""The declaration of indicators: what a file of `indicators/` may say, and what it means once read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from ruecklauf.definition.load import read_root, validated
from ruecklauf.definition.source import At, Mapping, Scalar, Sequence, plain_data
from ruecklauf.errors import DeclarationError, Problem
from ruecklauf.fieldtypes.base import Declared, Identifier
from ruecklauf.fieldtypes.localised import Localised

Direction = Literal["higher", "lower", "none"]
Scope = Literal["alliance", "change", "wave"]


class Indicator(Declared):
    """One number about an alliance in a wave, about its change since the wave before, or about a wave."""

    id: Identifier = Field(description="what the dataset and the report call it")
    family: Identifier = Field(description="which indicators it stands beside in lists and in the report")
    label: Localised = Field(description="what it is, in a few words")
    level: Scope = Field(
        "alliance",
        description="alliance: one value for each alliance and wave; change: also, compared with the wave "
        "before; wave: one value for each wave",
    )
    unit: Localised = Field(description="unit of the value: share, Stellen, points")
    direction: Direction = Field("none", description="which values are better: higher, lower or none")
    function: Identifier | None = Field(None, description="a function of the program")
    inputs: tuple[str, ...] = Field(
        (), description="the fields that the function gets: worksheet.section.field"
    )
    value: str | None = Field(None, description="a formula in the language of rules instead of a function")
    n: str | None = Field(None, description="formula for the number of cases behind the value")
    components: dict[Identifier, str] = Field({}, description="formulas for the parts of the value, by name")
    feedback: bool = Field(False, description="whether alliances are told their own value, beside the others")
    note: Localised | None = Field(None, description="what readers must know to understand the value")

    @model_validator(mode="after")
    def _check_way(self) -> Self:
        if (self.function is None) == (self.value is None):
            raise ValueError("an indicator has a function or a value (a formula), and not both")
        if self.value is not None and (self.n is None or self.inputs):
            raise ValueError("a formula needs n, and its inputs are the fields that it names")
        if self.value is not None and self.level != "alliance":
            raise ValueError("formulas are for the level alliance; others need a function")
        if self.function is not None and (self.n or self.components or not self.inputs):
            raise ValueError("a function needs inputs, and gives n and the components itself")
        return self

    def formulas(self) -> dict[str, str]:
        """The declared formulas: value, n and components, by the key they stand under."""
        given = {"value": self.value, "n": self.n, **self.components}
        return {key: text for key, text in given.items() if text is not None}


class IndicatorFile(Declared):
    """Indicators that are declared together."""

    indicators: tuple[Indicator, ...] = Field(min_length=1, description="the indicators")


@dataclass(frozen=True, slots=True)
class IndicatorSource:
    """A declared indicator with the node it was read from."""

    indicator: Indicator
    root: Mapping

    @property
    def id(self) -> str:
        return self.indicator.id

    def at(self, key: str) -> At:
        """Where a key's text stands; the whole indicator's place where the key is not there."""
        node = self.root.items.get(key)
        if isinstance(node, Mapping | Sequence):
            return self.root.keys[key]
        return node.at if isinstance(node, Scalar) else self.root.at

    def at_formula(self, key: str) -> At:
        """Where a formula stands: `value`, `n`, or the name of a component."""
        parts = self.root.items.get("components")
        if isinstance(parts, Mapping) and isinstance(node := parts.items.get(key), Scalar):
            return node.at
        return self.at(key)

    def at_input(self, number: int) -> At:
        """Where an input stands, counted from 0."""
        node = self.root.items.get("inputs")
        return node.items[number].at if isinstance(node, Sequence) else self.root.at


def load_indicators(path: Path, *, shown_as: str) -> tuple[IndicatorSource, ...]:
    """The indicators of a file; DeclarationError with all its mistakes."""
    sources, problems = read_indicators(path, shown_as=shown_as)
    if problems:
        raise DeclarationError(problems)
    return sources


def read_indicators(path: Path, *, shown_as: str) -> tuple[tuple[IndicatorSource, ...], tuple[Problem, ...]]:
    """The indicators of a file and its mistakes; of one that has any only its formulas are there, so that
    these can be looked at as well. DeclarationError where nothing can be read."""
    root, problems = read_root(path, shown_as)
    nodes = root.items.get("indicators")
    listed = (
        [node for node in nodes.items if isinstance(node, Mapping)] if isinstance(nodes, Sequence) else []
    )
    try:
        declared = validated(IndicatorFile, root, problems).indicators
    except DeclarationError as error:
        return tuple(IndicatorSource(_formulas_of(node), node) for node in listed), error.problems
    return tuple(map(IndicatorSource, declared, listed)), ()


def _formulas_of(node: Mapping) -> Indicator:
    """An indicator that has a mistake, with its formulas alone."""
    said = plain_data(node)
    parts = said.get("components")
    known = {
        name: text
        for name, text in (parts.items() if isinstance(parts, dict) else ())
        if isinstance(name, str) and isinstance(text, str)
    }
    texts = {key: said[key] for key in ("value", "n") if isinstance(said.get(key), str)}
    return Indicator.model_construct(id=str(said.get("id", "")), components=known, **texts)
