"""Which return counts, in the formats that LibreOffice saves: by the date in the file, and the message's."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import installed
from rounds.playing import START, Game, codes, message
from rounds.test_order import HOURS, counts, document, workbook
from ruecklauf.intake.read import open_return

SOURCES = {"ods": ("xlsx", workbook), "xls": ("xlsx", workbook), "odt": ("docx", document)}
SINCE_1601 = datetime(1601, 1, 1, tzinfo=UTC)
Saved = dict[tuple[str, str], bytes]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """By ending and answer, a return as LibreOffice saves it."""
    installed.program("soffice")
    folder = tmp_path_factory.mktemp("saved")
    game = Game(folder / "projekt")
    found: Saved = {}
    for ending, (source, form) in SOURCES.items():
        files = []
        for says in ("ja", "nein"):
            files.append(folder / f"{ending}-{says}.{source}")
            files[-1].write_bytes(form(game, says))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder / "out")]
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=180)
        for says in ("ja", "nein"):
            found[ending, says] = (folder / "out" / f"{ending}-{says}.{ending}").read_bytes()
    game.close()
    return found


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt")
    yield game
    game.close()


def on(game: Game, data: bytes, moment: datetime) -> bytes:
    """The file as if it had been saved then; it is handed in so."""
    changed = game.saved_on(data, moment)
    if changed == data:
        changed = with_filetime(data, moment)
        game.saves[changed] = changed
    assert datetime.fromisoformat(open_return(changed).content.core["modified"]) == moment
    return changed


def with_filetime(data: bytes, moment: datetime) -> bytes:
    """An .xls file with another date of saving among its summary information (MS-OLEPS 2.21)."""
    name = "\x05SummaryInformation".encode("utf-16-le")
    assert name in data
    start = data.index(b"\xe0\x85\x9f\xf2\xf9\x4f\x68\x10\xab\x91\x08\x00\x2b\x27\xb3\xd9")
    section = data.index(b"\xfe\xff", start - 28) + struct.unpack_from("<I", data, start + 16)[0]
    (number,) = struct.unpack_from("<I", data, section + 4)
    offsets = dict(struct.iter_unpack("<II", data[section + 8 : section + 8 + 8 * number]))
    at = section + offsets[13] + 4
    ticks = int((moment - SINCE_1601) / timedelta(microseconds=1)) * 10
    return data[:at] + struct.pack("<Q", ticks) + data[at + 8 :]


@pytest.mark.parametrize("ending", SOURCES)
@pytest.mark.parametrize("swapped", [False, True])
def test_what_was_saved_later_counts(game: Game, saved: Saved, ending: str, swapped: bool) -> None:
    older = on(game, saved[ending, "nein"], START + HOURS[0])
    newer = on(game, saved[ending, "ja"], START + HOURS[1])
    files = [newer, older] if swapped else [older, newer]
    _, second = (game.hand_in(data, f"{number}.{ending}") for number, data in enumerate(files))
    assert ("older_copy" if swapped else "supersedes") in codes(second)
    assert counts(game) == "ja"


@pytest.mark.parametrize("ending", SOURCES)
def test_an_old_file_in_a_new_message_is_asked_about(game: Game, saved: Saved, ending: str) -> None:
    for says, at, sent in (("ja", 3, 4), ("nein", 1, 6)):
        data = on(game, saved[ending, says], START + HOURS[at])
        game.hand_in(message("amt@kleve.example", START + HOURS[sent], {f"{says}.{ending}": data}))
    (waiting,) = [received for received in game.received if received.outcome == "waiting"]
    assert (codes(waiting), counts(game)) == (["order_unclear"], "ja")


@pytest.mark.parametrize("ending", SOURCES)
def test_a_message_says_when_a_file_without_a_date_was_sent(game: Game, saved: Saved, ending: str) -> None:
    wrong_clock = datetime(2031, 1, 1, tzinfo=UTC)
    for says, sent in (("ja", 6), ("nein", 4)):
        data = on(game, saved[ending, says], wrong_clock)
        game.hand_in(message("amt@kleve.example", START + HOURS[sent], {f"{says}.{ending}": data}))
    assert counts(game) == "ja"
