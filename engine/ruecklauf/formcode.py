"""Random alliance ids, and the form code: what stands on every sheet and says whose form it is.

KQ7M2X-2026A-3F9A2C-7 is alliance, wave, start of the declaration's fingerprint, check character.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""
_LETTERS = ID_ALPHABET[10:]

PREVIEW_WAVE = "VORSCHAU"
"""Stands for the wave in forms that are only to be looked at; no wave has this id."""

_ALLIANCE_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{6}")
_WAVE = re.compile(r"[0-9A-Z]{1,8}")
_FINGERPRINT = re.compile(r"[0-9A-F]{6}")

_PARTS = (f"({_ALLIANCE_ID.pattern})", f"({_WAVE.pattern})", f"({_FINGERPRINT.pattern})", "([0-9A-Z])")
_CODE_ALONE = re.compile("".join(_PARTS))
_SHORTEST = 14
_SPACE = re.compile(r"\s")
# A lookahead, so that a candidate which fails the check does not hide one that begins inside it.
_CODE_IN_TEXT = re.compile(rf"(?<![0-9A-Z])(?={'[-_ ]{1,5}'.join(_PARTS)}(?![0-9A-Z]))")


class Chooser(Protocol):
    """What draws at random: the module `secrets`, or a seeded `random.Random`."""

    def choice(self, seq: Sequence[str], /) -> str: ...


@dataclass(frozen=True, slots=True)
class FormCode:
    """The parts of a form code whose check character is right."""

    alliance_id: str
    wave: str
    """The wave id in upper case without hyphens, see `wave_code`."""
    fingerprint: str
    check: str

    def __str__(self) -> str:
        return f"{self.alliance_id}-{self.wave}-{self.fingerprint}-{self.check}"


def is_alliance_id(text: str) -> bool:
    return _ALLIANCE_ID.fullmatch(text) is not None


def draw_alliance_id(taken: Collection[str], rng: Chooser = secrets) -> str:
    """A random id that is not taken yet.

    It begins and ends with a letter: opening a CSV, Excel takes 2E1234 for a number and 1MAR23 for a date.
    """
    while True:
        middle = "".join(rng.choice(ID_ALPHABET) for _ in range(4))
        drawn = rng.choice(_LETTERS) + middle + rng.choice(_LETTERS)
        if drawn not in taken:
            return drawn


def wave_code(wave_id: str) -> str:
    """A wave id as it stands in form codes: upper case, without hyphens."""
    return wave_id.replace("-", "").upper()


def make_form_code(alliance_id: str, wave_id: str, fingerprint: str) -> str:
    """The form code of an alliance's form in a wave, made from declarations with this hex fingerprint."""
    parts = (alliance_id, wave_code(wave_id), fingerprint[:6].upper())
    for part, allowed in zip(parts, (_ALLIANCE_ID, _WAVE, _FINGERPRINT), strict=True):
        if not allowed.fullmatch(part):
            raise ValueError(f"{part!r} cannot be part of a form code: it does not match {allowed.pattern}")
    return str(FormCode(*parts, check_character("".join(parts))))


def read_form_code(text: str) -> FormCode | None:
    """The first form code in a text whose check character is right.

    Case and the kind of dash do not matter, and a space or `_` may stand for a dash. In a text that holds
    nothing else, the dashes may be missing.
    """
    plain = _plain(text)
    if len(plain) < _SHORTEST:
        return None
    for match in _CODE_IN_TEXT.finditer(plain):
        if code := _checked(match):
            return code
    alone = _CODE_ALONE.fullmatch(re.sub("[-_ ]", "", plain))
    return _checked(alone) if alone else None


def check_character(text: str) -> str:
    """The check character of ISO 7064 MOD 37,36 over 0–9 and A–Z.

    It detects every single substitution and all but 0.16 % of swapped neighbours: two neighbouring
    values (H and I) swap unseen after one in 36 beginnings. That is how the standard's hybrid systems are.
    """
    state = 36
    for character in text:
        state = 2 * ((state + ALPHANUMERIC.index(character)) % 36 or 36) % 37
    return ALPHANUMERIC[(37 - state) % 36]


def _checked(match: re.Match[str]) -> FormCode | None:
    code = FormCode(*match.groups())
    return code if check_character(code.alliance_id + code.wave + code.fingerprint) == code.check else None


def _plain(text: str) -> str:
    """Upper case, every dash a hyphen, every white space a space, invisible characters gone."""
    if text.isascii():
        return _SPACE.sub(" ", text.upper())
    return "".join(_plain_character(character) for character in unicodedata.normalize("NFKC", text).upper())


def _plain_character(character: str) -> str:
    if unicodedata.category(character) == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if unicodedata.category(character) == "Cf":
        return ""
    return " " if character.isspace() else character
