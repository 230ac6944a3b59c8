"""`ruecklauf worksheet`: begin one, look at it, try its form, and exchange it with XLSForm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import FOLDER, json_option, now, opened, project_option
from ruecklauf.cli.terminal import print_json, print_table, say, talk
from ruecklauf.errors import ProjectError
from ruecklauf.rounds.issuing.formats import FormFormat

if TYPE_CHECKING:
    from ruecklauf.library import Library

FILE = click.Path(path_type=Path, dir_okay=False)
language_option = click.option("--language", default="de", show_default=True, help="Language of the texts.")


@click.group("worksheet", cls=click.RichGroup)
def command() -> None:
    """Begin a worksheet, look at it, try its form, and exchange it with XLSForm.

    Worksheets lie in a project under worksheets/ID/worksheet.yaml; what may stand there is in
    docs/declaring.md. `ruecklauf check` finds mistakes.

    Example: `ruecklauf worksheet new wohnen`
    """


def _new_id(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """An id that can be the name of a folder, and stays in the project."""
    from ruecklauf.lint.identifiers import DEVICE

    plain = value.isascii() and value.replace("_", "").isalnum() and value == value.lower()
    if not plain or not value[0].isalpha():
        raise click.BadParameter(
            "an id has lower-case ASCII letters, digits and _, and begins with a letter."
        )
    if DEVICE.fullmatch(value):
        raise click.BadParameter(f"Windows allows no folder named {value!r}.")
    return value


@command.command("new")
@click.argument("worksheet", callback=_new_id)
@project_option
def new(worksheet: str, project: Path | None) -> None:
    """Write a commented start that is right as it stands.

    Example: `ruecklauf worksheet new wohnen`
    """
    from ruecklauf.authoring.start import start_worksheet

    root = opened(project).root
    say(str(start_worksheet(root, worksheet, _library(root))))
    talk(f"Next: change it, then run: ruecklauf check; ruecklauf worksheet preview {worksheet}")


@command.command("show")
@click.argument("worksheet")
@project_option
@language_option
@json_option
def show(worksheet: str, project: Path | None, language: str, as_json: bool) -> None:
    """Print a worksheet as a table: fields, when they are asked, and rules as sentences.

    Example: `ruecklauf worksheet show akteure`
    """
    from ruecklauf.authoring.showing import FIELD_HEADS, RULE_HEADS, bound_with, field_rows, rule_rows

    library = _library(_root(project))
    declared = library.worksheet(worksheet)
    book = bound_with(declared, library.worksheets.values())
    fields, rules = list(field_rows(declared, book, language)), list(rule_rows(declared, book, language))
    if as_json:
        print_json({"fields": fields, "rules": rules})
        return
    say(f"{declared.title(language)} ({declared.id}, version {declared.version})")
    print_table(FIELD_HEADS, [tuple(row[head] for head in FIELD_HEADS) for row in fields])
    if rules:
        print_table(RULE_HEADS, [tuple(row[head] for head in RULE_HEADS) for row in rules])


@command.command("preview")
@click.argument("worksheet")
@project_option
@click.option(
    "--format",
    "kind",
    type=click.Choice([str(format_) for format_ in FormFormat]),
    default=str(FormFormat.XLSX),
    show_default=True,
    help="Workbook or Word document.",
)
@language_option
@click.option("--out", type=FOLDER, help="Folder for the file; by default the current one.")
def preview(worksheet: str, project: Path | None, kind: str, language: str, out: Path | None) -> None:
    """Make a form to look at; it is marked as a preview, and no import takes it.

    Worksheets that it refers to are in it, too.

    Example: `ruecklauf worksheet preview akteure`
    """
    from ruecklauf.rounds.issuing.previews import preview as made

    library = _library(_root(project))
    day = now().date()
    content = made(library, worksheet, kind=FormFormat(kind), language=language, today=day)
    path = (out or Path.cwd()) / f"Vorschau_{worksheet}.{kind}"
    _write(path, content)
    say(str(path))


@command.command("import")
@click.argument("file", type=FILE)
@click.option("--id", "worksheet", required=True, callback=_new_id, help="Id of the new worksheet.")
@project_option
@click.pass_context
def import_(ctx: click.Context, file: Path, worksheet: str, project: Path | None) -> None:
    """Make a declaration of an XLSForm, and list what could not be carried over, with sheet and row.

    Any other Excel workbook is taken for a questionnaire: tables, questions, lists and limits are guessed,
    and each field says by what. Exit status 1 where something could not be carried over.

    Example: `ruecklauf worksheet import umfrage.xlsx --id umfrage`
    """
    from ruecklauf.authoring.declaring import declare_form

    root = opened(project).root
    path, losses = declare_form(root, _read(file), worksheet, _library(root))
    for loss in losses:
        say(str(loss))
    talk(f"{path}: {len(losses)} things could not be carried over.")
    talk("Next: complete purpose and instructions, then run: ruecklauf check")
    if losses:
        ctx.exit(1)


@command.command("export")
@click.argument("worksheet")
@project_option
@click.option("--out", type=FOLDER, help="Folder for the file; by default the current one.")
@click.pass_context
def export(ctx: click.Context, worksheet: str, project: Path | None, out: Path | None) -> None:
    """Write a worksheet as an XLSForm, and list what it cannot say, with sheet and row.

    Exit status 1 where something could not be said.

    Example: `ruecklauf worksheet export treffen`
    """
    from ruecklauf.authoring.xlsforms.writing import export_worksheet

    content, losses = export_worksheet(_library(_root(project)), worksheet)
    path = (out or Path.cwd()) / f"{worksheet}.xlsx"
    _write(path, content)
    for loss in losses:
        say(str(loss))
    talk(f"{path}: {len(losses)} things could not be said.")
    if losses:
        ctx.exit(1)


def _write(path: Path, content: bytes) -> None:
    """ProjectError where it cannot be written, or where a file is there that was changed by somebody."""
    from ruecklauf.own_files import write_own

    try:
        write_own(path, content, remedy="Move it away, or choose another folder with --out.")
    except OSError as error:
        raise ProjectError(f"cannot be written: {error.strerror or error}", where=str(path)) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProjectError(f"this file cannot be read: {error.strerror}", where=str(path)) from error


def _root(path: Path | None) -> Path | None:
    """The project's folder; None for the built-in worksheets, where no project is named or around."""
    here = Path.cwd()
    if path is None and not any((folder / "ruecklauf.toml").is_file() for folder in (here, *here.parents)):
        return None
    return opened(path).root


def _library(root: Path | None) -> Library:
    from ruecklauf.library import load_library

    return load_library(root)
