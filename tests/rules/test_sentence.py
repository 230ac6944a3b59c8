# ruff: noqa: E501
from __future__ import annotations

import random
import re

import pytest

from ruecklauf.authoring.showing import bound_with, rule_rows
from ruecklauf.library import load_library
from ruecklauf.rules.phrases import load_phrases
from ruecklauf.rules.sentence import clause, sentence
from ruecklauf.rules.terms import State
from ruecklauf.texts import languages
from rules.generate import random_rule
from rules.world import rule

FORMS = ["says", "given", "must", "then"]
NOT_PHRASES = {"words", "nouns", "sentences"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'koop = "ja" implies vorhanden = "ja"',
            "Wenn „Kooperation“ gleich „ja“ ist, muss „Vorhanden“ gleich „ja“ sein.",
        ),
        ("ende >= beginn", "„Ende“ darf nicht vor „Beginn“ liegen."),
        ("ende > beginn", "„Ende“ muss nach „Beginn“ liegen."),
        ("beginn <= wave_date", "„Beginn“ darf nicht nach dem Stichtag liegen."),
        ("wave_date < ende", "„Ende“ muss nach dem Stichtag liegen."),
        ("belegt <= plaetze", "„Belegt“ darf nicht größer sein als „Plätze“."),
        ("quote > belegt", "„Quote“ muss größer sein als „Belegt“."),
        ("plaetze <= 10", "„Plätze“ darf höchstens 10 sein."),
        ("3 < plaetze", "„Plätze“ muss größer sein als 3."),
        ("plaetze <> 4", "„Plätze“ darf nicht 4 sein."),
        ("rang >= 1 and rang <= 3", "„Rang“ muss zwischen 1 und 3 liegen."),
        ("quote = 2.5", "„Quote“ muss gleich 2,5 sein."),
        (
            "ticks(eins, zwei, drei) >= 1",
            "Bei „Eins“, „Zwei“ oder „Drei“ muss mindestens ein Kreuz gesetzt sein.",
        ),
        (
            'koop = "ja" implies ticks(eins, zwei) >= 1',
            "Wenn „Kooperation“ gleich „ja“ ist, muss bei „Eins“ oder „Zwei“ mindestens ein Kreuz gesetzt sein.",
        ),
        (
            'koop = "nein" implies ticks(felder) = 0',
            "Wenn „Kooperation“ gleich „nein“ ist, darf bei „Felder“ kein Kreuz gesetzt sein.",
        ),
        ("ticks(eins, zwei) <= 1", "Die Zahl der Kreuze bei „Eins“ und „Zwei“ darf höchstens 1 sein."),
        (
            'count(akteure where koop = "ja") >= 8',
            "Die Anzahl der Zeilen in „Akteure“, in denen „Kooperation“ gleich „ja“ ist, muss mindestens 8 sein.",
        ),
        (
            'count(akteure where bereich in ("mi", "so") and eins) >= 8 and count(akteure where bereich in ("mi", "so") and eins) <= 12',
            "Die Anzahl der Zeilen in „Akteure“, in denen „Bereich“ gleich „Migration und Integration“ oder „Soziales“ ist und „Eins“ angekreuzt ist, muss zwischen 8 und 12 liegen.",
        ),
        (
            'stand = "verworfen" implies answered(name)',
            "Wenn „Stand“ gleich „verworfen“ ist, muss „Name“ ausgefüllt sein.",
        ),
        ('stand not in ("offen", "verworfen")', "„Stand“ darf weder „offen“ noch „verworfen“ sein."),
        ('not bereich = "mi"', "„Bereich“ darf nicht „Migration und Integration“ sein."),
        ("tree(partner)", "Von hier muss „Partner“ zu der einen obersten Zeile führen."),
        ("unique(rang)", "„Rang“ darf nur einmal vorkommen."),
        (
            "unique(leitung, mitglied)",
            "Die Verbindung von „Leitung“ und „Mitglied“ darf nur einmal vorkommen.",
        ),
        ("resolves(leitung)", "„Leitung“ muss eine vorhandene Zeile aus „Gremien“ nennen."),
        ('leitung.status = "offen"', "„Status“ bei „Leitung“ muss gleich „offen“ sein."),
        (
            "exists(gremien where fest and mitglieder > this.plaetze)",
            "In „Gremien“ muss es mindestens eine Zeile geben, in der „Fest“ angekreuzt ist und „Mitglieder“ größer als „Plätze“ dieser Zeile ist.",
        ),
        (
            "not exists(gremien where fest) implies eins",
            "Wenn es in „Gremien“ keine Zeile gibt, in der „Fest“ angekreuzt ist, muss „Eins“ angekreuzt sein.",
        ),
        (
            'all(gremien where fest has status = "offen")',
            "Für alle Zeilen in „Gremien“, in denen „Fest“ angekreuzt ist, gilt: „Status“ muss gleich „offen“ sein.",
        ),
        (
            "eins implies all(gremien has fest)",
            "Wenn „Eins“ angekreuzt ist, gilt für alle Zeilen in „Gremien“: „Fest“ muss angekreuzt sein.",
        ),
        (
            "not all(gremien has fest)",
            "Für mindestens eine Zeile in „Gremien“ darf nicht gelten: „Fest“ ist angekreuzt.",
        ),
        (
            "eins implies zwei implies drei",
            "Wenn „Eins“ angekreuzt ist und „Zwei“ angekreuzt ist, muss „Drei“ angekreuzt sein.",
        ),
        (
            "eins and (zwei or not drei)",
            "„Eins“ muss angekreuzt sein; zudem gilt: mindestens eine dieser Aussagen muss stimmen: „Zwei“ ist angekreuzt oder „Drei“ ist nicht angekreuzt.",
        ),
        (
            "eins implies zwei or drei",
            "Wenn „Eins“ angekreuzt ist, muss mindestens eine dieser Aussagen stimmen: „Zwei“ ist angekreuzt oder „Drei“ ist angekreuzt.",
        ),
        (
            "not (eins and zwei)",
            "Mindestens eine dieser Aussagen muss stimmen: „Eins“ ist nicht angekreuzt oder „Zwei“ ist nicht angekreuzt.",
        ),
        (
            "eins implies zwei and drei",
            "Wenn „Eins“ angekreuzt ist, muss „Zwei“ angekreuzt sein und muss „Drei“ angekreuzt sein.",
        ),
        (
            'contains(felder, "aus") implies not missing(quote)',
            "Wenn bei „Felder“ „Austausch“ angekreuzt ist, muss bei „Quote“ ein Wert stehen.",
        ),
        ('not contains(felder, "abs")', "Bei „Felder“ darf „Abstimmung“ nicht angekreuzt sein."),
        ("beginn + 30 <= ende", "30 Tage nach „Beginn“ darf nicht nach „Ende“ liegen."),
        ("ende <= beginn + 30", "„Ende“ darf nicht später liegen als 30 Tage nach „Beginn“."),
        ("ende > wave_date - 30", "„Ende“ muss später liegen als 30 Tage vor dem Stichtag."),
        ("ende - beginn <= 365", "Die Zahl der Tage von „Beginn“ bis „Ende“ darf höchstens 365 sein."),
        ("ende - 7 > beginn", "7 Tage vor „Ende“ muss nach „Beginn“ liegen."),
        (
            "belegt * 2 - (plaetze + 1) / 3 > -quote",
            "(„Belegt“ mal 2) minus ((„Plätze“ plus 1) geteilt durch 3) muss größer sein als minus „Quote“.",
        ),
        ("length(name) <= 50", "Die Zahl der Zeichen bei „Name“ darf höchstens 50 sein."),
        (
            "sum(gremien.mitglieder where fest) < 100",
            "Die Summe von „Mitglieder“ in den Zeilen von „Gremien“, in denen „Fest“ angekreuzt ist, muss kleiner sein als 100.",
        ),
        (
            "distinct(akteure.bereich) >= 4",
            "Die Zahl der verschiedenen Angaben bei „Bereich“ in den Zeilen von „Akteure“ muss mindestens 4 sein.",
        ),
        ('name = "Rat"', "„Name“ muss gleich „Rat“ sein."),
        ('matches(name, "99999")', "„Name“ muss aus 5 Ziffern (wie „12345“) bestehen."),
        (
            'answered(kurz) implies matches(name, "A-99 [aA]{2}(/9)", "9[A9+]{0,3}")',
            "Wenn „Kurzname“ ausgefüllt ist, muss „Name“ aus einem Großbuchstaben, „-“, 2 Ziffern, einem Leerzeichen, 2 Buchstaben und wahlweise („/“ und einer Ziffer) (wie „A-12 ab/1“) oder aus einer Ziffer und höchstens 3 Zeichen (Großbuchstabe, Ziffer oder „+“) (wie „1A“) bestehen.",
        ),
        (
            'not matches(name, "x")',
            "„Name“ darf nicht aus „x“ (wie „x“) bestehen.",
        ),
        ("2026-01-01 <= beginn", "„Beginn“ darf nicht vor dem 01.01.2026 liegen."),
        (
            "(eins or zwei) and blank(name)",
            "Mindestens eine dieser Aussagen muss stimmen: „Eins“ ist angekreuzt oder „Zwei“ ist angekreuzt; zudem gilt: „Name“ muss leer bleiben.",
        ),
    ],
)
def test_constraints_are_whole_sentences(text: str, expected: str) -> None:
    assert sentence(rule(text), "de") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('stand = "verworfen"', "„Stand“ ist „verworfen“"),
        ('stand in ("offen", "erreicht")', "„Stand“ ist „offen“ oder „erreicht“"),
        ('koop = "ja" and not eins', "„Kooperation“ ist „ja“ und „Eins“ ist nicht angekreuzt"),
        ('koop = "ja" implies eins', "„Kooperation“ ist nicht „ja“ oder „Eins“ ist angekreuzt"),
        (
            "eins or zwei and drei",
            "„Eins“ ist angekreuzt oder („Zwei“ ist angekreuzt und „Drei“ ist angekreuzt)",
        ),
        ("unknown(koop)", "„Kooperation“ ist als unbekannt angegeben"),
        ("not not_applicable(stand)", "„Stand“ ist nicht als nicht zutreffend angegeben"),
        ("blank(name)", "„Name“ ist leer"),
        ("not answered(name)", "„Name“ ist nicht ausgefüllt"),
        ("missing(quote) or quote = 0", "bei „Quote“ fehlt ein Wert oder „Quote“ ist 0"),
        (
            'count(gremien where status = "offen") > 0',
            "die Anzahl der Zeilen in „Gremien“, in denen „Status“ gleich „offen“ ist, ist größer als 0",
        ),
        ("not (eins or zwei)", "„Eins“ ist nicht angekreuzt und „Zwei“ ist nicht angekreuzt"),
        ("not (eins implies zwei)", "„Eins“ ist angekreuzt und „Zwei“ ist nicht angekreuzt"),
        ("all(gremien has fest)", "für alle Zeilen in „Gremien“ gilt: „Fest“ ist angekreuzt"),
        ("not resolves(leitung)", "„Leitung“ nennt keine vorhandene Zeile aus „Gremien“"),
        ("not unique(name)", "„Name“ kommt mehrmals vor"),
    ],
)
def test_conditions_are_clauses(text: str, expected: str) -> None:
    assert clause(rule(text), "de") == expected


