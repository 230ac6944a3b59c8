"""What ruecklauf.toml says: who sends the forms, what stands in them, and the waves."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from ruecklauf.errors import Problem, ProjectError
from ruecklauf.formcode import PREVIEW_WAVE, wave_code
from ruecklauf.project.database import check_url, same_database
from ruecklauf.project.lines import Location, key_lines, line_of
from ruecklauf.project.mistakes import settings_problems
from ruecklauf.project.problems import is_email, project_error, unreadable
from ruecklauf.project.publication import Release
from ruecklauf.texts import GERMAN, languages

_TO_FILL_IN = re.compile(r"bitte[ _.@-]?eintragen", re.IGNORECASE)
_NOBODYS = re.compile(r"(?:^|\.)(?:invalid|test|localhost|local|beispiel|(?:beispiel|muster)\.de)$")
_OF_EXAMPLES = re.compile(r"(?:^|\.)example(?:\.(?:com|org|net|edu))?$")
"""Domains by https://www.rfc-editor.org/rfc/rfc6761, and what people write who have none yet."""


def _read_day(value: object) -> object:
    """A date from a TOML date or ISO text. Numbers are refused: pydantic takes 20260531 for a timestamp."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(f"must be a date such as 2026-05-31, not {value!r}")


def _check_email(value: str) -> str:
    if not is_email(value):
        raise ValueError(f"must be one e-mail address, not {value!r}")
    return value


def _check_unique(values: tuple[str, ...]) -> tuple[str, ...]:
    if repeated := sorted({value for value in values if values.count(value) > 1}):
        raise ValueError(f"names {', '.join(repeated)} more than once")
    return values


LONGEST_TEXT = 10_000
"""Characters; a cell of the cover holds several settings, and takes 32,767."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
Line = Annotated[str, StringConstraints(max_length=2_000)]
"""What may be left out; with others in a cell."""
Email = Annotated[Text, AfterValidator(_check_email)]
Day = Annotated[date, BeforeValidator(_read_day)]
DatabaseUrl = Annotated[Text, AfterValidator(check_url)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
WorksheetId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
WaveId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,7}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Sender(_Part):
    """Who sends the forms and gets them back."""

    institution: Text
    unit: Line = ""
    street: Line = ""
    place: Line = ""
    email: Email
    """The return address that stands in every form."""


class Contact(_Part):
    """Whom a municipality asks when something is unclear."""

    name: Text
    phone: Line = ""
    email: Email


class Privacy(_Part):
    """The data protection notice of the forms."""

    version: Text
    """Stored with every return, so that it stays known what a respondent was told."""
    text: Text
    controller: Text
    url: Line | None = None


class Wave(_Part):
    """One survey round."""

    id: WaveId
    title: Text
    deadline: Day
    reference_date: Annotated[Day, Field(validate_default=True)] = date.min
    """The date that the answers refer to (Stichtag); the deadline if none is given."""
    worksheets: Annotated[tuple[WorksheetId, ...], Field(min_length=1), AfterValidator(_check_unique)]
    language: Language = GERMAN
    """That of forms and messages, where an alliance has none of its own."""
    state: Literal["planned", "open", "closed"] | None = None
    """How far it is as long as `ruecklauf wave` says nothing else; by default open once forms were made."""
    audience: Literal["alliance", "team"] = "alliance"
    """Who fills the forms in; of a wave of the team's own nothing is ever mailed."""

    @field_validator("reference_date")
    @classmethod
    def _default_to_deadline(cls, value: date, info: ValidationInfo) -> date:
        default: date = info.data.get("deadline", value)
        return default if value == date.min else value

    @property
    def code(self) -> str:
        """The wave as it stands in form codes."""
        return wave_code(self.id)


class Database(_Part):
    """Where answers and contacts are stored, always apart; relative paths count from the project folder."""

    url: DatabaseUrl = "ruecklauf.sqlite"
    contacts_url: DatabaseUrl = "contacts.sqlite"

    @field_validator("contacts_url")
    @classmethod
    def _keep_apart(cls, value: str, info: ValidationInfo) -> str:
        if "url" in info.data and same_database(value, info.data["url"]):
            raise ValueError("must differ from 'url': personal data is kept in a database of its own")
        return value


class Returns(_Part):
    """How returns are taken in."""

    strict_senders: bool = False
    """Returns of addresses that are not known as the alliance's, and changes of what others sent, wait."""


class Retention(_Part):
    """How long what is personal is kept, in months after a wave's deadline; for ever where nothing is said.

    `ruecklauf privacy delete --expired` deletes it; nothing is ever deleted by itself.
    """

    contacts_months: Annotated[int, Field(ge=1, le=1200)] | None = None
    """Personal answers, senders, and the returned files in which they stand; the other answers stay."""
    messages_months: Annotated[int, Field(ge=1, le=1200)] | None = None
    """What was written, what came in besides returns, and notes about alliances."""


