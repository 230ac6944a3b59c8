"""What all tests have in common."""

from __future__ import annotations

LONGEST_SHOWN = 40
"""Bytes that are shown in a test's name."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """Whole files in a test's name would differ from worker to worker: zips hold the time of their making."""
    return "file" if isinstance(val, bytes) and len(val) > LONGEST_SHOWN else None
