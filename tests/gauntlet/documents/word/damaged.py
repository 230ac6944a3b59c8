"""Word forms of which a part beside the text is damaged: the text is read, and the part is named."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from gauntlet.documents.editing import Form, in_word, joined
from gauntlet.documents.making import RAW, accepted, done
from gauntlet.documents.shown import BY_WRITER, in_open_document
from gauntlet.editing import Act, in_parts, parts_of, raw
from gauntlet.mutation import Mutation
from office.packages import Parts, zipped

_THERE = {
    "styles": "word/styles.xml",
    "settings": "word/settings.xml",
    "list numbers": "word/numbering.xml",
    "footer": "word/footer1.xml",
    "core properties": "docProps/core.xml",
    "custom properties": "docProps/custom.xml",
}
_ADDED = ("header", "footnotes", "endnotes", "comments", "commentsExtended")
_OPEN_DOCUMENT = {"styles": "styles.xml", "properties": "meta.xml", "settings": "settings.xml"}
_DAMAGED = "<w:beschaedigt"


def _broken(member: str) -> Act:
    """A part that is cut off before its end."""

    def change(parts: Parts) -> None:
        parts[member] = raw(parts[member])[:-9]

    return in_parts(change)


def _with_broken(kind: str) -> Act:
    return in_word(partial(_join, kind))


def _join(kind: str, form: Form) -> None:
    joined(form, f"{kind}9.xml", kind, _DAMAGED)


def _of_writer(member: str) -> Callable[[bytes, Path], bytes]:
    return lambda _, folder: _broken(member)(in_open_document("stammblatt"), folder)


def _with_document_type(_data: bytes, _folder: Path) -> bytes:
    """As AbiWord writes it."""
    parts = parts_of(in_open_document("stammblatt"))
    manifest = "META-INF/manifest.xml"
    declared = (
        b'?>\n<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    )
    parts[manifest] = raw(parts[manifest]).replace(b"?>", declared, 1)
    return zipped(parts)


def _read(name: str, act: Act, *codes: str, by: str = RAW) -> Mutation:
    why = "Every answer the same; the part is named." if codes else "Every answer the same."
    expected = accepted(*codes, why=why, saw="All answers, as they were entered.")
    return done("files", name, "stammblatt", act, expected, by=by)


MUTATIONS = (
    *(_read(f"damaged {name}", _broken(member), "unknown_part") for name, member in _THERE.items()),
    *(_read(f"damaged {kind}", _with_broken(kind), "unknown_part") for kind in _ADDED),
    *(
        _read(f"damaged {name} of an OpenDocument text", _of_writer(member), "unknown_part", by=BY_WRITER)
        for name, member in _OPEN_DOCUMENT.items()
    ),
    _read("document type in the manifest of an OpenDocument text", _with_document_type, by=BY_WRITER),
)
