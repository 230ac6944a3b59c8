"""Names in the text of a case, without any title: known given names, and words that stand as a name does.

German writes every noun with a capital letter, so a capital alone tells nothing. What is asked about is
a given name of a list, or a word beside an age (`Nilufar, 17, aus …`) or with another before a verb of
coming (`Xyz Abcde kam 2015`) that is no noun for people or places. Names of which the text says that they
are made up are none.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ruecklauf.check.contact_names import NO_INSTITUTION

_MADE_UP = re.compile(
    r"(?i)\bnamen?\s+(?:(?:ist|sind|wurden?|is|are|was|were)\s+)?(?:von uns\s+|frei\s+)?"
    r"(?:geändert|erfunden|erdacht|ausgedacht|fiktiv|verändert|changed|made up|invented|fictitious)"
    r"|\b(?:erfunden|erdacht|ausgedacht|geändert|fiktiv|fictitious|invented)e[nrs]?\s+namen?\b"
    r"|\((?:fiktiv|erfunden|erdacht|ausgedacht|pseudonym|fictitious|made up|invented)[^)]{0,30}\)"
    r"|\bnennen wir (?:sie|ihn|ihr|die|den)\b|\b(?:als|unter dem) Pseudonym\b"
    r"|\b(?:fiktiv|erfunden|erdacht|ausgedacht|fictitious|invented|made-up)e?[nrs]?\s+(?:person|figur|fall|case)\b"
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŠŞĞİČĆŽŐŰ]"
_WORD = rf"{_CAPITAL}[a-zß-öø-ÿşğıčćžőű]{{1,40}}(?:['’][a-zß-öø-ÿşğıčćžőű]{{1,40}}){{0,2}}"
_GIVEN = re.compile(
    rf"(?<![\w„“\"»«'’-])(?<!St\. )(?<!Sankt )({_WORD})(?![\w„“\"»«-]|\s{_CAPITAL}\.){NO_INSTITUTION}"
)
_BEGINS = r"(?:\A|(?<=[.!?:;,(\n–])\s{0,3}|(?<=\b(?:und|and|mit|von|für|for))\s)"
_AGED = re.compile(
    rf"{_BEGINS}({_WORD})(?:\s{_WORD})?\s?(?:,\s?(?:ist\s)?|\s?\()(?:1[4-9]|2\d|3\d)"
    r"(?=\)|,\s|\sJahre\b|-?jährig|\sJ\.|\syears|\saus\b|\.?\s*\Z)"
)
_CAME = re.compile(
    rf"(?:\A|(?<=[.!?:;,(\n–])\s{{0,3}})({_WORD})\s({_WORD})\s"
    r"(?:kam|kommt|floh|flüchtete|flieht|stammt|reiste|wuchs|wurde\s(?:in\s\w+\s)?geboren|ist\s(?:\d\d|geflohen|geflüchtet)"
    r"|came|fled|arrived|was\sborn)\b"
)
_FAMILY = re.compile(
    rf"\b(?:Familie|Eheleute|Geschwister|Family)\s(?!Anfang|Mitte|Ende|Muster|Beispiel)({_WORD}){NO_INSTITUTION}"
)
_INITIAL = re.compile(rf"(?:\A|(?<!\w)[a-zäöüß]{{1,30}},?\s){_CAPITAL}\.\s?(?:{_CAPITAL}\.\s?)?({_WORD})\b")
_NO_NAME = re.compile(
    r"(?:Mann|Männer|Frau|Junge[rn]?|Mädchen|Person|Bruder|Schwester|Vater|Mutter|Sohn|Tochter|Kinde?r?|Cousine?|Onkel"
    r"|Tante|Neffe|Nichte|Freund|Kollege|Azubi|Fall|Klasse|Stufe|Seite|Ziffer|Absatz|Artikel|Gruppe|Kreis|Stadt|Gemeinde"
    r"|Jugendamt|Schule|Alter|Syrer|Afghane|Iraner|Iraker|Somalier|Eritreer|Kurde|Türke|Ukrainer|Gast|Student|Zeuge|Woche"
    r"|Der|Die|Das|Ein|Eine|Einer|Er|Sie|Es|Im|Am|Seit|Nach|Vor|Mit|Ohne|Beide|Alle|Noch|Heute|Dann|Dort|Hier|Man|Woman"
    r"|Boy|Girl|The|He|She|They|Son|Daughter|Father|Mother|Brother|Sister|Niemand|Jemand|Niveau|Punkt|Tag|Monat|Jahr"
    r"|\w+e|\w*(?:in|innen|ling|linge|ende|ender|enden|ete|eter|eten|er[ie]n|ant|ung|heit|keit|schaft|ion|tät|amt|kurs|jahr|platz"
    r"|center|kolleg|stelle|verein|behörde|zeit|lehrer|schüler|helfer|berater|arbeiter|bewerber|sprecher|nehmer|mann|frau"
    r"|rat|isch(?:e[rnms])?|lich(?:e[rnms])?))"
)
"""Nouns for people, places and times, articles, and the endings of such words."""


def names_person_without_title(text: str) -> bool:
    """Whether a case seems to name somebody, and does not say that the name is made up."""
    if _MADE_UP.search(text):
        return False
    return any(
        (
            any(_is_given(found[1]) for found in _GIVEN.finditer(text)),
            any(_may_be(found[1]) for found in _AGED.finditer(text)),
            any(_may_be(found[1]) and _may_be(found[2]) for found in _CAME.finditer(text)),
            any(_may_be(found[1]) for found in _FAMILY.finditer(text)),
            any(_may_be(found[1]) for found in _INITIAL.finditer(text)),
        )
    )


def says_made_up(text: str) -> bool:
    """Whether a text says that its names are made up."""
    return _MADE_UP.search(text) is not None


def _is_given(word: str) -> bool:
    names = _given_names()
    return word in names or (word.endswith("s") and word[:-1] in names)


def _may_be(word: str) -> bool:
    return _NO_NAME.fullmatch(word) is None


@cache
def _given_names() -> frozenset[str]:
    lines = Path(__file__).with_name("given_names.txt").read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
