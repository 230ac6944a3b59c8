"""What reading a file costs, measured one process per file as the import does it."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from forms.making import ROUND, declared
from ruecklauf.check.balance import unaccounted
from ruecklauf.check.check import check
from ruecklauf.intake.read import Opened, open_return, read_submission
from ruecklauf.intake.submission import Submission
from ruecklauf.office.refusal import Refusal

SECONDS = 20
MEGABYTES = 1_000
_MEGABYTE = 1024 * 1024
_BEYOND_MEASURE = 3_000 * _MEGABYTE
"""Spares the machine; a file that needs as much has failed anyway."""

CELLS_TOLD = 200
_CONTACTS = frozenset(
    {
        *("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "ftplib.connect"),
        *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.remove", "os.rename", "os.mkdir"),
    }
)
"""Audit events (https://docs.python.org/3/library/audit_events.html)."""


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
    """Outcome and first cells of a file that goes through all that the import does before it stores.

    Of a text document there are the answers in place of cells, counted from (1, 1) downwards.
    """
    try:
        opened = open_return(data)
        submission = read_submission(opened, (declared("small.yaml"),))
        lost = unaccounted(submission, check(submission, wave_date=ROUND.reference_date))
    except Refusal as refusal:
        return refusal.code, {}
    if lost:
        return f"not balanced: {'; '.join(finding.message for finding in lost[:3])}", {}
    return "read", _first_texts(opened, submission)


def _first_texts(opened: Opened, submission: Submission) -> dict[tuple[int, int], str]:
    if opened.is_document:
        answers = [answer.raw.text for answer in submission.answers if not answer.raw.is_blank]
        return {(number, 1): text for number, text in enumerate(answers[:CELLS_TOLD], start=1)}
    sheets = opened.workbook.sheets
    first = list(sheets[0].cells.items())[:CELLS_TOLD] if sheets else []
    return {place: cell.raw.text for place, cell in first}


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
    child = os.fork()
    if child == 0:
        os.close(told_by)
        _tell(path, tells)
        os._exit(0)
    os.close(tells)
    with open(told_by, "rb") as pipe:  # noqa: PTH123 - a descriptor, not a path
        told = pipe.read()
    _, status, usage = os.wait4(child, 0)
    # The processor's, not the clock's: other work on the machine is nobody's fault.
    seconds = usage.ru_utime + usage.ru_stime
    ended: Told = (f"ended by {status}", {})
    outcome, cells = pickle.loads(told) if told else ended
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured(outcome, cells, seconds, usage.ru_maxrss * unit // _MEGABYTE)


class _ContactError(BaseException):
    """Not caught by what catches every Exception."""


def _forbid_contact(event: str, arguments: tuple[object, ...]) -> None:
    """Nothing that a file asks for is fetched, run or written."""
    writes = event == "open" and arguments[0] != os.devnull and str(arguments[1])[:1] in ("w", "a", "x")
    if event in _CONTACTS or (writes and isinstance(arguments[0], str)):
        raise _ContactError(f"{event} {arguments}")


def _tell(path: Path, tells: int) -> None:
    signal.alarm(4 * SECONDS)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_BEYOND_MEASURE, _BEYOND_MEASURE))
    data = path.read_bytes()
    sys.addaudithook(_forbid_contact)
    try:
        told = read_whole(data)
    except BaseException:
        told = traceback.format_exc()[-1_500:], {}
    with open(tells, "wb") as pipe:
        pipe.write(pickle.dumps(told))
