"""How the parts of an Office file point at each other (Open Packaging Conventions, ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from ruecklauf.office.hardened_xml import Handlers, parse_xml, qualify
from ruecklauf.office.package import Package

NAMESPACES = ("http://schemas.openxmlformats.org/package/2006/relationships", "")


@dataclass(frozen=True, slots=True)
class Relationship:
    """One pointer; `kind` is the last word of its type, alike in transitional and Strict files."""

    id: str
    kind: str
    target: str
    """The member's name, or the address outside the file; empty if the member does not exist."""
    external: bool = False


def relationships(package: Package, source: str = "") -> tuple[Relationship, ...]:
    """What a part points at, in the file's order; without `source` what the whole file points at."""
    folder, base = posixpath.split(source)
    name = package.find(posixpath.join(folder, "_rels", f"{base}.rels"))
    if name is None:
        return ()
    found: list[Relationship] = []

    def collect(attributes: dict[str, str]) -> None:
        found.append(_relationship(package, folder, attributes))

    handlers = Handlers(qualify(NAMESPACES, {"Relationship": collect}), {})
    parse_xml(package.read(name), handlers, part=name)
    return tuple(found)


def targets(found: Iterable[Relationship], *kinds: str) -> tuple[str, ...]:
    """The members that relationships of these kinds point at, each once; external and missing ones not."""
    members = (link.target for link in found if link.kind in kinds and link.target and not link.external)
    return tuple(dict.fromkeys(members))


def unread_members(package: Package) -> tuple[str, ...]:
    """The members that were neither read nor are known to hold no answers, in the file's order."""
    members = package.unaccounted()
    return tuple(
        name for name in members if not name.endswith(".rels") and name.casefold() != "[content_types].xml"
    )


def _relationship(package: Package, folder: str, attributes: dict[str, str]) -> Relationship:
    kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2]
    external = attributes.get("TargetMode", "").casefold() == "external"
    target = attributes.get("Target", "")
    if not external:
        target = _resolve(package, folder, target)
    return Relationship(attributes.get("Id", ""), kind, target, external)


def _resolve(package: Package, folder: str, target: str) -> str:
    """The member meant by a target.

    Beyond the standard: backslashes, percent escapes, and paths meant from the root that lack the slash.
    """
    path = target.partition("#")[0].replace("\\", "/")
    for spelling in (path, unquote(path)):
        for start in (folder, ""):
            joined = posixpath.normpath(posixpath.join("/", start, spelling))
            member = package.find(joined.lstrip("/"))
            if member is not None:
                return member
    return ""
