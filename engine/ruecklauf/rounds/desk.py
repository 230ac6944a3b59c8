"""What a project knows when returns come in: enough to judge a file without a database, in any process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from ruecklauf.check.carried import Carried, read_carried
from ruecklauf.definition.companions import with_companions
from ruecklauf.definition.models import Worksheet, read_canonical
from ruecklauf.forms.slots import Recipient
from ruecklauf.intake.pages.own import SENT
from ruecklauf.layout.inquiries import Inquiry
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.put_right import PutRight, put_right_in
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedForm
from ruecklauf.texts import GERMAN, Texts, load_texts


@dataclass(frozen=True)
class Desk:
    """Waves, alliances, issued forms and kept declarations, as they were when the import began.

    Goes to worker processes as a whole.
    """

    waves: tuple[Wave, ...]
    alliances: tuple[Alliance, ...]
    forms: tuple[IssuedForm, ...]
    declared: Mapping[str, str]
    """Canonical JSON of every kept declaration, by its content hash."""
    archive: Path
    wordings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What Word forms say besides their worksheets, with `{slot}` where that differs; by hash."""
    expected: Wave | None = None
    """The wave that returns are expected of; others are taken in with a warning."""
    strict_senders: bool = False
    """Returns of strange senders wait for a person."""
    inquiries: tuple[Inquiry, ...] = ()
    put_right: tuple[PutRight, ...] = ()
    _read: dict[str, Worksheet] = field(default_factory=dict, compare=False)

    @cached_property
    def texts(self) -> Texts:
        """The texts for findings about a file whose wave is not known."""
        return load_texts(self.expected.language if self.expected else self.waves[-1].language)

    def language(self, alliance_id: str, wave_id: str) -> str:
        """The language in which an alliance is written to in a wave."""
        alliance, wave = self.alliance(alliance_id), self.wave(wave_id)
        return (alliance and alliance.language) or (wave.language if wave else self.texts.language)

    def texts_for(self, alliance_id: str, wave_id: str) -> Texts:
        """The texts in the language in which an alliance is written to in a wave."""
        return load_texts(self.language(alliance_id, wave_id))

    def languages(self, alliance_id: str = "", wave_id: str = "") -> tuple[str, ...]:
        """The languages that forms may be in, that of the alliance's form of the wave first."""
        known = (*(wave.language for wave in self.waves), *(alliance.language for alliance in self.alliances))
        return tuple(dict.fromkeys(filter(None, (self.language(alliance_id, wave_id), *known, GERMAN))))

    @cached_property
    def under_way(self) -> Wave | None:
        """The wave that is expected, else the last one of which forms were made; None if none were."""
        made = {form.wave for form in self.forms}
        surveys = [wave for wave in self.waves if wave.audience == "alliance" and wave.id in made]
        return self.expected or next(reversed(surveys), None)

    def wave(self, wanted: str) -> Wave | None:
        """The wave of this id or code, in any spelling."""
        code = wanted.strip().replace("-", "").upper()
        return next((wave for wave in self.waves if wave.code == code), None)

    def known_wave(self, wave_id: str) -> Wave:
        """The wave that a return was accepted under."""
        return next(wave for wave in self.waves if wave.id == wave_id)

    def alliance(self, alliance_id: str) -> Alliance | None:
        return next((alliance for alliance in self.alliances if alliance.id == alliance_id), None)

    def declaration(self, content_hash: str) -> Worksheet | None:
        """The declaration that was kept under a hash, with what forms have beside its fields."""
        if content_hash not in self._read:
            if content_hash not in self.declared:
                return None
            self._read[content_hash] = with_companions(read_canonical(self.declared[content_hash]))
        return self._read[content_hash]

    def inquiry(self, code: str) -> Inquiry | None:
        """The inquiry that was made with this code."""
        return next((inquiry for inquiry in self.inquiries if inquiry.code == code), None)

    def issued_at(self, alliance: str, wave: str) -> datetime | None:
        """When the first form was made for an alliance and wave."""
        made = (form.created_at for form in self.forms if (form.alliance, form.wave) == (alliance, wave))
        return min(made, default=None)

    def issued_with(self, *, form_code: str = "", alliance: str = "", wave: str = "") -> tuple[str, ...]:
        """The declarations of the newest form with this code, or made for this alliance and wave."""
        for form in reversed(self.forms):
            if form.form_code == form_code if form_code else (form.alliance, form.wave) == (alliance, wave):
                return form.declarations
        return ()

    def made_like(self, fingerprint: str) -> tuple[str, ...]:
        """The declarations of the newest form whose fingerprint begins so, whoever it was made for."""
        alike = (form for form in reversed(self.forms) if form.fingerprint.startswith(fingerprint.lower()))
        form = next(alike, None) if fingerprint else None
        return form.declarations if form else ()

    def printed_for(self, alliance: str) -> Mapping[str, tuple[str, ...]]:
        """What forms print of an alliance, by key: as the list has it, and as forms made before had it."""
        known = self.alliance(alliance)
        if known is None:
            return {}
        recipient = Recipient(known.id, known.name, known.ags, known.area_type, known.email)
        printed = {key: (text,) for key, text in recipient.by_key().items() if text}
        issued = (form.slots.get("alliance.ags", "") for form in self.forms if form.alliance == alliance)
        before = ("; ".join(text.split(", ")) for text in issued if text)
        return {**printed, "ags": tuple(dict.fromkeys((*printed.get("ags", ()), *before)))}

    def carried_for(self, alliance: str, wave: str) -> dict[str, tuple[Carried, ...]]:
        """What the forms of an alliance carried on, by worksheet, with what was put right after each was
        made."""
        found: dict[str, tuple[Carried, ...]] = {}
        for form in self.forms:
            if (form.alliance, form.wave) == (alliance, wave):
                for worksheet, carried in read_carried(form.slots).items():
                    put_right = {
                        correction.subject: correction.said
                        for correction in self.put_right
                        if correction.concerns(form, carried)
                    }
                    found[worksheet] = (*found.get(worksheet, ()), replace(carried, corrected=put_right))
        return found

    def slots(self, form_code: str) -> Mapping[str, frozenset[str]]:
        """What forms with this code say besides their worksheets, by slot; empty where that is not known."""
        forms = [form.slots for form in self.forms if form.form_code == form_code]
        if not all(forms):
            return {}
        names = {name for slots in forms for name in slots}
        said = {name: frozenset(slots[name] for slots in forms if name in slots) for name in names}
        return said | self._documents(form_code)

    def _documents(self, form_code: str) -> dict[str, frozenset[str]]:
        """What Word forms with this code say besides their worksheets, by slot."""
        said: dict[str, set[str]] = {}
        for form in self.forms:
            if form.form_code == form_code and form.wording in self.wordings:
                texts = (filled(text, form.slots) for text in self.wordings[form.wording])
                said.setdefault(SENT + form.worksheet, set()).update(texts)
        return {name: frozenset(texts) for name, texts in said.items()}

    def makes_of_forms(self) -> tuple[tuple[str, ...], ...]:
        """The different sets of declarations that forms were made from, the newest first."""
        return tuple(dict.fromkeys(form.declarations for form in reversed(self.forms)))


def filled(text: str, slots: Mapping[str, str]) -> str:
    """A wording with what the slots say."""
    return _SLOT.sub(lambda found: slots.get(found[1], found[0]), text)


_SLOT = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def lay_out(workspace: Workspace, expected: Wave | None = None) -> Desk:
    """The desk of an opened project."""
    with workspace.store.snapshot() as state:
        declared = {
            content_hash: worksheet.canonical_json for content_hash, worksheet in state.declarations().items()
        }
        forms, wordings = state.issued(), state.wordings()
        inquiries = tuple(made.inquiry for made in state.inquiries())
        corrected = tuple(put_right_in(state, workspace.library.worksheets))
    return Desk(
        waves=workspace.project.settings.waves,
        alliances=workspace.project.alliances,
        forms=forms,
        declared=declared,
        archive=workspace.archive.folder,
        wordings=wordings,
        expected=expected,
        inquiries=inquiries,
        put_right=corrected,
        strict_senders=workspace.project.settings.returns.strict_senders,
    )
