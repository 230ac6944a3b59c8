"""Time and memory for what a template's tags may ask for, such as a thousand million letters."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

SECONDS = 4.0
"""Of processor time, so that a busy machine is not to blame."""
MEMORY = 512 * 1024**2
"""Bytes beyond what the program has at that moment."""


_AGAIN = 1.0
"""Seconds of processor time after which it is stopped once more, if it goes on."""


class OutOfTimeError(BaseException):
    """What was tried takes longer than it may; no Exception, as libraries make others of these."""


@contextmanager
def limited(*, seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """OutOfTimeError or MemoryError where what is done within takes more; not on Windows, nor in threads."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    import resource

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    before = resource.getrlimit(resource.RLIMIT_AS)
    handler = signal.signal(signal.SIGPROF, stop)
    try:
        if (taken := _taken()) and hard == resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_AS, (taken + memory, hard))
        # again and again: what collects garbage passes over an exception that is raised in it
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.signal(signal.SIGPROF, handler)


def _taken() -> int:
    """The address space that this process has, in bytes; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    sizes = [line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmSize:")]
    return int(sizes[0].split()[1]) * 1024 if sizes else 0
