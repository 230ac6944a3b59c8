"""A file's document properties, as text."""

from __future__ import annotations

from ruecklauf.office.hardened_xml import EndHandler, Handlers, StartHandler, parse_xml, qualify
from ruecklauf.office.ooxml.names import (
    CORE_PROPERTIES,
    CUSTOM_PROPERTIES,
    EXTENDED_PROPERTIES,
    VARIANT_TYPES,
    unescape,
)

CORE_NAMES = (
    "category",
    "contentStatus",
    "contentType",
    "created",
    "creator",
    "description",
    "identifier",
    "keywords",
    "language",
    "lastModifiedBy",
    "lastPrinted",
    "modified",
    "revision",
    "subject",
    "title",
    "version",
)

VARIANTS = (
    *("lpwstr", "lpstr", "bstr", "bool", "date", "filetime", "decimal", "cy", "error", "clsid", "blob"),
    *("i1", "i2", "i4", "i8", "int", "ui1", "ui2", "ui4", "ui8", "uint", "r4", "r8"),
)
"""The types of custom properties that have text (ECMA-376 part 1, 22.4)."""


def read_core_properties(data: bytes, part: str) -> dict[str, str]:
    """Title, subject and the others that are not empty, by the names of `CORE_NAMES`."""
    texts: list[str] = []
    properties: dict[str, str] = {}

    def begin(_attributes: dict[str, str]) -> None:
        texts.clear()

    def keep(name: str) -> EndHandler:
        def end() -> None:
            if text := unescape("".join(texts)):
                properties[name] = text

        return end

    starts: dict[str, StartHandler] = dict.fromkeys(CORE_NAMES, begin)
    ends = {name: keep(name) for name in CORE_NAMES}
    handlers = Handlers(qualify(CORE_PROPERTIES, starts), qualify(CORE_PROPERTIES, ends), texts)
    parse_xml(data, handlers, part=part)
    return properties


def read_program(data: bytes, part: str) -> str:
    """The program that saved the file, with its version where the name has none."""
    texts: list[str] = []
    found = {"Application": "", "AppVersion": ""}

    def begin(_attributes: dict[str, str]) -> None:
        texts.clear()

    def keep(name: str) -> EndHandler:
        def end() -> None:
            found[name] = " ".join(unescape("".join(texts)).split())

        return end

    starts: dict[str, StartHandler] = dict.fromkeys(found, begin)
    ends = {name: keep(name) for name in found}
    parse_xml(
        data,
        Handlers(qualify(EXTENDED_PROPERTIES, starts), qualify(EXTENDED_PROPERTIES, ends), texts),
        part=part,
    )
    name, version = found["Application"], found["AppVersion"]
    named = any(letter.isdigit() for letter in name)
    return name if named or not name else f"{name} {version}".strip()


def read_custom_properties(data: bytes, part: str) -> dict[str, str]:
    """Custom properties by name; numbers and dates as the file writes them, lists joined by spaces."""
    reader = _CustomReader()
    parse_xml(data, reader.handlers(), part=part)
    return reader.properties


class _CustomReader:
    def __init__(self) -> None:
        self.properties: dict[str, str] = {}
        self._texts: list[str] = []
        self._values: list[str] = []
        self._name = ""

    def handlers(self) -> Handlers:
        variants: dict[str, StartHandler] = dict.fromkeys(VARIANTS, lambda _: self._texts.clear())
        variant_ends: dict[str, EndHandler] = dict.fromkeys(VARIANTS, self._end_value)
        starts: dict[str, StartHandler] = {"property": self._start_property}
        ends: dict[str, EndHandler] = {"property": self._end_property}
        return Handlers(
            {**qualify(CUSTOM_PROPERTIES, starts), **qualify(VARIANT_TYPES, variants)},
            {**qualify(CUSTOM_PROPERTIES, ends), **qualify(VARIANT_TYPES, variant_ends)},
            self._texts,
        )

    def _start_property(self, attributes: dict[str, str]) -> None:
        self._name = attributes.get("name", "")
        self._values = []

    def _end_value(self) -> None:
        self._values.append(unescape("".join(self._texts)))

    def _end_property(self) -> None:
        self.properties[self._name] = " ".join(self._values)
