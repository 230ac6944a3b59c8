"""Inquiries: what is open of an alliance, as a file in which it can answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ruecklauf.errors import ProjectError
from ruecklauf.forms.slots import Round
from ruecklauf.forms.workbooks.inquiry import write_inquiry
from ruecklauf.layout.inquiries import INTRODUCTION, Inquiry, Point, with_code
from ruecklauf.layout.inquiry_entries import Entries, Entry
from ruecklauf.own_files import completing, write_own
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.asked_rows import AskedCell, Returned
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.points import Kind, State
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.forms import round_of
from ruecklauf.rounds.issuing.saving import form_name
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import IssuedInquiry, Snapshot, write_private
from ruecklauf.texts import Texts, load_texts

ASKED_IN = (State.OPEN, State.ASKED)
"""The states of what is asked: what was answered waits for the team."""
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WrittenInquiry:
    """An inquiry as a file that is not saved yet."""

    alliance: Alliance
    inquiry: Inquiry
    name: str
    content: bytes


def inquiries_of(
    workspace: Workspace,
    wave: Wave,
    alliances: Iterable[Alliance],
    *,
    now: datetime,
    formats: Iterable[FormFormat] = (FormFormat.XLSX,),
) -> Iterator[WrittenInquiry]:
    """An inquiry for each of the alliances that has open questions, noted in the store; a file a format.

    Where the same is open as in the alliance's last inquiry, it is that one again, byte for byte.
    """
    open_: dict[str, list[Row]] = defaultdict(list)
    for row in finding_rows(workspace, wave=wave.id, kind=Kind.QUESTION, states=ASKED_IN):
        open_[row["alliance"]].append(row)
    for alliance in alliances:
        if open_[alliance.id]:
            language = alliance.language_in(wave)
            making = _Making(wave, round_of(workspace.project, wave, language), load_texts(language))
            with workspace.store.snapshot() as state:
                inquiry, entries = making.inquiry_for(state, alliance, open_[alliance.id])
            workspace.store.record_inquiries([IssuedInquiry(inquiry, now)])
            for kind in formats:
                name = inquiry_name(alliance, wave, inquiry, making.texts, kind)
                yield WrittenInquiry(alliance, inquiry, name, _WRITERS[kind](inquiry, making.round, entries))


def save_inquiries(
    workspace: Workspace,
    wave: Wave,
    alliances: Iterable[Alliance],
    *,
    folder: Path,
    now: datetime,
    formats: Iterable[FormFormat] = (FormFormat.XLSX,),
    progress: Callable[[], None] = lambda: None,
) -> tuple[tuple[WrittenInquiry, Path], ...]:
    """The inquiries as files in a folder. A file in which somebody has written is kept: ProjectError."""
    made = list(inquiries_of(workspace, wave, alliances, now=now, formats=tuple(formats)))
    if not made:
        return ()
    saved = []
    remedy = "Move it away, or choose another folder with --out."
    with _explained(folder), completing(folder, [written.name for written in made]):
        for written in made:
            path = folder / written.name
            with _explained(path):
                write_own(path, written.content, write=write_private, remedy=remedy)
            saved.append((written, path))
            progress()
    return tuple(saved)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """OSError as ProjectError with what can be done."""
    try:
        yield
    except OSError as error:
        raise ProjectError(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            remedy="Choose another folder with --out; close the file in Excel.",
        ) from error


def inquiry_name(
    alliance: Alliance, wave: Wave, inquiry: Inquiry, texts: Texts, kind: FormFormat = FormFormat.XLSX
) -> str:
    """`Kleve_2026-1_KQ7M2X_Rueckfragen-2.xlsx`."""
    plain = form_name(alliance, wave).removesuffix(".xlsx")
    return f"{plain}_{texts('inquiry.file')}-{inquiry.number}.{kind}"


def _as_document(inquiry: Inquiry, round_: Round, entries: Entries) -> bytes:
    # loaded when a document is written: whoever writes workbooks only shall not wait for these libraries
    from ruecklauf.forms.documents.inquiry import write_inquiry_document

    return write_inquiry_document(inquiry, round_, entries)


_WRITERS: dict[FormFormat, Callable[[Inquiry, Round, Entries], bytes]] = {
    FormFormat.XLSX: write_inquiry,
    FormFormat.DOCX: _as_document,
}


@dataclass(frozen=True, slots=True)
class _Making:
    wave: Wave
    round: Round
    texts: Texts

    def inquiry_for(
        self, state: Snapshot, alliance: Alliance, rows: Sequence[Row]
    ) -> tuple[Inquiry, dict[str, Entry]]:
        cells = list(Returned(state, alliance.id, self.wave, self.texts).cells(rows))
        before = state.inquiries(alliance=alliance.id, wave=self.wave.id)
        last = before[-1].inquiry if before else None
        made = self._inquiry(alliance, cells, last.number if last else 1)
        if last is not None and made.code != last.code:
            made = self._inquiry(alliance, cells, last.number + 1)
        asked = {row.key: row.id for row in made.rows}
        return made, {asked[cell.row.key]: cell.entry for cell in cells if cell.entry}

    def _inquiry(self, alliance: Alliance, cells: Sequence[AskedCell], number: int) -> Inquiry:
        points: dict[str, list[AskedCell]] = {}
        for cell in cells:
            points.setdefault(cell.point, []).append(cell)
        words = (cell.entry.validation.words for cell in cells if cell.entry)
        made = with_code(
            Inquiry(
                alliance=alliance.id,
                wave=self.wave.id,
                number=number,
                language=self.texts.language,
                introduction=(),
                points=tuple(self._point(same) for same in points.values()),
                lists=tuple(dict.fromkeys(filter(None, words))),
            )
        )
        return replace(made, introduction=self._introduction(alliance, made.code))

    def _point(self, cells: Sequence[AskedCell]) -> Point:
        text = ""
        if len(cells) > 1:
            text = self.texts("inquiry.several", message=cells[0].row.wrong, count=len(cells))
        return Point(text, tuple(cell.row for cell in cells))

    def _introduction(self, alliance: Alliance, code: str) -> tuple[str, ...]:
        line = self.texts(
            "identity.line",
            alliance=alliance.name,
            ags=", ".join(alliance.ags),
            wave=self.round.wave_title,
            code=code,
        )
        back = self.texts("inquiry.back", return_to=self.round.return_to, contact=self.round.contact)
        said = {"identity": line, "back": back}
        return tuple(said.get(name) or self.texts(f"inquiry.{name}") for name in INTRODUCTION)
