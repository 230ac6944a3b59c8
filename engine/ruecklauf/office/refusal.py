"""Why a returned file is not read; the importer turns it into a finding and keeps the file."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - nobody's error in this program: it becomes a finding
    """A file that is not read at all: a finding's code and the parameters of its text.

    Codes: `not_a_workbook` (kind, ask), `password`, `damaged_file` (why), `hostile_file` (why), `too_large`
    (why). `why` is a German phrase without a full stop, to stand inside a sentence; `ask` is a sentence or
    more that the sender can be told as it stands.
    Survives pickling, so that a worker process can hand it back.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


def damaged(why: str) -> Refusal:
    """The refusal of a file whose content contradicts its own format."""
    return Refusal("damaged_file", why=why)
