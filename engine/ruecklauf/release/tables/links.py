"""Sums between tables of different questions: who was not asked one says what it answered to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

import pandas as pd

from ruecklauf.dataset import ColumnInfo, Dataset
from ruecklauf.release.tables.counting import answered
from ruecklauf.values import Missing


class Link(NamedTuple):
    """The rows with one code of a question are those with certain codes of another."""

    question: str
    code: str
    other: str
    codes: tuple[str, ...]


def links(dataset: Dataset, name: str, columns: Sequence[ColumnInfo]) -> tuple[Link, ...]:
    """Of the questions of one section; the codebook tells them, as the condition under which one is asked."""
    codes = {column.name: answered(dataset, name, column)["code"] for column in columns}
    return tuple(_links(codes))


def _links(codes: Mapping[str, pd.Series[str]]) -> Iterator[Link]:
    unasked = {
        name: own.index[own == Missing.NOT_ASKED.value]
        for name, own in codes.items()
        if (own == Missing.NOT_ASKED.value).any()
    }
    for question, other in permutations(codes, 2):
        if question in unasked and codes[question].index.equals(codes[other].index):
            inside = set(codes[other].loc[unasked[question]])
            outside = set(codes[other].drop(unasked[question]))
            if inside.isdisjoint(outside):
                yield Link(question, Missing.NOT_ASKED.value, other, tuple(sorted(inside)))


def linked(questions: Sequence[str], found: Sequence[Link]) -> list[list[str]]:
    """The questions in groups that no link leaves, in their order."""
    group = {question: question for question in questions}
    for link in found:
        joined, other = group[link.question], group[link.other]
        group = {question: joined if now == other else now for question, now in group.items()}
    return [[each for each in questions if group[each] == now] for now in dict.fromkeys(group.values())]
