"""What happens in the demonstration, as samples/round.yaml says."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ruecklauf.definition.source import plain_data, read_yaml
from ruecklauf.errors import DeclarationError
from ruecklauf.library import data_folder
from ruecklauf.project.alliances import AreaType


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Town(_Part):
    """An alliance that does not exist."""

    name: str
    ags: str
    area_type: AreaType


class Typed(_Part):
    """A text put into a cell as it is, as pasting does."""

    worksheet: str
    table: str
    row: str
    field: str
    text: str


class Return(_Part):
    """A file that comes back, and what it must give."""

    file: str
    sender: str = Field("", alias="from")
    copy_of: str = ""
    document: str = ""
    """The worksheet whose Word form this is; empty for a workbook with all."""
    only: tuple[str, ...] = ()
    """Worksheets that are answered; all if empty."""
    share: float = 1.0
    """Share of the answers that are there."""
    without_last: int = 0
    """Answers that are missing at the end."""
    typed: tuple[Typed, ...] = ()
    mishap: Literal["", "cut_off", "scan"] = ""
    outcome: str
    findings: tuple[str, ...] = ()
    """Codes that must be among the findings, and no others."""


class Script(_Part):
    """The whole round."""

    title: str
    seed: int
    alliances: tuple[Town, ...]
    returns: tuple[Return, ...]


def read_script(path: Path | None = None) -> Script:
    """The script of the demonstration; the built-in one by default."""
    source = path or data_folder() / "samples" / "round.yaml"
    root, problems = read_yaml(source, shown_as=source.name)
    if problems:
        raise DeclarationError(problems)
    return Script.model_validate(plain_data(root))
