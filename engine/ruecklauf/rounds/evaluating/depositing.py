"""What a deposit says of a survey: response, findings, and the instruments that were sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from ruecklauf.check.privacy import names_person
from ruecklauf.definition.models import Worksheet
from ruecklauf.project.settings import Wave
from ruecklauf.release.anonymous import Release
from ruecklauf.release.deposit.contents import Deposit, Instrument, WaveFigures
from ruecklauf.release.fates import first_of
from ruecklauf.release.wording import LEFT_OUT
from ruecklauf.rounds.evaluating.evaluation import Evaluation
from ruecklauf.rounds.workspace import Workspace

Blank = Callable[[Worksheet], Mapping[str, bytes]]
"""Makes the blank forms of a worksheet, by ending."""
_FIRST_PASS = "erstversuch"
_FEW = "x"


def deposit(workspace: Workspace, evaluation: Evaluation, release: Release, *, blank: Blank) -> Deposit:
    """The deposit of a release; `release.material.dataset` must have a panel."""
    settings = workspace.project.settings
    waves = [wave for wave in settings.waves if wave.id in release.dataset.waves]
    with workspace.store.snapshot() as state:
        kept = state.declarations()
        findings = {
            wave.id: Counter(
                str(finding.finding.severity.value) for finding in state.findings(waves=[wave.id])
            )
            for wave in waves
        }
    places = release.material.places
    return Deposit(
        title=LEFT_OUT if places.found_in(settings.title) else settings.title,
        release=release,
        waves=tuple(_wave(workspace, wave, evaluation, release, findings[wave.id]) for wave in waves),
        instruments=tuple(_instruments(release, kept, blank)),
        licence=settings.release.licence,
        authors=settings.release.authors,
        sender=settings.sender.institution,
    )


def _wave(
    workspace: Workspace, wave: Wave, evaluation: Evaluation, release: Release, findings: Mapping[str, int]
) -> WaveFigures:
    panel = release.material.dataset.panel["panel_alliances"]
    own = panel[panel["wave"] == wave.id]
    came = own[own["returned"].notna()]
    measured = evaluation.measured
    passed = measured[(measured["indicator"] == _FIRST_PASS) & (measured["wave"] == wave.id)][
        "value"
    ].dropna()
    days = sorted(first_of(str(day), release.material.terms) for day in came["returned"])
    named = release.material.places.found_in(wave.title)
    return WaveFigures(
        wave=wave.id,
        title=LEFT_OUT if named else wave.title,
        reference_date=wave.reference_date.isoformat(),
        deadline=wave.deadline.isoformat(),
        population=len(workspace.project.alliances),
        forms=int((own["invited"] == "true").sum()),
        mailed=int(own["sent"].notna().sum()),
        returned=len(came),
        by_state=dict(sorted(Counter(own["state"]).items())),
        by_area=_by_area(own, release),
        first_pass=float(passed.iloc[0]) if len(passed) else None,
        findings=dict(sorted(findings.items())),
        first_return=days[0] if days else "–",
        last_return=days[-1] if days else "–",
    )


def _by_area(own: pd.DataFrame, release: Release) -> dict[str, tuple[str, str]]:
    """With a form and returned, by class; numbers under k are withheld."""
    areas = ["/".join(release.areas.by_alliance.get(alliance, ("", ""))) for alliance in own["alliance"]]
    invited = Counter(
        area for area, is_invited in zip(areas, own["invited"], strict=True) if is_invited == "true"
    )
    came = Counter(area for area, day in zip(areas, own["returned"], strict=True) if not pd.isna(day))
    k = release.material.terms.k
    return {
        area: (_count_text(invited[area], k), _count_text(came[area], k))
        for area in sorted(set(areas))
        if area != "/"
    }


def _count_text(count: int, k: int) -> str:
    return _FEW if 0 < count < k else str(count)


def _instruments(release: Release, kept: Mapping[str, Worksheet], blank: Blank) -> Iterator[Instrument]:
    """Each version that was sent; one that names a place, or in its lists a person, has no forms."""
    places = release.material.places
    hashes = {
        info.worksheet: info.declarations
        for info in release.material.dataset.info.values()
        if info.declarations
    }
    for worksheet_id, declarations in sorted(hashes.items()):
        if places.found_in_id(worksheet_id):
            continue
        newest = kept[declarations[0]]
        for declaration in declarations:
            worksheet = kept[declaration]
            names_somebody = places.named_in(worksheet.declared.model_dump_json()) or _names_person(worksheet)
            title = worksheet.title.de
            yield Instrument(
                worksheet.id,
                worksheet.version,
                LEFT_OUT if places.found_in(title) else title,
                declaration,
                {} if names_somebody else blank(worksheet),
                tuple(
                    LEFT_OUT if places.found_in(line) else line
                    for line in _changes(newest, worksheet.version)
                ),
            )


def _names_person(worksheet: Worksheet) -> bool:
    return any(names_person(code) for codelist in worksheet.lists.values() for code in codelist.codes)


def _changes(newest: Worksheet, version: str) -> Iterator[str]:
    """What leads to a version, in German."""
    ends = [*(change.since for change in newest.changes[1:]), newest.version]
    # without changes there is no end either but the version itself
    for changes, end in zip(newest.changes, ends, strict=False):
        if str(end) == version:
            for kind, listed in (
                ("Teil", changes.sections), ("Frage", changes.fields), ("Code", changes.codes),
            ):  # fmt: skip
                yield from (_change(kind, change) for change in listed)


def _change(kind: str, change: Any) -> str:
    if change.new:
        return f"{kind} {change.new} ist neu"
    if change.dropped:
        return f"{kind} {change.was} entfällt: {change.dropped}"
    return f"{kind} {change.was} wurde zu {change.now or 'mehreren'}"
