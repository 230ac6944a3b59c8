"""Filled Word forms with a case in one cell after the other, and what LibreOffice Writer shows there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from gauntlet.documents.editing import BODY, Form, in_word
from gauntlet.documents.filled import filled_document, planned_cell
from gauntlet.documents.xml import W, tag_of
from gauntlet.editing import parts_of, raw
from gauntlet.filled import WORKSHEETS as SHIPPED
from gauntlet.filled import told
from gauntlet.importing import Imported, import_file
from guard.comparing import unlike
from guard.drawing import LONG
from guard.dressing import Dressed, dress
from libreoffice import soffice
from libreoffice.soffice import Office
from ruecklauf.findings import Subject
from ruecklauf.shown.symbol_fonts import is_symbol_font, shown_in

SCRIPT = Path(soffice.__file__).with_name("look_in_pages.py")
FEW = ("stammblatt", "prioritaeten", "mitgliedschaften")
WORKSHEETS = tuple(one.id for one in SHIPPED) if LONG else FEW
"""Every worksheet has a form to be laid out and imported: the usual run has those of few."""
AT_ONCE = 8
"""Documents that LibreOffice is asked for in one job."""
_WIDER = 3
_WIDEST = "31680"
"""Twentieths of a point, which is as much as a page may have."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
Piece = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Case:
    """What is put into a cell of a worksheet's form."""

    worksheet: str
    dressed: Dressed


@cache
def subjects_of(worksheet: str) -> tuple[Subject, ...]:
    """What the municipality filled in, and has a control."""
    form = Form(etree.fromstring(raw(parts_of(filled_document(worksheet))[BODY])), {})
    tags = set(map(tag_of, form.controls))
    return tuple(it for it in told() if it.worksheet == worksheet and planned_cell(it).tag in tags)


def forms(cases: Sequence[Case]) -> Iterator[tuple[str, list[tuple[Subject, Dressed]]]]:
    """The cases in as few forms as have cells for them."""
    waiting: defaultdict[str, list[Dressed]] = defaultdict(list)
    for case in cases:
        waiting[case.worksheet].append(case.dressed)
    for worksheet, dressings in waiting.items():
        subjects = subjects_of(worksheet)
        for begin in range(0, len(dressings), len(subjects)):
            yield worksheet, list(zip(subjects, dressings[begin:], strict=False))


def failures(cases: Sequence[Case], office: Office, folder: Path) -> list[str]:
    """What is taken otherwise than it is shown."""
    placed = [(worksheet, cells) for worksheet, cells in forms(cases)]
    files = [folder / f"{number}.docx" for number in range(len(placed))]
    for path, (worksheet, cells) in zip(files, placed, strict=True):
        path.write_bytes(_with(worksheet, cells))
    jobs = [
        {
            "path": str(path),
            "copy": str(path.with_suffix(".odt")),
            "marks": [f"guard{number}" for number in range(len(cells))],
        }
        for path, (_, cells) in zip(files, placed, strict=True)
    ]
    batches = [jobs[begin : begin + AT_ONCE] for begin in range(0, len(jobs), AT_ONCE)]
    shown = [texts for batch in batches for texts in office.run(SCRIPT, {"documents": batch})["documents"]]
    return [
        f"{suffix} {worksheet}: {wrong}"
        for path, (worksheet, cells), texts in zip(files, placed, shown, strict=True)
        for suffix in (".docx", ".odt")
        for wrong in _wrong(import_file(path.with_suffix(suffix).read_bytes()), cells, texts)
    ]


def _with(worksheet: str, cells: Sequence[tuple[Subject, Dressed]]) -> bytes:
    def change(form: Form) -> None:
        for number, (subject, dressed) in enumerate(cells):
            dress(
                form,
                form.control((subject.worksheet, subject.section, subject.row_id, subject.field)),
                dressed,
                number,
            )
        _widen(form)

    return in_word(change)(filled_document(worksheet), Path())


def _widen(form: Form) -> None:
    """Give all columns more room: LibreOffice 7.4 never ends to lay out some controls in narrow ones."""
    for width in form.root.iter(f"{W}gridCol", f"{W}tcW", f"{W}tblW"):
        width.set(f"{W}w", str(int(width.get(f"{W}w", "0")) * _WIDER))
    for page in form.root.iter(f"{W}pgSz"):
        page.set(f"{W}w", _WIDEST)
        page.set(f"{W}h", _WIDEST)


def _wrong(
    imported: Imported, cells: Sequence[tuple[Subject, Dressed]], shown: Sequence[Sequence[Sequence[Piece]]]
) -> Iterator[str]:
    assert imported.outcome == "accepted", imported.findings
    for (subject, dressed), paragraphs in zip(cells, shown, strict=True):
        text = "\n".join("".join(_as_seen(*piece) for piece in pieces) for pieces in paragraphs)
        wrong = unlike(subject, planned_cell(subject).tag, text, imported)
        if wrong:
            yield f"{'.'.join(subject)} {dressed}, shown {text!r}: {wrong}"


def _as_seen(text: str, font: str, raised_by: int) -> str:
    if is_symbol_font(font):
        return shown_in(font, text)
    return text.translate({1: _RAISED, -1: _LOWERED}[raised_by // abs(raised_by)]) if raised_by else text
