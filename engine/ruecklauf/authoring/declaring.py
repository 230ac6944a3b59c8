"""A form of another kind taken into a project: a worksheet.yaml for a person to go on with."""

from __future__ import annotations

import io
from pathlib import Path

from ruamel.yaml import YAML

from ruecklauf.authoring.questionnaires.drafting import draft_of
from ruecklauf.authoring.start import prepare_editors
from ruecklauf.authoring.xlsforms.reading import import_form
from ruecklauf.authoring.xlsforms.sheets import Loss, read_sheets
from ruecklauf.errors import ProjectError
from ruecklauf.library import WORKSHEET_FILE, Library
from ruecklauf.office.refusal import Refusal
from ruecklauf.whole_files import write_whole


def declare_form(
    root: Path, data: bytes, worksheet_id: str, library: Library
) -> tuple[Path, tuple[Loss, ...]]:
    """The declaration's file, and what the form says that is not in it.

    A workbook with a sheet named survey is an XLSForm; any other is a questionnaire that is guessed at.
    ProjectError for a file that is neither, and where the worksheet is there already.
    """
    path = root / "worksheets" / worksheet_id / WORKSHEET_FILE
    if path.exists():
        raise ProjectError("this worksheet is there already", where=str(path), remedy="Choose another id.")
    taken = frozenset(
        section.prefix for worksheet in library.worksheets.values() for section in worksheet.sections
    )
    try:
        read = import_form if read_sheets(data) else draft_of
        declared, losses = read(data, worksheet_id, taken=taken)
    except Refusal as error:
        raise ProjectError(f"this file cannot be read ({error.code})") from error
    file = io.StringIO()
    yaml = YAML()
    yaml.width = 110
    yaml.dump(declared, file)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, file.getvalue().encode())
    prepare_editors(root)
    return path, losses
