"""Commands where no file can grow beyond a limit, as on a disk without room; run as a program of its own.

Usage: on_full_disk.py FOLDER LIMITS COMMAND… runs the command once with each limit (bytes, with commas) and
prints as JSON what each gave: exit status, what was said on standard error, and the files in the folder with
their hashes.
"""

from __future__ import annotations

import hashlib
import io
import json
import resource
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from ruecklauf.cli import main


def run(*arguments: str) -> tuple[int, str]:
    sys.argv = ["ruecklauf", *arguments]
    said = io.StringIO()
    with redirect_stderr(said), redirect_stdout(io.StringIO()):
        try:
            main()
        except SystemExit as ended:
            return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    folder, limits, *command = sys.argv[1:]
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    gave = []
    for limit in map(int, limits.split(",")):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        status, said = run(*command)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        gave.append((status, said, files(Path(folder))))
    print(json.dumps(gave))
