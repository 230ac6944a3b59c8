"""The fictional round gives what samples/round.yaml says of it."""

from __future__ import annotations

from pathlib import Path

from ruecklauf.demo.round import run_demo
from ruecklauf.demo.script import read_script


def test_every_return_of_the_sample_round_gives_what_it_must(tmp_path: Path) -> None:
    told: list[str] = []
    made = run_demo(tmp_path / "demo", told.append)
    given = {
        Path(one.file).name: (one.outcome, {finding.code.partition(".")[0] for finding in one.findings})
        for one in made.received
    }
    assert given == {one.file: (one.outcome, set(one.findings)) for one in read_script().returns}
    assert (made.status.sent, made.status.returned) == (12, 10)
    assert len(told) == 5
