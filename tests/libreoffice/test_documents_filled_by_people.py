"""Word forms filled in through LibreOffice Writer give the dataset that the Excel form gives."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cli.conftest import SETTINGS as SMALL_ROUND
from gauntlet.filled import LAYOUT, WORKSHEETS, told
from libreoffice.answering import ALL_WAYS, Meant, meant_in
from libreoffice.soffice import Office
from libreoffice.writer import Filling, Written, fill_documents
from rounds.playing import START, Game
from ruecklauf.dataset import build_dataset
from ruecklauf.exports import write_export
from ruecklauf.exports.frames import LONG
from ruecklauf.exports.readme import FILE_NAME as README
from ruecklauf.findings import Severity
from ruecklauf.layout.pages.plan import plan_document
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.values import canonical_text

pytestmark = pytest.mark.xdist_group("documents")
ALLIANCE, WAVE = "AAAAAA", "2026-1"
SETTINGS = SMALL_ROUND.rpartition("[[waves]]")[0].replace(
    json.dumps(["stammblatt", "akteure"]), json.dumps([one.id for one in WORKSHEETS])
)
KINDS = "docx", "odt"
PROVENANCE = {"raw", "sha256", "cell"}
"""Columns of the long table that say where a value comes from; the sheet is called the same in all forms."""


@dataclass(frozen=True)
class Round:
    """The same answers in three projects: one got the Excel form back, the others all Word forms."""

    games: Mapping[str, Game]
    """By what came back: xlsx, docx or odt."""
    received: Mapping[str, tuple[Received, ...]]
    meant: Mapping[str, tuple[Meant, ...]]
    """By worksheet, what was entered into its document."""
    written: tuple[Written, ...]


@pytest.fixture(scope="module")
def played(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Round:
    folder = tmp_path_factory.mktemp("documents")
    games = {kind: Game(folder / kind, settings=SETTINGS) for kind in ("xlsx", *KINDS)}
    sent = {kind: _documents(games[kind], folder / f"sent-{kind}") for kind in KINDS}
    meant = {one.id: meant_in(plan_document(LAYOUT, one.id), told()) for one in WORKSHEETS}
    returned = {kind: [folder / f"{name}.{kind}" for name in meant] for kind in KINDS}
    fillings = [
        Filling(sent["docx"][name], [one.entry for one in meant[name]], _saves(folder, name), lifted=True)
        for name in meant
    ]
    written = tuple(fill_documents(office, fillings))
    returned["xlsx"] = [_excel(games["xlsx"])]
    received = {kind: _hand_in(games[kind], paths) for kind, paths in returned.items()}
    return Round(games, received, meant, written)


def _saves(folder: Path, name: str) -> list[tuple[Path, str]]:
    return [(folder / f"{name}.{kind}", kind) for kind in KINDS]


def _documents(game: Game, folder: Path) -> dict[str, Path]:
    """The alliance's Word forms by worksheet."""
    made = issue_forms(
        game.workspace,
        game.wave(WAVE),
        [game.alliance(ALLIANCE)],
        folder=folder,
        now=START,
        formats=(FormFormat.DOCX,),
    )
    return {one.worksheet: one.path for one in made}


def _excel(game: Game) -> Path:
    typed = {(one.worksheet, one.section, one.row_id, one.field): value for one, value in told().items()}
    return game.saved(game.filled(ALLIANCE, typed))


def _hand_in(game: Game, paths: list[Path]) -> tuple[Received, ...]:
    return tuple(Receiver(game.workspace).receive_all(paths, now=game.later()))


