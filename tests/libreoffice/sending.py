"""The round and the recipients that the forms of these tests are made for."""

from __future__ import annotations

import random
from datetime import date
from functools import cache

from forms.making import LIBRARY
from ruecklauf.definition.models import Worksheet
from ruecklauf.forms.slots import Recipient, Round
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.project.nrw import alliances_for_nrw

WORKSHEETS = (
    "stammblatt",
    "akteure",
    "gremien",
    "mitgliedschaften",
    "prioritaeten",
    "angebote",
    "bedarf",
    "zielgruppe",
    "entwicklungsbedarf",
)
WAVE_DATE = date(2026, 11, 30)
ROUND = Round(
    title="Lokale Bündnisse für junge Geflüchtete",
    purpose="Wir möchten verstehen, wie Bündnisse entstehen und was ihnen hilft.",
    wave_id="2026-1",
    wave_title="Welle 1 (Herbst 2026)",
    deadline=date(2026, 12, 18),
    reference_date=WAVE_DATE,
    sender="Institut für Beispielforschung\nUniversität Musterstadt",
    return_to="rueck@institut.example",
    contact="Geschäftszimmer, 0211 1234",
    privacy="Ihre Angaben werten wir nur für diese Untersuchung aus.",
    privacy_version="Fassung 1.0 vom 01.10.2026",
)


@cache
def worksheets() -> tuple[Worksheet, ...]:
    """All worksheets of the frozen library, in the order of a form."""
    return tuple(LIBRARY.worksheet(name) for name in WORKSHEETS)


@cache
def form_writer() -> FormWriter:
    return FormWriter(build_layout(worksheets()), ROUND)


@cache
def recipients() -> tuple[Recipient, ...]:
    """The 53 Kreise and kreisfreie Städte of NRW with fixed ids."""
    return tuple(
        Recipient(one.id, one.name, one.ags, one.area_type) for one in alliances_for_nrw(random.Random(1))
    )
