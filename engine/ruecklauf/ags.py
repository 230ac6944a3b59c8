"""The Amtlicher Gemeindeschlüssel (AGS): read as typed, and checked against the names of NRW's 53 districts.

An AGS has no check digit, and about one typo in eleven hits another valid code: compare code and name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Literal

from ruecklauf.likeness import nearest

TERRITORY_DATE = date(2023, 11, 30)
"""The Gebietsstand of `DISTRICTS`."""

ALLOWED = "An AGS has 8 digits (05315000); a Kreis may be given by its first 5 (05154)."
"""What to say beside a code that cannot be read."""


class AgsNote(StrEnum):
    """What is to be said about an AGS as it was typed."""

    PADDED = "padded"
    """The leading zero was missing, as Excel leaves it, and was restored."""
    NOT_AN_AGS = "not_an_ags"
    """It cannot be an AGS; `ALLOWED` says what can."""


@dataclass(frozen=True, slots=True)
class District:
    """One of the 53 Kreise and kreisfreie Städte of NRW."""

    code: str
    """Five digits."""
    name: str
    kind: Literal["kreis", "kreisfrei"]

    @property
    def ags(self) -> str:
        return self.code + "000"

    @property
    def full_name(self) -> str:
        """The name with what it is: Stadt Köln, Kreis Kleve, Rhein-Sieg-Kreis."""
        if self.kind == "kreisfrei":
            return f"Stadt {self.name}"
        says_so = "kreis" in self.name.lower() or self.name.startswith("Städteregion")
        return self.name if says_so else f"Kreis {self.name}"


_KREISFREI = {
    "05111": "Düsseldorf",
    "05112": "Duisburg",
    "05113": "Essen",
    "05114": "Krefeld",
    "05116": "Mönchengladbach",
    "05117": "Mülheim an der Ruhr",
    "05119": "Oberhausen",
    "05120": "Remscheid",
    "05122": "Solingen",
    "05124": "Wuppertal",
    "05314": "Bonn",
    "05315": "Köln",
    "05316": "Leverkusen",
    "05512": "Bottrop",
    "05513": "Gelsenkirchen",
    "05515": "Münster",
    "05711": "Bielefeld",
    "05911": "Bochum",
    "05913": "Dortmund",
    "05914": "Hagen",
    "05915": "Hamm",
    "05916": "Herne",
}

_KREISE = {
    "05154": "Kleve",
    "05158": "Mettmann",
    "05162": "Rhein-Kreis Neuss",
    "05166": "Viersen",
    "05170": "Wesel",
    "05334": "Städteregion Aachen",
    "05358": "Düren",
    "05362": "Rhein-Erft-Kreis",
    "05366": "Euskirchen",
    "05370": "Heinsberg",
    "05374": "Oberbergischer Kreis",
    "05378": "Rheinisch-Bergischer Kreis",
    "05382": "Rhein-Sieg-Kreis",
    "05554": "Borken",
    "05558": "Coesfeld",
    "05562": "Recklinghausen",
    "05566": "Steinfurt",
    "05570": "Warendorf",
    "05754": "Gütersloh",
    "05758": "Herford",
    "05762": "Höxter",
    "05766": "Lippe",
    "05770": "Minden-Lübbecke",
    "05774": "Paderborn",
    "05954": "Ennepe-Ruhr-Kreis",
    "05958": "Hochsauerlandkreis",
    "05962": "Märkischer Kreis",
    "05966": "Olpe",
    "05970": "Siegen-Wittgenstein",
    "05974": "Soest",
    "05978": "Unna",
}

_ALL = [
    *(District(code, name, "kreisfrei") for code, name in _KREISFREI.items()),
    *(District(code, name, "kreis") for code, name in _KREISE.items()),
]
DISTRICTS = {district.code: district for district in sorted(_ALL, key=lambda district: district.code)}
"""The 53 by their five digits, in the order of the codes."""

_TITLES = {
    "kreisfrei": ("Stadt", "Kreisfreie Stadt", "Landeshauptstadt", "Bundesstadt", "Klingenstadt"),
    "kreis": ("Kreis", "Landkreis"),
}
_ALSO_CALLED = {
    "05117": ("Mülheim", "Mülheim a. d. Ruhr", "Mülheim/Ruhr"),
    "05515": ("Münster (Westf.)", "Münster (Westfalen)"),
}

_DIGITS = re.compile(r"[0-9]+")
_IN_GERMANY = re.compile(r"(0[1-9]|1[0-6])[0-9]{6}")
_BETWEEN_CODES = re.compile(r";|,(?=[0-9\s]{4})")  # the comma of a damaged 5,32E+06 divides nothing
_IN_NRW = re.compile(r"05[13579][0-9]{5}")


def read_ags(text: str) -> tuple[str | None, AgsNote | None]:
    """The AGS in 8 digits, and what is to be noted about it; None with NOT_AN_AGS if it is none.

    A Kreis given by 5 digits gets `000`. With 7 or 4 digits the leading zero is restored. Spaces are ignored.
    """
    digits = "".join(text.split())
    if not _DIGITS.fullmatch(digits):
        return None, AgsNote.NOT_AN_AGS
    note = AgsNote.PADDED if len(digits) in (4, 7) else None
    code = "0" + digits if note else digits
    if len(code) == 5:
        code += "000"
    if not _IN_GERMANY.fullmatch(code):
        return None, AgsNote.NOT_AN_AGS
    return code, note


def split_ags(text: str) -> tuple[str, ...]:
    """The pieces of a list of AGS separated by `;`, `,` or spaces, each still as typed.

    Spaces within one code (`05 315 000`) do not split it: its parts would be no AGS.
    """
    return tuple(piece for part in _BETWEEN_CODES.split(text) for piece in _split_at_spaces(part))


def _split_at_spaces(part: str) -> list[str]:
    words = part.split()
    if all(read_ags(word)[0] for word in words) or not words:
        return words
    whole = part.strip()
    return [whole] if read_ags(whole)[0] else words


def in_nrw(ags: str) -> bool:
    """Whether an AGS of 8 digits has the pattern of North Rhine-Westphalia."""
    return _IN_NRW.fullmatch(ags) is not None


def kreis_of(ags: str) -> str:
    """The five digits that name the Kreis or kreisfreie Stadt."""
    return ags[:5]


def district_of(ags: str) -> District | None:
    """The district that an AGS of 8 digits stands for; None if it is none of the 53, or a town inside one."""
    return DISTRICTS.get(kreis_of(ags)) if ags.endswith("000") else None


def official_name(ags: str) -> str | None:
    """The official name of one of the 53, without `Kreis` or `Stadt` where these are no part of it."""
    district = district_of(ags)
    return district.name if district else None


def name_agrees(ags: str, name: str) -> bool | None:
    """Whether a name is that of the district with this code; None if the code is none of the 53.

    `Stadt Kleve` does not agree with the code of Kreis Kleve: it is a town inside it, with a code of its own.
    """
    district = district_of(ags)
    return None if district is None else _key(name) in _accepted(district)


def district_named(name: str) -> District | None:
    """The one of the 53 that a name stands for, as `name_agrees` compares; None if there is none."""
    return _by_key().get(_key(name))


def likely_district(name: str) -> District | None:
    """The one of the 53 whose name is most like this one, for a suggestion only; None if none is close."""
    keys = _by_key()
    best = nearest(_key(name), keys, at_least=80)
    return keys[best] if best else None


def _key(name: str) -> str:
    """A name without case, umlauts, spaces and punctuation, and without a leading `Bündnis`."""
    folded = unicodedata.normalize("NFC", name).casefold()
    for umlaut, spelt_out in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        folded = folded.replace(umlaut, spelt_out)
    return re.sub(r"^(lokales)?buendnis", "", "".join(filter(str.isalnum, folded)))


@cache
def _accepted(district: District) -> frozenset[str]:
    """All keys a district is known by: its name alone, and with its title (Stadt Köln; Köln, Stadt)."""
    return frozenset(_key(form) for form in _forms(district))


def _forms(district: District) -> Iterator[str]:
    for name in (district.name, *_ALSO_CALLED.get(district.code, ())):
        yield name
        for title in _TITLES[district.kind]:
            yield f"{title} {name}"
            yield f"{name}, {title}"
    if district.name.startswith("Städteregion "):
        yield district.name.removeprefix("Städteregion ") + ", Städteregion"


@cache
def _by_key() -> dict[str, District]:
    return {key: district for district in DISTRICTS.values() for key in sorted(_accepted(district))}