class Mail(_Part):
    """How messages go out. Passwords stand in the environment or the system's keyring, never here."""

    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    imap_host: str = ""
    imap_port: Annotated[int, Field(ge=1, le=65535)] = 993
    imap_security: Literal["tls", "none"] = "tls"
    imap_user: str = ""
    imap_folder: Text = "Drafts"
    pause_seconds: Annotated[float, Field(ge=0, le=600)] = 2
    """Between two messages."""


class Cockpit(_Part):
    """The page that says how far the project is."""

    written: bool = True
    """Whether commands that change something write cockpit.html anew."""
    language: Language = GERMAN

    @field_validator("language")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in languages():
            raise ValueError(f"must be one of {', '.join(languages())}, not {value!r}")
        return value


class Translation(_Part):
    """What forms and messages in another language say of the project."""

    title: Text
    privacy: Text
    """The text of the data protection notice."""
    waves: dict[str, Text] = {}
    """The titles of the waves, by id."""


@dataclass(frozen=True, slots=True)
class Said:
    """The project's own texts in one language."""

    title: str
    privacy: str
    wave: str


class Settings(_Part):
    """All of ruecklauf.toml."""

    title: Text
    fictional: bool = False
    """Made up throughout, as a demo is: its addresses may be in domains for examples, which nobody reads."""
    sender: Sender
    contact: Contact
    privacy: Privacy
    waves: Annotated[tuple[Wave, ...], Field(min_length=1)]
    database: Database = Database()
    returns: Returns = Returns()
    mail: Mail = Mail()
    release: Release = Release()
    cockpit: Cockpit = Cockpit()
    retention: Retention = Retention()
    translations: dict[Language, Translation] = {}
    """By language, where forms are not German."""

    def said(self, wave: Wave, language: str) -> Said:
        """The project's own texts in a language. ProjectError if one is missing."""
        if language == GERMAN:
            return Said(self.title, self.privacy.text, wave.title)
        if missing := self.unsaid(wave, language):
            raise ProjectError(missing, remedy="Write it in ruecklauf.toml; `ruecklauf check` names all.")
        known = self.translations[language]
        return Said(known.title, known.privacy, known.waves[wave.id])

    def unsaid(self, wave: Wave, language: str) -> str:
        """What the settings lack for forms of a wave in a language; empty if nothing."""
        if language == GERMAN:
            return ""
        if language not in self.translations:
            return f"forms are made in {language!r}, but there is no [translations.{language}]"
        if wave.id not in self.translations[language].waves:
            return f"there is no title of wave {wave.id} in {language!r}: [translations.{language}.waves]"
        return ""

    @property
    def surveys(self) -> tuple[Wave, ...]:
        """The waves that alliances answer, without those of the team's own."""
        return tuple(wave for wave in self.waves if wave.audience == "alliance")

    @field_validator("waves")
    @classmethod
    def _distinct_codes(cls, waves: tuple[Wave, ...]) -> tuple[Wave, ...]:
        first: dict[str, str] = {}
        for wave in waves:
            if wave.code == PREVIEW_WAVE:
                raise ValueError(f"has the id {wave.id!r}, by which previews are known; rename it")
            if wave.code in first:
                both = f"{first[wave.code]!r} and {wave.id!r}"
                raise ValueError(f"has ids {both}, which are both {wave.code} in form codes; rename one")
            first[wave.code] = wave.id
        return waves


def read_settings(path: Path) -> Settings:
    """The settings in a ruecklauf.toml; every mistake in it at once as a ProjectError."""
    text = _read_text(path)
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"is not valid TOML: {error}.", where=str(path)) from error
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        problems = settings_problems(error, model=Settings, file=str(path), lines=key_lines(text))
        raise project_error(problems) from error


def placeholders(path: Path) -> tuple[Problem, ...]:
    """A warning for every setting that still says `bitte eintragen`, as a new project does.

    An address that cannot be anybody's is an error: what municipalities send there is lost. Those in domains
    for examples are right in projects that are fictional.
    """
    text = _read_text(path)
    lines, data = key_lines(text), tomllib.loads(text)
    is_fictional = data.get("fictional") is True
    return tuple(
        Problem(str(path), line_of(where, lines), 1, *said)
        for where, value in _texts_in(data)
        if (said := _of_placeholder(str(where[-1]), value, is_fictional=is_fictional)) is not None
    )


def _texts_in(value: object, where: Location = ()) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str) and where:
        yield where, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield from _texts_in(part, (*where, key))


def _of_placeholder(key: str, value: str, *, is_fictional: bool) -> tuple[str, str] | None:
    """What is to be said of a setting, and how grave it is; None where nothing is."""
    if _TO_FILL_IN.search(value):
        return f"{key} is still to be filled in.", "error" if key == "email" else "warning"
    if key != "email":
        return None
    domain = value.rpartition("@")[2].casefold()
    if _NOBODYS.search(domain):
        return f"{key} is an address at {domain}, where no mail can arrive.", "error"
    if _OF_EXAMPLES.search(domain) and not is_fictional:
        why = "a domain for examples: nobody reads it (in a made-up project say fictional = true at the top)"
        return f"{key} is an address at {domain}, {why}.", "error"
    return None


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise ProjectError("is not UTF-8.", where=str(path), remedy="Save it as UTF-8.") from error
