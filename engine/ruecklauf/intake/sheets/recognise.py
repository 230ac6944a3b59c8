"""Whose form is it? All the evidence in a file, weighed; nothing but agreement makes it certain."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ruecklauf.cells import CellKind, a1, parse_a1
from ruecklauf.findings import Place, remark
from ruecklauf.formcode import FormCode, read_form_code
from ruecklauf.intake.submission import Confidence, Evidence, Identity, Noted
from ruecklauf.layout.build import FORM_CODE_NAME, ID_SHEET
from ruecklauf.office.workbook import Sheet, Workbook

PREFIX = "ruecklauf."
"""Begins the names of custom properties that are the form's."""
_WORKSHEET = "worksheet:"
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


def recognise(workbook: Workbook) -> Recognised:
    """Collect the five kinds of evidence and compare them."""
    facts = _facts(workbook)
    return weighed(tuple(_evidence(workbook)), facts, _declarations(workbook, facts))


def weighed(
    evidence: tuple[Evidence, ...], facts: Mapping[str, str], declarations: tuple[str, ...] | None = None
) -> Recognised:
    """Whose form it is by all evidence; `facts` are what the file says of itself besides the code.

    Without `declarations` those are taken from the facts, in their order.
    """
    best, confidence = _weigh(evidence)
    code = read_form_code(best) if best else None
    hashes = tuple(value for key, value in facts.items() if key.startswith(_WORKSHEET))
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


def _evidence(workbook: Workbook) -> Iterator[Evidence]:
    yield from property_evidence(workbook.core, workbook.custom)
    target = named_cell(workbook, FORM_CODE_NAME)
    if target is not None:
        sheet, row, column = target
        cell = sheet.cells.get((row, column))
        if cell is not None and cell.raw.text:
            yield Evidence("defined_name", cell.raw.text, Place(sheet.name, a1(row, column)))
    if id_sheet := find_id_sheet(workbook):
        for (row, column), cell in id_sheet.cells.items():
            if column == 1 and cell.raw.text == "form_code":
                beside = id_sheet.cells.get((row, 2))
                if beside is not None:
                    yield Evidence("id_sheet", beside.raw.text, Place(id_sheet.name, a1(row, 2)))
    yield from _visible_codes(workbook, id_sheet)


def property_evidence(core: Mapping[str, str], custom: Mapping[str, str]) -> Iterator[Evidence]:
    """What a file's properties say."""
    for key in ("subject", "keywords"):
        if read_form_code(core.get(key, "")):
            yield Evidence("core_property", core[key], Place())
    if text := custom.get(f"{PREFIX}form_code"):
        yield Evidence("custom_property", text, Place())


def _visible_codes(workbook: Workbook, id_sheet: Sheet | None) -> Iterator[Evidence]:
    for sheet in workbook.sheets:
        if sheet is id_sheet:
            continue
        for cell in sheet.cells.values():
            raw = cell.raw
            # Few texts have a dash, which is found faster than counted.
            if "-" in raw.text and raw.kind is CellKind.TEXT and _is_code(raw.text):
                yield Evidence("visible_code", raw.text, Place(sheet.name, a1(cell.row, cell.column)))
                break


def _is_code(text: str) -> bool:
    return text.count("-") >= 3 and read_form_code(text) is not None


def find_id_sheet(workbook: Workbook) -> Sheet | None:
    """The sheet with the form's identity: by its name, or by what stands in its first cell."""
    named = workbook.sheet(ID_SHEET)
    if named is not None:
        return named
    for sheet in workbook.sheets:
        first = sheet.cells.get((1, 1))
        if first is not None and first.raw.text == "form_code":
            return sheet
    return None


def named_cell(workbook: Workbook, name: str) -> tuple[Sheet, int, int] | None:
    """The first cell that a defined name refers to; None if it refers to none."""
    return first_cell(workbook, workbook.names.get(name, ""))


def first_cell(workbook: Workbook, reference: str) -> tuple[Sheet, int, int] | None:
    """Sheet, row and column of the first cell of a reference such as `'Akteure'!$D$12:$D$72`."""
    target = corner_of(reference)
    sheet = workbook.sheet(target[0]) if target else None
    return (sheet, *target[1:]) if target and sheet else None


def corner_of(reference: str) -> tuple[str, int, int] | None:
    """Name of the sheet, row and column of a reference's first cell; None if it has none."""
    return _corner_of_short(reference) if len(reference) <= _REMEMBERED else _corner_of(reference)


_REMEMBERED = 200
"""Longest reference that is remembered: all forms of a round have the same names."""


@lru_cache(maxsize=20_000)
def _corner_of_short(reference: str) -> tuple[str, int, int] | None:
    return _corner_of(reference)


def _corner_of(reference: str) -> tuple[str, int, int] | None:
    sheet_name, mark, area = reference.lstrip("=").rpartition("!")
    if not mark:
        return None
    if sheet_name.startswith("'"):
        sheet_name = sheet_name.strip("'").replace("''", "'")
    try:
        row, column = parse_a1(area.partition(":")[0])
    except ValueError:
        return None
    return sheet_name.lstrip("$"), row, column


def property_facts(custom: Mapping[str, str]) -> dict[str, str]:
    """What a file's custom properties say besides the code."""
    return {key.removeprefix(PREFIX): value for key, value in custom.items() if key.startswith(PREFIX)}


def _facts(workbook: Workbook) -> dict[str, str]:
    """What the hidden sheet and the custom properties say besides the code; the sheet wins."""
    facts = property_facts(workbook.custom)
    sheet = find_id_sheet(workbook)
    if sheet is None:
        return facts
    for (row, column), cell in sheet.cells.items():
        beside = sheet.cells.get((row, 2))
        if column == 1 and beside is not None:
            facts[cell.raw.text] = beside.raw.text
    return facts


def _wave(facts: Mapping[str, str], code: FormCode | None) -> str:
    """The wave id; where only the form code survived, its spelling there."""
    wave = facts.get("wave", "")
    if code is None or (wave and wave.replace("-", "").upper() == code.wave):
        return wave
    return code.wave


def _declarations(workbook: Workbook, facts: dict[str, str]) -> tuple[str, ...]:
    """Content hashes of the worksheets, in the form's order where the hidden sheet tells it."""
    hashes = {key: value for key, value in facts.items() if key.startswith(_WORKSHEET)}
    sheet = find_id_sheet(workbook)
    if sheet is None:
        return tuple(hashes.values())
    rows = {cell.raw.text: row for (row, column), cell in sheet.cells.items() if column == 1}
    return tuple(hashes[key] for key in sorted(hashes, key=lambda key: rows.get(key, 0)))
