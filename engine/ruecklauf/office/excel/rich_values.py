"""Linked data types: cells that hold an error for older programs, and show the name of a place or a share.

https://learn.microsoft.com/en-us/openspecs/office_standards/ms-xlsx/ (2.3.7, rich values). A cell's `vm`
counts the entries of `valueMetadata`, which lead over `futureMetadata` to a value, and that by its structure
to a text.
"""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.office.hardened_xml import EndHandler, Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import MAIN
from ruecklauf.office.ooxml.relationships import Relationship, targets
from ruecklauf.office.package import Package
from ruecklauf.office.refusal import Refusal

_RICH = ("http://schemas.microsoft.com/office/spreadsheetml/2017/richdata",)
_PARTS = ("sheetMetadata", "rdRichValue", "rdRichValueStructure")
_KIND, _SHOWN = "XLRICHVALUE", "_DisplayString"


def read_rich_values(package: Package, links: tuple[Relationship, ...]) -> dict[str, str]:
    """What is seen of rich values by the `vm` of cells; nothing of those that show no text of their own."""
    parts = [targets(links, kind)[:1] for kind in _PARTS]
    if not all(parts):
        return {}
    try:
        metadata, values, keys = ((package.peek(part), part) for (part,) in parts)
        return dict(_shown(_Metadata(*metadata), _keys(*keys), _values(*values)))
    except (Refusal, ValueError) as fault:
        if isinstance(fault, Refusal) and fault.code != "damaged_file":
            raise
        return {}


def _shown(
    metadata: _Metadata, keys: list[list[str]], values: list[tuple[int, list[str]]]
) -> Iterator[tuple[str, str]]:
    for number, place in enumerate(metadata.places(), start=1):
        if place is None or not 0 <= place < len(values):
            continue
        structure, texts = values[place]
        named = dict(zip(keys[structure] if 0 <= structure < len(keys) else (), texts, strict=False))
        if shown := named.get(_SHOWN):
            yield str(number), shown


class _Metadata:
    """Which rich value each entry of the cells' metadata means."""

    def __init__(self, data: bytes, part: str) -> None:
        self._kinds: list[str] = []
        self._future: list[int] = []
        self._entries: list[tuple[int, int]] = []
        self._group = ""
        starts: dict[str, StartHandler] = {
            "metadataType": lambda attributes: self._kinds.append(attributes.get("name", "")),
            "futureMetadata": lambda attributes: self._enter(attributes.get("name", "")),
            "valueMetadata": lambda _: self._enter("values"),
            "cellMetadata": lambda _: self._enter(""),
            "rc": self._note_entry,
        }
        rich: dict[str, StartHandler] = {"rvb": self._note_value}
        parse_xml(data, Handlers({**qualify(MAIN, starts), **qualify(_RICH, rich)}, {}), part=part)

    def places(self) -> Iterator[int | None]:
        for kind, entry in self._entries:
            known = 0 < kind <= len(self._kinds) and self._kinds[kind - 1] == _KIND
            yield self._future[entry] if known and 0 <= entry < len(self._future) else None

    def _enter(self, group: str) -> None:
        self._group = group

    def _note_value(self, attributes: dict[str, str]) -> None:
        if self._group == _KIND:
            self._future.append(int(attributes.get("i", "-1")))

    def _note_entry(self, attributes: dict[str, str]) -> None:
        if self._group == "values":
            self._entries.append((int(attributes.get("t", "0")), int(attributes.get("v", "-1"))))


def _keys(data: bytes, part: str) -> list[list[str]]:
    """The names of the texts, by structure."""
    found: list[list[str]] = []
    starts: dict[str, StartHandler] = {
        "s": lambda _: found.append([]),
        "k": lambda attributes: found[-1].append(attributes.get("n", "")) if found else None,
    }
    parse_xml(data, Handlers(qualify(_RICH, starts), {}), part=part)
    return found


def _values(data: bytes, part: str) -> list[tuple[int, list[str]]]:
    """Each value's structure and texts."""
    found: list[tuple[int, list[str]]] = []
    texts: list[str] = []
    starts: dict[str, StartHandler] = {
        "rv": lambda attributes: found.append((int(attributes.get("s", "-1")), [])),
        "v": lambda _: texts.clear(),
    }
    ends: dict[str, EndHandler] = {"v": lambda: found[-1][1].append("".join(texts)) if found else None}
    parse_xml(data, Handlers(qualify(_RICH, starts), qualify(_RICH, ends), texts), part=part)
    return found
