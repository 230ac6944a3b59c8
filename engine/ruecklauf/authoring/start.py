"""A new worksheet to begin with: it is right as it stands, and its comments say what to do with it."""

from __future__ import annotations

from collections.abc import Collection
from importlib import resources
from itertools import product
from pathlib import Path
from string import Template, ascii_uppercase

from ruecklauf.definition.schema import write_schemas
from ruecklauf.errors import ProjectError
from ruecklauf.library import WORKSHEET_FILE, Library
from ruecklauf.whole_files import write_whole

_SCHEMA_OF = {
    f"worksheets/*/{WORKSHEET_FILE}": "../../schemas/worksheet.schema.json",
    "schemas/codelists/*.yaml": "../codelist.schema.json",
    "schemas/fieldgroups/*.yaml": "../fieldgroup.schema.json",
    "indicators/*.yaml": "../schemas/indicators.schema.json",
}
_BOM = b"\xef\xbb\xbf"


def start_worksheet(root: Path, worksheet_id: str, library: Library) -> Path:
    """Write worksheets/ID/worksheet.yaml below a project's root; ProjectError where it is there already."""
    path = root / "worksheets" / worksheet_id / WORKSHEET_FILE
    if path.exists():
        raise ProjectError("this worksheet is there already", where=str(path), remedy="Choose another id.")
    taken = {section.prefix for worksheet in library.worksheets.values() for section in worksheet.sections}
    first, second = free_prefixes(worksheet_id, taken)[:2]
    text = _template().substitute(id=worksheet_id, first=first, second=second)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())
    prepare_editors(root)
    return path


def free_prefixes(worksheet_id: str, taken: Collection[str]) -> list[str]:
    """Two capital letters that no section has yet, those from the worksheet's own name first."""
    own = [letter for letter in worksheet_id.upper() if letter in ascii_uppercase]
    wanted = [
        a + b for a, b in (*product(own, own), *product(ascii_uppercase, repeat=2)) if a + b not in taken
    ]
    return list(dict.fromkeys(wanted))


def prepare_editors(root: Path) -> tuple[Path, ...]:
    """Put the JSON Schemas into a project, and into its declarations the line that names them.

    Only what lacks is written; the files that were changed. Without declarations of its own a project gets
    the schemas all the same, so that the first one is completed and explained.
    """
    folder = root / "schemas"
    folder.mkdir(exist_ok=True)
    before = {path: path.read_bytes() for path in folder.glob("*.schema.json")}
    changed = [path for path in write_schemas(folder) if path.read_bytes() != before.get(path)]
    for pattern, schema in _SCHEMA_OF.items():
        changed += [path for path in sorted(root.glob(pattern)) if _point_to(path, schema)]
    return tuple(changed)


def _point_to(path: Path, schema: str) -> bool:
    content = path.read_bytes()
    if b"yaml-language-server" in content or not _is_text(content):
        return False
    mark = _BOM if content.startswith(_BOM) else b""
    end = b"\r\n" if b"\r\n" in content else b"\n"
    line = f"# yaml-language-server: $schema={schema}".encode()
    write_whole(path, mark + line + end + content.removeprefix(_BOM))
    return True


def _is_text(content: bytes) -> bool:
    """Whether a line of UTF-8 can be put before it: a file in UTF-16 would be one in no encoding then."""
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _template() -> Template:
    source = resources.files("ruecklauf.authoring").joinpath("start.yaml")
    return Template(source.read_text(encoding="utf-8"))
