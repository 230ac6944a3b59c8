"""Whenever sending ends in the middle, nobody gets a message twice, and the ledger knows of each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = int(os.environ.get("RUECKLAUF_KILLS", "12"))
"""`make kills KILLS=200` is the long run."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes that it forked")
def test_senders_that_are_killed_send_nothing_twice(tmp_path: Path) -> None:
    program = Path(__file__).with_name("killed.py")
    path = os.pathsep.join([str(program.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path), str(KILLS)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    saw = json.loads(done.stdout)
    assert saw["killed"] >= KILLS
    assert (saw["twice"], saw["attempts"], saw["not_noted"], saw["sent_but_did_not_come"]) == (0, 1, 0, 0)
    # of each alliance and number there is one message, whatever became of it
    assert saw["noted"] == saw["wanted"]
    assert saw["came"] >= saw["states"]["sent"]
    assert set(saw["states"]) <= {"sent", "sending"}
