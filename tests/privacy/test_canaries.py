"""Names that nobody else has, planted wherever people write: none gets into what leaves the team."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pyarrow.parquet as pq
import pyreadstat
import pytest
from openpyxl.comments import Comment  # type: ignore[import-untyped]

from cli.conftest import Run, run  # noqa: F401
from rounds.playing import Game, Typed, message
from ruecklauf.exports import EXPORTS
from ruecklauf.fieldtypes import FieldBase

NUMBER = "0211 5550199"
PLANTED = "Zyxaba"
"""With which every planted name begins; what follows tells its place."""
_LETTERS = "bcdfghjklm"


def canary(place: int) -> str:
    return PLANTED + "".join(_LETTERS[int(digit)] for digit in str(place))


def planted(game: Game) -> Typed:
    """A name in every personal field and every text of the first rows, and where a choice is expected."""
    typed: dict[tuple[str, str, str, str], str] = {}
    for worksheet in game.workspace.worksheets(game.wave("2026-1")):
        for section in worksheet.sections:
            row = f"{section.prefix}001" if section.has_rows else section.prefix
            for field in section.fields:
                if text := text_for(field, len(typed)):
                    typed[worksheet.id, section.id, row, field.id] = text
    return typed


def text_for(field: FieldBase, place: int) -> str:
    if field.from_alliance:
        return ""
    if field.is_address:
        own = NUMBER if field.id.endswith("tel") else f"{canary(place)}@kreis.example"
        return own if field.personal else ""
    if field.personal:
        return f"Kim {canary(place)}"
    return f"Bitte Frau {canary(place)} fragen" if field.is_prose else ""


def spoiled(data: bytes) -> bytes:
    """The workbook with names in a comment, in cells for choices, beside the table and in its properties."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Akteure"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "AK001")
    heads = [cell for line in sheet.iter_rows(max_row=row) for cell in line]
    choice = next(cell.column for cell in heads if "Arbeiten Sie zusammen" in str(cell.value))
    sheet.cell(row, choice).value = f"Herr {canary(900)}"
    sheet.cell(row, choice).comment = Comment(f"Frau {canary(901)} weiß es", canary(902))
    sheet.cell(row + 1, 60).value = f"Herr {canary(903)}, {NUMBER}"
    book.properties.creator = book.properties.lastModifiedBy = f"Kim {canary(904)}"
    book.properties.title = f"Frau {canary(905)}"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    played = Game(tmp_path / "projekt")
    form = spoiled(played.filled("Kleve", planted(played)))
    mail = message(
        f"Kim {canary(906)} <{canary(907)}@kleve.example>",
        played.now(),
        {f"Kim {canary(908)}.xlsx": form},
        f"Mit Gruß, Frau {canary(909)}, {NUMBER}",
    )
    played.saved(mail, "mail.eml")
    yield played
    played.close()


def held(path: Path) -> Iterator[str]:
    """Everything that stands in a file, and its name."""
    yield str(path)
    if path.suffix == ".parquet":
        yield str(pq.read_table(path).to_pylist())
    elif path.suffix in (".sav", ".dta"):
        frame, meta = getattr(pyreadstat, f"read_{path.suffix[1:]}")(path)
        yield str(frame.to_dict("records"))
        yield str(vars(meta))
    yield from _parts(path.read_bytes())


def _parts(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield name
                yield from _parts(package.read(name))


def is_clean(text: str) -> bool:
    return PLANTED not in text and NUMBER not in text


def test_no_planted_name_leaves_the_team(
    run: Callable[..., Run],  # noqa: F811
    game: Game,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    where, out = ("-p", game.root), tmp_path / "data"
    taken = run("import", game.root / "returns", *where)
    assert taken.status in (0, 1), taken.err
    assert game.answers(), "the return counts"
    calls = [
        run("export", out, *where, "--format", ",".join(EXPORTS)),
        run("findings", *where, "--csv"),
        run("findings", *where, "--json"),
        run("findings", *where, "--xlsx", tmp_path / "findings.xlsx"),
        run("indicators", *where, "--json"),
        run("report", out / "report.html", *where, "--wave", "2026-1"),
        run("status", *where),
        run("privacy", "scan", *where),
        run("trace", "Kleve", "beitrag_text", *where, "--wave", "2026-1"),
        run("ask", *where, "--wave", "2026-1", "--out", tmp_path / "ask"),
    ]
    # inquiries name rows as the municipality itself does, and go to it alone: their files are not looked at
    assert [call.err for call in calls if call.status not in (0, 1)] == []
    said = [text for call in calls for text in (call.out, call.err)]
    said += held(tmp_path / "findings.xlsx")
    # which file it was is shown when it is taken in, and in the lists of the team; in no export
    said = [text.replace(f"Kim {canary(908)}.xlsx", "") for text in (*said, taken.out, taken.err)]
    said += [record.getMessage() for record in caplog.records]
    assert [text[max(0, text.find(PLANTED) - 200) :][:400] for text in said if not is_clean(text)] == []
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert len(found) > 30 and {"README.txt", "qualitative/texts.qdpx"} <= found
    wrong = {path for path in found if not all(map(is_clean, held(out / path)))}
    assert wrong == set()
    # what is looked for is there to be found
    contacts = b"".join(path.read_bytes() for path in game.root.glob("contacts.sqlite*"))
    assert PLANTED.encode() in contacts and NUMBER.encode() in contacts
    run("export", tmp_path / "all", *where, "--format", "csv", "--unmasked", "--reason", "Probe")
    assert PLANTED in (tmp_path / "all/csv/long.csv").read_text("utf-8")
