"""Whose form is it? All the evidence in a file, weighed; nothing but agreement makes it certain."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.findings import Place, remark
from ruecklauf.formcode import FormCode, read_form_code
from ruecklauf.intake.submission import Confidence, Evidence, Identity, Noted

PREFIX = "ruecklauf."
"""Begins the names of custom properties that are the form's."""
WORKSHEET = "worksheet:"
LANGUAGE = "language"
_ROWS = re.compile("[0-9]{1,3}")
"""Free rows that a form can have more than declared; a greater number was not written by this program."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whose form it is, as far as the file says, and what is odd about that."""

    code: FormCode | None
    identity: Identity
    fingerprint: str
    """The whole fingerprint where the file has it, else its beginning from the form code."""
    more_rows: dict[str, int]
    """Free rows beyond the declared ones, by `worksheet.section`."""
    noted: tuple[Noted, ...]
    language: str = ""
    """What the file says its form is written in; German forms say nothing."""


def weighed(
    evidence: tuple[Evidence, ...], facts: Mapping[str, str], declarations: tuple[str, ...] | None = None
) -> Recognised:
    """Whose form it is by all evidence; `facts` are what the file says of itself besides the code.

    Without `declarations` those are taken from the facts, in their order.
    """
    best, confidence = _weigh(evidence)
    code = read_form_code(best) if best else None
    hashes = tuple(value for key, value in facts.items() if key.startswith(WORKSHEET))
    return Recognised(
        code,
        Identity(
            alliance=code.alliance_id if code else "",
            wave=_wave(facts, code),
            declarations=hashes if declarations is None else declarations,
            confidence=confidence,
            evidence=evidence,
        ),
        facts.get("fingerprint") or (code.fingerprint.lower() if code else ""),
        {
            key.removeprefix("rows:"): int(value)
            for key, value in facts.items()
            if key.startswith("rows:") and _ROWS.fullmatch(value)
        },
        tuple(_disagreements(evidence, best)),
        facts.get(LANGUAGE, ""),
    )


def _weigh(evidence: tuple[Evidence, ...]) -> tuple[str, Confidence]:
    """The code that most kinds of evidence give, each kind being one voice.

    Many sheets repeat the visible code, the one that people copy: its number counts for nothing.
    Where the sheets as a whole speak against the hidden evidence, or two kinds do, it is unclear.
    """
    voices = _voices(evidence)
    if not voices:
        return "", Confidence.UNCLEAR
    (best, count), *others = Counter(voices.values()).most_common()
    against = [kind for kind, code in voices.items() if code != best]
    if others and (count == others[0][1] or len(against) > 1 or "visible_code" in against):
        return best, Confidence.UNCLEAR
    codes = {str(code) for item in evidence if (code := read_form_code(item.text))}
    certain = len(codes) == 1 and len(voices) > 1
    return best, Confidence.CERTAIN if certain else Confidence.LIKELY


def _voices(evidence: tuple[Evidence, ...]) -> dict[str, str]:
    """By kind of evidence, the code that it gives most often."""
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for item in evidence:
        code = read_form_code(item.text)
        if code is not None:
            by_kind[item.kind][str(code)] += 1
    return {kind: codes.most_common(1)[0][0] for kind, codes in by_kind.items()}


def _disagreements(evidence: tuple[Evidence, ...], best: str) -> Iterator[Noted]:
    for item in evidence:
        code = read_form_code(item.text)
        if code is None:
            yield Noted(remark("code_unreadable"), item.place, item.text)
        elif str(code) != best:
            yield Noted(remark("code_differs", best=best), item.place, item.text)


def property_evidence(core: Mapping[str, str], custom: Mapping[str, str]) -> Iterator[Evidence]:
    """What a file's properties say."""
    for key in ("subject", "keywords"):
        if read_form_code(core.get(key, "")):
            yield Evidence("core_property", core[key], Place())
    if text := custom.get(f"{PREFIX}form_code"):
        yield Evidence("custom_property", text, Place())


def property_facts(custom: Mapping[str, str]) -> dict[str, str]:
    """What a file's custom properties say besides the code."""
    return {key.removeprefix(PREFIX): value for key, value in custom.items() if key.startswith(PREFIX)}


def _wave(facts: Mapping[str, str], code: FormCode | None) -> str:
    """The wave id; where only the form code survived, its spelling there."""
    wave = facts.get("wave", "")
    if code is None or (wave and wave.replace("-", "").upper() == code.wave):
        return wave
    return code.wave
