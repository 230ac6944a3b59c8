"""The letter to an alliance, as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict

from docxtpl import DocxTemplate
from jinja2 import TemplateError

from ruecklauf.errors import ProjectError
from ruecklauf.feedback.comparing import Compared
from ruecklauf.feedback.identity import PROPERTY, mark_of
from ruecklauf.feedback.wording import remarks, row_of
from ruecklauf.forms.documents.tags import make_environment
from ruecklauf.forms.package import deflate, read_parts, write_parts
from ruecklauf.forms.properties import (
    APP,
    CORE,
    CUSTOM,
    app_properties,
    core_properties,
    custom_properties,
    register_custom_properties,
)
from ruecklauf.forms.slots import Round
from ruecklauf.project import Alliance
from ruecklauf.report.wording import Wording
from ruecklauf.texts import load_texts


def write_letter(
    template: bytes, where: str, alliance: Alliance, of: Round, compared: Sequence[Compared], say: Wording
) -> bytes:
    """The letter, the same for the same input. ProjectError, which names the template, if that is wrong."""
    shown = {
        "alliance": {"name": alliance.name, "id": alliance.id},
        "round": {
            "title": of.title,
            "wave": of.wave_title,
            "sender": of.sender,
            "contact": of.contact,
            "return_to": of.return_to,
        },
        "rows": [asdict(row_of(each, say)) for each in compared],
        "remarks": remarks(compared, say),
    }
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(shown, make_environment(), autoescape=True)
        saved = io.BytesIO()
        document.save(saved)
    except (TemplateError, ValueError, KeyError, TypeError) as error:
        what = f"this template cannot be filled in: {error}"
        remedy = "Put it right in Word, or write it anew with `ruecklauf feedback --template --force`."
        raise ProjectError(what, where=where, remedy=remedy) from error
    return _named(saved.getvalue(), alliance, of, say)


def _named(content: bytes, alliance: Alliance, of: Round, say: Wording) -> bytes:
    """With title, sender and whose it is as properties, and without dates of its making."""
    parts = read_parts(content)
    if CUSTOM not in parts:
        register_custom_properties(parts)
    author = of.sender.splitlines()[0]
    parts[CORE] = core_properties(
        title=f"{say('letter.title')}: {alliance.name}",
        subject=of.wave_title,
        author=author,
        keywords="",
        created=of.reference_date,
        language=load_texts(say.language)("formats.locale"),
    )
    parts[CUSTOM] = custom_properties({PROPERTY: mark_of(alliance.id, of.wave_id)})
    parts[APP] = app_properties(author)
    return write_parts({name: deflate(part) for name, part in parts.items()})
