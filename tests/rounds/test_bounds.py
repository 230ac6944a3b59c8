"""What is made to be much ends early: archives in archives, and forms full of what nobody asked for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from rounds.playing import Game
from ruecklauf.rounds.taking_in.quantity import GIB, Quantity
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver

KOELN = "Stadt Köln"


def packed(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def handed_in(game: Game, data: bytes, quantity: Quantity) -> list[Received]:
    receiver = Receiver(game.workspace, quantity=quantity)
    return list(receiver.receive_all([game.saved(data, "viele.zip")], now=game.later()))


def bombs(width: int) -> bytes:
    """An archive of archives, each with as many files."""
    inner = {f"{number}.txt": f"{number}".encode() for number in range(width)}
    return packed({f"{number}.zip": packed({**inner, "x": bytes([number])}) for number in range(width)})


def test_archives_in_archives_end_when_too_much_has_come_out(game: Game) -> None:
    found = handed_in(game, bombs(12), Quantity(30, GIB))
    ends = [became for became in found if "too_much_enclosed" in {f.code for f in became.findings}]
    assert ends and all(became.outcome == "refused" for became in ends)
    # those that were opened already may each say that they are not gone through
    assert len(found) < 60
    said = [finding.message for became in ends for finding in became.findings]
    assert any("13 Dateien" in message for message in said)


def test_bytes_that_come_out_are_counted_too(game: Game) -> None:
    found = handed_in(game, packed({"a.txt": bytes(2_000), "b.txt": bytes(3_000)}), Quantity(30, 4_000))
    assert [became.outcome for became in found] == ["unpacked", "refused"]
    assert [finding.code for finding in found[1].findings] == ["too_much_enclosed"]


def test_what_was_not_looked_at_is_read_when_it_is_handed_in_by_itself(game: Game) -> None:
    form = game.filled(KOELN, {("stammblatt", "stammblatt", "ST", "gs_benannt"): "ja"})
    data = packed({"a.txt": b"a", "b.txt": b"b", "Köln.xlsx": form})
    first = handed_in(game, data, Quantity(2, GIB))
    assert [became.outcome for became in first] == ["unpacked", "refused", "refused", "refused"]
    again = handed_in(game, data, Quantity(30, GIB))
    assert again[-1].outcome.startswith("accepted")
