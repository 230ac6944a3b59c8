"""Prints the oldest version of each dependency that pyproject.toml allows, as pip's constraints."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

_FLOOR = re.compile(r"([A-Za-z0-9._-]+)(\[[a-z,]+\])?\s*>=\s*([0-9.]+)")


def floors(pyproject: Path) -> Iterator[str]:
    """`name==version` of what users install; ValueError where a dependency declares no oldest version."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    chosen = (extras[name] for name in ("dask", "postgres", "privacy", "release", "scale", "stat", "verify"))
    for declared in (*project["dependencies"], *(one for extra in chosen for one in extra)):
        found = _FLOOR.match(declared)
        if found is None:
            raise ValueError(f"{declared!r} has no oldest version")
        yield f"{found[1]}=={found[3]}"


if __name__ == "__main__":
    print("\n".join(floors(Path(__file__).parents[1] / "pyproject.toml")))