def test_every_answer_was_entered_and_by_every_way(played: Round) -> None:
    outcomes = Counter(outcome for written in played.written for outcome in written.outcomes)
    assert outcomes == {"done": len(told())}
    assert {one.entry.way for meant in played.meant.values() for one in meant} == set(ALL_WAYS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_return_is_accepted_and_balanced(played: Round, kind: str) -> None:
    accepted = [one for one in played.received[kind] if one.outcome.startswith("accepted")]
    assert len(accepted) == len(WORKSHEETS)
    assert {(one.alliance, one.wave, one.confidence) for one in accepted} == {(ALLIANCE, WAVE, "certain")}
    for one in accepted:
        assert one.counts is not None
        assert one.counts.findings == 0
        assert one.counts.answers + one.counts.template == one.counts.total


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("worksheet", [one.id for one in WORKSHEETS])
def test_every_answer_is_stored(played: Round, worksheet: str, kind: str) -> None:
    stored = played.games[kind].answers(WAVE)
    expected = {
        (ALLIANCE, one.worksheet, one.section, one.row_id, one.field): canonical_text(value)
        for one, value in told().items()
        if one.worksheet == worksheet
    }
    assert {where: stored.get(where, "lost") for where in expected} == expected


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_else_is_stored(played: Round, kind: str) -> None:
    assert played.games[kind].answers(WAVE) == played.games["xlsx"].answers(WAVE)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_to_be_asked_back(played: Round, kind: str) -> None:
    """Writer 7.4 lets a control that was typed over by keys only pass for showing its prompt."""
    typed_over = {
        one.cell.subject
        for meant in played.meant.values()
        for one in meant
        if one.entry.way == "keyed" and one.cell.control.kind != "boxes"
    }
    unexpected = [
        finding
        for one in played.received[kind]
        for finding in one.findings
        if finding.severity is not Severity.NOTE
        if finding.code != "prompt_kept" or finding.subject not in typed_over
    ]
    assert unexpected == []


@pytest.fixture(scope="module")
def exported(played: Round) -> Mapping[str, Path]:
    """The folders of the three projects' exports."""
    folders = {kind: game.root / "data" for kind, game in played.games.items()}
    for kind, folder in folders.items():
        write_export(build_dataset(played.games[kind].workspace.store), folder, ("csv", "parquet"))
    return folders


@pytest.mark.parametrize("kind", KINDS)
def test_the_dataset_is_that_of_the_excel_form_but_for_its_provenance(
    exported: Mapping[str, Path], kind: str
) -> None:
    ours, excel = _files(exported[kind]), _files(exported["xlsx"])
    assert list(ours) == list(excel)
    assert len(ours) > 20
    different = [name for name, content in ours.items() if content != excel[name]]
    assert different == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_column_tells_one_from_the_other(exported: Mapping[str, Path], kind: str) -> None:
    """Provenance is left out because it differs, not so that it may."""
    tables = [pq.read_table(exported[one] / "parquet" / f"{LONG}.parquet") for one in (kind, "xlsx")]
    differing = {
        name for name in tables[0].column_names if not tables[0].column(name).equals(tables[1].column(name))
    }
    assert differing == PROVENANCE


def _files(folder: Path) -> dict[str, bytes]:
    """What a dataset says besides its provenance, by file, without the hashes of the files themselves."""
    return {
        path.relative_to(folder).as_posix(): _without_provenance(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".ruecklauf.sha256"
    }


def _without_provenance(path: Path) -> bytes:
    if path.name == README:
        # says of how many files the dataset was made
        lines = path.read_bytes().splitlines(keepends=True)
        return b"".join(line for line in lines if not line.startswith(b"Grundlage: "))
    if path.stem != LONG:
        return path.read_bytes()
    return _csv_without(path) if path.suffix == ".csv" else _parquet_without(path)


def _csv_without(path: Path) -> bytes:
    head, *rows = csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))
    kept = [number for number, name in enumerate(head) if name not in PROVENANCE]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([row[number] for number in kept] for row in (head, *rows))
    return text.getvalue().encode()


def _parquet_without(path: Path) -> bytes:
    table = pq.read_table(path)
    sink = io.BytesIO()
    pq.write_table(table.drop_columns(sorted(PROVENANCE)), sink)
    return sink.getvalue()
