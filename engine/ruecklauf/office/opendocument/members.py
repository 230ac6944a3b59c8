"""The members of OpenDocument files: what is encrypted, what runs, and what is not read."""

from __future__ import annotations

from ruecklauf.office.hardened_xml import Handlers, StartHandler, parse_xml
from ruecklauf.office.opendocument.names import MANIFEST
from ruecklauf.office.package import Package
from ruecklauf.office.refusal import Refusal

_MANIFEST = "META-INF/manifest.xml"
_MACROS = ("basic/", "scripts/", "dialogs/")
_HARMLESS = ("meta-inf/", "configurations2/", "thumbnails/", "objectreplacements/", *_MACROS)
"""Folders that hold no answers, or that are told in a field of their own."""
_HARMLESS_MEMBERS = frozenset({"mimetype", "manifest.rdf", "settings.xml", "layout-cache", "versionlist.xml"})
_BESIDE_CONTENT = frozenset({"styles.xml", "settings.xml", "meta.xml", "mimetype"})


def refuse_encrypted(package: Package) -> None:
    """Refusal `password` if the manifest says that a member is encrypted, also in one with a DTD."""

    def refuse(_attributes: dict[str, str]) -> None:
        raise Refusal("password")

    if package.find(_MANIFEST):
        data = package.read(_MANIFEST)
        starts: dict[str, StartHandler] = {f"{MANIFEST} encryption-data": refuse}
        try:
            parse_xml(data, Handlers(starts, {}), part=_MANIFEST)
        except Refusal as refusal:
            if refusal.code == "password" or b"encryption-data" in data:
                raise Refusal("password") from refusal


def is_inside(package: Package, address: str) -> bool:
    """Whether what a shape shows is a member of the file, which is read or named anyway."""
    name = address.removeprefix("./").rstrip("/")
    return any(package.find(member) for member in (name, f"{name}/content.xml"))


def has_macros(package: Package) -> bool:
    """Whether there are members that hold programs."""
    return any(name.casefold().startswith(_MACROS) for name in package.names)


def unknown_members(package: Package) -> tuple[str, ...]:
    """What was not read; of an embedded object its content alone."""
    return tuple(name for name in package.unaccounted() if not _is_harmless(name.casefold()))


def _is_harmless(name: str) -> bool:
    folder, _, member = name.rpartition("/")
    beside = bool(folder) and member in _BESIDE_CONTENT
    return beside or name in _HARMLESS_MEMBERS or name.startswith(_HARMLESS)