@pytest.mark.parametrize(
    ("worksheet_id", "rule_id", "expected"),
    [
        (
            "treffen",
            "treffen_im_letzten_jahr",
            "At least one of these statements must be true: the number of rows in “List of meetings” is 0 or (there is at least one row in “List of meetings” in which “Date” is no earlier than 366 days before the reference date).",
        ),
        (
            "fortbildung",
            "zusagen_zur_fortbildung",
            "If “Date” is not after the reference date, at least one of these statements must be true: (there is no row in “Institutions that present themselves” in which “Agreed?” is “no”) or “Result” is filled in.",
        ),
        ("starter_workshop", "naechstes_bald", "“Next meeting” must be no later than 120 days after “Date”."),
    ],
)
def test_english_sentences_are_read_in_one_way(worksheet_id: str, rule_id: str, expected: str) -> None:
    worksheet = load_library().worksheet(worksheet_id)
    said = {row["rule"]: row["sentence"] for row in rule_rows(worksheet, bound_with(worksheet, ()), "en")}
    assert said[rule_id] == expected


@pytest.mark.parametrize("language", languages())
def test_every_phrase_has_all_forms_with_the_same_parts(language: str) -> None:
    for name, phrase in load_phrases(language).data.items():
        if name not in NOT_PHRASES:
            assert list(phrase) == FORMS, name
            assert len({tuple(sorted(re.findall(r"{\w}", form))) for form in phrase.values()}) == 1, name


def test_every_state_has_a_phrase_and_its_opposite() -> None:
    assert {f"{negation}{state}" for state in State for negation in ("", "not_")} <= set(
        load_phrases("de").data
    )


def test_every_rule_has_a_sentence() -> None:
    chance = random.Random(7)
    for _ in range(300):
        text = random_rule(chance)
        said = sentence(rule(text), "de")
        assert re.fullmatch(r"[A-ZÄÖÜ0-9„(].*[^,.]\.", said), f"{text}: {said}"
        assert not re.search(r"[{}]|,[,;.)]|  ", said), f"{text}: {said}"
