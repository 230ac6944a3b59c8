"""Functions that begin with the same work, such as making the network of each return."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, TypeVar

from ruecklauf.indicators.grouping import Measured

_Made = TypeVar("_Made")


class Shared(Generic[_Made]):
    """A function of indicators in two steps: `made` from the frames, and figures `of` what was made.

    To call it does both; who wants several figures makes what they share once.
    """

    __name__: str

    def __init__(
        self, made: Callable[..., _Made], of: Callable[[_Made], Measured], named: Callable[..., Any]
    ) -> None:
        self.made = made
        self.of = of
        update_wrapper(self, named)
        self.__signature__ = signature(made)

    def __call__(self, *frames: Any) -> Measured:
        return self.of(self.made(*frames))
