"""What reading a file costs, measured one process per file as the import does it."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from forms.making import ROUND, declared
from ruecklauf.check.check import check
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.intake.refusal import Refusal

SECONDS = 20
MEGABYTES = 1_000
_MEGABYTE = 1024 * 1024
_BEYOND_MEASURE = 3_000 * _MEGABYTE
"""Spares the machine; a file that needs as much has failed anyway."""

CELLS_TOLD = 200


REFUSED = ("damaged_file", "hostile_file", "too_large", "not_a_workbook", "password")
EITHER = ("read", *REFUSED)


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile file and how reading it may end."""

    name: str
    data: bytes
    outcomes: tuple[str, ...] = EITHER
    cells: Mapping[tuple[int, int], str] | None = None
    """What the first sheet's first cells must be if it is read; None if that is no question."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How reading one file ended."""

    outcome: str
    """A refusal's code, `read`, or what happened that must not."""
    cells: Mapping[tuple[int, int], str]
    """Texts of the first sheet's first cells, by row and column."""
    seconds: float
    megabytes: int


Told = tuple[str, dict[tuple[int, int], str]]


def read_whole(data: bytes) -> Told:
    """Outcome and first cells of a file that goes through all that the import does before it stores."""
    try:
        opened = open_return(data)
        check(read_submission(opened, (declared("small.yaml"),)), wave_date=ROUND.reference_date)
    except Refusal as refusal:
        return refusal.code, {}
    sheets = opened.workbook.sheets
    first = list(sheets[0].cells.items())[:CELLS_TOLD] if sheets else []
    return "read", {place: cell.raw.text for place, cell in first}


def measure(cases: Iterable[Case], folder: Path) -> dict[str, tuple[Case, Measured]]:
    """Each case, its data left out, with what reading it cost; by name."""
    files: list[tuple[Path, Case]] = []
    for number, case in enumerate(cases):
        path = folder / str(number)
        path.write_bytes(case.data)
        files.append((path, replace(case, data=b"")))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "fuzz", *(str(path) for path, _ in files)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    measured = pickle.loads(done.stdout)
    for path, _ in files:
        path.unlink()
    return {case.name: (case, cost) for (_, case), cost in zip(files, measured, strict=True)}


def measured(path: Path) -> Measured:
    told_by, tells = os.pipe()
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.close(told_by)
        _tell(path, tells)
        os._exit(0)
    os.close(tells)
    with open(told_by, "rb") as pipe:  # noqa: PTH123 - a descriptor, not a path
        told = pipe.read()
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - begun
    ended: Told = (f"ended by {status}", {})
    outcome, cells = pickle.loads(told) if told else ended
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(outcome, cells, seconds, usage.ru_maxrss * unit // _MEGABYTE)


def _tell(path: Path, tells: int) -> None:
    signal.alarm(2 * SECONDS)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_BEYOND_MEASURE, _BEYOND_MEASURE))
    try:
        told = read_whole(path.read_bytes())
    except BaseException:
        told = traceback.format_exc()[-1_500:], {}
    with open(tells, "wb") as pipe:
        pipe.write(pickle.dumps(told))
