"""The cyclic garbage collector, at rest while many objects are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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

    Freezing and unfreezing moves whole lists of objects; nobody else's frozen objects are touched.
    """
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
