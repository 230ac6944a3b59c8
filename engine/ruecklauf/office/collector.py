"""The cyclic garbage collector, at rest while many objects are made that all stay."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

EVERY = 64
"""Rests after which all of memory is looked through once: what is aged is never looked at otherwise."""

_rests = itertools.count(1)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Without the cyclic garbage collector, which would walk over all cells again and again in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            _age_all()
            gc.enable()


def _age_all() -> None:
    """Count everything made meanwhile among the oldest objects, or the collector would walk over it now.

    Freezing and unfreezing moves whole lists of objects; nobody else's frozen objects are touched. Objects
    moved so do not count as new among the oldest, and the collector would wait for them for ever: readers
    and what they read hold each other, so a long import would keep every file it read.
    """
    if next(_rests) % EVERY == 0:
        gc.collect()
    elif gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
