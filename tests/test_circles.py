"""No module imports itself through others, not even for type checking alone."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_no_module_imports_itself_through_others() -> None:
    assert circles(imports_of(ROOT / "engine")) == []


def imports_of(source: Path) -> dict[str, set[str]]:
    """By module all that it imports of ours, for type checking only and within functions too."""
    paths = {_name(path.relative_to(source)): path for path in source.rglob("*.py")}
    return {name: set(_imported(ast.parse(path.read_text()), paths)) - {name} for name, path in paths.items()}


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(tree: ast.Module, known: Container[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            modules = {f"{node.module}.{name.name}" for name in node.names}
            yield from ({module if module in known else node.module for module in modules})


def circles(imports: dict[str, set[str]]) -> list[str]:
    """The modules that import, through others, themselves or a module that does."""
    left = dict(imports)
    while done := [name for name, others in left.items() if not others & left.keys()]:
        for name in done:
            del left[name]
    return sorted(left)


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set(), "e": {"d"}}) == ["a", "b", "c"]
